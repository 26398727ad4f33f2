package population

import (
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
	"pgregory.net/rapid"
)

func TestCastDate(t *testing.T) {
	runCasts(t, soc.Column{Type: soc.Day}, []castCase{
		{"2026-06-30", "2026-06-30", ""},
		{"2024-02-29", "2024-02-29", ""},
		{"", "NULL", ""},
		{"2026-02-29", "", "does not exist"},
		{"2026-6-30", "", "not written as 2006-01-02"},
		{"30.06.2026", "", "not written as 2006-01-02"},
		{"2026-06-30 ", "", "not written as"},
		{"0000-01-01", "", "years 1 to 9999"},
	})
	runCasts(t, soc.Column{Type: soc.Day, Format: "1/2/2006"}, []castCase{
		{"6/30/2026", "2026-06-30", ""},
		{"06/30/2026", "", "not written as 1/2/2006"},
		{"30/6/2026", "", "does not exist"},
	})
	runCasts(t, soc.Column{Type: soc.Day, Format: "2006-01-02 15:04:05"}, []castCase{
		{"2026-06-30 00:00:00", "2026-06-30", ""},
		{"2026-06-30 17:45:00", "", "has a time of day"},
	})
	runCasts(t, soc.Column{Type: soc.Day, Format: "Mon Jan 2 2006"}, []castCase{
		{"Tue Jun 30 2026", "2026-06-30", ""},
		{"Wed Jun 30 2026", "", "not written as"},
	})
}

func TestCastTimestampWithOffset(t *testing.T) {
	runCasts(t, soc.Column{Type: soc.Timestamp}, []castCase{
		{"2026-06-30T23:59:59-04:00", "2026-07-01T03:59:59Z", ""},
		{"2026-06-30T23:59:59.123456Z", "2026-06-30T23:59:59.123456Z", ""},
		{"2026-06-30T23:59:59.120000000Z", "2026-06-30T23:59:59.12Z", ""},
		{"2026-06-30T23:59:59+00:00", "2026-06-30T23:59:59Z", ""},
		{"2026-06-30T23:59:59.1234567Z", "", "finer than a microsecond"},
		{"2026-06-30T23:59:59", "", "no offset from UTC"},
		{"2026-06-30 23:59:59Z", "", "is not a time such as"},
		{"2026-06-30T5:00:00Z", "", "is not a time such as"},
		{"2026-06-30T23:59:60Z", "", "is not a time such as"},
		{"2026-06-30", "", "is not a time such as"},
		{"9999-12-31T23:59:59-01:00", "", "years 1 to 9999"},
	})
	runCasts(t, soc.Column{Type: soc.Timestamp, Format: "2006-01-02 15:04:05 -0700"}, []castCase{
		{"2026-06-30 20:00:00 -0400", "2026-07-01T00:00:00Z", ""},
		{"2026-06-30 20:00:00.5 -0400", "", "not written as"},
	})
	runCasts(t, soc.Column{Type: soc.Timestamp, Format: "2006-01-02 15:04:05Z07:00"}, []castCase{
		{"2026-06-30 20:00:00Z", "2026-06-30T20:00:00Z", ""},
		{"2026-06-30 20:00:00+00:00", "2026-06-30T20:00:00Z", ""},
	})
}

func TestCastTimestampWithAbbreviation(t *testing.T) {
	c := soc.Column{Type: soc.Timestamp, Format: "2006-01-02 15:04 MST", TimeZone: "America/New_York"}
	runCasts(t, c, []castCase{
		{"2026-11-01 01:30 EDT", "2026-11-01T05:30:00Z", ""},
		{"2026-11-01 01:30 EST", "2026-11-01T06:30:00Z", ""},
		{"2026-07-01 12:00 UTC", "2026-07-01T12:00:00Z", ""},
		{"2026-07-01 12:00 EST", "", "not written as"}, // New York is on EDT in July
		{"2026-07-01 12:00 IST", "", "names the zone IST, which the time zone America/New_York does not have"},
	})
}

func TestCastLocalTimestamp(t *testing.T) {
	newYork := soc.Column{Type: soc.Timestamp, Format: "2006-01-02 15:04:05", TimeZone: "America/New_York"}
	runCasts(t, newYork, []castCase{
		{"2026-01-15 12:00:00", "2026-01-15T17:00:00Z", ""},
		{"2026-07-15 12:00:00", "2026-07-15T16:00:00Z", ""},
		{"2026-03-08 01:59:59", "2026-03-08T06:59:59Z", ""},
		{"2026-03-08 02:00:00", "", "does not exist in America/New_York"},
		{"2026-03-08 02:59:59", "", "does not exist in America/New_York"},
		{"2026-03-08 03:00:00", "2026-03-08T07:00:00Z", ""},
		{"2026-11-01 00:59:59", "2026-11-01T04:59:59Z", ""},
		{"2026-11-01 01:00:00", "", "happened twice in America/New_York"},
		{"2026-11-01 01:59:59", "", "happened twice in America/New_York"},
		{"2026-11-01 02:00:00", "2026-11-01T07:00:00Z", ""},
		{"2026-11-01 5:00:00", "", "not written as"},
		{"2026-11-01 25:00:00", "", "does not exist"},
	})
	// Lord Howe Island moves its clock by half an hour.
	runCasts(t, soc.Column{Type: soc.Timestamp, Format: newYork.Format, TimeZone: "Australia/Lord_Howe"}, []castCase{
		{"2026-04-05 01:45:00", "", "happened twice"},
		{"2026-10-04 02:15:00", "", "does not exist"},
		{"2026-10-04 02:30:00", "2026-10-03T15:30:00Z", ""},
	})
	// Samoa had no 30 December 2011: it moved across the date line.
	runCasts(t, soc.Column{Type: soc.Timestamp, Format: newYork.Format, TimeZone: "Pacific/Apia"}, []castCase{
		{"2011-12-30 12:00:00", "", "does not exist"},
		{"2011-12-31 00:00:00", "2011-12-30T10:00:00Z", ""},
	})
	runCasts(t, soc.Column{Type: soc.Timestamp, Format: newYork.Format}, []castCase{
		{"2026-01-15 12:00:00", "", "no zone and the column declares no time_zone"},
	})
}

func TestFormatDeclarations(t *testing.T) {
	for _, tc := range []struct {
		column soc.Column
		want   string
	}{
		{soc.Column{Type: soc.Day, Format: "06-01-02"}, "year with four digits"},
		{soc.Column{Type: soc.Day, Format: "Mon 01-02"}, "year with four digits"},
		{soc.Column{Type: soc.Day, Format: "2006-02"}, "does not tell the month"},
		{soc.Column{Type: soc.Day, Format: "Mon January 2006"}, "does not tell the day of the month"},
		{soc.Column{Type: soc.Day, Format: "YYYY-MM-DD"}, "year with four digits"},
		{soc.Column{Type: soc.Timestamp, Format: "2006-01-02"}, "hour of the day"},
		{soc.Column{Type: soc.Timestamp, Format: "iso_date"}, "hour of the day"},
		{soc.Column{Type: soc.Timestamp, Format: "2006-01-02 3:04"}, "hour of the day"},
		{soc.Column{Type: soc.Timestamp, TimeZone: "Mars/Olympus"}, `time zone "Mars/Olympus" is not known`},
		{soc.Column{Type: "money"}, `type "money" is not known`},
		{soc.Column{Type: soc.Boolean, True: "x", False: "x"}, `both "x"`},
	} {
		tc.column.Name = "c"
		if _, err := NewCaster(tc.column); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s %q: error %v, want one that says %q", tc.column.Type, tc.column.Format, err, tc.want)
		}
	}
}

// A wall clock read in a zone gives an instant at which the clock shows that
// time, and fails exactly when there is none or there are two.
func TestLocalTimesAgainstEveryInstant(t *testing.T) {
	const layout = "2006-01-02 15:04:05"
	for _, name := range []string{"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		c := caster(t, soc.Column{Type: soc.Timestamp, Format: layout, TimeZone: name})
		rapid.Check(t, func(t *rapid.T) {
			wall := time.Unix(rapid.Int64Range(1e9, 2e9).Draw(t, "wall")/900*900, 0).UTC()
			if rapid.Bool().Draw(t, "near a change") { // the change after that time, give or take two hours
				if _, end := wall.In(zone).ZoneBounds(); !end.IsZero() {
					_, offset := end.Zone()
					wall = end.UTC().Add(time.Duration(offset)*time.Second + time.Duration(rapid.IntRange(-8, 8).Draw(t, "quarters"))*15*time.Minute)
				}
			}
			var instants []time.Time
			for at := wall.Add(-27 * time.Hour); at.Before(wall.Add(27 * time.Hour)); at = at.Add(15 * time.Minute) {
				if at.In(zone).Format(layout) == wall.Format(layout) {
					instants = append(instants, at)
				}
			}
			text, _, reason := c.Cast(wall.Format(layout), false)
			if (len(instants) == 1) != (reason == "") {
				t.Fatalf("%s in %s: %d instants, %q, reason %q", wall.Format(layout), name, len(instants), text, reason)
			}
			if reason == "" && text != instants[0].Format(canonicalInstant) {
				t.Fatalf("%s in %s = %s, want %s", wall.Format(layout), name, text, instants[0])
			}
		})
	}
}
