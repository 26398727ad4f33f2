package pdf

import (
	"strings"

	"github.com/tickmark-audit/tickmark/report"
)

// columnWidths shares the width by the columns' weights, then widens columns
// that are too narrow for their longest ordinary word at the cost of those
// that have room.
func (g *grid) columnWidths(t *report.Table) []length {
	width := g.in.width
	n := len(t.Columns)
	need := make([]length, n)
	for i, c := range t.Columns {
		need[i] = g.longestWord(c.Title, g.head.style)
	}
	for _, r := range t.Rows {
		if r.Head {
			continue
		}
		for i, c := range r.Cells {
			need[i] = max(need[i], g.longestIn(c.Blocks, g.cell.style))
		}
	}
	weights := make([]int, n)
	for i, c := range t.Columns {
		weights[i] = max(c.Weight, 1)
		need[i] = min(need[i]+g.padX+g.padRight(i)+point, width*2/5, width/length(n)*2)
	}
	return share(width, weights, need)
}

// share splits width by weight so that, where it can be done, no share is
// below what is needed. The shares add up to width.
func share(width length, weights []int, need []length) []length {
	n := len(weights)
	out, fixed := make([]length, n), make([]bool, n)
	for {
		left, total := width, int64(0)
		for i := range out {
			if fixed[i] {
				left -= need[i]
			} else {
				total += int64(weights[i])
			}
		}
		if total == 0 || left <= 0 {
			break
		}
		changed := false
		for i := range out {
			if !fixed[i] {
				out[i] = left * int64(weights[i]) / total
				if out[i] < need[i] {
					fixed[i], changed = true, true
				}
			}
		}
		if !changed {
			for i := range out {
				if fixed[i] {
					out[i] = need[i]
				}
			}
			return spread(out, width)
		}
	}
	// More is needed than there is: everyone gets a part of what they need.
	var sum length
	for _, v := range need {
		sum += v
	}
	for i := range out {
		out[i] = width * need[i] / max(sum, 1)
	}
	return spread(out, width)
}

// spread gives what rounding left over to the last column.
func spread(out []length, width length) []length {
	for _, v := range out {
		width -= v
	}
	out[len(out)-1] += width
	return out
}

// longestWord is the width of the longest word that has no place to break.
// Digests and the like, which are broken anywhere, do not count.
func (l *layouter) longestWord(s string, st style) length {
	var longest length
	for _, field := range strings.Fields(s) {
		for _, w := range strings.FieldsFunc(field, func(r rune) bool { return r == '-' || r == '/' || r == '_' }) {
			if len(w) <= 26 {
				word := l.faces.word(st.face, w+"-"[:btoi(len(w) < len(field))])
				longest = max(longest, emToLength(word.width, st.size))
			}
		}
	}
	return longest
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (l *layouter) longestIn(blocks []report.Block, st style) length {
	var longest length
	for _, b := range blocks {
		switch b := b.(type) {
		case *report.Paragraph:
			for _, s := range b.Spans {
				own := st
				if s.Code || b.Style == report.Code {
					own.face = mono
				}
				own.face = variant(own.face, s.Bold, s.Italic)
				longest = max(longest, l.longestWord(s.Text, own))
			}
		case *report.List:
			for _, item := range b.Items {
				longest = max(longest, l.longestIn(item, st)+listIndent*st.size/bodySetting.size)
			}
		}
	}
	return longest
}
