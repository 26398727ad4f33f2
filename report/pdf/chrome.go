package pdf

import (
	"fmt"
)

var (
	headerStyle = style{sans, 8000, grey}
	footerStyle = style{sans, 8000, grey}
)

// chrome paints what stands on a page besides its content: the watermark, the
// header and the footer. All are artifacts.
func (l *layouter) chrome(p *painter, number, count int) {
	pg := p.page
	if l.marks[pg.width > pg.height] != 0 {
		p.enter(nil, "Watermark")
		p.out = append(p.out, watermarkName(pg.width > pg.height)+" Do\n"...)
	}
	right := pg.width - pg.side
	if !pg.cover {
		p.enter(nil, "Header")
		title := trim(l.doc.Title)
		width := pg.width - 2*pg.side
		section, sectionWidth := l.shorten(pg.running, headerStyle, width*11/20)
		words, _ := l.shorten(title, headerStyle, width-sectionWidth-20*point)
		p.text(words, headerStyle, "1 0 0 1 ", pg.side, headerBaseline)
		p.text(section, headerStyle, "1 0 0 1 ", right-sectionWidth, headerBaseline)
		p.endText()
		p.color(&p.fill, hairline, "rg\n")
		p.lengths(pg.side, pg.height-headerBaseline-7*point, width, 500)
		p.out = append(p.out, "re f\n"...)
	}
	p.enter(nil, "Footer")
	words, numberWidth := l.shorten(fmt.Sprintf("Page %d of %d", number, count), footerStyle, pg.width)
	p.text(words, footerStyle, "1 0 0 1 ", right-numberWidth, pg.height-footerBaseline)
	y := pg.height - footerBaseline
	for _, ln := range l.footerLines(pg.width - 2*pg.side - numberWidth - 24*point) {
		var shown []*word
		for _, part := range ln.parts {
			shown = append(shown, part.word)
		}
		p.text(shown, footerStyle, "1 0 0 1 ", pg.side, y)
		y += 10 * point
	}
}

// footerLines breaks the footer; a page has place for three lines of it.
func (l *layouter) footerLines(width length) []line {
	text := trim(l.doc.Footer)
	if text == "" {
		return nil
	}
	lines := breakLines(l.cut([]span{{text: text, style: footerStyle}}), width, 0)
	return lines[:min(len(lines), 3)]
}

// shorten shapes text of a header, cut with an ellipsis to a width.
func (l *layouter) shorten(text string, s style, width length) ([]*word, length) {
	w := l.faces.word(s.face, text)
	if at := emToLength(w.width, s.size); at <= width {
		return []*word{w}, at
	}
	dots := l.faces.word(s.face, "…")
	head, _ := w.split(max(1, width*1000/s.size-dots.width))
	return []*word{head, dots}, emToLength(head.width+dots.width, s.size)
}
