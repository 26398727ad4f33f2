package html_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/html"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

var (
	tagForm  = regexp.MustCompile(`^<(/?[a-zA-Z][a-zA-Z0-9]*)((?: [a-zA-Z][a-zA-Z0-9:-]*="[^"<>]*")*)/?>$`)
	attrForm = regexp.MustCompile(` ([a-zA-Z][a-zA-Z0-9:-]*)="([^"<>]*)"`)
	tags     = regexp.MustCompile(`<[^>]*>?`)
)

// The tags and attributes that this writer makes. Anything else came from
// data.
var (
	allowedTags  = words("html head meta title style body a nav main header footer section div span p h1 h2 h3 h4 h5 ol ul li dl dt dd table caption colgroup col thead tbody tr th td figure figcaption svg defs pattern desc rect line text strong em code pre blockquote")
	allowedAttrs = words("lang charset http-equiv content name class href id role aria-label aria-labelledby aria-describedby aria-hidden focusable tabindex scope colspan data-label data-record title rel viewBox width height x y x1 x2 y1 y2 fill fill-opacity stroke stroke-width font-size font-weight letter-spacing text-anchor patternUnits patternTransform xml:space")
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// skeleton returns the tags of a page in order, without the values of
// attributes, and fails on anything that this writer does not make.
func skeleton(t testing.TB, page []byte) []string {
	t.Helper()
	rest, ok := bytes.CutPrefix(page, []byte("<!DOCTYPE html>\n"))
	if !ok {
		t.Fatal("the page has no doctype")
	}
	from, to := bytes.Index(rest, []byte("<style>")), bytes.Index(rest, []byte("</style>"))
	rest = slices.Concat(rest[:from], rest[to+len("</style>"):])
	var list []string
	for _, tag := range tags.FindAll(rest, -1) {
		m := tagForm.FindSubmatch(tag)
		if m == nil {
			t.Fatalf("not a tag of this writer: %q", tag)
		}
		name := strings.TrimPrefix(string(m[1]), "/")
		if !allowedTags[name] {
			t.Fatalf("a tag that this writer does not make: %q", tag)
		}
		entry := string(m[1])
		for _, a := range attrForm.FindAllSubmatch(m[2], -1) {
			if !allowedAttrs[string(a[1])] {
				t.Fatalf("an attribute that this writer does not make: %q", tag)
			}
			if v := string(a[2]); string(a[1]) == "href" && !strings.HasPrefix(v, "#") && !strings.HasPrefix(strings.ToLower(v), "https://") && !strings.HasPrefix(strings.ToLower(v), "mailto:") {
				t.Fatalf("a link that may not be written: %q", tag)
			}
			entry += " " + string(a[1])
		}
		list = append(list, entry)
	}
	if text := tags.ReplaceAll(rest, nil); bytes.ContainsAny(text, `<>"'`) {
		t.Fatal("text with a character that should have been escaped")
	}
	return list
}

// Whatever stands in the data, the page has the same tags and attributes:
// data is never markup.
func TestNoDataBecomesMarkup(t *testing.T) {
	for _, payload := range []string{
		`"><script>alert(1)</script>`, `' onmouseover='alert(1)`, `</title></style></svg></table><img src=x onerror=alert(1)>`,
		`<!--`, `]]>`, `&lt;b&gt;`, `&#x3c;script&#x3e;`, "\x00<\x01>\u2028", `javascript:alert(1)`, "<\xff>", "＜script＞",
	} {
		hostile, plain := reporttest.Brief(), reporttest.Brief()
		appendToText(reflect.ValueOf(hostile).Elem(), "", payload)
		appendToText(reflect.ValueOf(plain).Elem(), "", "zzz")
		// Markdown is read as Markdown: there a payload may well be a
		// paragraph of another kind, so it is held to the allowed tags only.
		hostile.Description, hostile.Assertion = plain.Description, plain.Assertion
		a, b := skeleton(t, page(t, hostile)), skeleton(t, page(t, plain))
		if !slices.Equal(a, b) {
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Errorf("%q changes the page at tag %d: %q, want %q", payload, i, a[i], b[i])
					break
				}
			}
			t.Errorf("%q changes the page: %d tags, want %d", payload, len(a), len(b))
		}
		in := reporttest.Brief()
		in.Assertion = "Text " + payload + "\n\n" + payload + "\n\n[x](" + payload + ")\n"
		skeleton(t, page(t, in))
	}
}

func page(t testing.TB, ex *soc.Examination) []byte {
	t.Helper()
	doc, err := report.Build(ex)
	if err != nil {
		t.Fatal(err)
	}
	return render(t, doc)
}

// appendToText appends a payload to every text of a value, except those that
// Build reads as a word of the field: kinds, criteria, the time zone.
func appendToText(v reflect.Value, field, payload string) {
	switch v.Kind() {
	case reflect.String:
		switch field {
		case "TimeZone", "Criterion", "Criteria", "At", "Method", "Earliest", "Latest":
		default:
			if v.Type() == reflect.TypeFor[string]() {
				v.SetString(v.String() + payload)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			appendToText(v.Elem(), field, payload)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; v.Type().Field(i).IsExported() {
				appendToText(v.Field(i), name, payload)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			appendToText(v.Index(i), field, payload)
		}
	}
}

// The page is well formed: every tag is closed where it must be.
func TestWellFormed(t *testing.T) {
	d := xml.NewDecoder(bytes.NewReader(page(t, reporttest.Examination())))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta", "col"}, xml.HTMLEntity
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// FuzzHTML puts a text into every place of a document that holds data.
func FuzzHTML(f *testing.F) {
	for _, s := range []string{"", "a", `"><script>`, "'", "<!--", "&", "https://x/\"onclick=", "HTTPS://x", "javascript:1", "\x00\xff", "mailto:<x>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		doc := &report.Document{Title: s, Subject: s, Author: s, Language: s, Watermarks: []string{s}, Footer: s,
			Cover: report.Cover{Kicker: s, Title: s, Subtitle: []string{s}, Firm: s, Notice: []string{s}}}
		p := &report.Paragraph{Spans: []report.Span{{Text: s, Bold: true, Italic: true, Code: true, Link: s, Record: s}}}
		blocks := []report.Block{
			p, &report.List{Items: [][]report.Block{{p}}}, &report.Notice{Title: s, Blocks: []report.Block{p}},
			&report.KeyValues{Pairs: []report.Pair{{Key: s, Value: p.Spans}}},
			&report.Table{Caption: s, Columns: []report.Column{{Title: s, Weight: 1}}, Rows: []report.Row{{Cells: []report.Cell{{Blocks: []report.Block{p}}}}, {Head: true, Cells: []report.Cell{{Blocks: []report.Block{p}}}}}},
			&report.Figure{Caption: s, Alt: s, Drawing: report.Drawing{Width: 1, Height: 1, Shapes: []report.Shape{{Kind: report.Label, Text: s}}}},
		}
		doc.Sections = []*report.Section{{ID: s, Number: s, Title: s, Level: 1, Blocks: blocks, Sections: []*report.Section{{ID: s, Title: s, Level: 2}}}}
		var b bytes.Buffer
		if err := html.Write(&b, doc); err != nil {
			t.Fatal(err)
		}
		skeleton(t, b.Bytes())
	})
}
