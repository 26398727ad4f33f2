package opinion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

func controlFindings(ex *soc.Examination) []soc.ControlFinding {
	findings := make([]soc.ControlFinding, 0, len(ex.Controls))
	for _, control := range ex.Controls {
		findings = append(findings, controlFinding(ex, control))
	}
	return findings
}

// evidence is what the tests of one control add up to.
type evidence struct {
	tests         []soc.TestRecord
	items         int64
	tested        int64 // attribute outcomes that are a pass, a deviation or unable
	deviations    int64
	unable        int64
	awaiting      []string // attributes that a person must test: "CHG-01-T1 C"
	incomplete    []string // "CHG-01-T1: why"
	unreliable    []string // populations not shown complete
	notRun        []string
	withDeviation []soc.TestRecord
}

func gather(ex *soc.Examination, control string) evidence {
	var e evidence
	for _, test := range ex.Tests {
		if test.Control != control {
			continue
		}
		e.tests = append(e.tests, test)
		switch test.Status {
		case soc.RunIncomplete:
			e.incomplete = append(e.incomplete, test.Procedure+": "+test.Reason)
			continue
		case soc.RunNotRun:
			e.notRun = append(e.notRun, test.Procedure+": "+test.Reason)
			continue
		}
		e.items += test.Items
		e.tested += test.Tested()
		e.deviations += test.Deviations()
		for _, a := range test.Attributes {
			e.unable += a.Unable
			if a.NotTested > 0 {
				e.awaiting = append(e.awaiting, test.Procedure+" "+a.ID)
			}
		}
		if test.Deviations() > 0 {
			e.withDeviation = append(e.withDeviation, test)
		}
		for _, input := range test.Inputs {
			pop := findPopulation(ex, input.Population)
			if pop == nil || !pop.Certificate.ShownComplete() {
				e.unreliable = append(e.unreliable, input.Population)
			}
		}
	}
	slices.Sort(e.unreliable)
	e.unreliable = slices.Compact(e.unreliable)
	return e
}

// controlFinding applies, in this order: deviations outweigh everything, for
// nothing that is missing can undo them; then what keeps a test from being
// relied on; then whether the control operated at all.
func controlFinding(ex *soc.Examination, control soc.Control) soc.ControlFinding {
	e := gather(ex, control.ID)
	f := soc.ControlFinding{
		Control:          control.ID,
		Items:            e.items,
		Deviations:       e.deviations,
		NotShownComplete: e.unreliable,
	}
	for _, test := range e.tests {
		f.Procedures = append(f.Procedures, test.Procedure)
	}

	var reason []string
	say := func(format string, args ...any) { reason = append(reason, fmt.Sprintf(format, args...)) }

	switch {
	case e.deviations > 0:
		f.State = soc.HasDeviations
		var because string
		f.Extent, because = extent(ex, control, e)
		say("%s of %s deviate.", count(e.deviations), things(e.tested, "attribute test"))
		if e.unable > 0 {
			say("%s of them could not be determined from the records, and count as deviations until a person resolves them.", count(e.unable))
		}
		say("%s", because)
	case len(e.tests) == 0:
		f.State = soc.ControlUntested
		say("No procedure tests this control.")
	case len(e.incomplete) > 0:
		f.State = soc.TestIncomplete
	case len(e.notRun) > 0:
		f.State = soc.ControlUntested
	case e.items == 0 || e.tested == 0 && len(e.awaiting) == 0:
		var because string
		f.State, because = operated(e)
		say("%s", because)
	case e.tested == 0:
		f.State = soc.ControlUntested
		say("A person must test %s; no result is in the file.", list(e.awaiting))
	case len(e.awaiting) > 0:
		f.State = soc.ControlPartly
		say("No deviation in %s of %s; a person must still test %s.", things(e.tested, "attribute test"), things(e.items, "item"), list(e.awaiting))
	case len(e.unreliable) > 0:
		f.State = soc.NotReliable
		say("No deviation in %s of %s.", things(e.tested, "attribute test"), things(e.items, "item"))
	default:
		f.State = soc.NoDeviation
		say("No deviation in %s of %s.", things(e.tested, "attribute test"), things(e.items, "item"))
	}
	for _, r := range e.incomplete {
		say("Incomplete: %s", sentence(r))
	}
	for _, r := range e.notRun {
		say("Not run: %s", sentence(r))
	}
	if len(e.unreliable) > 0 {
		say("%s", unreliableSentence(e.unreliable))
	}
	f.Reason = strings.Join(reason, " ")
	return f
}

// operated words a run that found nothing to test. It is never "no
// exceptions": a control that was not called upon was not tested.
func operated(e evidence) (soc.ControlState, string) {
	if e.items > 0 {
		if len(e.unreliable) > 0 {
			return soc.NotReliable, fmt.Sprintf("None of %s calls for the control.", things(e.items, "item"))
		}
		return soc.DidNotOperate, fmt.Sprintf("None of %s calls for the control; it was not tested.", things(e.items, "item"))
	}
	if len(e.unreliable) > 0 {
		return soc.NotReliable, "No item was found, which by itself shows nothing."
	}
	return soc.DidNotOperate, "The populations, shown complete, hold no item in the period; the control had no occasion to operate and was not tested."
}

func unreliableSentence(names []string) string {
	if len(names) == 1 {
		return fmt.Sprintf("The population %s is not shown complete, so the figures may leave items out.", names[0])
	}
	return fmt.Sprintf("The populations %s are not shown complete, so the figures may leave items out.", list(names))
}
