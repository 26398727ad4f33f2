package program

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/soc"
)

const priorYAML = "prior: {origin: tickmark/1, size: 57, root: cm9vdA==, report: abc, date: 2026-08-14, sha256: " +
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}\n"

// Each party affirms what it carried over, in a file of its own part.
func TestLoadRollForward(t *testing.T) {
	p, err := loadMap(t, map[string]string{
		"management/roll-forward.yaml":   priorYAML + "items:\n  - {kind: control, id: CHG-01, affirmed: true}\n  - {kind: vendor, id: A Mailer, affirmed: false}\n",
		"practitioner/roll-forward.yaml": priorYAML + "items:\n  - {kind: procedure, id: CHG-01-T1, affirmed: false}\n",
	}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []soc.RollForwardItem{
		{Kind: "control", ID: "CHG-01", Party: soc.Management, Affirmed: true},
		{Kind: "vendor", ID: "A Mailer", Party: soc.Management},
		{Kind: "procedure", ID: "CHG-01-T1", Party: soc.Practitioner},
	}
	if diff := cmp.Diff(want, p.RollForward); diff != "" {
		t.Error(diff)
	}
	notes := strings.Join(p.Notes(), "\n")
	for _, want := range []string{"1 of what was carried over is not affirmed in management/roll-forward.yaml", "1 of what was carried over is not affirmed in practitioner/roll-forward.yaml"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes do not say %q: %s", want, notes)
		}
	}
	if p.Prior == nil || p.Prior.Size != 57 || p.Prior.Date.String() != "2026-08-14" {
		t.Errorf("prior is %+v", p.Prior)
	}
}

func TestRollForwardFaults(t *testing.T) {
	for _, c := range []struct{ management, practitioner, want string }{
		{priorYAML + "items:\n  - {kind: control, id: CHG-01, affirmed: yes please}\n", "", "affirmed"},
		{priorYAML + "items:\n  - {kind: person, id: CHG-01, affirmed: true}\n", "", "kind"},
		{"items:\n  - {kind: control, id: CHG-01, affirmed: true}\n", "", "prior"},
		{priorYAML + "items:\n  - {kind: control, id: CHG-01, affirmed: true}\n  - {kind: control, id: CHG-01, affirmed: false}\n", "", "twice"},
		{
			priorYAML + "items:\n  - {kind: control, id: CHG-01, affirmed: true}\n",
			strings.Replace(priorYAML, "57", "58", 1) + "items:\n  - {kind: risk, id: R-1, affirmed: true}\n", "name different files",
		},
	} {
		files := map[string]string{"management/roll-forward.yaml": c.management}
		if c.practitioner != "" {
			files["practitioner/roll-forward.yaml"] = c.practitioner
		}
		_, err := loadMap(t, files, Options{})
		wantFault(t, err, c.want)
	}
}
