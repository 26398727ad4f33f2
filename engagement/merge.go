package engagement

import (
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// itemKey names one attribute of one item.
type itemKey struct{ attribute, item string }

// mergeItemTests returns a test with what people found item by item, the last
// finding of each item counting. It takes the place of "not tested" for an
// attribute that a person tests, and of "unable" for one that the procedure
// could not decide. What was found before the result was sealed is about
// another result, and is not used. The sealed result itself stays as it is.
func mergeItemTests(sealed soc.TestRecord, procedure soc.Procedure, items []soc.TestItem, records []soc.Signed[soc.ItemTest]) soc.TestRecord {
	found := map[itemKey]soc.ItemResult{}
	for _, s := range records {
		if s.Record.Procedure != sealed.Procedure || s.Index < sealed.Index || sealed.Entry == "" {
			continue
		}
		for _, item := range s.Record.Items {
			found[itemKey{s.Record.Attribute, item.Item}] = item
		}
	}
	if len(found) == 0 {
		return sealed
	}
	m := merging{test: sealed, procedure: procedure, items: items, found: found}
	m.test.Attributes = slices.Clone(sealed.Attributes)
	m.test.Details.Deviations = nil
	for _, d := range sealed.Details.Deviations {
		m.resolve(d)
	}
	m.inspect()
	m.order()
	m.countItems()
	return m.test
}

type merging struct {
	test      soc.TestRecord
	procedure soc.Procedure
	items     []soc.TestItem
	found     map[itemKey]soc.ItemResult
}

// move takes one item of an attribute from one outcome to another.
func (m *merging) move(attribute string, from, to soc.Outcome) {
	for i := range m.test.Attributes {
		if a := &m.test.Attributes[i]; a.ID == attribute {
			*counter(a, from)--
			*counter(a, to)++
		}
	}
}

func (m *merging) add(d soc.Deviation, outcome soc.Outcome, reason string) {
	if outcome == soc.Deviates || outcome == soc.Unable {
		d.Outcome, d.Reason = outcome, reason
		m.test.Details.Deviations = append(m.test.Details.Deviations, d)
	}
}

// resolve keeps a deviation, or puts in its place what a person found of an
// item that the procedure could not decide.
func (m *merging) resolve(d soc.Deviation) {
	result, ok := m.found[itemKey{d.Attribute, d.Item}]
	if !ok || d.Outcome != soc.Unable {
		m.add(d, d.Outcome, d.Reason)
		return
	}
	m.move(d.Attribute, soc.Unable, result.Outcome)
	m.add(d, result.Outcome, result.Reason)
}

// inspect fills the attributes that a person tests.
func (m *merging) inspect() {
	for _, a := range m.procedure.Attributes {
		if a.Inspect == "" {
			continue
		}
		for _, item := range m.items {
			result, ok := m.found[itemKey{a.ID, item.Item}]
			if !ok {
				continue
			}
			m.move(a.ID, soc.NotTested, result.Outcome)
			m.add(soc.Deviation{
				Procedure: m.procedure.ID, Item: item.Item, Attribute: a.ID, At: item.At, Values: item.Values,
			}, result.Outcome, result.Reason)
		}
	}
}

// order puts the deviations in the order of the items, then of the attributes.
func (m *merging) order() {
	position := map[string]int{}
	for i, item := range m.items {
		position[item.Item] = i
	}
	attribute := map[string]int{}
	for i, a := range m.procedure.Attributes {
		attribute[a.ID] = i
	}
	if m.items == nil {
		return // nothing was added: the order is that of the sealed result
	}
	slices.SortStableFunc(m.test.Details.Deviations, func(a, b soc.Deviation) int {
		if by := position[a.Item] - position[b.Item]; by != 0 {
			return by
		}
		return attribute[a.Attribute] - attribute[b.Attribute]
	})
}

// countItems counts the deviating items, in all and by week.
func (m *merging) countItems() {
	m.test.ItemsWithDeviation = 0
	m.test.Details.Timeline = slices.Clone(m.test.Details.Timeline)
	weeks := m.test.Details.Timeline
	for i := range weeks {
		weeks[i].Deviations = 0
	}
	seen := map[string]bool{}
	for _, d := range m.test.Details.Deviations {
		if seen[d.Item] {
			continue
		}
		seen[d.Item] = true
		m.test.ItemsWithDeviation++
		day, ok := dayOf(d.At)
		if !ok {
			continue
		}
		for i := len(weeks) - 1; i >= 0; i-- {
			if !day.Before(weeks[i].First) {
				weeks[i].Deviations++
				break
			}
		}
	}
}

// dayOf returns the local day of an item's date.
func dayOf(at string) (soc.Date, bool) {
	const day = len("2006-01-02")
	if len(at) < day {
		return soc.Date{}, false
	}
	d, err := soc.ParseDate(at[:day])
	return d, err == nil
}
