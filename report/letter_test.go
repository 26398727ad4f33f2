package report_test

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// Every letter for every kind of report, as a person gets it to edit.
func TestLettersGolden(t *testing.T) {
	for _, k := range everyKind {
		var all strings.Builder
		for _, letter := range report.Letters {
			text, err := report.WriteLetter(reporttest.Of(k.kind, k.typ), letter, report.LetterOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(text, "<no value>") || strings.Contains(text, "  ") || strings.Contains(text, " .") || strings.Contains(text, " ,") {
				t.Errorf("the %s letter of %s is not clean:\n%s", letter, k.file, text)
			}
			all.WriteString("=== " + string(letter) + "\n" + text + "\n")
		}
		golden(t, "testdata/"+k.file+"-letters.md", all.String())
	}
}

// The assertion that management starts from has every element that applies;
// only the places to fill in remain.
func TestAssertionLetterHasEveryElement(t *testing.T) {
	for _, k := range everyKind {
		ex := reporttest.Of(k.kind, k.typ)
		text := assertion(t, ex)
		faults, err := report.CheckAssertion(ex, text)
		if err != nil {
			t.Fatal(err)
		}
		if len(faults) > 0 {
			t.Errorf("%s: %q\n%s", k.file, faults, text)
		}
		faults, err = report.CheckAssertion(ex, text+"\n[name, title]")
		if err != nil || len(faults) != 1 || !strings.Contains(faults[0].Missing, "a place to be filled in") {
			t.Errorf("%s: %v %v", k.file, faults, err)
		}
	}
}

// assertion is the assertion of the template with its places filled in.
func assertion(t testing.TB, ex *soc.Examination) string {
	t.Helper()
	text, err := report.WriteLetter(ex, report.AssertionLetter, report.LetterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("[name, title]", "the Chief Operating Officer", "[date]", "July 20, 2026").Replace(text)
}

func TestBridgeLetter(t *testing.T) {
	ex := reporttest.Of(soc.SOC1, 2)
	write := func(to string) string {
		opt := report.LetterOptions{}
		if to != "" {
			opt.BridgeTo = reporttest.Day(to)
		}
		text, err := report.WriteLetter(ex, report.BridgeLetter, opt)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for _, want := range []string{"no service auditor has examined it", "from July 1, 2026 to September 30, 2026", "complementary user entity controls", "does not replace the report"} {
		if !strings.Contains(write("2026-09-30"), want) {
			t.Errorf("the letter does not say %q:\n%s", want, write("2026-09-30"))
		}
	}
	if strings.Contains(write("2026-09-30"), "92 days") || !strings.Contains(write("2026-10-01"), "This is 93 days.") {
		t.Error("a letter of more than 92 days does not say so, or a shorter one does")
	}
	if !strings.Contains(write(""), "[the last day that this letter covers]") {
		t.Error("the letter leaves no place for its last day")
	}
	if _, err := report.WriteLetter(ex, report.BridgeLetter, report.LetterOptions{BridgeTo: reporttest.Day("2026-06-30")}); err == nil || !strings.Contains(err.Error(), "would end before it begins") {
		t.Errorf("the error is %v", err)
	}
	if _, err := report.WriteLetter(ex, "love", report.LetterOptions{}); err == nil || !strings.Contains(err.Error(), "is no letter") {
		t.Errorf("the error is %v", err)
	}
}

// A firm's own template takes the place of ours, and a wrong one is named.
func TestFirmTemplates(t *testing.T) {
	ex := reporttest.Issue(reporttest.Of(soc.SOC2, 2))
	own := map[string]string{"auditor.md": "# Our independent report\n\nTo the board of {{.Organization}}:\n\n{{template \"opinion\" .}}"}
	ex.Templates = own
	doc, err := report.Build(ex)
	if err != nil {
		t.Fatal(err)
	}
	text := plain(doc)
	for _, want := range []string{"# I Our independent report\nTo the board of Harbour Lantern Ltd:", "## Opinion"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if err := report.CheckTemplates(own); err != nil {
		t.Error(err)
	}
	faults, err := report.CheckTexts(ex)
	if err != nil || len(faults) < 10 {
		t.Errorf("what the firm's text lacks is not found: %v %v", faults, err)
	}
	for name, c := range map[string]struct{ file, text, want string }{
		"not a template": {"auditor.md", "{{if}}", "the firm's template auditor.md cannot be read"},
		"unknown field":  {"auditor.md", "{{.Nobody}}", "the template auditor.md cannot be filled"},
		"shared":         {"parts.md", "{{define", "the firm's template parts.md cannot be read"},
	} {
		ex.Templates = map[string]string{c.file: c.text}
		_, err := report.Build(ex)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
	if err := report.CheckTemplates(map[string]string{"audit.md": ""}); err == nil || !strings.Contains(err.Error(), "has no use") {
		t.Errorf("the error is %v", err)
	}
}
