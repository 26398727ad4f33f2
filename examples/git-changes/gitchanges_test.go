// Package gitchanges_test examines a repository made for the purpose.
package gitchanges_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/examples/internal/exampletest"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

// commits are the changes of the repository, each with what must be found.
var commits = []struct {
	at, author, message string
	want                string // the attributes that deviate
}{
	{"2026-03-31T23:59:59Z", "wren", "before the period", ""},
	{"2026-04-01T00:00:00Z", "wren", "first second\n\nReviewed-by: Teal <teal@example.org>\nTested-by: Robot <ci@example.org>", ""},
	{"2026-04-10T12:00:00Z", "wren", "nobody reviewed\n\nTested-by: Robot <ci@example.org>", "CHG-01-T1 A"},
	{"2026-04-11T12:00:00Z", "wren", "own review\n\nReviewed-by: Wren <WREN@example.org>\nTested-by: Robot <ci@example.org>", "CHG-01-T1 B"},
	{"2026-04-12T12:00:00Z", "wren", "own review, other address\n\nReviewed-by: wren <wren@elsewhere.example>\nTested-by: Robot <ci@example.org>", "CHG-01-T1 B"},
	{"2026-04-13T12:00:00Z", "wren", "two, one of them other\n\nReviewed-by: Wren <wren@example.org>\nReviewed-by: Teal <teal@example.org>\nTested-by: Robot <ci@example.org>", ""},
	{"2026-04-14T12:00:00Z", "wren", "twice the author\n\nReviewed-by: Wren <wren@example.org>\nReviewed-by: Wren <wren@example.org>\nTested-by: Robot <ci@example.org>", "CHG-01-T1 B"},
	{"2026-04-15T12:00:00Z", "teal", "no tests\n\nReviewed-by: Wren <wren@example.org>", "CHG-02-T1 A"},
	{"2026-04-16T12:00:00Z", "teal", "tests failed\n\nReviewed-by: Wren <wren@example.org>\nTested-by: FAILED in 3 of 90", "CHG-02-T1 B"},
	{"2026-04-30T23:59:59Z", "teal", "last second\n\nReviewed-by: Wren <wren@example.org>\nTested-by: Robot <ci@example.org>", ""},
	{"2026-05-01T00:00:00Z", "teal", "after the period", ""},
}

func TestChanges(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skipf("SKIPPED: git is needed to make the repository: %v", err)
	}
	repository := t.TempDir()
	git(t, repository, nil, "init", "-q", "-b", "main")
	want, subjects := map[string]string{}, map[string]bool{}
	for _, c := range commits {
		email := c.author + "@example.org"
		git(t, repository, []string{"GIT_AUTHOR_NAME=" + c.author, "GIT_AUTHOR_EMAIL=" + email, "GIT_AUTHOR_DATE=" + c.at,
			"GIT_COMMITTER_NAME=" + c.author, "GIT_COMMITTER_EMAIL=" + email, "GIT_COMMITTER_DATE=" + c.at},
			"commit", "-q", "--allow-empty", "-m", c.message)
		if c.want != "" {
			subject, _, _ := strings.Cut(c.message, "\n")
			want[subject] = c.want
		}
	}
	ex := exampletest.ExamineWith(t, ".", map[string]string{"repository": repository, "from": "2026-04-01", "to": "2026-04-30"})

	got := map[string]string{}
	for _, test := range ex.Tests {
		if test.Status != soc.RunComplete || test.Items != 9 {
			t.Errorf("%s is %s on %d items, want complete on 9: %s", test.Procedure, test.Status, test.Items, test.Reason)
		}
		for _, d := range test.Details.Deviations {
			subject := d.Values[0].Value
			if subjects[subject] {
				t.Errorf("%q deviates twice", subject)
			}
			subjects[subject] = true
			got[subject] = d.Procedure + " " + d.Attribute
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("made (-) and found (+) differ:\n%s", diff)
	}
	if v := ex.Populations[0].Certificate.Verdict; v != soc.Complete {
		t.Errorf("the history is %s, want complete", v)
	}
}

// The trailers are the user's to name.
func TestOtherTrailers(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skipf("SKIPPED: git is needed to make the repository: %v", err)
	}
	repository := t.TempDir()
	git(t, repository, nil, "init", "-q", "-b", "trunk")
	git(t, repository, []string{"GIT_AUTHOR_NAME=wren", "GIT_AUTHOR_EMAIL=wren@example.org", "GIT_COMMITTER_NAME=wren", "GIT_COMMITTER_EMAIL=wren@example.org",
		"GIT_AUTHOR_DATE=2026-04-02T10:00:00Z", "GIT_COMMITTER_DATE=2026-04-02T10:00:00Z"},
		"commit", "-q", "--allow-empty", "-m", "other words\n\nAcked-by: Teal <teal@example.org>\nBuild-Result: pass")
	ex := exampletest.ExamineWith(t, ".", map[string]string{"repository": repository, "branch": "trunk", "from": "2026-04-01", "to": "2026-04-30",
		"review_trailer": "Acked-by", "ci_trailer": "Build-Result"})
	for _, test := range ex.Tests {
		if test.Items != 1 || test.Deviations() != 0 || test.Tested() != 2 {
			t.Errorf("%s: %d items, %d tested, %d deviations; want 1, 2, 0", test.Procedure, test.Items, test.Tested(), test.Deviations())
		}
	}
}

func git(t *testing.T, dir string, env []string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}
