package engagement_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/soc"
)

// The whole way once: what the rows say is what the examination says.
func TestExamine(t *testing.T) {
	ex := newBench(t).examine()

	changes := findTest(t, ex, "CHG-01-T1")
	want := []soc.AttributeResult{
		{ID: "A", Passed: 3, Deviation: 1}, // C-2: the author reviewed it
		{ID: "B", Passed: 3, Unable: 1},    // C-3: no approval time
	}
	if diff := cmp.Diff(want, changes.Attributes); diff != "" {
		t.Errorf("CHG-01 (-want +got):\n%s", diff)
	}
	if changes.Items != 4 { // C-5 was merged on the day after the period
		t.Errorf("CHG-01 tested %d items, want 4", changes.Items)
	}
	var items []string
	for _, d := range changes.Details.Deviations {
		items = append(items, d.Item+" "+d.Attribute+" "+string(d.Outcome))
	}
	if diff := cmp.Diff([]string{"C-2 A deviation", "C-3 B unable"}, items); diff != "" {
		t.Errorf("deviations (-want +got):\n%s", diff)
	}
	if !strings.Contains(changes.SQL, "reviewer_id <> author_id") {
		t.Errorf("the SQL that was run is not with the result:\n%s", changes.SQL)
	}

	states := map[string]soc.ControlState{}
	for _, f := range ex.Controlled {
		states[f.Control] = f.State
	}
	wantStates := map[string]soc.ControlState{
		"CHG-01": soc.HasDeviations,
		"REV-01": soc.HasDeviations, // payroll was never reviewed
		"EMG-01": soc.DidNotOperate, // no emergency in a complete population
	}
	if diff := cmp.Diff(wantStates, states); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
	for _, p := range ex.Populations {
		if complete := p.Name != "access_reviews"; p.Certificate.ShownComplete() != complete {
			t.Errorf("%s: shown complete = %v: %v", p.Name, !complete, p.Certificate.Reasons)
		}
	}
}

// A second run on unchanged input writes nothing and says the same.
func TestExamineAgain(t *testing.T) {
	b := newBench(t)
	first, second := b.examine(), b.examine()
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("second run (-first +second):\n%s", diff)
	}
	if first.Log.Size == 0 || first.Log.Root == "" {
		t.Errorf("the log is %+v", first.Log)
	}
}

// When the data change, what they feed is done again and nothing else; the
// old entries stay.
func TestExamineChangedData(t *testing.T) {
	b := newBench(t)
	before := b.examine()
	b.write("data/access_reviews.csv", "review_id,system,quarter,completed_at\nR-1,code host,2026-Q2,2026-06-15T12:00:00-04:00\nR-2,payroll,2026-Q2,2026-06-16T12:00:00-04:00\n")
	after := b.examine()
	if got, was := findTest(t, after, "REV-01-T1"), findTest(t, before, "REV-01-T1"); got.Deviations() != 0 || was.Deviations() != 1 {
		t.Errorf("REV-01: %d deviations, %d before", got.Deviations(), was.Deviations())
	}
	if got, was := findTest(t, after, "CHG-01-T1"), findTest(t, before, "CHG-01-T1"); got.Entry != was.Entry {
		t.Error("CHG-01 was performed again although nothing that it reads changed")
	}
	if v := b.verify(); !v.OK() || v.Tests != 4 || v.Populations != 4 {
		t.Errorf("the superseded entries do not verify: %+v", v)
	}
}

// What cannot be collected is part of the result and stops nothing else.
func TestExamineMissingFile(t *testing.T) {
	b := newBench(t)
	b.write("management/populations/extra.yaml", `name: incidents
title: Incidents
definition: One row for each incident.
rows: events
key: [id]
date: at
source: {file: {path: data/not-there.csv, format: csv}}
columns: {id: text, at: timestamp}
`)
	b.write("practitioner/procedures/extra.yaml", `control: CHG-01
id: INC-T1
title: Incidents
nature: [inspection]
population: incidents
attributes:
  A: {statement: It has a time, pass: at IS NOT NULL}
`)
	ex := b.examine()
	if got := findTest(t, ex, "INC-T1"); got.Status != soc.RunNotRun || !strings.Contains(got.Reason, "not-there.csv") {
		t.Errorf("INC-T1 is %s: %s", got.Status, got.Reason)
	}
	if got := findTest(t, ex, "CHG-01-T1"); got.Status != soc.RunComplete {
		t.Errorf("CHG-01-T1 is %s: %s", got.Status, got.Reason)
	}
	again := b.examine()
	if again.Log.Size != ex.Log.Size {
		t.Errorf("the same failure was recorded twice: %d entries, then %d", ex.Log.Size, again.Log.Size)
	}
}
