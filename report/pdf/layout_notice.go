package pdf

import "github.com/tickmark-audit/tickmark/report"

// notice sets a box with a coloured bar, tagged as a note.
func (l *layouter) notice(n *report.Notice, parent *elem, in area, base setting) []piece {
	look := toneOf(n.Tone)
	f := &frame{x: in.x, w: in.width, bar: 3500, fill: look.fill, barFill: look.bar, hasFill: true, hasBar: true}
	e := l.tags.note(parent)
	inner := in.inset(15*point, 13*point)
	set := noticeSetting
	set.size, set.leading = min(set.size, base.size), min(set.leading, base.leading)
	title := set
	title.face, title.color, title.keep = sansBold, look.text, true

	var content []piece
	if n.Title != "" {
		content = l.paragraph([]span{{text: collapse(n.Title), style: title.style, elem: l.tags.block(e, "P")}}, title, inner)
		if len(content) > 0 {
			content[len(content)-1].keep = true
		}
	}
	for i, b := range n.Blocks {
		pieces := l.block(b, e, inner, set)
		if len(pieces) == 0 {
			continue
		}
		pieces[0].before = 4 * point
		if i == 0 {
			pieces[0].before = 2 * point
		}
		content = append(content, pieces...)
	}
	if len(content) == 0 {
		return nil
	}
	content[len(content)-1].keep = true
	pieces := append([]piece{space(8*point, true)}, content...)
	return framed(append(pieces, space(9*point, false)), f)
}
