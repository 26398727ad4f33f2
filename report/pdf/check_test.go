package pdf

import (
	"bytes"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
)

// All that can't be set is named at once, and nothing is written.
func TestFaults(t *testing.T) {
	doc := &report.Document{Date: "1 May 2026", Sections: []*report.Section{
		{ID: "a", Number: "I", Title: "First", Blocks: blocks(
			&report.Paragraph{Spans: []report.Span{{Text: "there", Link: "nowhere"}, {Text: "file", Link: "file:///etc/passwd"}}},
			&report.Table{Caption: "none"},
			&report.Table{Caption: "wide", Columns: []report.Column{{}}, Rows: []report.Row{{Cells: make([]report.Cell, 2)}, {Cells: []report.Cell{cell(&report.Notice{})}}}},
			&report.Figure{Caption: "flat"}, &report.Figure{Drawing: report.Drawing{Width: 1, Height: 1}}, nil),
			Sections: []*report.Section{{ID: "a", Title: "Second", Landscape: true}}},
	}}
	var b bytes.Buffer
	err := Write(&b, doc)
	if err == nil {
		t.Fatal("no error")
	}
	want := `pdf: the document can't be set: document: date "1 May 2026" is not of the form 2006-01-02
section Second: its id "a" is another section's too
section I  First: "there" links to "nowhere", which is no section's id and no https address
section I  First: "file" links to "file:///etc/passwd", which is no section's id and no https address
section I  First: table "none" has no columns
section I  First: table "wide", row 1 has 2 cells for 1
section I  First: table "wide", row 2: a cell holds paragraphs and lists, not *report.Notice
section I  First: figure "flat" has no size
section I  First: a figure has neither a text that stands for it nor a caption
section I  First: a block of type <nil>
section Second: only a section of level 1 can be landscape`
	if got := err.Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if b.Len() != 0 {
		t.Errorf("%d bytes were written", b.Len())
	}
	if err := Write(&b, nil); err == nil || !strings.Contains(err.Error(), "no document") {
		t.Errorf("nil document: %v", err)
	}
}
