package parquet_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/parquet"
	"github.com/tickmark-audit/tickmark/soc"
)

var columns = []soc.Column{
	{Name: "id", Type: soc.Text},
	{Name: "author", Type: soc.Text},
	{Name: "number", Type: soc.Integer},
	{Name: "amount", Type: soc.Decimal, Precision: 18, Scale: 2},
	{Name: "huge", Type: soc.Decimal, Precision: 38, Scale: 4},
	{Name: "approved", Type: soc.Boolean},
	{Name: "opened", Type: soc.Day},
	{Name: "merged_at", Type: soc.Timestamp},
}

// rows yields n rows of every type, with a missing value now and then.
func rows(n int) iter.Seq2[engine.LoadRow, error] {
	return func(yield func(engine.LoadRow, error) bool) {
		row := engine.LoadRow{Values: make([]string, len(columns)), Null: make([]bool, len(columns))}
		start := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
		for i := range n {
			at := start.Add(time.Duration(i) * 7 * time.Second)
			row.Record = int64(i + 1)
			copy(row.Values, []string{
				fmt.Sprintf("CHG-%08d", i), fmt.Sprintf("E%04d", i%200), fmt.Sprint(i * 3),
				fmt.Sprintf("%d.%02d", i, i%100), fmt.Sprintf("-12345678901234567890123%d.5", i%10),
				fmt.Sprint(i%2 == 0), at.Format("2006-01-02"), at.Format(time.RFC3339),
			})
			row.Null[1] = i%10 == 3
			if !yield(row, nil) {
				return
			}
		}
	}
}

// readBack returns the file's rows as Arrow writes them.
func readBack(t *testing.T, path string) (schema string, text string) {
	t.Helper()
	f, err := file.OpenParquetFile(path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	table, err := r.ReadTable(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer table.Release()
	var b strings.Builder
	for i := range int(table.NumCols()) {
		fmt.Fprintln(&b, table.Column(i).Name(), table.Column(i).Data().Chunks())
	}
	return table.Schema().String(), b.String()
}

func TestLoadWritesEveryType(t *testing.T) {
	path := filepath.Join(t.TempDir(), "changes.parquet")
	result, err := parquet.Loader{}.Load(context.Background(), engine.LoadJob{Path: path, Columns: columns, Rows: rows(4)})
	if err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(path); result.Rows != 4 || result.Bytes != info.Size() {
		t.Errorf("result %+v", result)
	}
	schema, text := readBack(t, path)
	for _, want := range []string{"_record: type=int64", "amount: type=decimal(18, 2), nullable", "huge: type=decimal(38, 4), nullable",
		"approved: type=bool", "opened: type=date32", "merged_at: type=timestamp[us, tz=UTC]"} {
		if !strings.Contains(schema, want) {
			t.Errorf("schema lacks %q:\n%s", want, schema)
		}
	}
	for _, want := range []string{
		`_record [[1 2 3 4]]`,
		`author [["E0000" "E0001" "E0002" (null)]]`,
		`amount [[{0 0} {101 0} {202 0} {303 0}]]`,
		`approved [[true false true false]]`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("rows lack %q:\n%s", want, text)
		}
	}
}

// More rows than a row group holds, and more different values than a
// dictionary of the usual size: what differs from run to run shows there. It
// takes several loads, because a map of two is in the same order half of the
// time.
func TestLoadGivesTheSameBytes(t *testing.T) {
	dir := t.TempDir()
	var first []byte
	for i := range 8 {
		path := filepath.Join(dir, fmt.Sprint(i))
		if _, err := (parquet.Loader{}).Load(context.Background(), engine.LoadJob{Path: path, Columns: columns, Rows: rows(130_000)}); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = data
		}
		if len(data) == 0 || !bytes.Equal(first, data) {
			t.Fatalf("load %d of the same rows differs", i+1)
		}
	}
}

func TestLoadOfNothingIsATableWithoutRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "empty.parquet")
	result, err := parquet.Loader{}.Load(context.Background(), engine.LoadJob{Path: path, Columns: columns, Rows: rows(0)})
	if err != nil || result.Rows != 0 {
		t.Fatalf("%+v, %v", result, err)
	}
	if schema, _ := readBack(t, path); !strings.Contains(schema, "merged_at") {
		t.Errorf("schema: %s", schema)
	}
}

func TestLoadRefusesWhatIsNotCanonical(t *testing.T) {
	amount := soc.Column{Name: "x", Type: soc.Decimal, Precision: 5, Scale: 2}
	for _, c := range []struct {
		column soc.Column
		value  string
		reason string
	}{
		{soc.Column{Name: "x", Type: soc.Text}, "a\xff", "UTF-8"},
		{soc.Column{Name: "x", Type: soc.Integer}, "9223372036854775808", "64 bits"},
		{soc.Column{Name: "x", Type: soc.Integer}, "+1", "whole number"},
		{soc.Column{Name: "x", Type: soc.Integer}, "01", "whole number"},
		{soc.Column{Name: "x", Type: soc.Integer}, "1.0", "whole number"},
		{soc.Column{Name: "x", Type: soc.Boolean}, "True", "true or false"},
		{soc.Column{Name: "x", Type: soc.Day}, "2026-02-30", "day"},
		{soc.Column{Name: "x", Type: soc.Timestamp}, "2026-02-03 10:00:00", "instant"},
		{soc.Column{Name: "x", Type: soc.Timestamp}, "2026-02-03T10:00:00.1234567Z", "six digits"},
		{amount, "1.234", "2 digits"},
		{amount, "1000.00", "does not fit"},
		{amount, "1e2", "decimal"},
		{amount, ".5", "decimal"},
		{amount, "5.", "decimal"},
		{amount, "--5", "decimal"},
		{amount, "", "decimal"},
	} {
		path := filepath.Join(t.TempDir(), "x.parquet")
		_, err := parquet.Loader{}.Load(context.Background(), engine.LoadJob{Path: path, Columns: []soc.Column{c.column},
			Rows: func(yield func(engine.LoadRow, error) bool) {
				yield(engine.LoadRow{Record: 7, Values: []string{c.value}}, nil)
			}})
		var bad *engine.ValueError
		if !errors.As(err, &bad) || bad.Record != 7 || bad.Column != "x" || !strings.Contains(bad.Reason, c.reason) {
			t.Errorf("%s %q: %v", c.column.Type, c.value, err)
		}
		if left, _ := filepath.Glob(filepath.Dir(path) + "/*"); len(left) > 0 {
			t.Errorf("%q left %v", c.value, left)
		}
	}
}

func TestLoadStopsAtTheFirstError(t *testing.T) {
	broken := errors.New("line 3: a quote without an end")
	path := filepath.Join(t.TempDir(), "x.parquet")
	_, err := parquet.Loader{}.Load(context.Background(), engine.LoadJob{Path: path, Columns: columns[:1],
		Rows: func(yield func(engine.LoadRow, error) bool) {
			if yield(engine.LoadRow{Record: 1, Values: []string{"a"}}, nil) && yield(engine.LoadRow{}, broken) {
				t.Error("asked for more after the error")
			}
		}})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if left, _ := filepath.Glob(filepath.Dir(path) + "/*"); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestLoadStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	path := filepath.Join(t.TempDir(), "x.parquet")
	_, err := parquet.Loader{}.Load(ctx, engine.LoadJob{Path: path, Columns: columns, Rows: rows(5)})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// BenchmarkLoad loads a million rows of eight columns.
func BenchmarkLoad(b *testing.B) {
	const n = 1_000_000
	some := make([]engine.LoadRow, 0, 10_000)
	for row := range rows(cap(some)) {
		some = append(some, engine.LoadRow{Record: row.Record, Values: slices.Clone(row.Values), Null: slices.Clone(row.Null)})
	}
	again := func(yield func(engine.LoadRow, error) bool) {
		for i := range n {
			if !yield(some[i%len(some)], nil) {
				return
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "x.parquet")
		if _, err := (parquet.Loader{}).Load(context.Background(), engine.LoadJob{Path: path, Columns: columns, Rows: again}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
