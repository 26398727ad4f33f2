package pdf

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/report"
)

// awkward is a document of everything that is hard to set.
func awkward() *report.Document {
	long := strings.Repeat("A cell that goes on for longer than a page can hold, with a sentence that is repeated so that its parts can be told apart. ", 60)
	digest := strings.Repeat("0123456789abcdef", 12)
	tall := &report.Table{Caption: "A row taller than a page", Columns: []report.Column{{Title: "Control", Weight: 1}, {Title: "Activity", Weight: 3}, {Title: "Result", Weight: 2}}}
	tall.Rows = append(tall.Rows,
		report.Row{Cells: []report.Cell{words("A"), words("A short row before it."), words("fine")}},
		report.Row{Cells: []report.Cell{words("B"), words(long), toned(report.Bad, "It failed. "+long[:900])}},
		report.Row{Head: true, Cells: []report.Cell{cell(para(bold("A group of rows")))}},
		report.Row{Cells: []report.Cell{words("C"), cell(&report.List{Numbered: true, Items: [][]report.Block{blocks(para(tx("one"))), blocks(para(tx("two")), &report.List{Items: [][]report.Block{blocks(para(tx("below two")))}})}}), {}}},
		report.Row{},
	)
	wide := &report.Table{Compact: true}
	row := report.Row{}
	for i := range 12 {
		wide.Columns = append(wide.Columns, report.Column{Title: fmt.Sprintf("Column %d", i), Weight: i % 3, Align: report.Align(i % 3)})
		row.Cells = append(row.Cells, report.Cell{Blocks: blocks(para(tx(strings.Repeat("word ", i+1)))), Tone: report.Tone(i % 5)})
	}
	for range 40 {
		wide.Rows = append(wide.Rows, row)
	}
	nested := blocks(para(tx("the innermost of a deep list, which has hardly any room left for its text")))
	for range 14 {
		nested = blocks(para(tx("a level")), &report.List{Items: [][]report.Block{nested}})
	}
	sql := strings.Repeat("SELECT a_very_long_identifier_that_does_not_end, another_one FROM somewhere WHERE\tx = 1 -- comment\n", 45)
	var manyNotes []report.Block
	for i := range 30 {
		manyNotes = append(manyNotes, para(tx(fmt.Sprintf("Paragraph %d of a notice that is longer than what is left of the page, and then some.", i))))
	}
	return &report.Document{
		Title: strings.Repeat("A title that is too long for the header ", 5), Footer: strings.Repeat("A footer of many words that needs more than one line. ", 6),
		Watermarks: []string{"DRAFT", "EXAMPLE", "NOT FOR DISTRIBUTION"},
		Cover:      report.Cover{Title: strings.Repeat("Long title ", 40), Notice: []string{long[:1500]}, Firm: "Firm"},
		Sections: []*report.Section{
			{ID: "a", Number: "I", Title: strings.Repeat("A heading of many words ", 10), Level: 1, Blocks: blocks(tall)},
			{ID: "b", Number: "CC6.1-LONG-NUMBER", Title: "A table of twelve columns (с кириллицей) & <angle> \\ (paren", Level: 2, Blocks: blocks(wide)},
			{ID: "c", Title: "Deep", Level: 4, Blocks: nested},
			{ID: "d", Title: "Code and notices", Level: 3, Blocks: blocks(
				para(tx("A digest "), code(digest), tx(" and one in roman "+digest+" and a path /usr/share/"+strings.Repeat("directory/", 20))),
				&report.Paragraph{Style: report.Code, Spans: []report.Span{tx(sql)}},
				&report.Notice{Title: "Long", Tone: report.Caution, Blocks: manyNotes},
				&report.Notice{},
				&report.KeyValues{Pairs: []report.Pair{{Key: strings.Repeat("a long key ", 12), Value: []report.Span{tx(long[:400])}}, {}}},
				para(tx("Controls \x00\x07\x1b, direction \u202Eevil\u202C, joiners a\u200Bb\u00ADc, Hebrew שלום, Arabic سلام, Chinese 中文, emoji 🎉, bad \xff\xfe bytes, combining e\u0301 a\u0323\u0302 x\u0336 q\u0307, private \uE000.")),
				para(), &report.List{}, &report.List{Items: [][]report.Block{{}, {para()}}},
				&report.Figure{Alt: "A very tall drawing", Caption: "Tall", Drawing: report.Drawing{Width: 1000, Height: 90000, Shapes: []report.Shape{{Kind: report.Rectangle, W: 1000, H: 90000, Color: 0x336699, Stroke: 20}}}},
			)},
			{ID: "é", Title: "", Level: 1, Landscape: true, Sections: []*report.Section{{ID: "e", Title: "Only headings", Level: 2, Sections: []*report.Section{{ID: "f", Title: "One below the other", Level: 3}}}}},
		},
	}
}
