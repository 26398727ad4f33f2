package program

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden messages in testdata/faults")

// Each folder of testdata/faults holds a broken program and want.txt, what a
// person reads about it.
func TestFaults(t *testing.T) {
	dirs, err := filepath.Glob("testdata/faults/*/program")
	if err != nil || len(dirs) < 16 {
		t.Fatalf("%d broken programs, %v", len(dirs), err)
	}
	for _, dir := range dirs {
		folder := filepath.Dir(dir)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			p, err := load(t, dir, Options{})
			if p != nil {
				t.Error("a program with faults was returned")
			}
			var faults *Faults
			if !errors.As(err, &faults) || len(faults.List) == 0 {
				t.Fatalf("no fault was found: %v", err)
			}
			golden(t, filepath.Join(folder, "want.txt"), err.Error()+"\n")
		})
	}
}

// golden compares a text with a file of testdata, or rewrites the file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; run go test -update after reading the difference (-want +got)\n%s", name, diff)
	}
}
