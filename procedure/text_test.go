package procedure

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// A reader who has the sealed tables and DuckDB alone gets the same result
// from the script. The driver is the one that the engine registers; nothing
// else of the engine takes part.
func TestPerformedByHand(t *testing.T) {
	dir := t.TempDir()
	var rows []string
	for i := range 200 {
		reviewer := "-"
		if i%3 > 0 {
			reviewer = fmt.Sprintf("u%d", i%5)
		}
		rows = append(rows, fmt.Sprintf("CH-%03d|u%d|%s|2026-%02d-%02dT03:59:59.999999Z|it's", i, i%7, reviewer, 3+i%5, 1+i%28))
	}
	e := quarter()
	e.Holidays = append(e.Holidays, soc.Holiday{Date: soc.Date{Year: 2026, Month: 6, Day: 19}, Name: "Founder's day"})
	b := newBench(t, dir, e, engine.Limits{}, changes(rows...), systems("git|-", "hr|2026-05-01"))
	defer b.conn.Close()
	for _, p := range []soc.Procedure{
		{ID: "CHG-01-T1", Control: "CHG-01", Population: "changes", Where: "kind = 'it''s' -- all of them",
			Items: "SELECT s.*, business_days_after(merged_at, 3) AS due, (SELECT count(*) FROM systems) AS n FROM scope s;",
			Attributes: []soc.Attribute{
				{ID: "A", Pass: "reviewer <> author", Applies: "change_id <> 'CH-004'"},
				{ID: "B", Pass: "due - merged_at < INTERVAL 4 DAY"},
			}, Show: []string{"due", "n", "kind"}},
		{ID: "REV-01-T1", Control: "REV-01", Every: soc.EveryMonth, ForEach: "systems", Where: "since IS NULL OR since <= unit_last",
			Attributes: []soc.Attribute{attribute("A", "business_days_after(unit_last, 0) > unit_last")}},
	} {
		out := b.run(t, p)
		wantComplete(t, out)
		if got, want := byHand(t, dir, out.SQL), b.rows(t, resultColumns(t, b)...); len(want) == 0 || !cmp.Equal(got, want) {
			t.Errorf("%s by hand:\n%s", p.ID, cmp.Diff(want, got))
		}
	}
	// The calendar of the script is the engine's, and so is its function.
	const days = "SELECT day, business_day, holiday, week_first, month, quarter, business_days_after(day, 0) a, business_days_after(day, 7) b FROM calendar ORDER BY day"
	got, err := b.conn.Query(context.Background(), days, 0)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, row := range got.Values {
		var texts []string
		for _, v := range row {
			if v.Null {
				v.Text = "-"
			}
			texts = append(texts, v.Text)
		}
		want = append(want, strings.Join(texts, " "))
	}
	out := b.run(t, soc.Procedure{Every: soc.EveryPeriod, Attributes: []soc.Attribute{attribute("A", "true")}})
	script, _, _ := strings.Cut(out.SQL, "\n-- The result.")
	if diff := cmp.Diff(want, byHand(t, dir, script+"\n-- The result.\n"+days+";")); diff != "" {
		t.Errorf("the calendar by hand:\n%s", diff)
	}
}

func resultColumns(t *testing.T, b *bench) []string {
	t.Helper()
	rows, err := b.conn.Query(context.Background(), "SELECT * FROM "+resultTable+" LIMIT 0", 1)
	if err != nil {
		t.Fatal(err)
	}
	return rows.Columns
}

// byHand runs a script in a DuckDB of its own and returns the rows of its
// last statement.
func byHand(t *testing.T, dir, script string) []string {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := os.WriteFile(filepath.Join(dir, "script.sql"), []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	before, last, ok := strings.Cut(script, "\n-- The result.\n")
	if !ok {
		t.Fatalf("the script has no result:\n%s", script)
	}
	if _, err := db.Exec(before); err != nil {
		t.Fatalf("%v\n%s", err, script)
	}
	// Times as the engine writes them; the rest as text.
	last = strings.TrimSuffix(strings.TrimSpace(last), ";")
	rows, err := db.Query(last)
	if err != nil {
		t.Fatalf("%v\n%s", err, script)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		t.Fatal(err)
	}
	zone, err := (&soc.Engagement{TimeZone: "America/New_York"}).Location()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for rows.Next() {
		values, into := make([]any, len(types)), make([]any, len(types))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = plain(v, types[i].DatabaseTypeName(), zone)
		}
		out = append(out, strings.Join(texts, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// plain writes a value of the driver as engine.Value does.
func plain(v any, typ string, zone *time.Location) string {
	at, isTime := v.(time.Time)
	switch {
	case v == nil:
		return "-"
	case isTime && typ == "DATE":
		return at.Format("2006-01-02")
	case isTime && at.Nanosecond() == 0:
		return at.In(zone).Format(time.RFC3339)
	case isTime:
		return at.In(zone).Format("2006-01-02T15:04:05.000000Z07:00")
	}
	return fmt.Sprint(v)
}
