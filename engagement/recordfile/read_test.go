package recordfile

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

const conclusions = `# what the team concluded
- control-concluded:
    control: CHG-01
    design: suitable
    operation: effective
    reason: Tested on every change.
- walkthrough-performed: {control: CHG-01, on: 2026-05-04, item: C-1, nature: [inquiry, inspection], steps: Followed one., design_suitable: true, implemented: true}
`

func TestRead(t *testing.T) {
	placed, err := Read("r.yaml", []byte(conclusions))
	if err != nil {
		t.Fatal(err)
	}
	var got []soc.Record
	for _, p := range placed {
		got = append(got, p.Record)
	}
	want := []soc.Record{
		soc.ControlConclusion{Control: "CHG-01", Design: soc.Suitable, Operation: soc.Effective, Reason: "Tested on every change."},
		soc.Walkthrough{Control: "CHG-01", On: soc.Date{Year: 2026, Month: 5, Day: 4}, Item: "C-1", Nature: []soc.TestNature{soc.Inquiry, soc.Inspection},
			Steps: "Followed one.", DesignSuitable: true, Implemented: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if f := placed[1].Fault("", "no"); f.Line != 7 || f.Column != 3 || f.File != "r.yaml" {
		t.Errorf("the second record is at %d:%d of %s", f.Line, f.Column, f.File)
	}
}

// Each fault has its place and says what to do.
func TestReadFaults(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"no list":         {"control-concluded: {}\n", "r.yaml:1:18: the file must hold a list of records"},
		"empty":           {"# nothing\n", "r.yaml: the file is empty"},
		"unknown kind":    {"- control-concluded: {control: A, design: suitable, operation: effective, reason: x}\n- concluded: {}\n", `r.yaml:2:3: "concluded" is no kind of record`},
		"unknown field":   {"- control-concluded:\n    control: CHG-01\n    desgin: suitable\n", `r.yaml:3:5: unknown field "desgin"`},
		"its fields":      {"- control-concluded:\n    desgin: suitable\n", "control-concluded has control, design, operation"},
		"twice":           {"- gate-overridden:\n    gate: G\n    gate: H\n    reason: x\n", "r.yaml:3:5"},
		"a wrong date":    {"- prior-report-considered:\n    to: 2026-02-30\n", `"2026-02-30" is not a day`},
		"a wrong type":    {"- deviation-evaluated:\n    deviations: many\n", "r.yaml:2:17"},
		"two kinds":       {"- gate-overridden: {gate: G, reason: x}\n  review-note: {id: N, on: o, text: t}\n", "each record is one kind"},
		"no fields":       {"- gate-overridden:\n", "has no fields"},
		"incomplete":      {"- gate-overridden: {gate: G-PLN-05}\n", "r.yaml:1:3: gate-overridden: give gate and reason"},
		"every fault":     {"- gate-overridden: {gate: G}\n- gate-overridden: {reason: x}\n", "r.yaml:2:3"},
		"no YAML":         {"- gate-overridden: {gate: G\n", "r.yaml:1"},
		"an alias":        {"- gate-overridden: &a {gate: G, reason: x}\n- *a\n", "an anchor or alias"},
		"two documents":   {"- gate-overridden: {gate: G, reason: x}\n---\n- gate-overridden: {gate: G, reason: x}\n", "a second document"},
		"not text":        {"\xff\xfe", "not UTF-8"},
		"nested too deep": {strings.Repeat("[", 3000), "nested too deep"},
	} {
		t.Run(name, func(t *testing.T) {
			records, err := Read("r.yaml", []byte(tc.text))
			var faults *program.Faults
			if records != nil || !errors.As(err, &faults) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %d records and %v\nwant %s", len(records), err, tc.want)
			}
		})
	}
}

// FuzzRead holds that no bytes make it panic, and that what is read is
// complete.
func FuzzRead(f *testing.F) {
	f.Add([]byte(conclusions))
	f.Add([]byte("- item-tested: {procedure: P, attribute: A, nature: [inspection], items: [{item: a, outcome: passed, evidence: [x]}]}\n"))
	f.Add([]byte("- {}\n- []\n- ?\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		records, err := Read("r.yaml", data)
		if err != nil {
			var faults *program.Faults
			if records != nil || !errors.As(err, &faults) || len(faults.List) == 0 {
				t.Fatalf("%d records and %v", len(records), err)
			}
			return
		}
		for _, r := range records {
			if r.Record.Fault() != nil {
				t.Fatalf("%s is incomplete: %v", Describe(r.Record), r.Record.Fault())
			}
		}
	})
}
