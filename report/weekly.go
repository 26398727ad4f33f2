package report

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

const (
	weeklyWidth = 660_000 // the pages of Section IV lie on their side
	weeklyLeft  = 120_000
	weeklyEnd   = 460_000
	weeklyRowH  = 22_000
	weeklyTop   = 20_000
	weeklyRows  = 16 // in one figure
)

// weeklyRow is a dated population with its rows per week of the period.
type weeklyRow struct {
	population *soc.PopulationRecord
	rows       []int64
	most       int64
	empty      int
}

// weeklyBlocks are the figures of rows per week, in which gaps are seen.
func (b *book) weeklyBlocks() []Block {
	var list []weeklyRow
	for i := range b.ex.Populations {
		p := &b.ex.Populations[i]
		if p.Failure != "" || len(p.Certificate.Weeks) == 0 {
			continue
		}
		r := weeklyRow{population: p, rows: make([]int64, len(b.weeks))}
		for _, w := range p.Certificate.Weeks {
			if k := b.weekOf(w.First); k >= 0 {
				r.rows[k] += w.Rows
			}
		}
		for _, n := range r.rows {
			r.most = max(r.most, n)
			if n == 0 {
				r.empty++
			}
		}
		list = append(list, r)
	}
	var out []Block
	for first := 0; first < len(list); first += weeklyRows {
		part := list[first:min(len(list), first+weeklyRows)]
		caption := "Rows per week of the populations that have dates; each row has its own scale"
		if first > 0 {
			caption += ", continued"
		}
		out = append(out, &Figure{Caption: caption, Alt: b.weeklyAlt(part), Drawing: b.drawWeekly(part)})
	}
	return out
}

func (b *book) drawWeekly(list []weeklyRow) Drawing {
	c := newCanvas(weeklyWidth)
	cellW := (weeklyEnd - weeklyLeft) / len(b.weeks)
	bottom := weeklyTop + len(list)*weeklyRowH
	c.months(b.weeks, weeklyLeft, cellW, weeklyTop, bottom, 8_000)
	for i := range list {
		r := &list[i]
		y := weeklyTop + i*weeklyRowH
		base := y + weeklyRowH - 4_000
		c.line(weeklyLeft, base, cellW*len(b.weeks), 0, 400, rule)
		c.label(weeklyLeft-6_000, base, 8_500, Right, ink, fitLabel(visible(r.population.Name), 26))
		for w, n := range r.rows {
			x := weeklyLeft + w*cellW
			if n == 0 {
				c.cross(x+cellW/2, base-2_500, 1_800, 800, amber)
				continue
			}
			h := max(int(int64(weeklyRowH-7_000)*n/r.most), 800)
			c.fill(x+cellW/8, base-h, cellW-cellW/4, h, blue)
		}
		words, color := "at most "+number(r.most)+" a week", ink
		if r.most == 0 {
			words, color = "no row in the period", amber
		} else if r.empty > 0 {
			words += fmt.Sprintf(", %s without", counted(int64(r.empty), "week"))
			color = amber
		}
		c.label(weeklyLeft+cellW*len(b.weeks)+8_000, base, 8_500, Left, color, words)
	}
	c.cross(weeklyLeft+4_000, bottom+8_000, 1_800, 800, amber)
	c.label(weeklyLeft+10_000, bottom+10_700, 8_000, Left, faded, "a week without a row")
	c.Height = bottom + 16_000
	return c.Drawing
}

func (b *book) weeklyAlt(list []weeklyRow) string {
	parts := make([]string, len(list))
	for i := range list {
		r := &list[i]
		s := fmt.Sprintf("%s: at most %s a week", r.population.Name, counted(r.most, "row"))
		var gaps []string
		for w, n := range r.rows {
			if n == 0 {
				gaps = append(gaps, b.weeks[w].String())
			}
		}
		if len(gaps) > 0 {
			s += ", none in the weeks from " + strings.Join(gaps, ", ")
		}
		parts[i] = s
	}
	return fmt.Sprintf("Bars of the rows per week in %s over %s. %s.", counted(int64(len(list)), "population"), counted(int64(len(b.weeks)), "week"), strings.Join(parts, "; "))
}
