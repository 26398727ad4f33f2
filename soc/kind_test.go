package soc_test

import (
	"slices"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

func TestRulesOf(t *testing.T) {
	description, design, operation := soc.DescriptionPart, soc.DesignPart, soc.OperationPart
	cases := []struct {
		kind                                            soc.ReportKind
		typ                                             int
		objectives, period, operated, tests, restricted bool
		parts                                           []soc.OpinionPartName
	}{
		{soc.SOC1, 1, true, false, false, false, true, []soc.OpinionPartName{description, design}},
		{soc.SOC1, 2, true, true, true, true, true, []soc.OpinionPartName{description, design, operation}},
		{soc.SOC2, 1, false, false, false, false, true, []soc.OpinionPartName{description, design}},
		{soc.SOC2, 2, false, true, true, true, true, []soc.OpinionPartName{description, design, operation}},
		{soc.SOC3, 0, false, true, true, false, false, []soc.OpinionPartName{design, operation}},
		{soc.SOC3, 2, false, true, true, false, false, []soc.OpinionPartName{design, operation}},
	}
	for _, c := range cases {
		r, err := soc.RulesOf(c.kind, c.typ)
		if err != nil {
			t.Errorf("%s type %d: %v", c.kind, c.typ, err)
			continue
		}
		if r.Objectives != c.objectives || r.Period != c.period || r.Operation != c.operated || r.ShowsTests != c.tests ||
			r.Restricted != c.restricted || !slices.Equal(r.Parts, c.parts) {
			t.Errorf("%s type %d: %+v", c.kind, c.typ, r)
		}
	}
	for _, bad := range []struct {
		kind soc.ReportKind
		typ  int
	}{{soc.SOC1, 0}, {soc.SOC2, 3}, {soc.SOC3, 1}, {"soc4", 2}, {"", 0}} {
		if r, err := soc.RulesOf(bad.kind, bad.typ); err == nil {
			t.Errorf("%s type %d has rules: %+v", bad.kind, bad.typ, r)
		}
	}
}
