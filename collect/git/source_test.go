package git

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/collect/folder"
	"github.com/tickmark-audit/tickmark/program"
)

// history makes a repository with a merge, an octopus merge and a criss-cross
// of branches.
func history(t *testing.T) *testRepository {
	r := newRepository(t)
	r.commit("first\n")
	for _, branch := range []string{"a", "b", "c"} {
		r.git("checkout", "-q", "-b", branch, "main")
		r.commit("on " + branch + "\n\nSigned-off-by: Ada Author <ada@example.org>\n")
	}
	r.git("checkout", "-q", "main")
	r.commit("second\n\nA body\nof two lines.\n\nAnd another paragraph.\n")
	r.git("merge", "-q", "--no-ff", "-m", "Merge a", "a")
	r.git("merge", "-q", "--no-ff", "-m", "Merge b and c", "b", "c")
	r.git("checkout", "-q", "a")
	r.git("merge", "-q", "--no-ff", "-m", "Merge main into a", "main~1")
	r.commit("more on a\n")
	r.git("checkout", "-q", "main")
	r.git("merge", "-q", "--no-ff", "-m", "Merge a again", "a")
	return r
}

// TestHistoryAgreesWithGitLog compares every field of every commit with what
// git log prints.
func TestHistoryAgreesWithGitLog(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		for _, of := range []string{"all", "first_parent"} {
			t.Run(format+" "+of, func(t *testing.T) {
				r := history(t)
				if format == "sha256" {
					r = newRepository(t, "--object-format=sha256")
					r.commit("first\n")
					r.commit("second\n")
				}
				raw, x, err := r.collect(func(s *program.GitSource) { s.History = of })
				if err != nil {
					t.Fatal(err)
				}
				_, pop := r.source(func(s *program.GitSource) { s.History = of })
				got, err := decodeAll(pop, raw)
				if err != nil {
					t.Fatal(err)
				}
				compareWithLog(t, r, got, of)
				if x.SourceCount == nil || *x.SourceCount != int64(len(got)) || x.TipHash != r.git("rev-parse", "main") {
					t.Errorf("the extraction says %+v, %d decoded", x, len(got))
				}
				if n, err := Count(bytes.NewReader(raw), int64(len(raw))); err != nil || n != int64(len(got)) {
					t.Errorf("counted %d, %v; decoded %d", n, err, len(got))
				}
				again, _, err := r.collect(func(s *program.GitSource) { s.History = of })
				if err != nil || !bytes.Equal(raw, again) {
					t.Errorf("collected again, the raw bytes differ (%v)", err)
				}
			})
		}
	}
}

func compareWithLog(t *testing.T, r *testRepository, got []map[string]string, of string) {
	t.Helper()
	const format = "%H%x1f%P%x1f%T%x1f%an%x1f%ae%x1f%aI%x1f%cn%x1f%ce%x1f%cI%x1f%s%x1f%b%x1e"
	args := []string{"-c", "log.showSignature=false", "log", "--topo-order", "--format=" + format, "main"}
	if of == "first_parent" {
		args = append(args, "--first-parent")
	}
	entries := strings.Split(strings.TrimSuffix(r.git(args...), "\x1e"), "\x1e\n")
	if len(entries) != len(got) {
		t.Fatalf("git log has %d commits, decoded %d", len(entries), len(got))
	}
	names := []string{"sha", "parents", "tree", "author_name", "author_email", "authored_at", "committer_name", "committer_email", "committed_at", "subject", "body"}
	for i, e := range entries {
		for k, want := range strings.Split(e, "\x1f") {
			want = strings.TrimRight(want, "\n")
			if value := got[i][names[k]]; value != want && !sameInstant(value, want) {
				t.Errorf("commit %d: %s is %q, git log has %q", i, names[k], value, want)
			}
		}
	}
}

// sameInstant lets "Z" stand for "+00:00".
func sameInstant(a, b string) bool {
	x, err1 := time.Parse(time.RFC3339, a)
	y, err2 := time.Parse(time.RFC3339, b)
	return err1 == nil && err2 == nil && x.Equal(y)
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name string
		make func(t *testing.T) (*testRepository, func(*program.GitSource))
		want string
	}{
		{"no commits", func(t *testing.T) (*testRepository, func(*program.GitSource)) { return newRepository(t), nil },
			`the branch "main" does not exist: the repository has no commits yet`},
		{"no such branch", func(t *testing.T) (*testRepository, func(*program.GitSource)) {
			return history(t), func(s *program.GitSource) { s.Branch = "release" }
		}, `the branch "release" does not exist; the repository has a, b, c, main`},
		{"an expression", func(t *testing.T) (*testRepository, func(*program.GitSource)) {
			return history(t), func(s *program.GitSource) { s.Branch = "main~1" }
		}, `the branch "main~1" does not exist`},
		{"an option", func(t *testing.T) (*testRepository, func(*program.GitSource)) {
			return history(t), func(s *program.GitSource) { s.Branch = "--all" }
		}, `the branch "--all" does not exist`},
		{"a shallow clone", func(t *testing.T) (*testRepository, func(*program.GitSource)) {
			r := history(t)
			clone := *r
			r.git("clone", "-q", "--depth", "2", "file://"+r.dir, filepath.Join(filepath.Dir(r.dir), "shallow"))
			clone.dir = filepath.Join(filepath.Dir(r.dir), "shallow")
			return &clone, func(s *program.GitSource) { s.Repository = "shallow" }
		}, "the clone is shallow, so its history is incomplete; run git fetch --unshallow"},
		{"a folder in a repository", func(t *testing.T) (*testRepository, func(*program.GitSource)) {
			r := history(t)
			if err := os.Mkdir(filepath.Join(r.dir, "-sub"), 0o755); err != nil {
				t.Fatal(err)
			}
			return r, func(s *program.GitSource) { s.Repository = "repo/-sub" }
		}, "it is not the top folder of a git repository"},
		{"no folder", func(t *testing.T) (*testRepository, func(*program.GitSource)) {
			return history(t), func(s *program.GitSource) { s.Repository = "nowhere" }
		}, `"nowhere" does not exist`},
		{"outside", func(t *testing.T) (*testRepository, func(*program.GitSource)) {
			return history(t), func(s *program.GitSource) { s.Repository = "../../x" }
		}, "leads out of the program's folder"},
		{"an absolute path", func(t *testing.T) (*testRepository, func(*program.GitSource)) {
			return history(t), func(s *program.GitSource) { s.Repository = "/" }
		}, `"/" is an absolute path`},
		{"a missing commit", func(t *testing.T) (*testRepository, func(*program.GitSource)) {
			r := history(t)
			id := r.git("rev-parse", "main~3")
			if err := os.Remove(filepath.Join(r.dir, ".git", "objects", id[:2], id[2:])); err != nil {
				t.Fatal(err)
			}
			return r, nil
		}, "git rev-list: error: Could not read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, change := tt.make(t)
			_, x, err := r.collect(change)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v\nwant  %s", err, tt.want)
			}
			if x.Kind != "" {
				t.Errorf("a failed collection says %+v", x)
			}
		})
	}
}

// TestHostileRepository: nothing that a repository's configuration names is
// run, and nothing in it shows another history.
func TestHostileRepository(t *testing.T) {
	r := history(t)
	want := r.git("rev-list", "--count", "main")
	trap := filepath.Join(t.TempDir(), "trap")
	script := filepath.Join(t.TempDir(), "evil")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ntouch "+trap+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"core.pager", "core.fsmonitor", "core.sshCommand", "core.alternateRefsCommand", "core.editor", "credential.helper", "gpg.program"} {
		r.git("config", key, script)
	}
	r.git("config", "alias.rev-list", "!"+script)
	r.git("config", "log.showSignature", "true")
	r.git("config", "pager.rev-list", "true")
	parent := r.git("rev-parse", "main~2")
	if err := os.MkdirAll(filepath.Join(r.dir, ".git", "info"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.dir, ".git", "info", "grafts"), []byte(parent+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r.git("update-ref", "refs/replace/"+r.git("rev-parse", "main"), parent)
	t.Setenv("GIT_DIR", "/nonexistent")

	raw, x, err := r.collect(nil)
	if err != nil {
		t.Fatal(err)
	}
	_, pop := r.source(nil)
	got, err := decodeAll(pop, raw)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got); want != strconv.Itoa(n) || *x.SourceCount != int64(n) {
		t.Errorf("decoded %d commits, the repository had %s before it was tampered with", n, want)
	}
	if _, err := os.Stat(trap); err == nil {
		t.Error("a program that the repository's configuration names was run")
	}
}

func TestTheBranchIsARefOnly(t *testing.T) {
	r := history(t)
	r.git("branch", "v1", "main~1")
	r.git("tag", "v1", "a")
	_, x, err := r.collect(func(s *program.GitSource) { s.Branch = "v1" })
	if err != nil || x.TipHash != r.git("rev-parse", "refs/heads/v1") || x.Parameters["ref"] != "refs/heads/v1" {
		t.Errorf("%+v, %v", x, err)
	}
	_, x, err = r.collect(func(s *program.GitSource) { s.Branch = "refs/tags/v1" })
	if err != nil || x.TipHash != r.git("rev-parse", "refs/tags/v1^{commit}") {
		t.Errorf("%+v, %v", x, err)
	}
}

func TestCancel(t *testing.T) {
	r := history(t)
	s, _ := r.source(nil)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := s.Collect(ctx, &bytes.Buffer{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestNew(t *testing.T) {
	for want, spec := range map[string]program.GitSource{
		"names no branch":   {Repository: "x"},
		"is no name":        {Repository: "x", Branch: "a\nb"},
		`history "some" is`: {Repository: "x", Branch: "main", History: "some"},
	} {
		if _, err := New(&spec, folder.Folder{}, time.Now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
