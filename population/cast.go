// Package population turns the raw records of a source into a typed table,
// and says what is known of its completeness.
//
// Three steps, each in its own file. A [Caster] reads declared text as the
// declared type and never guesses (cast.go). [Build] casts every record,
// writes the table and counts (build.go). [Judge] turns the counts into the
// verdict of a completeness certificate (verdict.go).
package population

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tickmark-audit/tickmark/soc"
)

// A Caster reads the text of one column as its declared type. It is strict:
// a value that is not written exactly as the column declares is a failed
// cast, because a value that was read wrongly cannot be seen in a report and
// one that was refused can.
//
// What each type accepts, and the canonical text that it becomes:
//
//   - text: valid UTF-8 without the NUL character, and one of Values when
//     they are given. Kept as it is, spaces included.
//   - integer: an optional minus sign and digits, within 64 bits. Leading
//     zeros, a plus sign, spaces, thousands separators, decimal points and
//     exponents are refused: 007, +4915 and 1e3 are far more often an
//     identifier, a telephone number and a damaged spreadsheet than a number.
//   - decimal: as integer, with an optional point and at least one digit after
//     it. Digits beyond the declared scale must be zero, nothing is rounded.
//     Canonical text has exactly the declared number of digits after the point.
//   - boolean: one of the two declared words, letter case included. Canonical
//     text is true or false.
//   - date: a day in the declared format, iso_date by default. A time of day
//     other than midnight is refused.
//   - timestamp: an instant in the declared format, rfc3339 by default.
//     Canonical text is RFC 3339 in UTC with at most microseconds.
//
// A Caster is not safe for concurrent use.
type Caster struct {
	column soc.Column
	null   []string
	values map[string]struct{}
	read   func(string) (text, reason string)
}

// NewCaster prepares the cast of a column. The error says which part of the
// declaration cannot be used; it never depends on data.
func NewCaster(c soc.Column) (*Caster, error) {
	caster := &Caster{column: c, null: c.Null}
	if len(c.Values) > 0 {
		caster.values = make(map[string]struct{}, len(c.Values))
		for _, v := range c.Values {
			caster.values[v] = struct{}{}
		}
	}
	var err error
	switch c.Type {
	case soc.Text:
		caster.read = caster.readText
	case soc.Integer:
		caster.read = readInteger
	case soc.Decimal:
		caster.read, err = decimalReader(c.Precision, c.Scale)
	case soc.Boolean:
		caster.read, err = booleanReader(c.True, c.False)
	case soc.Day:
		caster.read, err = dayReader(c)
	case soc.Timestamp:
		caster.read, err = timestampReader(c)
	default:
		err = fmt.Errorf("type %q is not known: use text, integer, decimal(p,s), boolean, date or timestamp", c.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("column %s: %w", c.Name, err)
	}
	return caster, nil
}

// Cast reads one value. With reason "" it succeeded: text is the canonical
// text, or null is true when there is no value. Otherwise reason is a plain
// sentence without the column's name, and null is true.
//
// A value is missing when isNull is set, when it is one of the column's null
// texts, and when it is empty and the column does not keep empty text.
func (c *Caster) Cast(value string, isNull bool) (text string, null bool, reason string) {
	if isNull || (value == "" && !c.column.KeepEmpty) || slices.Contains(c.null, value) {
		if c.column.Required {
			return "", true, "a value is required and there is none"
		}
		return "", true, ""
	}
	text, reason = c.read(value)
	if reason != "" {
		return "", true, reason
	}
	return text, false, ""
}

func (c *Caster) readText(value string) (string, string) {
	if i := strings.IndexByte(value, 0); i >= 0 {
		return "", fmt.Sprintf("holds the NUL character at byte %d", i+1)
	}
	if !utf8.ValidString(value) {
		return "", "is not valid UTF-8: declare the encoding that the source is written in"
	}
	if c.values != nil {
		if _, ok := c.values[value]; !ok {
			return "", "is not one of the values that the column declares: " + listed(c.column.Values)
		}
	}
	return value, ""
}

func booleanReader(yes, no string) (func(string) (string, string), error) {
	if yes == "" {
		yes = "true"
	}
	if no == "" {
		no = "false"
	}
	if yes == no {
		return nil, fmt.Errorf("the words for true and false are both %q", yes)
	}
	return func(value string) (string, string) {
		switch value {
		case yes:
			return "true", ""
		case no:
			return "false", ""
		}
		return "", fmt.Sprintf("is neither %q nor %q, the words that the column declares", yes, no)
	}, nil
}

// listed names at most six values.
func listed(values []string) string {
	const most = 6
	if len(values) <= most {
		return strings.Join(values, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(values[:most], ", "), len(values)-most)
}

// excerpt shortens a value that failed to at most 200 characters and makes
// its unprintable bytes visible, so that it can be listed, sealed and read.
func excerpt(value string) string {
	const most = 200
	var b strings.Builder
	n := 0
	for len(value) > 0 {
		if n == most {
			return b.String() + "…"
		}
		r, size := utf8.DecodeRuneInString(value)
		switch {
		case r == utf8.RuneError && size <= 1:
			fmt.Fprintf(&b, `\x%02x`, value[0])
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
		value = value[size:]
		n++
	}
	return b.String()
}
