package record

import (
	"fmt"
	"strings"
)

// Error is a record, or a part of the raw bytes around it, that does not fit
// what was declared. Nothing after it is read.
type Error struct {
	Record  int64  // 1 is the first record; 0 when the fault is not in one (a header, the file itself)
	Line    int64  // line of the raw bytes; 0 where there is none
	Field   string // the field, when the fault is in one
	Message string // what is wrong
	Help    string // what to do
}

// Error says where, what and what to do: "record 2 (line 3): … ; …".
func (e *Error) Error() string {
	var b strings.Builder
	switch {
	case e.Record > 0 && e.Line > 0:
		fmt.Fprintf(&b, "record %d (line %d)", e.Record, e.Line)
	case e.Record > 0:
		fmt.Fprintf(&b, "record %d", e.Record)
	case e.Line > 0:
		fmt.Fprintf(&b, "line %d", e.Line)
	}
	if e.Field != "" {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "field %q", e.Field)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(e.Message)
	if e.Help != "" {
		b.WriteString("; ")
		b.WriteString(e.Help)
	}
	return b.String()
}

// Excerpt returns s quoted and cut to a length that a message can hold.
func Excerpt(s string) string {
	const most = 60
	if len(s) <= most {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprintf("%q…", s[:most])
}

// Plural returns "1 field" or "2 fields".
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
