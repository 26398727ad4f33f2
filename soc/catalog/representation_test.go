package catalog

import (
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

func TestRepresentationsOfEachKind(t *testing.T) {
	for _, test := range []struct {
		kind       soc.ReportKind
		subservice bool
		want       int
	}{{soc.SOC1, true, 12}, {soc.SOC1, false, 11}, {soc.SOC2, true, 10}, {soc.SOC2, false, 9}, {soc.SOC3, false, 9}} {
		got := Representations(soc.Rules{Kind: test.kind}, test.subservice)
		if len(got) != test.want {
			t.Errorf("%s, subservice %v: %d representations, want %d", test.kind, test.subservice, len(got), test.want)
		}
		seen := map[string]bool{}
		for _, r := range got {
			if seen[r.ID] || r.Text == "" {
				t.Errorf("%+v: twice, or without a text", r)
			}
			seen[r.ID] = true
		}
	}
}
