package soc

import (
	"fmt"
	"time"
)

// Date is a calendar day without a time zone, such as the first day of a
// period. The zero Date means "not stated".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns the day that t falls on in t's own location.
func NewDate(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads a day written as 2006-01-02. The error says what was found
// and what was expected; a day that no calendar has (2026-02-30) is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a day: write it as 2026-06-30", s)
	}
	return NewDate(t), nil
}

// IsZero reports whether the day is not stated.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the day as 2006-01-02, and "" when it is not stated.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Long returns the day as a report writes it: June 30, 2026.
func (d Date) Long() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s %d, %d", d.Month, d.Day, d.Year)
}

// Start returns the instant at which the day begins in loc.
func (d Date) Start(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

// AddDays returns the day n days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date {
	return NewDate(time.Date(d.Year, d.Month, d.Day+n, 12, 0, 0, 0, time.UTC))
}

// AddMonths returns the same day n months later; a day that the month does
// not have runs over into the next, as in the calendar of package time.
func (d Date) AddMonths(n int) Date {
	return NewDate(time.Date(d.Year, d.Month+time.Month(n), d.Day, 12, 0, 0, 0, time.UTC))
}

// DaysUntil returns the number of days from d to later, negative when later
// is the earlier of the two.
func (d Date) DaysUntil(later Date) int {
	return int(later.Start(time.UTC).Sub(d.Start(time.UTC)) / (24 * time.Hour))
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Start(time.UTC).Weekday() }

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool {
	return d.Start(time.UTC).Before(other.Start(time.UTC))
}

// MarshalText writes the day as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Period is the days from From to To, both included, in the time zone of the
// engagement.
type Period struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Days returns how many days the period has.
func (p Period) Days() int { return p.From.DaysUntil(p.To) + 1 }

// Start returns the first instant of the period in loc.
func (p Period) Start(loc *time.Location) time.Time { return p.From.Start(loc) }

// End returns the first instant after the period in loc.
func (p Period) End(loc *time.Location) time.Time { return p.To.AddDays(1).Start(loc) }

// Contains reports whether the day lies in the period.
func (p Period) Contains(d Date) bool { return !d.Before(p.From) && !p.To.Before(d) }

// String returns the period as a report writes it.
func (p Period) String() string { return p.From.Long() + " to " + p.To.Long() }
