package pdf

import (
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/report"
)

var (
	contentsOne  = setting{style: style{sansBold, 10250, navy}, leading: 14000}
	contentsTwo  = setting{style: style{serif, 10000, ink}, leading: 13500}
	leaderStyle  = style{sans, 8000, 0xA8B0BB}
	contentsName = "Contents"
)

// contents sets the table of contents: levels 1 and 2, with the number of the
// page that each starts on. The numbers are filled in when all pages are laid
// out; they do not change where a line breaks.
func (l *layouter) contents() {
	in := l.flow.area()
	var root, sub *elem // the TOC, and that of the entries below the last one
	n := 0
	var walk func(list []*report.Section)
	walk = func(list []*report.Section) {
		for _, s := range list {
			index := n
			n++
			if s.Level <= 2 && headingText(s) != "" {
				if root == nil {
					sect := l.tags.block(l.tags.root, "Sect")
					l.contentsHead(sect, in)
					root = l.tags.block(sect, "TOC")
				}
				toc := root
				if s.Level <= 1 {
					sub = nil
				} else {
					if sub == nil {
						sub = l.tags.block(root, "TOC")
					}
					toc = sub
				}
				l.flow.add(l.contentsEntry(s, index, toc, in))
			}
			walk(s.Sections)
		}
	}
	walk(l.doc.Sections)
	if root != nil {
		l.flow.breakPage()
		l.flow.section = ""
	}
}

func (l *layouter) contentsHead(sect *elem, in area) {
	h := headingSettings[0]
	e := l.tags.block(sect, "H1")
	l.flow.section = contentsName
	pieces := l.paragraph([]span{{text: contentsName, style: h.style, elem: e}}, h.setting, in)
	rule := piece{height: h.after, keep: true,
		marks: []mark{{kind: fillMark, x: in.x, y: 5 * point, w: in.width, h: 900, style: style{color: navy}}}}
	l.flow.add(append(pieces, rule))
}

// contentsEntry sets the line of a section: number, title, leader and page.
func (l *layouter) contentsEntry(s *report.Section, index int, toc *elem, in area) []piece {
	set, before, indent, numberWidth := contentsOne, 9*point, length(0), 30*point
	if s.Level > 1 {
		set, before, indent, numberWidth = contentsTwo, 1500, 30*point, 40*point
	}
	item := l.tags.block(toc, "TOCI")
	where := &link{says: headingText(s), heading: index + 1}
	e := l.tags.block(l.tags.block(item, "Reference"), "Link")
	number := trim(s.Number)
	text := trim(s.Title)
	column := in.inset(indent, 34*point)
	if number != "" {
		w := l.faces.word(set.face, number+" ")
		numberWidth = max(numberWidth, emToLength(w.width, set.size)+4*point)
		if text != "" {
			column = column.inset(numberWidth, 0)
		}
	}
	if text == "" {
		text, number = number, ""
	}
	// The space at the end keeps title and page number apart in copied text.
	pieces := l.paragraph([]span{{text: text + " ", style: set.style, elem: e}}, set, column)
	baseline := (set.leading-set.size)/2 + set.size*79/100
	if number != "" {
		w := l.faces.word(set.face, number+" ")
		pieces[0].marks = append([]mark{{kind: textMark, x: in.x + indent, y: baseline, style: set.style, words: []*word{w}, elem: e}}, pieces[0].marks...)
	}
	last := &pieces[len(pieces)-1]
	var end length
	for _, m := range last.marks {
		width := length(0)
		for _, w := range m.words {
			width += emToLength(w.width, m.size)
		}
		end = max(end, m.x+width)
	}
	right := in.x + in.width
	dot := l.faces.word(leaderStyle.face, ". ")
	pitch := emToLength(dot.width, leaderStyle.size)
	if count := (right - 26*point - end - 4*point) / pitch; count > 0 {
		leader := mark{kind: textMark, x: right - 26*point - count*pitch, y: baseline, style: leaderStyle}
		leader.words = []*word{l.faces.word(leaderStyle.face, strings.Repeat(". ", int(count)))}
		last.marks = append(last.marks, leader)
	}
	last.marks = append(last.marks, mark{kind: textMark, x: right, y: baseline, style: set.style, elem: e,
		late: func() string { return strconv.Itoa(l.headings[index].page.number) }})
	for i := range pieces {
		pieces[i].keep = i < len(pieces)-1
		pieces[i].links = append(pieces[i].links, linkArea{link: where, elem: e,
			x: in.x + indent, y: 0, w: in.width - indent, h: set.leading})
	}
	pieces[0].before = before
	return pieces
}
