package program

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// position returns the line and column in the file of a byte offset in a
// scalar's text, however the scalar is written: YAML folds lines, drops
// indentation and reads escapes, so the text and its source are walked side
// by side. White space is not compared, since it is what folding changes;
// when anything else differs, the beginning of the scalar is returned.
func (n *node) position(offset int) (line, column int) {
	if n.parameter {
		return n.line, n.column
	}
	w := walker{style: n.style, file: n.file, line: n.line, column: n.column}
	switch n.style {
	case blockStyle:
		w.line, w.column = n.line+1, 1 // the header has a line of its own
	case singleQuoted, doubleQuoted:
		w.column++
	}
	for i, r := range n.text {
		if unicode.IsSpace(r) {
			if i >= offset {
				break
			}
			w.space()
			continue
		}
		if !w.toCharacter() {
			return n.line, n.column
		}
		if i >= offset {
			break
		}
		if !w.take(r) {
			return n.line, n.column
		}
	}
	return w.line, w.column
}

// walker is a place in the source of a scalar.
type walker struct {
	style        style
	file         *file
	line, column int
}

// rest returns the source from the place to the end of its line.
func (w *walker) rest() string {
	line := w.file.line(w.line)
	for i := 1; i < w.column && line != ""; i++ {
		_, size := utf8.DecodeRuneInString(line)
		line = line[size:]
	}
	return line
}

// space moves over one white space character of the text, if the source
// holds it as an escape. Any other is left to toCharacter.
func (w *walker) space() {
	if w.style != doubleQuoted {
		return
	}
	rest := w.rest()
	trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
	if escapesSpace(trimmed) {
		w.column += utf8.RuneCountInString(rest) - utf8.RuneCountInString(trimmed) + escapeLength(trimmed)
	}
}

// toCharacter moves to the next character that is not white space, over line
// ends and escaped line ends. It is false at the end of the file.
func (w *walker) toCharacter() bool {
	for w.line <= len(w.file.lines) {
		rest := w.rest()
		trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
		continued := w.style == doubleQuoted && trimmed == `\`
		if trimmed != "" && !continued {
			w.column += utf8.RuneCountInString(rest) - utf8.RuneCountInString(trimmed)
			return true
		}
		w.line, w.column = w.line+1, 1
	}
	return false
}

// take moves over the source of one character of the text, and is false when
// the source has another.
func (w *walker) take(r rune) bool {
	rest := w.rest()
	first, _ := utf8.DecodeRuneInString(rest)
	switch {
	case w.style == singleQuoted && r == '\'' && strings.HasPrefix(rest, "''"):
		w.column += 2
	case w.style == doubleQuoted && first == '\\':
		w.column += escapeLength(rest)
	case first == r:
		w.column++
	default:
		return false
	}
	return true
}

// escapesSpace reports whether the source begins with the escape of a white
// space character.
func escapesSpace(rest string) bool {
	if len(rest) < 2 || rest[0] != '\\' {
		return false
	}
	if length := escapeLength(rest); length > 2 && length <= len(rest) {
		code, err := strconv.ParseUint(rest[2:length], 16, 32)
		return err == nil && unicode.IsSpace(rune(code))
	}
	return strings.IndexByte(" \tnrtvfNLP_", rest[1]) >= 0
}

// escapeLength returns how many characters an escape of a double-quoted
// scalar takes.
func escapeLength(rest string) int {
	if len(rest) < 2 {
		return 1
	}
	switch rest[1] {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	}
	return 2
}
