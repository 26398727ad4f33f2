package file

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/tickmark-audit/tickmark/collect/record"
)

// The encodings of a text file.
const (
	utf8Encoding  = "utf-8"
	utf16le       = "utf-16le"
	utf16be       = "utf-16be"
	windows1252   = "windows-1252"
	iso88591      = "iso-8859-1"
	encodingNames = "utf-8, utf-16le, utf-16be, windows-1252 or iso-8859-1"
)

// byteOrderMarks are the signatures that a file may begin with.
var byteOrderMarks = []struct {
	encoding string
	mark     []byte
}{
	{utf8Encoding, []byte{0xEF, 0xBB, 0xBF}},
	{utf16le, []byte{0xFF, 0xFE}},
	{utf16be, []byte{0xFE, 0xFF}},
}

// skipMark steps over the byte order mark of the declared encoding. One of
// another encoding is an error: the file is not what was declared. A mark
// that comes later is text like any other.
func skipMark(r *bufio.Reader, encoding string) error {
	for _, b := range byteOrderMarks {
		head, err := r.Peek(len(b.mark))
		if err != nil && err != io.EOF {
			return err
		}
		if !bytes.Equal(head, b.mark) {
			continue
		}
		// windows-1252 has ÿþ as plain text, but no file begins with it.
		if b.encoding != encoding {
			return &record.Error{Message: fmt.Sprintf("the file begins with the byte order mark of %s, and %s is declared", b.encoding, encoding),
				Help: "declare encoding: " + b.encoding}
		}
		_, err = r.Discard(len(b.mark))
		return err
	}
	return nil
}

// decodeText returns r's text as UTF-8. UTF-8 is passed through unchecked:
// the parser checks each line, so that it can say where. A byte that the
// encoding does not have is an *record.Error.
func decodeText(r io.Reader, encoding string) (io.Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	if err := skipMark(in, encoding); err != nil {
		return nil, err
	}
	switch encoding {
	case utf8Encoding:
		return in, nil
	case utf16le:
		return &transcoder{in: in, next: utf16Rune(0, 1)}, nil
	case utf16be:
		return &transcoder{in: in, next: utf16Rune(1, 0)}, nil
	case windows1252:
		return &transcoder{in: in, next: nextWindows1252}, nil
	case iso88591:
		return &transcoder{in: in, next: nextISO88591}, nil
	}
	return nil, fmt.Errorf("encoding %q is not known; write %s", encoding, encodingNames)
}

// transcoder turns the runes that next reads into UTF-8.
type transcoder struct {
	in   *bufio.Reader
	next func(*bufio.Reader) (rune, error)
	err  error
}

func (t *transcoder) Read(p []byte) (int, error) {
	n := 0
	for t.err == nil && n+utf8.UTFMax <= len(p) {
		r, err := t.next(t.in)
		if err != nil {
			t.err = err
			break
		}
		n += utf8.EncodeRune(p[n:], r)
	}
	if n > 0 {
		return n, nil
	}
	return 0, t.err
}

func nextISO88591(in *bufio.Reader) (rune, error) {
	b, err := in.ReadByte()
	return rune(b), err
}

func nextWindows1252(in *bufio.Reader) (rune, error) {
	b, err := in.ReadByte()
	if err != nil {
		return 0, err
	}
	switch b {
	case 0x81, 0x8D, 0x8F, 0x90, 0x9D:
		return 0, &record.Error{Message: fmt.Sprintf("byte 0x%02X is no character of windows-1252", b),
			Help: "declare the encoding that the export is written in"}
	}
	return charmap.Windows1252.DecodeByte(b), nil
}

// utf16Rune reads one rune of two or four bytes; lo and hi say which byte of
// a unit comes first.
func utf16Rune(lo, hi int) func(*bufio.Reader) (rune, error) {
	unit := func(in *bufio.Reader) (rune, error) {
		var b [2]byte
		if _, err := io.ReadFull(in, b[:]); err == io.ErrUnexpectedEOF {
			return 0, &record.Error{Message: "the file ends in the middle of a UTF-16 character",
				Help: "it is truncated, or not UTF-16: export it again or declare its encoding"}
		} else if err != nil {
			return 0, err
		}
		return rune(b[lo]) | rune(b[hi])<<8, nil
	}
	broken := &record.Error{Message: "half of a UTF-16 surrogate pair stands alone", Help: "the file is damaged: export it again"}
	return func(in *bufio.Reader) (rune, error) {
		first, err := unit(in)
		if err != nil || !utf16.IsSurrogate(first) {
			return first, err
		}
		second, err := unit(in)
		if err == io.EOF {
			return 0, broken
		}
		if err != nil {
			return 0, err
		}
		r := utf16.DecodeRune(first, second)
		if r == utf8.RuneError {
			return 0, broken
		}
		return r, nil
	}
}
