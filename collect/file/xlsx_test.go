package file

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/tickmark-audit/tickmark/program"
)

// workbookOf writes rows into Sheet1 of a workbook, as excelize does for Go
// values; a nil cell is left out.
func workbookOf(t testing.TB, rows ...[]any) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	t.Cleanup(func() { f.Close() })
	for r, row := range rows {
		for c, v := range row {
			if v == nil {
				continue
			}
			name, _ := excelize.CoordinatesToCellName(c+1, r+1)
			if err := f.SetCellValue("Sheet1", name, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	return f
}

func bytesOf(t testing.TB, f *excelize.File) string {
	t.Helper()
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func xlsx(columns ...string) program.Population {
	return population(program.FileSource{Format: "xlsx", HeaderRow: 1}, columns...)
}

func TestXLSX(t *testing.T) {
	f := workbookOf(t,
		[]any{"id", "note", "amount", "ok", "at"},
		[]any{"1", "plain", 1.1, true, time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)},
		[]any{nil, nil, nil},
		[]any{"12345678901234567890", " spaces & <tags> ", 1829, false},
		[]any{4, nil, -0.001},
	)
	f.MergeCell("Sheet1", "B2", "C2")
	f.SetCellFormula("Sheet1", "C6", "1+1")
	f.SetRowVisible("Sheet1", 4, false)
	f.SetCellValue("Sheet1", "A6", 5)
	if _, err := decode(xlsx("id", "note", "amount", "ok", "at"), bytesOf(t, f)); err == nil || !strings.Contains(err.Error(), "cell C6: the formula has no stored result") {
		t.Errorf("formula without a result: %v", err)
	}
	f.SetCellFormula("Sheet1", "C6", "")
	f.SetCellValue("Sheet1", "C6", 0.3)
	f.UnmergeCell("Sheet1", "B2", "C2")
	f.SetCellValue("Sheet1", "C2", 1.1)
	raw := bytesOf(t, f)

	pop := xlsx("id", "note", "amount", "ok", "at")
	got, err := decode(pop, raw)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"1", "plain", "1.1", "true", "46113.5"},
		{"12345678901234567890", " spaces & <tags> ", "1829", "false", ""},
		{"4", "", "-0.001", "", ""},
		{"5", "", "0.3", "", ""},
	}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	n, err := Count(pop, strings.NewReader(raw), int64(len(raw)))
	if err != nil || n != 4 {
		t.Errorf("counted %d, %v", n, err)
	}
}

// TestXLSXNumbers: a spreadsheet program stores 1.1 with 17 digits.
func TestXLSXNumbers(t *testing.T) {
	for stored, want := range map[string]string{
		"1.1000000000000001": "1.1", "45748.520833333336": "45748.520833333336", "1E-3": "0.001", "12345678901234567890": "12345678901234567890",
		"1e21": "1000000000000000000000", "-0": "-0", "0.1": "0.1", "9.9999999999999995E-7": "0.000001",
	} {
		if got, err := numberText(stored); err != nil || got != want {
			t.Errorf("numberText(%q) = %q, %v; want %q", stored, got, err, want)
		}
	}
	if _, err := numberText("12a"); err == nil {
		t.Error("12a is taken for a number")
	}
}

func TestXLSXFaults(t *testing.T) {
	good := bytesOf(t, workbookOf(t, []any{"a", "b"}, []any{"1", "2"}))
	two := workbookOf(t, []any{"a", "b"})
	two.NewSheet("Other")
	tests := []struct{ name, raw, want string }{
		{"not a zip", "a,b\n1,2\n", "not an XLSX workbook: it is no zip archive"},
		{"truncated", good[:len(good)-30], "not an XLSX workbook"},
		{"zip of something else", zipOf(t, map[string]string{"x.txt": "x"}), `its part "_rels/.rels" is missing`},
		{"two sheets", bytesOf(t, two), `the workbook has 2 sheets and none is declared; add sheet: one of "Sheet1", "Other"`},
		{"value without a field", bytesOf(t, workbookOf(t, []any{"a", "b"}, []any{"1", "2", "3"})), "record 1 (line 2): column C has a value and no field"},
		{"empty header", bytesOf(t, workbookOf(t, nil, []any{"a", "b"})), "row 1, which should name the fields, is empty"},
		{"wrong header", bytesOf(t, workbookOf(t, []any{"a", "c"})), `the source has no field "b"; no column declares the field "c"`},
		{"text that is not there", withSheet(t, good, `<row r="2"><c r="A2" t="s"><v>99</v></c></row>`), "cell A2: it refers to the text number"},
		{"row out of order", withSheet(t, good, `<row r="2"></row><row r="2"></row>`), `the sheet has the row number "2" after row 2`},
		{"cell out of its place", withSheet(t, good, `<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>`), `row 2 has the cell "A2" out of its place`},
		{"no number", withSheet(t, good, `<row r="2"><c r="A2"><v>1,5</v></c></row>`), `cell A2: "1,5" is not a number`},
		{"XML cut off", withSheet(t, good, `<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c`), "the sheet is damaged"},
		{"bomb", zipOf(t, map[string]string{"xl/worksheets/sheet1.xml": strings.Repeat(" ", ratioFrom+1)}), "unpacks to far more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := decode(xlsx("a", "b"), tt.raw)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v\nwant  %s", err, tt.want)
			}
		})
	}
}

func zipOf(t testing.TB, parts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// withSheet puts rows behind the header row of a workbook's sheet.
func withSheet(t testing.TB, raw, rows string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	const sheet = "xl/worksheets/sheet1.xml"
	head, tail, ok := strings.Cut(parts[sheet], `<row r="2"`)
	if !ok {
		t.Fatalf("no second row in %s", parts[sheet])
	}
	_, tail, _ = strings.Cut(tail, "</row>")
	parts[sheet] = head + rows + tail
	return zipOf(t, parts)
}
