//go:build unix

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
	initdb, control := findPostgres("initdb"), findPostgres("pg_ctl")
	if initdb == "" || control == "" {
		t.Skip("SKIPPED: PostgreSQL is not installed (Debian: apt-get install postgresql); the store was tested on SQLite only")
	}
	dir, err := os.MkdirTemp("", "tickmark-pg-") // short: a socket's path has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	attributes := unprivileged(t, dir)
	data, log := filepath.Join(dir, "data"), filepath.Join(dir, "log")
	run := func(name string, args ...string) error {
		command := exec.Command(name, args...)
		command.SysProcAttr, command.Dir = attributes, dir
		out, err := command.CombinedOutput()
		if err != nil {
			text, _ := os.ReadFile(log)
			err = fmt.Errorf("%s: %w\n%s%s", name, err, out, text)
		}
		return err
	}
	if err := run(initdb, "-D", data, "-U", "tickmark", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"); err != nil {
		t.Fatal(err)
	}
	if err := run(control, "start", "-w", "-D", data, "-l", log, "-o", "-k "+dir+" -c listen_addresses= -c fsync=off"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run(control, "stop", "-w", "-m", "fast", "-D", data); err != nil {
			t.Error(err)
		}
	})
	return &postgres{socket: dir}
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
