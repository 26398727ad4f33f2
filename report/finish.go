package report

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
	f := finisher{ids}
	for _, s := range []*string{&doc.Title, &doc.Subject, &doc.Author, &doc.Footer, &doc.Cover.Kicker, &doc.Cover.Title, &doc.Cover.Firm} {
		*s = visible(*s)
	}
	f.lines(doc.Cover.Subtitle)
	f.lines(doc.Cover.Notice)
	f.sections(doc.Sections)
}

type finisher struct{ ids map[string]bool }

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
			for _, r := range b.Rows {
				for _, c := range r.Cells {
					f.blocks(c.Blocks)
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
		s.Text = visible(s.Text)
		if s.Link != "" && !external(s.Link) && !f.ids[s.Link] {
			s.Link = ""
		}
	}
}
