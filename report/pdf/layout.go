package pdf

import (
	"strings"

	"github.com/go-text/typesetting/segmenter"

	"github.com/tickmark-audit/tickmark/report"
)

// layouter turns the tree into pages of marks.
type layouter struct {
	doc       *report.Document
	faces     *typefaces
	tags      *tags
	flow      *flow
	segmenter segmenter.Segmenter
	runes     []rune // scratch of cut
	headings  []heading
	marks     map[bool]ref // the watermark of upright pages, and of those on their side
}

// heading is a section's place in the document, for the contents, the
// bookmarks and the links.
type heading struct {
	section *report.Section
	depth   int // 1 for a section of the document; its tag is H and this
	page    *page
	y       length // from the top of the page
}

// headingText is how a section is called: its number and title.
func headingText(s *report.Section) string {
	return strings.TrimSpace(trim(s.Number) + "  " + trim(s.Title))
}

// sections sets sections and what is below them.
func (l *layouter) sections(list []*report.Section, parent *elem, depth int) {
	for _, s := range list {
		if s.Landscape != l.flow.landscape && depth == 1 {
			l.flow.turn(s.Landscape)
		} else if s.NewPage {
			l.flow.breakPage()
		}
		sect := l.tags.block(parent, "Sect")
		l.flow.add(l.heading(s, sect, depth))
		for i, b := range s.Blocks {
			pieces := l.block(b, sect, l.flow.area(), bodySetting)
			if i > 0 && len(pieces) > 0 && standsOut(s.Blocks[i-1]) && !isNote(b) {
				pieces[0].before = max(pieces[0].before, 11*point)
			}
			l.flow.add(pieces)
		}
		l.sections(s.Sections, sect, depth+1)
	}
}

// heading sets a section's heading. The tag's level follows the nesting, so
// that none is skipped; the look follows Section.Level.
func (l *layouter) heading(s *report.Section, sect *elem, depth int) []piece {
	tag := "H" + string(rune('0'+min(depth, 6)))
	h := headingSettings[min(max(s.Level, 1), len(headingSettings))-1]
	e := l.tags.block(sect, tag)
	text := headingText(s)
	if text == "" {
		text = "Untitled"
	}
	set, in := h.setting, l.flow.area()
	if n := trim(s.Number); n != "" {
		// Later lines start below the title, not below the number.
		number := l.faces.word(set.face, n+"  ")
		set.hang = min(emToLength(number.width, set.size), in.width/3)
	}
	pieces := l.paragraph([]span{{text: text, style: set.style, elem: e}}, set, in)
	l.headings = append(l.headings, heading{section: s, depth: depth})
	pieces[0].heading = len(l.headings)
	pieces[0].before = h.before
	for i := range pieces {
		pieces[i].keep = true
	}
	after := piece{height: h.after, keep: true}
	if s.Level <= 1 {
		after.marks = []mark{{kind: fillMark, x: in.x, y: 5 * point, w: in.width, h: 900, style: style{color: navy}}}
	}
	return append(pieces, after)
}

// block sets one block; base is how running text is set where it stands.
func (l *layouter) block(b report.Block, parent *elem, in area, base setting) []piece {
	var pieces []piece
	gap := length(blockGap)
	switch b := b.(type) {
	case *report.Paragraph:
		pieces = l.reportParagraph(b, parent, in, base)
		switch {
		case b.Style == report.SubHeading:
			gap = 12 * point
		case base.size < bodySetting.size:
			gap = base.size * 2 / 5
		}
	case *report.List:
		pieces = l.list(b, parent, in, base)
		if base.size < bodySetting.size {
			gap = base.size * 2 / 5
		}
	case *report.Table:
		pieces, gap = l.table(b, parent, in), tableGap
	case *report.KeyValues:
		pieces, gap = l.keyValues(b, parent, in, base), tableGap
	case *report.Notice:
		pieces, gap = l.notice(b, parent, in, base), tableGap
	case *report.Figure:
		pieces, gap = l.figure(b, parent, in), tableGap
	}
	if len(pieces) > 0 {
		pieces[0].before = max(pieces[0].before, gap)
	}
	return pieces
}

// standsOut says whether a block is set apart from the text around it.
func standsOut(b report.Block) bool {
	switch b.(type) {
	case *report.Table, *report.KeyValues, *report.Notice, *report.Figure:
		return true
	}
	return false
}

// isNote says whether a block is small print, which stands close to what it is
// about.
func isNote(b report.Block) bool {
	p, ok := b.(*report.Paragraph)
	return ok && p.Style == report.Small
}

func (l *layouter) blocks(list []report.Block, parent *elem, in area, base setting) []piece {
	var pieces []piece
	for _, b := range list {
		pieces = append(pieces, l.block(b, parent, in, base)...)
	}
	return pieces
}

// space is a strip without anything in it.
func space(height length, keep bool) piece { return piece{height: height, keep: keep} }

// blank says whether a paragraph has nothing to show.
func blank(p *report.Paragraph) bool {
	for _, s := range p.Spans {
		if trim(s.Text) != "" {
			return false
		}
	}
	return true
}
