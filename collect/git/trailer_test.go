package git

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/soc"
)

// gitTrailers asks git itself.
func gitTrailers(r *testRepository, message string) string {
	return r.gitIn(message, "interpret-trailers", "--parse", "--no-divider")
}

func ours(message string) string {
	var lines []string
	for _, t := range parseTrailers(message) {
		lines = append(lines, t.Key+": "+t.Value)
	}
	return strings.Join(lines, "\n")
}

func TestTrailersAgreeWithGit(t *testing.T) {
	r := newRepository(t)
	messages := []string{
		"subject\n",
		"subject\n\nReviewed-by: Ada <ada@example.org>\n",
		"subject\n\nbody\n\nReviewed-by: Ada <ada@example.org>\nReviewed-By: Carl\nCo-authored-by: Eve\n",
		"subject\n\nReviewed-by: Ada\n  <ada@example.org>\n\tof the team\nTested-by: Carl\n",
		"subject\n\nnot a trailer\nReviewed-by: Ada\n",
		"subject\n\nnot a trailer\nSigned-off-by: Ada\nReviewed-by: Carl\n",
		"subject\n\none\ntwo\nthree\nfour\nfive\nSigned-off-by: Ada\n",
		"subject\n\nbody: looks like one\n",
		"Subject: is no trailer\n",
		"subject\n\nReviewed-by: Ada\n\nlast paragraph is text\n",
		"subject\n\nReviewed-by: Ada\n\n\n\n",
		"subject\n\nReviewed-by: Ada\n# a comment\n",
		"subject\n\nReviewed-by: Ada\n\nConflicts:\n\ta.go\n\tb.go\n",
		"subject\n\n(cherry picked from commit 1234)\nReviewed-by: Ada\ntext\n",
		"subject\n\nReviewed-by : space before\nEmpty:\nURL: https://example.org/x:y\n",
		"subject\n\nBug 12: no key\nReviewed-by: Ada\n",
		"subject\n\n-Key: x\nKey-: y\n1: z\n",
		"subject\n\nRéviewed: x\n",
		"subject\n\n  Reviewed-by: indented\n",
		"subject\n\nReviewed-by: Ada\r\nTested-by: Carl\r\n",
		"subject\n\nChange-Id: I1\n---\nReviewed-by: after a divider\n",
		"\n\nsubject\n\nReviewed-by: Ada\n",
		"",
		"\n",
	}
	for _, m := range messages {
		if got, want := ours(m), gitTrailers(r, m); got != want {
			t.Errorf("message %q\n  ours %q\n  git  %q", m, got, want)
		}
	}
}

// TestTrailersProperty builds messages from lines that matter to the rules.
func TestTrailersProperty(t *testing.T) {
	r := newRepository(t)
	line := rapid.SampledFrom([]string{"", "", "text of a line", "Reviewed-by: Ada", "Signed-off-by: Carl", "  continued", "\ttab", "# comment",
		"(cherry picked from commit 12)", "Key : spaced", "Conflicts:", "no-colon", ":", "a b: c", " "})
	rapid.Check(t, func(rt *rapid.T) {
		m := strings.Join(rapid.SliceOfN(line, 1, 9).Draw(rt, "lines"), "\n") + "\n"
		if got, want := ours(m), gitTrailers(r, m); got != want {
			rt.Fatalf("message %q\n  ours %q\n  git  %q", m, got, want)
		}
	})
}

func TestTrailerFields(t *testing.T) {
	r := newRepository(t)
	r.commit("none\n")
	r.commit("two\n\nReviewed-by: Ada\nreviewed-BY: Carl\nTested-by: Eve\n")
	raw, _, err := r.collect(nil)
	if err != nil {
		t.Fatal(err)
	}
	_, pop := r.source(nil)
	pop.Columns = []soc.Column{{Name: "reviewers", From: "trailer:Reviewed-by"}, {Name: "sha"}}
	got, err := decodeAll(pop, raw)
	if err != nil {
		t.Fatal(err)
	}
	if v := got[0]["trailer:Reviewed-by"]; v != "Ada;Carl" {
		t.Errorf("several: %q", v)
	}
	if v, ok := got[1]["trailer:Reviewed-by"]; ok {
		t.Errorf("none: %q", v)
	}
	pop.Columns = []soc.Column{{Name: "x", From: "trailer:a b"}}
	if _, err := decodeAll(pop, raw); err == nil || !strings.Contains(err.Error(), "is no trailer") {
		t.Errorf("a key with a space: %v", err)
	}
}
