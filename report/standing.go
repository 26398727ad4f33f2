package report

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// controlStanding is where a control stands, as a report groups it.
type controlStanding int

const (
	standsUntested   controlStanding = iota // nothing of it was tested
	standsNotOperate                        // it had no occasion to operate
	standsPartly                            // no deviation, but partly tested or not to be relied on
	standsClean                             // tested, no deviation
	standsDeviating                         // at least one item deviates
)

// standing is the finding on a control (soc.ControlFinding, which package
// opinion derives) as a report groups it. Findings that are neither clean nor
// deviating are told apart by whether anything was tested.
func (b *book) standing(control string) controlStanding {
	switch b.findings[control].State {
	case soc.HasDeviations:
		return standsDeviating
	case soc.DidNotOperate:
		return standsNotOperate
	case soc.NoDeviation:
		return standsClean
	}
	if b.testedOf(control) > 0 {
		return standsPartly
	}
	return standsUntested
}

// testedOf counts the outcomes of a control's complete runs.
func (b *book) testedOf(control string) int64 {
	var n int64
	for _, p := range b.byControl[control] {
		n += b.results[p.ID].tested()
	}
	return n
}

// checkFindings refuses an examination whose findings do not fit its results:
// a control without one, or one that says other than the rows whether there
// are deviations. A report of a kind without tests asks for none.
func (b *book) checkFindings() error {
	if !b.rules.ShowsTests {
		return nil
	}
	for i := range b.ex.Controls {
		id := b.ex.Controls[i].ID
		f := b.findings[id]
		if f == nil {
			return fmt.Errorf("control %s has no finding: the findings are proposed before a report is written", id)
		}
		var deviations int64
		for _, p := range b.byControl[id] {
			deviations += b.results[p.ID].deviations()
		}
		if (f.State == soc.HasDeviations) != (deviations > 0) {
			return fmt.Errorf("the finding on control %s is %q, and its results hold %s", id, f.State, counted(deviations, "deviation"))
		}
	}
	return nil
}
