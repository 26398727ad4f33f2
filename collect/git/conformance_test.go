package git_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/collect/collecttest"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestConformance(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("SKIPPED: the program git is not installed; the git source is not tested")
	}
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = filepath.Join(dir, "repo")
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org",
			"GIT_COMMITTER_NAME=Carl", "GIT_COMMITTER_EMAIL=carl@example.org", "GIT_AUTHOR_DATE=2026-04-01T09:30:00-04:00", "GIT_COMMITTER_DATE=2026-04-02T09:30:00Z"}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "repo"), 0o755); err != nil {
		t.Fatal(err)
	}
	git("init", "-q", "-b", "main")
	git("commit", "-q", "--allow-empty", "-m", "first")
	git("commit", "-q", "--allow-empty", "-m", "second\n\nReviewed-by: Eve\nReviewed-by: Mal")

	declare := func(change func(*program.GitSource)) program.Population {
		var pop program.Population
		pop.Name = "changes"
		pop.Columns = []soc.Column{{Name: "subject"}, {Name: "author_email"}, {Name: "authored_at"}, {Name: "committed_at"}, {Name: "parent_count"}, {Name: "reviewers", From: "trailer:Reviewed-By"}}
		pop.Source.Git = &program.GitSource{Repository: "repo", Branch: "main", History: "all"}
		if change != nil {
			change(pop.Source.Git)
		}
		return pop
	}
	collecttest.Run(t, collecttest.Case{
		Population:  declare(nil),
		Environment: collect.Environment{Dir: dir},
		Want: [][]string{
			{"second", "ada@example.org", "2026-04-01T09:30:00-04:00", "2026-04-02T09:30:00Z", "1", "Eve;Mal"},
			{"first", "ada@example.org", "2026-04-01T09:30:00-04:00", "2026-04-02T09:30:00Z", "0", collecttest.Null},
		},
		Counted:        true,
		SelfDelimiting: true,
		Failing: map[string]program.Population{
			"missing":   declare(func(s *program.GitSource) { s.Repository = "nowhere" }),
			"no branch": declare(func(s *program.GitSource) { s.Branch = "release" }),
			"outside":   declare(func(s *program.GitSource) { s.Repository = ".." }),
			"an option": declare(func(s *program.GitSource) { s.Branch = "--all" }),
		},
	})
}
