package advice

import (
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

// monthEnd returns the last day of a month that is not after d.
func monthEnd(d soc.Date) soc.Date {
	if next := d.AddDays(1); next.Day == 1 {
		return d
	}
	return soc.Date{Year: d.Year, Month: d.Month, Day: 1}.AddDays(-1)
}

// monthStart returns the first day of a month that is not before d.
func monthStart(d soc.Date) soc.Date {
	if d.Day == 1 {
		return d
	}
	return soc.Date{Year: d.Year, Month: d.Month, Day: 1}.AddMonths(1)
}

// monthsBefore returns the first day of the n months that end with end, which
// is the last day of a month or any other day.
func monthsBefore(end soc.Date, n int) soc.Date {
	next := end.AddDays(1)
	return next.AddMonths(-n)
}

// monthsIn returns the number of whole months from first to last.
func monthsIn(p soc.Period) int {
	n := 0
	for next := p.To.AddDays(1); !next.Before(p.From.AddMonths(n + 1)); {
		n++
	}
	return n
}

// on returns the year end in a year; February 29 is the 28th where there is
// none.
func (y YearEnd) on(year int) soc.Date {
	d := soc.Date{Year: year, Month: time.Month(y.Month), Day: y.Day}
	if d.Month == time.February && d.Day == 29 {
		return soc.Date{Year: year, Month: time.March, Day: 1}.AddDays(-1)
	}
	return d
}

// last returns the last year end that is not after d.
func (y YearEnd) last(d soc.Date) soc.Date {
	if end := y.on(d.Year); !d.Before(end) {
		return end
	}
	return y.on(d.Year - 1)
}

// year returns the fiscal year that the day lies in.
func (y YearEnd) year(d soc.Date) soc.Period {
	end := y.last(d)
	if end == d {
		return soc.Period{From: y.on(end.Year - 1).AddDays(1), To: end}
	}
	return soc.Period{From: end.AddDays(1), To: y.on(end.Year + 1)}
}
