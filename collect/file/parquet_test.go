package file

import (
	"bytes"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/extensions"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/tickmark-audit/tickmark/program"
)

// parquetOf writes one row group for each call of rows on a builder.
func parquetOf(t testing.TB, schema *arrow.Schema, groups int, rows func(b *array.RecordBuilder, group int)) string {
	t.Helper()
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd)), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	for g := range groups {
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		rows(b, g)
		rec := b.NewRecordBatch()
		if err := w.Write(rec); err != nil {
			t.Fatal(err)
		}
		rec.Release()
		b.Release()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func parquetPopulation(columns ...string) program.Population {
	return population(program.FileSource{Format: "parquet"}, columns...)
}

func TestParquetTypes(t *testing.T) {
	at := time.Date(2026, 4, 1, 9, 30, 0, 120_000_000, time.UTC)
	utc := func(u arrow.TimeUnit) *arrow.TimestampType { return &arrow.TimestampType{Unit: u, TimeZone: "UTC"} }
	types := []struct {
		name   string
		typ    arrow.DataType
		append func(b array.Builder)
		want   string
	}{
		{"text", arrow.BinaryTypes.String, func(b array.Builder) { b.(*array.StringBuilder).Append("é, \"x\"\n") }, "é, \"x\"\n"},
		{"large text", arrow.BinaryTypes.LargeString, func(b array.Builder) { b.(*array.LargeStringBuilder).Append("x") }, "x"},
		{"int8", arrow.PrimitiveTypes.Int8, func(b array.Builder) { b.(*array.Int8Builder).Append(-128) }, "-128"},
		{"int64", arrow.PrimitiveTypes.Int64, func(b array.Builder) { b.(*array.Int64Builder).Append(-9223372036854775808) }, "-9223372036854775808"},
		{"uint64", arrow.PrimitiveTypes.Uint64, func(b array.Builder) { b.(*array.Uint64Builder).Append(18446744073709551615) }, "18446744073709551615"},
		{"boolean", arrow.FixedWidthTypes.Boolean, func(b array.Builder) { b.(*array.BooleanBuilder).Append(true) }, "true"},
		{"double", arrow.PrimitiveTypes.Float64, func(b array.Builder) { b.(*array.Float64Builder).Append(1e-7) }, "0.0000001"},
		{"float", arrow.PrimitiveTypes.Float32, func(b array.Builder) { b.(*array.Float32Builder).Append(0.1) }, "0.1"},
		{"decimal", &arrow.Decimal128Type{Precision: 38, Scale: 2}, func(b array.Builder) {
			b.(*array.Decimal128Builder).Append(decimal128.FromI64(-5))
		}, "-0.05"},
		{"big decimal", &arrow.Decimal128Type{Precision: 38, Scale: 3}, func(b array.Builder) {
			n, _ := new(big.Int).SetString("12345678901234567890123456789012345678", 10)
			b.(*array.Decimal128Builder).Append(decimal128.FromBigInt(n))
		}, "12345678901234567890123456789012345.678"},
		{"date", arrow.FixedWidthTypes.Date32, func(b array.Builder) { b.(*array.Date32Builder).Append(arrow.Date32FromTime(at)) }, "2026-04-01"},
		{"time of day", arrow.FixedWidthTypes.Time64us, func(b array.Builder) { b.(*array.Time64Builder).Append(3_600_000_001) }, "01:00:00.000001"},
		{"instant, nanoseconds", utc(arrow.Nanosecond), func(b array.Builder) {
			b.(*array.TimestampBuilder).Append(arrow.Timestamp(at.UnixNano() + 1))
		}, "2026-04-01T09:30:00.120000001Z"},
		{"instant, milliseconds", utc(arrow.Millisecond), func(b array.Builder) {
			b.(*array.TimestampBuilder).Append(arrow.Timestamp(at.UnixMilli()))
		}, "2026-04-01T09:30:00.12Z"},
		{"time without a zone", &arrow.TimestampType{Unit: arrow.Microsecond}, func(b array.Builder) {
			b.(*array.TimestampBuilder).Append(arrow.Timestamp(at.UnixMicro()))
		}, "2026-04-01T09:30:00.12"},
		{"bytes", arrow.BinaryTypes.Binary, func(b array.Builder) { b.(*array.BinaryBuilder).Append([]byte{0, 255}) }, `\x00ff`},
		{"uuid", extensions.NewUUIDType(), func(b array.Builder) {
			if err := b.(*extensions.UUIDBuilder).AppendValueFromString("01890a5d-ac96-774b-bcce-b302099a8057"); err != nil {
				panic(err)
			}
		}, "01890a5d-ac96-774b-bcce-b302099a8057"},
		{"dictionary", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}, func(b array.Builder) {
			if err := b.(*array.BinaryDictionaryBuilder).AppendString("x"); err != nil {
				panic(err)
			}
		}, "x"},
	}
	for _, tt := range types {
		t.Run(tt.name, func(t *testing.T) {
			schema := arrow.NewSchema([]arrow.Field{{Name: "v", Type: tt.typ, Nullable: true}}, nil)
			raw := parquetOf(t, schema, 1, func(b *array.RecordBuilder, _ int) {
				tt.append(b.Field(0))
				b.Field(0).AppendNull()
			})
			pop := parquetPopulation("v")
			r, err := Decode(pop, strings.NewReader(raw), int64(len(raw)))
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			rec, err := r.Next()
			if err != nil || rec.Values[0] != tt.want || rec.Null[0] {
				t.Errorf("got %q, %v, want %q", rec.Values, err, tt.want)
			}
			if rec, err = r.Next(); err != nil || !rec.Null[0] || rec.Values[0] != "" {
				t.Errorf("null: %q %v, %v", rec.Values, rec.Null, err)
			}
		})
	}
}

func TestParquetFile(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "nested", Type: arrow.ListOf(arrow.PrimitiveTypes.Int64), Nullable: true},
		{Name: "id", Type: arrow.PrimitiveTypes.Int64},
	}, nil)
	raw := parquetOf(t, schema, 3, func(b *array.RecordBuilder, group int) {
		for i := range 5000 {
			b.Field(0).AppendNull()
			b.Field(1).(*array.Int64Builder).Append(int64(group*5000 + i))
		}
	})
	if _, err := decode(parquetPopulation("id"), raw); err == nil || !strings.Contains(err.Error(), `no column declares the field "nested"`) {
		t.Errorf("undeclared: %v", err)
	}
	if _, err := decode(parquetPopulation("nested", "id"), raw); err == nil || !strings.Contains(err.Error(), `field "nested": the type list<`) {
		t.Errorf("nested: %v", err)
	}
	pop := parquetPopulation("id")
	pop.Ignore = []string{"nested"}
	got, err := decode(pop, raw)
	if err != nil || len(got) != 15000 || fmt.Sprint(got[14999]) != "[14999]" {
		t.Fatalf("%d rows, %v", len(got), err)
	}
	if n, err := Count(pop, strings.NewReader(raw), int64(len(raw))); err != nil || n != 15000 {
		t.Errorf("counted %d, %v", n, err)
	}
	for _, bad := range []string{"PAR1", "PAR1 not really PAR1", raw[:len(raw)/2], raw[4:]} {
		if _, err := decode(pop, bad); err == nil {
			t.Errorf("%d bytes of garbage are taken for Parquet", len(bad))
		}
	}
}
