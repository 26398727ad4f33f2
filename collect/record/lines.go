package record

import (
	"bufio"
	"fmt"
	"io"
)

// MaxLine is the most bytes that one line, or one CSV record, may have. What
// is longer is a damaged file or the wrong dialect, never a record.
const MaxLine = 16 << 20

// Lines reads lines that end with a line feed; the last may lack it.
type Lines struct {
	r    *bufio.Reader
	long []byte
	n    int64
}

// NewLines returns a reader of r's lines.
func NewLines(r io.Reader) *Lines { return &Lines{r: bufio.NewReaderSize(r, 256<<10)} }

// Number returns the number of the line last returned, 1 being the first.
func (l *Lines) Number() int64 { return l.n }

// Next returns the next line with its line feed, valid until the next call,
// and io.EOF when there is none. A line longer than MaxLine is an *Error;
// an error of the reader beneath is returned with the line it struck.
func (l *Lines) Next() ([]byte, error) {
	line, err := l.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		l.long = append(l.long[:0], line...)
		for err == bufio.ErrBufferFull && len(l.long) <= MaxLine {
			line, err = l.r.ReadSlice('\n')
			l.long = append(l.long, line...)
		}
		line = l.long
	}
	if len(line) > MaxLine {
		return nil, &Error{Line: l.n + 1, Message: fmt.Sprintf("the line is longer than %d MiB", MaxLine>>20),
			Help: "check that this is the file meant, and its declared encoding and quote"}
	}
	switch {
	case err == nil, err == io.EOF && len(line) > 0:
		l.n++
		return line, nil
	case err == io.EOF:
		return nil, io.EOF
	}
	return nil, At(err, l.n+1)
}

// At gives an *Error that does not know its line the line; any other error is
// wrapped with it.
func At(err error, line int64) error {
	if e, ok := err.(*Error); ok {
		if e.Line == 0 && e.Record == 0 {
			c := *e
			c.Line = line
			return &c
		}
		return err
	}
	return fmt.Errorf("line %d: %w", line, err)
}
