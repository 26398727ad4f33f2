package population

import (
	"fmt"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

// canonicalDay and canonicalInstant are how a day and an instant are written
// in the text that the loader reads. An instant is always in UTC.
const (
	canonicalDay     = "2006-01-02"
	canonicalInstant = "2006-01-02T15:04:05.999999Z"
)

func dayReader(c soc.Column) (func(string) (string, string), error) {
	layout := c.Format
	if layout == "" || layout == "iso_date" {
		layout = canonicalDay
	}
	if layout == "rfc3339" {
		layout = time.RFC3339Nano
	}
	if err := tellsDay(layout); err != nil {
		return nil, err
	}
	return func(value string) (string, string) {
		t, reason := parse(layout, value)
		if reason != "" {
			return "", reason
		}
		if h, m, s := t.Clock(); h+m+s != 0 || t.Nanosecond() != 0 {
			return "", "has a time of day and the column is declared as a date: declare it as a timestamp, or it would depend on the zone which day is meant"
		}
		return canonicalRange(t, canonicalDay)
	}, nil
}

func timestampReader(c soc.Column) (func(string) (string, string), error) {
	var zone *time.Location
	if c.TimeZone != "" {
		loc, err := time.LoadLocation(c.TimeZone)
		if err != nil || c.TimeZone == "Local" {
			return nil, fmt.Errorf("time zone %q is not known: use an IANA name such as America/New_York or UTC", c.TimeZone)
		}
		zone = loc
	}
	if c.Format == "" || c.Format == "rfc3339" {
		return readRFC3339, nil
	}
	layout := c.Format
	if layout == "iso_date" {
		layout = canonicalDay
	}
	if err := tellsDay(layout); err != nil {
		return nil, err
	}
	if !differs(layout, time.Date(2001, 2, 3, 3, 0, 0, 0, time.UTC), time.Date(2001, 2, 3, 15, 0, 0, 0, time.UTC)) {
		return nil, fmt.Errorf("format %q does not tell the hour of the day: declare the column as a date, or name the hour (15, or 03 with PM)", c.Format)
	}
	at := time.Date(2001, 2, 3, 4, 5, 6, 0, time.FixedZone("AAA", 0))
	if zoned := differs(layout, at, time.Date(2001, 2, 3, 4, 5, 6, 0, time.FixedZone("BBB", 3600))); zoned {
		numeric := differs(layout, at, time.Date(2001, 2, 3, 4, 5, 6, 0, time.FixedZone("AAA", 3600)))
		return zonedReader(layout, zone, numeric), nil
	}
	return localReader(layout, zone), nil
}

// readRFC3339 reads an instant with its offset. The standard library alone
// takes 5:00 for 05:00 and a comma for the point.
func readRFC3339(value string) (string, string) {
	const seconds = "2006-01-02T15:04:05"
	t, err := time.Parse(time.RFC3339, value)
	if err != nil || t.Format(seconds) != value[:len(seconds)] || value[len(seconds)] == ',' {
		if _, err := time.Parse(seconds, value); err == nil {
			return "", "has no offset from UTC: declare the format 2006-01-02T15:04:05 and the time_zone that it is written in"
		}
		return "", "is not a time such as 2026-06-30T17:45:00-04:00 (rfc3339)"
	}
	return canonicalInstantText(t)
}

// zonedReader reads times that are written with their zone. An abbreviation
// (EST) must be one of the declared zone, or UTC: abbreviations are not
// unique, and the standard library takes an unknown one for UTC.
func zonedReader(layout string, zone *time.Location, numeric bool) func(string) (string, string) {
	if zone == nil {
		zone = time.UTC
	}
	return func(value string) (string, string) {
		t, err := time.ParseInLocation(layout, value, zone)
		if err != nil || (t.Format(layout) != value && t.Format(plusZero.Replace(layout)) != value) {
			return "", notWritten(layout)
		}
		if loc := t.Location(); !numeric && loc != zone && loc != time.UTC {
			name, _ := t.Zone()
			return "", fmt.Sprintf("names the zone %s, which the time zone %s does not have: declare the time_zone that it belongs to", name, zone)
		}
		return canonicalInstantText(t)
	}
}

// plusZero turns a layout that writes UTC as Z into the one that writes it
// as +00:00: a layout with Z07:00 accepts both, as RFC 3339 does.
var plusZero = strings.NewReplacer("Z07", "-07")

// localReader reads times that are written without a zone, as the clock on
// the wall of the declared zone.
func localReader(layout string, zone *time.Location) func(string) (string, string) {
	return func(value string) (string, string) {
		wall, reason := parse(layout, value)
		if reason != "" {
			return "", reason
		}
		if zone == nil {
			return "", "has no zone and the column declares no time_zone"
		}
		at, possible := instantsOf(wall, zone)
		switch possible {
		case 0:
			return "", fmt.Sprintf("does not exist in %s: the clock was put forward over it", zone)
		case 1:
			return canonicalInstantText(at)
		}
		return "", fmt.Sprintf("happened twice in %s, when the clock was put back: take the time from the source with its offset, or in UTC", zone)
	}
}

// instantsOf returns the first instant at which a clock in zone shows what
// wall shows in UTC, and how many such instants there are.
func instantsOf(wall time.Time, zone *time.Location) (first time.Time, possible int) {
	// No offset from UTC exceeds 26 hours, so the instant lies within that of
	// the wall time read as UTC, and one of the offsets in force then is its.
	const most = 26 * time.Hour
	last := -1 << 62
	for at := wall.Add(-most).In(zone); ; {
		_, offset := at.Zone()
		candidate := wall.Add(-time.Duration(offset) * time.Second)
		if _, real := candidate.In(zone).Zone(); real == offset && offset != last {
			if possible == 0 || !candidate.Equal(first) {
				possible++
			}
			if possible == 1 {
				first = candidate
			}
		}
		last = offset
		_, end := at.ZoneBounds()
		if end.IsZero() || end.After(wall.Add(most)) {
			return first, possible
		}
		at = end.In(zone)
	}
}

// parse reads value by layout and insists that it is written exactly so: the
// standard library alone accepts 5:00 for 15:04, fractions that the layout
// does not have, and a weekday that contradicts the date.
func parse(layout, value string) (time.Time, string) {
	t, err := time.Parse(layout, value)
	if err != nil {
		if strings.Contains(err.Error(), "out of range") {
			return time.Time{}, "is a day or time that does not exist"
		}
		return time.Time{}, notWritten(layout)
	}
	if t.Format(layout) != value {
		return time.Time{}, notWritten(layout)
	}
	return t, ""
}

func notWritten(layout string) string {
	return fmt.Sprintf("is not written as %s, the format that the column declares", layout)
}

func canonicalInstantText(t time.Time) (string, string) {
	if t.Nanosecond()%1000 != 0 {
		return "", "is finer than a microsecond, and nothing is rounded"
	}
	return canonicalRange(t.UTC(), canonicalInstant)
}

func canonicalRange(t time.Time, layout string) (string, string) {
	if t.Year() < 1 || t.Year() > 9999 {
		return "", "lies outside the years 1 to 9999"
	}
	return t.Format(layout), ""
}

// tellsDay checks that a layout writes year, month and day. A year of two
// digits is refused because its century would be a guess.
func tellsDay(layout string) error {
	day := time.Date(2001, 2, 3, 0, 0, 0, 0, time.UTC)
	for _, part := range []struct {
		name  string
		other time.Time // differs from day in this part only, and has its weekday
	}{
		{"year with four digits (2006)", time.Date(1601, 2, 3, 0, 0, 0, 0, time.UTC)},
		{"month (01, 1, Jan or January)", time.Date(2001, 3, 3, 0, 0, 0, 0, time.UTC)},
		{"day of the month (02 or 2)", day.AddDate(0, 0, 7)},
	} {
		if !differs(layout, day, part.other) {
			return fmt.Errorf("format %q does not tell the %s: write it as a Go layout of the reference time 2006-01-02 15:04:05", layout, part.name)
		}
	}
	return nil
}

func differs(layout string, a, b time.Time) bool { return a.Format(layout) != b.Format(layout) }
