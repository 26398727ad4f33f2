package pdf

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/report"
)

func lay(t testing.TB, doc *report.Document) *layouter {
	t.Helper()
	l, err := layOut(doc)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func (m *mark) width() length {
	var w length
	for _, word := range m.words {
		w += emToLength(word.width, m.size)
	}
	return w
}

// inside sees to it that nothing is set outside of the page's column.
func inside(t interface {
	Helper()
	Errorf(string, ...any)
}, l *layouter) {
	t.Helper()
	for i, p := range l.flow.pages {
		for _, m := range append(append([]mark(nil), p.under...), p.marks...) {
			if m.late != nil {
				continue
			}
			left, right, bottom := m.x, m.x+max(m.w, 0)+m.width(), m.y+max(m.h, 0)
			if m.kind == textMark { // but for the space at the end of a line
				right -= 4 * point
			}
			if left < p.side || right > p.width-p.side+point || bottom > p.height-marginBottom+bleed || m.y < marginTop-bleed {
				t.Errorf("page %d: mark %d at %d,%d to %d,%d is outside", i+1, m.kind, left, m.y, right, bottom)
			}
		}
	}
}

func TestNothingOutsideTheColumn(t *testing.T) {
	inside(t, lay(t, sample()))
	inside(t, lay(t, long()))
}

func filler(n int) []report.Block {
	var out []report.Block
	for i := range n {
		out = append(out, para(tx(fmt.Sprintf("Filler %d.", i))))
	}
	return out
}

// Wherever on the page a heading comes, text stands below it on that page; and
// no line of a paragraph stands alone on a page.
func TestHeadingsAndLines(t *testing.T) {
	text := strings.Repeat("A sentence of a paragraph of some lines. ", 14)
	for n := range 45 {
		body := append(filler(n), para(tx(text)))
		doc := &report.Document{Sections: []*report.Section{{Title: "One", Level: 1, Blocks: body, Sections: []*report.Section{
			{Title: "Two", Level: 2, Sections: []*report.Section{{Title: "Three", Level: 3, Blocks: blocks(styled(report.SubHeading, "A line above"), para(tx(text)))}}},
		}}}}
		l := lay(t, doc)
		for _, h := range l.headings {
			lowest := length(0)
			for _, m := range h.page.marks {
				if m.elem != nil && m.elem.tag == "P" {
					lowest = max(lowest, m.y)
				}
			}
			if lowest <= h.y {
				t.Errorf("%d: nothing below heading %q on its page", n, h.section.Title)
			}
		}
		lines := map[*elem]map[*page]int{}
		for _, p := range l.flow.pages {
			for _, m := range p.marks {
				if m.elem != nil && m.elem.tag == "P" {
					if lines[m.elem] == nil {
						lines[m.elem] = map[*page]int{}
					}
					lines[m.elem][p]++
				}
			}
		}
		for _, at := range lines {
			for _, count := range at {
				if len(at) > 1 && count < 2 {
					t.Errorf("%d: a line stands alone", n)
				}
			}
		}
	}
}

func TestTableHeadOnEveryPage(t *testing.T) {
	doc := &report.Document{Sections: []*report.Section{testsSection(40)}}
	l := lay(t, doc)
	tables := 0
	for i, p := range l.flow.pages {
		heads, rows := 0, 0
		for _, m := range p.marks {
			for _, w := range m.words {
				if len(w.runs) > 0 && m.style.face == sansBold && shownAs(w) == "Control" && m.y < marginTop+120*point {
					heads++
				}
			}
			if m.elem != nil && m.elem.tag == "TD" {
				rows++
			}
		}
		if rows > 0 {
			tables++
			if heads == 0 {
				t.Errorf("page %d has rows and no table head", i+1)
			}
		}
	}
	if tables < 5 {
		t.Errorf("the table is on %d pages only", tables)
	}
	root := extract(t, read(t, render(t, doc)))
	if heads := root.find("THead"); len(heads) != 1 || len(heads[0].find("TH")) != 4 {
		t.Errorf("%d table heads in the structure", len(heads))
	}
	for _, tr := range root.find("TBody")[0].kids {
		if n := len(tr.kids); tr.tag != "TR" || n != 4 && !strings.Contains(tr.kids[0].dict, "/ColSpan 4") {
			t.Errorf("a row of the body is a %s of %d cells", tr.tag, n)
		}
	}
}

func shownAs(w *word) string {
	var b strings.Builder
	for _, r := range w.runs {
		for _, g := range r.glyphs {
			b.WriteString(g.text)
		}
	}
	return b.String()
}

// A row is on one page when a page can hold it, and a group's row stands on
// the page of the next one.
func TestRowsKeptTogether(t *testing.T) {
	for n := range 24 {
		section := testsSection(16)
		section.Blocks = append(filler(n), section.Blocks...)
		l := lay(t, &report.Document{Sections: []*report.Section{section}})
		on := map[*elem]*page{}
		var body *elem
		for _, p := range l.flow.pages {
			for _, m := range p.marks {
				for e := m.elem; e != nil; e = e.parent {
					if e.tag == "TR" {
						if on[e] != nil && on[e] != p {
							t.Fatal("a row is on two pages")
						}
						on[e] = p
					}
					if e.tag == "TBody" {
						body = e
					}
				}
			}
		}
		if len(body.kids) != 20 {
			t.Fatalf("%d rows", len(body.kids))
		}
		for i, k := range body.kids {
			if len(k.elem.kids) == 1 && on[k.elem] != on[body.kids[i+1].elem] {
				t.Errorf("%d: a group's row is not on the page of its first row", n)
			}
		}
	}
}

func TestContentsNumbers(t *testing.T) {
	doc := sample()
	l := lay(t, doc)
	got := extract(t, read(t, render(t, doc))).find("TOCI")
	n := 0
	for _, h := range l.headings {
		if h.section.Level > 2 {
			continue
		}
		number := 0
		for i, p := range l.flow.pages {
			if p == h.page {
				number = i + 1
			}
		}
		want := strings.Join(strings.Fields(headingText(h.section)), " ") + " " + fmt.Sprint(number)
		if text := strings.Join(strings.Fields(got[n].all()), " "); text != want {
			t.Errorf("the contents say %q, not %q", text, want)
		}
		n++
	}
	if n != len(got) {
		t.Errorf("%d entries for %d sections", len(got), n)
	}
}

func TestLandscape(t *testing.T) {
	l := lay(t, &report.Document{Sections: []*report.Section{
		{Title: "A", Level: 1, Blocks: filler(1)},
		{Title: "B", Level: 1, Landscape: true, Blocks: filler(80), Sections: []*report.Section{{Title: "C", Level: 2, NewPage: true, Blocks: filler(1)}}},
		{Title: "D", Level: 1, Blocks: filler(1)},
	}})
	for _, h := range l.headings {
		wide := h.section.Title == "B" || h.section.Title == "C"
		if (h.page.width > h.page.height) != wide {
			t.Errorf("section %s is on a page of %d by %d", h.section.Title, h.page.width, h.page.height)
		}
	}
}

func TestShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		width := rapid.Int64Range(30_000, 700_000).Draw(t, "width")
		weights := rapid.SliceOfN(rapid.IntRange(1, 9), n, n).Draw(t, "weights")
		need := rapid.SliceOfN(rapid.Int64Range(0, 2*width/int64(n)), n, n).Draw(t, "need")
		var sum, wanted length
		got := share(width, weights, need)
		for i, w := range got {
			sum += w
			wanted += need[i]
		}
		if sum != width {
			t.Fatalf("%v adds up to %d, not %d", got, sum, width)
		}
		for i, w := range got {
			if wanted <= width && w < need[i]-int64(n) {
				t.Fatalf("column %d has %d and needs %d", i, w, need[i])
			}
		}
	})
}
