package engagement_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/ledger/verify"
	"github.com/tickmark-audit/tickmark/soc"
)

// smuggle writes an entry past the rules, as another program could.
func (tm *team) smuggle(key *keys.Key, draft ledger.Draft) {
	tm.t.Helper()
	ctx := context.Background()
	log, err := ledger.Open(ctx, filepath.Join(tm.file, ledger.FileName), ledger.Options{})
	if err != nil {
		tm.t.Fatal(err)
	}
	size, err := log.Size(ctx)
	if err == nil {
		_, err = log.Append(ctx, key, size, draft)
	}
	if closeErr := log.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		tm.t.Fatal(err)
	}
}

func draftOf(r soc.Record) ledger.Draft {
	return ledger.Draft{Kind: ledger.Kind(r.Kind()), Predicate: r}
}

// A record that was written past the rules is found: by whom it may not be
// written, and what it does not follow from.
func TestVerifyFindsRecordsThatBreakRules(t *testing.T) {
	const digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
	throwAway, err := keys.ThrowAway(soc.Practitioner)
	if err != nil {
		t.Fatal(err)
	}
	asserted := soc.AssertionSignature{Organization: "Thistle Works", Title: "Chief Executive", Date: day("2026-07-10"), Document: digest, Basis: "…"}
	for name, tc := range map[string]struct {
		who    string // "" is a throw-away key
		record soc.Record
		check  verify.Check
		says   string
	}{
		"a role":         {"kim", soc.CriterionConclusion{Criterion: "CC8.1", Reason: "…"}, engagement.CheckWall, "engagement partner or the manager"},
		"a throw-away":   {"", walkthrough("CHG-01"), engagement.CheckWall, "throw-away"},
		"a control":      {"kim", walkthrough("CHG-99"), engagement.CheckRecord, "CHG-99"},
		"a conclusion":   {"kim", conclude("CHG-01", soc.Effective), engagement.CheckRecord, "CHG-01"},
		"not whole":      {"kim", soc.ControlConclusion{Control: "CHG-01"}, engagement.CheckRecord, "give control and reason"},
		"not its object": {"ceo", asserted, engagement.CheckRecord, "not one of its objects"},
	} {
		t.Run(name, func(t *testing.T) {
			tm := newTeam(t)
			key := throwAway
			if tc.who != "" {
				key = tm.key[tc.who]
			}
			tm.smuggle(key, draftOf(tc.record))
			v := tm.verify()
			if len(v.Findings) != 1 || v.Findings[0].Check != tc.check || !strings.Contains(v.Findings[0].String(), tc.says) {
				t.Errorf("findings %v, want one of %s that says %q", v.Findings, tc.check, tc.says)
			}
		})
	}
}

// The counts of an entry of item tests are those of its object.
func TestVerifyFindsWrongCounts(t *testing.T) {
	tm := newTeam(t)
	path, read := tm.document("comments.pdf", "LGTM")
	if err := tm.record("kim", []string{path}, itemTest("CHG-01-T1", "C", passed("C-1", read))); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	log, err := ledger.Open(ctx, filepath.Join(tm.file, ledger.FileName), ledger.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var forged ledger.Draft
	for e, err := range log.Entries(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		forged = ledger.Draft{Kind: e.Kind, Subjects: e.Subjects, Predicate: map[string]any{
			"procedure": "CHG-01-T1", "attribute": "C", "nature": []string{"inspection"},
			"found": soc.AttributeResult{ID: "C", Passed: 4},
		}}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	tm.smuggle(tm.key["kim"], forged)
	v := tm.verify()
	if v.OK() || !strings.Contains(v.Findings[0].String(), "counts are not those of its items") {
		t.Errorf("findings: %v", v.Findings)
	}
}

// Evidence is an object of the file: one flipped bit in it is found and named.
func TestVerifyFindsDamagedEvidence(t *testing.T) {
	tm := newTeam(t)
	path, read := tm.document("comments.pdf", "LGTM")
	if err := tm.record("kim", []string{path}, itemTest("CHG-01-T1", "C", passed("C-1", read))); err != nil {
		t.Fatal(err)
	}
	overwrite(t, filepath.Join(tm.file, "objects", read[:2], read[2:]), []byte("LGTN"))
	if v := tm.verify(); v.OK() || !strings.Contains(v.Findings[0].String(), read[2:]) {
		t.Errorf("findings: %v", v.Findings)
	}
}
