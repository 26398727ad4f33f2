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

// csvColumns says which columns of a CSV file make the key of an item, and
// which other one is wanted; "" is none.
type csvColumns struct {
	key   []string
	other string
}

// csvItem is an item of a CSV file.
type csvItem struct {
	key, other string
	line       int // of the other column
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

// readCSV yields the items of a CSV file (RFC 4180) with a header. An error
// names the line, and the column where it is one's.
func readCSV(r io.Reader, columns csvColumns) iter.Seq2[csvItem, error] {
	return func(yield func(csvItem, error) bool) {
		fail := func(err error) { yield(csvItem{}, err) }
		reader := csv.NewReader(skipMark(r))
		reader.ReuseRecord = true
		header, err := reader.Read()
		if errors.Is(err, io.EOF) {
			err = errors.New("the file is empty: its first line must name the columns")
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
		var otherAt []int
		if columns.other != "" {
			if otherAt, err = placesOf(header, []string{columns.other}); err != nil {
				fail(err)
				return
			}
		}
		parts := make([]string, len(keyAt))
		for {
			record, err := reader.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				fail(err)
				return
			}
			var item csvItem
			for i, at := range keyAt {
				if parts[i] = record[at]; parts[i] == "" {
					line, _ := reader.FieldPos(at)
					fail(fmt.Errorf("line %d: column %s is empty: every item needs its key", line, header[at]))
					return
				}
			}
			item.key = strings.Join(parts, keyJoin)
			for _, at := range otherAt {
				item.other = record[at]
				item.line, _ = reader.FieldPos(at)
			}
			if !yield(item, nil) {
				return
			}
		}
	}
}

// byMonth places items in the month of their day; in no stratum when month,
// the name of the column, is "".
func byMonth(items iter.Seq2[csvItem, error], month string) iter.Seq2[sampling.Placed, error] {
	return func(yield func(sampling.Placed, error) bool) {
		for item, err := range items {
			placed := sampling.Placed{Key: item.key}
			if err == nil && month != "" {
				if placed.Stratum, err = monthOf(item.other); err != nil {
					err = fmt.Errorf("line %d: column %s: %w", item.line, month, err)
				}
			}
			if !yield(placed, err) || err != nil {
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
