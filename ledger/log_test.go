package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/ledger/verify"
	"github.com/tickmark-audit/tickmark/soc"
)

// clock returns times that a test can name: one second apart.
func clock() func() time.Time {
	var mu sync.Mutex
	now := time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
}

func newKey(t *testing.T, name string, party soc.Party) *keys.Key {
	t.Helper()
	k, err := keys.New(name, party, "tester")
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func openLog(t *testing.T, path string, opt Options) *Log {
	t.Helper()
	l, err := Open(t.Context(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

type body struct {
	Population string `json:"population"`
	Rows       int64  `json:"rows"`
}

func draft(n int64) Draft {
	return Draft{
		Kind:      PopulationSealed,
		Predicate: body{fmt.Sprintf("changes %d", n), n},
		Subjects:  []Subject{{Name: "raw", SHA256: fmt.Sprintf("%064x", n), TreeRoot: fmt.Sprintf("%064x", n+1), Size: n}},
	}
}

// TestConformance holds every store to the same promises.
func TestConformance(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		testConformance(t, func(t *testing.T) string { return filepath.Join(t.TempDir(), "engagement.sqlite") })
	})
	t.Run("postgres", func(t *testing.T) {
		server := startPostgres(t)
		testConformance(t, server.newDatabase)
	})
}

func testConformance(t *testing.T, newPath func(*testing.T) string) {
	tests := map[string]func(*testing.T, string){
		"empty":       testEmpty,
		"append":      testAppend,
		"stale":       testStale,
		"concurrent":  testConcurrent,
		"refusals":    testRefusals,
		"supersedes":  testSupersedes,
		"paging":      testPaging,
		"reopen":      testReopen,
		"independent": testIndependent,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, newPath(t)) })
	}
}

func testEmpty(t *testing.T, path string) {
	l := openLog(t, path, Options{})
	if size, err := l.Size(t.Context()); err != nil || size != 0 {
		t.Errorf("Size = %d, %v", size, err)
	}
	root, err := l.Root(t.Context(), 0)
	if empty, _ := tlog.TreeHash(0, nil); err != nil || root != empty {
		t.Errorf("Root = %v, %v", root, err)
	}
	if _, err := l.Root(t.Context(), 1); err == nil {
		t.Error("an empty log has a root at 1")
	}
	if _, err := l.Checkpoint(t.Context()); err == nil {
		t.Error("an empty log has a checkpoint")
	}
	for range l.Entries(t.Context(), 0) {
		t.Error("an empty log has an entry")
	}
	if !strings.HasPrefix(l.Origin(), "tickmark.dev/engagement/") {
		t.Errorf("origin %q", l.Origin())
	}
}

func testAppend(t *testing.T, path string) {
	l := openLog(t, path, Options{Clock: clock()})
	key := newKey(t, "ada", soc.Management)
	got, err := l.Append(t.Context(), key, 0, draft(1), draft(2))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Index != 1 || got[1].Index != 2 {
		t.Fatalf("Append = %+v; want entries 1 and 2 after the admission", got)
	}
	var all []Entry
	for e, err := range l.Entries(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	if len(all) != 3 || all[0].Kind != ActorAdmitted || all[0].Actor != key.Actor {
		t.Fatalf("entries: %+v", all)
	}
	e := all[2]
	if e.ID != got[1].ID || !bytes.Equal(e.Envelope, got[1].Envelope) || e.Index != 2 || e.LogSize != 0 ||
		string(e.Predicate) != `{"population":"changes 2","rows":2}` || e.Visibility != Shared ||
		!e.Time.Equal(time.Date(2026, 7, 1, 9, 0, 2, 0, time.UTC)) || e.Subjects[0] != draft(2).Subjects[0] {
		t.Errorf("entry 2 = %+v", e)
	}
	verifyLog(t, l)
}

func verifyLog(t *testing.T, l *Log) {
	t.Helper()
	report, err := verify.Run(t.Context(), verify.Input{Log: l})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		t.Errorf("verify: %s", f)
	}
}

func testStale(t *testing.T, path string) {
	key := newKey(t, "ada", soc.Management)
	one, two := openLog(t, path, Options{}), openLog(t, path, Options{})
	if _, err := one.Append(t.Context(), key, 0, draft(1)); err != nil {
		t.Fatal(err)
	}
	for _, against := range []int64{-1, 0, 1, 3} {
		if _, err := two.Append(t.Context(), key, against, draft(2)); !errors.Is(err, ErrStale) {
			t.Errorf("against %d: %v, want ErrStale", against, err)
		}
	}
	if _, err := two.Append(t.Context(), key, 2, draft(2)); err != nil {
		t.Error(err)
	}
	if _, err := one.Append(t.Context(), key, 2, draft(2)); !errors.Is(err, ErrStale) {
		t.Errorf("one: %v, want ErrStale", err)
	}
	verifyLog(t, one)
}

// Many writers at once: each entry is written once, in some order.
func testConcurrent(t *testing.T, path string) {
	const writers, each = 4, 10
	var wg sync.WaitGroup
	for w := range writers {
		l := openLog(t, path, Options{})
		key := newKey(t, fmt.Sprintf("writer-%d", w), soc.Practitioner)
		wg.Go(func() {
			for i := 0; i < each; {
				size, err := l.Size(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				_, err = l.Append(t.Context(), key, size, draft(int64(i)))
				if err != nil && !errors.Is(err, ErrStale) {
					t.Error(err)
					return
				}
				if err == nil {
					i++
				}
			}
		})
	}
	wg.Wait()
	l := openLog(t, path, Options{})
	if size, err := l.Size(t.Context()); err != nil || size != writers*(each+1) {
		t.Errorf("size %d, %v; want %d entries and %d admissions", size, err, writers*each, writers)
	}
	verifyLog(t, l)
}

func testRefusals(t *testing.T, path string) {
	l := openLog(t, path, Options{Clock: clock()})
	management, practitioner := newKey(t, "ada", soc.Management), newKey(t, "pat", soc.Practitioner)
	turncoat := *management
	turncoat.Actor.Party = soc.Practitioner
	stolen := *practitioner
	stolen.Public = management.Public
	if _, err := l.Append(t.Context(), management, 0, draft(0)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		key   *keys.Key
		draft Draft
		want  string
	}{
		{management, Draft{Kind: TestPerformed}, "management cannot write a test-performed entry: only practitioner can"},
		{practitioner, Draft{Kind: ReadinessTestPerformed}, "practitioner cannot write a readiness-test-performed entry: only management can"},
		{management, Draft{Kind: "opinion-guessed"}, `"opinion-guessed" is not a kind of entry`},
		{management, Draft{Kind: ActorAdmitted}, "a key is admitted by its first entry"},
		{&stolen, draft(1), "does not have the id"},
		{&turncoat, draft(1), "was admitted as ada of management"},
		{management, Draft{Kind: ProgramSealed, Visibility: PractitionerOnly}, "would hide it from its own author"},
		{management, Draft{Kind: ProgramSealed, Visibility: "secret"}, `visibility is "secret"`},
		{management, Draft{Kind: ProgramSealed, Predicate: map[string]any{"rate": 1.5}}, "the number 1.5 is not an integer"},
		{management, Draft{Kind: ProgramSealed, Predicate: body{"x", 1 << 53}}, "the number 9007199254740992 is not an integer"},
		{management, Draft{Kind: ProgramSealed, Predicate: "all"}, "it is not a JSON object"},
		{management, Draft{Kind: ProgramSealed, Predicate: func() {}}, "its body cannot be written"},
		{management, Draft{Kind: ProgramSealed, Predicate: body{strings.Repeat("x", 64<<10), 1}}, "it has 65562 bytes and may have 65536: put the data in an object"},
		{management, Draft{Kind: ProgramSealed, Predicate: body{strings.Repeat("x", 50<<10), 1}}, "may have 65536: put the data in an object"},
		{management, Draft{Kind: ProgramSealed, Subjects: []Subject{{Name: "raw", SHA256: "../../x"}}}, "subject raw needs a SHA-256"},
		{management, Draft{Kind: ProgramSealed, Subjects: append(draft(1).Subjects, draft(1).Subjects...)}, `"raw" is empty or used twice`},
		{management, Draft{Kind: ProgramSealed, Supersedes: []string{"0197c1a0-0000-7000-8000-000000000000"}}, "which is no earlier entry of this log"},
	} {
		_, err := l.Append(t.Context(), test.key, 2, draft(1), test.draft)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s by %s: %v\nwant: %s", test.draft.Kind, test.key.Actor.Name, err, test.want)
		}
	}
	if _, err := l.Append(t.Context(), management, 2); err == nil {
		t.Error("appended nothing")
	}
	if size, err := l.Size(t.Context()); err != nil || size != 2 {
		t.Errorf("a refusal changed the log: size %d, %v", size, err)
	}
	early := openLog(t, path, Options{Clock: func() time.Time { return time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC) }})
	if _, err := early.Append(t.Context(), management, 2, draft(1)); err == nil || !strings.Contains(err.Error(), "set the clock") {
		t.Errorf("a clock that is an hour late: %v", err)
	}
	verifyLog(t, l)
}

func testSupersedes(t *testing.T, path string) {
	l := openLog(t, path, Options{})
	key := newKey(t, "ada", soc.Management)
	first, err := l.Append(t.Context(), key, 0, draft(1))
	if err != nil {
		t.Fatal(err)
	}
	second := draft(2)
	second.Supersedes = []string{first[0].ID}
	got, err := l.Append(t.Context(), key, 2, second)
	if err != nil || len(got[0].Supersedes) != 1 || got[0].Supersedes[0] != first[0].ID {
		t.Errorf("Append = %+v, %v", got, err)
	}
	verifyLog(t, l)
}

func testPaging(t *testing.T, path string) {
	l := openLog(t, path, Options{})
	key := newKey(t, "ada", soc.Management)
	var drafts []Draft
	for i := range int64(2*pageSize - 1) {
		drafts = append(drafts, draft(i))
	}
	if _, err := l.Append(t.Context(), key, 0, drafts...); err != nil {
		t.Fatal(err)
	}
	// Appending while reading is allowed, and what is added is yielded too.
	want := int64(3)
	for e, err := range l.Entries(t.Context(), want) {
		if err != nil || e.Index != want {
			t.Fatalf("entry %d, %v; want %d", e.Index, err, want)
		}
		if want == 10 {
			if _, err := l.Append(t.Context(), key, 2*pageSize, draft(0)); err != nil {
				t.Fatal(err)
			}
		}
		want++
	}
	if want != 2*pageSize+1 {
		t.Errorf("read up to %d", want)
	}
	verifyLog(t, l)
}

func testReopen(t *testing.T, path string) {
	key := newKey(t, "ada", soc.Management)
	l, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), key, 0, draft(1)); err != nil {
		t.Fatal(err)
	}
	before, err := l.Checkpoint(t.Context())
	if err = errors.Join(err, l.Close()); err != nil {
		t.Fatal(err)
	}
	again := openLog(t, path, Options{})
	if again.Origin() != l.Origin() {
		t.Errorf("origin %s became %s", l.Origin(), again.Origin())
	}
	if after, err := again.Checkpoint(t.Context()); err != nil || !bytes.Equal(before, after) {
		t.Errorf("checkpoint %s became %s, %v", before, after, err)
	}
	if got, err := again.Append(t.Context(), key, 2, draft(2)); err != nil || got[0].Index != 2 {
		t.Errorf("Append = %+v, %v; a known key needs no second admission", got, err)
	}
	reader := openLog(t, path, Options{ReadOnly: true})
	if _, err := reader.Append(t.Context(), key, 3, draft(3)); !errors.Is(err, ErrReadOnly) {
		t.Errorf("append to a reader: %v", err)
	}
	verifyLog(t, reader)
}

// The roots that the log keeps are those of RFC 6962, computed here from the
// envelopes by the definition.
func testIndependent(t *testing.T, path string) {
	l := openLog(t, path, Options{})
	key := newKey(t, "ada", soc.Management)
	for i := range int64(6) {
		size, err := l.Size(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Append(t.Context(), key, size, draft(i), draft(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	var envelopes [][]byte
	for data, err := range l.Envelopes(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		envelopes = append(envelopes, data)
	}
	if len(envelopes) != 13 {
		t.Fatalf("%d envelopes", len(envelopes))
	}
	for size := range int64(14) {
		root, err := l.Root(t.Context(), size)
		if want := merkleTreeHash(envelopes[:size]); err != nil || [32]byte(root) != want {
			t.Errorf("root at %d = %x, %v; want %x", size, root, err, want)
		}
	}
}

func merkleTreeHash(leaves [][]byte) [32]byte {
	switch len(leaves) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, leaves[0]...))
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	left, right := merkleTreeHash(leaves[:k]), merkleTreeHash(leaves[k:])
	return sha256.Sum256(slices.Concat([]byte{1}, left[:], right[:]))
}

// While one process writes, another one waits, then says so and writes nothing.
func TestBusy(t *testing.T) {
	before := busyMilliseconds
	busyMilliseconds = "20"
	defer func() { busyMilliseconds = before }()
	path := filepath.Join(t.TempDir(), FileName)
	one, two := openLog(t, path, Options{}), openLog(t, path, Options{})
	tx, err := one.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = two.Append(t.Context(), newKey(t, "ada", soc.Management), 0, draft(1))
	if !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), "another process is writing to the engagement file: try again") {
		t.Errorf("Append = %v, want ErrBusy", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if size, err := two.Size(t.Context()); err != nil || size != 0 {
		t.Errorf("size %d, %v", size, err)
	}
}

func TestReadOnlyNeedsAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engagement.sqlite")
	if _, err := Open(context.Background(), path, Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open = %v, want fs.ErrNotExist", err)
	}
	if _, err := Open(context.Background(), filepath.Join(path, "deeper"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open in a folder that is not there = %v", err)
	}
}
