package git

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/collect/folder"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// testRepository is a real repository that a test makes with git.
type testRepository struct {
	t    testing.TB
	dir  string
	tick int
}

// newRepository makes an empty repository in a folder of its own inside a
// program's folder.
func newRepository(t testing.TB, initArgs ...string) *testRepository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("SKIPPED: the program git is not installed; the git source is not tested")
	}
	r := &testRepository{t: t, dir: filepath.Join(t.TempDir(), "repo")}
	if err := os.Mkdir(r.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	r.git(append([]string{"init", "-q", "-b", "main"}, initArgs...)...)
	return r
}

// git runs git in the repository; each call is a minute after the one before.
func (r *testRepository) git(args ...string) string { return r.gitIn("", args...) }

func (r *testRepository) gitIn(stdin string, args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = r.dir
	cmd.Stdin = strings.NewReader(stdin)
	r.tick++
	at := time.Unix(1775000000+int64(r.tick)*60, 0).UTC().Format("2006-01-02T15:04:05") + "-04:00"
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + r.dir, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C.UTF-8", "GIT_AUTHOR_DATE=" + at, "GIT_COMMITTER_DATE=" + at,
		"GIT_AUTHOR_NAME=Ada Author", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_COMMITTER_NAME=Carl Committer", "GIT_COMMITTER_EMAIL=carl@example.org"}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// commit adds an empty commit to the current branch.
func (r *testRepository) commit(message string) string {
	r.t.Helper()
	r.gitIn(message, "commit", "-q", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-F", "-")
	return r.git("rev-parse", "HEAD")
}

// object writes a commit object as it is given and makes it the branch.
func (r *testRepository) object(object string) string {
	r.t.Helper()
	id := r.gitIn(object, "hash-object", "-t", "commit", "-w", "--literally", "--stdin")
	r.git("update-ref", "refs/heads/main", id)
	return id
}

func (r *testRepository) emptyTree() string { return r.gitIn("", "mktree") }

func (r *testRepository) source(change func(*program.GitSource)) (*Source, program.Population) {
	r.t.Helper()
	spec := &program.GitSource{Repository: "repo", Branch: "main", History: "all"}
	if change != nil {
		change(spec)
	}
	s, err := New(spec, folder.Folder{Dir: filepath.Dir(r.dir)}, time.Now)
	if err != nil {
		r.t.Fatal(err)
	}
	pop := program.Population{}
	pop.Name = "changes"
	pop.Source.Git = spec
	return s, pop
}

// collect returns the raw bytes of a branch and what the collection said.
func (r *testRepository) collect(change func(*program.GitSource)) ([]byte, soc.Extraction, error) {
	r.t.Helper()
	s, _ := r.source(change)
	var raw bytes.Buffer
	x, err := s.Collect(context.Background(), &raw)
	return raw.Bytes(), x, err
}

// decodeAll returns every record's values by field.
func decodeAll(pop program.Population, raw []byte) ([]map[string]string, error) {
	d, err := Decode(pop, bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	var out []map[string]string
	for {
		rec, err := d.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		values := map[string]string{}
		for i, f := range d.Fields() {
			if !rec.Null[i] {
				values[f] = rec.Values[i]
			}
		}
		out = append(out, values)
	}
}
