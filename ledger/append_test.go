package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

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
