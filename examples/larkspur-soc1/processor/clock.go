package processor

import (
	"math/rand/v2"
	"time"
	_ "time/tzdata" // the same zone rules on every machine
)

var (
	newYork  = mustZone("America/New_York")
	firstDay = day("2026-01-01")
	lastDay  = day("2026-06-30")
	// holidays are those of engagement.yaml.
	holidays = map[string]bool{"2026-01-01": true, "2026-01-19": true, "2026-02-16": true, "2026-05-25": true, "2026-06-19": true, "2026-07-03": true}
)

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// day is the first instant of a day in New York.
func day(s string) time.Time { return parse(time.DateOnly, s) }

// at is a local time written as 2006-01-02 15:04:05.
func at(s string) time.Time { return parse(time.DateTime, s) }

func parse(layout, s string) time.Time {
	t, err := time.ParseInLocation(layout, s, newYork)
	if err != nil {
		panic(err)
	}
	return t
}

func addDays(t time.Time, n int) time.Time {
	t = t.In(newYork)
	return time.Date(t.Year(), t.Month(), t.Day()+n, t.Hour(), t.Minute(), t.Second(), 0, newYork)
}

func midnight(t time.Time) time.Time {
	t = t.In(newYork)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, newYork)
}

// Ways in which the systems write times.
func iso(t time.Time) string   { return t.In(newYork).Format(time.DateOnly) }
func utc(t time.Time) string   { return t.UTC().Format("2006-01-02T15:04:05Z") }
func local(t time.Time) string { return t.In(newYork).Format(time.DateTime) }

func businessDay(t time.Time) bool {
	t = t.In(newYork)
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday && !holidays[t.Format(time.DateOnly)]
}

// businessDaysAfter is the first instant of the n-th business day after the
// day of t.
func businessDaysAfter(t time.Time, n int) time.Time {
	t = midnight(t)
	for n > 0 {
		t = addDays(t, 1)
		if businessDay(t) {
			n--
		}
	}
	return t
}

// days lists the days from one to the other, both included.
func days(from, to time.Time) []time.Time {
	var list []time.Time
	for t := midnight(from); !t.After(to); t = addDays(t, 1) {
		list = append(list, t)
	}
	return list
}

// workMoment is a second of that day between 8:00 and 17:00.
func workMoment(r *rand.Rand, d time.Time) time.Time {
	return midnight(d).Add(time.Duration(8*3600+r.IntN(9*3600)) * time.Second)
}

// workDay is a random business day from one day to the other.
func workDay(r *rand.Rand, from, to time.Time) time.Time {
	span := int(to.Sub(from).Hours()/24) + 1
	for {
		if d := midnight(addDays(from, r.IntN(span))); businessDay(d) && !d.After(to) {
			return d
		}
	}
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }
