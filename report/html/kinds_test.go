package html_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/html"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// Every kind of report, draft and final, is a page of this writer's tags; a
// final one that is no example has no watermark at all.
func TestEveryKind(t *testing.T) {
	for _, k := range []struct {
		kind soc.ReportKind
		typ  int
	}{{soc.SOC1, 1}, {soc.SOC1, 2}, {soc.SOC2, 1}, {soc.SOC2, 2}, {soc.SOC3, 2}} {
		skeleton(t, page(t, reporttest.Of(k.kind, k.typ)))
		ex := reporttest.Issue(reporttest.Of(k.kind, k.typ))
		if got := page(t, ex); !bytes.Contains(got, []byte("EXAMPLE")) || bytes.Contains(got, []byte("DRAFT")) {
			t.Errorf("%s %d: the marks of an example that was issued", k.kind, k.typ)
		}
		ex.Engagement.Example = false
		got := page(t, ex)
		skeleton(t, got)
		for _, word := range []string{"DRAFT", "EXAMPLE", "watermark-pattern\"/>"} {
			if bytes.Contains(got, []byte(word)) {
				t.Errorf("%s %d: the final page has %q", k.kind, k.typ, word)
			}
		}
	}
}

// Whatever stands in the records of a final report, it is never markup.
func TestNoRecordBecomesMarkup(t *testing.T) {
	basis := soc.BasisMatter{Criterion: "CC6.2", Control: "ACC-02", Text: "Accounts stayed open."}
	final := func(payload string) []string {
		ex := reporttest.Issue(reporttest.Of(soc.SOC2, 2), reporttest.Modified(soc.OperationPart, soc.Qualified, soc.Misstatement, basis))
		ex.Records.Emphasis = []soc.Signed[soc.EmphasisMatter]{{Record: soc.EmphasisMatter{ID: "EM-1", Title: "A matter", Text: "It was sold."}}}
		ex.Records.Assertions[0].Record.Title += payload
		ex.Records.Assertions[0].Record.Basis += payload
		for i := range ex.Records.Opinion {
			for k := range ex.Records.Opinion[i].Record.Basis {
				m := &ex.Records.Opinion[i].Record.Basis[k]
				m.Criterion, m.Control, m.Text = m.Criterion+payload, m.Control+payload, m.Text+payload
			}
		}
		appendToText(reflect.ValueOf(&ex.Records.Emphasis).Elem(), "", payload)
		appendToText(reflect.ValueOf(ex.Final).Elem(), "Kept", payload)
		appendToText(reflect.ValueOf(&ex.Engagement.System).Elem(), "", payload)
		doc, err := report.Build(ex)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := html.Write(&b, doc); err != nil {
			t.Fatal(err)
		}
		return skeleton(t, b.Bytes())
	}
	plain := final("zzz")
	for _, payload := range []string{`"><script>alert(1)</script>`, "</title><img src=x onerror=alert(1)>", "<!--", "&lt;b&gt;", "*a* **b** `c` [d](javascript:x) ![e](f)", "# x", "\n\n## x", "<https://x>"} {
		if got := final(payload); strings.Join(got, "\n") != strings.Join(plain, "\n") {
			t.Errorf("%q changes the page: %d tags, want %d", payload, len(got), len(plain))
		}
	}
}
