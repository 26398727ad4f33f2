package soc_test

import (
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

// Unable counts as a deviation and as tested; not applicable and not tested
// count as neither. A rate over nothing is no rate.
func TestAttributeResult(t *testing.T) {
	a := soc.AttributeResult{Passed: 95, Deviation: 3, Unable: 2, NotApplicable: 40, NotTested: 7}
	if a.Tested() != 100 || a.Deviations() != 5 || a.Rate().RatString() != "1/20" {
		t.Errorf("tested %d, deviations %d, rate %s", a.Tested(), a.Deviations(), a.Rate().RatString())
	}
	if rate := (soc.AttributeResult{NotApplicable: 40}).Rate(); rate != nil {
		t.Errorf("the rate over no item is %s", rate)
	}
	r := soc.TestResult{Attributes: []soc.AttributeResult{a, {Passed: 1, Deviation: 1}}}
	if r.Tested() != 102 || r.Deviations() != 6 {
		t.Errorf("tested %d, deviations %d", r.Tested(), r.Deviations())
	}
}

// A population is shown complete by a verdict that says so, and by nothing
// else: not by the absence of one.
func TestShownComplete(t *testing.T) {
	for verdict, want := range map[soc.Verdict]bool{
		"": false, soc.NotShownComplete: false, "complete ": false, soc.Complete: true, soc.ZeroConfirmed: true,
	} {
		if got := (&soc.Certificate{Verdict: verdict}).ShownComplete(); got != want {
			t.Errorf("%q: shown complete = %v", verdict, got)
		}
	}
}
