package opinion

import (
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// yardstick returns the ids of what the controls are measured against, in
// their order: the control objectives of a SOC 1, or the trust services
// criteria in scope.
func yardstick(ex *soc.Examination) []string {
	var ids []string
	if ex.Engagement.Rules().Objectives {
		for _, o := range ex.Objectives {
			ids = append(ids, o.ID)
		}
		return ids
	}
	for _, c := range catalog.InScope(ex.Engagement.Categories) {
		ids = append(ids, c.ID)
	}
	return ids
}

// criterionWord is what one of the yardstick is called.
func criterionWord(ex *soc.Examination) string {
	if ex.Engagement.Rules().Objectives {
		return "control objective"
	}
	return "criterion"
}

// serves reports whether a control serves a criterion or control objective.
func serves(control soc.Control, id string) bool {
	return slices.Contains(control.Criteria, id) || slices.Contains(control.Objectives, id)
}

// controlsFor returns the ids of the controls that serve a criterion or
// control objective.
func controlsFor(ex *soc.Examination, id string) []string {
	var ids []string
	for _, control := range ex.Controls {
		if serves(control, id) {
			ids = append(ids, control.ID)
		}
	}
	return ids
}

func findControl(ex *soc.Examination, id string) (soc.Control, bool) {
	for _, control := range ex.Controls {
		if control.ID == id {
			return control, true
		}
	}
	return soc.Control{}, false
}

func findPopulation(ex *soc.Examination, name string) *soc.PopulationRecord {
	for i := range ex.Populations {
		if ex.Populations[i].Name == name {
			return &ex.Populations[i]
		}
	}
	return nil
}

// testsOf returns the tests of a control.
func testsOf(ex *soc.Examination, control string) []soc.TestRecord {
	var tests []soc.TestRecord
	for _, test := range ex.Tests {
		if test.Control == control {
			tests = append(tests, test)
		}
	}
	return tests
}

// controlOf returns the control that a procedure tests, "" when there is no
// such procedure.
func controlOf(ex *soc.Examination, procedure string) string {
	for _, p := range ex.Procedures {
		if p.ID == procedure {
			return p.Control
		}
	}
	return ""
}

// walkthroughOf returns the walkthrough of a control in force, or nil.
func walkthroughOf(ex *soc.Examination, control string) *soc.Signed[soc.Walkthrough] {
	return soc.Latest(ex.Records.Walkthroughs, control)
}

// conclusionOn returns the conclusion on a control in force, or nil.
func conclusionOn(ex *soc.Examination, control string) *soc.Signed[soc.ControlConclusion] {
	return soc.Latest(ex.Records.Controls, control)
}

// reliedOn reports whether a practitioner, after the population was sealed,
// followed items of it to their sources without a difference and concluded
// that it can be relied on.
func reliedOn(ex *soc.Examination, population string) bool {
	assessed := soc.Latest(ex.Records.IPE, population)
	if assessed == nil || !assessed.Record.Reliable || len(assessed.Record.Traced) == 0 {
		return false
	}
	for _, item := range assessed.Record.Traced {
		if !item.Agrees {
			return false
		}
	}
	sealed := findPopulation(ex, population)
	return sealed != nil && sealed.Failure == "" && assessed.Index > sealed.Index
}

// coverage returns the days that the report covers: its period, or the one day
// that it is as of.
func coverage(e *soc.Engagement) soc.Period {
	if e.Rules().Period {
		return e.Period
	}
	return soc.Period{From: e.AsOf, To: e.AsOf}
}

// window returns the days of the report's coverage on which a control was in
// effect.
func window(ex *soc.Examination, control soc.Control) soc.Period {
	return control.InEffect(coverage(&ex.Engagement))
}

// notRelevant returns management's reason why a criterion is not relevant
// (DC 8), "" when it states none.
func notRelevant(ex *soc.Examination, criterion string) string {
	for _, n := range ex.NotRelevant {
		if n.Criterion == criterion {
			return n.Reason
		}
	}
	return ""
}
