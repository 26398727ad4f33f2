package report

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	gtext "github.com/yuin/goldmark/text"
)

// markdownParser reads CommonMark with tables. It only parses: goldmark's
// HTML renderer is never used.
var markdownParser = goldmark.New(
	goldmark.WithExtensions(extension.Table),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
).Parser()

// markdown puts management's Markdown into a section. Its headings become
// sections below this one, whatever level they were written at. HTML is shown
// as the text that it is; a picture is refused with a note; a link is kept
// when it leads to an https or mailto address, or to a heading of the same
// text, and is shown with a note otherwise. No input makes it fail.
func markdown(section *Section, source string) {
	src := []byte(source)
	root := markdownParser.Parse(gtext.NewReader(src))
	m := &markdownReader{src: src, section: section, ids: map[string]string{}}
	m.headings(root)
	m.document(root)
}

type markdownReader struct {
	src     []byte
	section *Section
	ids     map[string]string // goldmark's heading id → section id
	top     int               // the highest heading level in the text
}

// headings gives every heading that becomes a section its id beforehand, so
// that a link may lead to a later one.
func (m *markdownReader) headings(root ast.Node) {
	m.top = 7
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			m.top = min(m.top, h.Level)
		}
	}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && m.section.Level+1+h.Level-m.top <= 4 {
			if id, ok := h.AttributeString("id"); ok {
				m.ids[string(id.([]byte))] = fmt.Sprintf("%s-h%d", m.section.ID, len(m.ids)+1)
			}
		}
	}
}

// document fills the section and opens a new one at each heading.
func (m *markdownReader) document(root ast.Node) {
	open := []*Section{m.section}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		current := open[len(open)-1]
		h, ok := n.(*ast.Heading)
		if !ok {
			current.Blocks = append(current.Blocks, m.block(n, false)...)
			continue
		}
		id := ""
		if v, ok := h.AttributeString("id"); ok {
			id = m.ids[string(v.([]byte))]
		}
		title := oneLine(plainSpans(m.inline(h)))
		level := m.section.Level + 1 + h.Level - m.top
		if id == "" || level > 4 || title == "" {
			current.Blocks = append(current.Blocks, subHeading(title))
			continue
		}
		for len(open) > 1 && open[len(open)-1].Level >= level {
			open = open[:len(open)-1]
		}
		parent := open[len(open)-1]
		s := &Section{ID: id, Title: title, Level: parent.Level + 1}
		parent.Sections = append(parent.Sections, s)
		open = append(open, s)
	}
}

// block turns one block of Markdown into blocks. Inside lists and quotes,
// tables are set as lines of text.
func (m *markdownReader) block(n ast.Node, nested bool) []Block {
	switch n := n.(type) {
	case *ast.Heading:
		return []Block{&Paragraph{Style: SubHeading, Spans: m.inline(n)}}
	case *ast.Paragraph, *ast.TextBlock:
		return m.paragraphs(n, Body)
	case *ast.List:
		l := &List{Numbered: n.IsOrdered()}
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			var blocks []Block
			for c := item.FirstChild(); c != nil; c = c.NextSibling() {
				blocks = append(blocks, m.block(c, true)...)
			}
			l.Items = append(l.Items, blocks)
		}
		return []Block{l}
	case *ast.Blockquote:
		var out []Block
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			for _, b := range m.block(c, true) {
				if p, ok := b.(*Paragraph); ok && p.Style == Body {
					p.Style = Quote
				}
				out = append(out, b)
			}
		}
		return out
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return []Block{&Paragraph{Style: Code, Spans: []Span{text(m.lines(n))}}}
	case *ast.HTMLBlock:
		s := m.lines(n)
		if n.HasClosure() {
			s += "\n" + string(n.ClosureLine.Value(m.src))
		}
		return []Block{&Paragraph{Style: Code, Spans: []Span{text(strings.TrimSpace(s))}}}
	case *east.Table:
		if nested {
			return m.tableLines(n)
		}
		return []Block{m.table(n)}
	case *ast.ThematicBreak, *ast.LinkReferenceDefinition:
		return nil
	}
	var out []Block // a kind that is not known: what it holds is kept
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		out = append(out, m.block(c, nested)...)
	}
	return out
}

// lines is the raw text of a block.
func (m *markdownReader) lines(n ast.Node) string {
	var b strings.Builder
	for i := 0; i < n.Lines().Len(); i++ {
		line := n.Lines().At(i)
		b.Write(line.Value(m.src))
	}
	return strings.TrimRight(b.String(), "\n")
}

// paragraphs is a paragraph, cut at its hard line breaks.
func (m *markdownReader) paragraphs(n ast.Node, style ParagraphStyle) []Block {
	var out []Block
	var current []Span
	for _, s := range m.inline(n) {
		if s.Text == "\n" {
			if len(current) > 0 {
				out = append(out, &Paragraph{Style: style, Spans: current})
			}
			current = nil
			continue
		}
		current = append(current, s)
	}
	if len(current) > 0 {
		out = append(out, &Paragraph{Style: style, Spans: current})
	}
	return out
}

func (m *markdownReader) table(n *east.Table) *Table {
	t := &Table{}
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		var cells []Cell
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, Cell{Blocks: m.paragraphs(c, Body)})
		}
		if _, ok := r.(*east.TableHeader); ok {
			for i, c := range cells {
				col := Column{Title: plainBlocks(c.Blocks), Weight: 1}
				if i < len(n.Alignments) {
					col.Align = map[east.Alignment]Align{east.AlignRight: Right, east.AlignCenter: Center}[n.Alignments[i]]
				}
				t.Columns = append(t.Columns, col)
			}
			continue
		}
		for len(cells) < len(t.Columns) {
			cells = append(cells, Cell{})
		}
		t.Rows = append(t.Rows, Row{Cells: cells[:len(t.Columns)]})
	}
	return t
}

func (m *markdownReader) tableLines(n *east.Table) []Block {
	var out []Block
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		var cells []string
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, oneLine(plainSpans(m.inline(c))))
		}
		out = append(out, prose(strings.Join(cells, " | ")))
	}
	return out
}

func plainSpans(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

func plainBlocks(blocks []Block) string {
	var b strings.Builder
	for _, block := range blocks {
		if p, ok := block.(*Paragraph); ok {
			b.WriteString(plainSpans(p.Spans))
		}
	}
	return oneLine(b.String())
}

// external reports whether a link leads out of the document to an address
// that a report may hold.
func external(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Scheme == "https" && u.Host != "" || u.Scheme == "mailto" && u.Opaque != "")
}
