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
