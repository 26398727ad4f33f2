package engagement_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

func secondHalf() engagement.RollForwardOptions {
	return engagement.RollForwardOptions{Period: soc.Period{
		From: soc.Date{Year: 2026, Month: time.July, Day: 1}, To: soc.Date{Year: 2026, Month: time.December, Day: 31},
	}}
}

// rolled is a bench whose report was issued, and the program that it was
// rolled forward to.
func rolled(t *testing.T) (was, next *wholeBench, out *engagement.RolledForward) {
	t.Helper()
	was = newWholeBench(t)
	was.write("management/responses.yaml", "responses:\n  - {control: CHG-01, text: We agree.}\n")
	file := was.finish()
	was.issue(file, reportDay)
	next = &wholeBench{bench: bench{t: t, dir: filepath.Join(t.TempDir(), "next", "program")}, now: time.Date(2027, 1, 15, 14, 0, 0, 0, time.UTC)}
	next.file = filepath.Join(next.dir, engagement.FolderName)
	next.signatory, next.partner, next.manager, next.sam = was.signatory, was.partner, was.manager, was.sam
	out, err := file.RollForward(context.Background(), was.partner, next.dir, secondHalf())
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return was, next, out
}

func (b *wholeBench) read(name string) string {
	b.t.Helper()
	data, err := os.ReadFile(filepath.Join(b.dir, name))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(data)
}

// The program of the next period has the new days and nothing that is of the
// old one.
func TestRollForward(t *testing.T) {
	was, next, out := rolled(t)
	if out.Faults != nil {
		t.Fatal(out.Faults)
	}
	p, err := program.Load(t.Context(), os.DirFS(next.dir), program.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Engagement.Period != secondHalf().Period {
		t.Errorf("the new period is %s", p.Engagement.Period)
	}
	if len(p.Controls) != 1 || len(p.Procedures) != 1 || len(p.Populations) != 1 || len(p.Populations[0].ControlTotals) != 0 {
		t.Errorf("%d controls, %d procedures, populations %+v", len(p.Controls), len(p.Procedures), p.Populations)
	}
	for _, absent := range []string{"data/changes.csv", "management/incidents.yaml", "management/responses.yaml", ".tickmark/report.json"} {
		if _, err := os.Stat(filepath.Join(next.dir, absent)); err == nil {
			t.Errorf("%s was carried over", absent)
		}
	}
	if want := []string{"management/incidents.yaml", "management/responses.yaml"}; !slices.Equal(out.LeftOut, want) {
		t.Errorf("left out: %v", out.LeftOut)
	}
	if want := []string{"engagement.yaml:6", "management/assertion.md:1", "management/assertion.md:2"}; !slices.Equal(out.Dated, want) {
		t.Errorf("still dated: %v", out.Dated)
	}
	if p.Prior == nil || *p.Prior != out.Prior || out.Prior.Date != reportDay {
		t.Errorf("the prior file is %+v, in the program %+v", out.Prior, p.Prior)
	}
	if i := slices.IndexFunc(p.RollForward, func(i soc.RollForwardItem) bool { return i.Affirmed }); i >= 0 || len(p.RollForward) != len(out.Items) {
		t.Errorf("%d items are listed, %d were carried; affirmed: %d", len(p.RollForward), len(out.Items), i)
	}
	for _, want := range []soc.RollForwardItem{
		{Kind: "control", ID: "CHG-01", Party: soc.Management}, {Kind: "population", ID: "changes", Party: soc.Management},
		{Kind: "description", ID: "dc1.md", Party: soc.Management}, {Kind: "commitment", ID: "SC-1", Party: soc.Management},
		{Kind: "component", ID: "code host", Party: soc.Management}, {Kind: "engagement", ID: "engagement.yaml", Party: soc.Management},
		{Kind: "procedure", ID: "CHG-01-T1", Party: soc.Practitioner}, {Kind: "risk", ID: "R-1", Party: soc.Practitioner},
	} {
		if !slices.Contains(p.RollForward, want) {
			t.Errorf("%s %s is not listed", want.Kind, want.ID)
		}
	}
	if was.read("management/populations/populations.yaml") == next.read("management/populations/populations.yaml") {
		t.Error("the control totals were carried over")
	}
}

// Each party affirms its own; to strike a line affirms nothing, and what the
// program no longer holds needs no affirmation.
func TestRollForwardIsAffirmed(t *testing.T) {
	_, next, out := rolled(t)
	next.write("management/incidents.yaml", "incidents: []\nregister: Read on 2027-01-02.\n")
	if err := os.MkdirAll(filepath.Join(next.dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	next.write("data/changes.csv", "change_id,author_id,reviewer_id,merged_at,approved_at\nC-1,u1,u2,2026-07-06T10:00:00-04:00,2026-07-06T09:00:00-04:00\n")
	file := next.open()
	gate := func(ex *soc.Examination) soc.GateState {
		for _, g := range ex.Gates {
			if g.ID == "G-RFW-01" {
				return g
			}
		}
		t.Fatal("there is no gate G-RFW-01")
		return soc.GateState{}
	}
	open := func(ex *soc.Examination) (ids []string) {
		for _, i := range ex.RollForward {
			if i.Open() {
				ids = append(ids, i.ID)
			}
		}
		return ids
	}

	ex := next.run(file, next.signatory, next.sam)
	if len(open(ex)) != len(out.Items) || !gate(ex).Open {
		t.Errorf("before anybody affirmed: %v", open(ex))
	}
	if ex.Prior == nil || *ex.Prior != out.Prior {
		t.Errorf("the examination names %+v", ex.Prior)
	}

	affirm := func(name string) {
		next.write(name, strings.ReplaceAll(next.read(name), "affirmed: false", "affirmed: true"))
	}
	affirm("management/roll-forward.yaml")
	ex = next.run(file, next.signatory, next.sam)
	if want := []string{"CHG-01-T1", "R-1"}; !slices.Equal(open(ex), want) || !gate(ex).Open {
		t.Errorf("after management affirmed: %v, want %v", open(ex), want)
	}

	struck := strings.Replace(next.read("management/roll-forward.yaml"), fmt.Sprintf("  - {kind: control, id: %q, affirmed: true}\n", "CHG-01"), "", 1)
	next.write("management/roll-forward.yaml", struck)
	affirm("practitioner/roll-forward.yaml")
	ex = next.run(file, next.signatory, next.sam)
	if want := []string{"CHG-01"}; !slices.Equal(open(ex), want) {
		t.Errorf("after its line was struck: %v, want %v", open(ex), want)
	}

	next.write("management/roll-forward.yaml", struck+"  - {kind: control, id: CHG-01, affirmed: true}\n")
	next.write("management/commitments.yaml", strings.Replace(next.read("management/commitments.yaml"), "SR-1", "SR-2", 1))
	next.write("management/roll-forward.yaml", strings.Replace(next.read("management/roll-forward.yaml"), `id: "SR-1", affirmed: true`, `id: "SR-1", affirmed: false`, 1))
	ex = next.run(file, next.signatory, next.sam)
	if len(open(ex)) != 0 || gate(ex).Open {
		t.Errorf("a commitment that is no longer there: %v", open(ex))
	}
	file.Close()
	if v := next.verify(); !v.OK() {
		t.Errorf("verify: %v", v.Findings)
	}
}

func TestRollForwardIsRefused(t *testing.T) {
	ctx := context.Background()
	b := newWholeBench(t)
	file := b.finish()
	dir := filepath.Join(t.TempDir(), "next")
	refused := func(key *keys.Key, dir string, opt engagement.RollForwardOptions, want string) {
		t.Helper()
		_, err := file.RollForward(ctx, key, dir, opt)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
		if _, err := os.Stat(filepath.Join(dir, "engagement.yaml")); !errors.Is(err, os.ErrNotExist) {
			t.Error("a program was written")
		}
	}
	refused(b.partner, dir, secondHalf(), "no report was issued")
	b.issue(file, reportDay)
	throwAway, err := keys.ThrowAway(soc.Practitioner)
	if err != nil {
		t.Fatal(err)
	}
	refused(throwAway, dir, secondHalf(), "lasting key")
	refused(b.partner, dir, engagement.RollForwardOptions{}, "the next usually begins on 2026-07-01")
	refused(b.partner, dir, engagement.RollForwardOptions{AsOf: reportDay}, "covers a period")
	same := secondHalf()
	same.Period.From = soc.Date{Year: 2026, Month: 1, Day: 1}
	refused(b.partner, dir, same, "does not lie after")
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "notes.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	refused(b.partner, full, secondHalf(), "is there already")
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".roll-forward-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A report as of a date is rolled forward to another date, and what the new
// program needs a person for is named.
func TestRollForwardAsOfADate(t *testing.T) {
	ctx := context.Background()
	b := newWholeBench(t)
	b.write("engagement.yaml", strings.Replace(strings.Replace(b.read("engagement.yaml"), "type: 2", "type: 1", 1),
		"period: {from: 2026-01-01, to: 2026-06-30}", "as_of: 2026-06-30", 1))
	b.write("management/controls/controls.yaml", b.read("management/controls/controls.yaml")+"    effective_to: 2026-12-31\n")
	for _, gone := range []string{"practitioner/procedures", "management/description/dc9.md"} {
		if err := os.RemoveAll(filepath.Join(b.dir, gone)); err != nil {
			t.Fatal(err)
		}
	}
	file := b.open()
	b.run(file, b.signatory, b.sam)
	_, err := file.Forge(ctx, b.partner, ledger.Draft{Kind: ledger.ReportIssued, Predicate: map[string]any{
		"log_size": b.size(file), "final": map[string]any{"date": "2026-08-14"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	next := filepath.Join(t.TempDir(), "next")
	for want, opt := range map[string]engagement.RollForwardOptions{
		"is as of a date":    secondHalf(),
		"does not lie after": {AsOf: soc.Date{Year: 2026, Month: 6, Day: 30}},
	} {
		if _, err := file.RollForward(ctx, b.partner, next, opt); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	out, err := file.RollForward(ctx, b.partner, next, engagement.RollForwardOptions{AsOf: soc.Date{Year: 2027, Month: 6, Day: 30}})
	if err != nil {
		t.Fatal(err)
	}
	if out.Faults == nil || !strings.Contains(out.Faults.Error(), "CHG-01") {
		t.Errorf("a control that ended before the new date is not named: %v", out.Faults)
	}
	data, err := os.ReadFile(filepath.Join(next, "engagement.yaml"))
	if err != nil || !strings.Contains(string(data), "as_of: 2027-06-30") {
		t.Errorf("%s, %v", data, err)
	}
}
