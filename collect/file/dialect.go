package file

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/program"
)

// dialect is how a CSV file is written.
type dialect struct {
	delimiter byte
	quote     byte // 0: nothing is quoted
	header    bool
	encoding  string
}

// newDialect reads the dialect that a program declares. The error names the
// key that is wrong.
func newDialect(spec *program.FileSource) (dialect, error) {
	d := dialect{delimiter: ',', quote: '"', header: spec.Header, encoding: encodingOf(spec)}
	if spec.Delimiter != "" {
		b, err := oneByte("delimiter", spec.Delimiter)
		if err != nil {
			return d, err
		}
		d.delimiter = b
	}
	switch spec.Quote {
	case "":
	case "none":
		d.quote = 0
	default:
		b, err := oneByte("quote", spec.Quote)
		if err != nil {
			return d, err
		}
		d.quote = b
	}
	if d.quote == d.delimiter {
		return d, fmt.Errorf("delimiter and quote are both %q; they must differ", spec.Delimiter)
	}
	return d, nil
}

func encodingOf(spec *program.FileSource) string {
	if spec.Encoding == "" {
		return utf8Encoding
	}
	return spec.Encoding
}

func oneByte(key, s string) (byte, error) {
	if len(s) != 1 || s[0] >= 0x80 || s[0] == '\n' || s[0] == '\r' || s[0] == 0 {
		return 0, fmt.Errorf("%s %q must be one ASCII character, such as \",\" or \"\\t\"", key, s)
	}
	return s[0], nil
}
