package main

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/sampling"
	"github.com/tickmark-audit/tickmark/soc"
)

// keyedRows are rows whose key has every type that a key can be drawn by, and
// text that SQL and hashes could trip over.
func keyedRows(n int) [][]string {
	var rows [][]string
	for i := range n {
		text := []string{"plain", "it's \"quoted\"", "Zoë 漢字", " / ", "%s\\n"}[i%5]
		rows = append(rows, []string{
			fmt.Sprintf("%s %d", text, i), fmt.Sprint(i*7919 - 5000), fmt.Sprintf("2026-%02d-%02d", 4+i%3, 1+i%28),
			fmt.Sprint(i%2 == 0), fmt.Sprintf("%d.%02d", i-20, i%100),
		})
	}
	return rows
}

var keyedColumns = []soc.Column{
	{Name: "name", Type: soc.Text}, {Name: "number", Type: soc.Integer}, {Name: "opened", Type: soc.Day},
	{Name: "automatic", Type: soc.Boolean}, {Name: "amount", Type: soc.Decimal, Precision: 12, Scale: 2},
}

func writeTable(t *testing.T, columns []soc.Column, rows [][]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table.parquet")
	var all iter.Seq2[engine.LoadRow, error] = func(yield func(engine.LoadRow, error) bool) {
		for i, values := range rows {
			if !yield(engine.LoadRow{Record: int64(i + 1), Values: values, Null: make([]bool, len(values))}, nil) {
				return
			}
		}
	}
	if _, err := newLoader().Load(context.Background(), engine.LoadJob{Path: path, Columns: columns, Rows: all}); err != nil {
		t.Fatal(err)
	}
	return path
}

// The engine draws what Go draws, whole and over months.
func TestEngineDrawsWhatGoDraws(t *testing.T) {
	rows := keyedRows(400)
	path := writeTable(t, keyedColumns, rows)
	record := &soc.PopulationRecord{Population: soc.Population{Name: "items", Rows: soc.Snapshot, Columns: keyedColumns}}
	record.Certificate.RowsLoaded = int64(len(rows))
	seed, err := sampling.NewSeed("31415926")
	if err != nil {
		t.Fatal(err)
	}
	from, _ := soc.ParseDate("2026-04-01")
	to, _ := soc.ParseDate("2026-06-30")
	e := &soc.Engagement{Type: 2, TimeZone: "UTC", Period: soc.Period{From: from, To: to}}
	for _, key := range [][]string{{"name"}, {"number"}, {"name", "number", "opened", "automatic"}, {"amount", "name"}} {
		record.Key = key
		for _, month := range []string{"", "opened"} {
			opt := sampleDrawOptions{size: 37, month: month}
			table, err := newKeyTable(record, month)
			if err != nil {
				t.Fatal(err)
			}
			theirs, err := table.draw(t.Context(), e, path, seed, opt)
			if err != nil {
				t.Fatalf("%v by %q: %v", key, month, err)
			}
			ours, err := drawFrom(seed, placedRows(rows, key, month != ""), opt)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(theirs.Items, ours.Items) || !slices.Equal(theirs.Strata, ours.Strata) {
				t.Errorf("%v by %q: the engine drew\n%v\nand Go\n%v", key, month, theirs, ours)
			}
		}
	}
	// A table that is not the one of the certificate is not drawn from.
	record.Certificate.RowsLoaded++
	table, err := newKeyTable(record, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := table.draw(t.Context(), e, path, seed, sampleDrawOptions{size: 3}); err == nil || !strings.Contains(err.Error(), "401 items and its table 400") {
		t.Errorf("got %v", err)
	}
}

// placedRows yields the rows as a file of them would.
func placedRows(rows [][]string, key []string, byMonth bool) iter.Seq2[sampling.Placed, error] {
	return func(yield func(sampling.Placed, error) bool) {
		for _, row := range rows {
			var parts []string
			for _, name := range key {
				parts = append(parts, row[slices.IndexFunc(keyedColumns, func(c soc.Column) bool { return c.Name == name })])
			}
			placed := sampling.Placed{Key: strings.Join(parts, keyJoin)}
			if byMonth {
				placed.Stratum = row[2][:7]
			}
			if !yield(placed, nil) {
				return
			}
		}
	}
}

// A key with a time is refused: engines write times differently.
func TestKeyOfTimesIsNotDrawn(t *testing.T) {
	columns := []soc.Column{{Name: "at", Type: soc.Timestamp}}
	record := &soc.PopulationRecord{Population: soc.Population{Name: "items", Rows: soc.Snapshot, Columns: columns, Key: []string{"at"}}}
	if _, err := newKeyTable(record, ""); err == nil || !strings.Contains(err.Error(), "at is a time") {
		t.Errorf("got %v", err)
	}
	if _, err := newKeyTable(record, "name"); err == nil {
		t.Error("a month of a column that is not there")
	}
}
