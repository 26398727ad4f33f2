package main

import (
	"bytes"

	"github.com/xuri/excelize/v2"
)

// encodeXLSX writes the table into a sheet of its name, below a title line,
// every cell as text: what the incident tool's export looks like.
func encodeXLSX(t *table) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "Incidents"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	if err := f.SetCellStr(sheet, "A1", "Incident export"); err != nil {
		return nil, err
	}
	for i, row := range append([][]string{t.cols}, t.rows...) {
		for k, value := range row {
			cell, err := excelize.CoordinatesToCellName(k+1, i+3)
			if err != nil {
				return nil, err
			}
			if value == "" {
				continue
			}
			if err := f.SetCellStr(sheet, cell, value); err != nil {
				return nil, err
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
