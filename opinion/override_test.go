package opinion_test

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

// Only the engagement partner overrides, and only a gate that does not block;
// the reason and what is missing stay in the list.
func TestOverrides(t *testing.T) {
	override := func(gate string, by soc.Actor) soc.Signed[soc.Override] {
		return soc.Signed[soc.Override]{By: by, Record: soc.Override{Gate: gate, Reason: "The users asked for a first report now."}}
	}
	short := func(ex *soc.Examination) { ex.Engagement.Period.From = date("2026-02-01") }
	cases := []struct {
		name, gate string
		by         soc.Actor
		take       func(ex *soc.Examination)
		open       bool
		refused    string
	}{
		{name: "by the partner", gate: "G-PLN-05", by: partner, take: short},
		{name: "by the manager", gate: "G-PLN-05", by: manager, take: short, open: true, refused: "only the engagement partner"},
		{name: "by management", gate: "G-PLN-05", by: soc.Actor{Name: "alex", Party: soc.Management, Role: soc.RolePartner}, take: short, open: true, refused: "only the engagement partner"},
		{name: "of a gate that blocks", gate: "G-PLN-02", by: partner, take: func(ex *soc.Examination) { ex.Plan.Materiality = "" }, open: true, refused: "nobody can override"},
		{name: "of the part that blocks", gate: "G-PLN-05", by: partner, take: func(ex *soc.Examination) { ex.Final.Date = date("2026-06-30") }, open: true, refused: "nobody can override"},
		{name: "of nothing", gate: "G-PLN-05", by: partner, take: func(*soc.Examination) {}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ex := complete(variant{})
			ex.Records.Overrides = []soc.Signed[soc.Override]{override(c.gate, c.by)}
			c.take(ex)
			g := gate(t, ex, c.gate)
			if g.Open != c.open || !strings.Contains(g.Refused, c.refused) || (c.refused == "") != (g.Refused == "") {
				t.Errorf("open %v, refused %q", g.Open, g.Refused)
			}
			overridden := !c.open && len(g.Missing) > 0
			if overridden != (g.Overridden == "The users asked for a first report now.") {
				t.Errorf("missing %q, overridden %q", g.Missing, g.Overridden)
			}
		})
	}
}

// What a text lacks is never lost: not for a gate that would not apply, and
// not for one that does not exist.
func TestTextFaultsAreNeverLost(t *testing.T) {
	ex := complete(variant{})
	ex.TextFaults = []soc.TextFault{{Gate: "G-OPN-04", Missing: "It speaks of a disclaimer"}, {Gate: "G-XYZ-01", Missing: "It has no title"}}
	for id, says := range map[string]string{"G-OPN-04": "It speaks of a disclaimer.", "G-RPT-01": "It has no title."} {
		if g := gate(t, ex, id); !g.Open || g.Missing[len(g.Missing)-1] != says {
			t.Errorf("%s: open %v, missing %q", id, g.Open, g.Missing)
		}
	}
}
