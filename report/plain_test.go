package report_test

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/report"
)

// plain renders a tree as text, one line per paragraph, so that a test can
// read what a reader reads.
func plain(doc *report.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n%s\n%s\n%s\n%s\n", strings.Join(doc.Watermarks, " "), doc.Cover.Kicker, doc.Cover.Title, strings.Join(doc.Cover.Subtitle, "\n"), doc.Cover.Firm, strings.Join(doc.Cover.Notice, "\n"))
	plainSections(&b, doc.Sections)
	return b.String()
}

func plainSections(b *strings.Builder, list []*report.Section) {
	for _, s := range list {
		fmt.Fprintf(b, "\n%s %s\n", strings.Repeat("#", s.Level), strings.TrimSpace(s.Number+" "+s.Title))
		plainBlocks(b, s.Blocks, "")
		plainSections(b, s.Sections)
	}
}

func plainBlocks(b *strings.Builder, list []report.Block, indent string) {
	for _, block := range list {
		switch x := block.(type) {
		case *report.Paragraph:
			fmt.Fprintf(b, "%s%s\n", indent, plainSpans(x.Spans))
		case *report.List:
			for i, item := range x.Items {
				mark := "- "
				if x.Numbered {
					mark = fmt.Sprintf("%d. ", i+1)
				}
				var inner strings.Builder
				plainBlocks(&inner, item, "")
				fmt.Fprintf(b, "%s%s%s\n", indent, mark, strings.ReplaceAll(strings.TrimRight(inner.String(), "\n"), "\n", "\n"+indent+"  "))
			}
		case *report.Table:
			var heads []string
			for _, c := range x.Columns {
				heads = append(heads, c.Title)
			}
			fmt.Fprintf(b, "%s[%s] %s\n", indent, x.Caption, strings.Join(heads, " | "))
			for _, r := range x.Rows {
				var cells []string
				for _, c := range r.Cells {
					var inner strings.Builder
					plainBlocks(&inner, c.Blocks, "")
					cells = append(cells, strings.ReplaceAll(strings.TrimRight(inner.String(), "\n"), "\n", " ¶ "))
				}
				fmt.Fprintf(b, "%s| %s\n", indent, strings.Join(cells, " | "))
			}
		case *report.Notice:
			fmt.Fprintf(b, "%s! %s\n", indent, x.Title)
			plainBlocks(b, x.Blocks, indent+"! ")
		case *report.KeyValues:
			for _, p := range x.Pairs {
				fmt.Fprintf(b, "%s%s: %s\n", indent, p.Key, plainSpans(p.Value))
			}
		case *report.Figure:
			fmt.Fprintf(b, "%s(figure) %s. %s\n", indent, x.Caption, x.Alt)
		default:
			panic(fmt.Sprintf("a block that no writer knows: %T", block))
		}
	}
}

func plainSpans(spans []report.Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}
