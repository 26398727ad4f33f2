// Package collecttest is what every source of records must pass before it is
// one: the raw bytes are the same each time, decoding them is pure and agrees
// with the count, damage shows, and a failure is an error and never an empty
// result.
package collecttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// Null stands for a missing value in Case.Want.
const Null = "\x00null"

// Case is a source with input that it can collect, and what it must give.
type Case struct {
	Population  program.Population
	Environment collect.Environment
	// Want holds a row for each record: the values of the declared columns,
	// in their order, Null for a missing one.
	Want [][]string
	// Counted says that the source itself states how many records it has.
	Counted bool
	// SelfDelimiting says that the raw bytes show where they end, so that
	// a part of them is always an error. Of a CSV or JSON lines file a part
	// that ends with a line is a file like any other.
	SelfDelimiting bool
	// Failing are declarations whose collection must fail, by what is wrong.
	Failing map[string]program.Population
	// Damages is how many places of the raw bytes are damaged; 0 is 300.
	Damages int
}

// Run runs the suite.
func Run(t *testing.T, c Case) {
	t.Helper()
	raw, x := c.collect(t, c.Population)
	t.Run("the extraction says what was done", func(t *testing.T) { c.checkExtraction(t, x) })
	t.Run("collected again, the raw bytes are the same", func(t *testing.T) {
		if again, _ := c.collect(t, c.Population); !bytes.Equal(raw, again) {
			t.Errorf("first %d bytes, then %d", len(raw), len(again))
		}
	})
	t.Run("decoded as expected, each time", func(t *testing.T) {
		for range 2 {
			got, err := c.decode(raw)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.Want, got); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		}
	})
	t.Run("the count agrees", func(t *testing.T) {
		if n, err := c.count(raw); err != nil || n != int64(len(c.Want)) {
			t.Errorf("counted %d, %v; want %d", n, err, len(c.Want))
		}
	})
	t.Run("the reader keeps its promises", func(t *testing.T) { c.checkReader(t, raw) })
	t.Run("a part of the raw bytes", func(t *testing.T) { c.truncate(t, raw) })
	t.Run("damaged raw bytes", func(t *testing.T) { c.flip(t, raw) })
	t.Run("a cancelled context", func(t *testing.T) { c.cancel(t, raw) })
	t.Run("a writer that fails", func(t *testing.T) { c.failingWriter(t, raw) })
	for name, pop := range c.Failing {
		t.Run("fails: "+name, func(t *testing.T) { c.fails(t, pop) })
	}
}

func (c *Case) collect(t *testing.T, pop program.Population) ([]byte, soc.Extraction) {
	t.Helper()
	source, err := collect.Open(pop, c.Environment)
	if err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	x, err := source.Collect(context.Background(), &raw)
	if err != nil {
		t.Fatal(err)
	}
	return raw.Bytes(), x
}

func (c *Case) checkExtraction(t *testing.T, x soc.Extraction) {
	if x.Kind == "" || x.Locator == "" || x.Provenance == "" || x.Started.IsZero() || x.Finished.Before(x.Started) {
		t.Errorf("kind, locator, provenance or times are missing: %+v", x)
	}
	switch {
	case c.Counted && (x.SourceCount == nil || *x.SourceCount != int64(len(c.Want)) || x.SourceCountBy == ""):
		t.Errorf("the source's own count is not %d: %+v", len(c.Want), x)
	case !c.Counted && x.SourceCount != nil:
		t.Errorf("the source states a count that it cannot know: %d", *x.SourceCount)
	}
}

// decode returns the values of the declared columns of every record.
func (c *Case) decode(raw []byte) ([][]string, error) {
	r, err := collect.Decode(c.Population, bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	position := map[string]int{}
	for i, f := range r.Fields() {
		position[f] = i
	}
	rows := [][]string{}
	for {
		rec, err := r.Next()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		if rec.Number != int64(len(rows)+1) || len(rec.Values) != len(r.Fields()) || len(rec.Null) != len(rec.Values) {
			return rows, fmt.Errorf("record %d of %d values for %d fields follows %d others", rec.Number, len(rec.Values), len(r.Fields()), len(rows))
		}
		var row []string
		for _, column := range c.Population.Columns {
			i, ok := position[record.FieldOf(column)]
			switch {
			case !ok:
				return rows, fmt.Errorf("the column %s is none of the fields %q", column.Name, r.Fields())
			case rec.Null[i] && rec.Values[i] != "":
				return rows, fmt.Errorf("record %d: a null has the text %q", rec.Number, rec.Values[i])
			case rec.Null[i]:
				row = append(row, Null)
			default:
				row = append(row, rec.Values[i])
			}
		}
		rows = append(rows, row)
	}
}

func (c *Case) count(raw []byte) (int64, error) {
	return collect.CountPhysical(c.Population, bytes.NewReader(raw), int64(len(raw)))
}

// checkReader reads behind the end and closes twice.
func (c *Case) checkReader(t *testing.T, raw []byte) {
	r, err := collect.Decode(c.Population, bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	for range len(c.Want) {
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		if rec, err := r.Next(); err != io.EOF {
			t.Errorf("behind the last record: %+v, %v", rec, err)
		}
	}
	if err := errors.Join(r.Close(), r.Close()); err != nil {
		t.Errorf("closed twice: %v", err)
	}
}

func (c *Case) fails(t *testing.T, pop program.Population) {
	source, err := collect.Open(pop, c.Environment)
	if err != nil {
		return
	}
	x, err := source.Collect(context.Background(), io.Discard)
	if err == nil {
		t.Fatalf("it succeeds: %+v", x)
	}
	if x.Kind != "" || x.SourceCount != nil || !x.Finished.IsZero() {
		t.Errorf("it fails (%v) and still says %+v", err, x)
	}
}
