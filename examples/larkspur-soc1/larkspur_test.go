// Package larkspur_test takes the example from acceptance to its report, and
// compares what is found with what was planted.
package larkspur_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/tickmark-audit/tickmark/examples/internal/exampletest"
	"github.com/tickmark-audit/tickmark/examples/larkspur-soc1/processor"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

// One examination of a million payments serves all questions: it takes half a
// minute.
func TestLarkspurPayments(t *testing.T) {
	b := exampletest.Finish(t, exampletest.Case{Folder: folderWithPayments(t), Accepted: "2025-12-08", Tested: "2026-08-31", Report: "2026-09-18"})
	ex := b.Examination()

	t.Run("finds what was planted, all of it and nothing else", func(t *testing.T) { exampletest.CheckPlanted(t, ".", ex, 60) })
	t.Run("is not misled by what only looks like a deviation", func(t *testing.T) { exampletest.CheckEdges(t, ".", b.Dir, ex) })
	t.Run("performs every procedure on all of its items", func(t *testing.T) { exampletest.CheckComplete(t, ex) })
	t.Run("shows every population complete", func(t *testing.T) { exampletest.CheckVerdicts(t, ex, nil) })
	t.Run("tests a million payments", func(t *testing.T) {
		for _, test := range ex.Tests {
			if test.Procedure == "INT-02-T1" && test.PopulationRows != processor.Payments {
				t.Errorf("INT-02-T1 is about %d payments, want %d", test.PopulationRows, processor.Payments)
			}
		}
	})
	t.Run("finds deviations and controls without any", func(t *testing.T) {
		got := map[string]soc.ControlState{}
		for _, f := range ex.Controlled {
			got[f.Control] = f.State
		}
		for control, want := range map[string]soc.ControlState{"ONB-02": soc.NoDeviation, "LED-01": soc.NoDeviation, "PAY-03": soc.HasDeviations} {
			if got[control] != want {
				t.Errorf("%s is %s, want %s", control, got[control], want)
			}
		}
	})
	t.Run("is issued, qualified for one control objective", func(t *testing.T) { b.In(t).Issue("issued.txt") })
}

// folderWithPayments copies the program and its data to a folder of the test
// and generates the million payments there.
func folderWithPayments(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	exampletest.CopyProgram(t, ".", folder)
	for _, part := range []string{"data", "records"} {
		if err := os.CopyFS(filepath.Join(folder, part), os.DirFS(part)); err != nil {
			t.Fatal(err)
		}
	}
	if err := processor.New().WritePayments(folder); err != nil {
		t.Fatal(err)
	}
	return folder
}
