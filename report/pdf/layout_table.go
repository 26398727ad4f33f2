package pdf

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/report"
)

// grid is a table being set.
type grid struct {
	*layouter
	in         area
	columns    []report.Column
	widths     []length
	cell, head setting
	padX, padY length
	headPiece  *piece
}

// table sets a table. Its head is tagged once; where it is set again at the
// top of a page it is an artifact.
func (l *layouter) table(t *report.Table, parent *elem, in area) []piece {
	g := &grid{layouter: l, in: in, columns: t.Columns, cell: cellSetting, padX: 5 * point, padY: 4 * point}
	if t.Compact {
		g.cell, g.padX, g.padY = compactSetting, 4*point, 3*point
	}
	g.head = g.cell
	g.head.face, g.head.color = sansBold, navy
	g.widths = g.columnWidths(t)

	e := l.tags.block(parent, "Table")
	var pieces []piece
	if t.Caption != "" {
		caption := l.tags.block(e, "Caption")
		pieces = l.paragraph([]span{{text: collapse(t.Caption), style: captionSetting.style, elem: caption}}, captionSetting, in)
		pieces = append(pieces, space(4*point, true))
		for i := range pieces {
			pieces[i].keep = true
		}
	}
	head := g.headRow(l.tags.block(e, "THead"))
	again := head
	g.headPiece = &again
	pieces = append(pieces, head)
	body := e
	if len(t.Rows) > 0 {
		body = l.tags.block(e, "TBody")
	}
	for i, r := range t.Rows {
		row := g.row(r, body)
		row.keep = r.Head && i < len(t.Rows)-1 || g.pairs(i, len(t.Rows)) && row.height < 45*point
		row.head = g.headPiece
		pieces = append(pieces, row)
	}
	return pieces
}

// pairs says whether a row should have the next one beside it, so that no small
// row stands alone above or below a page break.
func (g *grid) pairs(i, rows int) bool { return rows > 1 && (i == 0 || i == rows-2) }

func (g *grid) headRow(thead *elem) piece {
	tr := g.tags.block(thead, "TR")
	cells := make([]cellPieces, len(g.columns))
	x := g.in.x
	for i, c := range g.columns {
		th := g.tags.block(tr, "TH")
		th.attributes = "<</O/Table/Scope/Column>>"
		set := g.head
		set.align = c.Align
		title := collapse(c.Title)
		cells[i] = cellPieces{x: x, w: g.widths[i], fill: headFill, filled: true,
			pieces: g.paragraph([]span{{text: title, style: set.style, elem: th}}, set, g.inner(i, x, g.widths[i]))}
		x += g.widths[i]
	}
	p := g.build(cells, true)
	p.keep = true
	for _, y := range []length{0, p.height - 900} {
		p.marks = append(p.marks, mark{kind: fillMark, x: g.in.x, y: y, w: g.in.width, h: 900, style: style{color: navy}})
	}
	return p
}

// afterNumbers is the further space between a column set to the right and one
// set to the left after it, which would else stand close together.
const afterNumbers = 7 * point

// padRight is the padding at the right of a column's cells.
func (g *grid) padRight(i int) length {
	if i+1 < len(g.columns) && g.columns[i].Align == report.Right && g.columns[i+1].Align == report.Left {
		return g.padX + afterNumbers
	}
	return g.padX
}

// inner is a cell of column i less its padding.
func (g *grid) inner(i int, x, width length) area {
	return area{x, width}.inset(g.padX, g.padRight(i))
}

func (g *grid) row(r report.Row, body *elem) piece {
	tr := g.tags.block(body, "TR")
	if r.Head {
		return g.groupRow(r, tr)
	}
	cells := make([]cellPieces, len(g.columns))
	x := g.in.x
	for i, c := range g.columns {
		var cell report.Cell
		if i < len(r.Cells) {
			cell = r.Cells[i]
		}
		td := g.tags.block(tr, "TD")
		td.oneParagraph = oneParagraph(cell.Blocks)
		set := g.cell
		set.align = c.Align
		cells[i] = cellPieces{x: x, w: g.widths[i]}
		if cell.Tone != report.Plain {
			look := toneOf(cell.Tone)
			set.color, cells[i].fill, cells[i].filled = look.text, look.fill, true
		}
		cells[i].pieces = g.blocks(cell.Blocks, td, g.inner(i, x, g.widths[i]), set)
		x += g.widths[i]
	}
	return g.build(cells, true)
}

// groupRow sets a row that names the rows below it, across the table.
func (g *grid) groupRow(r report.Row, tr *elem) piece {
	th := g.tags.block(tr, "TH")
	th.attributes = "<</O/Table/Scope/Row>>"
	if len(g.columns) > 1 {
		th.attributes = fmt.Sprintf("<</O/Table/Scope/Row/ColSpan %d>>", len(g.columns))
	}
	set := g.head
	var cell report.Cell
	if len(r.Cells) > 0 {
		cell = r.Cells[0]
	}
	th.oneParagraph = oneParagraph(cell.Blocks)
	return g.build([]cellPieces{{x: g.in.x, w: g.in.width, fill: groupFill, filled: true,
		pieces: g.blocks(cell.Blocks, th, area{g.in.x, g.in.width}.inset(g.padX, g.padX), set)}}, true)
}

// oneParagraph says whether blocks are a single paragraph of running text,
// which then needs no P in its cell.
func oneParagraph(blocks []report.Block) bool {
	if len(blocks) != 1 {
		return false
	}
	p, ok := blocks[0].(*report.Paragraph)
	return ok && p.Style != report.Code && p.Style != report.Quote
}

// cellPieces is what stands in a cell of a row.
type cellPieces struct {
	x, w   length
	fill   report.Color
	filled bool
	pieces []piece
}

// build makes the piece of a row. ruled draws the line below it.
func (g *grid) build(cells []cellPieces, ruled bool) piece {
	var content length
	for _, c := range cells {
		content = max(content, heightOf(c.pieces))
	}
	if content == 0 {
		content = g.cell.leading
	}
	row := piece{height: content + 2*g.padY}
	for _, c := range cells {
		if c.filled {
			row.marks = append(row.marks, mark{kind: fillMark, x: c.x, w: c.w, h: row.height, style: style{color: c.fill}})
		}
	}
	if ruled {
		row.marks = append(row.marks, mark{kind: fillMark, x: g.in.x, y: row.height - 500, w: g.in.width, h: 500, style: style{color: rowLine}})
	}
	for _, c := range cells {
		inside := stack(c.pieces)
		row.place(&inside, 0, g.padY)
	}
	row.split = func(room length) (piece, piece) { return g.split(cells, room) }
	row.head = g.headPiece
	return row
}

// split cuts a row that is taller than a page: each cell gives the first part
// what fits into room, at least one piece in all.
func (g *grid) split(cells []cellPieces, room length) (first, rest piece) {
	room -= 2 * g.padY
	top, bottom := make([]cellPieces, len(cells)), make([]cellPieces, len(cells))
	moved := false
	for i, c := range cells {
		n := fitting(c.pieces, room)
		moved = moved || n > 0
		top[i], bottom[i] = c, c
		top[i].pieces, bottom[i].pieces = c.pieces[:n], c.pieces[n:]
	}
	if !moved {
		for i, c := range cells {
			n := min(1, len(c.pieces))
			top[i].pieces, bottom[i].pieces = c.pieces[:n], c.pieces[n:]
		}
	}
	left := false
	for _, c := range bottom {
		left = left || len(c.pieces) > 0
	}
	first = g.build(top, !left)
	if left {
		rest = g.build(bottom, true)
	}
	return first, rest
}

// fitting is how many pieces go into room, not counting those at the end that
// must stay with the next, unless that would leave none.
func fitting(pieces []piece, room length) int {
	n := 0
	for n < len(pieces) && heightOf(pieces[:n+1]) <= room {
		n++
	}
	if n == len(pieces) {
		return n
	}
	for k := n; k > 0; k-- {
		if !pieces[k-1].keep {
			return k
		}
	}
	return n
}
