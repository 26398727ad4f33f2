package sqltest

import (
	"context"
	"database/sql"
	"os"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Password is the password of the servers' users. It is there to show that
// it appears nowhere.
const Password = "hunter2-never-print"

// Postgres starts a PostgreSQL server on a Unix socket and returns the
// connection string of its superuser and a handle.
func Postgres(t testing.TB) (dsn string, db *sql.DB) {
	t.Helper()
	const folders = "/usr/lib/postgresql/*/bin"
	initdb, server := find("initdb", folders), find("postgres", folders)
	if initdb == "" || server == "" {
		t.Skip("SKIPPED: PostgreSQL is not installed (apt-get install postgresql); queries against it are not tested")
	}
	a := serverAccount(t)
	dir := a.folder(t)
	a.run(t, dir, initdb, "-D", dir+"/data", "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
	dsn = "postgres://postgres:" + Password + "@/postgres?host=" + dir
	db = open(t, "pgx", dsn)
	a.start(t, dir, os.Interrupt, func(ctx context.Context) error { return db.PingContext(ctx) }, server, "-D", dir+"/data", "-k", dir,
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "timezone=America/New_York")
	return dsn, db
}
