package pdf

import (
	"fmt"
	"strconv"

	"github.com/tickmark-audit/tickmark/report"
)

// shownText is glyphs as an array element of TJ, raised by rise thousandths of
// an em.
type shownText struct {
	rise int32
	code []byte
}

// painter writes a page's content stream.
type painter struct {
	faces *typefaces
	out   []byte
	page  *page

	marked   bool // within marked content
	current  *elem
	artifact string // the kind of artifact, when current is nil
	inText   bool
	face     faceID
	size     length
	fill     report.Color
	stroke   report.Color
}

// paint makes the content stream of a page. It also fills the page's marked
// content and the kids of the elements.
func (p *painter) paint(pg *page, before func(*painter)) []byte {
	*p = painter{faces: p.faces, out: p.out[:0], page: pg, fill: 1 << 30, stroke: 1 << 30, face: faceCount}
	before(p)
	for i := range pg.under {
		p.mark(&pg.under[i])
	}
	for i := range pg.marks {
		p.mark(&pg.marks[i])
	}
	p.closeContent()
	return p.out
}

// enter opens the marked content of an element, or an artifact's.
func (p *painter) enter(e *elem, artifact string) {
	if p.marked && p.current == e && p.artifact == artifact {
		return
	}
	p.closeContent()
	p.marked, p.current, p.artifact = true, e, artifact
	switch {
	case e != nil:
		e.attach()
		id := len(p.page.content)
		p.page.content = append(p.page.content, e)
		e.kids = append(e.kids, kid{page: p.page, content: id})
		p.out = fmt.Appendf(p.out, "/%s<</MCID %d>>BDC\n", e.tag, id)
	case artifact != "":
		p.out = fmt.Appendf(p.out, "/Artifact<</Type/Pagination/Subtype/%s>>BDC\n", artifact)
	default:
		p.out = append(p.out, "/Artifact BMC\n"...)
	}
}

func (p *painter) closeContent() {
	p.endText()
	if p.marked {
		p.out = append(p.out, "EMC\n"...)
		p.marked = false
	}
}

func (p *painter) endText() {
	if p.inText {
		p.out = append(p.out, "ET\n"...)
		p.inText = false
	}
}

func (p *painter) mark(m *mark) {
	p.enter(m.elem, "")
	switch m.kind {
	case textMark:
		words, x := m.words, m.x
		if m.late != nil {
			w := p.faces.word(m.face, m.late())
			words, x = []*word{w}, x-emToLength(w.width, m.size)
		}
		p.text(words, m.style, "1 0 0 1 ", x, m.y)
	case fillMark:
		p.endText()
		p.color(&p.fill, m.color, "rg\n")
		p.lengths(m.x, p.page.height-m.y-m.h, m.w, m.h)
		p.out = append(p.out, "re f\n"...)
	case outlineMark, strokeMark:
		p.endText()
		p.color(&p.stroke, m.color, "RG\n")
		p.lengths(m.pen)
		p.out = append(p.out, "w "...)
		if m.kind == outlineMark {
			p.lengths(m.x, p.page.height-m.y-m.h, m.w, m.h)
			p.out = append(p.out, "re S\n"...)
			return
		}
		p.lengths(m.x, p.page.height-m.y)
		p.out = append(p.out, "m "...)
		p.lengths(m.x+m.w, p.page.height-m.y-m.h)
		p.out = append(p.out, "l S\n"...)
	}
}

// text shows words from x, y on; turn is the upper part of the text matrix.
func (p *painter) text(words []*word, s style, turn string, x, y length) {
	if !p.inText {
		p.out = append(p.out, "BT\n"...)
		p.inText = true
	}
	p.color(&p.fill, s.color, "rg\n")
	p.out = append(p.out, turn...)
	p.lengths(x, p.page.height-y)
	p.out = append(p.out, "Tm\n"...)
	open := false
	shut := func() {
		if open {
			p.out = append(p.out, "]TJ\n"...)
			open = false
		}
	}
	for _, w := range words {
		for i := range w.runs {
			run := &w.runs[i]
			if run.face != p.face || s.size != p.size {
				shut()
				p.face, p.size = run.face, s.size
				p.out = fmt.Appendf(p.out, "/F%d ", run.face)
				p.lengths(s.size)
				p.out = append(p.out, "Tf\n"...)
			}
			for _, shown := range p.faces.encode(run) {
				if shown.rise != 0 {
					shut()
					p.lengths(int64(shown.rise) * s.size / 1000)
					p.out = append(append(append(p.out, "Ts["...), shown.code...), "]TJ 0 Ts\n"...)
					continue
				}
				if !open {
					p.out = append(p.out, '[')
					open = true
				}
				p.out = append(p.out, shown.code...)
			}
		}
	}
	shut()
}

// encode numbers a run's glyphs in its face's subset and writes them with the
// differences between shaped and natural advances.
func (t *typefaces) encode(run *glyphRun) []shownText {
	if run.code != nil || len(run.glyphs) == 0 {
		return run.code
	}
	f := t.get(run.face)
	var code []byte
	var move int64 // to the left, before the next glyph
	rise, inHex := run.glyphs[0].dy, false
	flush := func() {
		if inHex {
			code = append(code, '>')
			inHex = false
		}
	}
	for _, g := range run.glyphs {
		if g.dy != rise {
			flush()
			run.code = append(run.code, shownText{rise, code})
			code, rise = nil, g.dy
		}
		if move -= int64(g.dx); move != 0 {
			flush()
			code = strconv.AppendInt(code, move, 10)
		}
		if !inHex {
			code = append(code, '<')
			inHex = true
		}
		code = fmt.Appendf(code, "%04X", f.number(glyphUse{g.id, g.text}))
		move = f.advance(g.id) - int64(g.advance) + int64(g.dx)
	}
	flush()
	if move != 0 {
		code = strconv.AppendInt(code, move, 10)
	}
	run.code = append(run.code, shownText{rise, code})
	return run.code
}

// color sets a colour if it is not the one in force.
func (p *painter) color(now *report.Color, want report.Color, operator string) {
	want &= 0xFFFFFF
	if *now == want {
		return
	}
	*now = want
	for shift := 16; shift >= 0; shift -= 8 {
		p.lengths((int64(want>>shift&0xFF)*1000 + 127) / 255)
	}
	p.out = append(p.out, operator...)
}

// lengths writes numbers, each with a space after it.
func (p *painter) lengths(values ...length) {
	for _, v := range values {
		p.out = append(appendLength(p.out, v), ' ')
	}
}

// appendLength writes a length in points, without needless digits.
func appendLength(out []byte, v length) []byte {
	if v < 0 {
		out, v = append(out, '-'), -v
	}
	out = strconv.AppendInt(out, v/1000, 10)
	if part := v % 1000; part != 0 {
		digits := [4]byte{'.', byte('0' + part/100), byte('0' + part/10%10), byte('0' + part%10)}
		n := 4
		for digits[n-1] == '0' {
			n--
		}
		out = append(out, digits[:n]...)
	}
	return out
}
