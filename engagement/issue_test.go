package engagement_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

// issue issues the report and fails the test, gate by gate, when it cannot.
func (b *wholeBench) issue(file *engagement.File, day soc.Date) *engagement.Issued {
	b.t.Helper()
	issued, err := file.Issue(context.Background(), b.partner, b.issueOptions(day))
	b.must(err)
	return issued
}

func (b *wholeBench) must(err error) {
	b.t.Helper()
	var open *engagement.OpenGates
	if errors.As(err, &open) {
		for _, g := range open.Gates {
			b.t.Errorf("%s: %s", g.ID, g.Missing)
		}
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *wholeBench) size(file *engagement.File) int64 {
	b.t.Helper()
	size, err := file.Size(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return size
}

// verifyIssued verifies the file with its reports.
func (b *wholeBench) verifyIssued() *engagement.Verification {
	b.t.Helper()
	options := b.options()
	options.Check = noFault
	v, err := engagement.Verify(context.Background(), b.file, options, renderWhole)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

func (b *wholeBench) writeFiles(issued *engagement.Issued) {
	b.t.Helper()
	for _, f := range issued.Files {
		overwriteOrWrite(b.t, filepath.Join(b.file, f.Name), f.Data)
	}
}

func overwriteOrWrite(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// An examination with every gate shut is issued, once, and locks the file.
func TestIssue(t *testing.T) {
	ctx := context.Background()
	b := newWholeBench(t)
	file := b.finish()
	before := b.examination(file)
	issued := b.issue(file, reportDay)

	want := soc.FinalReport{Date: reportDay, Firm: "Nobody and Nobody", City: "Alder Falls", State: "XX"}
	if issued.Final != want {
		t.Errorf("the report is %+v", issued.Final)
	}
	if issued.RetainUntil.String() != "2033-08-14" || issued.LockBy.String() != "2026-10-13" {
		t.Errorf("kept until %s, locked by %s", issued.RetainUntil, issued.LockBy)
	}
	if string(issued.Files[0].Data) != "SOC 2 Type 2 of August 14, 2026" {
		t.Errorf("the files were not rendered as final: %s", issued.Files[0].Data)
	}
	again, err := file.IssuedReport(ctx)
	if err != nil || again == nil || len(again.Files) != 2 || string(again.Files[1].Data) != string(issued.Files[1].Data) {
		t.Errorf("the issued report cannot be read: %+v, %v", again, err)
	}

	size := b.size(file)
	for what, try := range map[string]func() error{
		"issue": func() error { _, err := file.Issue(ctx, b.partner, b.issueOptions(reportDay)); return err },
		"a walkthrough": func() error {
			_, err := file.Record(ctx, b.sam, nil, soc.PriorReport{None: true})
			return err
		},
		"a draft": func() error { return file.RecordReport(ctx, before, nil) },
	} {
		if err := try(); !errors.Is(err, engagement.ErrLocked) {
			t.Errorf("%s after the report: %v", what, err)
		}
	}
	if b.size(file) != size {
		t.Error("something was written to a locked file")
	}

	b.writeFiles(issued)
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if v := b.verifyIssued(); !v.OK() || len(v.Reports) != 2 || len(v.Issued) != 1 || v.Issued[0].By.Name != "pat" {
		t.Errorf("verify: %v, reports %v, issued %v", v.Findings, v.Reports, v.Issued)
	}
	overwrite(t, filepath.Join(b.file, "report.html"), []byte("another report"))
	if v := b.verifyIssued(); v.OK() || !names(v.Findings, "report.html") {
		t.Errorf("a replaced report is not found: %v", v.Findings)
	}
}

// What stands in the way of a report is said, and nothing is written.
func TestIssueIsRefused(t *testing.T) {
	b := newWholeBench(t)
	file := b.finish()
	size, objects := b.size(file), len(readTree(t, filepath.Join(b.file, "objects")))
	throwAway, err := keys.ThrowAway(soc.Practitioner)
	if err != nil {
		t.Fatal(err)
	}
	lacking := func(*soc.Examination) ([]soc.TextFault, error) {
		return []soc.TextFault{{Gate: "G-RPT-01", Missing: "The report has no title."}}, nil
	}
	fails := func(*soc.Examination) ([]soc.TextFault, error) { return nil, errors.New("no such template") }
	for _, c := range []struct {
		name string
		key  *keys.Key
		opt  func(*engagement.IssueOptions)
		want string
	}{
		{"the manager's key", b.manager, nil, "issued by the engagement partner"},
		{"management's key", b.signatory, nil, "issued by the engagement partner"},
		{"a throw-away key", throwAway, nil, "lasting key"},
		{"no date", b.partner, func(o *engagement.IssueOptions) { o.Date = soc.Date{} }, "give the date"},
		{"a date ahead", b.partner, func(o *engagement.IssueOptions) { o.Date = reportDay.AddDays(1) }, "today is 2026-08-14"},
		{"another city than that of the firm", b.partner, func(o *engagement.IssueOptions) { o.City = "Elsewhere" }, "G-ACC-01"},
		{"a date before the work", b.partner, func(o *engagement.IssueOptions) { o.Date = reportDay.AddDays(-1) }, "G-RPT-03"},
		{"a text that lacks something", b.partner, func(o *engagement.IssueOptions) { o.Check = lacking }, "2 gates are open: G-RPT-01, G-RPT-05"},
		{"texts that cannot be made", b.partner, func(o *engagement.IssueOptions) { o.Check = fails }, "no such template"},
		{"texts that nobody looked at", b.partner, func(o *engagement.IssueOptions) { o.Check = nil }, "G-RPT-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			opt := b.issueOptions(reportDay)
			if c.opt != nil {
				c.opt(&opt)
			}
			_, err := file.Issue(context.Background(), c.key, opt)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if b.size(file) != size || len(readTree(t, filepath.Join(b.file, "objects"))) != objects {
				t.Error("something was written")
			}
		})
	}
}

// A gate that yields stays shut only by the engagement partner's override,
// which the issued report names.
func TestIssueWithAnOverride(t *testing.T) {
	b := newWholeBench(t)
	file := b.finish()
	ex := b.examination(file)
	comparison := soc.Latest(ex.Records.Comparisons, "description").Record
	comparison.Others = nil
	b.record(file, b.sam, comparison)
	b.review(file, "description")
	b.sign(file, reportDay)
	var open *engagement.OpenGates
	if _, err := file.Issue(context.Background(), b.partner, b.issueOptions(reportDay)); !errors.As(err, &open) || open.Gates[0].ID != "G-DSC-11" {
		t.Fatalf("%v, want G-DSC-11 to be open", err)
	}
	b.record(file, b.partner, soc.Override{Gate: "G-DSC-11", Reason: "The firm has no other engagement."})
	issued := b.issue(file, reportDay)
	if len(issued.Overridden) != 1 || issued.Overridden[0].Overridden != "The firm has no other engagement." {
		t.Errorf("overridden: %+v", issued.Overridden)
	}
}

// Management's own run, and one with throw-away keys, are never issued.
func TestOnlyLastingPractitionersWorkIsIssued(t *testing.T) {
	for name, signers := range map[string]func(*wholeBench) []*keys.Key{
		"readiness":       func(b *wholeBench) []*keys.Key { return []*keys.Key{b.signatory} },
		"throw-away keys": func(*wholeBench) []*keys.Key { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			b := newWholeBench(t)
			file := b.open()
			b.run(file, signers(b)...)
			_, err := file.Issue(context.Background(), b.partner, b.issueOptions(reportDay))
			var open *engagement.OpenGates
			if !errors.As(err, &open) || !slices.ContainsFunc(open.Gates, func(g soc.GateState) bool { return g.ID == "G-KEY-01" }) {
				t.Errorf("%v, want G-KEY-01 to be open", err)
			}
		})
	}
}

// A report is replaced for a reason, after the records that the new one rests
// on; both are in the file and can be verified.
func TestReissue(t *testing.T) {
	ctx := context.Background()
	b := newWholeBench(t)
	file := b.finish()
	if _, err := file.Reissue(ctx, b.partner, "A mistake.", b.issueOptions(reportDay)); err == nil || !strings.Contains(err.Error(), "no report was issued") {
		t.Errorf("there is nothing to replace: %v", err)
	}
	first := b.issue(file, reportDay)

	later := reportDay.AddDays(12)
	b.now = b.now.Add(12 * 24 * time.Hour)
	if _, err := file.Reissue(ctx, b.partner, " ", b.issueOptions(later)); err == nil || !strings.Contains(err.Error(), "reason") {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := file.Reissue(ctx, b.partner, "A mistake.", b.issueOptions(reportDay.AddDays(-1))); err == nil || !strings.Contains(err.Error(), "it replaces one of 2026-08-14") {
		t.Errorf("dated before the first: %v", err)
	}
	var open *engagement.OpenGates
	if _, err := file.Reissue(ctx, b.partner, "A mistake.", b.issueOptions(later)); !errors.As(err, &open) {
		t.Errorf("nobody looked at the days in between: %v", err)
	}
	b.sign(file, later)
	if _, err := file.Lock(ctx, b.partner, ""); err == nil || !strings.Contains(err.Error(), "tickmark reissue") {
		t.Errorf("locked over records that no report rests on: %v", err)
	}
	second, err := file.Reissue(ctx, b.partner, "The description named the wrong host.", b.issueOptions(later))
	b.must(err)
	final := second.Final
	if final.Replaces != first.Entry.ID || final.ReplacesDate != reportDay || final.Reason != "The description named the wrong host." || final.Date != later {
		t.Errorf("the new report says %+v", final)
	}
	if !slices.Equal(second.Entry.Supersedes, []string{first.Entry.ID}) {
		t.Errorf("it supersedes %v", second.Entry.Supersedes)
	}
	b.writeFiles(second)
	file.Close()
	if v := b.verifyIssued(); !v.OK() {
		t.Errorf("verify: %v", v.Findings)
	}
	b.writeFiles(first)
	if v := b.verifyIssued(); !names(v.Findings, "report.html") {
		t.Errorf("the replaced report lies beside the file: %v", v.Findings)
	}
}
