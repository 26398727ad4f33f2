package file

import (
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// TestXLSXDates: a cell that the workbook shows as a date, in a column that
// the program declares as one, is written in the column's format.
func TestXLSXDates(t *testing.T) {
	noon := time.Date(2026, 4, 1, 12, 30, 0, 500_000_000, time.UTC)
	day := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		value  any
		format string // the cell's number format; "" is excelize's for the value
		column soc.Column
		want   string
	}{
		{"a day", day, "", soc.Column{Type: soc.Day}, "2026-04-01"},
		{"a day as declared", day, "", soc.Column{Type: soc.Day, Format: "02/01/2006"}, "01/04/2026"},
		{"a format of its own", day, `[$-409]d\-mmm\-yy;@`, soc.Column{Type: soc.Day}, "2026-04-01"},
		{"a time", noon, "", soc.Column{Type: soc.Timestamp, Format: "2006-01-02 15:04:05.000", TimeZone: "Europe/Paris"}, "2026-04-01 12:30:00.500"},
		{"a time without a declared format", noon, "", soc.Column{Type: soc.Timestamp}, "46113.52083912037"},
		{"a format with a zone", noon, "", soc.Column{Type: soc.Timestamp, Format: time.RFC822Z}, "46113.52083912037"},
		{"a format without seconds", noon, "", soc.Column{Type: soc.Timestamp, Format: "2006-01-02 15:04"}, "46113.52083912037"},
		{"RFC 3339 as the format of a day", day, "", soc.Column{Type: soc.Day, Format: "rfc3339"}, "46113"},
		{"RFC 3339", day, "", soc.Column{Type: soc.Timestamp, Format: "rfc3339"}, "46113"},
		{"whole seconds", noon.Truncate(time.Second), "", soc.Column{Type: soc.Timestamp, Format: time.DateTime}, "2026-04-01 12:30:00"},
		{"a day with a time", noon, "", soc.Column{Type: soc.Day}, "46113.52083912037"},
		{"text", day, "", soc.Column{Type: soc.Text}, "46113"},
		{"a number in a date column", 46113, "0", soc.Column{Type: soc.Day}, "46113"},
		{"a year", 2026, "", soc.Column{Type: soc.Day, Format: "2006"}, "2026"},
		{"a duration", 1.5, "[h]:mm", soc.Column{Type: soc.Timestamp, Format: time.DateTime}, "1.5"},
		{"colours and letters in quotes", 46113, `[Red]"day "0_d`, soc.Column{Type: soc.Day}, "46113"},
		{"before the day that never was", 59, "yyyy", soc.Column{Type: soc.Day}, "59"},
		{"text in a date column", "2026-04-01", "", soc.Column{Type: soc.Day}, "2026-04-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := workbookOf(t, []any{"at"}, []any{tt.value})
			if tt.format != "" {
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &tt.format})
				if err != nil {
					t.Fatal(err)
				}
				if err := f.SetCellStyle("Sheet1", "A2", "A2", style); err != nil {
					t.Fatal(err)
				}
			}
			var pop program.Population
			tt.column.Name = "at"
			pop.Columns = []soc.Column{tt.column}
			pop.Source.File = &program.FileSource{Format: "xlsx"}
			got, err := decode(pop, bytesOf(t, f))
			if err != nil || len(got) != 1 || got[0][0] != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

func TestXLSXFrom1904(t *testing.T) {
	yes := true
	f := workbookOf(t, []any{"at"})
	if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
		t.Fatal(err)
	}
	f.SetCellValue("Sheet1", "A2", time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC))
	pop := xlsx("at")
	pop.Columns[0].Type = soc.Day
	if got, err := decode(pop, bytesOf(t, f)); err != nil || got[0][0] != "2026-04-01" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestTwoColumnsOfADate: where two columns take one field, it stays a number.
func TestTwoColumnsOfADate(t *testing.T) {
	pop := xlsx("at", "again")
	pop.Columns[0].Type, pop.Columns[1].Type, pop.Columns[1].From = soc.Day, soc.Text, "at"
	f := workbookOf(t, []any{"at"}, []any{time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)})
	if got, err := decode(pop, bytesOf(t, f)); err != nil || got[0][0] != "46113" {
		t.Errorf("%q, %v", got, err)
	}
}
