package opinion

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

func criterionFindings(ex *soc.Examination) []soc.CriterionFinding {
	var findings []soc.CriterionFinding
	for _, id := range yardstick(ex) {
		findings = append(findings, criterionFinding(ex, id))
	}
	return findings
}

// criterionFinding says where a criterion stands. It never says that a
// criterion is met: that is concluded by a practitioner who considers all
// controls together.
func criterionFinding(ex *soc.Examination, criterion string) soc.CriterionFinding {
	f := soc.CriterionFinding{Criterion: criterion}
	if reason := notRelevant(ex, criterion); reason != "" {
		f.State, f.Reason = soc.CriterionNotRelevant, "Management states that it is not relevant: "+sentence(reason)
		return f
	}
	states := map[soc.ControlState][]string{}
	for i, control := range ex.Controls {
		if !serves(control, criterion) {
			continue
		}
		f.Controls = append(f.Controls, control.ID)
		state := ex.Controlled[i].State
		states[state] = append(states[state], control.ID)
	}
	clean := states[soc.NoDeviation]
	deviating := states[soc.HasDeviations]
	switch {
	case len(f.Controls) == 0:
		f.State = soc.CriterionUncovered
		f.Reason = "No control is described for this criterion, and no reason is given why it would not be relevant."
	case len(deviating) > 0:
		f.State = soc.CriterionDeviations
		f.Reason = fmt.Sprintf("Deviations in %s. Whether the other controls bring the risk down to an acceptable level awaits the practitioner.", list(deviating))
	case len(clean) == len(f.Controls):
		f.State = soc.CriterionSupported
		f.Reason = fmt.Sprintf("No deviation in the tests of %s. The conclusion awaits the practitioner.", list(clean))
	case len(clean) == 0 && len(states[soc.NotReliable]) == 0 && len(states[soc.ControlPartly]) == 0:
		f.State = soc.CriterionUntested
		f.Reason = "No control for this criterion has a test result: " + list(unsettled(states)) + "."
	default:
		f.State = soc.CriterionPartly
		f.Reason = "Not fully tested: " + list(unsettled(states)) + "."
	}
	return f
}

// unsettled lists the controls without a clean result, with what is the
// matter with each.
func unsettled(states map[soc.ControlState][]string) []string {
	words := []struct {
		state soc.ControlState
		says  string
	}{
		{soc.ControlPartly, "partly tested"},
		{soc.NotReliable, "tested on a population not shown complete"},
		{soc.DidNotOperate, "did not operate"},
		{soc.TestIncomplete, "test incomplete"},
		{soc.ControlUntested, "not tested"},
	}
	var out []string
	for _, w := range words {
		for _, id := range states[w.state] {
			out = append(out, id+" ("+w.says+")")
		}
	}
	return out
}
