package advice

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// bridgeMonths is how long a letter of management may bridge, by custom.
const bridgeMonths = 3

// FiscalYear is how much of a fiscal year of user entities the period covers.
type FiscalYear struct {
	YearEnd YearEnd    `json:"year_end"`
	Year    soc.Period `json:"year"`
	soc.Coverage
	// After is what is open from the end of the period to the year end.
	After soc.Period `json:"after,omitzero"`
	// Bridge says whether a letter of management can bridge it.
	Bridge string `json:"bridge,omitempty"`
}

// cover compares the period with the fiscal years of user entities: for each
// year end, the fiscal year that ends with the period or next after it.
func (a *Answers) cover(r *Recommendation) {
	if len(a.YearEnds) == 0 {
		r.Warnings = append(r.Warnings, "Ask for the year ends of user entities: whether the period is of use to their auditors depends on them.")
	}
	for _, end := range a.YearEnds {
		year := end.year(r.Period.To)
		// A period that has most of its days in the year before is about that.
		if before := end.year(year.From.AddDays(-1)); soc.Cover(before, r.Period).Covered > soc.Cover(year, r.Period).Covered {
			year = before
		}
		f := FiscalYear{YearEnd: end, Year: year, Coverage: soc.Cover(year, r.Period)}
		if r.Period.To.Before(year.To) {
			f.After = soc.Period{From: r.Period.To.AddDays(1), To: year.To}
			days := f.After.Days()
			switch {
			case f.After.To.Before(f.After.From.AddMonths(bridgeMonths)):
				f.Bridge = fmt.Sprintf("A bridge letter by management, not by the auditor, can speak of the %d days from %s; it gives no assurance.", days, long(f.After))
			default:
				f.Bridge = fmt.Sprintf("%d days are open after the period, more than the %d months that a bridge letter speaks of by custom: let the period end later, or report twice a year.", days, bridgeMonths)
			}
		}
		if half := year.Days() / 2; f.Covered < half {
			r.Warnings = append(r.Warnings, fmt.Sprintf("Of the fiscal year to %s, %d of %d days are covered: auditors of these user entities will test more by themselves.", year.To.Long(), f.Covered, f.Days))
		}
		r.Coverage = append(r.Coverage, f)
	}
}
