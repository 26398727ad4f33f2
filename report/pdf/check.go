package pdf

import (
	"errors"
	"fmt"
	"time"

	"github.com/tickmark-audit/tickmark/report"
)

// check finds what can't be set as the tree says it: links that lead nowhere,
// cells without a column. It names all such places.
type check struct {
	ids    map[string]bool
	faults []error
	where  string
}

func (c *check) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("%s: %s", c.where, fmt.Sprintf(format, args...)))
}

func checkDocument(doc *report.Document) error {
	if doc == nil {
		return errors.New("pdf: no document")
	}
	c := &check{ids: map[string]bool{}, where: "document"}
	if doc.Date != "" {
		if _, err := time.Parse(time.DateOnly, doc.Date); err != nil {
			c.fault("date %q is not of the form 2006-01-02", doc.Date)
		}
	}
	c.collect(doc.Sections)
	c.sections(doc.Sections, 1)
	if len(c.faults) > 0 {
		return fmt.Errorf("pdf: the document can't be set: %w", errors.Join(c.faults...))
	}
	return nil
}

func (c *check) collect(list []*report.Section) {
	for _, s := range list {
		if s.ID != "" {
			if c.ids[s.ID] {
				c.where = "section " + headingText(s)
				c.fault("its id %q is another section's too", s.ID)
			}
			c.ids[s.ID] = true
		}
		c.collect(s.Sections)
	}
}

func (c *check) sections(list []*report.Section, depth int) {
	for _, s := range list {
		c.where = "section " + headingText(s)
		if s.Landscape && depth > 1 {
			c.fault("only a section of level 1 can be landscape")
		}
		c.blocks(s.Blocks)
		c.sections(s.Sections, depth+1)
	}
}

func (c *check) blocks(list []report.Block) {
	for _, b := range list {
		switch b := b.(type) {
		case *report.Paragraph:
			c.spans(b.Spans)
		case *report.List:
			for _, item := range b.Items {
				c.blocks(item)
			}
		case *report.Notice:
			c.blocks(b.Blocks)
		case *report.KeyValues:
			for _, p := range b.Pairs {
				c.spans(p.Value)
			}
		case *report.Figure:
			if b.Drawing.Width <= 0 || b.Drawing.Height <= 0 {
				c.fault("figure %q has no size", b.Caption)
			}
			if trim(b.Alt) == "" && trim(b.Caption) == "" {
				c.fault("a figure has neither a text that stands for it nor a caption")
			}
		case *report.Table:
			c.table(b)
		default:
			c.fault("a block of type %T", b)
		}
	}
}

func (c *check) table(t *report.Table) {
	if len(t.Columns) == 0 {
		c.fault("table %q has no columns", t.Caption)
	}
	for i, r := range t.Rows {
		most := len(t.Columns)
		if r.Head {
			most = 1
		}
		if len(r.Cells) > most {
			c.fault("table %q, row %d has %d cells for %d", t.Caption, i+1, len(r.Cells), most)
		}
		for _, cell := range r.Cells {
			c.cell(t, i, cell.Blocks)
			c.blocks(cell.Blocks)
		}
	}
}

// cell refuses what a cell can't hold.
func (c *check) cell(t *report.Table, row int, list []report.Block) {
	for _, b := range list {
		switch b := b.(type) {
		case *report.Paragraph:
		case *report.List:
			for _, item := range b.Items {
				c.cell(t, row, item)
			}
		default:
			c.fault("table %q, row %d: a cell holds paragraphs and lists, not %T", t.Caption, row+1, b)
		}
	}
}

func (c *check) spans(list []report.Span) {
	for _, s := range list {
		if s.Link != "" && !isAddress(s.Link) && !c.ids[s.Link] {
			c.fault("%q links to %q, which is no section's id and no https address", s.Text, s.Link)
		}
	}
}
