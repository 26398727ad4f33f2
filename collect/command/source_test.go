//go:build unix

package command

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/collect/folder"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// shell declares a command that runs a script of sh.
func shell(script string) program.CommandSource {
	return program.CommandSource{Run: []string{"sh", "-c", script}, Output: "jsonl", Timeout: time.Minute}
}

var testEnvironment = map[string]string{"PATH": os.Getenv("PATH"), "HOME": "/nowhere", "TOKEN": "s3cret-token", "OTHER": "not passed on"}

func collect(t testing.TB, ctx context.Context, dir string, spec program.CommandSource) (string, soc.Extraction, error) {
	t.Helper()
	getenv := func(name string) (string, bool) { v, ok := testEnvironment[name]; return v, ok }
	s, err := New(&spec, folder.Folder{Dir: dir}, getenv, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	x, err := s.Collect(ctx, &raw)
	return raw.String(), x, err
}

func TestCollect(t *testing.T) {
	dir := t.TempDir()
	spec := shell(`echo "{\"a\":\"$1 $TOKEN $OTHER $TZ\"}"; pwd >&2; env | sort >environment`)
	spec.Run = append(spec.Run, "name", "it's; $HOME")
	spec.Env = []string{"TOKEN"}
	raw, x, err := collect(t, context.Background(), dir, spec)
	if err != nil {
		t.Fatal(err)
	}
	if want := "{\"a\":\"it's; $HOME s3cret-token  UTC\"}\n"; raw != want {
		t.Errorf("got %q, want %q", raw, want)
	}
	if x.Kind != "command" || x.Provenance != "child_process" || !strings.HasSuffix(x.Query, `name 'it'\''s; $HOME'`) || x.Parameters["environment"] != "TOKEN" {
		t.Errorf("the extraction says %+v", x)
	}
	env, err := os.ReadFile(filepath.Join(dir, "environment")) // the command runs in the program's folder
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(env)), "\n") {
		name, _, _ := strings.Cut(line, "=")
		if !strings.Contains(" HOME LANG OLDPWD PATH PWD SHLVL TMPDIR TOKEN TZ _ ", " "+name+" ") {
			t.Errorf("the command sees %s", line)
		}
	}
}

func TestFailures(t *testing.T) {
	dir := t.TempDir()
	with := func(spec program.CommandSource, change func(*program.CommandSource)) program.CommandSource {
		change(&spec)
		return spec
	}
	if err := os.Symlink("/bin/sh", filepath.Join(dir, "out")); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		spec program.CommandSource
		want string
	}{
		{"status", shell(`echo '{"a":1}'; echo no such team >&2; exit 3`), "command sh: it failed (exit status 3), so nothing of its output is used; it said: no such team"},
		{"a secret in what it says", with(shell(`echo "denied for $TOKEN" >&2; exit 1`), func(s *program.CommandSource) { s.Env = []string{"TOKEN"} }), "it said: denied for [redacted]"},
		{"killed", shell(`kill -9 $$`), "it failed (signal: killed)"},
		{"timeout", with(shell(`sleep 600`), func(s *program.CommandSource) { s.Timeout = 50 * time.Millisecond }), "it ran longer than its timeout of 50ms and was stopped"},
		{"not installed", program.CommandSource{Run: []string{"tap-nowhere"}, Output: "jsonl"}, "the command tap-nowhere is not on the PATH"},
		{"no such file", program.CommandSource{Run: []string{"./tap"}, Output: "jsonl"}, `"tap" does not exist`},
		{"out of the folder", program.CommandSource{Run: []string{"../tap"}, Output: "jsonl"}, "leads out of the program's folder"},
		{"a link out of the folder", program.CommandSource{Run: []string{"./out"}, Output: "jsonl"}, "leads out of the program's folder"},
		{"a variable that is not set", with(shell(`true`), func(s *program.CommandSource) { s.Env = []string{"UNSET_TOKEN"} }), "the environment variable UNSET_TOKEN, named under env, is not set"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, x, err := collect(t, context.Background(), dir, tt.spec)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v\nwant  %s", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), testEnvironment["TOKEN"]) {
				t.Errorf("the error prints a secret: %v", err)
			}
			if x.Kind != "" {
				t.Errorf("a failed collection says %+v", x)
			}
		})
	}
}

// TestStubborn: a command that ignores SIGTERM, and children of it that do,
// are killed.
func TestStubborn(t *testing.T) {
	dir := t.TempDir()
	ready := filepath.Join(dir, "pids")
	spec := shell(`trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & echo $! $$ >pids.part; mv pids.part pids; while :; do sleep 1; done`)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() {
		for {
			if _, err := os.Stat(ready); err == nil {
				stop()
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
	if _, _, err := collect(t, ctx, dir, spec); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	pids, err := os.ReadFile(ready)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range strings.Fields(string(pids)) {
		pid, err := strconv.Atoi(p)
		if err != nil {
			t.Fatal(err)
		}
		for alive(pid) { // SIGKILL was sent; go test ends this if it was not
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// TestLeftBehind: a child that keeps the output open does not hang the
// collection, and is an error, because its output could be cut off.
func TestLeftBehind(t *testing.T) {
	if _, err := os.Stat("/usr/bin/setsid"); err != nil {
		t.Skip("SKIPPED: no setsid to leave a child behind with")
	}
	dir := t.TempDir()
	_, _, err := collect(t, context.Background(), dir, shell(`setsid sh -c 'echo $$ >pid; sleep 600' & echo '{"a":1}'; while ! test -s pid; do :; done`))
	if pid, readErr := os.ReadFile(filepath.Join(dir, "pid")); readErr == nil {
		n, _ := strconv.Atoi(strings.TrimSpace(string(pid)))
		syscall.Kill(-n, syscall.SIGKILL)
	}
	if err == nil || !strings.Contains(err.Error(), "left a process that still holds its output") {
		t.Errorf("error %v", err)
	}
}

// alive reports whether a process runs; one that ended and was not yet waited
// for does not.
func alive(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

func TestNew(t *testing.T) {
	for want, spec := range map[string]program.CommandSource{
		`output "csv" is not known`: {Run: []string{"x"}, Output: "csv"},
		"needs the stream":          {Run: []string{"x"}, Output: "singer"},
		"runs nothing":              {Output: "jsonl"},
		"holds NUL":                 {Run: []string{"a\x00"}, Output: "jsonl"},
	} {
		if _, err := New(&spec, folder.Folder{}, os.LookupEnv, time.Now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
