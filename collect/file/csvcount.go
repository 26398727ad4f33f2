package file

import (
	"io"

	"github.com/tickmark-audit/tickmark/program"
)

// countCSV counts the records of a CSV file without splitting them: line
// feeds outside of quotes, and a last line that lacks one. It looks at bytes,
// or at pairs of bytes in UTF-16, and never at text. For whatever the decoder
// accepts the two agree; what it refuses may count as anything.
func countCSV(spec *program.FileSource, r io.Reader) (int64, error) {
	d, err := newDialect(spec)
	if err != nil {
		return 0, err
	}
	width, low, high := 1, 0, 0
	switch d.encoding {
	case utf16le:
		width, low, high = 2, 0, 1
	case utf16be:
		width, low, high = 2, 1, 0
	}
	var (
		records int64
		quoted  bool
		open    bool // something follows the last line feed
		first   = true
		buf     = make([]byte, 64<<10)
		kept    = 0
	)
	for {
		n, err := r.Read(buf[kept:])
		n += kept
		i := 0
		if first && n >= 4 || first && err != nil {
			i, first = markLength(buf[:n], d.encoding), false
		}
		if !first {
			for ; i+width <= n; i += width {
				b := buf[i+low]
				if width == 2 && buf[i+high] != 0 {
					open = true
					continue
				}
				switch {
				case d.quote != 0 && b == d.quote:
					quoted, open = !quoted, true
				case b == '\n' && !quoted:
					records++
					open = false
				default:
					open = true
				}
			}
		}
		kept = copy(buf, buf[i:n])
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
	}
	if open || kept > 0 {
		records++
	}
	if d.header {
		if records == 0 {
			return 0, emptyFile("the file holds no header line")
		}
		records--
	}
	return records, nil
}

func markLength(head []byte, encoding string) int {
	for _, b := range byteOrderMarks {
		if b.encoding == encoding && len(head) >= len(b.mark) && string(head[:len(b.mark)]) == string(b.mark) {
			return len(b.mark)
		}
	}
	return 0
}
