package report

import "fmt"

// finish walks the whole tree once: it makes every text that came as data
// visible, and takes away a link to a section that is not there, so that no
// writer has to deal with either.
func finish(doc *Document) {
	ids := map[string]bool{}
	var collect func([]*Section)
	collect = func(list []*Section) {
		for _, s := range list {
			ids[s.ID] = true
			collect(s.Sections)
		}
	}
	collect(doc.Sections)
	f := finisher{ids: ids, longest: longestText}
	for _, s := range []*string{&doc.Title, &doc.Subject, &doc.Author, &doc.Footer, &doc.Cover.Kicker, &doc.Cover.Title, &doc.Cover.Firm} {
		*s = visible(*s)
	}
	f.lines(doc.Cover.Subtitle)
	f.lines(doc.Cover.Notice)
	f.sections(doc.Sections)
}

// No page is helped by a text without an end, such as a file that somebody
// pasted into a field. What is left out is said, and stands in the sealed
// record and in the report for programs.
const (
	longestText = 100_000 // runes of one span
	longestCell = 4_000   // the same in a table
)

type finisher struct {
	ids     map[string]bool
	longest int
}

// shortened cuts a text that is longer than most runes, and says by how much.
func shortened(s string, most int) string {
	if len(s) <= most {
		return s
	}
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + fmt.Sprintf("… (%s more characters are in the sealed record)", number(int64(len(runes)-most)))
}

func (f finisher) lines(list []string) {
	for i := range list {
		list[i] = visible(list[i])
	}
}

func (f finisher) sections(list []*Section) {
	for _, s := range list {
		s.Number, s.Title = visible(s.Number), visible(s.Title)
		f.blocks(s.Blocks)
		f.sections(s.Sections)
	}
}

func (f finisher) blocks(list []Block) {
	for _, b := range list {
		switch b := b.(type) {
		case *Paragraph:
			f.spans(b.Spans)
		case *List:
			for _, item := range b.Items {
				f.blocks(item)
			}
		case *Table:
			b.Caption = visible(b.Caption)
			for i := range b.Columns {
				b.Columns[i].Title = visible(b.Columns[i].Title)
			}
			inCells := finisher{f.ids, longestCell}
			for _, r := range b.Rows {
				for _, c := range r.Cells {
					inCells.blocks(c.Blocks)
				}
			}
		case *Notice:
			b.Title = visible(b.Title)
			f.blocks(b.Blocks)
		case *KeyValues:
			for i := range b.Pairs {
				b.Pairs[i].Key = visible(b.Pairs[i].Key)
				f.spans(b.Pairs[i].Value)
			}
		case *Figure:
			b.Caption, b.Alt = visible(b.Caption), visible(b.Alt)
			for i := range b.Drawing.Shapes {
				b.Drawing.Shapes[i].Text = visible(b.Drawing.Shapes[i].Text)
			}
		}
	}
}

func (f finisher) spans(list []Span) {
	for i := range list {
		s := &list[i]
		s.Text = visible(shortened(s.Text, f.longest))
		if s.Link != "" && !external(s.Link) && !f.ids[s.Link] {
			s.Link = ""
		}
	}
}
