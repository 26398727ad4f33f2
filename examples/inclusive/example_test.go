// Package inclusive_test takes the example from acceptance to its report: Pellmere
// Hosting is a subservice organization by the inclusive method.
package inclusive_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/tickmark-audit/tickmark/examples/internal/exampletest"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

func TestInclusive(t *testing.T) {
	b := exampletest.Finish(t, exampletest.Case{Folder: ".", Accepted: "2025-12-09", Tested: "2026-07-13", Report: "2026-08-21"})
	ex := b.Examination()

	t.Run("finds what was planted and nothing else", func(t *testing.T) { exampletest.CheckPlanted(t, ".", ex, 1) })
	t.Run("performs every procedure on all of its items", func(t *testing.T) { exampletest.CheckComplete(t, ex) })
	t.Run("shows every population complete", func(t *testing.T) { exampletest.CheckVerdicts(t, ex, nil) })
	t.Run("is issued", func(t *testing.T) { b.In(t).Issue("issued.txt") })
}

// Without the signatures of the organization that is included, the report
// cannot be issued, whatever the service organization signs.
func TestPellmereDoesNotSign(t *testing.T) {
	folder := t.TempDir()
	exampletest.CopyProgram(t, ".", folder)
	for _, part := range []string{"data", "records"} {
		if err := os.CopyFS(filepath.Join(folder, part), os.DirFS(part)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(folder, "records", "11-signatures-included.included.yaml")); err != nil {
		t.Fatal(err)
	}
	b := exampletest.Finish(t, exampletest.Case{Folder: folder, Accepted: "2025-12-09", Tested: "2026-07-13", Report: "2026-08-21"})
	if open := b.Refused(); !slices.Contains(open, "G-AST-01") || !slices.Contains(open, "G-REP-01") {
		t.Errorf("the open gates are %v, want G-AST-01 and G-REP-01 among them", open)
	}
}
