package opinion_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
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

// Each of the 61 criteria, in an examination of its category: without a
// control it keeps gate G-PLN-03 open, with a clean one it is supported, with
// a deviating one it is proposed as not met and modifies the opinion, and said
// not to be relevant it is left out.
func TestEveryCriterion(t *testing.T) {
	for _, c := range catalog.Criteria() {
		t.Run(c.ID, func(t *testing.T) {
			in := func(passed, deviating int64) *soc.Examination {
				ex := examination(soc.Complete, test(5, soc.AttributeResult{ID: "A", Passed: passed, Deviation: deviating}))
				ex.Engagement.Categories = []soc.Category{soc.Security, c.Category}
				ex.Controls[0].Criteria = []string{c.ID}
				return ex
			}
			state := func(ex *soc.Examination) soc.CriterionState {
				opinion.Propose(ex)
				for _, f := range ex.Criteria {
					if f.Criterion == c.ID {
						return f.State
					}
				}
				return "not in scope"
			}
			named := func(ex *soc.Examination) bool {
				return slices.Contains(strings.FieldsFunc(strings.Join(gate(t, ex, "G-PLN-03").Missing, " "), func(r rune) bool { return r == ' ' || r == ',' || r == ';' }), c.ID)
			}
			clean := in(5, 0)
			if got := state(clean); got != soc.CriterionSupported || named(clean) {
				t.Errorf("with a clean control it is %s", got)
			}
			deviating := in(4, 1)
			if got := state(deviating); got != soc.CriterionDeviations || criterion(deviating.Proposals, c.ID).Operation != soc.NotMet {
				t.Errorf("with a deviation it is %s, proposed %+v", got, criterion(deviating.Proposals, c.ID))
			}
			if matters := part(deviating.Proposals, soc.OperationPart).Matters; len(matters) != 1 || matters[0].Criterion != c.ID {
				t.Errorf("with a deviation the opinion has the matters %+v", matters)
			}
			uncovered := in(5, 0)
			uncovered.Controls[0].Criteria = nil
			if got := state(uncovered); got != soc.CriterionUncovered || !named(uncovered) {
				t.Errorf("without a control it is %s", got)
			}
			uncovered.NotRelevant = []soc.IrrelevantCriterion{{Criterion: c.ID, Reason: "There is no such thing.", Reviewer: "Head of IT"}}
			if got := state(uncovered); got != soc.CriterionNotRelevant || named(uncovered) {
				t.Errorf("said not to be relevant it is %s", got)
			}
		})
	}
}
