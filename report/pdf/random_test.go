package pdf

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/report"
)

// anyText draws text of letters that fonts have, of letters that they do not,
// and of what should not be in a report at all.
func anyText(t *rapid.T) string {
	return rapid.OneOf(
		rapid.StringN(0, 40, 200),
		rapid.StringMatching(`[A-Za-z ,.'fil-]{0,300}`),
		rapid.StringMatching(`[0-9a-f]{0,200}`),
		rapid.StringOf(rapid.RuneFrom([]rune("aé ßŁ→✓漢字\u202e\u200b\u00ad\n\t\x00e\u0301שא"))),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	).Draw(t, "text")
}

func anySpans(t *rapid.T, ids []string) []report.Span {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) report.Span {
		s := report.Span{Text: anyText(t), Bold: rapid.Bool().Draw(t, "bold"), Italic: rapid.Bool().Draw(t, "italic"), Code: rapid.Bool().Draw(t, "code")}
		if rapid.IntRange(0, 4).Draw(t, "linked") == 0 {
			s.Link = rapid.SampledFrom(ids).Draw(t, "link")
		}
		return s
	}), 0, 4).Draw(t, "spans")
}

func anyParagraph(t *rapid.T, ids []string) *report.Paragraph {
	return &report.Paragraph{Style: report.ParagraphStyle(rapid.IntRange(0, 7).Draw(t, "style")), Spans: anySpans(t, ids)}
}

func anyBlocks(t *rapid.T, ids []string, depth int, inCell bool) []report.Block {
	kinds := 6
	if inCell {
		kinds = 2
	}
	var out []report.Block
	for range rapid.IntRange(0, 3).Draw(t, "blocks") {
		kind := rapid.IntRange(0, kinds-1).Draw(t, "kind")
		if depth == 0 {
			kind = 0
		}
		switch kind {
		case 0:
			out = append(out, anyParagraph(t, ids))
		case 1:
			l := &report.List{Numbered: rapid.Bool().Draw(t, "numbered")}
			for range rapid.IntRange(0, 3).Draw(t, "items") {
				l.Items = append(l.Items, anyBlocks(t, ids, depth-1, inCell))
			}
			out = append(out, l)
		case 2:
			out = append(out, anyTable(t, ids, depth-1))
		case 3:
			out = append(out, &report.Notice{Title: anyText(t), Tone: report.Tone(rapid.IntRange(-1, 6).Draw(t, "tone")), Blocks: anyBlocks(t, ids, depth-1, false)})
		case 4:
			kv := &report.KeyValues{}
			for range rapid.IntRange(0, 3).Draw(t, "pairs") {
				kv.Pairs = append(kv.Pairs, report.Pair{Key: anyText(t), Value: anySpans(t, ids)})
			}
			out = append(out, kv)
		case 5:
			f := &report.Figure{Caption: anyText(t), Alt: "a drawing" + anyText(t), Drawing: report.Drawing{Width: rapid.IntRange(1, 1e6).Draw(t, "w"), Height: rapid.IntRange(1, 1e6).Draw(t, "h")}}
			// A text in a drawing too small to be seen is not set.
			f.Drawing.Shapes = []report.Shape{{Kind: report.Line, W: 10, H: -10, Stroke: 1}, {Kind: report.Rectangle, W: -5, H: 3}}
			out = append(out, f)
		}
	}
	return out
}

func anyTable(t *rapid.T, ids []string, depth int) *report.Table {
	table := &report.Table{Caption: anyText(t), Compact: rapid.Bool().Draw(t, "compact")}
	for range rapid.IntRange(1, 9).Draw(t, "columns") {
		table.Columns = append(table.Columns, report.Column{Title: anyText(t), Weight: rapid.IntRange(-1, 5).Draw(t, "weight"), Align: report.Align(rapid.IntRange(0, 3).Draw(t, "align"))})
	}
	for range rapid.IntRange(0, 6).Draw(t, "rows") {
		r := report.Row{Head: rapid.Bool().Draw(t, "head")}
		most := len(table.Columns)
		if r.Head {
			most = 1
		}
		for range rapid.IntRange(0, most).Draw(t, "cells") {
			r.Cells = append(r.Cells, report.Cell{Tone: report.Tone(rapid.IntRange(0, 4).Draw(t, "tone")), Blocks: anyBlocks(t, ids, max(depth, 0), true)})
		}
		table.Rows = append(table.Rows, r)
	}
	return table
}

func anyDocument(t *rapid.T) *report.Document {
	ids := []string{"https://example.org/a?b=c", "one", "two (é)"}
	doc := &report.Document{Title: anyText(t), Footer: anyText(t), Author: anyText(t), Subject: anyText(t),
		Watermarks: rapid.SliceOfN(rapid.Custom(anyText), 0, 2).Draw(t, "watermarks"),
		Cover:      report.Cover{Title: anyText(t), Firm: anyText(t), Notice: rapid.SliceOfN(rapid.Custom(anyText), 0, 2).Draw(t, "notice")}}
	for _, id := range ids[1:] {
		s := &report.Section{ID: id, Number: anyText(t), Title: anyText(t), Level: rapid.IntRange(-1, 5).Draw(t, "level"),
			NewPage: rapid.Bool().Draw(t, "new page"), Landscape: rapid.Bool().Draw(t, "landscape"), Blocks: anyBlocks(t, ids, 3, false)}
		s.Sections = []*report.Section{{Title: anyText(t), Level: 2, Blocks: anyBlocks(t, ids, 2, false)}}
		doc.Sections = append(doc.Sections, s)
	}
	return doc
}

// Whatever the tree: a file that a reader can follow, all of its text in
// order, and the same bytes again.
func TestAnyDocument(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		doc := anyDocument(rt)
		data := render(t, doc)
		checkTexts(rt, doc, extract(t, read(t, data)).all())
		if !bytes.Equal(data, render(t, doc)) {
			rt.Fatal("the same document gave other bytes")
		}
	})
}

func FuzzWrite(f *testing.F) {
	f.Add("A paragraph of text.", "SELECT 1\n\tFROM t", "cell", int8(3))
	f.Add("office \u202e \x00 é e\u0301", "", "0123456789abcdef0123456789abcdef", int8(-1))
	f.Add("https://example.org/", "\r\n\n", " \u00a0 ", int8(100))
	f.Fuzz(func(t *testing.T, body, sql, cellText string, n int8) {
		var items [][]report.Block
		for range max(0, n) {
			items = append(items, blocks(para(tx(cellText))))
		}
		doc := &report.Document{Title: body, Sections: []*report.Section{{Number: cellText, Title: body, Level: int(n), Blocks: blocks(
			para(tx(body), bold(cellText), code(sql)),
			&report.Paragraph{Style: report.Code, Spans: []report.Span{tx(sql)}},
			&report.Table{Columns: []report.Column{{Title: cellText, Weight: int(n)}, {}}, Rows: []report.Row{{Cells: []report.Cell{cell(&report.List{Items: items}), words(body)}}}},
		)}}}
		checkTexts(t, doc, extract(t, read(t, render(t, doc))).all())
	})
}
