package main

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
	if err := write(newCompany(), dir); err != nil {
		t.Fatal(err)
	}
	var size int64
	for _, pattern := range []string{"data/*", "*.csv"} {
		fresh, committed := names(t, dir, pattern), names(t, "..", pattern)
		for name := range committed {
			if !fresh[name] {
				t.Errorf("%s is in the repository, and the generator does not write it: remove it", name)
			}
		}
		for name := range fresh {
			want, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join("..", name))
			if err != nil {
				t.Errorf("%v: run go run ./examples/larkspur-soc2/generate", err)
				continue
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs from what the generator writes: run go run ./examples/larkspur-soc2/generate", name)
			}
			size += int64(len(got))
		}
	}
	if size > 6<<20 {
		t.Errorf("the example's data is %d bytes: keep it under 6 MiB", size)
	}
}

func names(t *testing.T, dir, pattern string) map[string]bool {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		t.Fatal(err)
	}
	set := map[string]bool{}
	for _, path := range paths {
		name, err := filepath.Rel(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		set[name] = true
	}
	return set
}
