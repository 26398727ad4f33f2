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

func gate(t *testing.T, ex *soc.Examination, id string) soc.GateState {
	t.Helper()
	opinion.Propose(ex)
	for _, g := range ex.Gates {
		if g.ID == id {
			return g
		}
	}
	t.Fatalf("no gate %s", id)
	return soc.GateState{}
}

func TestGates(t *testing.T) {
	clean := func() *soc.Examination {
		return examination(soc.Complete, test(5, soc.AttributeResult{ID: "A", Passed: 5}))
	}
	cases := []struct {
		gate  string
		open  bool
		says  string
		build func(ex *soc.Examination)
	}{
		{"G-POP-02", false, "", func(*soc.Examination) {}},
		{"G-POP-02", true, "accounts is not shown complete", func(ex *soc.Examination) { ex.Populations[0].Certificate.Verdict = soc.NotShownComplete }},
		{"G-POP-02", true, "accounts is not shown complete", func(ex *soc.Examination) { ex.Populations[0].Certificate.Verdict = "" }},
		{"G-POP-01", true, "403", func(ex *soc.Examination) { ex.Populations[0].Failure = "the server answered 403" }},
		{"G-PLN-03", true, "CC1.1", func(*soc.Examination) {}},
		{"G-PLN-05", true, "under six months", func(*soc.Examination) {}},
		{"G-PLN-05", true, "under three months", func(ex *soc.Examination) { ex.Engagement.Period.To = date("2026-06-29") }},
		{"G-PLN-05", false, "", func(ex *soc.Examination) { ex.Engagement.Period.To = date("2026-09-30") }},
		{"G-PLN-01", false, "", func(ex *soc.Examination) {
			ex.Procedures = []soc.Procedure{{ID: "ACC-01-T1", Control: "ACC-01"}}
			ex.Plan.Risks = []soc.Risk{{ID: "R-1", Controls: []string{"ACC-01"}}}
		}},
		{"G-PLN-01", true, "ACC-01", func(ex *soc.Examination) {
			ex.Procedures = []soc.Procedure{{ID: "ACC-01-T1", Control: "ACC-01"}}
		}},
		{"G-TST-01", false, "", func(*soc.Examination) {}},
		{"G-TST-01", true, "No procedure", func(ex *soc.Examination) { ex.Tests = nil }},
		{"G-TST-04", true, "5 items", func(ex *soc.Examination) { ex.Tests[0].Attributes[0] = soc.AttributeResult{ID: "A", NotTested: 5} }},
		{"G-TST-02", true, "inquiry alone", func(ex *soc.Examination) {
			ex.Procedures = []soc.Procedure{{ID: "ACC-01-T1", Nature: []soc.TestNature{soc.Inquiry}}}
		}},
		{"G-DEV-01", true, "await evaluation", func(ex *soc.Examination) {
			ex.Tests[0].Attributes[0] = soc.AttributeResult{ID: "A", Passed: 4, Deviation: 1}
		}},
		{"G-DSC-12", true, "TBD", func(ex *soc.Examination) {
			ex.Description = []soc.DescriptionSection{{Criterion: "DC 1", Markdown: "TBD", File: "dc1.md"}}
		}},
		{"G-KEY-01", true, "throw-away", func(ex *soc.Examination) { ex.Actors = []soc.Actor{{Party: soc.Practitioner, ThrowAway: true}} }},
		{"G-KEY-01", true, "readiness", func(ex *soc.Examination) { ex.Readiness = true }},
		{"G-KEY-01", false, "", func(ex *soc.Examination) { ex.Actors = []soc.Actor{{Party: soc.Practitioner}} }},
	}
	for _, c := range cases {
		ex := clean()
		c.build(ex)
		got := gate(t, ex, c.gate)
		if got.Open != c.open || !strings.Contains(strings.Join(got.Missing, " "), c.says) {
			t.Errorf("%s (%q): open %v, missing %q", c.gate, c.says, got.Open, got.Missing)
		}
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
