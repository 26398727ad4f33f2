package soc

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// d reads a day, or the zero day from "".
func d(s string) Date {
	var out Date
	if err := out.UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return out
}

func span(from, to string) Period { return Period{From: d(from), To: d(to)} }

func TestCover(t *testing.T) {
	quarter := span("2026-04-01", "2026-06-30")
	for _, test := range []struct {
		name    string
		by      []Period
		covered int
		gaps    string
	}{
		{"nothing", nil, 0, "2026-04-01..2026-06-30"},
		{"the same", []Period{quarter}, 91, ""},
		{"longer on both sides", []Period{span("2025-10-01", "2026-09-30")}, 91, ""},
		{"ends before", []Period{span("2025-10-01", "2026-03-31")}, 0, "2026-04-01..2026-06-30"},
		{"the first day", []Period{span("2025-10-01", "2026-04-01")}, 1, "2026-04-02..2026-06-30"},
		{"the last day", []Period{span("2026-06-30", "2026-12-31")}, 1, "2026-04-01..2026-06-29"},
		{"a gap at the end", []Period{span("2025-06-01", "2026-05-31")}, 61, "2026-06-01..2026-06-30"},
		{"two with a gap, in any order", []Period{span("2026-06-01", "2026-12-31"), span("2025-01-01", "2026-04-30")}, 60, "2026-05-01..2026-05-31"},
		{"one within another", []Period{span("2026-04-01", "2026-06-30"), span("2026-05-01", "2026-05-02")}, 91, ""},
		{"contiguous", []Period{span("2026-04-01", "2026-05-15"), span("2026-05-16", "2026-06-30")}, 91, ""},
		{"upside down", []Period{span("2026-06-30", "2026-04-01")}, 0, "2026-04-01..2026-06-30"},
		{"without an end", []Period{{From: d("2026-04-01")}}, 0, "2026-04-01..2026-06-30"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := Cover(quarter, test.by...)
			var gaps []string
			for _, g := range c.Gaps {
				gaps = append(gaps, g.From.String()+".."+g.To.String())
			}
			if c.Days != 91 || c.Covered != test.covered || strings.Join(gaps, " ") != test.gaps || c.Missing() != 91-test.covered {
				t.Errorf("got %+v, want %d days and the gaps %q", c, test.covered, test.gaps)
			}
		})
	}
}

func TestCoverOfNothingIsNothing(t *testing.T) {
	if c := Cover(Period{}, span("2026-01-01", "2026-12-31")); c.Days != 0 || c.Covered != 0 || c.Gaps != nil {
		t.Errorf("got %+v", c)
	}
}

// Cover counts what counting day by day counts.
func TestCoverCountsDays(t *testing.T) {
	first := d("2026-01-01")
	anyPeriod := rapid.Custom(func(t *rapid.T) Period {
		from := first.AddDays(rapid.IntRange(0, 60).Draw(t, "from"))
		return Period{From: from, To: from.AddDays(rapid.IntRange(-2, 30).Draw(t, "length"))}
	})
	rapid.Check(t, func(t *rapid.T) {
		period := anyPeriod.Draw(t, "period")
		by := rapid.SliceOfN(anyPeriod, 0, 4).Draw(t, "by")
		c := Cover(period, by...)
		covered, days, gap := 0, 0, ""
		for day := period.From; !period.To.Before(day); day = day.AddDays(1) {
			days++
			if slices.ContainsFunc(by, func(p Period) bool { return p.Contains(day) }) {
				covered++
			} else {
				gap += " " + day.String()
			}
		}
		listed := ""
		for _, g := range c.Gaps {
			for day := g.From; !g.To.Before(day); day = day.AddDays(1) {
				listed += " " + day.String()
			}
		}
		if fmt.Sprint(c.Days, c.Covered, listed) != fmt.Sprint(days, covered, gap) {
			t.Fatalf("%v by %v: got %+v, counted %d of %d, gaps%s", period, by, c, covered, days, gap)
		}
	})
}

// A report as of a date holds no test of operation and covers no day.
func TestSubserviceCoverage(t *testing.T) {
	reports := []SubserviceReport{
		{Organization: "Northmere", Report: SOC2, Type: 2, Period: span("2025-06-01", "2026-05-31")},
		{Organization: "Northmere", Report: SOC2, Type: 1, AsOf: d("2026-06-30"), Period: span("2026-06-01", "2026-06-30")},
		{Organization: "Another", Report: SOC2, Type: 2, Period: span("2026-01-01", "2026-12-31")},
	}
	if c := SubserviceCoverage(span("2026-04-01", "2026-06-30"), "Northmere", reports); c.Covered != 61 || c.Missing() != 30 {
		t.Errorf("got %+v", c)
	}
}

func TestSupplierTest(t *testing.T) {
	for _, test := range []struct {
		given SupplierTest
		want  bool
	}{
		{SupplierTest{Relevant: true, Necessary: true}, true},
		{SupplierTest{Relevant: true, Necessary: true, MonitoringSuffices: true}, false},
		{SupplierTest{Relevant: true}, false},
		{SupplierTest{Necessary: true}, false},
		{SupplierTest{}, false},
	} {
		if got := test.given.Subservice(); got != test.want {
			t.Errorf("%+v: %v, want %v", test.given, got, test.want)
		}
	}
}
