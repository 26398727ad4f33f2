package soc_test

import (
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

func date(t *testing.T, s string) soc.Date {
	t.Helper()
	d, err := soc.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseDate(t *testing.T) {
	for _, good := range []string{"2026-04-01", "2024-02-29", "0001-01-01"} {
		if got := date(t, good).String(); got != good {
			t.Errorf("%s came back as %s", good, got)
		}
	}
	for _, bad := range []string{"", "2026-02-30", "2025-02-29", "2026-4-1", "01.04.2026", "2026-04-01T00:00:00Z", "2026-13-01"} {
		if d, err := soc.ParseDate(bad); err == nil {
			t.Errorf("%q was read as %v", bad, d)
		}
	}
}

func TestDateText(t *testing.T) {
	var zero soc.Date
	if text, _ := zero.MarshalText(); len(text) != 0 {
		t.Errorf("a day that is not stated is written as %q", text)
	}
	d := date(t, "2026-06-30")
	if err := d.UnmarshalText(nil); err != nil || !d.IsZero() {
		t.Errorf("empty text gives %v, %v", d, err)
	}
	if err := d.UnmarshalText([]byte("30 June")); err == nil {
		t.Error("30 June was read as a day")
	}
}

func TestDateArithmetic(t *testing.T) {
	cases := []struct {
		from string
		days int
		to   string
	}{
		{"2026-02-28", 1, "2026-03-01"},
		{"2024-02-28", 1, "2024-02-29"},
		{"2026-01-01", -1, "2025-12-31"},
		{"2026-03-08", 1, "2026-03-09"}, // the clocks change in New York
	}
	for _, c := range cases {
		from, to := date(t, c.from), date(t, c.to)
		if got := from.AddDays(c.days); got != to {
			t.Errorf("%s and %d days is %s, want %s", c.from, c.days, got, c.to)
		}
		if got := from.DaysUntil(to); got != c.days {
			t.Errorf("from %s to %s are %d days, want %d", c.from, c.to, got, c.days)
		}
	}
	if got := date(t, "2026-01-31").AddMonths(1).String(); got != "2026-03-03" {
		t.Errorf("a month after January 31 is %s: it runs over as package time does", got)
	}
}

// A period has the days from its first to its last, in the engagement's zone:
// the last instant of June 30 in New York is in it, the next is not.
func TestPeriod(t *testing.T) {
	p := soc.Period{From: date(t, "2026-04-01"), To: date(t, "2026-06-30")}
	if p.Days() != 91 {
		t.Errorf("the quarter has %d days", p.Days())
	}
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Start(newYork).UTC().Format(time.RFC3339); got != "2026-04-01T04:00:00Z" {
		t.Errorf("it starts at %s", got)
	}
	if got := p.End(newYork).UTC().Format(time.RFC3339); got != "2026-07-01T04:00:00Z" {
		t.Errorf("it ends at %s", got)
	}
	for _, c := range []struct {
		day  string
		want bool
	}{{"2026-03-31", false}, {"2026-04-01", true}, {"2026-06-30", true}, {"2026-07-01", false}} {
		if p.Contains(date(t, c.day)) != c.want {
			t.Errorf("contains %s = %v", c.day, !c.want)
		}
	}
	if got := p.String(); got != "April 1, 2026 to June 30, 2026" {
		t.Errorf("it is written as %s", got)
	}
}

func TestLocation(t *testing.T) {
	for _, zone := range []string{"UTC", "Europe/Amsterdam"} {
		if _, err := (&soc.Engagement{TimeZone: zone}).Location(); err != nil {
			t.Errorf("%s: %v", zone, err)
		}
	}
	// "" and Local would mean another zone on another machine.
	for _, zone := range []string{"", "Local", "EST5EDT4", "Nowhere/City"} {
		if loc, err := (&soc.Engagement{TimeZone: zone}).Location(); err == nil {
			t.Errorf("%q was taken for %v", zone, loc)
		}
	}
}
