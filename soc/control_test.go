package soc

import "testing"

func TestInEffect(t *testing.T) {
	quarter := span("2026-04-01", "2026-06-30")
	for _, test := range []struct {
		name, from, to string
		want           Period
	}{
		{"all the time", "", "", quarter},
		{"since long before", "2020-01-01", "", quarter},
		{"until long after", "", "2030-01-01", quarter},
		{"began in the period", "2026-05-15", "", span("2026-05-15", "2026-06-30")},
		{"ended in the period", "", "2026-05-14", span("2026-04-01", "2026-05-14")},
		{"both", "2026-05-01", "2026-05-01", span("2026-05-01", "2026-05-01")},
		{"began on the last day", "2026-06-30", "", span("2026-06-30", "2026-06-30")},
		{"began after it", "2026-07-01", "", Period{}},
		{"ended before it", "", "2026-03-31", Period{}},
	} {
		c := Control{EffectiveFrom: d(test.from), EffectiveTo: d(test.to)}
		if got := c.InEffect(quarter); got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
	if got := (&Control{}).InEffect(Period{}); got != (Period{}) {
		t.Errorf("without a period: %+v", got)
	}
}
