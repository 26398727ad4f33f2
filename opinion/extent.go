package opinion

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// recurringWeeks is how many different weeks must hold a deviation before
// they are called recurring. It is a marker for the practitioner's attention,
// not a rule of any standard.
const recurringWeeks = 3

// extent proposes how the deviations of a control lie, with the reason. The
// markers are those that a practitioner looks for when deciding whether a
// deviation stands alone: the rate against the tolerable rate, an automated
// control (which fails the same way every time), and recurrence over the
// period. No standard sets a percentage, and "isolated" is never more than
// possible: it needs additional procedures (gate G-DEV-03).
func extent(ex *soc.Examination, control soc.Control, e evidence) (soc.Extent, string) {
	if control.Nature == "automated" {
		return soc.Systematic, "The control is automated: what let one item through would let others through."
	}
	tolerable, stated := tolerableRate(ex)
	worst := worstAttribute(e.withDeviation)
	rate := fmt.Sprintf("%s %s: %d of %d (%s)", worst.procedure, worst.ID, worst.Deviations(), worst.Tested(), percent(worst.Rate()))
	if stated && worst.Rate().Cmp(tolerable) > 0 {
		return soc.Systematic, fmt.Sprintf("The highest rate, %s, is above the tolerable rate of %s.", rate, percent(tolerable))
	}
	weeks := deviatingWeeks(e.withDeviation)
	if weeks >= recurringWeeks {
		return soc.Systematic, fmt.Sprintf("Deviations recur in %d different weeks of the period; the highest rate is %s.", weeks, rate)
	}
	if !stated {
		return soc.Indeterminate, fmt.Sprintf("The highest rate is %s; the plan states no tolerable rate to compare it with.", rate)
	}
	if e.unable > 0 {
		return soc.Indeterminate, fmt.Sprintf("The highest rate, %s, is within the tolerable rate of %s, but items remain that could not be determined.", rate, percent(tolerable))
	}
	return soc.PossiblyIsolated, fmt.Sprintf("The highest rate, %s, is within the tolerable rate of %s. Whether the deviations are isolated takes additional procedures by the practitioner.", rate, percent(tolerable))
}

func tolerableRate(ex *soc.Examination) (*big.Rat, bool) {
	if ex.Plan.TolerableRate == "" {
		return nil, false
	}
	return new(big.Rat).SetString(ex.Plan.TolerableRate)
}

type testedAttribute struct {
	soc.AttributeResult
	procedure string
}

// worstAttribute returns the attribute with the highest deviation rate; there
// is at least one deviation.
func worstAttribute(tests []soc.TestRecord) testedAttribute {
	var worst testedAttribute
	for _, test := range tests {
		for _, a := range test.Attributes {
			if a.Deviations() == 0 {
				continue
			}
			if worst.procedure == "" || a.Rate().Cmp(worst.Rate()) > 0 {
				worst = testedAttribute{a, test.Procedure}
			}
		}
	}
	return worst
}

// deviatingWeeks counts the different weeks with a deviating item, over all
// tests of the control.
func deviatingWeeks(tests []soc.TestRecord) int {
	var weeks []soc.Date
	for _, test := range tests {
		for _, bucket := range test.Details.Timeline {
			if bucket.Deviations > 0 {
				weeks = append(weeks, bucket.First)
			}
		}
	}
	slices.SortFunc(weeks, func(a, b soc.Date) int { return b.DaysUntil(a) })
	return len(slices.Compact(weeks))
}

// percent writes an exact rate with two digits after the point, rounded half
// to even as big.Rat does.
func percent(rate *big.Rat) string {
	return new(big.Rat).Mul(rate, big.NewRat(100, 1)).FloatString(2) + "%"
}
