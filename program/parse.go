package program

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// text checks that a file's bytes are UTF-8 text and cuts them into lines.
// It reports a fault and returns false when they are not.
func (l *loader) text(f *file) bool {
	data := bytes.TrimPrefix(f.data, []byte("\ufeff"))
	f.lines = splitLines(strings.ToValidUTF8(string(data), "�"))
	for offset := 0; offset < len(data); {
		r, size := utf8.DecodeRune(data[offset:])
		invalid := r == utf8.RuneError && size == 1
		if !invalid && r != 0 {
			offset += size
			continue
		}
		line := 1 + bytes.Count(data[:offset], []byte("\n"))
		column := 1 + utf8.RuneCount(data[bytes.LastIndexByte(data[:offset], '\n')+1:offset])
		if invalid {
			l.faultAt(f, line, column, "save the file as UTF-8", "the byte 0x%02x is not UTF-8 text", data[offset])
		} else {
			l.faultAt(f, line, column, "remove it: a program is text", "a NUL byte")
		}
		return false
	}
	for i, line := range f.lines {
		if len(line) > maxLineLength {
			l.faultAt(f, i+1, 1, "break the line", "a line of %d bytes; at most %d are read", len(line), maxLineLength)
			return false
		}
	}
	if len(f.lines) > maxLines {
		l.faultAt(f, maxLines, 1, "split the file", "the file has %d lines; at most %d are read", len(f.lines), maxLines)
		return false
	}
	return true
}

// parse returns the one document of a YAML file, or nil after reporting why
// there is none.
func (l *loader) parse(f *file) *node {
	if !l.text(f) {
		return nil
	}
	return l.parseLines(f, f.lines)
}

// parseLines parses lines that stand at the same place in the file.
func (l *loader) parseLines(f *file, lines []string) *node {
	if line := tooDeep(lines); line > 0 {
		l.faultAt(f, line, 1, "a program never needs more than a few levels", "the values are nested too deep")
		return nil
	}
	tree, err := parseYAML(strings.Join(lines, "\n") + "\n")
	if err != nil {
		l.syntaxFault(f, err)
		return nil
	}
	docs := tree.Docs
	for len(docs) > 0 && docs[len(docs)-1].Body == nil {
		docs = docs[:len(docs)-1]
	}
	if len(docs) == 0 {
		l.faultAt(f, 0, 0, "write what belongs here, or remove the file", "the file is empty")
		return nil
	}
	b := &builder{loader: l, file: f}
	if len(docs) > 1 {
		place := b.at(&node{}, docs[1].Body.GetToken())
		l.fault(place, `remove the line "---", and write one file for each document`, "a second document in one file")
	}
	root := b.build(docs[0].Body, 0)
	if root.bad {
		return nil
	}
	if root.kind != mapping {
		l.fault(root, "write key: value lines", "the file must hold keys with values")
		return nil
	}
	return root
}

// parseYAML calls the parser. A panic of the parser becomes an error: the
// bytes come from somebody else.
func parseYAML(text string) (tree *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			tree, err = nil, fmt.Errorf("the YAML parser failed: %v", r)
		}
	}()
	return parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
}

func (l *loader) syntaxFault(f *file, err error) {
	var syntax yaml.Error
	if !errors.As(err, &syntax) || syntax.GetToken() == nil || syntax.GetToken().Position == nil {
		l.faultAt(f, 0, 0, "look for a key without a colon, a missing quote, or text that is not indented", "not YAML: %s", firstLine(err.Error()))
		return
	}
	at := syntax.GetToken().Position
	help := "check the indentation and the colons; text that holds \": \", or begins with a special character, needs quotes"
	if strings.Contains(f.line(at.Line), "${") && strings.ContainsAny(f.line(at.Line), "{[") {
		help = `inside { } and [ ], write a parameter in quotes: "${name}"`
	}
	message := firstLine(syntax.GetMessage())
	if strings.Contains(syntax.GetMessage(), "'\t'") {
		message, help = "a tab in the indentation", "indent with spaces"
	}
	l.faultAt(f, at.Line, at.Column, help, "not YAML: %s", message)
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return printable(s)
}

// tooDeep returns the line in which nesting passes the bound, and 0 when it
// never does. The parser recurses, so this is asked before it runs; brackets
// in text are counted too, which only makes the bound stricter.
func tooDeep(lines []string) int {
	depth := 0
	for i, line := range lines {
		dashes := 0
		for _, r := range line {
			if r != '-' && r != '?' && r != ' ' {
				break
			}
			if r != ' ' {
				dashes++
			}
		}
		if dashes > maxNesting && strings.Trim(line, "- ") != "" {
			return i + 1
		}
		for _, r := range line {
			switch r {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(0, depth-1)
			}
			if depth > 20*maxNesting {
				return i + 1
			}
		}
	}
	return 0
}
