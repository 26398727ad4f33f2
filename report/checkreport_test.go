package report_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// firmText is an auditor's report as a firm might write it by itself: other
// headings, other words, no Markdown but bold lines.
const firmText = `**INDEPENDENT SERVICE AUDITOR'S REPORT**

To: Board of Directors, Harbour Lantern Ltd

**Scope of our work**

We examined Harbour Lantern Ltd's description of its Lantern Ledger system for the period 2026-04-01 to 2026-06-30, by the
description criteria, and the suitability of the design and operating effectiveness of its controls to achieve its service
commitments and system requirements, by the trust services criteria for security and availability.

Other information in Section 5 is presented by management and has not been subjected to our procedures; accordingly we
express no opinion on it.

Harbour Lantern Ltd uses Northmere Hosting for computing and storage. The description excludes the controls of Northmere Hosting;
the complementary subservice organization controls of Northmere Hosting have not been evaluated by us.

Complementary user entity controls are needed: certain commitments can only be achieved if they work. We have not examined them.

**What management is responsible for**

Management is responsible for its assertion and description, for its service commitments, and for designing, implementing and operating controls.

**What we are responsible for**

We are responsible for expressing an opinion. Our examination was performed under attestation standards established by the
American Institute of Certified Public Accountants, which require reasonable assurance. The evidence we have is sufficient and appropriate.
We are independent and met our other ethical requirements. We obtained an understanding of the system, assessed risks, obtained
evidence on whether controls were suitably designed, carried out testing of their operation, and evaluated the presentation.

**Limitations**

The description serves the common needs of many. Controls may not always prevent or detect failures. Projecting to the future is risky.

**Tests**

Our tests of controls and their results are in Section 4.

**Opinion**

In our opinion, in all material respects,

(a) the description presents the Lantern Ledger system as designed and implemented,

(b) the controls were suitably designed, if the controls operated effectively and complementary user entity controls and complementary subservice organization controls were applied,

(c) the controls operated effectively, if complementary user entity controls and complementary subservice organization controls operated effectively.

**Restriction**

This report is intended solely for Harbour Lantern Ltd, user entities, business partners, practitioners serving them, prospective user entities and
regulators with sufficient knowledge, and should not be used by anyone other than them.

Quill & Tern, CPAs

Alder Falls, XX

July 20, 2026
`

func checkedReport(t testing.TB, ex *soc.Examination, text string) []soc.TextFault {
	t.Helper()
	faults, err := report.CheckReport(ex, text)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

func issuedSOC2() *soc.Examination { return reporttest.Issue(reporttest.Of(soc.SOC2, 2)) }

func TestCheckReportTakesAFirmsOwnText(t *testing.T) {
	if faults := checkedReport(t, issuedSOC2(), firmText); len(faults) > 0 {
		t.Errorf("%q", faults)
	}
}

// Whatever element is taken out or spoilt, the check names it and its gate.
func TestCheckReportFindsWhatIsMissing(t *testing.T) {
	for _, c := range []struct{ element, gate, old, new string }{
		{"R-1", "G-RPT-01", "INDEPENDENT SERVICE", "SERVICE"},
		{"R-2", "G-RPT-01", "To: Board of Directors, Harbour Lantern Ltd", ""},
		{"R-3", "G-RPT-01", "Lantern Ledger", "Some Ledger"},
		{"R-3", "G-RPT-01", "2026-06-30", "the end"},
		{"R-3", "G-RPT-01", "security and availability", "security"},
		{"R-3", "G-RPT-01", "trust services criteria", "criteria"},
		{"R-4", "G-RPT-01", "Other information in Section 5", "What follows"},
		{"R-5", "G-RPT-01", "excludes the controls of Northmere Hosting", "is about"},
		{"R-5", "G-RPT-01", "the complementary subservice organization controls of Northmere Hosting have", "these have"},
		{"R-7", "G-RPT-01", "We have not examined them.", ""},
		{"R-8", "G-RPT-01", "its assertion and description, for its service commitments", "many things"},
		{"R-9", "G-RPT-01", "for expressing an opinion", "for this"},
		{"R-9", "G-RPT-01", "attestation standards established by the", "our own standards, not those of the"},
		{"R-9", "G-RPT-01", "sufficient and appropriate", "good"},
		{"R-9", "G-RPT-01", "other ethical requirements", "duties"},
		{"R-10", "G-RPT-01", "obtained an understanding of", "looked at"},
		{"R-11", "G-RPT-01", "Projecting to the future is risky.", ""},
		{"R-12", "G-RPT-01", "in Section 4", "elsewhere"},
		{"R-14", "G-RPT-01", "in all material respects", "by and large"},
		{"R-14", "G-RPT-01", "(c) the controls operated effectively, if complementary user entity controls and complementary subservice organization controls operated effectively.", ""},
		{"R-14", "G-RPT-01", "if the controls operated effectively and complementary", "if complementary"},
		{"R-14", "G-OPN-03", "the description presents", "the description, except for the matter described above, presents"},
		{"R-14", "G-OPN-03", "(b) the controls were suitably designed", "(b) the controls were not suitably designed"},
		{"R-14", "G-OPN-03", "In our opinion, in all", "In our opinion, subject to what follows, in all"},
		{"R-14", "G-OPN-03", "**Opinion**", "**Qualified opinion**"},
		{"R-15", "G-RPT-04", "and should not be used by anyone other than them", ""},
		{"R-15", "G-RPT-04", "regulators", "others"},
		{"R-16", "G-RPT-01", "Quill & Tern, CPAs", ""},
		{"R-17", "G-RPT-01", "Alder Falls, XX", ""},
		{"R-18", "G-RPT-01", "July 20, 2026", ""},
		{"certified", "G-RPT-01", "**Restriction**", "The system is certified.\n\n**Restriction**"},
		{"passed", "G-RPT-01", "**Restriction**", "The system has passed the audit.\n\n**Restriction**"},
		{"compliant", "G-RPT-01", "**Restriction**", "It is compliant.\n\n**Restriction**"},
		{"SSAE", "G-RPT-01", "**Restriction**", "Under SSAE No. 18.\n\n**Restriction**"},
		{"AT-C 320", "G-RPT-01", "**Restriction**", "By AT-C section 320.\n\n**Restriction**"},
	} {
		t.Run(c.element, func(t *testing.T) {
			text := strings.ReplaceAll(firmText, c.old, c.new)
			if text == firmText {
				t.Fatalf("%q is not in the text", c.old)
			}
			hasFault(t, checkedReport(t, issuedSOC2(), text), c.gate, c.element)
		})
	}
}

// Our own text for each kind, spoilt in ways that only that kind knows.
func TestCheckReportByKind(t *testing.T) {
	for _, c := range []struct {
		name     string
		kind     soc.ReportKind
		typ      int
		change   func(*soc.Examination)
		old, new string
		gate     string
		missing  string
	}{
		{"SOC 1 with DC 200", soc.SOC1, 2, nil, "the criteria that management states in its assertion", "DC section 200", "G-RPT-01", "DC 200"},
		{"SOC 1 for prospective users", soc.SOC1, 2, nil, "for user entities of", "for prospective user entities of", "G-RPT-04", "R-15: names prospective users"},
		{"SOC 1 without auditors", soc.SOC1, 1, nil, "for the auditors of the financial statements of those user entities", "for others", "G-RPT-04", "R-15: does not name the auditors"},
		{"SOC 1 without objectives", soc.SOC1, 1, nil, "for stating the control objectives, and ", "", "G-RPT-01", "R-8"},
		{"type 1 throughout", soc.SOC2, 1, nil, ", as of June 30, 2026, by", ", throughout the year to June 30, 2026, by", "G-RPT-01", "“throughout”"},
		{"type 1 with results", soc.SOC2, 1, nil, "## Restricted use", "No exceptions noted.\n\n## Restricted use", "G-RPT-01", "results of tests"},
		{"type 1 without its sentence", soc.SOC1, 1, nil, "did not perform any procedures", "did nothing", "G-RPT-01", "R-12"},
		{"SOC 3 restricted", soc.SOC3, 2, nil, "## Signature", "## Restricted use\n\nThis is intended solely for us.\n\n## Signature", "G-RPT-04", "general use"},
		{"SOC 3 with tests", soc.SOC3, 2, nil, "## Signature", "Our tests of controls found nothing.\n\n## Signature", "G-RPT-01", "results of tests"},
		{"R-6", soc.SOC2, 2, func(ex *soc.Examination) {
			ex.Engagement.SubserviceOrganizations[0].Method, ex.CSOCs = "inclusive", nil
		}, "and our procedures extended to them", "", "G-RPT-01", "R-6"},
		{"no CUECs", soc.SOC2, 2, func(ex *soc.Examination) { ex.CUECs = nil }, "## Responsibilities of the service organization", "It depends on complementary user entity controls.\n\n## Responsibilities of the service organization", "G-SUB-03", "the description has none"},
		{"R-19", soc.SOC2, 2, func(ex *soc.Examination) {
			ex.Records.Emphasis = []soc.Signed[soc.EmphasisMatter]{{Record: soc.EmphasisMatter{ID: "EM-1", Text: "The service was sold."}}}
		}, "Our opinion is not modified for this matter.", "", "G-RPT-01", "R-19"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ex := reporttest.Of(c.kind, c.typ)
			if c.change != nil {
				c.change(ex)
			}
			reporttest.Issue(ex)
			text := ours(t, ex)
			spoilt := strings.ReplaceAll(text, c.old, c.new)
			if spoilt == text {
				t.Fatalf("%q is not in the text:\n%s", c.old, text)
			}
			if faults := checkedReport(t, ex, text); len(faults) > 0 {
				t.Errorf("our own text: %q", faults)
			}
			hasFault(t, checkedReport(t, ex, spoilt), c.gate, c.missing)
		})
	}
}

func hasFault(t testing.TB, faults []soc.TextFault, gate, missing string) {
	t.Helper()
	for _, f := range faults {
		if f.Gate == gate && strings.Contains(f.Missing, missing) {
			return
		}
	}
	t.Errorf("no fault of %s says %q: %q", gate, missing, faults)
}

// ours is Section I of the examination as plain text with its headings.
func ours(t testing.TB, ex *soc.Examination) string {
	t.Helper()
	doc, err := report.Build(ex)
	if err != nil {
		t.Fatal(err)
	}
	text := plain(&report.Document{Sections: []*report.Section{section(doc.Sections, "section-1")}})
	text = strings.Replace(text, "# I Independent", "# Independent", 1)
	return regexp.MustCompile(`\n([^#\n-])`).ReplaceAllString(text, "\n\n$1") // a paragraph each
}

// What goes wrong with a modified opinion.
func TestCheckModifiedOpinion(t *testing.T) {
	basis := soc.BasisMatter{Criterion: "CC6.2", Control: "ACC-02", Text: "Accounts stayed open for twelve days."}
	for _, c := range []struct {
		name          string
		opinion       soc.OpinionKind
		cause         string
		old, new      string
		gate, missing string
	}{
		{"R-13", soc.Qualified, soc.Misstatement, "## Basis for qualified opinion", "## Something", "G-OPN-03", "R-13: has no section “Basis for qualified opinion”"},
		{"criterion not named", soc.Qualified, soc.Misstatement, "CC6.2", "it", "G-OPN-03", "R-13: does not name CC6.2"},
		{"control not named", soc.Qualified, soc.Misstatement, "ACC-02", "it", "G-OPN-03", "R-13: does not name ACC-02"},
		{"matter not told", soc.Qualified, soc.Misstatement, "for twelve days", "", "G-OPN-03", "R-13: does not say in the basis"},
		{"no except for", soc.Qualified, soc.Misstatement, "except for the effects of", "given", "G-OPN-03", "does not qualify the opinion on the operation"},
		{"not tied", soc.Qualified, soc.Misstatement, "except for the effects of the matter described under “Basis for qualified opinion” that concerns criterion CC6.2", "except for some accounts", "G-OPN-03", "does not point at the basis"},
		{"excepts all parts", soc.Qualified, soc.Misstatement, "In our opinion, in all material respects:", "In our opinion, except for the matter described above, in all material respects:", "G-OPN-03", "excepts before its list"},
		{"subject to", soc.Qualified, soc.Misstatement, "except for the effects of", "subject to the effects of", "G-OPN-03", "subject to"},
		{"not adverse", soc.Adverse, soc.Misstatement, "did not operate effectively", "operated effectively", "G-OPN-03", "does not give an adverse opinion"},
		{"heading of another type", soc.Adverse, soc.Misstatement, "## Adverse opinion", "## Qualified opinion", "G-OPN-03", "heads its opinion"},
		{"not disclaimed", soc.Disclaimer, soc.ScopeLimitation, "We do not express an opinion on", "We wonder about", "G-RPT-01", "does not say that no opinion is expressed"},
		{"examined", soc.Disclaimer, soc.ScopeLimitation, "We were engaged to examine", "We have examined", "G-OPN-04", "were engaged to"},
		{"standards met", soc.Disclaimer, soc.ScopeLimitation, "## Inherent limitations", "We met the attestation standards established by the AICPA.\n\n## Inherent limitations", "G-OPN-04", "still states that the examination met"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ex := reporttest.Issue(reporttest.Of(soc.SOC2, 2), reporttest.Modified(soc.OperationPart, c.opinion, c.cause, basis))
			text := ours(t, ex)
			spoilt := strings.ReplaceAll(text, c.old, c.new)
			if spoilt == text {
				t.Fatalf("%q is not in the text:\n%s", c.old, text)
			}
			if faults := checkedReport(t, ex, text); len(faults) > 0 {
				t.Errorf("our own text: %q\n%s", faults, text)
			}
			hasFault(t, checkedReport(t, ex, spoilt), c.gate, c.missing)
		})
	}
	if faults := checkedReport(t, issuedSOC2(), strings.Replace(firmText, "**Opinion**", "**Basis for qualified opinion**\n\nNothing.\n\n**Opinion**", 1)); len(faults) == 0 {
		t.Error("a basis for an opinion that is not modified is not found")
	}
}

// Without an opinion the report cannot be written, and the check says so.
func TestCheckTextsBeforeTheOpinion(t *testing.T) {
	ex := reporttest.Of(soc.SOC2, 2)
	faults, err := report.CheckTexts(ex)
	if err != nil {
		t.Fatal(err)
	}
	hasFault(t, faults, "G-RPT-01", "no opinion on the description is formed: the engagement partner forms it")
	if _, err := report.CheckReport(ex, firmText); err == nil {
		t.Error("a report without an opinion was checked")
	}
	if _, err := report.CheckTexts(nil); err == nil {
		t.Error("nil was checked")
	}
}

// FuzzCheckReport: no text makes the checks fail otherwise than by faults.
func FuzzCheckReport(f *testing.F) {
	ex := issuedSOC2()
	for _, s := range []string{"", firmText, "#", "**", "- \n1.", "\xff\\", "# Opinion\n\nIn our opinion: except for"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(checkedReport(t, ex, text)) == 0 && !strings.Contains(text, "pinion") {
			t.Error("a text without an opinion has no fault")
		}
		if _, err := report.CheckAssertion(ex, text); err != nil {
			t.Fatal(err)
		}
	})
}
