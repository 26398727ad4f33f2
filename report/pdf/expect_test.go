package pdf

import (
	"strings"
	"testing"
	"unicode"

	"github.com/tickmark-audit/tickmark/report"
)

// texts lists all text of a document in reading order, cover first.
func texts(doc *report.Document) []string {
	c := doc.Cover
	out := append([]string{strings.ToUpper(c.Kicker), c.Title}, c.Subtitle...)
	out = append(append(out, c.Notice...), c.Firm)
	return append(out, sectionTexts(doc.Sections)...)
}

func sectionTexts(list []*report.Section) []string {
	var out []string
	for _, s := range list {
		out = append(append(out, s.Number, s.Title), blockTexts(s.Blocks)...)
		out = append(out, sectionTexts(s.Sections)...)
	}
	return out
}

func spanTexts(list []report.Span) []string {
	var out []string
	for _, s := range list {
		out = append(out, s.Text)
	}
	return out
}

func blockTexts(list []report.Block) []string {
	var out []string
	for _, b := range list {
		switch b := b.(type) {
		case *report.Paragraph:
			out = append(out, spanTexts(b.Spans)...)
		case *report.List:
			for _, item := range b.Items {
				out = append(out, blockTexts(item)...)
			}
		case *report.Notice:
			out = append(append(out, b.Title), blockTexts(b.Blocks)...)
		case *report.KeyValues:
			for _, p := range b.Pairs {
				out = append(append(out, p.Key), spanTexts(p.Value)...)
			}
		case *report.Figure:
			for _, s := range b.Drawing.Shapes {
				out = append(out, s.Text)
			}
			out = append(out, b.Caption)
		case *report.Table:
			out = append(out, b.Caption)
			for _, c := range b.Columns {
				out = append(out, c.Title)
			}
			for _, r := range b.Rows {
				for _, c := range r.Cells {
					out = append(out, blockTexts(c.Blocks)...)
				}
			}
		}
	}
	return out
}

// seen is how text comes out of a file: without white space, what is
// invisible left out, and what may not be printed replaced.
func seen(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == 0x2028 || r == 0x2029 || invisible(r):
			return -1
		case unprintable(r):
			return unicode.ReplacementChar
		}
		return r
	}, string([]rune(s)))
}

// checkTexts sees to it that all text of the document is in the structure
// tree, in reading order.
func checkTexts(t interface {
	Helper()
	Fatalf(string, ...any)
}, doc *report.Document, got string) {
	t.Helper()
	// A second glyph of one character stands for U+200B, which no one sees.
	rest := strings.ReplaceAll(strings.Join(strings.Fields(got), ""), "\u200B", "")
	for _, s := range texts(doc) {
		want := seen(s)
		at := strings.Index(rest, want)
		if at < 0 {
			t.Fatalf("text %q is missing after what stands before it; next is %.80q", s, rest)
		}
		rest = rest[at+len(want):]
	}
}

func TestTextInReadingOrder(t *testing.T) {
	for name, doc := range map[string]*report.Document{"sample": sample(), "awkward": awkward()} {
		t.Run(name, func(t *testing.T) {
			checkTexts(t, doc, extract(t, read(t, render(t, doc))).all())
		})
	}
}
