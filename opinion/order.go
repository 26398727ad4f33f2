package opinion

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// inOrder holds the entries against each other by their place in the log,
// which nobody can change: evidence, result, conclusion, review, opinion.
func inOrder(ex *soc.Examination) []string {
	var missing []string
	early := func(what string, index int64, before string, at int64) {
		if index < at {
			missing = append(missing, fmt.Sprintf("%s (entry %d) came before %s (entry %d); it is written again.", capital(what), index, before, at))
		}
	}
	for _, t := range ex.Tests {
		if t.Entry == "" {
			continue
		}
		for _, in := range t.Inputs {
			if pop := findPopulation(ex, in.Population); pop != nil && pop.Entry != "" {
				early("the result of "+t.Procedure, t.Index, "the population "+pop.Name, pop.Index)
			}
		}
	}
	for _, s := range soc.InForce(ex.Records.Controls) {
		if what, at := lastOf(ex, s.Record.Control); what != "" {
			early("the conclusion on "+s.Record.Control, s.Index, what, at)
		}
	}
	for _, s := range soc.InForce(ex.Records.Criteria) {
		for _, id := range controlsFor(ex, s.Record.Criterion) {
			if c := conclusionOn(ex, id); c != nil {
				early("the conclusion on "+s.Record.Criterion, s.Index, "the conclusion on "+id, c.Index)
			}
		}
	}
	for _, s := range soc.InForce(ex.Records.Commitments) {
		for _, c := range soc.InForce(ex.Records.Criteria) {
			early("the conclusion on "+s.Record.Commitment, s.Index, "the conclusion on "+c.Record.Criterion, c.Index)
		}
	}
	for _, s := range soc.InForce(ex.Records.Opinion) {
		what, at := lastBeforeOpinion(ex)
		early(fmt.Sprintf("the opinion on %s", s.Record.Part), s.Index, what, at)
	}
	return missing
}

// lastOf returns the last evidence on a control: its walkthrough, results,
// items that a person tested, and evaluations.
func lastOf(ex *soc.Examination, control string) (what string, index int64) {
	later := func(name string, at int64) {
		if what == "" || at > index {
			what, index = name, at
		}
	}
	if w := walkthroughOf(ex, control); w != nil {
		later("its walkthrough", w.Index)
	}
	for _, t := range testsOf(ex, control) {
		if t.Entry != "" {
			later("the result of "+t.Procedure, t.Index)
		}
	}
	for _, s := range soc.InForce(ex.Records.ItemTests) {
		if controlOf(ex, s.Record.Procedure) == control {
			later("the items of "+s.Record.Procedure, s.Index)
		}
	}
	for _, s := range soc.InForce(ex.Records.Evaluations) {
		if controlOf(ex, s.Record.Procedure) == control {
			later("the evaluation of "+s.Record.Procedure, s.Index)
		}
	}
	return what, index
}

// lastBeforeOpinion returns the last conclusion, comparison or review of work
// other than the opinion itself.
func lastBeforeOpinion(ex *soc.Examination) (what string, index int64) {
	what = "everything"
	index = -1
	later := func(name string, at int64) {
		if at > index {
			what, index = name, at
		}
	}
	for _, s := range soc.InForce(ex.Records.Criteria) {
		later("the conclusion on "+s.Record.Criterion, s.Index)
	}
	for _, s := range soc.InForce(ex.Records.Commitments) {
		later("the conclusion on "+s.Record.Commitment, s.Index)
	}
	for _, s := range soc.InForce(ex.Records.Comparisons) {
		later("the comparison of the description", s.Index)
	}
	for _, s := range soc.InForce(ex.Records.Reviews) {
		if !strings.HasPrefix(s.Record.Of, "opinion") {
			later("the review of "+s.Record.Of, s.Index)
		}
	}
	return what, index
}

// automatedBaseline accepts an automated control that was tested on several
// items through the period, or on one while the controls over changes and
// access, which keep it as it is, are concluded effective.
func automatedBaseline(ex *soc.Examination) []string {
	var missing []string
	for i, control := range ex.Controls {
		f := ex.Controlled[i]
		if control.Nature != "automated" || f.State == soc.DidNotOperate || f.Items > 1 {
			continue
		}
		if walkthroughOf(ex, control.ID) == nil {
			missing = append(missing, fmt.Sprintf("%s is automated and no instance of it was followed; the practitioner walks through one of each variant.", control.ID))
			continue
		}
		for _, general := range []struct{ what, prefix, area string }{{"changes", "CC8.", "change"}, {"access", "CC6.", "access"}} {
			if !generalControlEffective(ex, control.ID, general.prefix, general.area) {
				missing = append(missing, fmt.Sprintf("%s is automated and tested on one instance, and no control over %s is concluded effective; the practitioner concludes one, or tests it through the period.", control.ID, general.what))
			}
		}
	}
	return missing
}

// generalControlEffective reports whether another control over changes or
// access is concluded suitable and effective.
func generalControlEffective(ex *soc.Examination, but, criteria, area string) bool {
	over := map[string]bool{}
	for _, o := range ex.Objectives {
		over[o.ID] = strings.Contains(strings.ToLower(o.Area), area)
	}
	for _, id := range yardstick(ex) {
		if strings.HasPrefix(id, criteria) {
			over[id] = true
		}
	}
	for _, control := range ex.Controls {
		c := conclusionOn(ex, control.ID)
		if control.ID == but || c == nil || c.Record.Design != soc.Suitable || c.Record.Operation != soc.Effective {
			continue
		}
		for id, yes := range over {
			if yes && serves(control, id) {
				return true
			}
		}
	}
	return false
}
