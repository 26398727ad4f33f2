package pdf

import "github.com/tickmark-audit/tickmark/report"

// area is the part of a column in which blocks are set.
type area struct{ x, width length }

// inset is the area less a margin on each side, never narrower than minColumn.
func (a area) inset(left, right length) area {
	width := a.width - left - right
	if width < minColumn {
		return area{a.x + max(0, a.width-minColumn), min(a.width, minColumn)}
	}
	return area{a.x + left, width}
}

type markKind uint8

const (
	textMark markKind = iota
	fillMark
	strokeMark  // a line from x,y by w,h
	outlineMark // the outline of a rectangle
)

// mark is one thing painted. x grows to the right and y downwards, from the
// top left of whatever holds the mark; y of a text is its baseline.
type mark struct {
	kind       markKind
	x, y, w, h length
	style
	pen   length  // width of a stroke
	words []*word // of a text, set one after the other
	elem  *elem   // what it belongs to; nil for an artifact
	late  func() string
}

// linkArea is a part of a page that leads somewhere.
type linkArea struct {
	*link
	elem       *elem
	x, y, w, h length
}

// frame is the ground behind a stretch of pieces: a fill and a bar at its
// left. It is painted once for each page that the stretch is on.
type frame struct {
	x, w, bar       length
	fill, barFill   report.Color
	hasFill, hasBar bool
	begun           bool // painted on an earlier page
}

func (f *frame) marks(top, bottom length) []mark {
	var out []mark
	if f.hasFill {
		out = append(out, mark{kind: fillMark, x: f.x, y: top, w: f.w, h: bottom - top, style: style{color: f.fill}})
	}
	if f.hasBar {
		out = append(out, mark{kind: fillMark, x: f.x, y: top, w: f.bar, h: bottom - top, style: style{color: f.barFill}})
	}
	return out
}

// piece is a strip of a column that no page break cuts, but through split.
type piece struct {
	before  length // space above, left out at the top of a page
	height  length
	keep    bool // not separated from the next piece
	marks   []mark
	links   []linkArea
	frames  []*frame // the outermost first
	ends    *frame   // the frame whose last piece this is
	head    *piece   // set again at the top of every page that the piece opens
	split   func(room length) (first, rest piece)
	heading int // of the document's headings, 1 being the first; 0 for none
	figure  *figureBox
}

// place moves a piece's marks by x and y into another's.
func (p *piece) place(q *piece, x, y length) {
	for _, m := range q.marks {
		m.x, m.y = m.x+x, m.y+y
		p.marks = append(p.marks, m)
	}
	for _, a := range q.links {
		a.x, a.y = a.x+x, a.y+y
		p.links = append(p.links, a)
	}
}

// ground follows the frames of pieces as they are stacked on a page.
type ground struct {
	frames  []*frame
	extents map[*frame]extent
}

type extent struct {
	top, bottom length
	ended       bool // the frame's last piece is on this page
}

// bleed is how far a frame that a page break cuts reaches beyond its text.
const bleed = 5 * point

func (g *ground) add(p *piece, top, bottom length) {
	for _, f := range p.frames {
		if g.extents == nil {
			g.extents = map[*frame]extent{}
		}
		e, open := g.extents[f]
		if !open {
			g.frames = append(g.frames, f)
			e.top = top
			if f.begun {
				e.top -= bleed
			}
			f.begun = true
		}
		e.bottom, e.ended = bottom, p.ends == f || e.ended
		g.extents[f] = e
	}
}

func (g *ground) marks() []mark {
	var out []mark
	for _, f := range g.frames {
		e := g.extents[f]
		if !e.ended {
			e.bottom += bleed
		}
		out = append(out, f.marks(e.top, e.bottom)...)
	}
	return out
}

// stack makes one piece of several, for a cell of a table. Space above the
// first is left out.
func stack(pieces []piece) piece {
	var out piece
	var under ground
	var y length
	for i := range pieces {
		if i > 0 {
			y += pieces[i].before
		}
		under.add(&pieces[i], y, y+pieces[i].height)
		out.place(&pieces[i], 0, y)
		y += pieces[i].height
	}
	out.marks = append(under.marks(), out.marks...)
	out.height = y
	return out
}

// heightOf is the height of pieces stacked.
func heightOf(pieces []piece) length {
	var h length
	for i := range pieces {
		if i > 0 {
			h += pieces[i].before
		}
		h += pieces[i].height
	}
	return h
}
