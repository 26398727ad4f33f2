package opinion_test

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestCriterionFinding(t *testing.T) {
	cases := []struct {
		name  string
		ex    *soc.Examination
		state soc.CriterionState
	}{
		{"tested without deviation", examination(soc.Complete, test(5, soc.AttributeResult{ID: "A", Passed: 5})), soc.CriterionSupported},
		{"a deviation", examination(soc.Complete, test(5, soc.AttributeResult{ID: "A", Passed: 4, Deviation: 1})), soc.CriterionDeviations},
		{"no test", examination(soc.Complete), soc.CriterionUntested},
		{"not shown complete", examination(soc.NotShownComplete, test(5, soc.AttributeResult{ID: "A", Passed: 5})), soc.CriterionPartly},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			opinion.Propose(c.ex)
			for _, f := range c.ex.Criteria {
				want := soc.CriterionUncovered
				if f.Criterion == "CC6.1" {
					want = c.state
				}
				if f.State != want {
					t.Errorf("%s is %s (%s), want %s", f.Criterion, f.State, f.Reason, want)
				}
			}
		})
	}
}

// Every common criterion has a finding, whatever the program says.
func TestEveryCriterionInScopeHasAFinding(t *testing.T) {
	ex := examination(soc.Complete)
	ex.Engagement.Categories = []soc.Category{soc.Security, soc.Availability}
	opinion.Propose(ex)
	if got, want := len(ex.Criteria), 33+3; got != want {
		t.Errorf("%d criteria, want %d", got, want)
	}
}

// A population of events that falls silent at an end of the period is named.
func TestPopulationThatStopsEarly(t *testing.T) {
	ex := examination(soc.Complete)
	pop := &ex.Populations[0]
	pop.Rows, pop.Certificate.InPeriod = soc.Events, 30
	for week, rows := range []int64{5, 6, 5, 0, 5, 4, 5, 0, 0, 0} {
		pop.Certificate.Weeks = append(pop.Certificate.Weeks, soc.WeekCount{First: date("2026-04-06").AddDays(7 * week), Rows: rows})
	}
	if got := gate(t, ex, "G-POP-03"); !got.Open || !strings.Contains(got.Missing[0], "last 3 weeks") {
		t.Errorf("got %+v", got)
	}
}
