package file

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// A spreadsheet has no dates. It has numbers of days, and cells whose number
// format shows them as dates. Where the workbook says so by the format and
// the program by the column's type, the number is written as the column's
// declared format says; everywhere else it stays a number.

// dateColumns returns, by position of the field, the date or timestamp column
// that takes it; nil where none or several columns do.
func dateColumns(pop program.Population, fields []string) []*soc.Column {
	out := make([]*soc.Column, len(fields))
	for i, f := range fields {
		for k := range pop.Columns {
			c := &pop.Columns[k]
			if record.FieldOf(*c) != f {
				continue
			}
			if out[i] != nil || c.Type != soc.Day && c.Type != soc.Timestamp {
				out[i] = nil
				break
			}
			out[i] = c
		}
	}
	return out
}

// dateText writes the number of a cell that is shown as a date in the format
// of its column. It returns the number itself, which then fails its cast,
// where that would leave something out (a time of day in a date) or add what
// the workbook does not know (a time zone, as RFC 3339 needs). Times are exact
// to a millisecond, which is what a spreadsheet keeps.
func dateText(number string, c *soc.Column, from1904 bool) string {
	f, err := strconv.ParseFloat(number, 64)
	// Day 60 is 29 February 1900, which never was: earlier days are shown
	// differently by different programs. The last is 31 December 9999.
	if err != nil || f < 61 || f >= 2958466 {
		return number
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if from1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	days, part := math.Modf(f)
	at := epoch.AddDate(0, 0, int(days)).Add(time.Duration(math.Round(part*86_400_000)) * time.Millisecond)
	layout := c.Format
	if c.Type == soc.Day && (layout == "" || layout == "iso_date") {
		layout = time.DateOnly
	}
	text := at.Format(layout)
	// A layout that leaves something out would alter the value.
	if back, err := time.Parse(layout, text); err != nil || !back.Equal(at) || hasZone(layout) {
		return number
	}
	return text
}

// hasZone reports whether a layout writes a zone.
func hasZone(layout string) bool {
	return strings.Contains(layout, "MST") || strings.Contains(layout, "-07") || strings.Contains(layout, "Z07")
}

// styles says which cell styles show a number as a date.
type styles []bool

func (s styles) isDate(style string) bool {
	i, err := strconv.Atoi(style)
	return err == nil && i >= 0 && i < len(s) && s[i]
}

// readStyles reads the number formats of a workbook.
func (w *workbook) readStyles(part string) error {
	var sheet struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.readXML(part, &sheet); err != nil {
		return err
	}
	own := map[int]bool{}
	for _, f := range sheet.Formats {
		own[f.ID] = isDateCode(f.Code)
	}
	for _, c := range sheet.Cells {
		date, custom := own[c.Format]
		w.styles = append(w.styles, date || !custom && isDateID(c.Format))
	}
	return nil
}

// isDateID reports whether a built-in number format shows a date (ECMA-376
// part 1, 18.8.30, and its tables for East Asian languages).
func isDateID(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 50 && id <= 58
}

// literal is what a number format shows as it is, and its conditions, colours
// and durations ([h]:mm).
var literal = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)

// isDateCode reports whether a number format shows a date: outside of literal
// text it has a year or a day.
func isDateCode(code string) bool {
	positive, _, _ := strings.Cut(literal.ReplaceAllString(code, ""), ";")
	return !strings.EqualFold(strings.TrimSpace(positive), "general") && strings.ContainsAny(positive, "yYdD")
}
