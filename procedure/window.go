package procedure

import (
	"fmt"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/population"
	"github.com/tickmark-audit/tickmark/soc"
)

// bounds are SQL over the table period: the days and instants between which
// items are dated. They are those of the period, or of the part of it in which
// the control was in effect.
type bounds struct{ firstDay, lastDay, startsAt, endsAt string }

// boundsOf returns the bounds of a window; those of the whole period for the
// zero Period. It stops the run when the window holds no day of the period.
func boundsOf(window soc.Period, e *soc.Engagement) (bounds, error) {
	if window == (soc.Period{}) {
		return bounds{"period.first_day", "period.last_day", "period.starts_at", "period.ends_at"}, nil
	}
	if window.Overlap(population.PeriodOf(e)).Empty() {
		return bounds{}, stopped("The control was in effect from %s to %s, which is on no day of the period.", window.From, window.To)
	}
	zone, err := e.Location()
	if err != nil {
		return bounds{}, err
	}
	// The instants are written out: a cast of a day to an instant would depend
	// on what the session makes of a midnight that the clock jumps over.
	at := func(d soc.Date) string { return engine.StartOfDay(d, zone).UTC().Format(time.RFC3339) }
	return bounds{
		firstDay: fmt.Sprintf("greatest(period.first_day, DATE '%s')", window.From),
		lastDay:  fmt.Sprintf("least(period.last_day, DATE '%s')", window.To),
		startsAt: fmt.Sprintf("greatest(period.starts_at, TIMESTAMPTZ '%s')", at(window.From)),
		endsAt:   fmt.Sprintf("least(period.ends_at, TIMESTAMPTZ '%s')", at(window.To.AddDays(1))),
	}, nil
}
