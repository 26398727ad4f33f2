package pdf

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// outline writes the bookmarks of levels 1 to 3 and returns their root, or 0
// when there are none.
func (l *layouter) outline(f *file) ref {
	type item struct {
		heading *heading
		self    ref
		kids    []*item
	}
	root := &item{self: f.reserve()}
	path := []*item{root}
	for i := range l.headings {
		h := &l.headings[i]
		if h.depth > 3 {
			continue
		}
		path = path[:min(h.depth, len(path))]
		it := &item{heading: h, self: f.reserve()}
		parent := path[len(path)-1]
		parent.kids = append(parent.kids, it)
		path = append(path, it)
	}
	if len(root.kids) == 0 {
		f.set(root.self, []byte("null"))
		return 0
	}
	var write func(it *item)
	write = func(it *item) {
		for i, k := range it.kids {
			var b strings.Builder
			fmt.Fprintf(&b, "<</Title%s/Parent %s/Dest%s", textString(metaText(headingText(k.heading.section))), it.self, destination(k.heading))
			if i > 0 {
				fmt.Fprintf(&b, "/Prev %s", it.kids[i-1].self)
			}
			if i < len(it.kids)-1 {
				fmt.Fprintf(&b, "/Next %s", it.kids[i+1].self)
			}
			if n := len(k.kids); n > 0 { // closed: the count is negative
				fmt.Fprintf(&b, "/First %s/Last %s/Count %d", k.kids[0].self, k.kids[n-1].self, -n)
			}
			b.WriteString(">>")
			f.set(k.self, []byte(b.String()))
			write(k)
		}
	}
	write(root)
	n := len(root.kids)
	f.set(root.self, fmt.Appendf(nil, "<</Type/Outlines/First %s/Last %s/Count %d>>", root.kids[0].self, root.kids[n-1].self, n))
	return root.self
}

// destination is the place of a heading, a little above it.
func destination(h *heading) string {
	top := min(h.page.height, h.page.height-h.y+12*point)
	return fmt.Sprintf("[%s/XYZ %s %s null]", h.page.object, appendLength(nil, 0), appendLength(nil, top))
}

// names writes the tree of named destinations, one for each section with an
// id, or returns 0.
func (l *layouter) names(f *file) ref {
	var named []*heading
	for i := range l.headings {
		if l.headings[i].section.ID != "" {
			named = append(named, &l.headings[i])
		}
	}
	if len(named) == 0 {
		return 0
	}
	slices.SortFunc(named, func(a, b *heading) int { return strings.Compare(a.section.ID, b.section.ID) })
	var b strings.Builder
	b.WriteString("<</Names[")
	for _, h := range named {
		b.WriteString(byteString(h.section.ID) + destination(h))
	}
	b.WriteString("]>>")
	return f.add("<</Dests %s>>", f.add("%s", b.String()))
}

// byteString writes a name as bytes.
func byteString(s string) string { return "<" + strings.ToUpper(hex.EncodeToString([]byte(s))) + ">" }

// structure writes the structure tree and returns its root. annotated are the
// elements of the annotations, in their order.
func (l *layouter) structure(f *file, pages []*page, annotated []*elem) ref {
	root := f.reserve()
	w := &written{f: f}
	w.number(l.tags.root)
	w.write(l.tags.root, root)
	var nums strings.Builder
	for key, p := range pages {
		fmt.Fprintf(&nums, "%d[", key)
		for _, e := range p.content {
			fmt.Fprintf(&nums, "%s ", e.object)
		}
		nums.WriteByte(']')
	}
	for i, e := range annotated {
		fmt.Fprintf(&nums, "%d %s ", len(pages)+i, e.object)
	}
	tree := f.add("<</Nums[%s]>>", nums.String())
	ids := ""
	if len(w.ids) > 0 {
		slices.SortFunc(w.ids, func(a, b idEntry) int { return strings.Compare(a.id, b.id) })
		var b strings.Builder
		for _, e := range w.ids {
			b.WriteString(textString(e.id) + e.elem.String())
		}
		ids = fmt.Sprintf("/IDTree<</Names[%s]>>", b.String())
	}
	f.set(root, fmt.Appendf(nil, "<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d%s>>", l.tags.root.object, tree, len(pages)+len(annotated), ids))
	return root
}
