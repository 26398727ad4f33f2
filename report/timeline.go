package report

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// timelineRow is the operation of one control over the weeks of the period.
type timelineRow struct {
	control    *soc.Control
	standing   controlStanding
	items      int64 // of complete runs
	deviating  int64 // items with a deviation or an unable outcome
	perWeek    []soc.Bucket
	dated      bool
	outside    int64 // dated items that lie in no week of the period
	unreliable bool
}

// The measures of the timeline, in thousandths of a point.
const (
	timelineTop   = 26_000
	timelineRowH  = 12_000
	timelineGap   = 5_000
	timelineLeft  = 70_000
	timelineRight = 350_000
	timelineRows  = 40 // in one figure
)

// timelineBlocks are the figures of every control's operation.
func (b *book) timelineBlocks() []Block {
	rows := b.timelineRows()
	if len(rows) == 0 {
		return []Block{prose("The file holds no control.")}
	}
	out := []Block{prose("A row is a control, a column a week. A square is larger the more items fall into the week; a cross marks a week with an item that deviates or could not be determined; a hollow square is a week without an item. Items without a date are drawn as a bar over the period.")}
	parts := splitRows(rows)
	for i, part := range parts {
		caption := fmt.Sprintf("Operation of the controls by week, %s to %s", b.ex.Engagement.Period.From, b.ex.Engagement.Period.To)
		if len(parts) > 1 {
			caption += fmt.Sprintf(" (%d of %d)", i+1, len(parts))
		}
		var outside int64
		for _, r := range part {
			outside += r.outside
		}
		if outside > 0 {
			caption += fmt.Sprintf(". %s dated outside the period, counted at the right only", counted(outside, "item is", "items are"))
		}
		out = append(out, &Figure{Caption: caption, Alt: b.timelineAlt(part), Drawing: b.drawTimeline(part)})
	}
	return out
}

func (b *book) timelineRows() []timelineRow {
	var rows []timelineRow
	for i := range b.ex.Controls {
		c := &b.ex.Controls[i]
		r := timelineRow{control: c, standing: b.standing(c.ID), perWeek: make([]soc.Bucket, len(b.weeks)), unreliable: b.unreliable(c.ID)}
		for w, first := range b.weeks {
			r.perWeek[w].First = first
		}
		for _, p := range b.byControl[c.ID] {
			t := b.tests[p.ID]
			if t == nil || t.Status != soc.RunComplete {
				continue
			}
			r.items += t.Items
			r.deviating += t.ItemsWithDeviation
			for _, bucket := range t.Details.Timeline {
				r.dated = true
				w := b.weekOf(bucket.First)
				if w < 0 {
					r.outside += bucket.Items
					continue
				}
				r.perWeek[w].Items += bucket.Items
				r.perWeek[w].Deviations += bucket.Deviations
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// weekOf returns the week of the period that a day lies in, or -1.
func (b *book) weekOf(d soc.Date) int {
	if d.Before(b.weeks[0]) || b.ex.Engagement.Period.To.Before(d) {
		return -1
	}
	w := 0
	for w+1 < len(b.weeks) && !d.Before(b.weeks[w+1]) {
		w++
	}
	return w
}

// series is the part of a control's id before its number: ACC of ACC-01.
func seriesOf(id string) string {
	s, _, _ := strings.Cut(id, "-")
	return s
}

// splitRows makes figures of at most timelineRows rows, between two series
// where one is near.
func splitRows(rows []timelineRow) [][]timelineRow {
	var out [][]timelineRow
	for len(rows) > timelineRows {
		cut := timelineRows
		for k := timelineRows; k > timelineRows*3/5; k-- {
			if seriesOf(rows[k].control.ID) != seriesOf(rows[k-1].control.ID) {
				cut = k
				break
			}
		}
		out, rows = append(out, rows[:cut]), rows[cut:]
	}
	return append(out, rows)
}

func (b *book) drawTimeline(rows []timelineRow) Drawing {
	c := newCanvas(figure)
	cellW := (timelineRight - timelineLeft) / len(b.weeks)
	side := max(min(cellW-1_000, timelineRowH-3_000), 600)
	bottom := b.timelineRowY(rows, len(rows)-1) + timelineRowH
	c.months(b.weeks, timelineLeft, cellW, timelineTop, bottom, 7_500)
	c.label(figure, timelineTop-3_000, 7_500, Right, faded, "items tested")
	for i := range rows {
		b.drawTimelineRow(c, &rows[i], b.timelineRowY(rows, i), cellW, side)
	}
	c.Height = b.drawTimelineLegend(c, bottom+9_000)
	return c.Drawing
}

// timelineRowY is the top of a row; a new series leaves a gap.
func (b *book) timelineRowY(rows []timelineRow, i int) int {
	y := timelineTop
	for k := 1; k <= i; k++ {
		y += timelineRowH
		if seriesOf(rows[k].control.ID) != seriesOf(rows[k-1].control.ID) {
			y += timelineGap
		}
	}
	return y
}

func (b *book) drawTimelineRow(c *canvas, r *timelineRow, y, cellW, side int) {
	middle := y + timelineRowH/2
	baseline := middle + 2_700
	c.strong(timelineLeft-6_000, baseline, 8_000, Right, ink, fitLabel(visible(r.control.ID), 13))
	words, color := r.words()
	c.label(figure, baseline, 8_000, Right, color, words)
	width := cellW * len(b.weeks)
	switch {
	case r.items == 0, r.standing == standsUntested:
		c.line(timelineLeft, middle, width, 0, 400, rule)
		return
	case !r.dated:
		c.fill(timelineLeft+cellW/2-side/2, middle-1_000, width-cellW+side, 2_000, blue)
	default:
		for w := range r.perWeek {
			x := timelineLeft + w*cellW + cellW/2
			if n := r.perWeek[w].Items; n > 0 {
				s := squareSide(n, side)
				c.fill(x-s/2, middle-s/2, s, s, blue)
			} else {
				hollow := min(side, 3_000)
				c.outline(x-hollow/2, middle-hollow/2, hollow, hollow, min(400, hollow/3), faded)
			}
		}
	}
	for w := range r.perWeek {
		if r.perWeek[w].Deviations > 0 {
			x := timelineLeft + w*cellW + cellW/2
			half := max(side/2, 2_500)
			c.cross(x, middle, half, 2_600, 0xFFFFFF)
			c.cross(x, middle, half, 1_300, red)
		}
	}
}

// squareSide is the side of a week's square: four sizes, by powers of ten.
func squareSide(n int64, side int) int {
	switch {
	case n < 10:
		return side * 40 / 100
	case n < 100:
		return side * 60 / 100
	case n < 1000:
		return side * 80 / 100
	}
	return side
}

// words are the figures at the end of a row.
func (r *timelineRow) words() (string, Color) {
	switch {
	case r.standing == standsNotOperate:
		return "did not operate", amber
	case r.standing == standsUntested:
		return "not tested", amber
	}
	s, color := number(r.items), ink
	if !r.dated {
		s += ", undated"
	}
	if r.deviating > 0 {
		s, color = s+fmt.Sprintf(", %s with deviations", number(r.deviating)), red
	}
	if r.unreliable {
		s += " *"
	}
	return s, color
}

func (b *book) drawTimelineLegend(c *canvas, y int) int {
	x := timelineLeft
	side := 9_000
	for _, each := range []struct {
		n    int64
		text string
	}{{1, "1–9 items"}, {10, "10–99"}, {100, "100–999"}, {1000, "1,000 or more"}} {
		s := squareSide(each.n, side)
		c.fill(x+(side-s)/2, y-s/2, s, s, blue)
		c.label(x+side+3_000, y+2_600, 7_500, Left, faded, each.text)
		x += side + 12_000 + 4_200*len([]rune(each.text))
	}
	c.outline(x+3_000, y-1_500, 3_000, 3_000, 400, faded)
	c.label(x+10_000, y+2_600, 7_500, Left, faded, "none")
	x += 40_000
	c.cross(x, y, 3_500, 1_300, red)
	c.label(x+7_000, y+2_600, 7_500, Left, faded, "with deviations")
	c.label(timelineLeft, y+14_000, 7_500, Left, faded, "* part of the control was not tested, or a population that it rests on is not shown complete")
	return y + 20_000
}

// fitLabel shortens a label that has no room, visibly.
func fitLabel(s string, max int) string {
	if r := []rune(s); len(r) > max {
		return string(r[:max-1]) + "…"
	}
	return s
}

// timelineAlt says what the figure shows.
func (b *book) timelineAlt(rows []timelineRow) string {
	var deviating, not, untested, clean []string
	for i := range rows {
		r := &rows[i]
		switch {
		case r.standing == standsNotOperate:
			not = append(not, r.control.ID)
		case r.standing == standsUntested:
			untested = append(untested, r.control.ID)
		case r.deviating > 0:
			var weeks []string
			for _, w := range r.perWeek {
				if w.Deviations > 0 {
					weeks = append(weeks, w.First.String())
				}
			}
			s := fmt.Sprintf("%s (%s of %s", r.control.ID, number(r.deviating), counted(r.items, "item"))
			if len(weeks) > 0 {
				s += "; weeks from " + strings.Join(weeks, ", ")
			}
			deviating = append(deviating, s+")")
		default:
			clean = append(clean, fmt.Sprintf("%s (%s)", r.control.ID, counted(r.items, "item")))
		}
	}
	s := fmt.Sprintf("Timeline of %s over %s of %s.", counted(int64(len(rows)), "control"), counted(int64(len(b.weeks)), "week"), b.ex.Engagement.Period)
	for _, part := range []struct {
		words string
		list  []string
	}{{"With deviations", deviating}, {"Tested without a deviation", clean}, {"Did not operate", not}, {"Not tested", untested}} {
		if len(part.list) > 0 {
			s += fmt.Sprintf(" %s: %s.", part.words, strings.Join(part.list, ", "))
		}
	}
	return s
}
