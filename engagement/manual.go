package engagement

import (
	"context"

	"github.com/tickmark-audit/tickmark/soc"
)

// ManualAttribute is an attribute that a person tests, or of which a person
// resolves what the procedure could not decide.
type ManualAttribute struct {
	Procedure string
	Attribute soc.Attribute
	Items     []ManualItem // in the order of the items; of a test that is decided by SQL: the undecided ones
}

// ManualItem is one item with what was found of it so far.
type ManualItem struct {
	soc.TestItem
	Outcome soc.Outcome // NotTested, or Unable from the procedure, until a person has tested it
	By      string      // the name of the key that recorded the outcome; "" when nobody did
}

// Open returns how many items no person has tested yet.
func (m ManualAttribute) Open() int {
	open := 0
	for _, item := range m.Items {
		if item.By == "" {
			open++
		}
	}
	return open
}

// ManualAttributes lists what people test, in the order of the procedures and
// their attributes. Procedures without a complete result have nothing to test
// yet. Errors are those of Examination.
func (f *File) ManualAttributes(ctx context.Context) ([]ManualAttribute, error) {
	s, err := f.fold(ctx, -1)
	if err != nil {
		return nil, err
	}
	g, err := f.ground(ctx, s)
	if err != nil {
		return nil, err
	}
	var all []ManualAttribute
	for i, p := range g.ex.Procedures {
		items, err := g.itemsOf(p.ID)
		if err != nil {
			return nil, err
		}
		for _, a := range p.Attributes {
			m := ManualAttribute{Procedure: p.ID, Attribute: a}
			if a.Inspect != "" {
				for _, item := range items {
					m.Items = append(m.Items, ManualItem{TestItem: item, Outcome: soc.NotTested})
				}
			}
			for _, d := range g.sealed[i].Details.Deviations {
				if a.Inspect == "" && d.Attribute == a.ID && d.Outcome == soc.Unable {
					m.Items = append(m.Items, ManualItem{TestItem: soc.TestItem{Item: d.Item, At: d.At, Values: d.Values}, Outcome: soc.Unable})
				}
			}
			if len(m.Items) > 0 {
				m.fill(g.sealed[i], s.records.ItemTests)
				all = append(all, m)
			}
		}
	}
	return all, nil
}

// fill puts in what people found, the last finding of each item counting.
func (m *ManualAttribute) fill(test soc.TestRecord, records []soc.Signed[soc.ItemTest]) {
	place := map[string]int{}
	for i, item := range m.Items {
		place[item.Item] = i
	}
	for _, s := range records {
		if s.Record.Procedure != m.Procedure || s.Record.Attribute != m.Attribute.ID || s.Index < test.Index {
			continue
		}
		for _, found := range s.Record.Items {
			if i, ok := place[found.Item]; ok {
				m.Items[i].Outcome, m.Items[i].By = found.Outcome, s.By.Name
			}
		}
	}
}
