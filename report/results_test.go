package report_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// "No exceptions noted" is printed for exactly the attributes that satisfy
// the rule, and every deviation is printed, whatever the results are.
func TestNoExceptionsIsPrintedByTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ex, want := randomExamination(t)
		doc, err := report.Build(ex)
		if err != nil {
			t.Fatal(err)
		}
		got := plain(doc)
		if n := strings.Count(got, "No exceptions noted"); n != want {
			t.Fatalf("“No exceptions noted” is printed %d times, %d attributes satisfy the rule:\n%s", n, want, got)
		}
		marked := 0
		for _, r := range doc.Facts.Summary.Results {
			for _, f := range r.Attributes {
				if f.NoExceptions != strings.HasPrefix(f.Text, "No exceptions noted") {
					t.Fatalf("the mark and the words differ: %+v", f)
				}
				if f.NoExceptions {
					marked++
				}
			}
		}
		if marked != want {
			t.Fatalf("%d findings are marked, %d satisfy the rule", marked, want)
		}
		for _, test := range ex.Tests {
			for _, d := range test.Details.Deviations {
				if test.Status == soc.RunComplete && !strings.Contains(got, "| "+d.Item+" |") {
					t.Fatalf("deviation %s of %s is not printed", d.Item, test.Procedure)
				}
			}
		}
	})
}

// randomExamination has a control per procedure, each under one criterion, so
// that no result is referred to twice; and says how many attributes satisfy
// the rule, worked out from the same draws.
func randomExamination(t *rapid.T) (ex *soc.Examination, want int) {
	ex = reporttest.Examination()
	ex.Controls, ex.Procedures, ex.Tests, ex.Controlled, ex.Responses = nil, nil, nil, nil, nil
	shown := map[string]bool{}
	for i := range ex.Populations {
		p := &ex.Populations[i]
		p.Failure = ""
		p.Certificate.Verdict = rapid.SampledFrom([]soc.Verdict{soc.Complete, soc.NotShownComplete, soc.ZeroConfirmed, ""}).Draw(t, "verdict")
		shown[p.Name] = p.Certificate.Verdict == soc.Complete || p.Certificate.Verdict == soc.ZeroConfirmed
	}
	names := []string{"alerts", "changes", "leavers", "systems", "no_such_population"}
	for i := range rapid.IntRange(0, 4).Draw(t, "procedures") {
		id := fmt.Sprintf("C-%02d", i)
		ex.Controls = append(ex.Controls, soc.Control{ID: id, Title: "Control", Criteria: []string{rapid.SampledFrom([]string{"CC1.1", "CC6.1", "P1.1"}).Draw(t, "criterion")}})
		p := soc.Procedure{ID: id + "-T1", Control: id, Population: "changes", Nature: []soc.TestNature{soc.Inspection}}
		test := soc.TestRecord{TestResult: soc.TestResult{Procedure: p.ID, Control: id, Items: rapid.Int64Range(0, 6).Draw(t, "items"),
			Status: rapid.SampledFrom([]soc.RunStatus{soc.RunComplete, soc.RunComplete, soc.RunIncomplete, soc.RunNotRun}).Draw(t, "status")}, PerformedBy: "nobody"}
		reliable := shown["changes"]
		for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID).Draw(t, "inputs") {
			test.Inputs = append(test.Inputs, soc.Input{Population: name})
			reliable = reliable && shown[name]
		}
		bad := map[string]bool{}
		for k := range rapid.IntRange(1, 3).Draw(t, "attributes") {
			a := soc.AttributeResult{ID: string(rune('A' + k))}
			p.Attributes = append(p.Attributes, soc.Attribute{ID: a.ID, Statement: "Statement", Pass: "x"})
			for item := range test.Items {
				key := fmt.Sprintf("%s-item-%d", id, item)
				switch o := rapid.SampledFrom([]soc.Outcome{soc.Passed, soc.Passed, soc.Passed, soc.Deviates, soc.Unable, soc.NotApplicable, soc.NotTested}).Draw(t, "outcome"); o {
				case soc.Passed:
					a.Passed++
				case soc.NotApplicable:
					a.NotApplicable++
				case soc.NotTested:
					a.NotTested++
				case soc.Deviates, soc.Unable:
					if o == soc.Unable {
						a.Unable++
					} else {
						a.Deviation++
					}
					bad[key] = true
					test.Details.Deviations = append(test.Details.Deviations, soc.Deviation{Procedure: p.ID, Item: key, Attribute: a.ID, Outcome: o})
				}
			}
			if test.Status == soc.RunComplete && reliable && a.Passed > 0 && a.Deviation == 0 && a.Unable == 0 {
				want++
			}
			test.Attributes = append(test.Attributes, a)
		}
		test.ItemsWithDeviation = int64(len(bad))
		ex.Procedures = append(ex.Procedures, p)
		ex.Tests = append(ex.Tests, test)
	}
	reporttest.Find(ex)
	return ex, want
}

// Each kind of result has its own words.
func TestResultWords(t *testing.T) {
	text := built(t, reporttest.Examination())
	for _, want := range []string{
		"No exceptions noted in 260 items tested.",
		"No exceptions noted in 251 items tested. 9 items were not applicable.",
		"3 of 120 items tested deviated (2.5%): 2 deviations, and 1 could not be determined, each of which counts as a deviation until a person resolves it.",
		"For 2 of 42 items tested the outcome could not be determined; each counts as a deviation until a person resolves it (4.76%). 78 items were not applicable.",
		"1,000 of 3,120 items tested deviated (32.05%).",
		"1,478 items tested, no deviation among them.",
		"The population alerts is not shown complete: items may be missing, and these results may not be relied on.",
		"The control did not operate: the population “Emergency changes”, shown complete, holds no item for this test in the period",
		"Not tested: the run did not finish, and none of its figures may be relied on. Reason: the population hires was not collected.",
		"Not tested: a person must read 6 items, and no reading is recorded.",
		"Not tested: no procedure tests this control.",
		"Inquiry is planned as well; a run does not perform it and none is recorded.",
		"Tested under CC6.2; see there.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
}

func built(t testing.TB, ex *soc.Examination) string {
	t.Helper()
	doc, err := report.Build(ex)
	if err != nil {
		t.Fatal(err)
	}
	checkTree(t, doc)
	return plain(doc)
}
