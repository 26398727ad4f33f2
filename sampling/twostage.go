package sampling

import (
	"errors"
	"fmt"
	"math/big"
	"sort"
)

// TwoStage is a plan in two stages, fixed before the first item is drawn: the
// population is accepted when the first sample shows at most FirstAllowed
// deviations; rejected when it shows more than Allowed; and otherwise decided
// by a second sample, which accepts when both together show at most Allowed.
//
// A sample that is extended because of what it showed is such a plan, and its
// risk is above that of its first sample alone.
type TwoStage struct {
	Model        Model // Binomial or Hypergeometric
	Population   int64 // items, for the hypergeometric model only
	First        int64 // items of the first sample
	FirstAllowed int64 // deviations that accept at once
	Second       int64 // items of the second sample
	Allowed      int64 // deviations in both together that accept
}

// Acceptance returns the exact chance that the plan accepts a population that
// deviates at the rate: the sum, over the outcomes of the first stage, of the
// chance of the outcome and of what the second stage then accepts. At the
// tolerable rate it is the risk of overreliance of the plan.
//
// The error says which figure is wrong.
func (p TwoStage) Acceptance(rate *big.Rat) (*big.Rat, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	if rate == nil || rate.Sign() < 0 || rate.Cmp(one) > 0 {
		return nil, errors.New("the rate must be between 0 and 1")
	}
	sum := new(big.Rat)
	for x := int64(0); x <= min(p.FirstAllowed, p.First); x++ {
		sum.Add(sum, p.exactly(x, p.First, rate))
	}
	// The sum is taken by the deviations of both samples together. However
	// the population deviates, which of them are in the first sample is a
	// matter of the order of drawing alone.
	all := p.First + p.Second
	for s := p.FirstAllowed + 1; s <= min(p.Allowed, all); s++ {
		both := p.exactly(s, all, rate)
		sum.Add(sum, both.Mul(both, p.firstExceeds(s)))
	}
	return sum, nil
}

// exactly is the chance of k deviations in n items.
func (p TwoStage) exactly(k, n int64, rate *big.Rat) *big.Rat {
	if p.Model == Hypergeometric {
		return exactlyOf(p.Population, ceil(times(rate, p.Population)).Int64(), k, n)
	}
	a, d := rate.Num(), rate.Denom()
	ways := new(big.Int).Binomial(n, k)
	ways.Mul(ways, new(big.Int).Exp(a, big.NewInt(k), nil))
	ways.Mul(ways, new(big.Int).Exp(new(big.Int).Sub(d, a), big.NewInt(n-k), nil))
	return new(big.Rat).SetFrac(ways, new(big.Int).Exp(d, big.NewInt(n), nil))
}

// firstExceeds is the chance that, of s deviations in both samples, more than
// the first may show are in the first.
func (p TwoStage) firstExceeds(s int64) *big.Rat {
	chance := big.NewRat(1, 1)
	for x := int64(0); x <= min(p.FirstAllowed, s); x++ {
		chance.Sub(chance, exactlyOf(p.First+p.Second, s, x, p.First))
	}
	return chance
}

// exactlyOf is the chance of k deviations in n of so many items, with so many
// deviations among all of them.
func exactlyOf(items, deviations, k, n int64) *big.Rat {
	good := items - deviations
	if k > deviations || k > n || n-k > good {
		return new(big.Rat)
	}
	ways := new(big.Int).Binomial(deviations, k)
	ways.Mul(ways, new(big.Int).Binomial(good, n-k))
	return new(big.Rat).SetFrac(ways, new(big.Int).Binomial(items, n))
}

// SecondFor returns the plan with the smallest second sample for which the
// whole plan's risk at the tolerable rate is at most risk. Second of p is
// ignored.
//
// The error says which figure is wrong, that the first stage alone exceeds
// the risk, or is ErrTooLarge.
func (p TwoStage) SecondFor(risk, tolerable *big.Rat) (TwoStage, error) {
	if err := checkRisk(risk); err != nil {
		return TwoStage{}, err
	}
	if err := checkTolerable(tolerable); err != nil {
		return TwoStage{}, err
	}
	largest := int64(maxStage)
	if p.Model == Hypergeometric {
		largest = min(largest, p.Population-p.First)
	}
	p.Second = 1
	if err := p.check(); err != nil {
		return TwoStage{}, err
	}
	enough := func(second int64) bool {
		p.Second = second
		accepted, err := p.Acceptance(tolerable)
		return err == nil && accepted.Cmp(risk) <= 0
	}
	// The first stage alone is what a second sample without end leaves.
	alone := p
	alone.Allowed = p.FirstAllowed
	accepted, err := alone.Acceptance(tolerable)
	switch {
	case err != nil:
		return TwoStage{}, err
	case accepted.Cmp(risk) > 0:
		return TwoStage{}, fmt.Errorf("the first stage alone accepts with a chance of %s: make it larger, or allow fewer deviations", FormatPercent(accepted, 2))
	case !enough(largest):
		return TwoStage{}, ErrTooLarge
	}
	p.Second = 1 + int64(sort.Search(int(largest-1), func(i int) bool { return enough(int64(i) + 1) }))
	return p, nil
}

// maxStage and maxAllowed bound a plan: its chances are exact fractions, which
// grow with them.
const (
	maxStage   = 2000
	maxAllowed = 50
)

func (p TwoStage) check() error {
	if p.Model == Poisson {
		return errors.New("a plan in two stages takes the binomial or the hypergeometric model")
	}
	if err := checkModel(p.Model, p.Population); err != nil {
		return err
	}
	switch {
	case p.First < 1 || p.Second < 1 || p.First > maxStage || p.Second > maxStage:
		return fmt.Errorf("each stage has from 1 to %d items", maxStage)
	case p.Allowed > maxAllowed:
		return fmt.Errorf("a plan in two stages allows at most %d deviations", maxAllowed)
	case p.FirstAllowed < 0 || p.Allowed < p.FirstAllowed:
		return errors.New("the deviations allowed in both stages together cannot be fewer than those that the first stage accepts")
	case p.Model == Hypergeometric && p.First+p.Second > p.Population:
		return fmt.Errorf("%d items cannot be drawn from a population of %d", p.First+p.Second, p.Population)
	}
	return nil
}
