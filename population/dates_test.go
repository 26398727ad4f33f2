package population

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/soc"
)

func tally(t testing.TB, e soc.Engagement, typ soc.ColumnType, texts ...string) soc.Certificate {
	t.Helper()
	d, err := newDateTally(e, &soc.Column{Name: "at", Type: typ})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		if err := d.add(text, text == ""); err != nil {
			t.Fatal(err)
		}
	}
	cert := soc.Certificate{RowsLoaded: int64(len(texts))}
	d.fill(&cert)
	return cert
}

func placed(c soc.Certificate) string {
	return fmt.Sprintf("before %d in %d after %d undated %d, %s to %s", c.BeforePeriod, c.InPeriod, c.AfterPeriod, c.Undated, c.Earliest, c.Latest)
}

func TestTimestampsInThePeriod(t *testing.T) {
	cert := tally(t, quarter(), soc.Timestamp, "2026-04-01T03:59:59.999999Z", "2026-04-01T04:00:00Z", "2026-07-01T03:59:59.999999Z", "2026-07-01T04:00:00Z", "")
	want := "before 1 in 2 after 1 undated 1, 2026-03-31T23:59:59.999999-04:00 to 2026-07-01T00:00:00-04:00"
	if got := placed(cert); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if first, last := cert.Weeks[0], cert.Weeks[len(cert.Weeks)-1]; first.Rows != 1 || last.Rows != 1 || last.First.String() != "2026-06-29" {
		t.Errorf("weeks %v", cert.Weeks)
	}
}

func TestDatesInThePeriod(t *testing.T) {
	cert := tally(t, quarter(), soc.Day, "2026-03-31", "2026-04-01", "2026-04-05", "2026-04-06", "2026-06-30", "2026-07-01")
	if got, want := placed(cert), "before 1 in 4 after 1 undated 0, 2026-03-31 to 2026-07-01"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := fmt.Sprint(cert.Weeks[:2]); got != "[{2026-04-01 2} {2026-04-06 1}]" {
		t.Errorf("weeks %s", got)
	}
}

// A type 1 examines one day.
func TestPeriodOfType1(t *testing.T) {
	e := quarter()
	e.Type, e.AsOf, e.Period = 1, soc.Date{Year: 2026, Month: 6, Day: 30}, soc.Period{}
	if got, want := placed(tally(t, e, soc.Day, "2026-06-29", "2026-06-30", "2026-07-01")), "before 1 in 1 after 1 undated 0, 2026-06-29 to 2026-07-01"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestRowsWithoutADateColumn(t *testing.T) {
	d, err := newDateTally(quarter(), nil)
	if err != nil {
		t.Fatal(err)
	}
	cert := soc.Certificate{RowsLoaded: 7}
	d.fill(&cert)
	if got := placed(cert); got != "before 0 in 7 after 0 undated 0,  to " || cert.Weeks != nil {
		t.Errorf("%s, weeks %v", got, cert.Weeks)
	}
}

func TestEngagementWithoutPeriod(t *testing.T) {
	e := quarter()
	e.Period.To = soc.Date{}
	if _, err := newDateTally(e, &soc.Column{Type: soc.Day}); err == nil || !strings.Contains(err.Error(), "is not a period") {
		t.Errorf("error %v", err)
	}
	e.TimeZone = "Mars"
	if _, err := newDateTally(e, &soc.Column{Type: soc.Day}); err == nil || !strings.Contains(err.Error(), `time zone "Mars"`) {
		t.Errorf("error %v", err)
	}
}

// An instant lies in the week of its local day, also on days of 23 and 25
// hours and in a zone where midnight can be missing.
func TestWeeksByLocalDay(t *testing.T) {
	for _, zone := range []string{"America/New_York", "America/Santiago", "Africa/Cairo", "Pacific/Auckland", "UTC"} {
		e := quarter()
		e.TimeZone = zone
		e.Period = soc.Period{From: soc.Date{Year: 2024, Month: 4, Day: 26}, To: soc.Date{Year: 2024, Month: 10, Day: 31}}
		loc, err := e.Location()
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(rt *rapid.T) {
			at := time.Unix(rapid.Int64Range(1713000000, 1731000000).Draw(rt, "at"), 0)
			day := soc.NewDate(at.In(loc))
			cert := tally(t, e, soc.Timestamp, at.UTC().Format(canonicalInstant))
			if (cert.InPeriod == 1) != e.Period.Contains(day) || (cert.BeforePeriod == 1) != day.Before(e.Period.From) {
				rt.Fatalf("%s is %s in %s: %s", at.UTC(), day, zone, placed(cert))
			}
			for i, w := range cert.Weeks {
				next := e.Period.To.AddDays(1)
				if i+1 < len(cert.Weeks) {
					next = cert.Weeks[i+1].First
				}
				if inWeek := !day.Before(w.First) && day.Before(next); inWeek != (w.Rows == 1) {
					rt.Fatalf("%s is %s in %s, and the week of %s has %d", at.UTC(), day, zone, w.First, w.Rows)
				}
			}
		})
	}
}
