package soc

import "slices"

// Coverage is how much of a period other periods cover.
type Coverage struct {
	Days    int `json:"days"`    // of the period
	Covered int `json:"covered"` // days of it that at least one of the others holds
	// Gaps are the days that none holds, in order, each as one stretch.
	Gaps []Period `json:"gaps,omitempty"`
}

// Missing returns the number of days that are not covered.
func (c Coverage) Missing() int { return c.Days - c.Covered }

// Cover compares a period with others, whose order and overlaps do not
// matter. One that ends before it begins, or has no day, covers nothing.
func Cover(period Period, by ...Period) Coverage {
	if period.Empty() {
		return Coverage{}
	}
	c := Coverage{Days: period.Days()}
	parts := slices.DeleteFunc(slices.Clone(by), func(p Period) bool { return p.Overlap(period).Empty() })
	slices.SortFunc(parts, func(a, b Period) int { return b.From.DaysUntil(a.From) })
	next := period.From // the first day that nothing covers so far
	for _, p := range parts {
		p = p.Overlap(period)
		if next.Before(p.From) {
			c.Gaps = append(c.Gaps, Period{From: next, To: p.From.AddDays(-1)})
		}
		if !p.To.Before(next) {
			next = p.To.AddDays(1)
		}
	}
	if !period.To.Before(next) {
		c.Gaps = append(c.Gaps, Period{From: next, To: period.To})
	}
	c.Covered = c.Days
	for _, gap := range c.Gaps {
		c.Covered -= gap.Days()
	}
	return c
}

// Empty reports whether the period has no day: one of its ends is not stated,
// or it ends before it begins.
func (p Period) Empty() bool { return p.From.IsZero() || p.To.IsZero() || p.To.Before(p.From) }

// Overlap returns the days that are in both periods; the zero Period when
// there are none.
func (p Period) Overlap(other Period) Period {
	if p.Empty() || other.Empty() {
		return Period{}
	}
	both := Period{From: p.From, To: p.To}
	if both.From.Before(other.From) {
		both.From = other.From
	}
	if other.To.Before(both.To) {
		both.To = other.To
	}
	if both.Empty() {
		return Period{}
	}
	return both
}
