package engagement_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/soc"
)

// lastTest returns the last result of a procedure.
func (tm *team) lastTest(procedure string) ledger.Entry {
	tm.t.Helper()
	ctx := context.Background()
	log, err := ledger.Open(ctx, filepath.Join(tm.file, ledger.FileName), ledger.Options{ReadOnly: true})
	if err != nil {
		tm.t.Fatal(err)
	}
	defer log.Close()
	var last ledger.Entry
	for e, err := range log.Entries(ctx, 0) {
		if err != nil {
			tm.t.Fatal(err)
		}
		if e.Kind == ledger.TestPerformed && strings.Contains(string(e.Predicate), `"procedure":"`+procedure+`"`) {
			last = e
		}
	}
	return last
}

func hasItems(e ledger.Entry) bool {
	return slices.ContainsFunc(e.Subjects, func(s ledger.Subject) bool { return s.Name == "items.jsonl" })
}

// The items of a test that a person completes are sealed with it; those of
// one that SQL decides are not.
func TestItemsAreSealed(t *testing.T) {
	tm := newTeam(t)
	if !hasItems(tm.lastTest("CHG-01-T1")) || hasItems(tm.lastTest("CHG-02-T1")) {
		t.Error("the items of CHG-01-T1 are not sealed, or those of CHG-02-T1 are")
	}
}

// A file of an earlier version, whose tests list no items, still verifies. A
// person cannot test the items until the test is performed again, which the
// next run does.
func TestResultWithoutItems(t *testing.T) {
	tm := newTeam(t)
	before := tm.lastTest("CHG-01-T1")
	tm.smuggle(tm.key["sam"], ledger.Draft{
		Kind: before.Kind, Predicate: before.Predicate, Supersedes: []string{before.ID},
		Subjects: slices.DeleteFunc(slices.Clone(before.Subjects), func(s ledger.Subject) bool { return s.Name == "items.jsonl" }),
	})
	path, read := tm.document("comments.pdf", "LGTM")
	record := itemTest("CHG-01-T1", "C", passed("C-1", read))
	if err := tm.record("kim", []string{path}, record); err == nil || !strings.Contains(err.Error(), "run 'tickmark examine' again") {
		t.Errorf("got %v", err)
	}
	if v := tm.verify(); !v.OK() {
		t.Errorf("findings: %v", v.Findings)
	}
	tm.examine()
	if err := tm.record("kim", []string{path}, record); err != nil {
		t.Error(err)
	}
}

// What there is to test: the attributes that a person reads, and what a
// procedure could not decide, each with what was found so far.
func TestManualAttributes(t *testing.T) {
	tm := newTeam(t)
	path, read := tm.document("comments.pdf", "LGTM")
	if err := tm.record("kim", []string{path}, itemTest("CHG-01-T1", "C", passed("C-1", read), deviates("C-2", "none"))); err != nil {
		t.Fatal(err)
	}
	file, err := engagement.Open(context.Background(), tm.file, engagement.FileOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	manual, err := file.ManualAttributes(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range manual {
		line := m.Procedure + " " + m.Attribute.ID + ":"
		for _, item := range m.Items {
			line += " " + item.Item + " " + string(item.Outcome) + " " + item.By + ","
		}
		got = append(got, line)
	}
	want := []string{
		"CHG-01-T1 B: C-3 unable ,",
		"CHG-01-T1 C: C-1 passed kim, C-2 deviation kim, C-3 not_tested , C-4 not_tested ,",
		"REV-01-T1 A: 2026-Q2 / code host not_tested , 2026-Q2 / payroll not_tested ,",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if open := manual[1].Open(); open != 2 {
		t.Errorf("%d items are open, want 2", open)
	}
	if manual[1].Items[0].Values[0] != (soc.NamedValue{Name: "author_id", Value: "u1"}) {
		t.Errorf("shown: %v", manual[1].Items[0].Values)
	}
}
