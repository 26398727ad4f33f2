package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/sampling"
	"github.com/tickmark-audit/tickmark/soc"
)

// keyJoin joins the parts of a key, as in results and reports.
const keyJoin = " / "

// keyColumns says which columns of a CSV file make the key, the stratum and
// the amount of an item.
type keyColumns struct {
	key   []string
	month string // a column of dates whose month is the stratum; "" is none
}

// readLines yields keys, one a line, as they are. Empty lines are passed
// over.
func readLines(r io.Reader) iter.Seq2[sampling.Placed, error] {
	return func(yield func(sampling.Placed, error) bool) {
		lines := bufio.NewScanner(skipMark(r))
		lines.Buffer(nil, 1<<20)
		n := 0
		for lines.Scan() {
			n++
			if lines.Text() != "" && !yield(sampling.Placed{Key: lines.Text()}, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(sampling.Placed{}, fmt.Errorf("line %d: %w", n+1, err))
		}
	}
}

// readCSV yields the keys of a CSV file (RFC 4180) with a header. An error
// names the line, and the column where it is one's.
func readCSV(r io.Reader, columns keyColumns) iter.Seq2[sampling.Placed, error] {
	return func(yield func(sampling.Placed, error) bool) {
		fail := func(err error) { yield(sampling.Placed{}, err) }
		reader := csv.NewReader(skipMark(r))
		reader.ReuseRecord = true
		header, err := reader.Read()
		if errors.Is(err, io.EOF) {
			fail(errors.New("the file is empty: its first line must name the columns"))
			return
		}
		if err != nil {
			fail(err)
			return
		}
		header = slices.Clone(header)
		keyAt, err := placesOf(header, columns.key)
		if err != nil {
			fail(err)
			return
		}
		monthAt := -1
		if columns.month != "" {
			at, err := placesOf(header, []string{columns.month})
			if err != nil {
				fail(err)
				return
			}
			monthAt = at[0]
		}
		for {
			record, err := reader.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				fail(err)
				return
			}
			var placed sampling.Placed
			parts := make([]string, len(keyAt))
			for i, at := range keyAt {
				if parts[i] = record[at]; parts[i] == "" {
					line, _ := reader.FieldPos(at)
					fail(fmt.Errorf("line %d: column %s is empty: every item needs its key", line, header[at]))
					return
				}
			}
			placed.Key = strings.Join(parts, keyJoin)
			if monthAt >= 0 {
				if placed.Stratum, err = monthOf(record[monthAt]); err != nil {
					line, _ := reader.FieldPos(monthAt)
					fail(fmt.Errorf("line %d: column %s: %w", line, header[monthAt], err))
					return
				}
			}
			if !yield(placed, nil) {
				return
			}
		}
	}
}

// placesOf finds columns in a header.
func placesOf(header, names []string) ([]int, error) {
	var at []int
	for _, name := range names {
		i := slices.Index(header, name)
		switch {
		case i < 0:
			return nil, fmt.Errorf("there is no column %q: the file has %s", name, strings.Join(header, ", "))
		case slices.Contains(header[i+1:], name):
			return nil, fmt.Errorf("the column %q is there twice", name)
		}
		at = append(at, i)
	}
	return at, nil
}

// monthOf is the month of a day or time that is written 2006-01-02…; the part
// after the day is not looked at.
func monthOf(text string) (string, error) {
	if len(text) < 10 || len(text) > 10 && text[10] != 'T' && text[10] != ' ' {
		return "", fmt.Errorf("%q is not a day such as 2026-04-30", text)
	}
	day, err := soc.ParseDate(text[:10])
	if err != nil {
		return "", fmt.Errorf("%q is not a day such as 2026-04-30", text)
	}
	return sampling.Month(day), nil
}

// skipMark passes over the byte order mark that some programs write first.
func skipMark(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	if mark, _ := buffered.Peek(3); string(mark) == "\ufeff" {
		buffered.Discard(3)
	}
	return buffered
}

// justKeys leaves the strata out.
func justKeys(items iter.Seq2[sampling.Placed, error]) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for item, err := range items {
			if !yield(item.Key, err) {
				return
			}
		}
	}
}
