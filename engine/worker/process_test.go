//go:build linux

package worker

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

const endless = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE (a.range + b.range) % 7 = 3"

func openConn(t *testing.T) *conn {
	t.Helper()
	e, err := New(engine.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	day := soc.Date{Year: 2026, Month: 4, Day: 1}
	c, err := e.Open(context.Background(), engine.Session{Dir: t.TempDir(), Calendar: engine.Calendar{TimeZone: "UTC", Period: soc.Period{From: day, To: day}}})
	if err != nil {
		t.Fatal(err)
	}
	return c.(*conn)
}

// gone waits until a process is no more; the test's own deadline ends a wait
// in vain.
func gone(pid int) {
	for {
		text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		_, state, _ := strings.Cut(string(text), ") ")
		if err != nil || strings.HasPrefix(state, "Z") {
			return // a zombie here waits for a parent that is not ours
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestCloseLeavesNoProcess(t *testing.T) {
	c := openConn(t)
	pid := c.process.cmd.Process.Pid
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("process %d is still there: %v", pid, err)
	}
	if _, err := c.Query(context.Background(), "SELECT 1", 0); err == nil {
		t.Error("a closed session answers")
	}
}

func TestADeathIsSaidAndTheSessionGoesOn(t *testing.T) {
	c := openConn(t)
	defer c.Close()
	if err := c.View(context.Background(), "scope", "SELECT 7 AS n"); err != nil {
		t.Fatal(err)
	}
	pid := c.process.cmd.Process.Pid
	go syscall.Kill(pid, syscall.SIGKILL)
	if _, err := c.Query(context.Background(), endless, 0); !errors.Is(err, engine.ErrDied) {
		t.Errorf("got %v", err)
	}
	rows, err := c.Query(context.Background(), "SELECT n FROM scope", 0)
	if err != nil || rows.Values[0][0].Text != "7" {
		t.Errorf("%v, %v", rows, err)
	}
}

// TestAViewThatCannotBeMadeAgainIsNamed: a view rests on a file that is gone
// when the session starts again.
func TestAViewThatCannotBeMadeAgainIsNamed(t *testing.T) {
	c := openConn(t)
	defer c.Close()
	ctx := context.Background()
	path, _, err := c.Materialize(ctx, "part.parquet", "SELECT 1 AS x")
	if err == nil {
		err = c.Mount(ctx, "part", "part.parquet")
	}
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.stop()
	if _, err := c.Query(ctx, "SELECT * FROM part", 0); err == nil || !strings.Contains(err.Error(), "the view part was lost") {
		t.Errorf("got %v", err)
	}
	if _, err := c.Query(ctx, "SELECT 1", 0); err != nil {
		t.Error(err)
	}
}

func TestTheWorkerInheritsNothing(t *testing.T) {
	t.Setenv("HR_DATABASE_PASSWORD", "hunter2")
	c := openConn(t)
	defer c.Close()
	environment, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", c.process.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Split(strings.TrimRight(string(environment), "\x00"), "\x00"); len(got) != 1 || !strings.HasPrefix(got[0], variable) {
		t.Errorf("the worker's environment is %q", got)
	}
}

func TestWithoutInterceptNothingStarts(t *testing.T) {
	intercepted = false
	defer func() { intercepted = true }()
	if _, err := start(os.Args[0]); err == nil || !strings.Contains(err.Error(), "worker.Intercept") {
		t.Errorf("got %v", err)
	}
}

// parentVariable makes TestTheWorkerEndsWithItsParent, in a process of its
// own, the parent that is killed.
const parentVariable = "TICKMARK_TEST_PARENT"

func TestTheWorkerEndsWithItsParent(t *testing.T) {
	if os.Getenv(parentVariable) != "" {
		c := openConn(t)
		fmt.Printf("worker %d\n", c.process.cmd.Process.Pid)
		_, err := c.Query(context.Background(), endless, 0)
		t.Fatal(err)
	}
	parent := exec.Command(os.Args[0], "-test.run=^TestTheWorkerEndsWithItsParent$")
	parent.Env = append(os.Environ(), parentVariable+"=1")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	pid := 0
	for lines := bufio.NewScanner(out); pid == 0 && lines.Scan(); {
		fmt.Sscanf(lines.Text(), "worker %d", &pid)
	}
	if pid == 0 {
		t.Fatal("the parent did not start a worker")
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	parent.Wait()
	gone(pid)
}
