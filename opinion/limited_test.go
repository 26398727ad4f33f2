package opinion_test

import (
	"testing"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

// Evidence that cannot be had keeps a report from being issued, until the
// opinion is modified for it.
func TestEvidenceThatCannotBeHad(t *testing.T) {
	lost := []struct {
		name, gate string
		take       func(ex *soc.Examination)
	}{
		{"a population that was not collected", "G-POP-01", func(ex *soc.Examination) { ex.Populations[0].Failure = "The disk was wiped" }},
		{"a population that is not reliable", "G-POP-02", func(ex *soc.Examination) {
			ex.Populations[0].Certificate.Verdict, ex.Records.IPE[0].Record.Reliable = soc.NotShownComplete, false
		}},
		{"a control that could not be tested", "G-TST-01", func(ex *soc.Examination) { ex.Tests[0].Status = soc.RunNotRun }},
		{"items that could not be read", "G-TST-04", func(ex *soc.Examination) {
			ex.Tests[0].Attributes[0] = soc.AttributeResult{ID: "A", Passed: 30, NotTested: 10}
		}},
	}
	for _, l := range lost {
		t.Run(l.name, func(t *testing.T) {
			ex := complete(disclaimed)
			for i, c := range ex.Controls { // only ACC-01 rests on the population
				if c.ID != "ACC-01" && i < len(ex.Procedures) {
					ex.Procedures[i].Population, ex.Tests[i].Inputs = "", nil
				}
			}
			l.take(ex)
			if g := gate(t, ex, l.gate); g.Open {
				t.Errorf("the opinion is disclaimed for ACC-01, and %s is open: %q", l.gate, g.Missing)
			}
			ex.Records.Opinion[2].Record.Cause = soc.Misstatement
			if g := gate(t, ex, l.gate); !g.Open {
				t.Errorf("the opinion is not modified for a scope limitation, and %s is shut", l.gate)
			}
		})
	}
}

// Representations that management refuses leave a disclaimer of every part.
func TestRefusedRepresentations(t *testing.T) {
	ex := complete(disclaimed)
	ex.Records.Representations = nil
	if g := gate(t, ex, "G-REP-01"); !g.Open {
		t.Error("two parts of the opinion are expressed without representations")
	}
	for i := range ex.Records.Opinion {
		ex.Records.Opinion[i].Record.Opinion = soc.Disclaimer
	}
	if g := gate(t, ex, "G-REP-01"); g.Open || g.NotApplicable == "" {
		t.Errorf("%+v", g)
	}
}

// Nothing of a complete examination can be left out: without any one of its
// records a gate is open. (What people found of items is part of the tests.)
func TestEveryRecordIsNeeded(t *testing.T) {
	for _, v := range []variant{{}, qualified} {
		whole := complete(v)
		kept := whole.Records.InForce()
		for left, record := range kept {
			if record.Record.Kind() == (soc.ItemTest{}).Kind() {
				continue
			}
			without := *whole
			ex := &without
			ex.Records = soc.Records{}
			for i, s := range kept {
				if i == left {
					continue
				}
				if err := ex.Records.Add(s); err != nil {
					t.Fatal(err)
				}
			}
			opinion.Propose(ex)
			if len(opinion.Open(ex.Gates)) == 0 {
				t.Errorf("without %s %s no gate is open", record.Record.Kind(), record.Record.Subject())
			}
		}
	}
}

// An examination with nothing in it has no gate shut that asks for something,
// and nothing panics.
func TestAnEmptyExamination(t *testing.T) {
	for _, e := range []soc.Engagement{{}, {Report: soc.SOC1, Type: 1}, {Report: soc.SOC1, Type: 2}, {Report: soc.SOC2, Type: 1}, {Report: soc.SOC2, Type: 2}, {Report: soc.SOC3}, {Report: "soc9", Type: 3}} {
		ex := &soc.Examination{Engagement: e, Final: &soc.FinalReport{}}
		opinion.Propose(ex)
		if open := opinion.Open(ex.Gates); len(open) < 20 {
			t.Errorf("%s type %d: only %d gates are open", e.Report, e.Type, len(open))
		}
	}
}
