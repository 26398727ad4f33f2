package report

import (
	"strings"
	"testing"
)

// A value without an end is cut where it is printed, and the page says how
// much is left out. What fits is left alone.
func TestLongTextIsCutAndSaid(t *testing.T) {
	long := strings.Repeat("é", longestCell+1234)
	doc := &Document{Sections: []*Section{{ID: "a", Blocks: []Block{
		&Table{Columns: []Column{{Title: "Value"}}, Rows: []Row{row(cell(long), cell("short"))}},
		para(text(long)),
	}}}}
	finish(doc)
	cells := doc.Sections[0].Blocks[0].(*Table).Rows[0].Cells
	got := cells[0].Blocks[0].(*Paragraph).Spans[0].Text
	want := strings.Repeat("é", longestCell) + "… (1,234 more characters are in the sealed record)"
	if got != want {
		t.Errorf("the cell ends in %q", got[max(0, len(got)-80):])
	}
	if got := cells[1].Blocks[0].(*Paragraph).Spans[0].Text; got != "short" {
		t.Errorf("a short cell became %q", got)
	}
	if got := doc.Sections[0].Blocks[1].(*Paragraph).Spans[0].Text; got != long {
		t.Error("running text of a usual length was cut")
	}
}
