package file

import (
	"errors"
	"io"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

func decodeXLSX(pop program.Population, spec *program.FileSource, raw io.ReaderAt, size int64) (record.Reader, error) {
	return nil, errors.New("XLSX cannot be read yet")
}

func countXLSX(spec *program.FileSource, raw io.ReaderAt, size int64) (int64, error) {
	return 0, errors.New("XLSX cannot be read yet")
}
