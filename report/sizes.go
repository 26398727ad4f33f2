package report

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

const (
	sizesLeft = 110_000
	sizesEnd  = 315_000
	sizesRowH = 14_000
	sizesTop  = 18_000
	sizesRows = 40 // in one figure
)

// sizeBlocks are the figures of the populations' sizes.
func (b *book) sizeBlocks() []Block {
	if len(b.ex.Populations) == 0 {
		return []Block{prose("The file holds no population.")}
	}
	var out []Block
	for first := 0; first < len(b.ex.Populations); first += sizesRows {
		part := b.ex.Populations[first:min(len(b.ex.Populations), first+sizesRows)]
		caption := "Rows of the populations, on a logarithmic scale"
		if first > 0 {
			caption += ", continued"
		}
		out = append(out, &Figure{Caption: caption, Alt: sizesAlt(part), Drawing: b.drawSizes(part)})
	}
	return out
}

func (b *book) drawSizes(list []soc.PopulationRecord) Drawing {
	c := newCanvas(figure)
	var most int64 = 10
	for i := range b.ex.Populations {
		most = max(most, b.ex.Populations[i].Certificate.RowsLoaded)
	}
	bottom := sizesTop + len(list)*sizesRowH
	free := 0 // where the last label of the scale ends
	for tick := int64(1); tick <= most && tick > 0; tick *= 10 {
		x := sizesLeft + logLength(tick, most, sizesEnd-sizesLeft)
		c.line(x, sizesTop-4_000, 0, bottom-sizesTop+4_000, 400, rule)
		if half := labelWidth(number(tick), 7_500) / 2; x-half >= free {
			c.label(x, sizesTop-7_000, 7_500, Center, faded, number(tick))
			free = x + half + 2_000
		}
	}
	for i := range list {
		p := &list[i]
		y := sizesTop + i*sizesRowH
		baseline := y + sizesRowH/2 + 2_700
		c.label(sizesLeft-6_000, baseline, 8_000, Right, ink, fitLabel(visible(p.Name), 24))
		words, color := sizeWords(p)
		length := 0
		if p.Failure == "" && p.Certificate.RowsLoaded > 0 {
			length = logLength(p.Certificate.RowsLoaded, most, sizesEnd-sizesLeft)
			if p.Certificate.ShownComplete() {
				c.fill(sizesLeft, y+3_000, length, sizesRowH-6_000, blue)
			} else {
				c.outline(sizesLeft+400, y+3_400, length-800, sizesRowH-6_800, 800, amber)
				for x := 5_000; x < length-1_000; x += 5_000 {
					c.line(sizesLeft+x, y+3_400, 0, sizesRowH-6_800, 500, amber)
				}
			}
		}
		c.label(sizesLeft+length+4_000, baseline, 8_000, Left, color, words)
	}
	c.line(sizesLeft, sizesTop-4_000, 0, bottom-sizesTop+4_000, 600, faded)
	y := bottom + 10_000
	c.fill(sizesLeft, y-4_000, 16_000, 8_000, blue)
	c.label(sizesLeft+20_000, y+2_700, 7_500, Left, faded, "shown complete")
	c.outline(sizesLeft+96_000, y-3_600, 16_000, 7_200, 800, amber)
	for x := 4_000; x < 16_000; x += 4_000 {
		c.line(sizesLeft+96_000+x, y-3_600, 0, 7_200, 500, amber)
	}
	c.label(sizesLeft+117_000, y+2_700, 7_500, Left, faded, "not shown complete")
	c.Height = y + 9_000
	return c.Drawing
}

// logLength is the length of a bar of n on a scale that ends at most. The
// scale begins at one half, so that a single row has a length.
func logLength(n, most int64, width int) int {
	const half = 301 // -1000 × log10(0.5)
	return width * (milliLog10(n) + half) / (milliLog10(most) + half)
}

func sizeWords(p *soc.PopulationRecord) (string, Color) {
	switch {
	case p.Failure != "":
		return "not collected", amber
	case p.Certificate.ShownComplete():
		if p.Certificate.RowsLoaded == 0 {
			return "0, shown to be empty", ink
		}
		return number(p.Certificate.RowsLoaded), ink
	}
	return number(p.Certificate.RowsLoaded) + ", not shown complete", amber
}

func sizesAlt(list []soc.PopulationRecord) string {
	parts := make([]string, len(list))
	for i := range list {
		words, _ := sizeWords(&list[i])
		if list[i].Failure == "" && list[i].Certificate.ShownComplete() && list[i].Certificate.RowsLoaded > 0 {
			words += ", shown complete"
		}
		parts[i] = list[i].Name + ": " + words
	}
	return fmt.Sprintf("Bars of the rows in %s. %s.", counted(int64(len(list)), "population"), strings.Join(parts, "; "))
}
