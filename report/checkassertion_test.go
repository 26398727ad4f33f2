package report_test

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// Whatever element is taken out of an assertion, the check names it.
func TestCheckAssertionFindsWhatIsMissing(t *testing.T) {
	qualified := reporttest.Modified(soc.OperationPart, soc.Qualified, soc.Misstatement, soc.BasisMatter{Criterion: "CC6.2", Control: "ACC-02", Text: "Accounts stayed open for twelve days."})
	for _, c := range []struct {
		kind     soc.ReportKind
		typ      int
		change   func(*soc.Examination)
		element  string
		old, new string
	}{
		{soc.SOC2, 2, nil, "AS-1", "Harbour Lantern Ltd", "We"},
		{soc.SOC2, 2, nil, "AS-1", "Lantern Ledger", "it"},
		{soc.SOC2, 1, nil, "AS-1", "June 30, 2026", "today"},
		{soc.SOC2, 2, nil, "AS-2", "designed and implemented", "made"},
		{soc.SOC2, 2, nil, "AS-2", "DC section 200", "something"},
		{soc.SOC1, 1, nil, "AS-2", "classes of transactions", "things"},
		{soc.SOC2, 2, nil, "AS-3", "changes to the system", "the system"},
		{soc.SOC1, 2, nil, "AS-4", "suitably designed", "designed"},
		{soc.SOC3, 2, nil, "AS-4", "service commitments and system requirements", "aims"},
		{soc.SOC2, 2, nil, "AS-5", "operated effectively throughout", "operated"},
		{soc.SOC2, 2, nil, "AS-6", "complementary user entity controls", "others"},
		{soc.SOC3, 2, nil, "AS-6", "complementary subservice organization controls", "others"},
		{soc.SOC2, 2, nil, "AS-7", "Northmere Hosting", "a host"},
		{soc.SOC2, 2, nil, "AS-8", "trust services criteria", "criteria"},
		{soc.SOC1, 2, nil, "AS-8", "consistently applied", "applied"},
		{soc.SOC1, 1, nil, "AS-8", "risks", "things"},
		{soc.SOC2, 2, func(ex *soc.Examination) { reporttest.Issue(ex, qualified) }, "AS-9", "CC6.2", "it"},
		{soc.SOC2, 2, func(ex *soc.Examination) { reporttest.Issue(ex, qualified) }, "AS-9", "ACC-02", "it"},
		{soc.SOC2, 2, nil, "AS-10", "Our basis for this assertion is our monitoring and testing of the controls, which is kept on file.", "See **Basis**."},
		{soc.SOC2, 1, nil, "“throughout”", "as of June 30, 2026", "throughout June 30, 2026"},
		{soc.SOC1, 2, nil, "DC 200", "## Basis", "By DC section 200.\n\n## Basis"},
		{soc.SOC2, 2, nil, "AT-C 320", "## Basis", "By AT-C 320.\n\n## Basis"},
	} {
		t.Run(c.element, func(t *testing.T) {
			ex := reporttest.Of(c.kind, c.typ)
			if c.change != nil {
				c.change(ex)
			}
			text := assertion(t, ex)
			if faults, err := report.CheckAssertion(ex, text); err != nil || len(faults) > 0 {
				t.Errorf("%s %d: our own text: %q %v", c.kind, c.typ, faults, err)
			}
			spoilt := strings.ReplaceAll(text, c.old, c.new)
			if c.element == "AS-10" {
				spoilt = strings.ReplaceAll(spoilt, "## Basis", "")
				spoilt = strings.ReplaceAll(spoilt, "See **Basis**.", "")
			}
			if spoilt == text {
				t.Fatalf("%q is not in the text:\n%s", c.old, text)
			}
			faults, err := report.CheckAssertion(ex, spoilt)
			if err != nil {
				t.Fatal(err)
			}
			hasFault(t, faults, "G-AST-01", c.element)
		})
	}
}

func checkedAssertion(t testing.TB, ex *soc.Examination, text string, change func()) []soc.TextFault {
	t.Helper()
	change()
	faults, err := report.CheckAssertion(ex, text)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

// A signature of each organization that asserts is asked for when the report
// is issued.
func TestCheckAssertionSignatures(t *testing.T) {
	ex := reporttest.Of(soc.SOC2, 2)
	ex.Engagement.SubserviceOrganizations[0].Method, ex.CSOCs = "inclusive", nil
	reporttest.Issue(ex)
	text := assertion(t, ex)
	ex.Records.Assertions = nil
	faults, err := report.CheckAssertion(ex, text)
	if err != nil {
		t.Fatal(err)
	}
	hasFault(t, faults, "G-AST-01", "AS-10: is not signed for Harbour Lantern Ltd")
	hasFault(t, faults, "G-AST-01", "AS-11: is not signed for Northmere Hosting")
	hasFault(t, checkedAssertion(t, ex, text, func() { ex.IncludedAssertions = nil }), "G-AST-01", "AS-11: has none beside it of Northmere Hosting")
	reporttest.Issue(ex)
	ex.Final = nil
	if faults, _ := report.CheckAssertion(ex, text); len(faults) > 0 {
		t.Errorf("a draft asks for signatures: %q", faults)
	}
	if faults, _ := report.CheckAssertion(ex, " "); len(faults) != 1 || !strings.Contains(faults[0].Missing, "tickmark letter DIR assertion") {
		t.Errorf("no assertion: %q", faults)
	}
	if _, err := report.CheckAssertion(nil, text); err == nil {
		t.Error("nil was checked")
	}
}
