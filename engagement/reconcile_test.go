package engagement_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

// reconcileSmall declares that each access review is of a system in scope, and
// that there are two systems for each review.
func reconcileSmall(t *testing.T, b *bench) {
	t.Helper()
	path := filepath.Join(b.dir, "management/populations/populations.yaml")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b.write("management/populations/populations.yaml", strings.TrimRight(string(data), "\n")+`
    reconcile:
      - name: systems
        statement: Each review is of a system in scope, and each system was reviewed.
        rule: same_keys
        with: systems
        on: {system: system}
      - name: reviews
        statement: There are as many reviews as changes less four.
        rule: totals
        left: [{population: access_reviews}]
        right: [{population: changes}, {population: changes, minus: true, where: change_id <> 'C-1'}]
`)
}

// found returns the reconciliations of the access reviews.
func found(ex *soc.Examination) []soc.ReconciliationRecord {
	for _, p := range ex.Populations {
		if p.Name == "access_reviews" {
			return p.Reconciliations
		}
	}
	return nil
}

func TestReconciliations(t *testing.T) {
	b := newBench(t)
	b.examine()
	before := b.verify().Record.Entries
	reconcileSmall(t, b)
	ex := b.examine()
	got := found(ex)
	if len(got) != 2 || got[0].Holds() || !got[1].Holds() {
		t.Fatalf("%+v", got)
	}
	if f := got[0].Found; f.Matched != 1 || f.OnlyHere != 0 || f.OnlyThere != 1 || len(got[0].Rows) != 1 || got[0].Rows[0].Key != "payroll" || got[0].RowsDigest == "" {
		t.Errorf("%+v", got[0])
	}
	if want := "1 row of access_reviews has one in systems; 0 rows have none. 1 row of systems has none in access_reviews."; got[0].Sentence("access_reviews") != want {
		t.Errorf("%q", got[0].Sentence("access_reviews"))
	}
	if want := "Both sides are 1: access_reviews 1 = changes 5 − changes (change_id <> 'C-1') 4."; got[1].Sentence("access_reviews") != want {
		t.Errorf("%q", got[1].Sentence("access_reviews"))
	}
	if open := gateOf(ex, "G-POP-02"); !strings.Contains(open, "does not agree in the reconciliation systems") || strings.Contains(open, "reconciliation reviews") {
		t.Errorf("G-POP-02: %s", open)
	}

	// The program changed and nothing that was collected did: beside its part
	// of the program and the key of this run there are two new entries.
	v := b.verify()
	if !v.OK() || v.Reconciliations != 2 || v.Record.Entries != before+4 {
		t.Errorf("%d reconciliations, %d entries after %d: %v", v.Reconciliations, v.Record.Entries, before, v.Findings)
	}
	b.examine() // nothing is done again
	if again := b.verify().Record.Entries; again != v.Record.Entries {
		t.Errorf("%d entries after %d", again, v.Record.Entries)
	}

	// A population that is sealed anew is reconciled anew.
	b.write("data/systems.csv", "system\ncode host\n")
	if got := found(b.examine()); !got[0].Holds() || got[0].RowsDigest != "" {
		t.Errorf("after the correction: %+v", got[0])
	}
	if v := b.verify(); !v.OK() || v.Reconciliations != 3 {
		t.Errorf("%d reconciliations: %v", v.Reconciliations, v.Findings)
	}

	// One that cannot be read leaves it open.
	if err := os.Remove(filepath.Join(b.dir, "data/systems.csv")); err != nil {
		t.Fatal(err)
	}
	if got := found(b.examine()); got[0].Holds() || !strings.Contains(got[0].Failure, "could not be collected") {
		t.Errorf("without the other population: %+v", got[0])
	}
}

// gateOf returns what is missing of a gate.
func gateOf(ex *soc.Examination, id string) string {
	for _, g := range ex.Gates {
		if g.ID == id {
			return strings.Join(g.Missing, "\n")
		}
	}
	return ""
}
