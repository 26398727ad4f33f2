package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// markdownSection builds a report with one section of description and returns
// the section and its text.
func markdownSection(t testing.TB, source string) (*report.Section, string) {
	t.Helper()
	ex := &soc.Examination{Engagement: reporttest.Examination().Engagement}
	ex.Description = []soc.DescriptionSection{{Criterion: "DC 1", Title: "T", Markdown: source, File: "a.md"}}
	doc, err := report.Build(ex)
	if err != nil {
		t.Fatal(err)
	}
	checkTree(t, doc)
	s := section(doc.Sections, "section-3-1")
	var b strings.Builder
	plainSections(&b, []*report.Section{s})
	return s, b.String()
}

func TestMarkdown(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"paragraph":         {"One *two* **three** `four`\nfive.", "One two three four five.\n"},
		"escapes":           {`1 \* 2 &amp; &lt;b&gt; &#65;`, "1 * 2 & <b> A\n"},
		"hard break":        {"One  \ntwo", "One\ntwo\n"},
		"list":              {"- one\n- two\n  1. three\n", "- one\n- two\n  1. three\n"},
		"html block":        {"<script>alert(1)</script>\n", "<script>alert(1)</script>\n"},
		"html inline":       {"a <b onclick=\"x\">b</b>", "a <b onclick=\"x\">b</b>\n"},
		"comment":           {"<!-- hidden -->\n", "<!-- hidden -->\n"},
		"picture":           {"![a map](https://example.com/x.png)", "[Picture not shown: a map (https://example.com/x.png). The report shows no pictures.]\n"},
		"https":             {"[x](https://example.com)", "x\n"},
		"http":              {"[x](http://example.com)", "x [link not kept: http://example.com]\n"},
		"javascript":        {"[x](javascript:alert%281%29)", "x [link not kept: javascript:alert%281%29]\n"},
		"javascript entity": {"[x](java&#115;cript:alert)", "x [link not kept: javascript:alert]\n"},
		"data":              {"[x](data:text/html,hi)", "x [link not kept: data:text/html,hi]\n"},
		"relative":          {"[x](../secret)", "x [link not kept: ../secret]\n"},
		"unknown anchor":    {"[x](#nowhere)", "x [link not kept: #nowhere]\n"},
		"autolink":          {"<https://example.com> <a@example.com>", "https://example.com a@example.com\n"},
		"code":              {"```sql\nSELECT 1\n  FROM x\n```", "SELECT 1\n  FROM x\n"},
		"quote":             {"> said", "said\n"},
		"table":             {"| a | b |\n|---|--:|\n| 1 | 2 |\n", "[] a | b\n| 1 | 2\n"},
		"short row":         {"| a | b |\n|---|---|\n| 1 |\n", "[] a | b\n| 1 | \n"},
		"table in a list":   {"- x\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n", "- x\n  a | b\n  1 | 2\n"},
		"direction":         {"pay \u202Eeert\u202C me\u200b", "pay [U+202E]eert[U+202C] me[U+200B]\n"},
		"not UTF-8":         {"a\xffb", "a[byte FF]b\n"},
		"nothing":           {"<!---->", "<!---->\n"},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := markdownSection(t, c.source)
			if diff := cmp.Diff("\n## DC 1 T\n"+c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Headings nest below the section, wherever they start and however they jump.
func TestMarkdownHeadings(t *testing.T) {
	_, got := markdownSection(t, "before\n\n# One\na\n### Two\nb\n## Three\nc\n#### Four\nd\n# Five\n")
	want := "\n## DC 1 T\nbefore\n\n### One\na\nTwo\nb\n\n#### Three\nc\nFour\nd\n\n### Five\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s, _ := markdownSection(t, "## First part\n\nSee [the second](#second-part).\n\n## Second part\n")
	p := s.Sections[0].Blocks[0].(*report.Paragraph)
	if p.Spans[1].Link != s.Sections[1].ID {
		t.Errorf("the link leads to %q, the heading is %q", p.Spans[1].Link, s.Sections[1].ID)
	}
}

// No text makes the reader fail or the tree unsound.
func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"", "# a\n\n## b", "| a |\n|---|\n| `b` |", "- a\n  - b\n\n> c", "![x](y)[z](#a)", "<b>x</b>\n\n<!-- y", "[a]: b\n\n[a]", "***\n\x00\xff", "1. a\n\n       b", "a\\\nb  \nc", "# #\n#\n###### x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		markdownSection(t, source)
	})
}
