// Package html writes a report as one self-contained HTML file: no script, no
// other file, nothing fetched. A browser that honours its content security
// policy runs nothing in it and loads nothing for it.
package html

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/tickmark-audit/tickmark/report"
)

//go:embed style.css
var style string

// Write writes doc to w as one HTML file in UTF-8. The same document gives
// the same bytes. Text of the document is escaped wherever it stands; a link
// is written only when it leads to a section or to an https or mailto
// address. The error is that of w, or names a block that this writer does
// not know; nothing has been written to w in the latter case.
func Write(w io.Writer, doc *report.Document) error {
	body := &page{widths: map[int]bool{}}
	body.document(doc)
	if body.err != nil {
		return body.err
	}
	css := style + body.widthRules()
	sum := sha256.Sum256([]byte(css))
	head := &page{}
	head.raw("<!DOCTYPE html>\n<html")
	head.attr("lang", doc.Language)
	head.raw(">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"")
	head.attr("content", fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'", base64.StdEncoding.EncodeToString(sum[:])))
	head.raw(">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n<meta name=\"generator\" content=\"Tickmark\">\n<meta name=\"description\"")
	head.attr("content", doc.Subject)
	head.raw(">\n<meta name=\"author\"")
	head.attr("content", doc.Author)
	head.raw(">\n<title>")
	head.text(doc.Title + " · " + doc.Author)
	head.raw("</title>\n<style>")
	head.buf.WriteString(css)
	head.raw("</style>\n</head>\n<body>\n")
	for _, part := range [][]byte{head.buf.Bytes(), body.buf.Bytes(), []byte("</body>\n</html>\n")} {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("report/html: %w", err)
		}
	}
	return nil
}

// markup is text that is HTML already. Only a constant in this package's
// source becomes one, so data cannot.
type markup string

// page collects HTML.
type page struct {
	buf     bytes.Buffer
	widths  map[int]bool // column widths in percent that the page uses
	figures int
	current string // id of the section that is being written
	err     error
}

func (p *page) raw(m markup) { p.buf.WriteString(string(m)) }

// escaper covers text and attributes between double quotes.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "\x00", "\uFFFD")

// text writes data as text.
func (p *page) text(s string) { p.buf.WriteString(escaper.Replace(strings.ToValidUTF8(s, "\uFFFD"))) }

// attr writes an attribute, always quoted.
func (p *page) attr(name markup, value string) {
	p.raw(" ")
	p.raw(name)
	p.raw(`="`)
	p.text(value)
	p.raw(`"`)
}

func (p *page) intAttr(name markup, n int) { p.attr(name, fmt.Sprint(n)) }

// document writes the body.
func (p *page) document(doc *report.Document) {
	p.raw("<a class=\"skip\" href=\"#content\">Skip to the report</a>\n")
	p.watermark(doc.Watermarks)
	if len(doc.Watermarks) > 0 {
		p.raw("<div class=\"banner\" role=\"note\"><strong>")
		p.text(strings.Join(doc.Watermarks, " · "))
		p.raw("</strong> <span>not issued, no opinion</span></div>\n")
	}
	p.raw("<div class=\"frame\">\n")
	p.contents(doc)
	p.raw("<main id=\"content\">\n")
	p.cover(doc)
	for _, s := range doc.Sections {
		p.section(s)
	}
	p.raw("</main>\n</div>\n<footer class=\"foot\">")
	p.text(doc.Footer)
	p.raw("</footer>\n")
}

// watermark is a light pattern behind the page, on screen and in print. The
// banner says the same to those who cannot see it.
func (p *page) watermark(words []string) {
	if len(words) == 0 {
		return
	}
	line := strings.Join(words, "  ·  ")
	p.raw(`<svg class="watermark" aria-hidden="true" focusable="false" width="100%" height="100%"><defs><pattern id="watermark-pattern"`)
	p.intAttr("width", 42*utf8.RuneCountInString(line)+60)
	p.raw(` height="260" patternUnits="userSpaceOnUse" patternTransform="rotate(-28)"><text x="30" y="150" font-size="44" font-weight="700" letter-spacing="6" xml:space="preserve" fill="#7a1f1f" fill-opacity="0.05">`)
	p.text(line)
	p.raw("</text></pattern></defs><rect width=\"100%\" height=\"100%\" fill=\"url(#watermark-pattern)\"/></svg>\n")
}

// contents is the navigation of levels 1 and 2.
func (p *page) contents(doc *report.Document) {
	p.raw("<nav class=\"contents\" aria-label=\"Contents\">\n<p class=\"contents-title\">Contents</p>\n<ol>\n")
	for _, s := range doc.Sections {
		p.raw("<li>")
		p.entry(s)
		if len(s.Sections) > 0 {
			p.raw("\n<ol>")
			for _, sub := range s.Sections {
				p.raw("<li>")
				p.entry(sub)
				p.raw("</li>\n")
			}
			p.raw("</ol>")
		}
		p.raw("</li>\n")
	}
	p.raw("</ol>\n</nav>\n")
}

func (p *page) entry(s *report.Section) {
	p.raw("<a")
	p.attr("href", "#"+s.ID)
	p.raw(">")
	p.numbered(s)
	p.raw("</a>")
}

func (p *page) numbered(s *report.Section) {
	if s.Number != "" {
		p.raw("<span class=\"number\">")
		p.text(s.Number)
		p.raw("</span> ")
	}
	p.text(s.Title)
}

func (p *page) cover(doc *report.Document) {
	c := &doc.Cover
	p.raw("<header class=\"cover\">\n<p class=\"kicker\">")
	p.text(c.Kicker)
	p.raw("</p>\n<h1>")
	p.text(c.Title)
	p.raw("</h1>\n")
	for i, line := range c.Subtitle {
		if i == 0 {
			p.raw("<p class=\"subject\">")
		} else {
			p.raw("<p>")
		}
		p.text(line)
		p.raw("</p>\n")
	}
	if c.Firm != "" {
		p.raw("<p class=\"firm\">")
		p.text(c.Firm)
		p.raw("</p>\n")
	}
	if len(c.Notice) > 0 {
		p.raw("<div class=\"notice caution\" role=\"note\">")
		for _, line := range c.Notice {
			p.raw("<p>")
			p.text(line)
			p.raw("</p>")
		}
		p.raw("</div>\n")
	}
	p.raw("</header>\n")
}

// headings by level; the title of the document is the only h1.
var headings = [...]struct{ open, close markup }{
	{"<h2", "</h2>\n"}, {"<h3", "</h3>\n"}, {"<h4", "</h4>\n"}, {"<h5", "</h5>\n"},
}

func (p *page) section(s *report.Section) {
	level := min(max(s.Level, 1), len(headings))
	p.raw("<section")
	p.attr("id", s.ID)
	class := fmt.Sprintf("l%d", level)
	if s.NewPage {
		class += " new"
	}
	p.attr("class", class)
	p.attr("aria-labelledby", s.ID+"-title")
	p.raw(">\n")
	p.current = s.ID
	p.raw(headings[level-1].open)
	p.attr("id", s.ID+"-title")
	p.raw(">")
	p.numbered(s)
	p.raw(headings[level-1].close)
	p.blocks(s.Blocks)
	for _, sub := range s.Sections {
		p.section(sub)
	}
	p.raw("</section>\n")
}
