package pdf

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/report"
)

// figure sets a drawing at the width of the text, with its caption below. A
// reader who can't see it is told Alt.
func (l *layouter) figure(fig *report.Figure, parent *elem, in area) []piece {
	d := fig.Drawing
	e := l.tags.block(parent, "Figure")
	e.alt = fig.Alt
	if trim(e.alt) == "" {
		e.alt = fig.Caption
	}
	width, height := in.width, in.width*length(d.Height)/length(d.Width)
	// No page is higher than this; a taller drawing gets narrower instead.
	if most := l.flow.room() - 60*point; height > most {
		width, height = most*length(d.Width)/length(d.Height), most
	}
	p := piece{height: height, keep: fig.Caption != ""}
	scale := func(v int) length { return length(v) * width / length(d.Width) }
	left := in.x + (in.width-width)/2
	for _, s := range d.Shapes {
		m := mark{x: left + scale(s.X), y: scale(s.Y), w: scale(s.W), h: scale(s.H),
			style: style{color: s.Color}, pen: scale(s.Stroke), elem: e}
		switch s.Kind {
		case report.Rectangle:
			m.kind = fillMark
			if s.Stroke > 0 {
				m.kind = outlineMark
			}
		case report.Line:
			if s.Stroke <= 0 {
				continue
			}
			m.kind = strokeMark
		case report.Label:
			m.kind, m.size, m.face = textMark, scale(s.Size), variant(sans, s.Bold, false)
			if s.Text == "" || m.size <= 0 {
				continue
			}
			w := l.faces.word(m.face, collapse(s.Text)+" ")
			ink := emToLength(l.faces.word(m.face, collapse(s.Text)).width, m.size)
			m.words = []*word{w}
			switch s.Align {
			case report.Right:
				m.x -= ink
			case report.Center:
				m.x -= ink / 2
			}
		}
		p.marks = append(p.marks, m)
	}
	p.figure = &figureBox{elem: e, x: left, w: width, h: height}
	pieces := []piece{p}
	if fig.Caption != "" {
		set := captionSetting
		set.face, set.color = sans, grey
		caption := l.tags.block(parent, "P")
		lines := l.paragraph([]span{{text: collapse(fig.Caption), style: set.style, elem: caption}}, set, in)
		if len(lines) > 0 {
			lines[0].before = 6 * point
		}
		pieces = append(pieces, lines...)
	}
	return pieces
}

// figureBox is the place of a figure on its page, which its tag must say.
type figureBox struct {
	elem *elem
	x, w length
	h    length
}

// settle writes the place of a figure into its tag. x and y are the top left
// of its piece on the page.
func (b *figureBox) settle(p *page, x, y length) {
	at := func(v length) string { return string(appendLength(nil, v)) }
	b.elem.attributes = fmt.Sprintf("<</O/Layout/Placement/Block/BBox[%s %s %s %s]>>",
		at(x+b.x), at(p.height-y-b.h), at(x+b.x+b.w), at(p.height-y))
}
