package soc

import "time"

// Weeks returns the first day of each week of the period, in order: the first
// day of the period, then every Monday after it. The last week ends with the
// period. A period that ends before it begins has none.
func (p Period) Weeks() []Date {
	var weeks []Date
	for d := p.From; !p.From.IsZero() && !p.To.Before(d); d = d.AddDays(1) {
		if d == p.From || d.Weekday() == time.Monday {
			weeks = append(weeks, d)
		}
	}
	return weeks
}
