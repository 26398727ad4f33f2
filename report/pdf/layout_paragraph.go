package pdf

import (
	"strings"

	"github.com/tickmark-audit/tickmark/report"
)

// reportParagraph sets a paragraph. Within a table or a notice, base is
// smaller than the body and the styles follow it.
func (l *layouter) reportParagraph(p *report.Paragraph, parent *elem, in area, base setting) []piece {
	if blank(p) {
		return nil
	}
	small := base.size < bodySetting.size
	set := base
	switch p.Style {
	case report.Lead:
		if !small {
			set = restyle(leadSetting, base)
		}
	case report.Small:
		set = restyle(smallSetting, base)
		if small {
			set.size, set.leading, set.face = base.size*92/100, base.leading*92/100, base.face
		}
	case report.Code:
		return l.code(p, parent, in, base)
	case report.SubHeading:
		set = restyle(subHeadSetting, base)
		if small {
			set.size, set.leading = base.size, base.leading
		}
	case report.Quote:
		return l.quote(p, parent, in, base)
	}
	elem := parent
	if !holdsText(parent) {
		elem = l.tags.block(parent, "P")
	}
	pieces := l.paragraph(l.spans(p.Spans, set, elem), set, in)
	if n := len(pieces); n > 0 && announces(p) {
		pieces[n-1].keep = true
	}
	if p.Style == report.SubHeading && len(pieces) > 0 {
		pieces[len(pieces)-1].keep = true
		pieces = append(pieces, piece{height: 2 * point, keep: true})
	}
	return pieces
}

// announces says whether a paragraph ends with a colon, and so should not be
// torn from what it announces.
func announces(p *report.Paragraph) bool {
	return len(p.Spans) > 0 && strings.HasSuffix(trim(p.Spans[len(p.Spans)-1].Text), ":")
}

// holdsText says whether text stands in an element without a P of its own.
func holdsText(e *elem) bool { return e.tag == "Caption" || e.oneParagraph }

// restyle takes what stands around a paragraph into its own setting.
func restyle(own, base setting) setting {
	own.align = base.align
	if base.color != ink {
		own.color = base.color
	}
	return own
}

// quote sets a paragraph in, with a rule at its left.
func (l *layouter) quote(p *report.Paragraph, parent *elem, in area, base setting) []piece {
	set := restyle(quoteSetting, base)
	if base.size < bodySetting.size {
		set.size, set.leading, set.face = base.size, base.leading, variant(base.face, false, true)
	}
	e := l.tags.block(l.tags.block(parent, "BlockQuote"), "P")
	pieces := l.paragraph(l.spans(p.Spans, set, e), set, in.inset(16*point, 16*point))
	f := &frame{x: in.x + 4*point, bar: 1800, barFill: 0xA8B7CB, hasBar: true}
	return framed(pieces, f)
}

// code sets a paragraph in the monospaced face on a light ground. Line breaks
// and spaces are kept; a line that is too long goes on below, set in.
func (l *layouter) code(p *report.Paragraph, parent *elem, in area, base setting) []piece {
	set := codeSetting
	set.size, set.leading = min(set.size, base.size*9/10), min(set.leading, base.leading*9/10)
	var b strings.Builder
	for _, s := range p.Spans {
		b.WriteString(string([]rune(s.Text))) // bad bytes of two spans do not join
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "    ", "\v", "\n", "\f", "\n",
		"\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(b.String())
	text = strings.Trim(text, "\n")
	e := l.tags.block(l.tags.block(parent, "P"), "Code")
	f := &frame{x: in.x, w: in.width, fill: codeFill, hasFill: true}
	inner := in.inset(8*point, 8*point)
	pieces := []piece{space(5*point, true)}
	lines := strings.Split(text, "\n")
	for i, row := range lines {
		// The spaces at the start are not a place to break a line.
		shown := strings.TrimLeft(row, " ")
		lead := strings.Repeat("\u00a0", len(row)-len(shown))
		if shown == "" {
			pieces = append(pieces, space(set.leading, false))
			continue
		}
		if i < len(lines)-1 {
			shown += " " // so that lines are apart in copied text
		}
		pieces = append(pieces, l.paragraph([]span{{text: lead + shown, style: set.style, elem: e}}, set, inner)...)
	}
	// At least two lines of it stand on either side of a page break.
	for i := range pieces {
		pieces[i].keep = i < 2 || i == len(pieces)-2 || len(pieces) < 8
	}
	pieces[len(pieces)-1].keep = true
	return framed(append(pieces, space(5*point, false)), f)
}

// framed puts a frame behind pieces.
func framed(pieces []piece, f *frame) []piece {
	for i := range pieces {
		pieces[i].frames = append([]*frame{f}, pieces[i].frames...)
	}
	if len(pieces) > 0 {
		pieces[len(pieces)-1].ends = f
	}
	return pieces
}
