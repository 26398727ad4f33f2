// Package larkspur_test examines the example and compares what is found with
// what was planted.
package larkspur_test

import (
	"testing"

	"github.com/tickmark-audit/tickmark/examples/internal/exampletest"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

// One examination serves all questions: it takes some seconds.
func TestLarkspur(t *testing.T) {
	dir := t.TempDir()
	ex := exampletest.Examine(t, ".", dir)

	t.Run("finds what was planted, all of it and nothing else", func(t *testing.T) { exampletest.CheckPlanted(t, ".", ex, 40) })
	t.Run("is not misled by what only looks like a deviation", func(t *testing.T) { exampletest.CheckEdges(t, ".", dir, ex) })
	t.Run("performs every procedure on all of its items", func(t *testing.T) { exampletest.CheckComplete(t, ex) })
	t.Run("shows every population complete but the one that management filtered", func(t *testing.T) {
		exampletest.CheckVerdicts(t, ex, map[string]soc.Verdict{"alerts": soc.NotShownComplete, "media_disposals": soc.ZeroConfirmed})
	})

	t.Run("reconciles the populations, but for the two repairs that were never merged", func(t *testing.T) {
		got := map[string]string{}
		for _, p := range ex.Populations {
			for _, r := range p.Reconciliations {
				text := r.Sentence(p.Name)
				for _, u := range r.Rows {
					text += " " + u.Key
				}
				got[p.Name+"/"+r.Name] = text
			}
		}
		for name, want := range map[string]string{
			"deployments/merged": "2985 rows of deployments have one in changes; 2 rows have none. 911170 911173",
			"accounts/directory": "214 rows of accounts have one in personnel; 0 rows have none. 0 rows of personnel have none in accounts.",
		} {
			if got[name] != want {
				t.Errorf("%s: %q, want %q", name, got[name], want)
			}
		}
	})

	t.Run("shows each state that a control can be in", func(t *testing.T) {
		got := map[string]soc.ControlState{}
		for _, f := range ex.Controlled {
			got[f.Control] = f.State
		}
		for control, want := range map[string]soc.ControlState{
			"AVL-03": soc.NoDeviation, "CHG-01": soc.HasDeviations, "ACC-11": soc.DidNotOperate,
			"COM-03": soc.ControlUntested, "OPS-04": soc.NotReliable,
		} {
			if got[control] != want {
				t.Errorf("%s is %s, want %s", control, got[control], want)
			}
		}
	})
}
