package main

import "testing"

func TestBusinessDaysAfter(t *testing.T) {
	for _, test := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-05-22", 1, "2026-05-26"}, // a Friday before Memorial Day
		{"2026-06-18", 1, "2026-06-22"}, // a Thursday before Juneteenth
		{"2026-06-13", 1, "2026-06-15"}, // a Saturday
		{"2026-06-30", 3, "2026-07-06"}, // over the observed holiday of July 3
		{"2026-04-01", 0, "2026-04-01"},
	} {
		if got := iso(businessDaysAfter(day(test.from), test.n)); got != test.want {
			t.Errorf("%d business days after %s: got %s, want %s", test.n, test.from, got, test.want)
		}
	}
}

// A time near midnight belongs to the New York day, whatever UTC says.
func TestMidnight(t *testing.T) {
	if got := iso(midnight(parse("2026-07-01T03:20:00Z"))); got != "2026-06-30" {
		t.Errorf("got %s, want 2026-06-30", got)
	}
}
