package pdf

import "github.com/tickmark-audit/tickmark/report"

// line is one line of text: parts with where they start.
type line struct {
	parts []part
	width length // without the spaces at the end
}

// breakLines fills lines first-fit. width is what the first line has; the
// later ones have hang less.
func breakLines(t *text, width, hang length) []line {
	b := breaker{width: max(width, minColumn), hang: hang}
	for _, a := range t.atoms {
		b.add(t, a)
	}
	b.end()
	return b.lines
}

// balance breaks the same text in the narrowest width that needs no more lines.
func balance(t *text, lines []line, width, hang length) []line {
	for step := width / 4; step >= point; step /= 2 {
		if tried := breakLines(t, width-step, hang); len(tried) == len(lines) {
			lines, width = tried, width-step
		}
	}
	return lines
}

type breaker struct {
	lines       []line
	width, hang length
	current     line
	advance     length // of current, spaces included
}

func (b *breaker) room() length {
	if len(b.lines) > 0 {
		return max(b.width-b.hang, minColumn)
	}
	return b.width
}

func (b *breaker) end() {
	if len(b.current.parts) > 0 {
		b.lines = append(b.lines, b.current)
	}
	b.current, b.advance = line{}, 0
}

func (b *breaker) add(t *text, a atom) {
	if b.advance+a.width > b.room() {
		tooLong := a.width > b.room()
		if len(b.current.parts) > 0 && (!tooLong || b.advance > b.room()*3/5) {
			b.end()
		}
	}
	if b.advance+a.width <= b.room() {
		b.put(t.parts[a.from:a.inked]...)
	} else {
		for _, p := range t.parts[a.from:a.inked] {
			b.putBroken(p)
		}
	}
	if a.inked > a.from {
		b.current.width = b.advance
	}
	b.put(t.parts[a.inked:a.to]...)
	if a.newline {
		if len(b.current.parts) == 0 {
			b.lines = append(b.lines, line{}) // an empty line of code
		}
		b.end()
	}
}

func (b *breaker) put(parts ...part) {
	for _, p := range parts {
		b.current.parts = append(b.current.parts, p)
		b.advance += p.width
	}
}

// putBroken sets a part of a token that is longer than a line, breaking it
// between glyphs.
func (b *breaker) putBroken(p part) {
	for {
		left := b.room() - b.advance
		if p.width <= left {
			b.put(p)
			b.current.width = b.advance
			return
		}
		if len(b.current.parts) > 0 && left < b.room()/8 {
			b.end()
			continue
		}
		head, tail := p.word.split(left * 1000 / p.size)
		first := p
		first.word, first.width = head, emToLength(head.width, p.size)
		b.put(first)
		b.current.width = b.advance
		if tail == nil {
			return
		}
		b.end()
		p.word, p.width = tail, emToLength(tail.width, p.size)
	}
}

// paragraph sets spans in an area as pieces, one a line, and sees to it that a
// page break leaves no line of it alone.
func (l *layouter) paragraph(spans []span, set setting, in area) []piece {
	cut := l.cut(spans)
	lines := breakLines(cut, in.width, set.hang)
	if set.balance && len(lines) > 1 {
		lines = balance(cut, lines, in.width, set.hang)
	}
	pieces := make([]piece, len(lines))
	baseline := (set.leading-set.size)/2 + set.size*79/100
	for i, ln := range lines {
		x, room := in.x, in.width
		if i > 0 {
			x, room = x+set.hang, room-set.hang
		}
		switch set.align {
		case report.Right:
			x += max(0, room-ln.width)
		case report.Center:
			x += max(0, (room-ln.width)/2)
		}
		p := piece{height: set.leading, keep: set.keep || i == 0 && len(lines) > 1 || i == len(lines)-2}
		p.setLine(ln, x, baseline, set.leading)
		pieces[i] = p
	}
	return pieces
}

// setLine turns a line into marks: neighbours of the same look are one mark.
func (p *piece) setLine(ln line, x, baseline, leading length) {
	for i := 0; i < len(ln.parts); {
		first := ln.parts[i]
		m := mark{kind: textMark, x: x, y: baseline, style: first.style, elem: first.elem}
		from := x
		for ; i < len(ln.parts) && ln.parts[i].style == first.style && ln.parts[i].elem == first.elem; i++ {
			m.words = append(m.words, ln.parts[i].word)
			x += ln.parts[i].width
		}
		p.marks = append(p.marks, m)
		if first.link != nil {
			p.links = append(p.links, linkArea{link: first.link, elem: first.elem,
				x: from, y: baseline - first.size, w: x - from, h: first.size * 13 / 10})
		}
	}
}
