package processor

import "testing"

func TestBusinessDaysAfter(t *testing.T) {
	for _, test := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-16", 1, "2026-01-20"}, // a Friday before a holiday
		{"2026-06-18", 1, "2026-06-22"}, // a Thursday before Juneteenth
		{"2026-06-30", 3, "2026-07-06"}, // over the observed holiday of July 3
		{"2026-04-01", 0, "2026-04-01"},
	} {
		if got := iso(businessDaysAfter(day(test.from), test.n)); got != test.want {
			t.Errorf("%d business days after %s: got %s, want %s", test.n, test.from, got, test.want)
		}
	}
}

// A payment captured in the second of the cut-off belongs to the next day, in
// New York, in winter and in summer.
func TestBusinessDateOf(t *testing.T) {
	for _, test := range []struct{ captured, want string }{
		{"2026-02-03 16:59:59", "2026-02-03"},
		{"2026-02-03 17:00:00", "2026-02-04"},
		{"2026-07-01 00:30:00", "2026-07-01"},
		{"2026-03-07 17:00:00", "2026-03-08"}, // the night in which the clocks change
	} {
		if got := iso(businessDateOf(at(test.captured))); got != test.want {
			t.Errorf("captured %s: got %s, want %s", test.captured, got, test.want)
		}
	}
}
