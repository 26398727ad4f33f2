package report

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// check refuses a result whose figures contradict each other: a report is not
// written over them. Only complete runs have figures.
func (b *book) check(t *soc.TestRecord) error {
	p := b.procedures[t.Procedure]
	if t.Control != p.Control {
		return fmt.Errorf("the result of %s is for control %s, the procedure for %s", p.ID, t.Control, p.Control)
	}
	switch t.Status {
	case soc.RunComplete:
	case soc.RunIncomplete, soc.RunNotRun:
		return nil
	default:
		return fmt.Errorf("the result of %s has the status %q, which is none", p.ID, t.Status)
	}
	counts := map[string]*soc.AttributeResult{}
	for i := range t.Attributes {
		a := &t.Attributes[i]
		if counts[a.ID] != nil {
			return fmt.Errorf("the result of %s counts attribute %s twice", p.ID, a.ID)
		}
		counts[a.ID] = a
		for _, n := range []int64{a.Passed, a.Deviation, a.Unable, a.NotApplicable, a.NotTested} {
			if n < 0 {
				return fmt.Errorf("the result of %s has a negative count for attribute %s", p.ID, a.ID)
			}
		}
		if sum := a.Tested() + a.NotApplicable + a.NotTested; sum != t.Items {
			return fmt.Errorf("attribute %s of %s has %d outcomes for %d items", a.ID, p.ID, sum, t.Items)
		}
	}
	for _, a := range p.Attributes {
		if counts[a.ID] == nil {
			return fmt.Errorf("the result of %s says nothing of attribute %s", p.ID, a.ID)
		}
	}
	if len(counts) != len(p.Attributes) {
		return fmt.Errorf("the result of %s counts %d attributes, the procedure has %d", p.ID, len(counts), len(p.Attributes))
	}
	return checkDetails(t, counts)
}

// checkDetails refuses a list of deviations that does not have exactly the
// deviations that the counts say: none may be left out of the report.
func checkDetails(t *soc.TestRecord, counts map[string]*soc.AttributeResult) error {
	listed := map[string]*soc.AttributeResult{}
	for _, d := range t.Details.Deviations {
		a := listed[d.Attribute]
		if a == nil {
			a = &soc.AttributeResult{ID: d.Attribute}
			listed[d.Attribute] = a
		}
		switch d.Outcome {
		case soc.Deviates:
			a.Deviation++
		case soc.Unable:
			a.Unable++
		default:
			return fmt.Errorf("%s lists item %q as a deviation of %s with the outcome %q", t.Procedure, d.Item, d.Attribute, d.Outcome)
		}
		if counts[d.Attribute] == nil {
			return fmt.Errorf("%s lists a deviation of attribute %q, which it does not have", t.Procedure, d.Attribute)
		}
	}
	for _, a := range t.Attributes {
		got := soc.AttributeResult{}
		if l := listed[a.ID]; l != nil {
			got = *l
		}
		if got.Deviation != a.Deviation || got.Unable != a.Unable {
			return fmt.Errorf("attribute %s of %s counts %d deviations and %d unable, and lists %d and %d: run tickmark verify on the engagement file",
				a.ID, t.Procedure, a.Deviation, a.Unable, got.Deviation, got.Unable)
		}
	}
	return nil
}
