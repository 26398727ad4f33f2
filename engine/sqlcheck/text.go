package sqlcheck

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/tickmark-audit/tickmark/engine"
)

// maxSQL bounds one piece of SQL; the longest sensible ones have a few
// thousand bytes.
const maxSQL = 256 << 10

// Text returns an *engine.SQLError for SQL that no parser should see: text
// that is too long, is not UTF-8, or holds a NUL byte.
func Text(sql string) error {
	if len(sql) > maxSQL {
		return &engine.SQLError{Offset: maxSQL, Message: fmt.Sprintf("the SQL has %d bytes; at most %d may run", len(sql), maxSQL), Hint: "put long lists of values into a population"}
	}
	if i := strings.IndexByte(sql, 0); i >= 0 {
		return &engine.SQLError{Offset: i, Message: "the SQL holds a NUL byte", Hint: "remove it"}
	}
	for i, r := range sql {
		if r != utf8.RuneError {
			continue
		}
		if _, size := utf8.DecodeRuneInString(sql[i:]); size == 1 {
			return &engine.SQLError{Offset: i, Message: "the SQL is not valid UTF-8 text", Hint: "save the file as UTF-8"}
		}
	}
	return nil
}
