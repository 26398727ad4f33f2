package pdf

import "github.com/tickmark-audit/tickmark/report"

// keyValues sets labels with their values beside them, tagged as a table whose
// rows have a head.
func (l *layouter) keyValues(kv *report.KeyValues, parent *elem, in area, base setting) []piece {
	if len(kv.Pairs) == 0 {
		return nil
	}
	set := cellSetting
	set.size, set.leading = min(9500, base.size), min(12800, base.leading)
	key := set
	key.face, key.color = sansBold, grey
	var widest length
	for _, p := range kv.Pairs {
		w := l.faces.word(key.face, collapse(p.Key))
		widest = max(widest, emToLength(w.width, key.size))
	}
	g := &grid{layouter: l, in: in, padY: 3500, padX: 0, cell: set}
	keyWidth := min(max(widest+14*point, in.width/5), in.width*2/5)
	g.widths = []length{keyWidth, in.width - keyWidth}
	e := l.tags.block(parent, "Table")
	body := l.tags.block(e, "TBody")
	pieces := make([]piece, len(kv.Pairs))
	for i, p := range kv.Pairs {
		tr := l.tags.block(body, "TR")
		th := l.tags.block(tr, "TH")
		th.attributes = "<</O/Table/Scope/Row>>"
		td := l.tags.block(tr, "TD")
		pieces[i] = g.build([]cellPieces{
			{x: in.x, w: keyWidth, pieces: l.paragraph([]span{{text: collapse(p.Key), style: key.style, elem: th}}, key,
				area{in.x, keyWidth - 10*point})},
			{x: in.x + keyWidth, w: g.widths[1], pieces: l.paragraph(l.spans(p.Value, set, td), set,
				area{in.x + keyWidth, g.widths[1]})},
		}, true)
		if i == 0 {
			pieces[i].keep = len(pieces) > 1
			pieces[i].marks = append(pieces[i].marks, mark{kind: fillMark, x: in.x, y: -250, w: in.width, h: 500, style: style{color: rowLine}})
		}
	}
	return pieces
}
