package report

import (
	"fmt"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

// A procedure's deviations stand beside its test up to inlineDeviations; the
// rest stand at the end of Section IV up to printedDeviations; what is beyond
// that is counted exactly and named by the digest of the sealed list.
const (
	inlineDeviations  = 25
	printedDeviations = 500
	shownColumns      = 4 // more shown values than this share one column
)

// deviationSpill is what of a procedure's deviations does not stand beside
// its test.
type deviationSpill struct {
	procedure *soc.Procedure
	test      *soc.TestRecord
}

// deviationSection lists the deviations of a procedure; nil when it has none.
func (b *book) deviationSection(p *soc.Procedure, level int) *Section {
	t := b.tests[p.ID]
	if t == nil || t.Status != soc.RunComplete || len(t.Details.Deviations) == 0 {
		return nil
	}
	all := t.Details.Deviations
	s := &Section{ID: b.deviationsID(p.ID), Title: fmt.Sprintf("Deviations of %s: %s on %s", p.ID, counted(int64(len(all)), "outcome"), counted(t.ItemsWithDeviation, "item")), Level: min(level, 4)}
	inline := all[:min(len(all), inlineDeviations)]
	s.Blocks = []Block{b.deviationTable(p, t, inline, 0)}
	if len(all) > len(inline) {
		b.spill = append(b.spill, deviationSpill{p, t})
		s.Blocks = append(s.Blocks, para(text(fmt.Sprintf("These are the first %s of %s. The others stand under ", number(int64(len(inline))), number(int64(len(all))))),
			linked("Further deviations", b.furtherID(p.ID)), text(".")))
	}
	return s
}

// problemSection says what kept a run from being complete; nil when it was, or
// when nothing more is known than its reason.
func (b *book) problemSection(p *soc.Procedure, level int) *Section {
	t := b.tests[p.ID]
	if t == nil || t.Status == soc.RunComplete || len(t.Details.Problems) == 0 {
		return nil
	}
	l := &List{}
	for _, problem := range t.Details.Problems {
		l.Items = append(l.Items, []Block{para(derived(sentence(oneLine(problem)), t.Entry))})
	}
	return &Section{ID: b.slugs.of("problems", p.ID), Title: "Why the run of " + p.ID + " is not complete", Level: min(level, 4), Blocks: []Block{l}}
}

// furtherSection lists the deviations that were too many to stand beside
// their test; nil when there are none.
func (b *book) furtherSection() *Section {
	if len(b.spill) == 0 {
		return nil
	}
	s := &Section{ID: "section-4-further", Title: "Further deviations", Level: 2, NewPage: true}
	s.Blocks = []Block{prose("The deviations that were too many to stand beside their test.")}
	for _, each := range b.spill {
		p, t := each.procedure, each.test
		all := t.Details.Deviations
		printed := all[inlineDeviations:min(len(all), printedDeviations)]
		sec := &Section{ID: b.furtherID(p.ID), Title: "Further deviations of " + p.ID, Level: 3}
		sec.Blocks = []Block{b.deviationTable(p, t, printed, inlineDeviations)}
		if rest := len(all) - printedDeviations; rest > 0 {
			where := []Span{text(fmt.Sprintf("Deviations 1 to %s of %s are printed, in the order of the items’ keys. The other %s are in the sealed list of this test", number(printedDeviations), number(int64(len(all))), number(int64(rest))))}
			if t.DetailsDigest != "" {
				where = append(where, text(", SHA-256 "), Span{Text: t.DetailsDigest, Code: true, Record: t.Entry})
			}
			where = append(where, text(", and in the JSON rendering of this report."))
			sec.Blocks = append(sec.Blocks, &Notice{Title: "Not all are printed: " + counted(int64(rest), "more deviation"), Tone: Caution, Blocks: []Block{para(where...)}})
		}
		s.Sections = append(s.Sections, sec)
	}
	return s
}

// deviationTable lists deviations from number offset+1 on.
func (b *book) deviationTable(p *soc.Procedure, t *soc.TestRecord, list []soc.Deviation, offset int) *Table {
	names := sharedNames(t.Details.Deviations)
	table := &Table{
		Caption: fmt.Sprintf("Deviations %s to %s of %s of %s", number(int64(offset+1)), number(int64(offset+len(list))), number(int64(len(t.Details.Deviations))), p.ID),
		Compact: true,
		Columns: []Column{
			{Title: "No.", Weight: 5, Align: Right}, {Title: "Item", Weight: 19}, {Title: "Date (" + b.ex.Engagement.TimeZone + ")", Weight: 16},
			{Title: "Attribute", Weight: 9}, {Title: "Outcome", Weight: 14},
		},
	}
	for _, name := range names {
		table.Columns = append(table.Columns, Column{Title: spaced(name), Weight: 16})
	}
	if names == nil {
		table.Columns = append(table.Columns, Column{Title: "Values shown", Weight: 40})
	}
	for i, d := range list {
		outcome := "deviation"
		if d.Outcome == soc.Unable {
			outcome = "could not be determined"
		}
		if d.Reason != "" {
			outcome += ": " + oneLine(d.Reason)
		}
		r := row(cell(number(int64(offset+i+1))), spanCell(Span{Text: d.Item, Record: t.Entry}), cell(orElse(itemDate(d.At, b.loc), "undated")), cell(d.Attribute), cell(outcome))
		if names == nil {
			r.Cells = append(r.Cells, valuesCell(d.Values))
		} else {
			for _, v := range d.Values {
				r.Cells = append(r.Cells, valueCell(v))
			}
		}
		table.Rows = append(table.Rows, r)
	}
	return table
}

// sharedNames are the names of the values that every deviation shows, in the
// same order, when there are few enough for a column each; nil otherwise.
func sharedNames(list []soc.Deviation) []string {
	var names []string
	for i, d := range list {
		if len(d.Values) == 0 || len(d.Values) > shownColumns || i > 0 && len(d.Values) != len(names) {
			return nil
		}
		for k, v := range d.Values {
			if i == 0 {
				names = append(names, v.Name)
			} else if names[k] != v.Name {
				return nil
			}
		}
	}
	return names
}

func valueCell(v soc.NamedValue) Cell {
	if v.Null {
		return toned(spanCell(italic("no value")), Muted)
	}
	if v.Value == "" {
		return toned(spanCell(italic("empty text")), Muted)
	}
	return cell(spacedTime(v.Value))
}

// spacedTime sets a time that is written as RFC 3339 so that it can be read
// and broken into lines; its zone stays as it is. Other text is kept.
func spacedTime(s string) string {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return s
	}
	return t.Format("2006-01-02 15:04:05.999999999 Z07:00")
}

func valuesCell(values []soc.NamedValue) Cell {
	if len(values) == 0 {
		return toned(cell("none"), Muted)
	}
	var c Cell
	for _, v := range values {
		c.Blocks = append(c.Blocks, para(append([]Span{bold(spaced(v.Name) + ": ")}, valueCell(v).Blocks[0].(*Paragraph).Spans...)...))
	}
	return c
}
