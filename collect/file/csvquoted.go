package file

import (
	"bytes"
	"fmt"
	"io"

	"github.com/tickmark-audit/tickmark/collect/record"
)

// readQuoted splits a record that has a quote character, whose first line is
// line, into out and ends. It reads further lines while a quoted value is
// open. A quote inside a quoted value is written twice.
func (c *csvReader) readQuoted(line []byte) error {
	c.out, c.ends = c.out[:0], c.ends[:0]
	for i := 0; ; i++ { // one round for each value; i is where it begins
		if i < len(line) && line[i] == c.d.quote {
			rest, err := c.quotedValue(line[i+1:])
			if err != nil {
				return err
			}
			line, i = rest, 0
			switch {
			case len(line) == 0, line[0] == '\n':
				return c.endValue()
			case line[0] == '\r' && len(line) > 1 && line[1] == '\n':
				return c.endValue()
			case line[0] != c.d.delimiter:
				return c.fault(fmt.Sprintf("text follows the closing quote of value %d", len(c.ends)+1),
					fmt.Sprintf("write a quote inside a quoted value twice (%c%c)", c.d.quote, c.d.quote))
			}
			if err := c.endValue(); err != nil {
				return err
			}
			continue
		}
		n := bytes.IndexByte(line[i:], c.d.delimiter)
		last := n < 0
		value := line[i:]
		if last {
			value = bytes.TrimSuffix(value, []byte("\n"))
			if len(value) < len(line)-i {
				value = bytes.TrimSuffix(value, []byte("\r"))
			}
		} else {
			value = value[:n]
		}
		if bytes.IndexByte(value, c.d.quote) >= 0 {
			return c.fault(fmt.Sprintf("value %d has a quote and does not begin with one", len(c.ends)+1),
				fmt.Sprintf("quote the whole value and write the quote in it twice (%c%c)", c.d.quote, c.d.quote))
		}
		if bytes.IndexByte(value, '\r') >= 0 {
			return c.bareReturn()
		}
		c.out = append(c.out, value...)
		if err := c.endValue(); err != nil || last {
			return err
		}
		i += n
	}
}

// quotedValue appends a quoted value to out. line is what follows the opening
// quote; it returns what follows the closing one.
func (c *csvReader) quotedValue(line []byte) ([]byte, error) {
	opened := c.lines.Number()
	for {
		i := bytes.IndexByte(line, c.d.quote)
		switch {
		case i < 0:
			c.out = append(c.out, line...)
			var err error
			if len(c.out) > record.MaxLine {
				return nil, c.fault(fmt.Sprintf("the quoted value that begins on line %d is longer than %d MiB", opened, record.MaxLine>>20),
					"a closing quote is missing there")
			}
			if line, err = c.line(); err == io.EOF {
				return nil, &record.Error{Line: opened, Message: "the quoted value that begins here is never closed",
					Help: "close the quote; if the file was cut off, export it again"}
			} else if err != nil {
				return nil, err
			}
		case i+1 < len(line) && line[i+1] == c.d.quote:
			c.out = append(c.out, line[:i+1]...)
			line = line[i+2:]
		default:
			c.out = append(c.out, line[:i]...)
			return line[i+1:], nil
		}
	}
}

func (c *csvReader) endValue() error {
	c.ends = append(c.ends, len(c.out))
	return nil
}
