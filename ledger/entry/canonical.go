package entry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/cyberphone/json-canonicalization/go/src/webpki.org/jsoncanonicalizer"
)

// maxInteger is the largest integer that every JSON reader keeps exactly
// (RFC 7493, section 2.2).
const maxInteger = 1<<53 - 1

// maxDepth bounds the nesting of an entry, which readers recurse into.
const maxDepth = 64

// Canonical returns v, which must be a JSON object, in canonical form (RFC
// 8785). The only numbers that it
// takes are integers between -(2^53-1) and 2^53-1, because others do not
// survive every reader: decimals are written as text. The error names the
// value that does not fit.
func Canonical(v any) ([]byte, error) {
	var plain bytes.Buffer
	e := json.NewEncoder(&plain)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return canonicalize(bytes.TrimSuffix(plain.Bytes(), []byte("\n")))
}

// canonicalize accepts any spelling of the JSON in data.
func canonicalize(data []byte) ([]byte, error) {
	if len(data) > MaxSize {
		return nil, tooLarge(len(data))
	}
	if !utf8.Valid(data) {
		return nil, errors.New("it is not UTF-8")
	}
	if !json.Valid(data) {
		return nil, errors.New("it is not JSON")
	}
	if bytes.TrimLeft(data, " \t\r\n")[0] != '{' {
		return nil, errors.New("it is not a JSON object")
	}
	if err := checkTokens(data); err != nil {
		return nil, err
	}
	return jsoncanonicalizer.Transform(data)
}

func tooLarge(size int) error {
	return fmt.Errorf("it has %d bytes and may have %d: put the data in an object and name its digest", size, MaxSize)
}

// checkCanonical accepts only the one canonical spelling.
func checkCanonical(data []byte) error {
	canonical, err := canonicalize(data)
	if err != nil {
		return err
	}
	if !bytes.Equal(canonical, data) {
		return errors.New("it is not in canonical form (RFC 8785)")
	}
	return nil
}

func checkTokens(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case json.Delim:
			if token == '{' || token == '[' {
				depth++
			} else {
				depth--
			}
			if depth > maxDepth {
				return fmt.Errorf("it is nested more than %d deep", maxDepth)
			}
		case json.Number:
			n, err := strconv.ParseInt(token.String(), 10, 64)
			if err != nil || n > maxInteger || n < -maxInteger {
				return fmt.Errorf("the number %s is not an integer that every reader keeps exactly: write it as text", token)
			}
		}
	}
}
