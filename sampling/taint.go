package sampling

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// MoneyResult is what a sample of monetary units showed. Items at or above
// the interval are not part of it: each is tested whole, and its
// misstatement is known.
type MoneyResult struct {
	Model Model    // Binomial or Poisson
	Risk  *big.Rat // of incorrect acceptance
	Units int64    // tested
	// Taints are the misstatements found, each as a share of the book value
	// of its item, above 0 and at most 1. A unit without one has no taint.
	Taints []*big.Rat
}

// MostLikely is the most likely misstatement, as a share of the book value:
// the sum of the taints divided by the units.
//
// The error says which figure is wrong.
func (r MoneyResult) MostLikely() (*big.Rat, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	sum := new(big.Rat)
	for _, taint := range r.Taints {
		sum.Add(sum, taint)
	}
	return sum.Mul(sum, big.NewRat(1, r.Units)), nil
}

// Stringer is the upper limit of the misstatement by Stringer's bound, as a
// share of the book value: p(0) + Σ (p(i) − p(i−1))·t(i), where p(i) is the
// upper deviation limit of i deviations among the units and t(i) the taints
// from the largest down. With the Poisson model, times the book value, it is
// the basic precision and the increments of printed tables. The limits p(i)
// are rounded up at the 15th decimal, and nothing else is rounded.
//
// The error says which figure is wrong.
func (r MoneyResult) Stringer() (*big.Rat, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	taints := slices.Clone(r.Taints)
	slices.SortFunc(taints, func(a, b *big.Rat) int { return b.Cmp(a) })
	before, err := r.limit(0)
	if err != nil {
		return nil, err
	}
	bound := new(big.Rat).Set(before)
	for i, taint := range taints {
		limit, err := r.limit(i + 1)
		if err != nil {
			return nil, err
		}
		step := new(big.Rat).Sub(limit, before)
		bound.Add(bound, step.Mul(step, taint))
		before = limit
	}
	return bound, nil
}

// Attributes is the exact upper limit that takes every taint as a whole one:
// the upper deviation limit of as many deviations. It holds whatever the
// taints are, and is never below Stringer's bound.
//
// The error says which figure is wrong.
func (r MoneyResult) Attributes() (*big.Rat, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	return r.limit(len(r.Taints))
}

func (r MoneyResult) limit(deviations int) (*big.Rat, error) {
	return Result{Model: r.Model, Risk: r.Risk, Items: r.Units, Deviations: int64(deviations)}.UpperLimit(15)
}

func (r MoneyResult) check() error {
	if r.Model != Binomial && r.Model != Poisson {
		return errors.New("monetary units are evaluated with the binomial or the poisson model")
	}
	if int64(len(r.Taints)) > r.Units {
		return fmt.Errorf("%d taints in %d units cannot be", len(r.Taints), r.Units)
	}
	for _, taint := range r.Taints {
		if taint.Sign() <= 0 || taint.Cmp(one) > 0 {
			return fmt.Errorf("a taint of %s is not above 0 and at most 1: it is the misstatement divided by the book value of its item, and an item misstated by more than its value is evaluated by itself", taint.RatString())
		}
	}
	return Result{Model: r.Model, Risk: r.Risk, Items: r.Units, Deviations: int64(len(r.Taints))}.check()
}
