package engagement_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/ledger"
)

// The file is locked within sixty days, or with a reason.
func TestLock(t *testing.T) {
	ctx := context.Background()
	b := newWholeBench(t)
	file := b.finish()
	refused := func(reason, want string) {
		t.Helper()
		if _, err := file.Lock(ctx, b.partner, reason); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	refused("", "no report was issued")
	b.issue(file, reportDay)
	if _, err := file.Lock(ctx, b.manager, ""); err == nil {
		t.Error("the manager locked the file")
	}
	refused("Because.", "no reason is needed")
	issuedAt := b.now
	b.now = issuedAt.Add(60 * 24 * time.Hour)
	refused("Because.", "no reason is needed") // the sixtieth day is in time
	b.now = issuedAt.Add(63 * 24 * time.Hour)
	refused("", "by 2026-10-13")
	locked, err := file.Lock(ctx, b.partner, "The manager was ill.")
	if err != nil {
		t.Fatal(err)
	}
	if locked.Late != 3 || locked.Report.Date != reportDay || locked.On.String() != "2026-10-16" || locked.RetainUntil.String() != "2033-08-14" {
		t.Errorf("%+v", locked)
	}
	refused("Again.", "locked already")
	b.sign(file, reportDay.AddDays(70)) // what another report would rest on
	file.Close()
	if v := b.verifyIssued(); !v.OK() {
		t.Errorf("verify: %v", v.Findings)
	}
}

// What another program writes past the rules is found.
func TestVerifyFindsWhatMayNotFollow(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		forge func(*wholeBench) (by string, drafts []ledger.Draft)
		want  string
	}{
		"a result after the report": {
			func(b *wholeBench) (string, []ledger.Draft) {
				return "sam", []ledger.Draft{{Kind: ledger.PriorReportConsidered, Predicate: map[string]any{"none": true}}}
			}, "written after entry",
		},
		"a second report": {
			func(b *wholeBench) (string, []ledger.Draft) {
				return "pat", []ledger.Draft{{Kind: ledger.ReportIssued, Predicate: map[string]any{"log_size": 3, "final": map[string]any{"date": "2026-08-14"}}}}
			}, "issued once",
		},
		"a report by the manager": {
			func(b *wholeBench) (string, []ledger.Draft) {
				return "max", []ledger.Draft{{Kind: ledger.ReportReissued, Predicate: map[string]any{"log_size": 3, "final": map[string]any{"date": "2026-08-14"}}}}
			}, "issued by the engagement partner",
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newWholeBench(t)
			file := b.finish()
			b.issue(file, reportDay)
			by, drafts := c.forge(b)
			key := b.partner
			switch by {
			case "sam":
				key = b.sam
			case "max":
				key = b.manager
			}
			if _, err := file.Forge(ctx, key, drafts...); err != nil {
				t.Fatal(err)
			}
			file.Close()
			v := b.verifyIssued()
			found := ""
			for _, f := range v.Findings {
				found += f.String() + "\n"
			}
			if !strings.Contains(found, c.want) {
				t.Errorf("found %s, want %q", found, c.want)
			}
		})
	}
}

// A report that was issued although a gate is open is found by verify, which
// evaluates the gates of that moment again.
func TestVerifyFindsOpenGates(t *testing.T) {
	ctx := context.Background()
	b := newWholeBench(t)
	file := b.open()
	b.run(file, b.signatory, b.sam)
	size := b.size(file)
	_, err := file.Forge(ctx, b.partner, ledger.Draft{Kind: ledger.ReportIssued, Predicate: map[string]any{
		"log_size": size, "final": map[string]any{"date": "2026-08-14", "firm": "Nobody and Nobody", "city": "Alder Falls", "state": "XX"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	file.Close()
	v := b.verifyIssued()
	if !names(v.Findings, "although the gate G-OPN-01 is open") {
		t.Errorf("findings: %v", v.Findings)
	}
}
