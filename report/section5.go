package report

import (
	"fmt"
	"slices"
)

// otherSection is Section V: what management adds, which nobody examined.
func (b *book) otherSection() *Section {
	s := &Section{ID: "section-5", Number: "V", Title: "Other information of management (unaudited)", Level: 1, NewPage: true}
	outside := "no test extended to it, and it changes no result in Section IV."
	if !b.rules.ShowsTests {
		outside = "and nobody examined it."
	}
	s.Blocks = []Block{&Notice{Title: "Unaudited", Tone: Caution, Blocks: []Block{
		prose(fmt.Sprintf("The information in this section is given by the management of %s. It is not part of the description, %s", b.organization(), outside)),
	}}}
	answered := map[string]bool{}
	if len(b.ex.Responses) == 0 {
		s.Blocks = append(s.Blocks, prose("Management has given no response to the results, and no other information."))
	} else {
		t := &Table{Caption: "Responses of management", Columns: []Column{{Title: "Control", Weight: 26}, {Title: "Response of management (unaudited)", Weight: 48}}}
		if b.rules.ShowsTests {
			t.Columns = slices.Insert(t.Columns, 1, Column{Title: "Results", Weight: 26})
		}
		for _, r := range b.ex.Responses {
			answered[r.Control] = true
			who, line, tone := spanCell(bold(r.Control)), "The file holds no such control.", Caution
			if c := b.controls[r.Control]; c != nil {
				who = b.controlCell(c)
				if b.rules.ShowsTests {
					line, tone = b.oneLineResult(r.Control)
				}
			}
			next := row(who, blockCell(given(r.Text)))
			if b.rules.ShowsTests {
				next.Cells = slices.Insert(next.Cells, 1, toned(cell(line), tone))
			}
			t.Rows = append(t.Rows, next)
		}
		s.Blocks = append(s.Blocks, t)
	}
	var silent []Span
	for i := range b.ex.Controls {
		if id := b.ex.Controls[i].ID; b.rules.ShowsTests && b.standing(id) == standsDeviating && !answered[id] {
			silent = append(silent, b.controlSpan(id, false))
		}
	}
	if len(silent) > 0 && !b.final() {
		spans := append([]Span{text("Controls with deviations to which management has given no response: ")}, commaSpans(silent)...)
		s.Blocks = append(s.Blocks, para(append(spans, text("."))...))
	}
	return s
}
