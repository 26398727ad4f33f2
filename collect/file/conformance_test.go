package file_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/xuri/excelize/v2"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/collect/collecttest"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// rows are the same in every format. The last value of the second is missing
// where a format can say so.
var rows = [][]string{{"1", "Ada", "x,\"y\"\nz"}, {"2", "Carl", ""}, {"12345678901234567890", "Eve", "é"}}

const (
	csvText   = "id,name,note\n1,Ada,\"x,\"\"y\"\"\nz\"\n2,Carl,\n12345678901234567890,Eve,é\n"
	jsonlText = `{"id":1,"name":"Ada","note":"x,\"y\"\nz"}` + "\n" + `{"id":2,"name":"Carl","note":null}` + "\n" + `{"id":12345678901234567890,"name":"Eve","note":"é"}` + "\n"
)

func TestConformance(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("empty", nil)
	write("x.csv", []byte(csvText))
	write("x.csv.gz", gzipped(t, csvText[:20], csvText[20:]))
	write("x.jsonl", []byte(jsonlText))
	write("x.jsonl.gz", gzipped(t, jsonlText))
	write("x.xlsx", workbook(t))
	write("x.parquet", parquetFile(t))

	tests := []struct {
		spec           program.FileSource
		null           string
		selfDelimiting bool
		damages        int
	}{
		{spec: program.FileSource{Path: "x.csv", Format: "csv", Header: true}},
		{spec: program.FileSource{Path: "x.csv.gz", Format: "csv", Header: true, Compression: "gzip"}, selfDelimiting: true},
		{spec: program.FileSource{Path: "x.jsonl", Format: "jsonl"}, null: collecttest.Null},
		{spec: program.FileSource{Path: "x.jsonl.gz", Format: "jsonl", Compression: "gzip"}, null: collecttest.Null, selfDelimiting: true},
		{spec: program.FileSource{Path: "x.xlsx", Format: "xlsx", HeaderRow: 1}, null: collecttest.Null, selfDelimiting: true, damages: 120},
		{spec: program.FileSource{Path: "x.parquet", Format: "parquet"}, null: collecttest.Null, selfDelimiting: true},
	}
	for _, tt := range tests {
		t.Run(tt.spec.Path, func(t *testing.T) {
			want := [][]string{rows[0], {rows[1][0], rows[1][1], tt.null}, rows[2]}
			at := func(path string) program.Population {
				spec := tt.spec
				spec.Path = path
				return population(spec)
			}
			collecttest.Run(t, collecttest.Case{
				Population:     population(tt.spec),
				Environment:    collect.Environment{Dir: dir},
				Want:           want,
				SelfDelimiting: tt.selfDelimiting,
				Damages:        tt.damages,
				Failing: map[string]program.Population{
					"missing": at("nothing"), "empty": at("empty"), "a directory": at("."), "outside": at("../x"), "absolute": at(filepath.Join(dir, tt.spec.Path)),
				},
			})
		})
	}
}

func population(spec program.FileSource) program.Population {
	var pop program.Population
	pop.Name = "people"
	pop.Columns = []soc.Column{{Name: "id", Type: soc.Text}, {Name: "full_name", From: "name", Type: soc.Text}, {Name: "note", Type: soc.Text}}
	pop.Source.File = &spec
	return pop
}

// gzipped writes one gzip member for each part.
func gzipped(t *testing.T, parts ...string) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		w := gzip.NewWriter(&b)
		w.Write([]byte(p))
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func workbook(t *testing.T) []byte {
	f := excelize.NewFile()
	defer f.Close()
	f.SetSheetRow("Sheet1", "A1", &[]string{"id", "name", "note"})
	f.SetSheetRow("Sheet1", "A2", &rows[0])
	f.SetSheetRow("Sheet1", "A3", &[]any{2, "Carl"})
	f.SetSheetRow("Sheet1", "A4", &rows[2])
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func parquetFile(t *testing.T) []byte {
	text := func(name string) arrow.Field {
		return arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
	}
	schema := arrow.NewSchema([]arrow.Field{text("id"), text("name"), text("note")}, nil)
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for _, row := range rows {
		for i, v := range row {
			if v == "" {
				b.Field(i).AppendNull()
				continue
			}
			b.Field(i).(*array.StringBuilder).Append(v)
		}
	}
	if err := w.Write(b.NewRecordBatch()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
