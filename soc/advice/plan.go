package advice

import (
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// Planning figures, in weeks. They are custom: four weeks of fieldwork after a
// period and two for the report, half of the fieldwork as of a date.
const (
	fieldworkWeeks      = 4
	fieldworkWeeksType1 = 2
	reportWeeks         = 2
	letterWeeks         = 8 // engagement letter, before the end
	letterWeeksType1    = 4
	walkthroughWeeks    = 6 // walkthroughs, before the end
)

// lengths are the lengths of a period in months, the best first.
var lengths = []int{12, 9, 6, 3}

// shortest is the shortest period that is recommended, in months. No standard
// sets one; under it the engagement partner must give a reason.
const shortest = 3

// plan fills in type, time and dates.
func (a *Answers) plan(r *Recommendation) {
	period, ok := a.period(r.Report, a.NeededBy)
	switch {
	case r.Report == soc.SOC3 && !ok:
		a.planLater(r, "A SOC 3 always covers a period, and there is none that is long enough by then.")
	case r.Report == soc.SOC3:
		a.planPeriod(r, 0, period, "A SOC 3 has no types: it always covers design and operation over a period.")
	case a.RequestedType == 1:
		a.planDate(r, "The contract names type 1.")
	case ok && a.RequestedType == 2:
		a.planPeriod(r, 2, period, "The contract names type 2.")
	case ok:
		a.planPeriod(r, 2, period, "Readers rely on controls that operated over time, and there is time for a period.")
	default:
		a.planDate(r, fmt.Sprintf("The controls are too young: from %s there are not %d months of operation before the report is needed. Type 1 says that they are designed suitably and in place.", a.start().Long(), shortest))
	}
}

// start returns the first day of operation that a period may have.
func (a *Answers) start() soc.Date {
	if !a.PriorEnd.IsZero() && a.ControlsSince.Before(a.PriorEnd.AddDays(1)) {
		return a.PriorEnd.AddDays(1)
	}
	return a.ControlsSince
}

// lastEnd returns the last day that a period can have when its report is
// needed by a day.
func lastEnd(neededBy soc.Date) soc.Date {
	return neededBy.AddDays(-7 * (fieldworkWeeks + reportWeeks))
}

// period returns the best period for a report that is needed by a day. It is
// false when no period of the shortest length fits.
func (a *Answers) period(kind soc.ReportKind, neededBy soc.Date) (soc.Period, bool) {
	end := monthEnd(lastEnd(neededBy))
	if kind == soc.SOC1 && len(a.YearEnds) > 0 {
		if year := a.YearEnds[0].last(lastEnd(neededBy)); !year.AddDays(1).Before(end.AddDays(1).AddMonths(-3)) {
			end = year
		}
	}
	if !a.PriorEnd.IsZero() && a.start() == a.PriorEnd.AddDays(1) {
		// The next period begins where the last one ended, whatever its length
		// becomes, up to a year.
		p := soc.Period{From: a.start(), To: end}
		if year := p.From.AddMonths(12).AddDays(-1); year.Before(end) {
			p.To = year
		}
		return p, !p.Empty() && monthsIn(p) >= shortest
	}
	for _, n := range lengths {
		if from := monthsBefore(end, n); !from.Before(a.start()) {
			return soc.Period{From: from, To: end}, true
		}
	}
	return soc.Period{}, false
}

// earliest returns the day on which a report over the shortest period can be
// there, and the period.
func (a *Answers) earliest() (soc.Date, soc.Period) {
	from := monthStart(a.start())
	p := soc.Period{From: from, To: from.AddMonths(shortest).AddDays(-1)}
	end := p.To
	if end.Before(a.Today) {
		end = a.Today
	}
	return end.AddDays(7 * (fieldworkWeeks + reportWeeks)), p
}

func (a *Answers) planPeriod(r *Recommendation, typ int, p soc.Period, why string) {
	r.Type, r.Period, r.TypeReason = typ, p, why
	n := monthsIn(p)
	// When the period has ended already, the work begins now.
	begin := laterOf(p.To, a.Today)
	ready := begin.AddDays(7 * (fieldworkWeeks + reportWeeks))
	r.InTime = !a.NeededBy.Before(ready)
	switch {
	case !a.PriorEnd.IsZero() && p.From == a.PriorEnd.AddDays(1):
		r.TimeReason = fmt.Sprintf("The period begins on the day after the last one ended, so that no day is left out, and has %d months.", n)
	case r.Report == soc.SOC1 && slices.ContainsFunc(a.YearEnds, func(y YearEnd) bool { return y.last(p.To) == p.To }):
		r.TimeReason = fmt.Sprintf("The %d months end with the fiscal year of user entities, so that no day at its end is open.", n)
	default:
		r.TimeReason = fmt.Sprintf("The %d months before the last month end that leaves %d weeks for fieldwork and %d for the report: the longest period in which the controls operate.", n, fieldworkWeeks, reportWeeks)
	}
	end := p.To
	r.Dates = a.milestones(
		Milestone{What: "period begins", Date: p.From},
		Milestone{What: "engagement letter signed, risks assessed, procedures written", Date: end.AddDays(-7 * letterWeeks)},
		Milestone{What: "walkthroughs: a test of one of each control", Date: end.AddDays(-7 * walkthroughWeeks)},
		Milestone{What: "period ends", Date: end},
		Milestone{What: "populations are collected and tested: fieldwork begins", Date: begin.AddDays(1)},
		Milestone{What: "fieldwork ends, description and assertion are final", Date: begin.AddDays(7 * fieldworkWeeks)},
		Milestone{What: "report, with the letter of representation of the same day", Date: ready},
		Milestone{What: "report is needed", Date: a.NeededBy},
	)
	if !r.InTime {
		r.Warnings = append(r.Warnings, fmt.Sprintf("The report cannot be there by %s: it can be there on %s.", a.NeededBy.Long(), ready.Long()))
	}
	a.warnPeriod(r, n)
	if r.Report == soc.SOC1 {
		a.cover(r)
	}
}

// milestones puts days in their order and marks those that are past.
func (a *Answers) milestones(list ...Milestone) []Milestone {
	slices.SortStableFunc(list, func(x, y Milestone) int { return y.Date.DaysUntil(x.Date) })
	for i := range list {
		list[i].Past = list[i].Date.Before(a.Today)
	}
	return list
}

func (a *Answers) warnPeriod(r *Recommendation, months int) {
	warn := func(format string, args ...any) { r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...)) }
	if months <= shortest {
		warn("A period of %d months is tight: a quarterly control operates once in it, and an annual one perhaps not at all. Run annual controls within the period, or the report says that they did not operate.", months)
	}
	if months < 6 {
		warn("Under six months the engagement partner gives a reason; readers and their auditors often expect six to twelve. No standard sets a minimum.")
	}
	if next := a.PriorEnd.AddDays(1); !a.PriorEnd.IsZero() && next.Before(r.Period.From) {
		warn("The days from %s to %s are in no report: readers will ask why.", next.Long(), r.Period.From.AddDays(-1).Long())
	}
	if months < 6 && r.Report == soc.SOC1 {
		warn("Auditors of user entities seldom find a period under six months of use for a fiscal year.")
	}
	for _, m := range r.Dates {
		if m.Past && m.Date != r.Period.From && m.Date.Before(r.Period.To) {
			warn("%s was due on %s: begin now.", capital(m.What), m.Date.Long())
		}
	}
	if r.Period.From.Before(a.Today) {
		warn("The period begins before today: see that records of every control since %s exist and are kept.", r.Period.From.Long())
	}
}

// planDate fills in a type 1.
func (a *Answers) planDate(r *Recommendation, why string) {
	r.Type, r.TypeReason = 1, why
	weeks := 7 * (fieldworkWeeksType1 + reportWeeks)
	asOf := monthEnd(a.NeededBy.AddDays(-weeks))
	if asOf.Before(a.ControlsSince) {
		asOf = a.NeededBy.AddDays(-weeks)
	}
	r.InTime, r.TimeReason = true, fmt.Sprintf("The last month end that leaves %d weeks for fieldwork and %d for the report.", fieldworkWeeksType1, reportWeeks)
	if earliest := laterOf(a.ControlsSince, a.Today); asOf.Before(earliest) {
		asOf = earliest
		r.InTime = !a.NeededBy.Before(asOf.AddDays(weeks))
		r.TimeReason = "The first day on which every control is in place: none can be described as in place before."
		if asOf == a.Today {
			r.TimeReason = "Today: there is no time to wait for the end of a month."
		}
	}
	r.AsOf = asOf
	r.Dates = a.milestones(
		Milestone{What: "engagement letter signed, risks assessed", Date: asOf.AddDays(-7 * letterWeeksType1)},
		Milestone{What: "the report is as of this day: every control is in place", Date: asOf},
		Milestone{What: "walkthroughs end, description and assertion are final", Date: asOf.AddDays(7 * fieldworkWeeksType1)},
		Milestone{What: "report, with the letter of representation of the same day", Date: asOf.AddDays(weeks)},
		Milestone{What: "report is needed", Date: a.NeededBy},
	)
	if !r.InTime {
		r.Warnings = append(r.Warnings, fmt.Sprintf("The report cannot be there by %s: with every control in place on %s, it can be there on %s.", a.NeededBy.Long(), asOf.Long(), asOf.AddDays(weeks).Long()))
	}
	if a.RequestedType == 2 {
		day, p := a.earliest()
		r.Warnings = append(r.Warnings, fmt.Sprintf("The contract names type 2, which cannot be there by then: ask the readers to take type 1 now and type 2 over %s, on %s.", long(p), day.Long()))
	}
	if r.Report == soc.SOC1 {
		r.Warnings = append(r.Warnings, "Type 1 does not let auditors of user entities rely on the operation of controls (AU-C 402, to be checked against the standard).")
	}
	if r.Dates[0].Past {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s was due on %s: begin now.", capital(r.Dates[0].What), r.Dates[0].Date.Long()))
	}
}

// planLater fills in a report that cannot be there in time.
func (a *Answers) planLater(r *Recommendation, why string) {
	_, p := a.earliest()
	a.planPeriod(r, 0, p, why)
	r.TimeReason = fmt.Sprintf("The first %d whole months in which the controls operate.", shortest)
}

// laterIsBetter says what more time would give.
func (a *Answers) laterIsBetter(r *Recommendation) []string {
	var list []string
	if r.Type == 1 && a.RequestedType != 1 {
		day, p := a.earliest()
		list = append(list, fmt.Sprintf("A %s Type 2 can be there on %s, over %s: plan it as the next report.", r.Report.Title(), day.Long(), long(p)))
	}
	if r.Type == 1 || r.Period.Empty() || !a.PriorEnd.IsZero() {
		return list
	}
	months := monthsIn(r.Period)
	for i := len(lengths) - 1; i >= 0; i-- {
		if n := lengths[i]; n > months {
			end := monthStart(a.start()).AddMonths(n).AddDays(-1)
			ready := end.AddDays(7 * (fieldworkWeeks + reportWeeks))
			list = append(list, fmt.Sprintf("If the %s may come on %s, its period can have %d months.", r.Title(), ready.Long(), n))
			break
		}
	}
	return list
}

func laterOf(a, b soc.Date) soc.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func capital(s string) string { return string(s[0]-'a'+'A') + s[1:] }
