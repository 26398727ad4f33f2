// Package enginetest is what an SQL engine must do to be used: every
// engine.Engine passes Run.
package enginetest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// Run runs the suite. The loader writes the tables that the engine reads.
func Run(t *testing.T, e engine.Engine, l engine.Loader) {
	s := &suite{engine: e, loader: l}
	for _, test := range []struct {
		name string
		run  func(*testing.T)
	}{
		{"Info", s.info},
		{"Values", s.values},
		{"Nulls", s.nulls},
		{"TimeZone", s.timeZone},
		{"Tables", s.tables},
		{"Views", s.views},
		{"Broken", s.broken},
		{"Paths", s.paths},
		{"Parallel", s.parallel},
		{"Materialize", s.materialize},
		{"SameBytes", s.sameBytes},
		{"Faults", s.faults},
		{"Calendar", s.calendar},
		{"BusinessDaysAfter", s.businessDaysAfter},
		{"BusinessDaysAfterAnywhere", s.businessDaysAnywhere},
		{"Refused", s.refused},
		{"Stopped", s.stopped},
		{"Cancelled", s.cancelled},
		{"Fragments", s.fragments},
	} {
		t.Run(test.name, test.run)
	}
}

type suite struct {
	engine engine.Engine
	loader engine.Loader
}

// newYork is the calendar of the suite's sessions. The clocks change on
// 2026-03-08 and 2026-11-01.
var newYork = engine.Calendar{
	TimeZone: "America/New_York",
	Period:   soc.Period{From: soc.Date{Year: 2026, Month: 4, Day: 1}, To: soc.Date{Year: 2026, Month: 6, Day: 30}},
	Weekend:  []string{"saturday", "sunday"},
	Holidays: []soc.Holiday{
		{Date: soc.Date{Year: 2026, Month: 5, Day: 25}, Name: "Memorial Day"},
		{Date: soc.Date{Year: 2026, Month: 6, Day: 19}, Name: "Juneteenth"},
	},
}

var changeColumns = []soc.Column{
	{Name: "change_id", Type: soc.Text},
	{Name: "author_id", Type: soc.Text},
	{Name: "reviewer_id", Type: soc.Text},
	{Name: "amount", Type: soc.Decimal, Precision: 18, Scale: 2},
	{Name: "emergency", Type: soc.Boolean},
	{Name: "opened", Type: soc.Day},
	{Name: "merged_at", Type: soc.Timestamp},
	{Name: "lines", Type: soc.Integer},
}

// changeRows are n changes: every third has no reviewer, every fifth was
// reviewed by its author, every seventh is an emergency.
func changeRows(n int) func(func(engine.LoadRow, error) bool) {
	return func(yield func(engine.LoadRow, error) bool) {
		start := time.Date(2026, 4, 1, 3, 0, 0, 0, time.UTC)
		for i := range n {
			author, reviewer := fmt.Sprintf("E%03d", i%50), fmt.Sprintf("E%03d", (i+1)%50)
			if i%5 == 0 {
				reviewer = author
			}
			at := start.Add(time.Duration(i) * time.Hour)
			row := engine.LoadRow{
				Record: int64(i + 1),
				Values: []string{fmt.Sprintf("CHG-%06d", i), author, reviewer, fmt.Sprintf("%d.%02d", i, i%100),
					fmt.Sprint(i%7 == 0), at.Format("2006-01-02"), at.Format(time.RFC3339), fmt.Sprint(int64(i) * 1e15)},
				Null: make([]bool, len(changeColumns)),
			}
			row.Null[2] = i%3 == 0
			if !yield(row, nil) {
				return
			}
		}
	}
}

// table writes a table and returns it.
func (s *suite) table(t *testing.T, name string, columns []soc.Column, rows func(func(engine.LoadRow, error) bool)) engine.Table {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+".parquet")
	if _, err := s.loader.Load(context.Background(), engine.LoadJob{Path: path, Columns: columns, Rows: rows}); err != nil {
		t.Fatal(err)
	}
	return engine.Table{Name: name, Path: path}
}

// session opens a session over 1,000 changes and an empty table.
func (s *suite) session(t *testing.T, limits engine.Limits) (engine.Conn, string) {
	t.Helper()
	dir := t.TempDir()
	conn, err := s.engine.Open(context.Background(), engine.Session{
		Tables: []engine.Table{
			s.table(t, "changes", changeColumns, changeRows(1000)),
			s.table(t, "incidents", changeColumns, changeRows(0)),
		},
		Calendar: newYork, Dir: dir, Limits: limits,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
	return conn, dir
}

// text writes a result as rows of "a|b", with NULL for a missing value.
func text(rows *engine.Rows) []string {
	out := []string{}
	for _, row := range rows.Values {
		var parts []string
		for _, v := range row {
			if v.Null {
				parts = append(parts, "NULL")
			} else {
				parts = append(parts, v.Text)
			}
		}
		out = append(out, strings.Join(parts, "|"))
	}
	return out
}

// expect runs a query and compares its rows.
func expect(t *testing.T, conn engine.Conn, sql string, want ...string) {
	t.Helper()
	rows, err := conn.Query(context.Background(), sql, 0)
	if err != nil {
		t.Errorf("%s\n%v", sql, err)
		return
	}
	if diff := cmp.Diff(want, text(rows)); diff != "" {
		t.Errorf("%s\n(-want +got)\n%s", sql, diff)
	}
}

// plain checks that an error is a sentence for people: no code of ours, no
// stack, no name of an engine's class.
func plain(t *testing.T, what string, err error) {
	t.Helper()
	for _, bad := range []string{"goroutine ", "panic", "EOF", "exit status", "signal:", "Exception", "INTERNAL", "0x"} {
		if strings.Contains(err.Error(), bad) {
			t.Errorf("%s: the message is not plain: %v", what, err)
		}
	}
}

func (s *suite) info(t *testing.T) {
	info := s.engine.Info()
	if info.Name == "" || info.Version == "" || info.Settings["threads"] == "" {
		t.Errorf("the engine does not say what it is: %+v", info)
	}
}

func isAny(err error, kinds []error) bool {
	for _, kind := range kinds {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
