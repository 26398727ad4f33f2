package report

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/tickmark-audit/tickmark/soc"
)

// The colours of the figures. None carries a meaning by itself.
const (
	ink    Color = 0x1F2933
	faded  Color = 0x66717D
	rule   Color = 0xD5DAE0
	blue   Color = 0x2F5D8A
	red    Color = 0xB3261E
	amber  Color = 0xA35C00
	figure       = 480_000 // width of a figure on an upright page
)

// canvas draws; its units are those of Drawing.
type canvas struct{ Drawing }

func newCanvas(width int) *canvas { return &canvas{Drawing{Width: width}} }

func (c *canvas) fill(x, y, w, h int, color Color) {
	c.Shapes = append(c.Shapes, Shape{Kind: Rectangle, X: x, Y: y, W: w, H: h, Color: color})
}

func (c *canvas) outline(x, y, w, h, stroke int, color Color) {
	c.Shapes = append(c.Shapes, Shape{Kind: Rectangle, X: x, Y: y, W: w, H: h, Stroke: stroke, Color: color})
}

func (c *canvas) line(x, y, dx, dy, stroke int, color Color) {
	c.Shapes = append(c.Shapes, Shape{Kind: Line, X: x, Y: y, W: dx, H: dy, Stroke: stroke, Color: color})
}

func (c *canvas) label(x, y, size int, align Align, color Color, s string) {
	c.Shapes = append(c.Shapes, Shape{Kind: Label, X: x, Y: y, Size: size, Align: align, Color: color, Text: s})
}

func (c *canvas) strong(x, y, size int, align Align, color Color, s string) {
	c.label(x, y, size, align, color, s)
	c.Shapes[len(c.Shapes)-1].Bold = true
}

// cross marks a place with two strokes, so that it is seen without colour.
func (c *canvas) cross(x, y, half, stroke int, color Color) {
	c.line(x-half, y-half, 2*half, 2*half, stroke, color)
	c.line(x-half, y+half, 2*half, -2*half, stroke, color)
}

// labelWidth is about how wide a label is set; it errs on the wide side.
func labelWidth(s string, size int) int { return utf8.RuneCountInString(s) * size * 6 / 10 }

// months draws a line where a month begins, and names the months that have
// room. The first and each January carry their year.
func (c *canvas) months(weeks []soc.Date, left, cellW, top, bottom, size int) {
	free := 0 // where the last label ends
	for w, first := range weeks {
		if w > 0 && first.Month == weeks[w-1].Month && first.Year == weeks[w-1].Year {
			continue
		}
		x := left + w*cellW
		c.line(x, top-9_000, 0, bottom-top+9_000, 400, rule)
		name := first.Month.String()[:3]
		if w == 0 || first.Month == time.January {
			name += " " + fmt.Sprint(first.Year)
		}
		if x+2_000 >= free && x+2_000+labelWidth(name, size) <= left+cellW*len(weeks)+size {
			c.label(x+2_000, top-3_000, size, Left, faded, name)
			free = x + 2_000 + labelWidth(name, size) + 2_000
		}
	}
}

// milliLog10 is a thousand times the common logarithm of n ≥ 1, by whole
// numbers only, so that every machine draws the same figure.
func milliLog10(n int64) int {
	if n < 1 {
		return 0
	}
	whole := 0 // binary exponent
	x := uint64(n)
	for x >= 1<<31 {
		x >>= 1
		whole++
	}
	for x < 1<<30 {
		x <<= 1
		whole--
	}
	whole += 30 // n = x/2^30 × 2^whole, 1 ≤ x/2^30 < 2
	bits := uint64(whole)
	const fraction = 16
	for range fraction {
		x = x * x >> 30
		bits <<= 1
		if x >= 1<<31 {
			x >>= 1
			bits |= 1
		}
	}
	return int((bits*301_030 + 500<<fraction) / (1000 << fraction))
}
