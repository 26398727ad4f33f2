package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// figures returns the figures of a section.
func figures(t testing.TB, ex *soc.Examination, id string) []*report.Figure {
	t.Helper()
	doc, err := report.Build(ex)
	if err != nil {
		t.Fatal(err)
	}
	checkTree(t, doc)
	var out []*report.Figure
	for _, b := range section(doc.Sections, id).Blocks {
		if f, ok := b.(*report.Figure); ok {
			out = append(out, f)
		}
	}
	return out
}

func labels(f *report.Figure) string {
	var out []string
	for _, s := range f.Drawing.Shapes {
		if s.Kind == report.Label {
			out = append(out, s.Text)
		}
	}
	return strings.Join(out, "|")
}

// The timeline has a cross in each week with a deviation, and says in words
// what it shows.
func TestTimeline(t *testing.T) {
	ex := reporttest.Examination()
	f := figures(t, ex, "summary-timeline")
	if len(f) != 1 {
		t.Fatalf("%d figures", len(f))
	}
	weeks := 0
	for _, test := range ex.Tests {
		for _, b := range test.Details.Timeline {
			if b.Deviations > 0 {
				weeks++
			}
		}
	}
	red := 0
	for _, s := range f[0].Drawing.Shapes {
		if s.Kind == report.Line && s.Color == 0xB3261E {
			red++
		}
	}
	if red != 2*(weeks+1) { // two strokes a cross, and one cross in the legend
		t.Errorf("%d red strokes for %d weeks with deviations", red, weeks)
	}
	for _, want := range []string{"CHG-01|3,126, 1,000 with deviations", "CHG-02|did not operate", "GOV-01|not tested", "MON-01|1,478 *", "ACC-03|6, undated *", "Apr 2026"} {
		if got := labels(f[0]); !strings.Contains(got, want) {
			t.Errorf("the timeline does not say %q: %s", want, got)
		}
	}
	for _, want := range []string{"ACC-02 (4 of 120 items; weeks from 2026-04-20", "Did not operate: CHG-02.", "Not tested: GOV-01, GOV-02, PRV-01."} {
		if !strings.Contains(f[0].Alt, want) {
			t.Errorf("the text of the timeline does not say %q: %s", want, f[0].Alt)
		}
	}
}

func TestSizes(t *testing.T) {
	f := figures(t, reporttest.Examination(), "summary-sizes")[0]
	for _, want := range []string{"104,233", "1,480, not shown complete", "0, shown to be empty", "not collected"} {
		if !strings.Contains(labels(f), want) {
			t.Errorf("the figure does not say %q", want)
		}
	}
}

func TestWeekly(t *testing.T) {
	f := figures(t, reporttest.Examination(), "section-4-populations")[0]
	if want := "alerts: at most 185 rows a week, none in the weeks from 2026-05-04, 2026-05-11"; !strings.Contains(f.Alt, want) {
		t.Errorf("the text of the figure does not say %q: %s", want, f.Alt)
	}
}

// Any period, any number of controls and any size fit into the drawings.
func TestFiguresHoldAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ex := reporttest.Examination()
		ex.Controls, ex.Procedures, ex.Tests, ex.Controlled, ex.Responses, ex.Incidents = nil, nil, nil, nil, nil, nil
		p := &ex.Engagement.Period
		p.To = p.From.AddDays(rapid.IntRange(0, 2500).Draw(t, "days"))
		for i := range rapid.IntRange(0, 130).Draw(t, "controls") {
			id := fmt.Sprintf("%s-%d", rapid.SampledFrom([]string{"A", "LONG NAME OF A SERIES", "Ü"}).Draw(t, "series"), i)
			ex.Controls = append(ex.Controls, soc.Control{ID: id, Title: "T", Criteria: []string{"CC1.1"}})
			items := rapid.Int64Range(1, 1e10).Draw(t, "items")
			ex.Procedures = append(ex.Procedures, soc.Procedure{ID: id, Control: id, Population: "changes", Attributes: []soc.Attribute{{ID: "A"}}})
			r := soc.TestRecord{TestResult: soc.TestResult{Procedure: id, Control: id, Status: soc.RunComplete, Items: items, Attributes: []soc.AttributeResult{{ID: "A", Passed: items}}}}
			for _, d := range rapid.SliceOfN(rapid.IntRange(-30, 2600), 0, 4).Draw(t, "buckets") {
				r.Details.Timeline = append(r.Details.Timeline, soc.Bucket{First: p.From.AddDays(d), Items: 5, Deviations: int64(d & 1)})
			}
			ex.Tests = append(ex.Tests, r)
		}
		for i := range ex.Populations {
			ex.Populations[i].Certificate.RowsLoaded = rapid.Int64Range(0, 1e12).Draw(t, "rows")
		}
		reporttest.Find(ex)
		doc, err := report.Build(ex)
		if err != nil {
			t.Fatal(err)
		}
		checkTree(t, doc)
	})
}

// Build leaves the examination as it was.
func TestBuildChangesNothing(t *testing.T) {
	ex := reporttest.Brief()
	if _, err := report.Build(ex); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(reporttest.Brief(), ex); diff != "" {
		t.Errorf("the examination changed:\n%s", diff)
	}
}
