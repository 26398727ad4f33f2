package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// every kind and type of report.
var everyKind = []struct {
	kind soc.ReportKind
	typ  int
	file string
}{
	{soc.SOC1, 1, "soc1-type1"}, {soc.SOC1, 2, "soc1-type2"}, {soc.SOC2, 1, "soc2-type1"}, {soc.SOC2, 2, "soc2-type2"}, {soc.SOC3, 2, "soc3"},
}

// A draft and a final report of every kind, as a reader reads them.
func TestEveryKindGolden(t *testing.T) {
	for _, k := range everyKind {
		t.Run(k.file, func(t *testing.T) {
			if k.kind != soc.SOC2 || k.typ != 2 { // that one is draft.txt
				golden(t, "testdata/"+k.file+"-draft.txt", built(t, reporttest.Of(k.kind, k.typ)))
			}
			golden(t, "testdata/"+k.file+"-final.txt", built(t, reporttest.Issue(reporttest.Of(k.kind, k.typ))))
		})
	}
}

// The sections of each kind, in their order.
func TestSectionsOfEveryKind(t *testing.T) {
	for _, k := range everyKind {
		ex := reporttest.Issue(reporttest.Of(k.kind, k.typ))
		doc, err := report.Build(ex)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, s := range doc.Sections {
			ids = append(ids, s.ID)
		}
		want := "section-1 section-2 section-3 section-4 section-5 annex"
		switch {
		case k.kind == soc.SOC3:
			want = "section-1 section-2 attachment-a attachment-b annex"
		case k.typ == 1:
			want = "section-1 section-2 section-3 section-4 annex" // no responses, so no Section V
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s has the sections %s, want %s", k.file, got, want)
		}
		if got, want := strings.Join(doc.Watermarks, " "), "EXAMPLE"; got != want {
			t.Errorf("%s final has the watermarks %q, want %q", k.file, got, want)
		}
		if doc.Date != "2026-07-20" {
			t.Errorf("%s is dated %q", k.file, doc.Date)
		}
	}
}

// A report as of a date holds no test of operation, and a SOC 3 no control and
// no result: neither on its pages nor in its data, draft or final, whatever
// the file holds.
func TestNoTestsWhereAKindHasNone(t *testing.T) {
	for _, k := range everyKind {
		if k.kind != soc.SOC3 && k.typ == 2 {
			continue
		}
		for _, final := range []bool{false, true} {
			full := reporttest.Brief()
			ex := reporttest.Of(k.kind, k.typ)
			ex.Procedures, ex.Tests, ex.Populations = full.Procedures, full.Tests, full.Populations
			reporttest.Find(ex)
			if final {
				reporttest.Issue(ex)
				for i := range ex.Actors {
					ex.Actors[i].ThrowAway = false
				}
			}
			doc, err := report.Build(ex)
			if err != nil {
				t.Fatal(err)
			}
			text := plain(doc)
			words := []string{"No exceptions noted", "no exceptions noted", "items tested", "deviated", "CHG-01-T1", "P-014"}
			if k.typ == 1 {
				words = append(words, "throughout", "tests of controls", "Section IV, ")
			}
			if k.kind == soc.SOC3 {
				words = append(words, "CHG-01", "ACC-02-T1", "Independent review of changes", "restricted use", "is restricted. ", "Section IV", "Section III")
			}
			for _, word := range words {
				if strings.Contains(text, word) {
					t.Errorf("%s (final %v) says %q", k.file, final, word)
				}
			}
			in := doc.Facts.Examination
			if len(in.Tests)+len(in.Procedures)+len(in.Populations)+len(doc.Facts.Summary.Results) > 0 || doc.Facts.Summary.Deviations > 0 {
				t.Errorf("the data of %s (final %v) holds tests", k.file, final)
			}
			if k.kind == soc.SOC3 && len(in.Controls) > 0 {
				t.Errorf("the data of %s (final %v) holds controls", k.file, final)
			}
		}
	}
}

// What is for the file only is in no final report: not on its pages, and not
// in its data.
func TestFinalKeepsTheFileToItself(t *testing.T) {
	for _, k := range everyKind {
		ex := reporttest.Of(k.kind, k.typ)
		ex.Gates = reporttest.Examination().Gates
		ex.Plan.Materiality = "secret-plan"
		reporttest.Issue(ex)
		ex.Gates = []soc.GateState{{Gate: soc.Gate{ID: "G-PLN-05"}, Overridden: "secret-override"}}
		ex.Records.Overrides = []soc.Signed[soc.Override]{{Record: soc.Override{Gate: "G-PLN-05", Reason: "secret-override"}}}
		ex.Records.Notes = []soc.Signed[soc.ReviewNote]{{Record: soc.ReviewNote{ID: "N-1", On: "x", Text: "secret-note"}}}
		ex.Records.Opinion[0].Record.Reason = "secret-reason"
		ex.TextFaults = []soc.TextFault{{Gate: "G-RPT-01", Missing: "secret-fault"}}
		doc, err := report.Build(ex)
		if err != nil {
			t.Fatal(err)
		}
		all := plain(doc) + fmt.Sprintf("%+v", *doc.Facts.Examination)
		for _, word := range []string{"secret-", "What is missing", "Draft", "awaits"} {
			if i := strings.Index(all, word); i >= 0 {
				t.Errorf("%s says %q", k.file, all[max(0, i-40):i+40])
			}
		}
		if ex.Records.Opinion[0].Record.Reason != "secret-reason" || len(ex.Gates) != 1 {
			t.Error("the examination was changed")
		}
	}
}

// What a final report cannot be without.
func TestFinalRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*soc.Examination)
		want   string
	}{
		"readiness":       {func(ex *soc.Examination) { ex.Readiness = true }, "it can never be issued"},
		"throw-away key":  {func(ex *soc.Examination) { ex.Actors[1].ThrowAway = true }, "signed with a throw-away key"},
		"unknown key":     {func(ex *soc.Examination) { ex.Actors = ex.Actors[:1] }, "signed with a throw-away key"},
		"no firm":         {func(ex *soc.Examination) { ex.Final.Firm = "" }, "needs the firm"},
		"no date":         {func(ex *soc.Examination) { ex.Final.Date = soc.Date{} }, "needs the firm"},
		"too early":       {func(ex *soc.Examination) { ex.Final.Date = ex.Engagement.Period.To }, "is not after the period ends"},
		"no assertion":    {func(ex *soc.Examination) { ex.Assertion = " \n" }, "management has given no assertion"},
		"not signed":      {func(ex *soc.Examination) { ex.Records.Assertions = nil }, "nobody has signed the assertion for Harbour Lantern Ltd"},
		"no opinion":      {func(ex *soc.Examination) { ex.Records.Opinion = ex.Records.Opinion[:2] }, "no opinion on the operation of the controls is formed"},
		"opinion faulty":  {func(ex *soc.Examination) { ex.Records.Opinion[0].Record.Opinion = soc.Adverse }, "an adverse opinion is for a misstatement that is pervasive"},
		"part of no kind": {func(ex *soc.Examination) { ex.Engagement.Report = soc.SOC3 }, "an opinion is formed on the description"},
		"included": {func(ex *soc.Examination) {
			ex.Engagement.SubserviceOrganizations[0].Method = "inclusive"
		}, "Northmere Hosting is included and has not signed an assertion of its own"},
		"included, no text": {func(ex *soc.Examination) {
			ex.Engagement.SubserviceOrganizations[0].Method = "inclusive"
			reporttest.Issue(ex)
			ex.IncludedAssertions = nil
		}, "the file holds no assertion of its own"},
	} {
		t.Run(name, func(t *testing.T) {
			ex := reporttest.Issue(reporttest.Of(soc.SOC2, 2))
			c.change(ex)
			doc, err := report.Build(ex)
			if err == nil || !strings.Contains(err.Error(), c.want) || doc != nil {
				t.Errorf("the error is %v, want one that says %q", err, c.want)
			}
		})
	}
	ex := reporttest.Issue(reporttest.Of(soc.SOC1, 1))
	ex.Final.Date = reporttest.Day("2026-06-29")
	if _, err := report.Build(ex); err == nil || !strings.Contains(err.Error(), "before the date that it is as of") {
		t.Errorf("the error is %v", err)
	}
}
