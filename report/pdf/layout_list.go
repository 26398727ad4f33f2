package pdf

import (
	"strconv"

	"github.com/tickmark-audit/tickmark/report"
)

// list sets a list: a label in the margin of each item, and the item's blocks
// beside it.
func (l *layouter) list(list *report.List, parent *elem, in area, base setting) []piece {
	if len(list.Items) == 0 {
		return nil
	}
	e := l.tags.block(parent, "L")
	e.attributes = "<</O/List/ListNumbering/Disc>>"
	indent := listIndent
	if base.size < bodySetting.size {
		indent = base.size * 11 / 10
	}
	if list.Numbered {
		e.attributes = "<</O/List/ListNumbering/Decimal>>"
		widest := l.faces.word(base.face, strconv.Itoa(len(list.Items))+".")
		indent = max(indent, emToLength(widest.width, base.size)+5*point)
	}
	if in.width-indent < 60*point { // deep down, further levels are not set in
		indent = min(indent, max(0, in.width-60*point))
	}
	body := in.inset(indent, 0)
	gap := itemGap * base.size / bodySetting.size
	var pieces []piece
	for i, item := range list.Items {
		li := l.tags.block(e, "LI")
		label := l.tags.block(li, "Lbl")
		lbody := l.tags.block(li, "LBody")
		text := "•"
		if list.Numbered {
			text = strconv.Itoa(i+1) + "."
		}
		var own []piece
		for _, b := range item {
			more := l.block(b, lbody, body, base)
			if _, nested := b.(*report.List); nested && len(more) > 0 {
				more[0].before = gap
			}
			own = append(own, more...)
		}
		if len(own) == 0 {
			own = []piece{space(base.leading, false)}
		}
		set := base
		w := l.faces.word(set.face, text+" ")
		ink := emToLength(l.faces.word(set.face, text).width, set.size)
		x := body.x - ink - 5*point*base.size/bodySetting.size
		if !list.Numbered {
			x = in.x + (body.x-in.x)*2/5 - ink/2
			if base.size < bodySetting.size {
				x = in.x
			}
		}
		bullet := mark{kind: textMark, x: max(in.x, x), y: (set.leading-set.size)/2 + set.size*79/100,
			style: set.style, words: []*word{w}, elem: label}
		own[0].marks = append([]mark{bullet}, own[0].marks...)
		own[0].before = gap
		pieces = append(pieces, own...)
	}
	return pieces
}
