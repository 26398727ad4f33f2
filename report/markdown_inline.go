package report

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// inline turns the children of a node into spans. A hard line break is a span
// of one line end.
func (m *markdownReader) inline(n ast.Node) []Span {
	var out []Span
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		m.spans(c, Span{}, &out)
	}
	return out
}

// spans appends what a node says, in the given style.
func (m *markdownReader) spans(n ast.Node, style Span, out *[]Span) {
	add := func(s string) {
		if s != "" {
			style.Text = s
			*out = append(*out, style)
		}
	}
	switch n := n.(type) {
	case *ast.Text:
		s := string(n.Segment.Value(m.src))
		if !n.IsRaw() {
			s = resolve(s)
		}
		if n.SoftLineBreak() {
			s += " "
		}
		add(s)
		if n.HardLineBreak() {
			*out = append(*out, text("\n"))
		}
	case *ast.String:
		add(string(n.Value))
	case *ast.CodeSpan:
		var b strings.Builder
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			switch c := c.(type) {
			case *ast.Text:
				b.Write(c.Segment.Value(m.src))
			case *ast.String:
				b.Write(c.Value)
			}
		}
		style.Code = true
		add(strings.ReplaceAll(b.String(), "\n", " "))
	case *ast.Emphasis:
		if n.Level == 1 {
			style.Italic = true
		} else {
			style.Bold = true
		}
		m.children(n, style, out)
	case *ast.Link:
		m.link(n, resolve(string(n.Destination)), style, out)
	case *ast.AutoLink:
		address := string(n.URL(m.src))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(address), "mailto:") {
			address = "mailto:" + address
		}
		shown := string(n.Label(m.src))
		if external(address) {
			style.Link = address
		}
		add(shown)
	case *ast.Image:
		style.Italic = true
		add(fmt.Sprintf("[Picture not shown: %s (%s). The report shows no pictures.]", orElse(plainSpans(m.inline(n)), "without a text"), resolve(string(n.Destination))))
	case *ast.RawHTML:
		var b strings.Builder
		for i := 0; i < n.Segments.Len(); i++ {
			segment := n.Segments.At(i)
			b.Write(segment.Value(m.src))
		}
		style.Code = true
		add(strings.ReplaceAll(b.String(), "\n", " "))
	default:
		m.children(n, style, out)
	}
}

func (m *markdownReader) children(n ast.Node, style Span, out *[]Span) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		m.spans(c, style, out)
	}
}

// link keeps a link that a report may hold, and writes out any other.
func (m *markdownReader) link(n ast.Node, destination string, style Span, out *[]Span) {
	if id, ok := m.ids[strings.TrimPrefix(destination, "#")]; ok && strings.HasPrefix(destination, "#") {
		style.Link = id
		m.children(n, style, out)
		return
	}
	if external(destination) {
		style.Link = destination
		m.children(n, style, out)
		return
	}
	m.children(n, style, out)
	style.Italic = true
	style.Text = fmt.Sprintf(" [link not kept: %s]", orElse(destination, "no address"))
	*out = append(*out, style)
}

// resolve turns escapes and references to characters into the characters. An
// escaped character begins no reference.
func resolve(s string) string {
	var out strings.Builder
	references := func(part string) {
		out.Write(util.ResolveEntityNames(util.ResolveNumericReferences([]byte(part))))
	}
	from := 0
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '\\' && util.IsPunct(s[i+1]) {
			references(s[from:i])
			out.WriteByte(s[i+1])
			i++
			from = i + 1
		}
	}
	references(s[from:])
	return out.String()
}
