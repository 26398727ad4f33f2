package pdf

import (
	"strings"

	"github.com/tickmark-audit/tickmark/report"
)

var (
	kickerSetting   = setting{style: style{sansBold, 10500, grey}, leading: 14000, keep: true}
	titleSetting    = setting{style: style{serifBold, 31000, navy}, leading: 37500, keep: true, balance: true}
	subtitleSetting = setting{style: style{serif, 13500, ink}, leading: 19500, keep: true}
	firmSetting     = setting{style: style{sansBold, 12500, navy}, leading: 16500, keep: true}
)

// cover sets the first page: the title in the upper half; what the document
// is not yet, and the firm, at the foot.
func (l *layouter) cover() {
	c := l.doc.Cover
	if c.Kicker == "" && c.Title == "" && len(c.Subtitle) == 0 && c.Firm == "" && len(c.Notice) == 0 {
		return
	}
	sect := l.tags.block(l.tags.root, "Sect")
	in := l.flow.area()
	line := func(text string, set setting, before length) []piece {
		text = trim(text)
		if text == "" {
			return nil
		}
		pieces := l.paragraph([]span{{text: text, style: set.style, elem: l.tags.block(sect, "P")}}, set, in)
		if len(pieces) > 0 {
			pieces[0].before = before
		}
		return pieces
	}
	bar := piece{height: 4 * point, keep: true,
		marks: []mark{{kind: fillMark, x: in.x, w: 54 * point, h: 4 * point, style: style{color: navy}}}}
	top := []piece{space(66*point, true), bar}
	top = append(top, line(strings.ToUpper(c.Kicker), kickerSetting, 22*point)...)
	top = append(top, line(c.Title, titleSetting, 12*point)...)
	for i, s := range c.Subtitle {
		before := length(2 * point)
		if i == 0 {
			before = 20 * point
		}
		top = append(top, line(s, subtitleSetting, before)...)
	}
	var bottom []piece
	if len(c.Notice) > 0 {
		n := &report.Notice{Tone: report.Caution}
		for _, text := range c.Notice {
			n.Blocks = append(n.Blocks, &report.Paragraph{Spans: []report.Span{{Text: text}}})
		}
		bottom = l.notice(n, sect, in, bodySetting)
	}
	if firm := line(c.Firm, firmSetting, 0); len(firm) > 0 {
		rule := piece{before: 26 * point, height: 13 * point, keep: true,
			marks: []mark{{kind: fillMark, x: in.x, w: in.width, h: 600, style: style{color: hairline}}}}
		bottom = append(append(bottom, rule), firm...)
	}
	gap := l.flow.room() - heightOf(top) - heightOf(bottom) - 4*point
	pieces := top
	if len(bottom) > 0 && gap > 0 {
		bottom[0].before = 0
		pieces = append(pieces, space(gap, true))
	}
	l.flow.add(append(pieces, bottom...))
	l.flow.breakPage()
	for _, p := range l.flow.pages {
		p.cover = true
	}
}
