package main

import (
	"bytes"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// Columns of an extract that Parquet types as more than text.
var parquetTypes = map[string]arrow.DataType{
	"scheduled_on":     arrow.FixedWidthTypes.Date32,
	"finished_at":      &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"},
	"offsite_at":       &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"},
	"ticket_opened_at": &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"},
	"gibibytes":        &arrow.Decimal128Type{Precision: 12, Scale: 3},
}

// encodeParquet writes the table with typed columns, empty cells as null.
func encodeParquet(t *table) ([]byte, error) {
	var fields []arrow.Field
	for _, name := range t.cols {
		kind := parquetTypes[name]
		if kind == nil {
			kind = arrow.BinaryTypes.String
		}
		fields = append(fields, arrow.Field{Name: name, Type: kind, Nullable: true})
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for _, row := range t.rows {
		for i, cell := range row {
			if err := appendCell(b.Field(i), cell); err != nil {
				return nil, err
			}
		}
	}
	record := b.NewRecordBatch()
	defer record.Release()

	var out bytes.Buffer
	properties := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCreatedBy("backup service"))
	w, err := pqarrow.NewFileWriter(schema, &out, properties, pqarrow.DefaultWriterProps())
	if err != nil {
		return nil, err
	}
	if err := w.Write(record); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func appendCell(b array.Builder, cell string) error {
	if cell == "" {
		b.AppendNull()
		return nil
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		b.Append(cell)
	case *array.Date32Builder:
		t, err := time.Parse(isoLayout, cell)
		if err != nil {
			return err
		}
		b.Append(arrow.Date32FromTime(t))
	case *array.TimestampBuilder:
		t, err := time.Parse(time.RFC3339, cell)
		if err != nil {
			return err
		}
		b.Append(arrow.Timestamp(t.UnixMicro()))
	case *array.Decimal128Builder:
		n, err := decimal128.FromString(cell, 12, 3)
		if err != nil {
			return err
		}
		b.Append(n)
	}
	return nil
}
