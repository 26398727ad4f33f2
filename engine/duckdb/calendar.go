package duckdb

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"

	duckdbgo "github.com/duckdb/duckdb-go/v2"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// addCalendar makes the tables calendar and period and the function
// business_days_after.
func (d *Database) addCalendar(ctx context.Context, c engine.Calendar) error {
	err := d.run(ctx,
		`CREATE TABLE calendar (day DATE, business_day BOOLEAN, holiday VARCHAR, week_first DATE, month VARCHAR, quarter VARCHAR)`,
		`CREATE TABLE period (first_day DATE, last_day DATE, starts_at TIMESTAMPTZ, ends_at TIMESTAMPTZ)`)
	if err != nil {
		return err
	}
	var days [][]driver.Value
	for _, day := range c.Days() {
		var holiday driver.Value
		if day.Holiday != "" {
			holiday = day.Holiday
		}
		days = append(days, []driver.Value{date(day.Day), day.BusinessDay, holiday, date(day.WeekFirst), day.Month, day.Quarter})
	}
	if err := d.fill("calendar", days); err != nil {
		return err
	}
	err = d.fill("period", [][]driver.Value{{
		date(c.Period.From), date(c.Period.To),
		engine.StartOfDay(c.Period.From, d.location).UTC(), engine.StartOfDay(c.Period.To.AddDays(1), d.location).UTC(),
	}})
	if err != nil {
		return err
	}
	business, err := c.BusinessDays()
	if err != nil {
		return err
	}
	d.tables = append(d.tables, "calendar", "period")
	return d.run(ctx, businessDaysAfter(business)...)
}

// businessDaysAfter returns the statements that make the function. It is a
// macro over three constant lists, which DuckDB folds when it binds a query:
// no join, so that it may stand wherever an expression may, and no call out
// of the engine for a row.
func businessDaysAfter(b *engine.BusinessDays) []string {
	ends := make([]int64, len(b.Ends))
	for i, t := range b.Ends {
		ends[i] = t.UnixMicro()
	}
	same, next := make([]int64, len(b.Same)), make([]int64, len(b.Next))
	for i := range same { // SQL counts from 1
		same[i], next[i] = int64(b.Same[i])+1, int64(b.Next[i])+1
	}
	day := fmt.Sprintf("(CAST(since AS DATE) - DATE '%s' + 1)", b.First)
	return []string{
		"SET VARIABLE tickmark_ends = " + listLiteral(ends),
		"SET VARIABLE tickmark_same = " + listLiteral(same),
		"SET VARIABLE tickmark_next = " + listLiteral(next),
		fmt.Sprintf(`CREATE MACRO business_days_after(since, n) AS make_timestamptz(list_extract(getvariable('tickmark_ends'),
			CASE WHEN %[1]s BETWEEN 1 AND %[2]d THEN
				CASE WHEN CAST(n AS BIGINT) = 0 THEN list_extract(getvariable('tickmark_same'), %[1]s)
				     WHEN CAST(n AS BIGINT) BETWEEN 1 AND %[2]d THEN list_extract(getvariable('tickmark_next'), %[1]s) + CAST(n AS BIGINT) - 1
				END
			END))`, day, len(same)),
	}
}

func listLiteral(numbers []int64) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.FormatInt(n, 10)
	}
	return "[" + strings.Join(texts, ",") + "]::BIGINT[]"
}

// fill appends rows to a table of ours.
func (d *Database) fill(table string, rows [][]driver.Value) error {
	err := d.conn.Raw(func(conn any) error {
		appender, err := duckdbgo.NewAppenderFromConn(conn.(driver.Conn), "", table)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := appender.AppendRow(row...); err != nil {
				return errorsJoin(err, appender.Close())
			}
		}
		return appender.Close()
	})
	if err != nil {
		return fmt.Errorf("fill the table %s: %w", table, err)
	}
	return nil
}

func date(d soc.Date) time.Time { return d.Start(time.UTC) }
