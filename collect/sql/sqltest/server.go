// Package sqltest starts real PostgreSQL and MariaDB servers for tests, from
// the programs that are installed (on Debian: postgresql, mariadb-server). A
// test that needs one is skipped, and says so, where there is none.
package sqltest

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// find returns a program from the PATH or one of the folders, "" for none.
func find(name string, patterns ...string) string {
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	for _, p := range patterns {
		found, _ := filepath.Glob(filepath.Join(p, name))
		if len(found) > 0 {
			return slices.Max(found) // the newest version
		}
	}
	return ""
}

// account is the user that a server runs as: nobody when the tests run as
// root, because PostgreSQL refuses root.
type account struct {
	change   bool
	uid, gid int
	name     string
}

func serverAccount(t testing.TB) account {
	t.Helper()
	if os.Geteuid() != 0 {
		u, err := user.Current()
		if err != nil {
			t.Fatal(err)
		}
		return account{name: u.Username}
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		t.Skipf("SKIPPED: no user to run a database server as: %v", err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return account{true, uid, gid, u.Username}
}

// folder makes a folder that the server's user owns. Its path is short,
// because that of a socket may have about 100 bytes only.
func (a account) folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "tmsql")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if a.change {
		if err := os.Chown(dir, a.uid, a.gid); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run runs a program to its end as the server's user.
func (a account) run(t testing.TB, dir, program string, args ...string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	a.apply(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// start starts a server that gets the signal stop when the test ends, and
// waits until ready says that it answers.
func (a account) start(t testing.TB, dir string, stop os.Signal, ready func(context.Context) error, program string, args ...string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	a.apply(cmd)
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		cmd.Process.Signal(stop)
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			cmd.Process.Kill()
			<-ended
		}
	})
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	for {
		err := ready(ctx)
		if err == nil {
			return
		}
		select {
		case end := <-ended:
			ended <- end
			t.Fatalf("%s ended while it started: %v\n%s", program, end, log.String())
		case <-ctx.Done():
			t.Fatalf("%s does not answer: %v", program, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// open returns a database handle that is closed when the test ends.
func open(t testing.TB, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
