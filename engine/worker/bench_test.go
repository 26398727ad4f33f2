package worker_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/parquet"
	"github.com/tickmark-audit/tickmark/engine/worker"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

var quarter = engine.Calendar{
	TimeZone: "America/New_York",
	Period:   soc.Period{From: soc.Date{Year: 2026, Month: 4, Day: 1}, To: soc.Date{Year: 2026, Month: 6, Day: 30}},
	Weekend:  []string{"saturday", "sunday"},
}

// million writes a table of a million changes.
func million(b *testing.B) engine.Table {
	b.Helper()
	table := engine.Table{Name: "changes", Path: filepath.Join(b.TempDir(), "changes.parquet")}
	start := time.Date(2026, 4, 1, 4, 0, 0, 0, time.UTC)
	_, err := parquet.Loader{}.Load(context.Background(), engine.LoadJob{Path: table.Path,
		Columns: []soc.Column{{Name: "change_id", Type: soc.Text}, {Name: "author_id", Type: soc.Text}, {Name: "reviewer_id", Type: soc.Text},
			{Name: "merged_at", Type: soc.Timestamp}, {Name: "approved_at", Type: soc.Timestamp}},
		Rows: func(yield func(engine.LoadRow, error) bool) {
			for i := range 1_000_000 {
				at := start.Add(time.Duration(i) * 7 * time.Second)
				if !yield(engine.LoadRow{Record: int64(i + 1), Values: []string{fmt.Sprintf("CHG-%07d", i), fmt.Sprintf("E%03d", i%200), fmt.Sprintf("E%03d", i%199),
					at.Format(time.RFC3339), at.Add(time.Hour).Format(time.RFC3339)}}, nil) {
					return
				}
			}
		}})
	if err != nil {
		b.Fatal(err)
	}
	return table
}

func open(b *testing.B, limits engine.Limits, tables ...engine.Table) engine.Conn {
	b.Helper()
	e, err := worker.New(limits)
	if err != nil {
		b.Fatal(err)
	}
	conn, err := e.Open(context.Background(), engine.Session{Tables: tables, Calendar: quarter, Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	return conn
}

// BenchmarkFirstQuery is the time from nothing to the first answer, and
// down again.
func BenchmarkFirstQuery(b *testing.B) {
	for b.Loop() {
		conn := open(b, engine.Limits{})
		if _, err := conn.Query(context.Background(), "SELECT count(*) FROM calendar", 0); err != nil {
			b.Fatal(err)
		}
		if err := conn.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseSQL checks forty predicates, as reading a program does.
func BenchmarkParseSQL(b *testing.B) {
	e, err := worker.New(engine.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	fragments := make([]program.Fragment, 40)
	for i := range fragments {
		fragments[i] = program.Fragment{Kind: program.Predicate, SQL: "reviewer_id IS NOT NULL AND reviewer_id <> author_id"}
	}
	for b.Loop() {
		if _, err := e.ParseSQL(context.Background(), fragments); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMillion runs on a million rows.
func BenchmarkMillion(b *testing.B) {
	table := million(b)
	for _, test := range []struct{ name, sql string }{
		{"Scan", "SELECT count(*) FROM changes WHERE CAST(merged_at AS DATE) IS NOT NULL"},
		{"BusinessDaysAfter", "SELECT count(*) FROM changes WHERE approved_at <= business_days_after(merged_at, 2)"},
	} {
		b.Run(test.name, func(b *testing.B) {
			conn := open(b, engine.Limits{}, table)
			defer conn.Close()
			for b.Loop() {
				if _, err := conn.Query(context.Background(), test.sql, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("Materialize/threads=%d", threads), func(b *testing.B) {
			conn := open(b, engine.Limits{Threads: threads}, table)
			defer conn.Close()
			for b.Loop() {
				_, _, err := conn.Materialize(context.Background(), "out.parquet", `SELECT change_id, reviewer_id <> author_id AS a,
					approved_at <= business_days_after(merged_at, 2) AS b, merged_at FROM changes ORDER BY change_id`)
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
