package verify

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/transparency-dev/formats/log"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/tickmark-audit/tickmark/ledger/entry"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

const origin = "tickmark.dev/engagement/test"

// memory is a log without a database, which a test can forge at will.
type memory struct {
	t           *testing.T
	size        int64
	envelopes   [][]byte
	hashes      []tlog.Hash
	checkpoints [][]byte
	now         time.Time
	fail        error // yielded after the last checkpoint
}

func (m *memory) Origin() string                                     { return origin }
func (m *memory) Size(context.Context) (int64, error)                { return m.size, m.fail }
func (m *memory) Envelopes(context.Context) iter.Seq2[[]byte, error] { return m.list(m.envelopes) }

func (m *memory) Checkpoints(context.Context) iter.Seq2[[]byte, error] { return m.list(m.checkpoints) }

func (m *memory) StoredHashes(context.Context) iter.Seq2[[]byte, error] {
	var all [][]byte
	for _, h := range m.hashes {
		all = append(all, h[:])
	}
	return m.list(all)
}

func (m *memory) list(all [][]byte) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, data := range all {
			if !yield(data, nil) {
				return
			}
		}
		if m.fail != nil {
			yield(nil, m.fail)
		}
	}
}

func (m *memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, i := range indexes {
		hashes = append(hashes, m.hashes[i])
	}
	return hashes, nil
}

func (m *memory) root(size int64) tlog.Hash {
	root, err := tlog.TreeHash(size, m)
	if err != nil {
		m.t.Fatal(err)
	}
	return root
}

// add appends envelopes with their tree hashes, whatever they hold.
func (m *memory) add(envelopes ...[]byte) {
	for _, e := range envelopes {
		hashes, err := tlog.StoredHashes(m.size, e, m)
		if err != nil {
			m.t.Fatal(err)
		}
		m.envelopes = append(m.envelopes, e)
		m.hashes = append(m.hashes, hashes...)
		m.size++
	}
}

func (m *memory) here() entry.LogState {
	return entry.LogState{Origin: origin, Size: m.size, Root: m.root(m.size)}
}

func (m *memory) sign(key entry.Signer, at entry.LogState, d entry.Draft) []byte {
	m.now = m.now.Add(time.Second)
	e, err := entry.Sign(key, at, m.now, d)
	if err != nil {
		m.t.Fatal(err)
	}
	return e.Envelope
}

func (m *memory) checkpoint(signers ...*keys.Key) {
	m.note(log.Checkpoint{Origin: origin, Size: uint64(m.size), Hash: hash(m.root(m.size))}, "", signers...)
}

func hash(h tlog.Hash) []byte { return h[:] }

func (m *memory) note(c log.Checkpoint, more string, keys ...*keys.Key) {
	var signers []note.Signer
	for _, k := range keys {
		signers = append(signers, k.NoteSigner(c.Origin))
	}
	data, err := note.Sign(&note.Note{Text: string(c.Marshal()) + more}, signers...)
	if err != nil {
		m.t.Fatal(err)
	}
	m.checkpoints = append(m.checkpoints, data)
}

type fixture struct {
	*memory
	ada, pat, eve *keys.Key // eve is never admitted
	first         string    // id of the entry at index 2
}

// newFixture is a log in which everything holds: two admissions and one entry.
func newFixture(t *testing.T) *fixture {
	m := &memory{t: t, now: time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)}
	f := &fixture{memory: m}
	for _, k := range []struct {
		key   **keys.Key
		name  string
		party soc.Party
	}{{&f.ada, "ada", soc.Management}, {&f.pat, "pat", soc.Practitioner}, {&f.eve, "eve", soc.Practitioner}} {
		key, err := keys.New(k.name, k.party, "")
		if err != nil {
			t.Fatal(err)
		}
		*k.key = key
	}
	f.add(f.sign(f.ada, f.here(), entry.AdmissionDraft(f.ada.Public)))
	f.add(f.sign(f.pat, f.here(), entry.AdmissionDraft(f.pat.Public)))
	f.add(f.sign(f.ada, f.here(), entry.Draft{Kind: entry.EngagementOpened}))
	f.checkpoint(f.ada)
	e, err := entry.Parse(f.envelopes[2])
	if err != nil {
		t.Fatal(err)
	}
	f.first = e.ID
	return f
}

func run(t *testing.T, in Input) *Report {
	t.Helper()
	report, err := Run(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAWholeLogHolds(t *testing.T) {
	f := newFixture(t)
	report := run(t, Input{Log: f})
	if !report.OK() || report.Entries != 3 || report.Checkpoints != 1 || report.Root != f.root(3).String() ||
		len(report.Actors) != 2 || report.Actors[1] != f.pat.Actor {
		t.Errorf("%+v", report)
	}
	report = run(t, Input{Log: &memory{t: t}})
	if !report.OK() {
		t.Errorf("an empty log: %v", report.Findings)
	}
}

// Each case is what a forger could do who writes the database and, where it
// says so, holds a key. The tree hashes and the last checkpoint are made
// right again, so that only the rule itself can find it.
func TestForgeriesAreFound(t *testing.T) {
	opened := entry.Draft{Kind: entry.EngagementOpened}
	for _, test := range []struct {
		name  string
		forge func(f *fixture)
		check Check
		where string
		want  string
	}{
		{"an entry of a key that nobody admitted", func(f *fixture) {
			f.add(f.sign(f.eve, f.here(), opened))
		}, CheckSignature, "entry 3 (engagement-opened)", "no entry before it admits its author's key"},
		{"an entry signed by another key in ada's name", func(f *fixture) {
			mallory := *f.eve
			mallory.Actor = f.ada.Actor
			f.add(f.sign(&mallory, f.here(), opened))
		}, CheckSignature, "entry 3 (engagement-opened)", "its signature is not that of ada"},
		{"an entry of a key under another name", func(f *fixture) {
			other := *f.ada
			other.Actor.Role = "engagement partner"
			f.add(f.sign(&other, f.here(), opened))
		}, CheckEntry, "entry 3 (engagement-opened)", "its author is not who the key was admitted as"},
		{"a key that changes sides", func(f *fixture) {
			other := *f.ada
			other.Actor.Party = soc.Practitioner
			f.add(f.sign(&other, f.here(), entry.Draft{Kind: entry.TestPerformed}))
		}, CheckEntry, "entry 3 (test-performed)", "expected ada of management"},
		{"a second admission", func(f *fixture) {
			other := *f.ada
			other.Actor.Party = soc.Practitioner
			f.add(f.sign(&other, f.here(), entry.AdmissionDraft(f.ada.Public)))
		}, CheckEntry, "entry 3 (actor-admitted)", "was admitted before, by entry 0"},
		{"an admission of somebody else's key", func(f *fixture) {
			f.add(f.sign(f.eve, f.here(), entry.AdmissionDraft(f.ada.Public)))
		}, CheckSignature, "entry 3 (actor-admitted)", "it admits key"},
		{"an entry of another log", func(f *fixture) {
			at := f.here()
			at.Origin = "tickmark.dev/engagement/other"
			f.add(f.sign(f.ada, at, opened))
		}, CheckEntry, "entry 3 (engagement-opened)", "it was written for another log; expected " + origin},
		{"an entry written against another past", func(f *fixture) {
			at := f.here()
			at.Root[0] ^= 1
			f.add(f.sign(f.ada, at, opened))
		}, CheckEntry, "entry 3 (engagement-opened)", "it was written against other entries than the first 3"},
		{"an entry from the future of the log", func(f *fixture) {
			at := f.here()
			at.Size = 4
			f.add(f.sign(f.ada, at, opened))
		}, CheckEntry, "entry 3 (engagement-opened)", "expected at most 3, found 4"},
		{"an entry that was put back in time", func(f *fixture) {
			f.now = f.now.Add(-time.Hour)
			f.add(f.sign(f.ada, f.here(), opened))
		}, CheckEntry, "entry 3 (engagement-opened)", "its time lies more than 5m0s before"},
		{"the same entry twice", func(f *fixture) {
			f.add(f.envelopes[2])
		}, CheckEntry, "entry 3 (engagement-opened)", "is that of entry 2"},
		{"an entry that supersedes nothing", func(f *fixture) {
			f.add(f.sign(f.ada, f.here(), entry.Draft{Kind: entry.EngagementOpened, Supersedes: []string{"0197c1a0-0000-7000-8000-000000000000"}}))
		}, CheckEntry, "entry 3 (engagement-opened)", "which is no earlier entry"},
		{"bytes that are no entry", func(f *fixture) {
			f.add([]byte(`{"hello":"world"}`))
		}, CheckEntry, "entry 3", "unknown field"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			test.forge(f)
			f.checkpoint(f.pat)
			one(t, run(t, Input{Log: f}), test.check, test.where, test.want)
		})
	}
}

// one wants a finding like that, and no finding on anything else.
func one(t *testing.T, report *Report, check Check, where, want string) {
	t.Helper()
	found := false
	for _, f := range report.Findings {
		found = found || f.Check == check && f.Where == where && strings.Contains(f.String(), want)
		if f.Where != where {
			t.Errorf("also found: %s", f)
		}
	}
	if !found {
		t.Errorf("found %v\nwant %s: %s: %s", report.Findings, check, where, want)
	}
}

func TestToleratedClockIsNoFinding(t *testing.T) {
	f := newFixture(t)
	f.now = f.now.Add(-4 * time.Minute)
	f.add(f.sign(f.ada, f.here(), entry.Draft{Kind: entry.EngagementOpened}))
	f.checkpoint(f.pat)
	if report := run(t, Input{Log: f}); !report.OK() {
		t.Error(report.Findings)
	}
}

func TestTreeAndCheckpointsAreHeldToTheEntries(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(f *fixture)
		check  Check
		where  string
		want   string
	}{
		{"a leaf hash", func(f *fixture) { f.hashes[1][0] ^= 1 }, CheckTree, "entry 1", "its stored tree hash is not that"},
		{"an inner hash", func(f *fixture) { f.hashes[2][0] ^= 1 }, CheckTree, "entries 0 to 1", "its stored tree hash is not that"},
		{"a hash too few", func(f *fixture) { f.hashes = f.hashes[:3] }, CheckTree, "log", "tree hashes are missing; expected 4, found 3"},
		{"a hash too many", func(f *fixture) { f.hashes = append(f.hashes, tlog.Hash{}) }, CheckTree, "log", "more than its 3 entries"},
		{"a size that is not the log's", func(f *fixture) { f.size = 4 }, CheckTree, "log", "expected 4, found 3"},
		{"no checkpoint", func(f *fixture) { f.checkpoints = nil }, CheckCheckpoint, "log", "no valid checkpoint covers all entries; expected 3, found 0"},
		{"a checkpoint by a stranger", func(f *fixture) { f.checkpoint(f.eve) }, CheckCheckpoint, "checkpoint 1 (of 3 entries)", "no key that its entries admit signed it"},
		{"a checkpoint by a key admitted after it", func(f *fixture) {
			f.note(log.Checkpoint{Origin: origin, Size: 1, Hash: hash(f.root(1))}, "", f.pat)
		}, CheckCheckpoint, "checkpoint 1 (of 1 entries)", "no key that its entries admit signed it"},
		{"a stranger's signature beside a good one", func(f *fixture) { f.checkpoint(f.ada, f.eve) }, CheckCheckpoint, "checkpoint 1 (of 3 entries)", "do not admit signed it too"},
		{"a checkpoint of another root", func(f *fixture) {
			f.note(log.Checkpoint{Origin: origin, Size: 3, Hash: hash(f.root(2))}, "", f.ada)
		}, CheckCheckpoint, "checkpoint 1 (of 3 entries)", "its root is not that of the entries"},
		{"a checkpoint of more entries", func(f *fixture) {
			f.note(log.Checkpoint{Origin: origin, Size: 4, Hash: hash(f.root(3))}, "", f.ada)
		}, CheckCheckpoint, "checkpoint 1 (of 4 entries)", "some were removed; expected 4, found 3"},
		{"a checkpoint of another log", func(f *fixture) {
			f.note(log.Checkpoint{Origin: "elsewhere", Size: 3, Hash: hash(f.root(3))}, "", f.ada)
		}, CheckCheckpoint, "checkpoint 1 (of 3 entries)", "it is of another log"},
		{"a checkpoint that says more", func(f *fixture) {
			f.note(log.Checkpoint{Origin: origin, Size: 3, Hash: hash(f.root(3))}, "and more\n", f.ada)
		}, CheckCheckpoint, "checkpoint 1 (of 3 entries)", "it says more than origin, size and root"},
		{"spare bits of a signature", func(f *fixture) {
			// 68 bytes leave two spare bits before the padding.
			data := append([]byte(nil), f.checkpoints[0]...)
			at := len(data) - 3
			data[at]++
			f.checkpoints = append(f.checkpoints, data)
		}, CheckCheckpoint, "checkpoint 1 (of 3 entries)", "it is not written in the one form"},
		{"a checkpoint that is none", func(f *fixture) {
			f.checkpoints = append(f.checkpoints, []byte("hello"))
		}, CheckCheckpoint, "checkpoint 1", "invalid checkpoint"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			test.change(f)
			one(t, run(t, Input{Log: f}), test.check, test.where, test.want)
		})
	}
}

func TestWhatCannotBeReadIsAFinding(t *testing.T) {
	f := newFixture(t)
	f.fail = errors.New("the disk is on fire")
	report := run(t, Input{Log: f, LogError: nil})
	if len(report.Findings) != 4 {
		t.Errorf("findings: %v", report.Findings)
	}
	for _, f := range report.Findings {
		if f.Check != CheckRead || !strings.Contains(f.Problem, "on fire") {
			t.Errorf("finding: %s", f)
		}
	}
	report = run(t, Input{LogError: errors.New("no such table")})
	one(t, report, CheckRead, "log", "it cannot be opened: no such table")
}
