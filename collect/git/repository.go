package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// repository runs git in one repository, with nothing taken from the caller's
// environment but where programs and the user's own configuration are. The
// repository may belong to somebody else: no hook, pager, file system monitor
// or transport that its configuration names is ever run, and replacements and
// grafts, which would show another history, are not followed.
type repository struct {
	git string // the program
	dir string // absolute
	env []string
}

// settings override what the repository's configuration says.
var settings = []string{
	"core.hooksPath=" + os.DevNull, "core.fsmonitor=false", "core.commitGraph=false", "core.pager=cat",
	"protocol.allow=never", "advice.graftFileDeprecated=false", "log.showSignature=false",
}

func openRepository(dir string) (*repository, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, fmt.Errorf("the git source needs the program git, which is not on the PATH: %w", err)
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	r := &repository{git: program, dir: real, env: []string{
		"LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_NO_LAZY_FETCH=1",
		"GIT_ALLOW_PROTOCOL=none", "GIT_GRAFT_FILE=" + os.DevNull,
		// Without this git would look for a repository in the folders above.
		"GIT_CEILING_DIRECTORIES=" + filepath.Dir(real),
	}}
	// The user's own configuration is kept for safe.directory.
	for _, name := range []string{"PATH", "HOME", "XDG_CONFIG_HOME", "SYSTEMROOT", "USERPROFILE", "TMPDIR"} {
		if value, ok := os.LookupEnv(name); ok {
			r.env = append(r.env, name+"="+value)
		}
	}
	return r, nil
}

// command returns a git command that is killed when ctx ends.
func (r *repository) command(ctx context.Context, args ...string) (*exec.Cmd, *tail) {
	all := []string{"--no-replace-objects", "--no-pager"}
	for _, s := range settings {
		all = append(all, "-c", s)
	}
	cmd := exec.CommandContext(ctx, r.git, append(all, args...)...)
	cmd.Dir, cmd.Env = r.dir, r.env
	stderr := &tail{}
	cmd.Stderr = stderr
	return cmd, stderr
}

// output runs git and returns its standard output without the line end.
func (r *repository) output(ctx context.Context, args ...string) (string, error) {
	cmd, stderr := r.command(ctx, args...)
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		return "", gitError(ctx, args[0], stderr, err)
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// gitError joins git's own words to the error of running it.
func gitError(ctx context.Context, what string, stderr *tail, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	said := stderr.String()
	switch {
	case strings.Contains(said, "dubious ownership"):
		return fmt.Errorf("git refuses the repository because another user owns it; run as its owner, or add it to safe.directory in your git configuration: %w", err)
	case strings.Contains(said, "not a git repository"):
		return errNoRepository
	case said == "":
		return fmt.Errorf("git %s: %w", what, err)
	}
	return fmt.Errorf("git %s: %s: %w", what, said, err)
}

var errNoRepository = errors.New("it is not the top folder of a git repository")

// tail keeps the last of what a program writes to its standard error.
type tail struct{ b []byte }

func (t *tail) Write(p []byte) (int, error) {
	const most = 2000
	t.b = append(t.b, p...)
	if len(t.b) > most {
		t.b = t.b[len(t.b)-most:]
	}
	return len(p), nil
}

func (t *tail) String() string {
	return strings.Join(strings.Split(strings.TrimSpace(string(t.b)), "\n"), "; ")
}
