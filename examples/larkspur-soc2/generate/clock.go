package main

import (
	"math/rand/v2"
	"time"
	_ "time/tzdata" // the same zone rules on every machine
)

var (
	newYork   = mustZone("America/New_York")
	firstDay  = day("2026-04-01")
	lastDay   = day("2026-06-30")
	holidays  = map[string]bool{"2026-05-25": true, "2026-06-19": true, "2026-07-03": true}
	isoLayout = "2006-01-02"
)

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// day is the first instant of a day in New York.
func day(s string) time.Time {
	t, err := time.ParseInLocation(isoLayout, s, newYork)
	if err != nil {
		panic(err)
	}
	return t
}

// at is a local time written as 2006-01-02 15:04:05.
func at(s string) time.Time {
	t, err := time.ParseInLocation(time.DateTime, s, newYork)
	if err != nil {
		panic(err)
	}
	return t
}

func addDays(t time.Time, n int) time.Time {
	t = t.In(newYork)
	return time.Date(t.Year(), t.Month(), t.Day()+n, t.Hour(), t.Minute(), t.Second(), 0, newYork)
}

func midnight(t time.Time) time.Time { return day(t.In(newYork).Format(isoLayout)) }

// Ways in which the company's systems write times.
func iso(t time.Time) string   { return t.In(newYork).Format(isoLayout) }
func stamp(t time.Time) string { return t.In(newYork).Format(time.RFC3339) }
func utc(t time.Time) string   { return t.UTC().Format("2006-01-02T15:04:05Z") }
func local(t time.Time) string { return t.In(newYork).Format(time.DateTime) }
func usDay(t time.Time) string { return t.In(newYork).Format("01/02/2006") }

func businessDay(t time.Time) bool {
	t = t.In(newYork)
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday && !holidays[t.Format(isoLayout)]
}

// businessDaysAfter is the n-th business day after the day of t.
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

// workMoment is a second of that day, most likely in the late morning or the
// early afternoon.
func workMoment(r *rand.Rand, d time.Time) time.Time {
	// The sum of three dice is bell-shaped. Whole numbers only: floating point
	// may round differently on another processor.
	second := 7*3600 + r.IntN(15600) + r.IntN(15600) + r.IntN(14800)
	if chance(r, 25) {
		second = 8*3600 + r.IntN(6000) + r.IntN(6000) + r.IntN(5400)
	}
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, second, 0, newYork)
}

// anyMoment is a second of that day, at any hour.
func anyMoment(r *rand.Rand, d time.Time) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, r.IntN(86399), 0, newYork)
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

// spreadDays gives n days of the range, in order: busy in the middle of the
// week, quiet at weekends and holidays, a little less towards the summer.
func spreadDays(r *rand.Rand, n int, from, to time.Time, weekend float64) []time.Time {
	all := days(from, to)
	weight := make([]float64, len(all))
	var sum float64
	for i, d := range all {
		w := [7]float64{weekend, 1, 1.12, 1.1, 1.05, 0.72, weekend}[d.Weekday()]
		if holidays[iso(d)] {
			w = weekend
		}
		w *= 1.08 - float64(0.16*float64(i))/float64(len(all))
		sum += float64(w) // the conversions keep every processor from fusing two steps into one
		weight[i] = sum
	}
	count := make([]int, len(all))
	for range n {
		x := r.Float64() * sum
		i := 0
		for weight[i] < x {
			i++
		}
		count[i]++
	}
	var list []time.Time
	for i, c := range count {
		for range c {
			list = append(list, all[i])
		}
	}
	return list
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }
