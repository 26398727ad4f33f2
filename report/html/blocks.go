package html

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/report"
)

func (p *page) blocks(list []report.Block) {
	for _, b := range list {
		p.block(b)
	}
}

func (p *page) block(b report.Block) {
	switch b := b.(type) {
	case *report.Paragraph:
		p.paragraph(b)
	case *report.List:
		p.list(b)
	case *report.Table:
		p.table(b)
	case *report.Figure:
		p.figure(b)
	case *report.Notice:
		p.raw("<div")
		p.attr("class", strings.TrimSpace("notice "+toneClass(b.Tone)))
		p.raw(" role=\"note\">\n")
		if b.Title != "" {
			p.raw("<p class=\"notice-title\">")
			p.text(b.Title)
			p.raw("</p>\n")
		}
		p.blocks(b.Blocks)
		p.raw("</div>\n")
	case *report.KeyValues:
		p.raw("<dl>\n")
		for _, pair := range b.Pairs {
			p.raw("<div><dt>")
			p.text(pair.Key)
			p.raw("</dt><dd>")
			p.spans(pair.Value)
			p.raw("</dd></div>\n")
		}
		p.raw("</dl>\n")
	default:
		if p.err == nil {
			p.err = fmt.Errorf("report/html: the document has a block of type %T, which this writer does not know", b)
		}
	}
}

func (p *page) paragraph(b *report.Paragraph) {
	type tag struct{ open, close markup }
	t := map[report.ParagraphStyle]tag{
		report.Lead:       {"<p class=\"lead\">", "</p>\n"},
		report.Small:      {"<p class=\"small\">", "</p>\n"},
		report.Code:       {"<pre tabindex=\"0\"><code>", "</code></pre>\n"},
		report.SubHeading: {"<p class=\"sub\">", "</p>\n"},
		report.Quote:      {"<blockquote><p>", "</p></blockquote>\n"},
	}[b.Style]
	if t.open == "" {
		t = tag{"<p>", "</p>\n"}
	}
	p.raw(t.open)
	p.spans(b.Spans)
	p.raw(t.close)
}

func (p *page) list(b *report.List) {
	open, end := markup("<ul>\n"), markup("</ul>\n")
	if b.Numbered {
		open, end = "<ol>\n", "</ol>\n"
	}
	p.raw(open)
	for _, item := range b.Items {
		p.raw("<li>")
		p.blocks(item)
		p.raw("</li>\n")
	}
	p.raw(end)
}

func (p *page) spans(list []report.Span) {
	for _, s := range list {
		p.span(s)
	}
}

func (p *page) span(s report.Span) {
	var closing []markup
	open := func(start, end markup) {
		p.raw(start)
		closing = append(closing, end)
	}
	if s.Record != "" {
		p.raw("<span class=\"rec\"")
		p.attr("data-record", s.Record)
		p.attr("title", "Ledger entry "+s.Record)
		open(">", "</span>")
	}
	if href := address(s.Link); href != "" {
		p.raw("<a")
		p.attr("href", href)
		if !strings.HasPrefix(href, "#") {
			p.raw(` rel="noopener noreferrer"`)
		}
		open(">", "</a>")
	}
	if s.Bold {
		open("<strong>", "</strong>")
	}
	if s.Italic {
		open("<em>", "</em>")
	}
	if s.Code {
		open("<code>", "</code>")
	}
	p.text(s.Text)
	slices.Reverse(closing)
	for _, c := range closing {
		p.raw(c)
	}
}

// address is where a link leads; "" for none that may be written.
func address(link string) string {
	lower := strings.ToLower(link)
	switch {
	case link == "":
		return ""
	case strings.HasPrefix(lower, "https://"), strings.HasPrefix(lower, "mailto:"):
		return link
	case strings.ContainsAny(link, ":/\\?#"):
		return ""
	}
	return "#" + link
}

func toneClass(t report.Tone) string {
	switch t {
	case report.Good:
		return "good"
	case report.Caution:
		return "caution"
	case report.Bad:
		return "bad"
	case report.Muted:
		return "muted"
	}
	return ""
}
