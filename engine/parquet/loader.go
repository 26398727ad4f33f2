// Package parquet writes the typed tables of populations: canonical text in,
// Parquet out, in Go.
//
// docs/decisions has the measurements that chose this over DuckDB's own
// loaders.
package parquet

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// Loader is an engine.Loader. It needs no engine, and its zero value is
// ready.
type Loader struct{}

// A row group ends at either of these, whichever comes first: the number of
// rows is DuckDB's own, the bytes bound the memory when texts are long.
const (
	groupRows  = 122_880
	groupBytes = 64 << 20
)

// wholeGroup is room for the dictionary of a whole row group. A writer that
// outgrows its dictionary goes on without one, and then lists the encodings
// that it used in the order of a Go map: two loads of the same rows would
// differ by two bytes, sometimes.
const wholeGroup = 1 << 30

// zstdLevel is written down because another level gives other bytes.
const zstdLevel = 3

// Load implements engine.Loader.
func (Loader) Load(ctx context.Context, job engine.LoadJob) (result engine.LoadResult, err error) {
	fields, appenders, err := layout(job.Columns)
	if err != nil {
		return result, err
	}
	partial := job.Path + ".partial"
	f, err := os.Create(partial)
	if err != nil {
		return result, fmt.Errorf("write a table: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, removeIfThere(partial))
		}
	}()
	out := bufio.NewWriterSize(f, 1<<20)
	result.Rows, err = write(ctx, out, fields, appenders, job)
	if err == nil {
		err = out.Flush()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return engine.LoadResult{}, err
	}
	info, err := os.Stat(partial)
	if err != nil {
		return engine.LoadResult{}, fmt.Errorf("write a table: %w", err)
	}
	result.Bytes = info.Size()
	if err := os.Rename(partial, job.Path); err != nil {
		return engine.LoadResult{}, fmt.Errorf("write a table: %w", err)
	}
	return result, nil
}

// layout returns the Parquet fields and what appends to each, after the
// record number.
func layout(columns []soc.Column) ([]arrow.Field, []appender, error) {
	fields := []arrow.Field{{Name: engine.RecordColumn, Type: arrow.PrimitiveTypes.Int64}}
	var appenders []appender
	seen := map[string]bool{engine.RecordColumn: true}
	for _, c := range columns {
		lower := strings.ToLower(c.Name)
		if lower == "" || seen[lower] {
			return nil, nil, fmt.Errorf("write a table: the column %q has no name or is there twice", c.Name)
		}
		seen[lower] = true
		t, appendValue, err := columnType(c)
		if err != nil {
			return nil, nil, err
		}
		fields = append(fields, arrow.Field{Name: c.Name, Type: t, Nullable: true})
		appenders = append(appenders, appendValue)
	}
	return fields, appenders, nil
}

// write writes the rows and returns their number.
func write(ctx context.Context, out *bufio.Writer, fields []arrow.Field, appenders []appender, job engine.LoadJob) (rows int64, err error) {
	schema := arrow.NewSchema(fields, nil)
	w, err := pqarrow.NewFileWriter(schema, keepOpen{out},
		parquet.NewWriterProperties(
			parquet.WithVersion(parquet.V2_6),
			parquet.WithCompression(compress.Codecs.Zstd),
			parquet.WithCompressionLevel(zstdLevel),
			parquet.WithDictionaryPageSizeLimit(wholeGroup),
			parquet.WithMaxRowGroupLength(groupRows),
			parquet.WithStoreDecimalAsInteger(true),
			parquet.WithCreatedBy("tickmark"),
		),
		pqarrow.NewArrowWriterProperties())
	if err != nil {
		return 0, fmt.Errorf("write a table: %w", err)
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	group := &group{builder: builder, appenders: appenders, columns: job.Columns}
	flush := func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		record := builder.NewRecordBatch()
		defer record.Release()
		group.rows, group.bytes = 0, 0
		if err := w.Write(record); err != nil {
			return fmt.Errorf("write a table: %w", err)
		}
		return nil
	}
	for row, err := range job.Rows {
		if err == nil {
			err = group.add(row)
		}
		if err == nil && (group.rows == groupRows || group.bytes >= groupBytes) {
			err = flush()
		}
		if err != nil {
			return 0, errors.Join(err, closeQuietly(w))
		}
		rows++
	}
	if group.rows > 0 {
		if err := flush(); err != nil {
			return 0, errors.Join(err, closeQuietly(w))
		}
	}
	if err := w.Close(); err != nil {
		return 0, fmt.Errorf("write a table: %w", err)
	}
	return rows, nil
}

// closeQuietly releases a writer whose file is thrown away.
func closeQuietly(w *pqarrow.FileWriter) error {
	_ = w.Close()
	return nil
}

// group gathers the rows of one row group.
type group struct {
	builder   *array.RecordBuilder
	appenders []appender
	columns   []soc.Column
	rows      int
	bytes     int
}

func (g *group) add(row engine.LoadRow) error {
	if len(row.Values) != len(g.columns) || row.Null != nil && len(row.Null) != len(g.columns) {
		return fmt.Errorf("record %d has %d values and %d marks of missing ones for %d columns", row.Record, len(row.Values), len(row.Null), len(g.columns))
	}
	g.builder.Field(0).(*array.Int64Builder).Append(row.Record)
	for i, value := range row.Values {
		field := g.builder.Field(i + 1)
		if row.Null != nil && row.Null[i] {
			field.AppendNull()
			continue
		}
		if reason := g.appenders[i](field, value); reason != "" {
			return &engine.ValueError{Record: row.Record, Column: g.columns[i].Name, Value: value, Reason: reason}
		}
		g.bytes += len(value)
	}
	g.rows++
	return nil
}

// keepOpen keeps the Parquet writer from closing what is not its own.
type keepOpen struct{ *bufio.Writer }

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
