package file

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

// csvReader reads delimited text by the rules of RFC 4180, and refuses what
// they do not cover: encoding/csv skips empty lines, rewrites line ends
// inside quotes and has one quote character only. A record ends at a line
// feed, with or without a carriage return before it.
type csvReader struct {
	lines  *record.Lines
	d      dialect
	fields []string // nil while the header is read
	rec    record.Record
	out    []byte // the values of the record, joined
	ends   []int  // where each value ends in out
}

// decodeCSV returns the records of a CSV file.
func decodeCSV(pop program.Population, spec *program.FileSource, r io.Reader) (record.Reader, error) {
	d, err := newDialect(spec)
	if err != nil {
		return nil, err
	}
	text, err := decodeText(r, d.encoding)
	if err != nil {
		return nil, err
	}
	c := &csvReader{lines: record.NewLines(text), d: d}
	if !d.header {
		if len(pop.Ignore) > 0 {
			return nil, fmt.Errorf("ignore names fields, and the file has no header; declare every field as a column, in its order")
		}
		c.setFields(record.Declared(pop))
		return c, nil
	}
	header, err := c.read()
	if err == io.EOF {
		return nil, emptyFile("the file holds no header line")
	}
	if err != nil {
		return nil, err
	}
	fields := append([]string(nil), header...)
	if err := record.Check(pop, fields, 1); err != nil {
		if e, ok := err.(*record.Error); ok && len(fields) == 1 && len(pop.Columns) > 1 {
			e.Help = fmt.Sprintf("the line is a single field: check the declared delimiter, which is %q", d.delimiter)
		}
		return nil, err
	}
	c.setFields(fields)
	return c, nil
}

func (c *csvReader) setFields(fields []string) {
	c.fields = fields
	c.rec.Null = make([]bool, len(fields))
}

func (c *csvReader) Fields() []string { return c.fields }

func (c *csvReader) Close() error { return nil }

func (c *csvReader) Next() (record.Record, error) {
	number := c.rec.Number + 1
	values, err := c.read()
	if err == io.EOF {
		return record.Record{}, io.EOF
	}
	c.rec.Number = number
	if e, ok := err.(*record.Error); ok {
		e.Record = number
	}
	if err != nil {
		return record.Record{}, err
	}
	if len(values) != len(c.fields) {
		return record.Record{}, c.wrongWidth(len(values))
	}
	return c.rec, nil
}

func (c *csvReader) wrongWidth(n int) error {
	e := &record.Error{Record: c.rec.Number, Line: c.rec.Line}
	against := "the header has"
	if !c.d.header {
		against = "the columns declare"
	}
	e.Message = fmt.Sprintf("the row has %s, %s %d", record.Plural(n, "field"), against, len(c.fields))
	if n > len(c.fields) {
		e.Help = fmt.Sprintf("quote a value that holds %q, or remove the extra one", c.d.delimiter)
	} else {
		e.Help = "add the missing values, or quote a value that holds a line break"
	}
	return e
}

// read returns the values of the next record, valid until the next call.
func (c *csvReader) read() ([]string, error) {
	line, err := c.line()
	if err != nil {
		return nil, err
	}
	c.rec.Line = c.lines.Number()
	body := bytes.TrimSuffix(line, []byte("\n"))
	if len(body) < len(line) { // a carriage return ends a line only before a line feed
		body = bytes.TrimSuffix(body, []byte("\r"))
	}
	if len(body) == 0 {
		return nil, c.fault("the line is empty", "remove it from the export")
	}
	c.rec.Values = c.rec.Values[:0]
	if c.d.quote == 0 || bytes.IndexByte(body, c.d.quote) < 0 {
		if bytes.IndexByte(body, '\r') >= 0 {
			return nil, c.bareReturn()
		}
		s := string(body)
		for {
			i := bytes.IndexByte(body, c.d.delimiter)
			if i < 0 {
				c.rec.Values = append(c.rec.Values, s)
				return c.rec.Values, nil
			}
			c.rec.Values = append(c.rec.Values, s[:i])
			s, body = s[i+1:], body[i+1:]
		}
	}
	if err := c.readQuoted(line); err != nil {
		return nil, err
	}
	s, start := string(c.out), 0
	for _, end := range c.ends {
		c.rec.Values = append(c.rec.Values, s[start:end])
		start = end
	}
	return c.rec.Values, nil
}

// line returns the next line, checked to be UTF-8 without NUL.
func (c *csvReader) line() ([]byte, error) {
	line, err := c.lines.Next()
	if err != nil {
		return nil, err
	}
	if i := bytes.IndexByte(line, 0); i >= 0 {
		return nil, &record.Error{Line: c.lines.Number(), Message: fmt.Sprintf("byte %d of the line is NUL", i+1),
			Help: "the file is damaged or not in the declared encoding (UTF-16 has many NUL bytes)"}
	}
	if !utf8.Valid(line) {
		i := invalidAt(line)
		return nil, &record.Error{Line: c.lines.Number(), Message: fmt.Sprintf("byte %d of the line (0x%02X) is not UTF-8", i+1, line[i]),
			Help: "declare the encoding that the export is written in, such as windows-1252"}
	}
	return line, nil
}

// invalidAt returns the index of the first byte that is not part of UTF-8.
func invalidAt(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return 0
}

func (c *csvReader) fault(message, help string) error {
	return &record.Error{Line: c.lines.Number(), Message: message, Help: help}
}

func (c *csvReader) bareReturn() error {
	return c.fault("a carriage return stands alone, outside of quotes", "quote the value that holds it, or end lines with LF or CRLF")
}
