package collect

import (
	"errors"
	"fmt"
	"io"

	"github.com/tickmark-audit/tickmark/collect/command"
	"github.com/tickmark-audit/tickmark/collect/file"
	"github.com/tickmark-audit/tickmark/collect/git"
	"github.com/tickmark-audit/tickmark/collect/sql"
	"github.com/tickmark-audit/tickmark/program"
)

var errNoSource = errors.New("it has no source; write file, git, sql or command under source")

// Decode returns the records of sealed raw bytes. It is pure: the same bytes
// and the same declaration give the same records, without network, clock or
// environment. The error, and that of Next, is a *RecordError when the bytes
// do not fit the declaration. The caller closes the Records.
func Decode(pop program.Population, raw io.ReaderAt, size int64) (Records, error) {
	var records Records
	var err error
	switch s := pop.Source; {
	case s.File != nil:
		records, err = file.Decode(pop, raw, size)
	case s.Git != nil:
		records, err = git.Decode(pop, raw, size)
	case s.SQL != nil:
		records, err = sql.Decode(pop, raw, size)
	case s.Command != nil:
		records, err = command.Decode(pop, raw, size)
	default:
		err = errNoSource
	}
	if err != nil {
		return nil, fmt.Errorf("population %s: %w", pop.Name, err)
	}
	return records, nil
}

// CountPhysical counts the records in raw bytes without the decoder, so that
// a record that the decoder lost would show. It does not check them: bytes
// that Decode refuses may count as anything, or be an error.
func CountPhysical(pop program.Population, raw io.ReaderAt, size int64) (int64, error) {
	var n int64
	var err error
	switch s := pop.Source; {
	case s.File != nil:
		n, err = file.Count(pop, raw, size)
	case s.Git != nil:
		n, err = git.Count(raw, size)
	case s.SQL != nil:
		n, err = sql.Count(raw, size)
	case s.Command != nil:
		n, err = command.Count(pop, raw, size)
	default:
		err = errNoSource
	}
	if err != nil {
		return 0, fmt.Errorf("population %s: %w", pop.Name, err)
	}
	return n, nil
}
