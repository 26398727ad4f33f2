package opinion_test

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

// examination is one control, ACC-01, over one population, accounts.
func examination(verdict soc.Verdict, tests ...soc.TestRecord) *soc.Examination {
	return &soc.Examination{
		Engagement: soc.Engagement{
			Report: soc.SOC2, Type: 2, TimeZone: "UTC",
			Period:     soc.Period{From: date("2026-04-01"), To: date("2026-06-30")},
			Categories: []soc.Category{soc.Security},
		},
		Controls:    []soc.Control{{ID: "ACC-01", Criteria: []string{"CC6.1"}, Owner: "Head of IT", Nature: "manual"}},
		Plan:        soc.Plan{TolerableRate: "0.05"},
		Populations: []soc.PopulationRecord{{Population: soc.Population{Name: "accounts"}, Certificate: soc.Certificate{Verdict: verdict, Reasons: []string{"because"}}}},
		Tests:       tests,
	}
}

func date(s string) soc.Date {
	d, err := soc.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func test(items int64, attributes ...soc.AttributeResult) soc.TestRecord {
	return soc.TestRecord{TestResult: soc.TestResult{
		Procedure: "ACC-01-T1", Control: "ACC-01", Status: soc.RunComplete, Items: items, Attributes: attributes,
		Inputs: []soc.Input{{Population: "accounts"}},
	}}
}

func TestControlFinding(t *testing.T) {
	incomplete := soc.TestRecord{TestResult: soc.TestResult{Procedure: "ACC-01-T1", Control: "ACC-01", Status: soc.RunIncomplete, Reason: "it ran past its deadline"}}
	cases := []struct {
		name   string
		ex     *soc.Examination
		state  soc.ControlState
		extent soc.Extent
		says   string
	}{
		{"every item passes", examination(soc.Complete, test(100, soc.AttributeResult{ID: "A", Passed: 100})), soc.NoDeviation, "", "No deviation in 100 attribute tests of 100 items."},
		{"no procedure", examination(soc.Complete), soc.ControlUntested, "", "No procedure"},
		{"the run did not finish", examination(soc.Complete, incomplete), soc.TestIncomplete, "", "past its deadline."},
		{"an incomplete run does not hide a deviation", examination(soc.Complete, test(10, soc.AttributeResult{ID: "A", Passed: 9, Deviation: 1}), incomplete), soc.HasDeviations, soc.Systematic, "Incomplete: ACC-01-T1"},
		{"a complete population of zero", examination(soc.ZeroConfirmed, test(0, soc.AttributeResult{ID: "A"})), soc.DidNotOperate, "", "was not tested"},
		{"an empty population that is not shown complete", examination(soc.NotShownComplete, test(0, soc.AttributeResult{ID: "A"})), soc.NotReliable, "", "shows nothing"},
		{"applies to no item", examination(soc.Complete, test(7, soc.AttributeResult{ID: "A", NotApplicable: 7})), soc.DidNotOperate, "", "None of 7 items"},
		{"only a person can test it", examination(soc.Complete, test(7, soc.AttributeResult{ID: "A", NotTested: 7})), soc.ControlUntested, "", "A person must test ACC-01-T1 A"},
		{"a person must test the rest", examination(soc.Complete, test(7, soc.AttributeResult{ID: "A", Passed: 7}, soc.AttributeResult{ID: "B", NotTested: 7})), soc.ControlPartly, "", "must still test ACC-01-T1 B"},
		{"no deviation, not shown complete", examination(soc.NotShownComplete, test(7, soc.AttributeResult{ID: "A", Passed: 7})), soc.NotReliable, "", "may leave items out"},
		{"within the tolerable rate", examination(soc.Complete, test(100, soc.AttributeResult{ID: "A", Passed: 99, Deviation: 1})), soc.HasDeviations, soc.PossiblyIsolated, "additional procedures"},
		{"above the tolerable rate", examination(soc.Complete, test(100, soc.AttributeResult{ID: "A", Passed: 94, Deviation: 6})), soc.HasDeviations, soc.Systematic, "above the tolerable rate"},
		{"exactly the tolerable rate", examination(soc.Complete, test(100, soc.AttributeResult{ID: "A", Passed: 95, Deviation: 5})), soc.HasDeviations, soc.PossiblyIsolated, "within"},
		{"unable counts as a deviation", examination(soc.Complete, test(100, soc.AttributeResult{ID: "A", Passed: 99, Unable: 1})), soc.HasDeviations, soc.Indeterminate, "could not be determined"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			opinion.Propose(c.ex)
			got := c.ex.Controlled[0]
			if got.State != c.state || got.Extent != c.extent || !strings.Contains(got.Reason, c.says) {
				t.Errorf("got %s %q %q\nwant %s %q …%s…", got.State, got.Extent, got.Reason, c.state, c.extent, c.says)
			}
		})
	}
}

// An automated control that lets one item through is never proposed as
// isolated, however low the rate.
func TestAutomatedControlIsSystematic(t *testing.T) {
	ex := examination(soc.Complete, test(1_000_000, soc.AttributeResult{ID: "A", Passed: 999_999, Deviation: 1}))
	ex.Controls[0].Nature = "automated"
	opinion.Propose(ex)
	if got := ex.Controlled[0].Extent; got != soc.Systematic {
		t.Errorf("extent = %q", got)
	}
}

// Deviations in three different weeks recur, even within the tolerable rate.
func TestRecurringDeviationsAreSystematic(t *testing.T) {
	record := test(1000, soc.AttributeResult{ID: "A", Passed: 997, Deviation: 3})
	for _, week := range []string{"2026-04-06", "2026-05-04", "2026-06-01"} {
		record.Details.Timeline = append(record.Details.Timeline, soc.Bucket{First: date(week), Items: 80, Deviations: 1})
	}
	ex := examination(soc.Complete, record)
	opinion.Propose(ex)
	if got := ex.Controlled[0]; got.Extent != soc.Systematic || !strings.Contains(got.Reason, "3 different weeks") {
		t.Errorf("got %+v", got)
	}
}
