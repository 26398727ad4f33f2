package procedure

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/population"
	"github.com/tickmark-audit/tickmark/soc"
)

// scriptText is a run as a script for DuckDB's own command: the sealed tables,
// the calendar, the views in their order and the SELECT of the result, each
// as it was run. Whoever has the tables performs the test again with it, and
// needs nothing of Tickmark.
func (p *plan) scriptText(in Input, result string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "-- Procedure %s of control %s, as it was run by %s %s.\n", oneLine(p.ID), oneLine(p.Control), in.Engine.Name, in.Engine.Version)
	b.WriteString("-- Put the sealed tables beside this script under the names below, and run: duckdb < script.sql\n\n")
	for _, name := range slices.Sorted(maps.Keys(in.Engine.Settings)) {
		fmt.Fprintf(&b, "SET %s = %s;\n", name, text(in.Engine.Settings[name]))
	}
	fmt.Fprintf(&b, "SET TimeZone = %s;\n\n", text(in.Engagement.TimeZone))
	for _, q := range inputs(in.Populations) {
		fmt.Fprintf(&b, "-- %s, SHA-256 %s\nCREATE OR REPLACE VIEW %s AS SELECT * EXCLUDE (%s) FROM %s;\n",
			population.Quantity(q.Rows, "row", "rows"), q.Digest, quote(q.Population), engine.RecordColumn, text(q.Population+".parquet"))
	}
	b.WriteString(calendarText(population.CalendarOf(&in.Engagement)))
	view := func(name, sql string) {
		fmt.Fprintf(&b, "\nCREATE OR REPLACE VIEW %s AS\n%s;\n", name, strings.TrimRight(sql, "; \t\n"))
	}
	view("expected", p.expectedSQL())
	view("scope", p.scopeSQL())
	view("items", p.itemsSQL())
	if result != "" {
		fmt.Fprintf(&b, "\n-- The result.\n%s;\n", result)
	}
	return b.String()
}

// calendarText makes the tables period and calendar and the function
// business_days_after, which the engine has built in.
func calendarText(c engine.Calendar) string {
	zone, err := c.Location()
	if err != nil {
		return fmt.Sprintf("\n-- There is no calendar: %s\n", oneLine(err.Error()))
	}
	at := func(d soc.Date) string { return engine.StartOfDay(d, zone).UTC().Format(time.RFC3339) }
	days := c.Days()
	var weekend, holidays []string
	for i, name := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		if slices.Contains(c.Weekend, name) {
			weekend = append(weekend, fmt.Sprint(i+1))
		}
	}
	for _, d := range days {
		if d.Holiday != "" {
			holidays = append(holidays, fmt.Sprintf("(DATE '%s', %s)", d.Day, text(d.Holiday)))
		}
	}
	return fmt.Sprintf(calendarScript, c.Period.From, c.Period.To, at(c.Period.From), at(c.Period.To.AddDays(1)),
		strings.Join(append(weekend, "0"), ", "), days[0].Day, days[len(days)-1].Day,
		strings.Join(append(holidays, "(NULL, NULL)"), ", "))
}

const calendarScript = `
CREATE OR REPLACE TABLE period AS
SELECT DATE '%s' AS first_day, DATE '%s' AS last_day, TIMESTAMPTZ '%s' AS starts_at, TIMESTAMPTZ '%s' AS ends_at;

CREATE OR REPLACE TABLE calendar AS
SELECT d.day, isodow(d.day) NOT IN (%s) AND h.holiday IS NULL AS business_day, h.holiday,
  CAST(date_trunc('week', d.day) AS DATE) AS week_first, strftime(d.day, '%%Y-%%m') AS month, strftime(d.day, '%%Y-Q') || quarter(d.day) AS quarter
FROM (SELECT CAST(unnest(generate_series(DATE '%s', DATE '%s', INTERVAL 1 DAY)) AS DATE) AS day) AS d
LEFT JOIN (VALUES %s) AS h(day, holiday) ON h.day = d.day
ORDER BY d.day;

CREATE OR REPLACE TABLE _calendar AS
SELECT day, business_day, count(*) FILTER (WHERE business_day) OVER (ORDER BY day) AS through FROM calendar;

CREATE OR REPLACE MACRO business_days_after(since, n) AS (
  SELECT CAST(b.day + 1 AS TIMESTAMPTZ) - INTERVAL 1 MICROSECOND
  FROM _calendar AS a JOIN _calendar AS b
    ON b.business_day AND b.through = a.through + CASE WHEN n > 0 THEN n WHEN a.business_day THEN 0 ELSE 1 END
  WHERE a.day = CAST(since AS DATE) AND n >= 0
);
`

// text writes a string as SQL does.
func text(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// oneLine keeps a comment in its line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
