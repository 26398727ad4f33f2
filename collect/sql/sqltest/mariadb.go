package sqltest

import (
	"context"
	"database/sql"
	"os"
	"testing"

	_ "github.com/go-sql-driver/mysql" // the driver "mysql"
)

// MariaDB starts a MariaDB server on a Unix socket and returns the connection
// string of a user with every right on the database "test", and a handle.
func MariaDB(t testing.TB) (dsn string, db *sql.DB) {
	t.Helper()
	const folders = "/usr/sbin"
	install, server := find("mariadb-install-db", folders), find("mariadbd", folders)
	if install == "" || server == "" {
		t.Skip("SKIPPED: MariaDB is not installed (apt-get install mariadb-server); queries against it are not tested")
	}
	a := serverAccount(t)
	dir := a.folder(t)
	a.run(t, dir, install, "--no-defaults", "--datadir="+dir+"/data", "--auth-root-authentication-method=normal", "--skip-test-db")
	socket := dir + "/s"
	root := open(t, "mysql", "root@unix("+socket+")/")
	a.start(t, dir, os.Kill, func(ctx context.Context) error { return root.PingContext(ctx) }, server, "--no-defaults", "--datadir="+dir+"/data", "--socket="+socket,
		"--skip-networking", "--pid-file="+dir+"/pid", "--default-time-zone=+02:00", "--innodb-flush-log-at-trx-commit=0", "--character-set-server=utf8mb4")
	for _, statement := range []string{"CREATE DATABASE test", "CREATE USER reader IDENTIFIED BY '" + Password + "'", "GRANT ALL ON test.* TO reader"} {
		if _, err := root.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	dsn = "reader:" + Password + "@unix(" + socket + ")/test"
	return dsn, open(t, "mysql", dsn)
}
