package pdf

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/tickmark-audit/tickmark/report"
)

// producer names the program in the file's metadata. It has no version, so
// that a new version that sets the same pages gives the same file.
const producer = "Tickmark"

// languageOf is the document's, or American English.
func languageOf(doc *report.Document) string {
	if doc.Language == "" {
		return "en-US"
	}
	return doc.Language
}

// titleOf is the document's title; a viewer shows it in place of the file's
// name, so there always is one.
func titleOf(doc *report.Document) string {
	for _, s := range []string{doc.Title, doc.Cover.Title} {
		if trim(s) != "" {
			return metaText(s)
		}
	}
	return "Untitled"
}

// info writes the document information dictionary, which says the same as the
// XMP metadata.
func info(f *file, doc *report.Document) ref {
	var b strings.Builder
	b.WriteString("<</Title" + textString(titleOf(doc)))
	if doc.Author != "" {
		b.WriteString("/Author" + textString(metaText(doc.Author)))
	}
	if doc.Subject != "" {
		b.WriteString("/Subject" + textString(metaText(doc.Subject)))
	}
	b.WriteString("/Creator(" + producer + ")/Producer(" + producer + ")")
	if doc.Date != "" {
		date := "(D:" + strings.ReplaceAll(doc.Date, "-", "") + "000000Z)"
		b.WriteString("/CreationDate" + date + "/ModDate" + date)
	}
	b.WriteString(">>")
	return f.add("%s", b.String())
}

// metaText makes text fit for metadata: on one line, without what XML can't hold.
func metaText(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r&0xFFFE == 0xFFFE {
			return unicode.ReplacementChar
		}
		return r
	}, strings.TrimSpace(collapse(strings.ToValidUTF8(s, "\uFFFD"))))
}

// xmp is the metadata stream (ISO 16684-1). claims are further properties,
// which only the tests give: the file does not call itself PDF/A or PDF/UA.
func xmp(doc *report.Document, claims string) []byte {
	escape := func(s string) string {
		return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(metaText(s))
	}
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">` + "\n" +
		"<dc:format>application/pdf</dc:format>\n")
	alternative := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "<dc:%s><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:%s>\n", name, escape(text), name)
		}
	}
	alternative("title", titleOf(doc))
	alternative("description", doc.Subject)
	if doc.Author != "" {
		fmt.Fprintf(&b, "<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>\n", escape(doc.Author))
	}
	fmt.Fprintf(&b, "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n", escape(languageOf(doc)))
	fmt.Fprintf(&b, "<xmp:CreatorTool>%s</xmp:CreatorTool>\n<pdf:Producer>%s</pdf:Producer>\n", producer, producer)
	if doc.Date != "" {
		fmt.Fprintf(&b, "<xmp:CreateDate>%sT00:00:00Z</xmp:CreateDate>\n<xmp:ModifyDate>%sT00:00:00Z</xmp:ModifyDate>\n", doc.Date, doc.Date)
	}
	b.WriteString("</rdf:Description>\n" + claims + "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return []byte(b.String())
}
