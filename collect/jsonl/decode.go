package jsonl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

// Decode returns the records of JSON lines: one object a line, its members
// the fields. Lines of nothing but white space are no records. A member that
// is not there is null, because exporters leave out what has no value; a
// declared field that no record at all has is an error at the end.
func Decode(pop program.Population, r io.Reader) record.Reader {
	d := &decoder{lines: record.NewLines(r), filler: NewFiller(record.Declared(pop), pop.Ignore)}
	return record.Sticky(d)
}

type decoder struct {
	lines  *record.Lines
	filler *Filler
	rec    record.Record
}

func (d *decoder) Fields() []string { return d.filler.fields }

func (d *decoder) Close() error { return nil }

func (d *decoder) Next() (record.Record, error) {
	line, err := nextLine(d.lines)
	if err == io.EOF {
		if never := d.filler.Never(); d.rec.Number > 0 && len(never) > 0 {
			return record.Record{}, &record.Error{Line: d.lines.Number(),
				Message: "no record has the field " + strings.Join(never, ", "),
				Help:    "check the spelling, or give the column its source name with from"}
		}
		return record.Record{}, io.EOF
	}
	if err != nil {
		return record.Record{}, err
	}
	d.rec.Number++
	d.rec.Line = d.lines.Number()
	d.rec.Values, d.rec.Null, err = d.filler.Fill(line)
	if err != nil {
		return record.Record{}, Fault(err, d.rec.Number, d.rec.Line)
	}
	return d.rec, nil
}

// nextLine returns the next line that is not blank.
func nextLine(lines *record.Lines) ([]byte, error) {
	for {
		line, err := lines.Next()
		if err != nil || len(bytes.Trim(line, " \t\r\n\v\f")) > 0 {
			return line, err
		}
	}
}

// Fault puts the number and line of a record on an error of it.
func Fault(err error, number, line int64) error {
	var e *record.Error
	if !errors.As(err, &e) {
		e = &record.Error{Message: err.Error(), Help: "mend the line, or export again"}
	}
	c := *e
	c.Record, c.Line = number, line
	return &c
}

// Filler puts the members of an object into the values of a record.
type Filler struct {
	fields []string
	index  map[string]int
	ignore []string
	seen   []bool
	values []string
	null   []bool
}

// NewFiller returns a Filler for those fields; members named in ignore are
// left out, and any other is an error.
func NewFiller(fields, ignore []string) *Filler {
	f := &Filler{fields: fields, index: map[string]int{}, ignore: ignore,
		seen: make([]bool, len(fields)), values: make([]string, len(fields)), null: make([]bool, len(fields))}
	for i, name := range fields {
		f.index[name] = i
	}
	return f
}

// Never returns the fields, quoted, that no object had.
func (f *Filler) Never() []string {
	var never []string
	for i, s := range f.seen {
		if !s {
			never = append(never, fmt.Sprintf("%q", f.fields[i]))
		}
	}
	return never
}

// Fill reads an object into values and nulls, which the next call reuses. The
// error is a *record.Error without record and line, or that of Members.
func (f *Filler) Fill(object []byte) ([]string, []bool, error) {
	for i := range f.values {
		f.values[i], f.null[i] = "", true
	}
	err := Members(object, func(name string, v Value) error {
		i, ok := f.index[name]
		if !ok {
			if slices.Contains(f.ignore, name) {
				return nil
			}
			return &record.Error{Field: name, Message: "no column declares this field", Help: "declare it as a column, or list it under ignore"}
		}
		f.seen[i] = true
		text, err := v.Text()
		if err != nil {
			return &record.Error{Field: name, Message: err.Error(), Help: "export single values, or list the field under ignore"}
		}
		f.values[i], f.null[i] = text, v.Kind == Null
		return nil
	})
	return f.values, f.null, err
}
