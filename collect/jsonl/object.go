// Package jsonl reads lines that hold one JSON value each. Values keep their
// text: a number is never turned into a float, so an id of twenty digits
// keeps all of them.
package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// Kind is the kind of a JSON value.
type Kind byte

// The kinds of value.
const (
	Null Kind = iota
	String
	Number
	Boolean
	Object
	Array
)

// Value is a JSON value as it is written.
type Value struct {
	Kind Kind
	Raw  []byte // the value's JSON text
}

// Text returns the value as text: a string without its quotes and escapes, a
// number exactly as it is written, true or false, and "" for null. A nested
// value is an error, and so is a string that holds NUL or half of a surrogate
// pair, which no text can hold.
func (v Value) Text() (string, error) {
	switch v.Kind {
	case Null:
		return "", nil
	case String:
		return unescape(v.Raw[1 : len(v.Raw)-1])
	case Object:
		return "", errors.New("the value is an object, and a column holds a single value")
	case Array:
		return "", errors.New("the value is a list, and a column holds a single value")
	}
	return string(v.Raw), nil
}

// Members calls each for every member of the JSON object in line, in order.
// It returns an error when line is not UTF-8, not valid JSON or no object,
// when a name occurs twice, or the error of each.
func Members(line []byte, each func(name string, v Value) error) error {
	if err := check(line); err != nil {
		return err
	}
	// From here on the text is valid JSON: the scan only finds the borders.
	s := scan{b: line}
	s.space()
	if s.b[s.i] != '{' {
		return errors.New("the line is not a JSON object")
	}
	s.i++
	seen := map[string]bool{}
	for s.space(); s.b[s.i] != '}'; s.space() {
		if s.b[s.i] == ',' {
			s.i++
			s.space()
		}
		raw := s.value()
		name, err := Value{Kind: String, Raw: raw.Raw}.Text()
		if err != nil {
			return fmt.Errorf("a name in the object: %w", err)
		}
		if seen[name] {
			return fmt.Errorf("the object has the name %q twice", name)
		}
		seen[name] = true
		s.space()
		s.i++ // the colon
		s.space()
		if err := each(name, s.value()); err != nil {
			return err
		}
	}
	return nil
}

// Elements calls each for every element of the JSON array in line, in order.
// Its errors are those of Members.
func Elements(line []byte, each func(v Value) error) error {
	if err := check(line); err != nil {
		return err
	}
	s := scan{b: line}
	s.space()
	if s.b[s.i] != '[' {
		return errors.New("the line is not a JSON array")
	}
	s.i++
	for s.space(); s.b[s.i] != ']'; s.space() {
		if s.b[s.i] == ',' {
			s.i++
			s.space()
		}
		if err := each(s.value()); err != nil {
			return err
		}
	}
	return nil
}

func check(line []byte) error {
	if !utf8.Valid(line) {
		return errors.New("the line is not UTF-8")
	}
	if json.Valid(line) {
		return nil
	}
	var v json.RawMessage
	err := json.Unmarshal(line, &v)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		if syntax.Error() == "unexpected end of JSON input" {
			return errors.New("the JSON ends too early; an object must be on one line")
		}
		return fmt.Errorf("the line is not valid JSON at byte %d (%v)", syntax.Offset, err)
	}
	return errors.New("the line is not valid JSON")
}

// scan finds the borders of values in valid JSON.
type scan struct {
	b []byte
	i int
}

func (s *scan) space() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\t' || s.b[s.i] == '\n' || s.b[s.i] == '\r') {
		s.i++
	}
}

func (s *scan) value() Value {
	start := s.i
	switch s.b[start] {
	case '"':
		s.string()
		return Value{String, s.b[start:s.i]}
	case '{', '[':
		kind := Object
		if s.b[start] == '[' {
			kind = Array
		}
		depth := 0
		for {
			switch s.b[s.i] {
			case '"':
				s.string()
				continue
			case '{', '[':
				depth++
			case '}', ']':
				depth--
			}
			s.i++
			if depth == 0 {
				return Value{kind, s.b[start:s.i]}
			}
		}
	}
	for s.i < len(s.b) && bytes.IndexByte([]byte(",]} \t\r\n"), s.b[s.i]) < 0 {
		s.i++
	}
	kind := Number
	switch s.b[start] {
	case 't', 'f':
		kind = Boolean
	case 'n':
		kind = Null
	}
	return Value{kind, s.b[start:s.i]}
}

func (s *scan) string() {
	for s.i++; s.b[s.i] != '"'; s.i++ {
		if s.b[s.i] == '\\' {
			s.i++
		}
	}
	s.i++
}

// unescape returns the text of a valid JSON string without its quotes.
func unescape(b []byte) (string, error) {
	if bytes.IndexByte(b, '\\') < 0 {
		return string(b), nil
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' {
			out = append(out, b[i])
			continue
		}
		i++
		switch b[i] {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r := hex4(b[i+1:])
			i += 4
			if r == 0 {
				return "", errors.New("the text holds NUL (\\u0000)")
			}
			if utf16.IsSurrogate(r) {
				if i+6 >= len(b) || b[i+1] != '\\' || b[i+2] != 'u' {
					return "", errors.New("the text holds half of a surrogate pair")
				}
				if r = utf16.DecodeRune(r, hex4(b[i+3:])); r == utf8.RuneError {
					return "", errors.New("the text holds half of a surrogate pair")
				}
				i += 6
			}
			out = utf8.AppendRune(out, r)
		default: // a quote, a slash or a backslash
			out = append(out, b[i])
		}
	}
	return string(out), nil
}

func hex4(b []byte) rune {
	var r rune
	for _, c := range b[:4] {
		switch {
		case c <= '9':
			c -= '0'
		default:
			c = c&^0x20 - 'A' + 10
		}
		r = r<<4 | rune(c)
	}
	return r
}
