package enginetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

func (s *suite) calendar(t *testing.T) {
	conn, _ := s.session(t, engine.Limits{})
	expect(t, conn, "SELECT * FROM period", "2026-04-01|2026-06-30|2026-04-01T00:00:00-04:00|2026-07-01T00:00:00-04:00")
	expect(t, conn, "SELECT min(day), max(day), count(*), count(DISTINCT day) FROM calendar", "2025-04-01|2027-06-30|821|821")
	expect(t, conn, "SELECT * FROM calendar WHERE day IN ('2026-04-05', '2026-05-25', '2026-12-31') ORDER BY day",
		"2026-04-05|false|NULL|2026-03-30|2026-04|2026-Q2",
		"2026-05-25|false|Memorial Day|2026-05-25|2026-05|2026-Q2",
		"2026-12-31|true|NULL|2026-12-28|2026-12|2026-Q4")
	expect(t, conn, "SELECT month, count(*) FILTER (business_day) FROM calendar, period WHERE day BETWEEN first_day AND last_day GROUP BY month ORDER BY month",
		"2026-04|22", "2026-05|20", "2026-06|21")
	expect(t, conn, "SELECT count(*) FROM calendar WHERE isodow(week_first) <> 1 OR day < week_first OR day > week_first + 6", "0")

	// February 29, a week that begins on Sunday, and a zone whose clocks skip
	// midnight: the day of 2026-04-24 begins at 01:00 in Cairo.
	other, err := s.engine.Open(context.Background(), engine.Session{Dir: t.TempDir(), Calendar: engine.Calendar{
		TimeZone: "Africa/Cairo", Weekend: []string{"friday", "saturday"},
		Period: soc.Period{From: soc.Date{Year: 2024, Month: 2, Day: 29}, To: soc.Date{Year: 2026, Month: 4, Day: 23}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	expect(t, other, "SELECT ends_at FROM period", "2026-04-24T01:00:00+03:00")
	expect(t, other, "SELECT min(day), max(day) FROM calendar", "2023-02-28|2027-04-23")
	expect(t, other, "SELECT business_days_after(DATE '2026-04-23', 0), business_days_after(DATE '2026-04-24', 0)",
		"2026-04-23T23:59:59.999999+02:00|2026-04-26T23:59:59.999999+03:00")

	for _, bad := range []engine.Calendar{
		{TimeZone: "Mars/Olympus", Period: newYork.Period},
		{TimeZone: "", Period: newYork.Period},
		{TimeZone: "UTC"},
		{TimeZone: "UTC", Period: newYork.Period, Weekend: []string{"Sabado"}},
	} {
		if conn, err := s.engine.Open(context.Background(), engine.Session{Dir: t.TempDir(), Calendar: bad}); err == nil {
			conn.Close()
			t.Errorf("opened a session with the calendar %+v", bad)
		}
	}
}

// businessDaysAfter compares the function with a count day by day.
func (s *suite) businessDaysAfter(t *testing.T) {
	conn, _ := s.session(t, engine.Limits{})
	for sql, want := range map[string]string{
		"DATE '2026-04-01', 0": "2026-04-01T23:59:59.999999-04:00", // a Wednesday
		"DATE '2026-04-01', 1": "2026-04-02T23:59:59.999999-04:00",
		"DATE '2026-04-03', 1": "2026-04-06T23:59:59.999999-04:00", // Friday → Monday
		"DATE '2026-04-04', 0": "2026-04-06T23:59:59.999999-04:00", // Saturday: the next business day
		"DATE '2026-04-04', 1": "2026-04-06T23:59:59.999999-04:00", // and the first after it
		"DATE '2026-05-22', 1": "2026-05-26T23:59:59.999999-04:00", // over Memorial Day
		"DATE '2026-05-25', 0": "2026-05-26T23:59:59.999999-04:00",
		"DATE '2026-10-30', 1": "2026-11-02T23:59:59.999999-05:00", // over the change of clocks
		// 01:00 UTC on April 4 is still Friday, April 3, in New York.
		"TIMESTAMPTZ '2026-04-04 01:00:00Z', 0":  "2026-04-03T23:59:59.999999-04:00",
		"TIMESTAMPTZ '2026-04-04 04:00:00Z', 0":  "2026-04-06T23:59:59.999999-04:00",
		"TIMESTAMP '2026-04-03 23:59:59', 0":     "2026-04-03T23:59:59.999999-04:00",
		"NULL, 1":                                "NULL",
		"DATE '2026-04-01', NULL":                "NULL",
		"DATE '2026-04-01', -1":                  "NULL",
		"DATE '2025-04-01', 0":                   "2025-04-01T23:59:59.999999-04:00", // the calendar's first day
		"DATE '2025-03-31', 0":                   "NULL",
		"DATE '2027-06-30', 0":                   "2027-06-30T23:59:59.999999-04:00", // and its last
		"DATE '2027-06-30', 1":                   "NULL",
		"DATE '2027-07-01', 0":                   "NULL",
		"DATE '2026-04-01', 100000":              "NULL",
		"DATE '2026-04-01', 9223372036854775807": "NULL",
	} {
		expect(t, conn, "SELECT business_days_after("+sql+")", want)
	}

	loc, err := newYork.Location()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, d := range newYork.Days() {
		for _, n := range []int{0, 1, 2, 5, 30} {
			want = append(want, fmt.Sprintf("%s|%d|%s", d.Day, n, countDays(d.Day, n, loc)))
		}
	}
	rows, err := conn.Query(context.Background(),
		"SELECT day, n, business_days_after(day, n) FROM calendar, (VALUES (0), (1), (2), (5), (30)) v(n) ORDER BY day, n", 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, got := range text(rows) {
		if got != want[i] {
			t.Fatalf("got  %s\nwant %s", got, want[i])
		}
	}
	if len(rows.Values) != len(want) {
		t.Errorf("%d rows for %d", len(rows.Values), len(want))
	}
}

// countDays walks the days one by one.
func countDays(d soc.Date, n int, loc *time.Location) string {
	last := soc.Date{Year: 2027, Month: 6, Day: 30}
	isBusiness := func(d soc.Date) bool {
		holiday := slices.ContainsFunc(newYork.Holidays, func(h soc.Holiday) bool { return h.Date == d })
		return !holiday && !slices.Contains(newYork.Weekend, strings.ToLower(d.Weekday().String()))
	}
	if n == 0 {
		for !isBusiness(d) {
			d = d.AddDays(1)
		}
	}
	for n > 0 {
		d = d.AddDays(1)
		if isBusiness(d) {
			n--
		}
	}
	if last.Before(d) {
		return "NULL"
	}
	return time.Date(d.Year, d.Month, d.Day, 23, 59, 59, 999999000, loc).Format("2006-01-02T15:04:05.000000Z07:00")
}

// businessDaysAnywhere uses the function wherever an expression may stand.
func (s *suite) businessDaysAnywhere(t *testing.T) {
	conn, _ := s.session(t, engine.Limits{})
	for _, sql := range []string{
		"SELECT count(*) FROM changes WHERE business_days_after(merged_at, 1) >= merged_at",
		"SELECT count(*) FROM changes a JOIN changes b ON a.change_id = b.change_id AND b.merged_at <= business_days_after(a.merged_at, a.lines % 3)",
		"SELECT count(*) FROM changes a LEFT JOIN changes b ON b.change_id = a.change_id AND business_days_after(b.opened, 0) < a.merged_at",
		"SELECT sum(n) FROM (SELECT business_days_after(merged_at, 2) AS due, count(*) AS n FROM changes GROUP BY 1 HAVING min(business_days_after(opened, 0)) IS NOT NULL)",
		"SELECT count(*) FROM (SELECT CASE WHEN emergency THEN business_days_after(merged_at, 5) ELSE business_days_after(merged_at, 1) END AS due FROM changes) WHERE due IS NOT NULL",
		"SELECT count(*) FROM changes c WHERE EXISTS (SELECT 1 FROM changes d WHERE d.change_id = c.change_id AND d.merged_at <= business_days_after(c.merged_at, 1))",
		"SELECT count(*) FROM (SELECT row_number() OVER (PARTITION BY business_days_after(opened, 1) ORDER BY business_days_after(merged_at, 0), change_id) AS n FROM changes)",
	} {
		expect(t, conn, sql, "1000")
	}
}
