package sql

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/tickmark-audit/tickmark/collect/jsonl"
	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

// The raw bytes of a query are JSON lines: a header with the names and types
// of the columns, an array for each row in the order in which the server gave
// them, every value as the text that the server wrote or null, and a last
// line with the number of rows, so that missing rows show.
//
//	{"tickmark":"sql rows 1","driver":"postgres","fields":[{"name":"id","type":"int8"}]}
//	["1"]
//	{"rows":1}

// rawVersion names this format.
const rawVersion = "sql rows 1"

type header struct {
	Tickmark string  `json:"tickmark"`
	Driver   string  `json:"driver"`
	Fields   []field `json:"fields"`
}

type field struct {
	Name string `json:"name"`
	Type string `json:"type"` // the server's name of it
}

type trailer struct {
	Rows *int64 `json:"rows"`
}

// rawWriter writes rows. An error of the writer beneath stays until close.
type rawWriter struct {
	out  *bufio.Writer
	json *json.Encoder
	rows int64
}

func newRawWriter(w io.Writer) *rawWriter {
	out := bufio.NewWriterSize(w, 256<<10)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return &rawWriter{out: out, json: enc}
}

func (w *rawWriter) header(driver string, fields []field) error {
	return w.json.Encode(header{rawVersion, driver, fields})
}

// row writes one row; a nil value is null.
func (w *rawWriter) row(values []*string) error {
	w.rows++
	for i, v := range values {
		// The encoder would replace what is not UTF-8 without a word.
		if v != nil && !utf8.ValidString(*v) {
			return fmt.Errorf("row %d: value %d is text that is not UTF-8; cast it to bytes in the query", w.rows, i+1)
		}
	}
	return w.json.Encode(values)
}

func (w *rawWriter) close() error {
	if err := w.json.Encode(trailer{&w.rows}); err != nil {
		return err
	}
	return w.out.Flush()
}

// Decode returns the rows in raw bytes. Each must have a value for every
// field, and their number must be that of the last line.
func Decode(pop program.Population, raw io.ReaderAt, size int64) (record.Reader, error) {
	d := &decoder{lines: record.NewLines(io.NewSectionReader(raw, 0, size))}
	line, err := d.lines.Next()
	var h header
	if err == nil {
		err = json.Unmarshal(line, &h)
	}
	if err != nil || h.Tickmark != rawVersion {
		return nil, damaged(0, 1, fmt.Sprintf("the raw bytes do not begin with the header of %q", rawVersion))
	}
	for _, f := range h.Fields {
		d.fields = append(d.fields, f.Name)
	}
	if err := record.Check(pop, d.fields, 1); err != nil {
		return nil, err
	}
	d.rec.Values, d.rec.Null = make([]string, len(d.fields)), make([]bool, len(d.fields))
	return record.Sticky(d), nil
}

type decoder struct {
	lines  *record.Lines
	fields []string
	rec    record.Record
}

func damaged(number, line int64, message string) error {
	return &record.Error{Record: number, Line: line, Message: message, Help: "collect the population again"}
}

func (d *decoder) Fields() []string { return d.fields }

func (d *decoder) Close() error { return nil }

func (d *decoder) Next() (record.Record, error) {
	line, err := d.lines.Next()
	if err == io.EOF {
		return record.Record{}, damaged(0, d.lines.Number(), "the last line, with the number of rows, is missing: rows may be too")
	}
	if err != nil {
		return record.Record{}, err
	}
	if bytes.HasPrefix(line, []byte("{")) {
		return record.Record{}, d.end(line)
	}
	d.rec.Number++
	d.rec.Line = d.lines.Number()
	n := 0
	err = jsonl.Elements(line, func(v jsonl.Value) error {
		if n < len(d.fields) {
			text, err := v.Text()
			if err == nil && v.Kind != jsonl.String && v.Kind != jsonl.Null {
				err = fmt.Errorf("value %d is neither text nor null", n+1)
			}
			if err != nil {
				return &record.Error{Field: d.fields[n], Message: err.Error(), Help: "change the query so that the column is text"}
			}
			d.rec.Values[n], d.rec.Null[n] = text, v.Kind == jsonl.Null
		}
		n++
		return nil
	})
	if err != nil {
		return record.Record{}, jsonl.Fault(err, d.rec.Number, d.rec.Line)
	}
	if n != len(d.fields) {
		return record.Record{}, damaged(d.rec.Number, d.rec.Line, fmt.Sprintf("the row has %s, the header has %d", record.Plural(n, "value"), len(d.fields)))
	}
	return d.rec, nil
}

// end checks the last line and returns io.EOF when it is right.
func (d *decoder) end(line []byte) error {
	var t trailer
	if err := json.Unmarshal(line, &t); err != nil || t.Rows == nil || line[len(line)-1] != '\n' {
		return damaged(0, d.lines.Number(), "the line with the number of rows is damaged")
	}
	if *t.Rows != d.rec.Number {
		return damaged(0, d.lines.Number(), fmt.Sprintf("%s were written and there are %d", record.Plural(int(*t.Rows), "row"), d.rec.Number))
	}
	if _, err := d.lines.Next(); err != io.EOF {
		return damaged(0, d.lines.Number(), "something follows the last line")
	}
	return io.EOF
}

// Count counts the lines that begin with a bracket.
func Count(raw io.ReaderAt, size int64) (int64, error) {
	r := bufio.NewReaderSize(io.NewSectionReader(raw, 0, size), 64<<10)
	var n int64
	begins := true
	for {
		part, more, err := r.ReadLine()
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return 0, err
		}
		if begins && len(part) > 0 && part[0] == '[' {
			n++
		}
		begins = !more
	}
}
