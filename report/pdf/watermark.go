package pdf

import (
	"fmt"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// The watermark is drawn as shapes, not as text, so that its letters do not
// get into copied text. It is one drawing for all pages of an orientation, in
// a grey so light that it disturbs no reading, below all else.

func watermarkName(landscape bool) string {
	if landscape {
		return "/Wide"
	}
	return "/Tall"
}

// watermarks writes the drawings that the pages need and returns their entry
// in the resources.
func (l *layouter) watermarks(f *file) string {
	l.marks = map[bool]ref{}
	if len(l.doc.Watermarks) == 0 {
		return ""
	}
	entry := ""
	for _, p := range l.flow.pages {
		landscape := p.width > p.height
		if l.marks[landscape] == 0 {
			dict := fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 %s %s]", appendLength(nil, p.width), appendLength(nil, p.height))
			l.marks[landscape] = f.addStream(dict, l.watermark(p.width, p.height), true)
			entry += fmt.Sprintf("%s %s", watermarkName(landscape), l.marks[landscape])
		}
	}
	return "/XObject<<" + entry + ">>"
}

// watermark draws the document's watermarks below each other, about along the
// diagonal of the page.
func (l *layouter) watermark(width, height length) []byte {
	// The sine and cosine of 52 degrees, in thousandths.
	sin, cos := int64(788), int64(616)
	if width > height {
		sin, cos = cos, sin
	}
	p := &painter{faces: l.faces, fill: 1 << 30}
	p.color(&p.fill, markGrey, "rg\n")
	n := length(len(l.doc.Watermarks))
	for i, text := range l.doc.Watermarks {
		w := l.faces.word(sansBold, trim(text))
		if w.width == 0 {
			continue
		}
		size := min(92*point, 460*point*1000/w.width, 260*point/n)
		along := -emToLength(w.width, size) / 2
		across := (2*length(i)-(n-1))*size*11/20 + size/3
		p.out = append(p.out, "q "...)
		// Glyphs are drawn in units of the font; a unit is size/1000.
		p.micro(size*cos, size*sin, -size*sin, size*cos)
		p.lengths(width/2+(along*cos+across*sin)/1000, height/2+(along*sin-across*cos)/1000)
		p.out = append(p.out, "cm\n"...)
		var x int64
		for _, run := range w.runs {
			for _, g := range run.glyphs {
				p.outline(run.face, g, x)
				x += int64(g.advance)
			}
		}
		p.out = append(p.out, "f Q\n"...)
	}
	return p.out
}

// micro writes numbers given in billionths.
func (p *painter) micro(values ...int64) {
	for _, v := range values {
		sign := ""
		if v < 0 {
			sign, v = "-", -v
		}
		p.out = fmt.Appendf(p.out, "%s%d.%09d ", sign, v/1e9, v%1e9)
	}
}

// outline adds a glyph's contours to the path.
func (p *painter) outline(id faceID, g glyph, x int64) {
	shape, ok := p.faces.get(id).face.GlyphData(font.GID(g.id)).(font.GlyphOutline)
	if !ok {
		return
	}
	// Points are whole or half units, exact in what they come as.
	at := func(s ot.SegmentPoint) (int64, int64) {
		return int64(s.X*1000) + (x+int64(g.dx))*1000, int64(s.Y*1000) + int64(g.dy)*1000
	}
	var fromX, fromY int64
	for _, s := range shape.Segments {
		switch s.Op {
		case ot.SegmentOpMoveTo, ot.SegmentOpLineTo:
			fromX, fromY = at(s.Args[0])
			p.lengths(fromX, fromY)
			p.out = append(p.out, "ml"[s.Op], '\n')
		case ot.SegmentOpQuadTo: // as a cubic curve
			cx, cy := at(s.Args[0])
			toX, toY := at(s.Args[1])
			p.lengths((fromX+2*cx)/3, (fromY+2*cy)/3, (toX+2*cx)/3, (toY+2*cy)/3, toX, toY)
			p.out = append(p.out, "c\n"...)
			fromX, fromY = toX, toY
		}
	}
}
