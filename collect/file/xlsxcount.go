package file

import (
	"fmt"
	"io"
	"math"

	"archive/zip"

	"github.com/xuri/excelize/v2"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

// countXLSX counts the rows below the header row that have a value, with
// excelize, which shares no code with the decoder.
func countXLSX(spec *program.FileSource, raw io.ReaderAt, size int64) (n int64, err error) {
	// The library may panic on a workbook that is not well formed.
	defer func() {
		if p := recover(); p != nil {
			n, err = 0, &record.Error{Message: fmt.Sprintf("the workbook is damaged (%v)", p), Help: "copy or export the file again"}
		}
	}()
	z, err := zip.NewReader(raw, size)
	if err != nil {
		return 0, notXLSX("it is no zip archive, or a truncated one")
	}
	if err := checkSizes(z); err != nil {
		return 0, err
	}
	book, err := excelize.OpenReader(io.NewSectionReader(raw, 0, size), excelize.Options{UnzipSizeLimit: math.MaxInt64, RawCellValue: true})
	if err != nil {
		return 0, notXLSX(err.Error())
	}
	defer book.Close()
	sheet := spec.Sheet
	if sheet == "" && book.SheetCount == 1 {
		sheet = book.GetSheetName(0)
	}
	rows, err := book.Rows(sheet)
	if err != nil {
		return 0, &record.Error{Message: err.Error(), Help: "set sheet to one that the workbook has"}
	}
	for row := int64(1); rows.Next(); row++ {
		cells, err := rows.Columns()
		if err != nil {
			return 0, err
		}
		if row <= headerRow(spec) {
			continue
		}
		for _, c := range cells {
			if c != "" {
				n++
				break
			}
		}
	}
	return n, rows.Close()
}
