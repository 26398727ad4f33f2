package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

// parquetReader reads the declared columns of a Parquet file in batches.
type parquetReader struct {
	file   *file.Reader
	rows   pqarrow.RecordReader
	fields []string
	format []formatter // one for each field
	batch  arrow.RecordBatch
	at     int // of the next row in batch
	rec    record.Record
}

// parquetBatch is how many rows are held in memory at a time.
const parquetBatch = 4096

// decodeParquet returns the rows of a Parquet file.
func decodeParquet(pop program.Population, raw io.ReaderAt, size int64) (r record.Reader, err error) {
	defer recoverParquet(&err)
	f, err := openParquet(raw, size)
	if err != nil {
		return nil, err
	}
	arrowFile, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{BatchSize: parquetBatch}, memory.DefaultAllocator)
	if err != nil {
		return nil, damagedParquet(err)
	}
	schema, err := arrowFile.Schema()
	if err != nil {
		return nil, damagedParquet(err)
	}
	p := &parquetReader{file: f}
	var names []string
	for _, field := range schema.Fields() {
		names = append(names, field.Name)
	}
	if err := record.Check(pop, names, 0); err != nil {
		return nil, err
	}
	var columns []int // indices of the leaves that are read
	leaf := 0
	declared := record.Declared(pop)
	for i, field := range schema.Fields() {
		leaves := leavesOf(f, i)
		if slices.Contains(declared, field.Name) {
			format, err := formatterFor(field.Type)
			if err != nil || leaves != 1 {
				return nil, &record.Error{Field: field.Name, Message: fmt.Sprintf("the type %s is not a single value", field.Type), Help: "list the field under ignore, or export it as text"}
			}
			p.fields, p.format, columns = append(p.fields, field.Name), append(p.format, format), append(columns, leaf)
		}
		leaf += leaves
	}
	if p.rows, err = arrowFile.GetRecordReader(context.Background(), columns, nil); err != nil {
		return nil, damagedParquet(err)
	}
	p.rec.Values, p.rec.Null = make([]string, len(p.fields)), make([]bool, len(p.fields))
	return p, nil
}

// leavesOf returns how many leaf columns the i-th field of the file has.
func leavesOf(f *file.Reader, i int) int {
	schema := f.MetaData().Schema
	n := 0
	for leaf := range schema.NumColumns() {
		if schema.Root().FieldIndexByField(schema.ColumnRoot(leaf)) == i {
			n++
		}
	}
	return n
}

func openParquet(raw io.ReaderAt, size int64) (*file.Reader, error) {
	props := parquet.NewReaderProperties(memory.DefaultAllocator)
	props.BufferedStreamEnabled = true // a row group is not read into memory whole
	f, err := file.NewParquetReader(io.NewSectionReader(raw, 0, size), file.WithReadProps(props))
	if err != nil {
		return nil, &record.Error{Message: "the file is not a Parquet file, or a truncated one (" + err.Error() + ")", Help: "copy or export it again"}
	}
	return f, nil
}

func damagedParquet(err error) error {
	return &record.Error{Message: "the Parquet file is damaged (" + err.Error() + ")", Help: "copy or export it again"}
}

// recoverParquet turns a panic of the library, which trusts the file's own
// figures, into an error.
func recoverParquet(err *error) {
	if p := recover(); p != nil {
		*err = damagedParquet(fmt.Errorf("%v", p))
	}
}

func (p *parquetReader) Fields() []string { return p.fields }

func (p *parquetReader) Close() error {
	// Of a damaged file the library may not know what it holds; there is
	// nothing to do about it, and Next has said so.
	defer recoverParquet(new(error))
	if rows := p.rows; rows != nil {
		p.rows, p.batch = nil, nil
		rows.Release()
	}
	return nil
}

func (p *parquetReader) Next() (rec record.Record, err error) {
	defer recoverParquet(&err)
	for p.batch == nil || p.at == int(p.batch.NumRows()) {
		if p.rows == nil {
			return record.Record{}, errors.New("the Parquet file is closed")
		}
		if !p.rows.Next() {
			if err := p.rows.Err(); err != nil && err != io.EOF {
				return record.Record{}, damagedParquet(err)
			}
			if p.rec.Number != p.file.NumRows() {
				return record.Record{}, damagedParquet(fmt.Errorf("it states %d rows and holds %d", p.file.NumRows(), p.rec.Number))
			}
			return record.Record{}, io.EOF
		}
		p.batch, p.at = p.rows.RecordBatch(), 0
	}
	p.rec.Number++
	for i, format := range p.format {
		column := p.batch.Column(i)
		if p.rec.Null[i] = column.IsNull(p.at); p.rec.Null[i] {
			p.rec.Values[i] = ""
			continue
		}
		if p.rec.Values[i], err = format(column, p.at); err != nil {
			return record.Record{}, &record.Error{Record: p.rec.Number, Field: p.fields[i], Message: err.Error(), Help: "export the value as text"}
		}
	}
	p.at++
	return p.rec, nil
}

// countParquet adds up the rows that the footer states for each row group,
// without reading one.
func countParquet(raw io.ReaderAt, size int64) (n int64, err error) {
	defer recoverParquet(&err)
	f, err := openParquet(raw, size)
	if err != nil {
		return 0, err
	}
	for i := range f.NumRowGroups() {
		n += f.MetaData().RowGroup(i).NumRows()
	}
	return n, nil
}
