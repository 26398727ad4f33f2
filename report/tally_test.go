package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// What a SOC 3 does not print is still counted for those who work on it, and
// what a type 2 report prints is counted alike.
func TestTally(t *testing.T) {
	shown, err := report.Tally(reporttest.Of(soc.SOC2, 2))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := report.Build(reporttest.Of(soc.SOC2, 2))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(doc.Facts.Summary, shown); diff != "" || shown.Deviations == 0 {
		t.Errorf("a type 2 is counted otherwise than in its report, or holds no deviation:\n%s", diff)
	}

	ex := reporttest.Of(soc.SOC2, 2)
	ex.Engagement.Report = soc.SOC3
	left, err := report.Tally(ex)
	if err != nil {
		t.Fatal(err)
	}
	if left.Deviations != shown.Deviations || left.Items != shown.Items || left.Controls != shown.Controls || left.PopulationsShownComplete != shown.PopulationsShownComplete {
		t.Errorf("SOC 3: %d deviations of %d items, %d controls, %d populations shown complete; the same tests as a SOC 2: %d of %d, %d, %d",
			left.Deviations, left.Items, left.Controls, left.PopulationsShownComplete, shown.Deviations, shown.Items, shown.Controls, shown.PopulationsShownComplete)
	}
}
