package file

import (
	"errors"
	"io"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

func decodeParquet(pop program.Population, raw io.ReaderAt, size int64) (record.Reader, error) {
	return nil, errors.New("Parquet cannot be read yet")
}

func countParquet(raw io.ReaderAt, size int64) (int64, error) {
	return 0, errors.New("Parquet cannot be read yet")
}
