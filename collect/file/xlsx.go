package file

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// xlsxReader reads the rows of one sheet as a stream of XML. excelize, which
// counts them, is not used here because it takes damaged XML for the end of
// the sheet and an unknown shared string for an empty cell.
//
// A row in which no cell has a value is no record: spreadsheet programs keep
// the format of rows that were once used. Rows above the header row are left
// out. Hidden and filtered rows are records like any other. Of merged cells
// the first has the value and the others are null.
type xlsxReader struct {
	book   *workbook
	sheet  io.ReadCloser
	xml    *xml.Decoder
	header int64
	fields []string
	dates  []*soc.Column // by field
	row    int64         // number of the row last read
	rec    record.Record
	cells  []cell
}

// decodeXLSX returns the records of one sheet of a workbook.
func decodeXLSX(pop program.Population, spec *program.FileSource, raw io.ReaderAt, size int64) (record.Reader, error) {
	book, err := openWorkbook(raw, size)
	if err != nil {
		return nil, err
	}
	part, err := book.sheetPart(spec.Sheet)
	if err != nil {
		return nil, err
	}
	sheet, err := book.open(part)
	if err != nil {
		return nil, err
	}
	x := &xlsxReader{book: book, sheet: sheet, xml: xml.NewDecoder(sheet), header: headerRow(spec)}
	if err := x.readHeader(pop); err != nil {
		sheet.Close()
		return nil, err
	}
	return x, nil
}

func headerRow(spec *program.FileSource) int64 { return int64(max(1, spec.HeaderRow)) }

func (x *xlsxReader) readHeader(pop program.Population) error {
	for {
		err := x.nextRow()
		if err == io.EOF || err == nil && x.row > x.header {
			return &record.Error{Line: x.header, Message: fmt.Sprintf("row %d, which should name the fields, is empty", x.header), Help: "set header_row to the row that names them"}
		}
		if err != nil {
			return err
		}
		if x.row == x.header {
			break
		}
	}
	for _, c := range x.cells {
		if c.text == "" {
			continue
		}
		for len(x.fields) <= c.column {
			x.fields = append(x.fields, "")
		}
		x.fields[c.column] = c.text
	}
	if err := record.Check(pop, x.fields, x.row); err != nil {
		return err
	}
	x.dates = dateColumns(pop, x.fields)
	x.rec.Values, x.rec.Null = make([]string, len(x.fields)), make([]bool, len(x.fields))
	return nil
}

func (x *xlsxReader) Fields() []string { return x.fields }

func (x *xlsxReader) Close() error { return x.sheet.Close() }

func (x *xlsxReader) Next() (record.Record, error) {
	for {
		if err := x.nextRow(); err != nil {
			return record.Record{}, err
		}
		for i := range x.rec.Values {
			x.rec.Values[i], x.rec.Null[i] = "", true
		}
		empty := true
		for _, c := range x.cells {
			if c.text == "" {
				continue
			}
			if c.column >= len(x.fields) {
				return record.Record{}, &record.Error{Record: x.rec.Number + 1, Line: x.row, Message: fmt.Sprintf("column %s has a value and no field in the header", columnName(c.column)),
					Help: "name the column in the header row, or clear the cell"}
			}
			if column := x.dates[c.column]; column != nil && c.date {
				c.text = dateText(c.text, column, x.book.from1904)
			}
			x.rec.Values[c.column], x.rec.Null[c.column], empty = c.text, false, false
		}
		if !empty {
			x.rec.Number++
			x.rec.Line = x.row
			return x.rec, nil
		}
	}
}

// nextRow reads the next row element into cells, and io.EOF at the end of the
// sheet, which is the end of its XML.
func (x *xlsxReader) nextRow() error {
	for {
		token, err := x.xml.Token()
		if err == io.EOF {
			return io.EOF
		}
		if err != nil {
			return x.damaged(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			continue
		}
		row := x.row + 1
		if r := attr(start, "r"); r != "" {
			if row, err = strconv.ParseInt(r, 10, 64); err != nil || row <= x.row {
				return x.fault(fmt.Sprintf("the sheet has the row number %q after row %d", r, x.row))
			}
		}
		x.row = row
		return x.readCells()
	}
}

func (x *xlsxReader) readCells() error {
	x.cells = x.cells[:0]
	last := -1
	for {
		token, err := x.xml.Token()
		if err != nil {
			return x.damaged(err)
		}
		if end, ok := token.(xml.EndElement); ok && end.Name.Local == "row" {
			return nil
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "c" {
			continue
		}
		var stored storedCell
		if err := x.xml.DecodeElement(&stored, &start); err != nil {
			return x.damaged(err)
		}
		column := last + 1
		if ref := attr(start, "r"); ref != "" {
			var row int64
			if column, row, ok = parseReference(ref); !ok || row != x.row || column <= last {
				return x.fault(fmt.Sprintf("row %d has the cell %q out of its place", x.row, ref))
			}
		}
		last = column
		kind := attr(start, "t")
		text, err := x.book.text(stored, kind)
		if err != nil {
			return x.fault(fmt.Sprintf("cell %s%d: %v", columnName(column), x.row, err))
		}
		x.cells = append(x.cells, cell{column, text, (kind == "" || kind == "n") && x.book.styles.isDate(attr(start, "s"))})
	}
}

func (x *xlsxReader) fault(message string) error {
	return &record.Error{Record: x.rec.Number + 1, Line: x.row, Message: message, Help: "open the workbook in a spreadsheet program, save it and collect again"}
}

func (x *xlsxReader) damaged(err error) error {
	return x.fault("the sheet is damaged (" + strings.TrimPrefix(err.Error(), "zip: ") + ")")
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// parseReference reads "AB12" as column 27 (0 is A) and row 12.
func parseReference(ref string) (column int, row int64, ok bool) {
	i := 0
	for i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z' {
		column = column*26 + int(ref[i]-'A') + 1
		i++
	}
	row, err := strconv.ParseInt(ref[i:], 10, 64)
	return column - 1, row, err == nil && i > 0 && column <= 16384
}

func columnName(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
