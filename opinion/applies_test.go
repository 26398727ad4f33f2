package opinion_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

// What a kind or type of report does not have, no gate asks for; everything
// else it does.
func TestGatesThatDoNotApply(t *testing.T) {
	cases := []struct {
		of   variant
		want string
	}{
		{variant{report: soc.SOC2, typ: 2}, "G-RFW-01 G-OPN-03 G-OPN-04"},
		{variant{report: soc.SOC1, typ: 2}, "G-RFW-01 G-OPN-03 G-OPN-04"},
		{qualified, "G-RFW-01 G-OPN-04"},
		{disclaimed, "G-RFW-01"},
		{rolled, "G-OPN-03 G-OPN-04"},
		{type1, "G-RFW-01 G-DSC-09 G-POP-03 G-POP-07 G-TST-02 G-TST-03 G-TST-04 G-TST-07 G-TST-08 G-DEV-01 G-DEV-03 G-DEV-04 G-DEV-06 G-DEV-07 G-OPN-03 G-OPN-04 G-RPT-02"},
		{variant{report: soc.SOC1, typ: 1}, "G-RFW-01 G-DSC-09 G-POP-03 G-POP-07 G-TST-02 G-TST-03 G-TST-04 G-TST-07 G-TST-08 G-DEV-01 G-DEV-03 G-DEV-04 G-DEV-06 G-DEV-07 G-OPN-03 G-OPN-04 G-RPT-02"},
		{soc3, "G-RFW-01 G-DSC-01 G-DSC-04 G-DSC-05 G-DSC-06 G-DSC-07 G-DSC-08 G-DSC-09 G-DSC-11 G-DEV-06 G-DEV-07 G-OPN-03 G-OPN-04 G-RPT-02"},
	}
	for _, c := range cases {
		t.Run(fmt.Sprintf("%s type %d %s", c.of.report, c.of.typ, c.of.ends), func(t *testing.T) {
			var got []string
			for _, g := range complete(c.of).Gates {
				if g.NotApplicable != "" {
					got = append(got, g.ID)
				}
				if g.NotApplicable != "" && (g.Open || len(g.Missing) > 0) {
					t.Errorf("%s does not apply, and is open: %q", g.ID, g.Missing)
				}
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Proposing again changes nothing.
func TestProposeTwice(t *testing.T) {
	for _, v := range []variant{{}, qualified, disclaimed, soc1, soc3, type1, rolled} {
		ex := complete(v)
		once := *ex
		opinion.Propose(ex)
		if diff := cmp.Diff(&once, ex); diff != "" {
			t.Errorf("%+v: %s", v, diff)
		}
	}
}
