package population

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/tickmark-audit/tickmark/soc"
)

// listedCasts is how many failed casts are kept in memory, to be shown.
const listedCasts = 100

// failedCasts writes every failed cast to a file, one JSON object a line, so
// that a million of them take no memory. Without any there is no file.
type failedCasts struct {
	path  string
	file  *os.File
	out   *bufio.Writer
	json  *json.Encoder
	first []soc.FailedCast
	count int64
}

func newFailedCasts(path string) (*failedCasts, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("list of failed casts: %w", err)
	}
	return &failedCasts{path: path}, nil
}

func (f *failedCasts) add(c soc.FailedCast) error {
	if f.file == nil {
		file, err := os.OpenFile(f.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return fmt.Errorf("list of failed casts: %w", err)
		}
		f.file, f.out = file, bufio.NewWriterSize(file, 64<<10)
		f.json = json.NewEncoder(f.out)
		f.json.SetEscapeHTML(false)
	}
	f.count++
	if len(f.first) < listedCasts {
		f.first = append(f.first, c)
	}
	if err := f.json.Encode(c); err != nil {
		return fmt.Errorf("list of failed casts: %w", err)
	}
	return nil
}

func (f *failedCasts) close() error {
	if f.file == nil {
		return nil
	}
	if err := errors.Join(f.out.Flush(), f.file.Close()); err != nil {
		return fmt.Errorf("list of failed casts: %w", err)
	}
	return nil
}
