package engine_test

import (
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
	"pgregory.net/rapid"
)

func day(t testing.TB, text string) soc.Date {
	t.Helper()
	d, err := soc.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestStartOfDayWhereMidnightIsSkipped(t *testing.T) {
	for _, c := range []struct{ zone, day, want string }{
		{"UTC", "2026-04-01", "2026-04-01T00:00:00Z"},
		{"America/New_York", "2026-03-08", "2026-03-08T00:00:00-05:00"},
		{"America/New_York", "2026-03-09", "2026-03-09T00:00:00-04:00"},
		{"Africa/Cairo", "2026-04-24", "2026-04-24T01:00:00+03:00"},
		{"America/Santiago", "2026-09-06", "2026-09-06T01:00:00-03:00"},
		{"America/Havana", "2026-03-08", "2026-03-08T01:00:00-04:00"},
		{"Pacific/Apia", "2011-12-31", "2011-12-31T00:00:00+14:00"}, // there was no December 30
		{"Asia/Kolkata", "2026-04-01", "2026-04-01T00:00:00+05:30"},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := engine.StartOfDay(day(t, c.day), loc).Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %s begins at %s, want %s", c.day, c.zone, got, c.want)
		}
	}
}

// TestEveryInstantLiesInItsDay: the days of a zone join without a gap.
func TestEveryInstantLiesInItsDay(t *testing.T) {
	zones := []string{"UTC", "America/New_York", "Africa/Cairo", "America/Santiago", "Asia/Beirut", "Pacific/Chatham", "Europe/London"}
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		at := time.UnixMicro(rapid.Int64Range(1_577_836_800_000_000, 1_893_456_000_000_000).Draw(t, "at")).In(loc)
		d := soc.NewDate(at)
		if start, end := engine.StartOfDay(d, loc), engine.EndOfDay(d, loc); at.Before(start) || at.After(end) {
			t.Errorf("%s does not lie in %s to %s", at, start, end)
		}
	})
}

func TestDaysOfTheCalendar(t *testing.T) {
	c := engine.Calendar{TimeZone: "UTC", Weekend: []string{"saturday", "sunday"},
		Period:   soc.Period{From: day(t, "2024-02-29"), To: day(t, "2024-02-29")},
		Holidays: []soc.Holiday{{Date: day(t, "2024-03-01"), Name: "Founders' Day"}}}
	days := c.Days()
	if first, last := days[0], days[len(days)-1]; first.Day != day(t, "2023-02-28") || last.Day != day(t, "2025-02-28") {
		t.Errorf("the calendar goes from %s to %s", first.Day, last.Day)
	}
	for _, d := range days {
		if d.Day != day(t, "2024-03-01") {
			continue
		}
		want := engine.Day{Day: d.Day, Holiday: "Founders' Day", WeekFirst: day(t, "2024-02-26"), Month: "2024-03", Quarter: "2024-Q1"}
		if d != want {
			t.Errorf("got %+v", d)
		}
	}
}

// TestAfterIsAWalk compares the look-up with a walk from day to day.
func TestAfterIsAWalk(t *testing.T) {
	c := engine.Calendar{TimeZone: "Africa/Cairo", Weekend: []string{"friday", "saturday"},
		Period:   soc.Period{From: day(t, "2026-01-01"), To: day(t, "2026-12-31")},
		Holidays: []soc.Holiday{{Date: day(t, "2026-01-07"), Name: "Christmas"}, {Date: day(t, "2026-04-24"), Name: "A Friday"}}}
	business, err := c.BusinessDays()
	if err != nil {
		t.Fatal(err)
	}
	loc, _ := c.Location()
	days := c.Days()
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(days)-1).Draw(t, "day")
		n := rapid.IntRange(0, 40).Draw(t, "n")
		from, left := days[i].Day, n
		for ; i < len(days) && n == 0 && !days[i].BusinessDay; i++ {
		}
		for left > 0 && i < len(days) {
			i++
			if i < len(days) && days[i].BusinessDay {
				left--
			}
		}
		got, ok := business.After(from, n)
		if inside := i < len(days); ok != inside {
			t.Fatalf("%s + %d: %v", from, n, ok)
		}
		if ok && !got.Equal(engine.EndOfDay(days[i].Day, loc)) {
			t.Errorf("%s + %d is %s", from, n, got)
		}
	})
}
