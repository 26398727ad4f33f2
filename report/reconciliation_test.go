package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// A certificate says what its population was set beside, and lists the rows
// without a partner, 25 of them, with how many there are.
func TestReconciliationsOnTheCertificate(t *testing.T) {
	ex := reporttest.Brief()
	owners := soc.Reconciliation{Name: "owners", Statement: "Each change has an author at work", Rule: soc.SameKeys, With: "personnel"}
	failing := soc.ReconciliationRecord{Reconciliation: owners, Found: soc.Reconciled{Matched: 3, OnlyHere: 30, OnlyThere: 1}, Entry: "the-entry"}
	for i := range 30 {
		failing.Rows = append(failing.Rows, soc.UnmatchedRow{Side: "here", Key: fmt.Sprintf("C-%02d", i), Values: []soc.NamedValue{{Name: "author_id", Value: "u9"}}})
	}
	pop := &ex.Populations[0]
	pop.Reconciliations = []soc.ReconciliationRecord{
		{Reconciliation: soc.Reconciliation{Name: "posted", Statement: "What came in was posted or rejected.", Rule: soc.Totals,
			Left: []soc.Term{{Population: "batches", Sum: "received"}}, Right: []soc.Term{{Population: "batches", Sum: "posted"}, {Population: "batches", Sum: "rejected"}}},
			Found: soc.Reconciled{Agrees: true, Left: []string{"10.40"}, Right: []string{"10.20", "0.20"}, LeftTotal: "10.40", RightTotal: "10.40"}, Entry: "another"},
		failing,
		{Reconciliation: soc.Reconciliation{Name: "later", Statement: "Not yet.", Rule: soc.LeftInRight}, Failure: "the population personnel has not been collected"},
	}
	text := built(t, ex)
	for _, want := range []string{
		"Agrees: posted", "Both sides are 10.40: batches received 10.40 = batches posted 10.20 + batches rejected 0.20.",
		"Does not agree: owners", "Each change has an author at work.",
		fmt.Sprintf("3 rows of %s have one in personnel; 30 rows have none. 1 row of personnel has none in %s.", pop.Name, pop.Name),
		"Rows without a partner in owners: 25 of 31", "C-24",
		"Not shown to agree: later", "Not performed: the population personnel has not been collected.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(text, "C-25") {
		t.Error("more than 25 rows are printed")
	}
}
