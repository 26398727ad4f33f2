package pdf

import (
	"fmt"
	"strings"
)

// elem is an element of the structure tree, which says what the marks on the
// pages are: headings, paragraphs, tables (ISO 32000-1, 14.7 and 14.8).
type elem struct {
	tag          string
	parent       *elem
	attached     bool
	oneParagraph bool // a cell whose text needs no P inside it
	kids         []kid
	alt, id      string
	attributes   string // a PDF dictionary or array, as written
	object       ref
}

// kid is an element, marked content of a page, or an annotation of a page.
type kid struct {
	elem       *elem
	page       *page
	content    int // marked-content id when elem and annotation are not set
	annotation ref
}

// tags makes the structure tree.
type tags struct {
	root  *elem
	notes int
}

func newTags() *tags {
	return &tags{root: &elem{tag: "Document", attached: true}}
}

// block adds an element that holds other elements or the text of a block.
// Blocks are added in reading order.
func (t *tags) block(parent *elem, tag string) *elem {
	e := &elem{tag: tag, parent: parent, attached: true}
	parent.kids = append(parent.kids, kid{elem: e})
	return e
}

// inline makes an element within a line. It takes its place among its
// parent's kids when its first mark is painted.
func (t *tags) inline(parent *elem, tag string) *elem { return &elem{tag: tag, parent: parent} }

// note adds a Note, which needs an id that is unique in the document.
func (t *tags) note(parent *elem) *elem {
	e := t.block(parent, "Note")
	t.notes++
	e.id = fmt.Sprintf("note-%d", t.notes)
	return e
}

// attach puts an element into the tree if it is not there yet.
func (e *elem) attach() {
	if e.attached {
		return
	}
	e.attached = true
	e.parent.attach()
	e.parent.kids = append(e.parent.kids, kid{elem: e})
}

// written is the tree as numbered objects, in reading order.
type written struct {
	f   *file
	ids []idEntry
}

type idEntry struct {
	id   string
	elem ref
}

// number gives the elements numbers, in reading order.
func (w *written) number(e *elem) {
	e.object = w.f.reserve()
	if e.id != "" {
		w.ids = append(w.ids, idEntry{e.id, e.object})
	}
	for _, k := range e.kids {
		if k.elem != nil {
			w.number(k.elem)
		}
	}
}

// write writes an element and what is below it.
func (w *written) write(e *elem, parent ref) {
	var b strings.Builder
	fmt.Fprintf(&b, "<</S/%s/P %s", e.tag, parent)
	if e.alt != "" {
		b.WriteString("/Alt" + textString(e.alt))
	}
	if e.id != "" {
		b.WriteString("/ID" + textString(e.id))
	}
	if e.attributes != "" {
		b.WriteString("/A" + e.attributes)
	}
	var home *page
	for _, k := range e.kids {
		if k.page != nil {
			home = k.page
			fmt.Fprintf(&b, "/Pg %s", home.object)
			break
		}
	}
	if len(e.kids) > 0 {
		b.WriteString("/K ")
		if len(e.kids) > 1 {
			b.WriteByte('[')
		}
		for i, k := range e.kids {
			if i > 0 {
				b.WriteByte(' ')
			}
			switch {
			case k.elem != nil:
				b.WriteString(k.elem.object.String())
			case k.annotation != 0:
				fmt.Fprintf(&b, "<</Type/OBJR/Pg %s/Obj %s>>", k.page.object, k.annotation)
			case k.page == home:
				fmt.Fprintf(&b, "%d", k.content)
			default:
				fmt.Fprintf(&b, "<</Type/MCR/Pg %s/MCID %d>>", k.page.object, k.content)
			}
		}
		if len(e.kids) > 1 {
			b.WriteByte(']')
		}
	}
	b.WriteString(">>")
	w.f.set(e.object, []byte(b.String()))
	for _, k := range e.kids {
		if k.elem != nil {
			w.write(k.elem, e.object)
		}
	}
}
