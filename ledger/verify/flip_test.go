package verify_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/ledger/verify"
	"github.com/tickmark-audit/tickmark/objects"
	"github.com/tickmark-audit/tickmark/soc"
)

const logFile = "engagement.sqlite"

// engagement makes a small, whole engagement folder of both parties.
func engagement(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	store, err := objects.Open(filepath.Join(folder, "objects"))
	if err != nil {
		t.Fatal(err)
	}
	put := func(name string, data []byte) ledger.Subject {
		ref, err := store.Put(t.Context(), bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return ledger.Subject{Name: name, SHA256: ref.SHA256, TreeRoot: ref.TreeRoot, Size: ref.Size}
	}
	raw := put("raw", []byte("change_id,merged_at\n1,2026-04-01\n"))
	table := put("table", bytes.Repeat([]byte("PAR1"), objects.ChunkSize/4+25)) // two chunks
	l, err := ledger.Open(t.Context(), filepath.Join(folder, logFile), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	write := func(key *keys.Key, drafts ...ledger.Draft) {
		size, err := l.Size(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Append(t.Context(), key, size, drafts...); err != nil {
			t.Fatal(err)
		}
	}
	write(newKey(t, "ada", soc.Management),
		ledger.Draft{Kind: ledger.EngagementOpened},
		ledger.Draft{Kind: ledger.PopulationSealed, Subjects: []ledger.Subject{raw, table}, Predicate: map[string]any{"rows": 1}})
	write(newKey(t, "pat", soc.Practitioner),
		ledger.Draft{Kind: ledger.TestPerformed, Subjects: []ledger.Subject{put("details", []byte(`{"deviations":[]}`)), table}})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

func newKey(t *testing.T, name string, party soc.Party) *keys.Key {
	t.Helper()
	k, err := keys.New(name, party, "")
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func check(t *testing.T, folder string) *verify.Report {
	t.Helper()
	report, err := ledger.Verify(t.Context(), folder, logFile)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// One flipped byte anywhere is found, and named: the file always, and the
// entry when it lies in one.
func TestEveryFlippedByteIsFoundAndNamed(t *testing.T) {
	folder := engagement(t)
	if report := check(t, folder); !report.OK() || report.Entries != 5 || report.Objects != 3 || report.Checkpoints != 2 {
		t.Fatalf("the untouched engagement: %+v", report)
	}
	tried := 0
	for name, data := range files(t, folder) {
		wanted := 250
		if name == logFile {
			wanted = 1400
		}
		for _, at := range positions(len(data), wanted) {
			tried++
			flip(t, folder, name, at, byte(1<<(at%8)), func() {
				if report := check(t, folder); !names(report, name) {
					t.Errorf("byte %d of %s was flipped: found %v", at, name, report.Findings)
				}
			})
		}
	}
	if tried < 2000 {
		t.Errorf("only %d positions were tried", tried)
	}
	t.Logf("%d positions", tried)
	for index, places := range signatures(t, folder) {
		named := false
		for _, at := range places {
			flip(t, folder, logFile, at, 1, func() {
				named = named || names(check(t, folder), fmt.Sprintf("entry %d", index))
			})
		}
		if !named {
			t.Errorf("a byte of the signature of entry %d was flipped at %v: no finding names it", index, places)
		}
	}
}

// names reports whether a finding is on that file or entry.
func names(report *verify.Report, name string) bool {
	for _, f := range report.Findings {
		if f.Where == name || strings.HasPrefix(f.Where, name+" ") || f.Check == verify.CheckObject && strings.Contains(f.Problem, strings.TrimPrefix(name, "objects/")) {
			return true
		}
	}
	return false
}

// files returns every file of a folder.
func files(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err == nil {
			found[filepath.ToSlash(name)], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// positions spreads n positions over a file: the first and last byte, and
// others that are no multiple of a page's size apart.
func positions(size, n int) []int {
	if size <= n {
		n = size
	}
	var list []int
	for i := range n {
		list = append(list, i*(size-1)/max(n-1, 1))
	}
	return list
}

func flip(t *testing.T, folder, name string, at int, bit byte, then func()) {
	t.Helper()
	path := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := make([]byte, 1)
	toggle := func() {
		if _, err := f.ReadAt(b, int64(at)); err != nil {
			t.Fatal(err)
		}
		b[0] ^= bit
		if _, err := f.WriteAt(b, int64(at)); err != nil {
			t.Fatal(err)
		}
	}
	toggle()
	then()
	toggle()
}

// signatures returns where in the file a byte of each entry's signature lies:
// in its page, and perhaps in remnants that the database left when it moved
// the entry.
func signatures(t *testing.T, folder string) map[int][]int {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, logFile))
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.Open(t.Context(), filepath.Join(folder, logFile), ledger.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	found := map[int][]int{}
	for e, err := range l.Entries(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		tail := e.Envelope[len(e.Envelope)-60:]
		for from := 0; ; {
			at := bytes.Index(data[from:], tail)
			if at < 0 {
				break
			}
			found[int(e.Index)] = append(found[int(e.Index)], from+at+10)
			from += at + 1
		}
		if len(found[int(e.Index)]) == 0 {
			t.Fatalf("entry %d does not lie in the file as it is", e.Index)
		}
	}
	return found
}

func TestMissingAndStrayFiles(t *testing.T) {
	for _, test := range []struct {
		change func(folder string) error
		where  string
		check  verify.Check
	}{
		{func(f string) error { return os.Remove(filepath.Join(f, "seal.json")) }, "seal.json", verify.CheckSeal},
		{func(f string) error { return os.WriteFile(filepath.Join(f, "objects", "notes.txt"), nil, 0o644) }, "objects/notes.txt", verify.CheckStray},
		{func(f string) error {
			s, err := objects.Open(filepath.Join(f, "objects"))
			if err != nil {
				return err
			}
			defer s.Close()
			_, err = s.Put(t.Context(), strings.NewReader("hello"))
			return err
		}, "objects/2c/f24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", verify.CheckStray},
	} {
		folder := engagement(t)
		if err := test.change(folder); err != nil {
			t.Fatal(err)
		}
		report := check(t, folder)
		if len(report.Findings) != 1 || report.Findings[0].Where != test.where || report.Findings[0].Check != test.check {
			t.Errorf("found %v, want one on %s", report.Findings, test.where)
		}
	}
	folder := engagement(t)
	if err := os.RemoveAll(filepath.Join(folder, "objects")); err != nil {
		t.Fatal(err)
	}
	if report := check(t, folder); len(report.Findings) != 3 || report.Findings[0].Check != verify.CheckObject {
		t.Errorf("without objects: %v", report.Findings)
	}
}
