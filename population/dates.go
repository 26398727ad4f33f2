package population

import (
	"fmt"
	"sort"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// PeriodOf returns the period that an engagement examines: that of a type 2,
// and the one day of a type 1.
func PeriodOf(e *soc.Engagement) soc.Period {
	if e.Type == 1 {
		return soc.Period{From: e.AsOf, To: e.AsOf}
	}
	return e.Period
}

// CalendarOf returns the engagement's calendar as an engine needs it.
func CalendarOf(e *soc.Engagement) engine.Calendar {
	return engine.Calendar{TimeZone: e.TimeZone, Period: PeriodOf(e), Weekend: e.Weekend, Holidays: e.Holidays}
}

// dateTally places rows in the period and its weeks by their date. Both kinds
// of date are compared as numbers: an instant as microseconds since 1970, a
// day as the microseconds of its midnight in UTC.
type dateTally struct {
	column *soc.Column // nil: rows have no date
	zone   *time.Location
	weeks  []soc.Date
	bounds []int64 // where each week begins, and where the last one ends

	rows, undated, before, after int64
	perWeek                      []int64
	earliest, latest             int64
}

func newDateTally(e soc.Engagement, column *soc.Column) (*dateTally, error) {
	if column == nil {
		return &dateTally{}, nil
	}
	zone, err := e.Location()
	if err != nil {
		return nil, err
	}
	period := PeriodOf(&e)
	d := &dateTally{column: column, zone: zone, weeks: period.Weeks()}
	if len(d.weeks) == 0 {
		return nil, fmt.Errorf("%s to %s is not a period", period.From, period.To)
	}
	for _, first := range append(d.weeks[:len(d.weeks):len(d.weeks)], period.To.AddDays(1)) {
		switch column.Type {
		case soc.Day:
			d.bounds = append(d.bounds, first.Start(time.UTC).UnixMicro())
		case soc.Timestamp:
			d.bounds = append(d.bounds, engine.StartOfDay(first, zone).UnixMicro())
		default:
			return nil, fmt.Errorf("date names the column %s, which is %s: only a date or a timestamp places a row in the period", column.Name, column.Type)
		}
	}
	d.perWeek = make([]int64, len(d.weeks))
	return d, nil
}

// add counts one row by the canonical text of its date.
func (d *dateTally) add(text string, null bool) error {
	d.rows++
	if null {
		d.undated++
		return nil
	}
	layout := time.RFC3339
	if d.column.Type == soc.Day {
		layout = canonicalDay
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		return fmt.Errorf("column %s: %q is not the canonical text of a %s", d.column.Name, text, d.column.Type)
	}
	at := t.UnixMicro()
	if d.rows-d.undated == 1 || at < d.earliest {
		d.earliest = at
	}
	if d.rows-d.undated == 1 || at > d.latest {
		d.latest = at
	}
	switch last := len(d.bounds) - 1; {
	case at < d.bounds[0]:
		d.before++
	case at >= d.bounds[last]:
		d.after++
	default:
		d.perWeek[sort.Search(last, func(i int) bool { return d.bounds[i] > at })-1]++
	}
	return nil
}

// fill writes what was counted to the certificate, whose RowsLoaded is set.
func (d *dateTally) fill(c *soc.Certificate) {
	if d.column == nil {
		c.InPeriod = c.RowsLoaded
		return
	}
	c.BeforePeriod, c.AfterPeriod, c.Undated = d.before, d.after, d.undated
	c.InPeriod = d.rows - d.before - d.after - d.undated
	for i, first := range d.weeks {
		c.Weeks = append(c.Weeks, soc.WeekCount{First: first, Rows: d.perWeek[i]})
	}
	if d.rows > d.undated {
		c.Earliest, c.Latest = d.text(d.earliest), d.text(d.latest)
	}
}

// text writes a day, or an instant in the engagement's zone.
func (d *dateTally) text(at int64) string {
	t := time.UnixMicro(at)
	if d.column.Type == soc.Day {
		return t.UTC().Format(canonicalDay)
	}
	return t.In(d.zone).Format("2006-01-02T15:04:05.999999Z07:00")
}
