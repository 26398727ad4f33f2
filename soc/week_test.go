package soc

import (
	"fmt"
	"testing"
)

func day(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWeeks(t *testing.T) {
	for _, tc := range []struct{ from, to, want string }{
		{"2026-04-01", "2026-04-14", "[2026-04-01 2026-04-06 2026-04-13]"}, // a Wednesday to a Tuesday
		{"2026-04-06", "2026-04-12", "[2026-04-06]"},                       // a Monday to a Sunday
		{"2026-04-05", "2026-04-06", "[2026-04-05 2026-04-06]"},            // a Sunday and a Monday
		{"2026-04-01", "2026-04-01", "[2026-04-01]"},
		{"2026-04-02", "2026-04-01", "[]"},
	} {
		if got := fmt.Sprint(Period{day(t, tc.from), day(t, tc.to)}.Weeks()); got != tc.want {
			t.Errorf("weeks of %s to %s = %s, want %s", tc.from, tc.to, got, tc.want)
		}
	}
	if got := (Period{}).Weeks(); got != nil {
		t.Errorf("weeks of no period = %v", got)
	}
}
