package program

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fault is one thing that is wrong with a program.
type Fault struct {
	File    string // from the program's folder, with slashes
	Line    int    // 1 is the first line; 0 when the fault is of the whole file
	Column  int    // in characters; 1 is the first
	Message string
	Excerpt string // the line with a caret below the place; "" without a line
	Help    string // what to do
}

// String returns the fault as a person reads it, over several lines.
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(printable(f.File))
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", f.Line, f.Column)
	}
	b.WriteString(": " + f.Message + "\n")
	b.WriteString(f.Excerpt)
	if f.Help != "" {
		b.WriteString("  " + f.Help + "\n")
	}
	return b.String()
}

// Faults is the error that [Load] returns for a program that has faults.
type Faults struct {
	List []Fault // in the order of file, line and column; never empty
}

// Error returns every fault, with an empty line between them.
func (f *Faults) Error() string {
	parts := make([]string, len(f.List))
	for i, fault := range f.List {
		parts[i] = fault.String()
	}
	return strings.TrimSuffix(strings.Join(parts, "\n"), "\n")
}

func sortFaults(list []Fault) []Fault {
	slices.SortStableFunc(list, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(list, func(a, b Fault) bool { return a == b })
}

// excerptWidth is how many characters of a long line an excerpt shows.
const excerptWidth = 100

// excerpt shows a line of text with a caret below the column.
func excerpt(text string, line, column int) string {
	runes := []rune(text)
	at := max(0, min(column-1, len(runes)))
	first, dots := 0, ""
	if at > excerptWidth-20 {
		first, dots = at-40, "…"
	}
	last := min(len(runes), first+excerptWidth)
	number := fmt.Sprintf("%5d | ", line)
	var shown, below strings.Builder
	shown.WriteString(dots)
	below.WriteString(strings.Repeat(" ", utf8.RuneCountInString(dots)))
	for i := first; i < last; i++ {
		shown.WriteString(printable(string(runes[i])))
		if i < at {
			below.WriteString(strings.Repeat(" ", width(runes[i])))
		}
	}
	if last < len(runes) {
		shown.WriteString("…")
	}
	return number + strings.TrimRightFunc(shown.String(), unicode.IsSpace) + "\n      | " + below.String() + "^\n"
}

// width returns how many columns of a terminal a character takes, closely
// enough to place a caret: two for the wide scripts of East Asia.
func width(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
		return 2
	}
	return 1
}

// printable replaces what could disturb a terminal: a program comes from
// somebody else.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsPrint(r) || r == ' ':
			return r
		}
		return '�'
	}, s)
}

// quoted quotes a text for a message, shortened.
func quoted(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		s = string(runes[:57]) + "…"
	}
	return `"` + printable(s) + `"`
}
