package file

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// cell is a cell of a sheet; column 0 is A.
type cell struct {
	column int
	text   string
	date   bool // a number that the workbook shows as a date
}

// storedCell is a cell as the sheet's XML has it.
type storedCell struct {
	Value   *string   `xml:"v"`
	Formula *struct{} `xml:"f"`
	Inline  *richText `xml:"is"`
}

// richText is text in one or several runs.
type richText struct {
	Text []string `xml:"t"`
	Runs []struct {
		Text []string `xml:"t"`
	} `xml:"r"`
}

func (r richText) String() string {
	var b strings.Builder
	for _, t := range r.Text {
		b.WriteString(t)
	}
	for _, run := range r.Runs {
		for _, t := range run.Text {
			b.WriteString(t)
		}
	}
	return b.String()
}

// text returns what a cell holds. kind is its t attribute (ECMA-376 part 1,
// 18.18.11). Of a formula it is the result that was stored with it.
func (w *workbook) text(c storedCell, kind string) (string, error) {
	if kind == "inlineStr" {
		if c.Inline == nil {
			return "", nil
		}
		return c.Inline.String(), nil
	}
	if c.Value == nil {
		if c.Formula != nil {
			return "", errors.New("the formula has no stored result")
		}
		return "", nil
	}
	v := *c.Value
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(v))
		if err != nil || i < 0 || i >= len(w.strings) {
			return "", fmt.Errorf("it refers to the text number %q and the workbook has %d", v, len(w.strings))
		}
		return w.strings[i], nil
	case "b":
		switch v {
		case "0":
			return "false", nil
		case "1":
			return "true", nil
		}
		return "", fmt.Errorf("%q is not a boolean", v)
	case "", "n":
		return numberText(v)
	case "str", "d", "e": // the result of a formula, an ISO 8601 date, an error such as #N/A
		return v, nil
	}
	return "", fmt.Errorf("the cell type %q is not known", kind)
}

// numberText returns the text of a number. A whole number is as it is stored.
// One with a point or an exponent is a binary floating point number that is
// stored with up to 17 digits, 1.1 as 1.1000000000000001: its text is the
// shortest decimal that is the same binary number, which is what was typed
// whenever that had 15 digits or fewer.
func numberText(v string) (string, error) {
	v = strings.TrimSpace(v)
	if !strings.ContainsAny(v, ".eE") {
		if _, err := strconv.ParseFloat(v, 64); err != nil && v != "" {
			return "", fmt.Errorf("%q is not a number", v)
		}
		return v, nil
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return "", fmt.Errorf("%q is not a number", v)
	}
	return strconv.FormatFloat(f, 'f', -1, 64), nil
}
