package opinion

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

// What was carried over keeps the gate open until each party has affirmed its
// own, or withdrawn it.
func TestRollForwardGate(t *testing.T) {
	items := []soc.RollForwardItem{
		{Kind: "control", ID: "CHG-01", Party: soc.Management},
		{Kind: "control", ID: "CHG-02", Party: soc.Management, Affirmed: true},
		{Kind: "subservice_organization", ID: "Northmere Hosting", Party: soc.Management, Withdrawn: true},
		{Kind: "risk", ID: "R-1", Party: soc.Practitioner},
	}
	ex := &soc.Examination{RollForward: items}
	state := gateState(ex, "", rollForwardGates[0])
	if !state.Open || !state.Blocks || len(state.Missing) != 2 {
		t.Fatalf("%+v", state)
	}
	for i, want := range []string{"control CHG-01; management", "risk R-1; the practitioner"} {
		if !strings.Contains(state.Missing[i], want) {
			t.Errorf("%q does not say %q", state.Missing[i], want)
		}
	}
	if strings.Contains(strings.Join(state.Missing, ""), "CHG-02") {
		t.Error("an affirmed control is named")
	}
	for i := range items {
		items[i].Affirmed = true
	}
	if state := gateState(ex, "", rollForwardGates[0]); state.Open || state.NotApplicable != "" {
		t.Errorf("all is affirmed: %+v", state)
	}
	if state := gateState(&soc.Examination{}, "", rollForwardGates[0]); state.Open || state.NotApplicable == "" {
		t.Errorf("nothing was carried over: %+v", state)
	}
}
