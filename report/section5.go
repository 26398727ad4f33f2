package report

import "fmt"

// otherSection is Section V: what management adds, which nobody examined.
func (b *book) otherSection() *Section {
	s := &Section{ID: "section-5", Number: "V", Title: "Other information of management (unaudited)", Level: 1, NewPage: true}
	s.Blocks = []Block{&Notice{Title: "Unaudited", Tone: Caution, Blocks: []Block{
		prose(fmt.Sprintf("The information in this section is given by the management of %s. It is not part of the description, no test extended to it, and it changes no result in Section IV.", b.organization())),
	}}}
	answered := map[string]bool{}
	if len(b.ex.Responses) == 0 {
		s.Blocks = append(s.Blocks, prose("Management has given no response to the results, and no other information."))
	} else {
		t := &Table{Caption: "Responses of management", Columns: []Column{{Title: "Control", Weight: 26}, {Title: "Results", Weight: 26}, {Title: "Response of management (unaudited)", Weight: 48}}}
		for _, r := range b.ex.Responses {
			answered[r.Control] = true
			who, line, tone := spanCell(bold(r.Control)), "The file holds no such control.", Caution
			if c := b.controls[r.Control]; c != nil {
				who = b.controlCell(c)
				line, tone = b.oneLineResult(r.Control)
			}
			t.Rows = append(t.Rows, row(who, toned(cell(line), tone), blockCell(given(r.Text))))
		}
		s.Blocks = append(s.Blocks, t)
	}
	var silent []Span
	for i := range b.ex.Controls {
		if id := b.ex.Controls[i].ID; b.standing(id) == standsDeviating && !answered[id] {
			silent = append(silent, b.controlSpan(id, false))
		}
	}
	if len(silent) > 0 {
		spans := append([]Span{text("Controls with deviations to which management has given no response: ")}, commaSpans(silent)...)
		s.Blocks = append(s.Blocks, para(append(spans, text("."))...))
	}
	return s
}
