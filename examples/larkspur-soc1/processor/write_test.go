package processor

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The extracts in the repository are the ones that this program writes:
// whoever changes it runs it.
func TestCommittedDataIsWhatIsGenerated(t *testing.T) {
	dir := t.TempDir()
	p := New()
	if len(p.payments) != Payments {
		t.Errorf("%d payments, want %d", len(p.payments), Payments)
	}
	if err := p.Write(dir); err != nil {
		t.Fatal(err)
	}
	var size int
	for _, pattern := range []string{"data/*", "*.csv"} {
		fresh, committed := read(t, dir, pattern), read(t, "..", pattern)
		for name := range committed {
			if fresh[name] == nil {
				t.Errorf("%s is in the repository, and the generator does not write it: remove it", name)
			}
		}
		for name, content := range fresh {
			if !bytes.Equal(committed[name], content) {
				t.Errorf("%s differs from what the generator writes: run go run ./examples/larkspur-soc1/generate", name)
			}
			size += len(content)
		}
	}
	if size > 3<<20 {
		t.Errorf("the example's data is %d bytes: keep it under 3 MiB", size)
	}
}

func read(t *testing.T, dir, pattern string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = content
	}
	return files
}
