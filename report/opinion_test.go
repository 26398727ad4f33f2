package report_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// modification is a way in which a part of the opinion can be modified.
type modification struct {
	opinion soc.OpinionKind
	cause   string
}

var modifications = []modification{
	{soc.Qualified, soc.Misstatement}, {soc.Qualified, soc.ScopeLimitation}, {soc.Adverse, soc.Misstatement}, {soc.Disclaimer, soc.ScopeLimitation},
}

// basisOf is a matter that fits a part and a kind of report.
func basisOf(rules soc.Rules, part soc.OpinionPartName) soc.BasisMatter {
	m := soc.BasisMatter{Criterion: "CC6.2", Control: "ACC-02", Text: "From April 17 to May 4, 2026, accounts of people who had left stayed open for up to twelve days, so that they could still have read invoices."}
	if rules.Objectives {
		m.Criterion = "CO-1"
	}
	if part == soc.DescriptionPart {
		m = soc.BasisMatter{Criterion: "DC 4", Text: "The description leaves out an incident of May 11, 2026, in which invoices of nine user entities were lost."}
		if rules.Objectives {
			m.Criterion = "S1-D4"
		}
	}
	return m
}

// For every kind of report, every part of its opinion and every way to modify
// it, the wording fits what was formed: a reader of the pages can tell it.
func TestOpinionOfEveryKindAndPart(t *testing.T) {
	for _, k := range everyKind {
		ex := reporttest.Of(k.kind, k.typ)
		rules := ex.Engagement.Rules()
		for _, part := range rules.Parts {
			for _, m := range modifications {
				t.Run(fmt.Sprintf("%s/%s/%s/%s", k.file, part, m.opinion, m.cause), func(t *testing.T) {
					ex := reporttest.Of(k.kind, k.typ)
					basis := basisOf(rules, part)
					reporttest.Issue(ex, reporttest.Modified(part, m.opinion, m.cause, basis))
					ex.Assertion = assertion(t, ex)
					text, faults := auditor(t, ex)
					if len(faults) > 0 {
						t.Errorf("the check finds faults in our own text: %q\n%s", faults, text)
					}
					readOpinion(t, text, rules, map[soc.OpinionPartName]modification{part: m}, basis)
				})
			}
		}
		t.Run(k.file+"/unmodified", func(t *testing.T) {
			ex := reporttest.Issue(reporttest.Of(k.kind, k.typ))
			ex.Assertion = assertion(t, ex)
			text, faults := auditor(t, ex)
			if len(faults) > 0 {
				t.Errorf("the check finds faults in our own text: %q\n%s", faults, text)
			}
			readOpinion(t, text, rules, nil, soc.BasisMatter{})
		})
	}
}

// auditor is Section I as a reader reads it, with what the check finds.
func auditor(t testing.TB, ex *soc.Examination) (string, []soc.TextFault) {
	t.Helper()
	faults, err := report.CheckTexts(ex)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := report.Build(ex)
	if err != nil {
		t.Fatal(err)
	}
	checkTree(t, doc)
	return plain(&report.Document{Sections: []*report.Section{section(doc.Sections, "section-1")}}), faults
}

// readOpinion reads the pages by rules of their own, apart from the check of
// package report.
func readOpinion(t *testing.T, text string, rules soc.Rules, modified map[soc.OpinionPartName]modification, basis soc.BasisMatter) {
	t.Helper()
	says := func(holds bool, format string, args ...any) {
		t.Helper()
		if !holds {
			t.Errorf(format+"\n"+text, args...)
		}
	}
	_, opinion, found := strings.Cut(text, "pinion\nIn our opinion, in all material respects:\n")
	if !found {
		_, opinion, _ = strings.Cut(text, "pinion\nBecause of the significance")
	}
	opinion, _, _ = strings.Cut(opinion, "\n##")
	clauses := map[soc.OpinionPartName]string{}
	for line := range strings.SplitSeq(opinion, "\n") {
		switch {
		case !strings.HasPrefix(line[min(len(line), 1):], ". "):
		case strings.Contains(line, "suitably designed"):
			clauses[soc.DesignPart] = line
		case strings.Contains(line, "the description presents") || strings.Contains(line, "the description does not present"):
			clauses[soc.DescriptionPart] = line
		default:
			clauses[soc.OperationPart] = line
		}
	}
	disclaimed := false
	for _, part := range rules.Parts {
		m, isModified := modified[part]
		clause := clauses[part]
		if m.opinion == soc.Disclaimer {
			disclaimed = true
			says(clause == "", "an opinion is given on the disclaimed %s", part)
			says(strings.Contains(text, "We do not express an opinion on the "), "the disclaimer is not expressed")
			continue
		}
		says(clause != "", "no opinion on the %s", part)
		says(strings.Contains(clause, "except for the ") == (m.opinion == soc.Qualified), "except for: %s", clause)
		says(strings.Contains(clause, "possible effects") == (m.opinion == soc.Qualified && m.cause == soc.ScopeLimitation), "possible effects: %s", clause)
		if m.opinion == soc.Adverse {
			says(strings.Contains(clause, "were not suitably designed") || strings.Contains(clause, "does not present") || strings.Contains(clause, "did not operate effectively"), "not adverse: %s", clause)
		} else {
			says(!strings.Contains(clause, "not "), "negative: %s", clause)
		}
		says(strings.Contains(clause, "described under “Basis for "+string(m.opinion)+" opinion”") == isModified, "does not point at its basis: %s", clause)
		if m.opinion == soc.Qualified {
			says(strings.Contains(clause, basis.Criterion), "is not limited to %s: %s", basis.Criterion, clause)
		}
		if part == soc.DesignPart {
			says(strings.Contains(clause, ", if its controls operated effectively "), "no condition of operation: %s", clause)
		}
		if part != soc.DescriptionPart {
			says(strings.Contains(clause, "complementary subservice organization controls and complementary user entity controls"), "no condition on others: %s", clause)
		}
	}
	heading := map[soc.OpinionKind]string{"": "\n## Opinion\n", soc.Qualified: "\n## Qualified opinion\n", soc.Adverse: "\n## Adverse opinion\n", soc.Disclaimer: "isclaimer of opinion\n"}
	for _, m := range modified {
		says(strings.Contains(text, heading[m.opinion]), "the heading does not name the %s opinion", m.opinion)
		i, j := strings.Index(text, "\n## Basis for "), strings.Index(text, heading[m.opinion])
		says(i >= 0 && j > i, "the basis does not stand before the opinion")
		in := text[max(i, 0):]
		in = in[:strings.Index(in[1:], "\n## ")+1]
		for _, want := range []string{basis.Criterion, basis.Control, basis.Text, map[bool]string{true: "We were not able to obtain sufficient appropriate evidence", false: "As a result, "}[m.cause == soc.ScopeLimitation]} {
			says(strings.Contains(in, want), "the basis does not say %q", want)
		}
	}
	if len(modified) == 0 {
		says(strings.Contains(text, heading[""]) && !strings.Contains(text, "Basis for"), "not unmodified")
	}
	says(strings.Contains(text, "attestation standards established by") != disclaimed, "the statement on the standards")
	says(strings.Contains(text, "An examination of this kind involves") != disclaimed, "the description of procedures")
	says(strings.Contains(text, "We were engaged to examine") == disclaimed && strings.Contains(text, "We have examined") != disclaimed, "examined or engaged to examine")
	for _, never := range []string{"subject to", "unqualified", "certified ", "<no value>"} {
		says(!strings.Contains(text, never), "it says %q", never)
	}
	if !rules.Period {
		says(!strings.Contains(text, "throughout"), "a report as of a date says throughout")
	}
}

// A modified operation names what the tests in Section IV found; nothing does
// where no tests are printed.
func TestBasisHasTheFiguresOfSectionIV(t *testing.T) {
	for _, k := range everyKind {
		ex := reporttest.Of(k.kind, k.typ)
		rules := ex.Engagement.Rules()
		if !rules.Operation {
			continue
		}
		reporttest.Issue(ex, reporttest.Modified(soc.OperationPart, soc.Qualified, soc.Misstatement, basisOf(rules, soc.OperationPart)))
		text, _ := auditor(t, ex)
		want := "The tests in Section IV found deviations in 3 of 120 items (attribute A of ACC-02-T1) and 2 of 42 items (attribute B of ACC-02-T1)."
		if got := strings.Contains(text, want); got != rules.ShowsTests {
			t.Errorf("%s says so: %v\n%s", k.file, got, text)
		}
	}
}

// Several parts, several matters: each part excepts its own, and the headings
// name every type.
func TestOpinionOfSeveralParts(t *testing.T) {
	design := reporttest.Modified(soc.DesignPart, soc.Qualified, soc.Misstatement, soc.BasisMatter{Criterion: "CC8.1", Control: "CHG-01", Text: "Nobody was assigned to review emergency changes."})
	operation := reporttest.Modified(soc.OperationPart, soc.Adverse, soc.Misstatement,
		soc.BasisMatter{Criterion: "CC6.2", Control: "ACC-02", Text: "Accounts stayed open."}, soc.BasisMatter{Criterion: "CC8.1", Control: "CHG-01", Text: "Changes were not reviewed."})
	ex := reporttest.Issue(reporttest.Of(soc.SOC2, 2), design, operation)
	ex.Assertion = assertion(t, ex)
	text, faults := auditor(t, ex)
	if len(faults) > 0 {
		t.Errorf("%q", faults)
	}
	for _, want := range []string{
		"## Basis for qualified and adverse opinion\n", "## Qualified and adverse opinion\n",
		"except for the effects of the matter described under “Basis for qualified and adverse opinion” that concerns criterion CC8.1, the controls",
		"because of the significance of the matters described under “Basis for qualified and adverse opinion”, the controls",
		"as far as criteria CC6.2 and CC8.1 are concerned", "reasonable basis for our qualified and adverse opinion",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q\n%s", want, text)
		}
	}
	all := []soc.OpinionPart{}
	for _, part := range ex.Engagement.Rules().Parts {
		all = append(all, reporttest.Modified(part, soc.Disclaimer, soc.ScopeLimitation, soc.BasisMatter{Text: "Management refused its representations."}))
	}
	ex = reporttest.Issue(reporttest.Of(soc.SOC2, 2), all...)
	ex.Assertion = assertion(t, ex)
	text, faults = auditor(t, ex)
	if len(faults) > 0 {
		t.Errorf("%q\n%s", faults, text)
	}
	if strings.Contains(text, "In our opinion") || !strings.Contains(text, "We do not express an opinion on the description, the design of the controls and the operation of the controls.") {
		t.Errorf("not a disclaimer of everything:\n%s", text)
	}
}

// A matter that is emphasized changes no opinion, and one withdrawn is gone.
func TestEmphasis(t *testing.T) {
	ex := reporttest.Issue(reporttest.Of(soc.SOC2, 2))
	ex.Assertion = assertion(t, ex)
	matter := soc.EmphasisMatter{ID: "EM-1", Text: "As Section III says, the service organization was sold on July 3, 2026"}
	ex.Records.Emphasis = []soc.Signed[soc.EmphasisMatter]{{Record: matter}}
	text, faults := auditor(t, ex)
	if want := "\n## Emphasis of matter\nAs Section III says, the service organization was sold on July 3, 2026. Our opinion is not modified for this matter.\n"; !strings.Contains(text, want) || len(faults) > 0 {
		t.Errorf("%q\n%s", faults, text)
	}
	if strings.Index(text, "## Emphasis") < strings.Index(text, "## Opinion") {
		t.Error("the emphasis stands before the opinion")
	}
	ex.Records.Emphasis[0].Record.Withdrawn = true
	if text, _ := auditor(t, ex); strings.Contains(text, "Emphasis") {
		t.Error("a matter that was withdrawn is printed")
	}
}

// The inclusive method has its own paragraph, and no other.
func TestInclusive(t *testing.T) {
	for _, k := range everyKind {
		ex := reporttest.Of(k.kind, k.typ)
		ex.Engagement.SubserviceOrganizations[0].Method = "inclusive"
		ex.CSOCs = nil
		reporttest.Issue(ex)
		ex.Assertion = assertion(t, ex)
		text, faults := auditor(t, ex)
		if len(faults) > 0 {
			t.Errorf("%s: %q", k.file, faults)
		}
		if whole := built(t, ex); !strings.Contains(whole, "## Assertion of Northmere Hosting\nWe, the management of Northmere Hosting, assert the same of our part.\n") {
			t.Errorf("%s: the assertion of the included organization is not printed", k.file)
		}
		if !strings.Contains(text, "(the inclusive method), and our procedures extended to them.") || strings.Contains(text, "carve-out") {
			t.Errorf("%s:\n%s", k.file, text)
		}
	}
}

// What a person wrote stays what it is: no text of a record or a program
// becomes markup or structure of the auditor's report.
func TestAuditorTextIsPlain(t *testing.T) {
	for _, payload := range []string{"*a* _b_ `c` [d](https://x) <b> &amp; \\*", "# heading", "1. item", "- item", "a\n\n## b", "| a | b |", "![p](q)", "+ x", "=== ", "~~~", "{{.Firm}}"} {
		ex := reporttest.Of(soc.SOC2, 2)
		ex.Engagement.System.Name = payload
		ex.Engagement.ServiceOrganization.Name = payload
		reporttest.Issue(ex, reporttest.Modified(soc.DesignPart, soc.Qualified, soc.Misstatement, soc.BasisMatter{Criterion: "CC6.1", Text: payload}))
		text, _ := auditor(t, ex)
		one := strings.Join(strings.Fields(payload), " ")
		for _, want := range []string{"To the management of " + one + ":", one} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not printed as it is:\n%s", payload, text)
			}
		}
		doc, err := report.Build(ex)
		if err != nil {
			t.Fatal(err)
		}
		var headings []string
		for _, s := range section(doc.Sections, "section-1").Sections {
			headings = append(headings, s.Title)
		}
		if len(headings) != 9 || slices.ContainsFunc(headings, func(h string) bool { return strings.Contains(h, one) }) {
			t.Errorf("%q changes the structure: %q", payload, headings)
		}
	}
}

// Any name stands in the auditor's report as it is.
func TestAnyNameIsPrintedAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := strings.Join(strings.Fields(rapid.StringMatching(`[ -~éß€“]{0,12}[!-~][ -~éß€“]{0,12}`).Draw(t, "name")), " ")
		ex := reporttest.Issue(reporttest.Of(soc.SOC1, 1))
		ex.Engagement.System.Name = name
		doc, err := report.Build(ex)
		if err != nil {
			t.Fatal(err)
		}
		text := plain(&report.Document{Sections: []*report.Section{section(doc.Sections, "section-1")}})
		for _, want := range []string{"describes its system " + name + " (", "the description presents " + name + " as it was", "user entities of " + name + " as of"} {
			if !strings.Contains(text, want) {
				t.Fatalf("the report does not say %q:\n%s", want, text)
			}
		}
		if faults, err := report.CheckTexts(ex); err != nil || slices.ContainsFunc(faults, func(f soc.TextFault) bool { return strings.Contains(f.Missing, "R-3") }) {
			t.Fatalf("%v %v", faults, err)
		}
	})
}
