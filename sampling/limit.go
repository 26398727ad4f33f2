package sampling

import (
	"errors"
	"fmt"
	"math/big"
	"sort"
)

// Result is what an attribute sample showed.
type Result struct {
	Model      Model
	Risk       *big.Rat // of overreliance
	Items      int64    // tested
	Deviations int64    // found
	Population int64    // items, for the hypergeometric model only
}

// UpperLimit returns the upper deviation limit: the rate that the population
// exceeds with no more than the risk. The result is rounded up to the given
// number of decimals (0 to 15), and the rounding is exact: one unit less in
// the last place would not do.
//
// Binomial: the p with P(X ≤ k | n, p) = risk (Clopper and Pearson).
// Poisson: the same with m = n p, which can be above 1. Hypergeometric: D/N
// with the largest D for which P(X ≤ k | N, D, n) is above the risk.
//
// The error says which figure is wrong.
func (r Result) UpperLimit(decimals int) (*big.Rat, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	if decimals < 0 || decimals > 15 {
		return nil, fmt.Errorf("%d decimals are not between 0 and 15", decimals)
	}
	scale := powerOfTen(decimals)
	if r.Model == Hypergeometric {
		exact := times(new(big.Rat).SetFrac(big.NewInt(r.upperCount()), big.NewInt(r.Population)), scale.Int64())
		return new(big.Rat).SetFrac(ceil(exact), scale), nil
	}
	enough := func(i int64) bool {
		rate := new(big.Rat).SetFrac(big.NewInt(i), scale)
		t, err := tailAt(r.Model, rate, 0)
		return err == nil && reached(t, r.Deviations, r.Items, r.Risk)
	}
	high := scale.Int64()
	if r.Model == Binomial && r.Deviations >= r.Items {
		return big.NewRat(1, 1), nil
	}
	for r.Model == Poisson && !enough(high) {
		high *= 2
	}
	units := sort.Search(int(high), func(i int) bool { return enough(int64(i)) })
	return new(big.Rat).SetFrac(big.NewInt(int64(units)), scale), nil
}

// upperCount is the largest number of deviations in the population that the
// sample leaves possible at the risk.
func (r Result) upperCount() int64 {
	// The chance of so few falls as the population has more.
	low, high := r.Deviations, r.Population
	return low + int64(sort.Search(int(high-low), func(i int) bool {
		return reached(hypergeometric{items: r.Population, deviations: low + int64(i) + 1}, r.Deviations, r.Items, r.Risk)
	}))
}

// Supports reports whether the sample shows, at its risk, that the population
// deviates at no more than the tolerable rate. It is decided exactly, not
// from a rounded limit.
//
// The error says which figure is wrong.
func (r Result) Supports(tolerable *big.Rat) (bool, error) {
	if err := r.check(); err != nil {
		return false, err
	}
	if err := checkTolerable(tolerable); err != nil {
		return false, err
	}
	if r.Model == Hypergeometric {
		limit := new(big.Rat).SetFrac(big.NewInt(r.upperCount()), big.NewInt(r.Population))
		return limit.Cmp(tolerable) <= 0, nil
	}
	t, err := tailAt(r.Model, tolerable, r.Population)
	if err != nil {
		return false, err
	}
	return reached(t, r.Deviations, r.Items, r.Risk), nil
}

func (r Result) check() error {
	if err := checkModel(r.Model, r.Population); err != nil {
		return err
	}
	if err := checkRisk(r.Risk); err != nil {
		return err
	}
	switch {
	case r.Items <= 0:
		return errors.New("an evaluation needs at least one item that was tested")
	case r.Items > MaxPopulation:
		return fmt.Errorf("%d items are above %d", r.Items, MaxPopulation)
	case r.Deviations < 0 || r.Deviations > r.Items:
		return fmt.Errorf("%d deviations in %d items cannot be", r.Deviations, r.Items)
	case r.Model == Hypergeometric && r.Items > r.Population:
		return fmt.Errorf("%d items cannot be drawn from a population of %d", r.Items, r.Population)
	}
	return nil
}
