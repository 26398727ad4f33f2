package engine

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

// Calendar is the engagement's calendar: which days are business days, and
// where the period lies.
type Calendar struct {
	// TimeZone is an IANA name; it is also the session's time zone.
	TimeZone string
	Period   soc.Period
	// Weekend are lower-case English names of days.
	Weekend  []string
	Holidays []soc.Holiday
}

// Day is one row of the table "calendar".
type Day struct {
	Day         soc.Date
	BusinessDay bool
	Holiday     string   // the holiday's name, "" when it is none
	WeekFirst   soc.Date // the Monday of the day's week
	Month       string   // 2026-04
	Quarter     string   // 2026-Q2
}

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// Location checks the calendar and loads its time zone. The error says what
// is wrong with the zone, the period or a name of a day.
func (c *Calendar) Location() (*time.Location, error) {
	loc, err := time.LoadLocation(c.TimeZone)
	if err != nil || c.TimeZone == "" || c.TimeZone == "Local" {
		return nil, fmt.Errorf("calendar: time zone %q is not known: use an IANA name such as America/New_York or UTC", c.TimeZone)
	}
	if c.Period.From.IsZero() || c.Period.To.IsZero() || c.Period.To.Before(c.Period.From) {
		return nil, fmt.Errorf("calendar: %s to %s is not a period", c.Period.From, c.Period.To)
	}
	if days := c.Period.Days(); days > maxPeriodDays {
		return nil, fmt.Errorf("calendar: a period of %d days is longer than %d", days, maxPeriodDays)
	}
	for _, name := range c.Weekend {
		if !slices.Contains(weekdays, name) {
			return nil, fmt.Errorf("calendar: weekend: %q is not a day of the week; write saturday", name)
		}
	}
	return loc, nil
}

// maxPeriodDays bounds the table: no examination covers ten years.
const maxPeriodDays = 3660

// Days returns the rows of the table "calendar", from a year before the
// period to a year after it.
func (c *Calendar) Days() []Day {
	holidays := map[soc.Date]string{}
	for _, h := range c.Holidays {
		holidays[h.Date] = h.Name
	}
	last := addYears(c.Period.To, 1)
	var days []Day
	for d := addYears(c.Period.From, -1); !last.Before(d); d = d.AddDays(1) {
		name, holiday := holidays[d]
		weekend := slices.Contains(c.Weekend, strings.ToLower(d.Weekday().String()))
		days = append(days, Day{
			Day:         d,
			BusinessDay: !holiday && !weekend,
			Holiday:     name,
			WeekFirst:   d.AddDays(-int(d.Weekday()+6) % 7),
			Month:       fmt.Sprintf("%04d-%02d", d.Year, d.Month),
			Quarter:     fmt.Sprintf("%04d-Q%d", d.Year, (d.Month+2)/3),
		})
	}
	return days
}

// addYears keeps the month: a year after February 29 is February 28.
func addYears(d soc.Date, years int) soc.Date {
	moved := soc.NewDate(time.Date(d.Year+years, d.Month, d.Day, 12, 0, 0, 0, time.UTC))
	if moved.Month != d.Month {
		return moved.AddDays(-moved.Day)
	}
	return moved
}

// StartOfDay returns the first instant of day d in loc. Where a clock change
// skips midnight, as in Cairo and Santiago, that is not 00:00.
func StartOfDay(d soc.Date, loc *time.Location) time.Time {
	// Noon of two days before lies before the start even where a day was left
	// out of the calendar, as in Samoa in 2011; from there on the local date
	// never goes back.
	from := time.Date(d.Year, d.Month, d.Day-2, 12, 0, 0, 0, loc)
	seconds := sort.Search(72*3600, func(s int) bool {
		return !soc.NewDate(from.Add(time.Duration(s) * time.Second).In(loc)).Before(d)
	})
	return from.Add(time.Duration(seconds) * time.Second)
}

// EndOfDay returns the last microsecond of day d in loc.
func EndOfDay(d soc.Date, loc *time.Location) time.Time {
	return StartOfDay(d.AddDays(1), loc).Add(-time.Microsecond)
}

// BusinessDays is what business_days_after is computed from: engines that
// have no such function look days up in it.
type BusinessDays struct {
	First soc.Date // the calendar's first day; day i is First plus i days
	// Ends are the last microseconds of the business days, in order.
	Ends []time.Time
	// Same and Next say for day i where in Ends the first business day is
	// that is not before it, and that is after it.
	Same, Next []int
}

// BusinessDays returns the calendar's business days. Errors: see Location.
func (c *Calendar) BusinessDays() (*BusinessDays, error) {
	loc, err := c.Location()
	if err != nil {
		return nil, err
	}
	days := c.Days()
	b := &BusinessDays{First: days[0].Day}
	for _, d := range days {
		b.Same = append(b.Same, len(b.Ends))
		if d.BusinessDay {
			b.Ends = append(b.Ends, EndOfDay(d.Day, loc))
		}
		b.Next = append(b.Next, len(b.Ends))
	}
	return b, nil
}

// After returns the last microsecond of the n-th business day after day d;
// n = 0 is the end of d, or of the next business day when d is none. It
// reports false when the answer lies outside the calendar or n is negative.
func (b *BusinessDays) After(d soc.Date, n int) (time.Time, bool) {
	i := b.First.DaysUntil(d)
	if i < 0 || i >= len(b.Same) || n < 0 {
		return time.Time{}, false
	}
	at := b.Same[i]
	if n > 0 {
		at = b.Next[i] + n - 1
	}
	if at >= len(b.Ends) {
		return time.Time{}, false
	}
	return b.Ends[at], true
}
