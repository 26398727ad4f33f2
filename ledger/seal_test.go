package ledger

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/ledger/verify"
	"github.com/tickmark-audit/tickmark/soc"
)

// sealedLog leaves a closed log of four entries.
func sealedLog(t *testing.T) (path string, key *Key) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "engagement.sqlite")
	key = newKey(t, "ada", soc.Management)
	l, err := Open(t.Context(), path, Options{Clock: clock()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), key, 0, draft(1), draft(2), draft(3)); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return path, key
}

// findings are those on other things than objects, which these logs name and
// do not have.
func findings(t *testing.T, path string) []verify.Finding {
	t.Helper()
	report, err := Verify(t.Context(), filepath.Dir(path), filepath.Base(path))
	if err != nil {
		t.Fatal(err)
	}
	var found []verify.Finding
	for _, f := range report.Findings {
		if f.Check != verify.CheckObject && f.Where != verify.ObjectsFolder {
			found = append(found, f)
		}
	}
	return found
}

func TestAClosedLogIsOneSealedFile(t *testing.T) {
	path, _ := sealedLog(t)
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 2 || files[0].Name() != "engagement.sqlite" || files[1].Name() != "seal.json" {
		t.Errorf("the folder holds %v, %v", files, err)
	}
	if found := findings(t, path); len(found) > 0 {
		t.Error(found)
	}
}

// Opening and closing without writing changes no byte.
func TestOpeningChangesNothing(t *testing.T) {
	path, _ := sealedLog(t)
	before := readAll(t, path)
	for _, opt := range []Options{{}, {ReadOnly: true}} {
		l, err := Open(t.Context(), path, opt)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if readAll(t, path) != before {
			t.Errorf("opening with %+v changed the folder", opt)
		}
	}
}

func readAll(t *testing.T, path string) string {
	t.Helper()
	one, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.ReadFile(filepath.Join(filepath.Dir(path), verify.SealFile))
	if err != nil {
		t.Fatal(err)
	}
	return string(one) + string(two)
}

func TestAStaleSealIsNoDamage(t *testing.T) {
	path, key := sealedLog(t)
	sealPath := filepath.Join(filepath.Dir(path), verify.SealFile)
	old, err := os.ReadFile(sealPath)
	if err != nil {
		t.Fatal(err)
	}
	l := openLog(t, path, Options{Clock: clock()})
	if _, err := l.Append(t.Context(), key, 4, draft(4)); err != nil {
		t.Fatal(err)
	}
	if err := l.db.Close(); err != nil { // as if the process had died: no seal
		t.Fatal(err)
	}
	l.unsealed = false
	found := findings(t, path)
	if len(found) != 1 || found[0].Check != verify.CheckSealStale || !strings.Contains(found[0].String(), "expected 4 entries, found 5 entries") {
		t.Errorf("findings: %v", found)
	}
	again, err := Open(t.Context(), path, Options{Clock: clock()})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if found := findings(t, path); len(found) > 0 {
		t.Errorf("after the next command: %v", found)
	}
	// The old seal beside the new log is stale too, and not damage.
	if err := os.WriteFile(sealPath, old, 0o644); err != nil {
		t.Fatal(err)
	}
	if found := findings(t, path); len(found) != 1 || found[0].Check != verify.CheckSealStale {
		t.Errorf("findings: %v", found)
	}
}

func TestAChangedFileIsNotWrittenTo(t *testing.T) {
	path, _ := sealedLog(t)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// Bytes 72 to 91 of the header are reserved and read by nobody.
	data[80] ^= 1
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{}); !errors.Is(err, ErrChanged) || !strings.Contains(err.Error(), "run 'tickmark verify'") {
		t.Errorf("Open = %v, want ErrChanged", err)
	}
	found := findings(t, path)
	if len(found) != 1 || found[0].Check != verify.CheckSeal || found[0].Where != "engagement.sqlite" {
		t.Errorf("findings: %v", found)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{}); !errors.Is(err, ErrChanged) {
		t.Errorf("Open of a removed log = %v, want ErrChanged", err)
	}
}

func TestASealOfAnotherLog(t *testing.T) {
	path, key := sealedLog(t)
	other, err := Open(t.Context(), filepath.Join(t.TempDir(), "engagement.sqlite"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Append(t.Context(), key, 0, draft(1)); err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	sealPath := filepath.Join(filepath.Dir(path), verify.SealFile)
	data, err := os.ReadFile(other.sealPath())
	if err == nil {
		err = os.WriteFile(sealPath, data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	if found := findings(t, path); len(found) != 1 || found[0].Check != verify.CheckSeal {
		t.Errorf("findings: %v", found)
	}
	var seal verify.Seal
	if err := json.Unmarshal(data, &seal); err != nil {
		t.Fatal(err)
	}
	seal.SHA256, seal.Size = digestOf(t, path)
	if err := os.WriteFile(sealPath, seal.Marshal(), 0o644); err != nil {
		t.Fatal(err)
	}
	if found := findings(t, path); len(found) != 1 || found[0].Where != verify.SealFile || !strings.Contains(found[0].Problem, "another log") {
		t.Errorf("findings: %v", found)
	}
}

func digestOf(t *testing.T, path string) (string, int64) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	size, digest, err := verify.FileDigest(f)
	if err != nil {
		t.Fatal(err)
	}
	return digest, size
}

func TestFilesThatAreNoLog(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "engagement.sqlite")
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 100)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, opt := range []Options{{}, {ReadOnly: true}} {
		if _, err := Open(t.Context(), path, opt); err == nil || !strings.Contains(err.Error(), "is no engagement file") {
			t.Errorf("Open = %v", err)
		}
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); err == nil {
		t.Error("an empty file opened for reading")
	} else if !strings.Contains(err.Error(), "it holds no log") {
		t.Error(err)
	}
	if _, err := Verify(t.Context(), folder, "nothing.sqlite"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Verify = %v", err)
	}
}
