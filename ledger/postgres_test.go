package ledger

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// postgres is a server of its own for one test, on a Unix socket only.
type postgres struct {
	socket    string
	databases int
}

// startPostgres starts PostgreSQL from its Debian package, or from the PATH.
// It skips, saying so, where there is none.
func startPostgres(t *testing.T) *postgres {
	t.Helper()
	initdb, server := findPostgres("initdb"), findPostgres("postgres")
	if initdb == "" || server == "" {
		t.Skip("SKIPPED: PostgreSQL is not installed (Debian: apt-get install postgresql); the store was tested on SQLite only")
	}
	dir, err := os.MkdirTemp("", "tickmark-pg-") // short: a socket's path has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	attributes := unprivileged(t, dir)
	data := filepath.Join(dir, "data")
	run := exec.Command(initdb, "-D", data, "-U", "tickmark", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
	run.SysProcAttr, run.Dir = attributes, dir
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	process := exec.Command(server, "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off")
	process.SysProcAttr, process.Dir = attributes, dir
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	process.Stdout, process.Stderr = log, log
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		process.Process.Signal(syscall.SIGINT)
		process.Wait()
		log.Close()
	})
	p := &postgres{socket: dir}
	p.await(t, log.Name())
	return p
}

func findPostgres(name string) string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) > 0 {
		return found[len(found)-1]
	}
	path, _ := exec.LookPath(name)
	return path
}

// unprivileged hands dir to the user "postgres" when the test runs as root,
// as whom the server refuses to run.
func unprivileged(t *testing.T, dir string) *syscall.SysProcAttr {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Skipf("SKIPPED: PostgreSQL does not run as root, and there is no user postgres: %v", err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

func (p *postgres) url(database string) string {
	return fmt.Sprintf("postgres:///%s?host=%s&user=tickmark", database, p.socket)
}

// await tries to connect until the server answers; each try is a connection
// to a local socket, and the test's own deadline bounds them.
func (p *postgres) await(t *testing.T, log string) {
	t.Helper()
	db, err := sql.Open("pgx", p.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for try := 0; ; try++ {
		err := db.PingContext(t.Context())
		if err == nil {
			return
		}
		if try == 100_000 || t.Context().Err() != nil {
			text, _ := os.ReadFile(log)
			t.Fatalf("the server does not answer: %v\n%s", err, text)
		}
	}
}

// newDatabase returns the URL of an empty database.
func (p *postgres) newDatabase(t *testing.T) string {
	t.Helper()
	db, err := sql.Open("pgx", p.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	p.databases++
	name := fmt.Sprintf("engagement%d", p.databases)
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return p.url(name)
}
