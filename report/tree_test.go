package report_test

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/tickmark-audit/tickmark/report"
)

var anchorForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// checkTree holds a document to what the writers may rely on.
func checkTree(t errorer, doc *report.Document) {
	t.Helper()
	c := treeChecker{t: t, ids: map[string]bool{}}
	c.collect(doc.Sections, 0)
	c.sections(doc.Sections)
	if draft := len(doc.Watermarks) > 0 && doc.Watermarks[0] == "DRAFT"; draft != doc.Facts.Summary.Draft {
		t.Errorf("the document is not marked as a draft: %q", doc.Watermarks)
	}
}

// errorer is what checkTree needs of a test; a rapid test has it too.
type errorer interface {
	Helper()
	Errorf(format string, args ...any)
}

type treeChecker struct {
	t   errorer
	ids map[string]bool
}

func (c treeChecker) collect(list []*report.Section, above int) {
	for _, s := range list {
		if c.ids[s.ID] {
			c.t.Errorf("section id %q occurs twice", s.ID)
		}
		if !anchorForm.MatchString(s.ID) {
			c.t.Errorf("section id %q is no anchor", s.ID)
		}
		c.ids[s.ID] = true
		if s.Level <= above || s.Level > 4 {
			c.t.Errorf("section %s has level %d below level %d", s.ID, s.Level, above)
		}
		if s.Landscape && s.Level != 1 {
			c.t.Errorf("section %s lies on its side at level %d", s.ID, s.Level)
		}
		if s.Title == "" {
			c.t.Errorf("section %s has no title", s.ID)
		}
		c.collect(s.Sections, s.Level)
	}
}

func (c treeChecker) sections(list []*report.Section) {
	for _, s := range list {
		c.blocks(s.ID, s.Blocks, false)
		c.sections(s.Sections)
	}
}

func (c treeChecker) blocks(where string, list []report.Block, inCell bool) {
	for _, b := range list {
		switch b := b.(type) {
		case *report.Paragraph:
			c.spans(where, b.Spans)
		case *report.List:
			for _, item := range b.Items {
				c.blocks(where, item, inCell)
			}
		case *report.Table:
			if inCell {
				c.t.Errorf("%s: a table in a cell", where)
			}
			if len(b.Columns) == 0 {
				c.t.Errorf("%s: a table without columns", where)
			}
			for i, r := range b.Rows {
				if !r.Head && len(r.Cells) != len(b.Columns) {
					c.t.Errorf("%s: row %d of %q has %d cells for %d columns", where, i, b.Caption, len(r.Cells), len(b.Columns))
				}
				for _, cell := range r.Cells {
					c.blocks(where, cell.Blocks, true)
				}
			}
		case *report.Notice:
			c.blocks(where, b.Blocks, inCell)
		case *report.KeyValues:
			for _, p := range b.Pairs {
				c.spans(where, p.Value)
			}
		case *report.Figure:
			c.figure(where, b)
		default:
			c.t.Errorf("%s: a block of type %T", where, b)
		}
	}
}

func (c treeChecker) spans(where string, list []report.Span) {
	for _, s := range list {
		if s.Link != "" && !c.ids[s.Link] && !strings.HasPrefix(s.Link, "https://") && !strings.HasPrefix(s.Link, "mailto:") {
			c.t.Errorf("%s: a link to %q, which is not there", where, s.Link)
		}
		for _, r := range s.Text {
			if r < ' ' && r != '\n' {
				c.t.Errorf("%s: text with a control character: %q", where, s.Text)
			}
		}
	}
}

func (c treeChecker) figure(where string, f *report.Figure) {
	if f.Alt == "" || f.Caption == "" {
		c.t.Errorf("%s: a figure without caption or text", where)
	}
	c.labels(where, f)
	for _, s := range f.Drawing.Shapes {
		if s.X < 0 || s.Y < 0 || s.X > f.Drawing.Width || s.Y > f.Drawing.Height {
			c.t.Errorf("%s: a shape outside the drawing: %+v", where, s)
		}
		if s.Kind == report.Rectangle && (s.W < 0 || s.H < 0 || s.X+s.W > f.Drawing.Width || s.Y+s.H > f.Drawing.Height) {
			c.t.Errorf("%s: a rectangle outside the drawing: %+v", where, s)
		}
		if s.Kind == report.Label && s.Size < 7_000 {
			c.t.Errorf("%s: a label too small to read: %+v", where, s)
		}
	}
}

// labels on one line do not run into each other, nor out of the drawing.
func (c treeChecker) labels(where string, f *report.Figure) {
	type place struct{ from, to int }
	lines := map[int][]place{}
	for _, s := range f.Drawing.Shapes {
		if s.Kind != report.Label {
			continue
		}
		w := utf8.RuneCountInString(s.Text) * s.Size / 2
		p := place{s.X, s.X + w}
		switch s.Align {
		case report.Right:
			p = place{s.X - w, s.X}
		case report.Center:
			p = place{s.X - w/2, s.X + w/2}
		}
		if p.from < 0 || p.to > f.Drawing.Width {
			c.t.Errorf("%s: the label %q runs out of the drawing", where, s.Text)
		}
		for _, other := range lines[s.Y] {
			if p.from < other.to && other.from < p.to {
				c.t.Errorf("%s: the label %q runs into another", where, s.Text)
			}
		}
		lines[s.Y] = append(lines[s.Y], p)
	}
}

// section finds a section by its id.
func section(list []*report.Section, id string) *report.Section {
	for _, s := range list {
		if s.ID == id {
			return s
		}
		if found := section(s.Sections, id); found != nil {
			return found
		}
	}
	return nil
}
