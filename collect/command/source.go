// Package command collects what a program prints: JSON lines, or the messages
// of the Singer specification (SCHEMA, RECORD, STATE), so that existing taps
// can be used.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/collect/folder"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// The outputs of a command.
const (
	jsonlOutput  = "jsonl"
	singerOutput = "singer"
)

// grace is how long a program that was told to stop may take before it is
// killed, and how long its children may hold its output open after its end.
const grace = 3 * time.Second

// Source is one command.
type Source struct {
	spec   *program.CommandSource
	folder folder.Folder
	getenv func(string) (string, bool)
	now    func() time.Time
}

// New returns the source that a program declares. Nothing is run yet. The
// error names a key that is wrong.
func New(spec *program.CommandSource, f folder.Folder, getenv func(string) (string, bool), now func() time.Time) (*Source, error) {
	if err := validate(spec); err != nil {
		return nil, err
	}
	if len(spec.Run) == 0 || spec.Run[0] == "" {
		return nil, errors.New("the command source runs nothing; write run: [program, argument, …]")
	}
	if slices.ContainsFunc(spec.Run, func(s string) bool { return strings.ContainsRune(s, 0) }) {
		return nil, errors.New("an argument of run holds NUL")
	}
	return &Source{spec, f, getenv, now}, nil
}

func validate(spec *program.CommandSource) error {
	switch {
	case spec.Output != jsonlOutput && spec.Output != singerOutput:
		return fmt.Errorf("output %q is not known; write jsonl or singer", spec.Output)
	case spec.Output == singerOutput && spec.Stream == "":
		return errors.New("output singer needs the stream to take; write stream: NAME")
	}
	return nil
}

// passed are the variables that every command gets; the others must be named
// under env.
var passed = []string{"PATH", "HOME", "TMPDIR", "SYSTEMROOT", "USERPROFILE", "TEMP"}

// Collect runs the program, without a shell, in the program's folder, and
// writes its standard output to raw. The program sees PATH, HOME and TMPDIR,
// LANG=C.UTF-8, TZ=UTC and the variables named under env. It returns an error
// when the program cannot be started, a named variable is not set, it ends
// with another status than 0, runs longer than its timeout, or ctx ends; then
// it and its children are stopped, with SIGTERM and soon after with SIGKILL.
// The error holds the end of its standard error, with the values of the named
// variables taken out. What was written to raw before an error must be thrown
// away.
func (s *Source) Collect(ctx context.Context, raw io.Writer) (soc.Extraction, error) {
	x := soc.Extraction{Kind: "command", Locator: s.spec.Run[0], Query: quote(s.spec.Run), Provenance: "child_process", Started: s.now()}
	if len(s.spec.Env) > 0 {
		x.Parameters = map[string]string{"environment": strings.Join(s.spec.Env, " ")} // names only
	}
	env := []string{"LANG=C.UTF-8", "TZ=UTC"}
	for _, name := range passed {
		if v, ok := s.getenv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	var secrets []string
	for _, name := range s.spec.Env {
		v, ok := s.getenv(name)
		if !ok {
			return soc.Extraction{}, fmt.Errorf("the environment variable %s, named under env, is not set", name)
		}
		env = append(env, name+"="+v)
		secrets = append(secrets, v)
	}
	path, err := s.program()
	if err != nil {
		return soc.Extraction{}, err
	}
	stderr := &tail{}
	if err := run(ctx, s.timeout(), path, s.spec.Run, s.folder.Dir, env, raw, stderr); err != nil {
		said := stderr.text()
		for _, v := range secrets {
			if v != "" {
				said = strings.ReplaceAll(said, v, "[redacted]")
			}
		}
		if said != "" {
			said = "; it said: " + said
		}
		return soc.Extraction{}, fmt.Errorf("command %s: %w%s", s.spec.Run[0], err, said)
	}
	x.Tool = path
	x.Finished = s.now()
	return x, nil
}

func (s *Source) timeout() time.Duration {
	if s.spec.Timeout > 0 {
		return s.spec.Timeout
	}
	return program.DefaultCommandTimeout
}

// program returns the path of what is run: a name without a slash is looked
// up on the PATH, a relative path is inside the program's folder.
func (s *Source) program() (string, error) {
	name := s.spec.Run[0]
	if !strings.ContainsAny(name, `/\`) {
		path, err := exec.LookPath(name)
		if err != nil {
			return "", fmt.Errorf("the command %s is not on the PATH; install it, or name a file as ./%s: %w", name, name, exec.ErrNotFound)
		}
		return filepath.Abs(path)
	}
	if filepath.IsAbs(name) {
		return name, nil
	}
	f, err := s.folder.Open(filepath.ToSlash(filepath.Clean(name)))
	if err != nil {
		return "", fmt.Errorf("command %w", err)
	}
	f.Close()
	return filepath.Abs(filepath.Join(s.folder.Dir, name))
}

// run runs a program until it and everything that holds its output ended.
func run(ctx context.Context, timeout time.Duration, path string, argv []string, dir string, env []string, stdout, stderr io.Writer) error {
	limited, stop := context.WithTimeout(ctx, timeout)
	defer stop()
	cmd := exec.CommandContext(limited, path)
	cmd.Args, cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = argv, dir, env, stdout, stderr
	cmd.WaitDelay = grace
	ownGroup(cmd)
	cmd.Cancel = func() error { return terminateGroup(cmd) }
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("it cannot be started: %w", err)
	}
	err := cmd.Wait()
	killGroup(cmd) // children that it left behind
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil:
		return fmt.Errorf("it ran longer than its timeout of %s and was stopped: %w", timeout, limited.Err())
	case errors.Is(err, exec.ErrWaitDelay):
		return errors.New("it ended and left a process that still holds its output; let it wait for its children")
	case errors.As(err, &exit):
		return fmt.Errorf("it failed (%s), so nothing of its output is used", exit.ProcessState)
	}
	return err
}

// quote joins the arguments as a person would type them.
func quote(argv []string) string {
	out := make([]string, len(argv))
	for i, a := range argv {
		out[i] = a
		if a == "" || strings.ContainsAny(a, " \t\n'\"\\$`*?[]{}()<>|&;#~") {
			out[i] = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
	}
	return strings.Join(out, " ")
}

// tail keeps the last of what a program writes to its standard error.
type tail struct{ b []byte }

// keep is enough for a message, and for a secret in it not to be cut in two
// before it is taken out.
const keep = 64 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p...)
	if len(t.b) > 2*keep {
		t.b = append(t.b[:0], t.b[len(t.b)-keep:]...)
	}
	return len(p), nil
}

// text returns the last lines, joined.
func (t *tail) text() string {
	lines := strings.Split(strings.TrimSpace(strings.ToValidUTF8(string(t.b), "?")), "\n")
	if len(lines) > 8 {
		lines = append([]string{"…"}, lines[len(lines)-8:]...)
	}
	return strings.Join(lines, "; ")
}
