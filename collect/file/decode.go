package file

import (
	"fmt"
	"io"

	"github.com/tickmark-audit/tickmark/collect/jsonl"
	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

// The formats of a file.
const (
	csvFormat     = "csv"
	jsonlFormat   = "jsonl"
	xlsxFormat    = "xlsx"
	parquetFormat = "parquet"
)

func validate(spec *program.FileSource) error {
	switch spec.Format {
	case csvFormat:
		if _, err := newDialect(spec); err != nil {
			return err
		}
	case jsonlFormat:
	case xlsxFormat, parquetFormat:
		if spec.Compression != "" && spec.Compression != "none" {
			return fmt.Errorf("compression %q does not go with format %s, which is compressed inside; remove it", spec.Compression, spec.Format)
		}
	default:
		return fmt.Errorf("format %q is not known; write csv, jsonl, xlsx or parquet", spec.Format)
	}
	switch encodingOf(spec) {
	case utf8Encoding, utf16le, utf16be, windows1252, iso88591:
	default:
		return fmt.Errorf("encoding %q is not known; write %s", spec.Encoding, encodingNames)
	}
	switch spec.Compression {
	case "", "none", "gzip":
	default:
		return fmt.Errorf("compression %q is not known; write none or gzip", spec.Compression)
	}
	return nil
}

// Decode returns the records of the file's bytes. The error is a
// *record.Error when the bytes do not fit what the program declares.
func Decode(pop program.Population, raw io.ReaderAt, size int64) (record.Reader, error) {
	spec := pop.Source.File
	if err := validate(spec); err != nil {
		return nil, err
	}
	in, err := content(spec, raw, size)
	if err != nil {
		return nil, err
	}
	var r record.Reader
	switch spec.Format {
	case csvFormat:
		r, err = decodeCSV(pop, spec, in)
	case jsonlFormat:
		var text io.Reader
		if text, err = decodeText(in, encodingOf(spec)); err == nil {
			r = jsonl.Decode(pop, text)
		}
	case xlsxFormat:
		r, err = decodeXLSX(pop, spec, raw, size)
	case parquetFormat:
		r, err = decodeParquet(pop, raw, size)
	}
	if err != nil {
		return nil, err
	}
	return record.Sticky(r), nil
}

// Count counts the records in the file's bytes without the decoder: line ends
// outside of quotes (CSV), lines that are not blank (JSON lines), rows with a
// value by another library (XLSX), or the footer's own figure (Parquet).
func Count(pop program.Population, raw io.ReaderAt, size int64) (int64, error) {
	spec := pop.Source.File
	if err := validate(spec); err != nil {
		return 0, err
	}
	in, err := content(spec, raw, size)
	if err != nil {
		return 0, err
	}
	switch spec.Format {
	case csvFormat:
		return countCSV(spec, in)
	case jsonlFormat:
		text, err := decodeText(in, encodingOf(spec))
		if err != nil {
			return 0, err
		}
		return jsonl.Count(text)
	case xlsxFormat:
		return countXLSX(spec, raw, size)
	default:
		return countParquet(raw, size)
	}
}
