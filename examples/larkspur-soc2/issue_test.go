package larkspur_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/examples/internal/exampletest"
	"github.com/tickmark-audit/tickmark/soc"
)

// From acceptance to the report: management exports the alerts again, people
// write their records, and the report is issued, qualified for one criterion.
func TestLarkspurIsIssued(t *testing.T) {
	folder := t.TempDir()
	exampletest.CopyProgram(t, ".", folder)
	for _, part := range []string{"data", "records"} {
		if err := os.CopyFS(filepath.Join(folder, part), os.DirFS(part)); err != nil {
			t.Fatal(err)
		}
	}
	b := exampletest.Finish(t, exampletest.Case{Folder: folder, Accepted: "2026-03-16", Tested: "2026-08-17", Report: "2026-09-11", Correct: exportAgain})
	b.Issue("issued.txt")
}

// exportAgain takes the complete export of alerts in the place of the one
// that came from a filtered view.
func exportAgain(t *testing.T, folder string, ex *soc.Examination) {
	t.Helper()
	exampletest.CheckVerdicts(t, ex, map[string]soc.Verdict{"alerts": soc.NotShownComplete, "media_disposals": soc.ZeroConfirmed})
	path := filepath.Join(folder, "management", "populations", "operations.yaml")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	again := strings.Replace(string(content), "data/alerts.csv.gz", "data/alerts_complete.csv.gz", 1)
	if err := os.WriteFile(path, []byte(again), 0o644); err != nil {
		t.Fatal(err)
	}
}
