package pdf

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/tickmark-audit/tickmark/report"
)

// Write writes doc to w as a tagged PDF 1.7. The same document gives the same
// bytes. Nothing is written when the document can't be set, as when a link
// leads nowhere; the error then names every such place. An error of w is
// returned as it is.
//
// A character that no embedded font has is shown as a white square and can
// still be searched and copied.
func Write(w io.Writer, doc *report.Document) error { return write(w, doc, "") }

func write(w io.Writer, doc *report.Document, claims string) error {
	l, err := layOut(doc)
	if err != nil {
		return err
	}
	return l.assemble(w, claims)
}

// layOut sets the document on pages.
func layOut(doc *report.Document) (*layouter, error) {
	if err := checkDocument(doc); err != nil {
		return nil, err
	}
	faces, err := newTypefaces()
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	l := &layouter{doc: doc, faces: faces, tags: newTags()}
	l.flow = &flow{l: l}
	l.cover()
	l.contents()
	l.sections(doc.Sections, l.tags.root, 1)
	l.flow.breakPage()
	if len(l.flow.pages) == 0 {
		l.flow.add([]piece{space(point, false)})
	}
	return l, nil
}

// assemble paints the pages and writes the file.
func (l *layouter) assemble(w io.Writer, claims string) error {
	f := newFile()
	pages := l.flow.pages
	catalog, tree := f.reserve(), f.reserve()
	for i, p := range pages {
		p.object, p.number = f.reserve(), i+1
	}
	resources := f.reserve()
	marks := l.watermarks(f)

	paint := &painter{faces: l.faces}
	var annotated []*elem // of each annotation, in order
	for i, p := range pages {
		content := f.addStream("", paint.paint(p, func(pt *painter) { l.chrome(pt, i+1, len(pages)) }), true)
		var annots strings.Builder
		for _, a := range p.links {
			r := l.annotation(f, p, a, len(pages)+len(annotated))
			a.elem.attach()
			a.elem.kids = append(a.elem.kids, kid{page: p, annotation: r})
			annotated = append(annotated, a.elem)
			fmt.Fprintf(&annots, "%s ", r)
		}
		list := ""
		if annots.Len() > 0 {
			list = "/Annots[" + annots.String() + "]"
		}
		f.set(p.object, fmt.Appendf(nil, "<</Type/Page/Parent %s/MediaBox[0 0 %s %s]/Resources %s/Contents %s/StructParents %d/Tabs/S%s>>",
			tree, appendLength(nil, p.width), appendLength(nil, p.height), resources, content, i, list))
	}
	var kids, fonts strings.Builder
	for _, p := range pages {
		fmt.Fprintf(&kids, "%s ", p.object)
	}
	f.set(tree, fmt.Appendf(nil, "<</Type/Pages/Kids[%s]/Count %d>>", &kids, len(pages)))
	for id, t := range l.faces.list {
		if t == nil || len(t.uses) == 1 {
			continue
		}
		if t.full {
			return errors.New("pdf: the document has more different characters than a font can number (65,535)")
		}
		fmt.Fprintf(&fonts, "/F%d %s", id, fontObject(f, t))
	}
	f.set(resources, fmt.Appendf(nil, "<</Font<<%s>>%s>>", &fonts, marks))

	root := l.structure(f, pages, annotated)
	l.catalog(f, catalog, tree, root, claims)
	return f.write(w, catalog, info(f, l.doc))
}

// annotation writes a link's annotation; key is its place in the parent tree.
func (l *layouter) annotation(f *file, p *page, a linkArea, key int) ref {
	var b strings.Builder
	b.WriteString("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[")
	for _, v := range []length{a.x, p.height - a.y - a.h, a.x + a.w, p.height - a.y} {
		b.Write(append(appendLength(nil, v), ' '))
	}
	fmt.Fprintf(&b, "]/P %s/StructParent %d/Contents%s", p.object, key, textString(metaText(a.says)))
	switch {
	case a.address != "":
		b.WriteString("/A<</S/URI/URI" + byteString(a.address) + ">>")
	case a.heading > 0:
		b.WriteString("/Dest" + destination(&l.headings[a.heading-1]))
	default:
		b.WriteString("/Dest" + byteString(a.anchor))
	}
	b.WriteString(">>")
	return f.add("%s", b.String())
}

// catalog writes the root of the file.
func (l *layouter) catalog(f *file, self, tree, structure ref, claims string) {
	metadata := f.addStream("/Type/Metadata/Subtype/XML", xmp(l.doc, claims), false)
	profile := f.addStream("/N 3", srgbProfile(), true)
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type/Catalog/Pages %s/StructTreeRoot %s/MarkInfo<</Marked true>>/Lang%s/Metadata %s", tree, structure, textString(languageOf(l.doc)), metadata)
	b.WriteString("/ViewerPreferences<</DisplayDocTitle true>>")
	fmt.Fprintf(&b, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile %s>>]", profile)
	b.WriteString("/PageLabels<</Nums[0<</S/D>>]>>")
	if outline := l.outline(f); outline != 0 {
		fmt.Fprintf(&b, "/Outlines %s/PageMode/UseOutlines", outline)
	}
	if names := l.names(f); names != 0 {
		fmt.Fprintf(&b, "/Names %s", names)
	}
	b.WriteString(">>")
	f.set(self, []byte(b.String()))
}
