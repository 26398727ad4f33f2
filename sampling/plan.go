package sampling

import (
	"errors"
	"fmt"
	"math/big"
	"sort"
)

// Plan is what an attribute sample must achieve: if the population deviates
// at the tolerable rate, the chance that the sample shows no more deviations
// than allowed is at most the risk of overreliance (one minus confidence).
type Plan struct {
	Model     Model
	Risk      *big.Rat // of overreliance, as 1/20
	Tolerable *big.Rat // deviation rate
	// Expected is the rate of deviations that the plan allows for: a sample
	// of n items allows ceil(n·Expected). Nil when Allowed is given.
	Expected *big.Rat
	// Allowed is the number of deviations that the sample may show, when
	// Expected is nil.
	Allowed int64
	// Population is the number of items, for the hypergeometric model only.
	Population int64
}

// Size is a planned sample.
type Size struct {
	Items   int64 // to draw
	Allowed int64 // deviations, at most
	// Risk is the chance of accepting at the tolerable rate: what the plan
	// achieves, as a number to show. The decision was made exactly.
	Risk float64
}

// Size returns the smallest sample that does what the plan asks.
//
// The error says which figure is wrong, or is ErrTooLarge.
func (p Plan) Size() (Size, error) {
	if err := p.check(); err != nil {
		return Size{}, err
	}
	t, err := tailAt(p.Model, p.Tolerable, p.Population)
	if err != nil {
		return Size{}, err
	}
	largest := int64(MaxSize)
	if p.Model == Hypergeometric {
		largest = min(largest, p.Population)
	}
	// For each number of allowed deviations there is a range of sizes; the
	// ranges follow each other, and in each the chance falls as the size
	// grows. So the first range whose largest size is enough has the answer.
	for k := p.Allowed; ; k++ {
		first, last := p.sizes(k, largest)
		if first > largest {
			return Size{}, p.tooFew(largest)
		}
		if !reached(t, k, last, p.Risk) {
			if p.Expected == nil || p.Expected.Sign() == 0 {
				return Size{}, p.tooFew(last)
			}
			continue
		}
		n := first + int64(sort.Search(int(last-first), func(i int) bool {
			return reached(t, k, first+int64(i), p.Risk)
		}))
		risk, _ := chance(t, k, n)
		return Size{Items: n, Allowed: k, Risk: risk}, nil
	}
}

// sizes returns the smallest and the largest size that allow k deviations.
func (p Plan) sizes(k, largest int64) (first, last int64) {
	if p.Expected == nil || p.Expected.Sign() == 0 {
		return k + 1, largest
	}
	inverse := new(big.Rat).Inv(p.Expected)
	last = min(largest, clamp(floor(times(inverse, k))))
	if k == 0 {
		return 1, 0 // a sample of any size allows at least one
	}
	return clamp(floor(times(inverse, k-1))) + 1, last
}

// tooFew explains why samples of up to the largest size are not enough.
func (p Plan) tooFew(largest int64) error {
	if p.Model == Hypergeometric && largest == p.Population {
		return fmt.Errorf("among %d items, even all of them cannot show it: the deviations that the plan allows are no fewer than the tolerable ones", p.Population)
	}
	return ErrTooLarge
}

func (p Plan) check() error {
	if err := checkModel(p.Model, p.Population); err != nil {
		return err
	}
	if err := checkRisk(p.Risk); err != nil {
		return err
	}
	if err := checkTolerable(p.Tolerable); err != nil {
		return err
	}
	switch {
	case p.Expected != nil && p.Allowed != 0:
		return errors.New("give the expected rate or the allowed deviations, not both")
	case p.Expected != nil && p.Expected.Sign() < 0:
		return errors.New("the expected rate is below 0")
	case p.Expected != nil && p.Expected.Cmp(p.Tolerable) >= 0:
		return errors.New("the expected rate must be below the tolerable rate: if it is not, no sample can show what the plan asks")
	case p.Allowed < 0 || p.Allowed >= MaxSize:
		return fmt.Errorf("the allowed deviations must be between 0 and %d", MaxSize-1)
	}
	return nil
}

// clamp is the whole number, or one that is larger than every size.
func clamp(n *big.Int) int64 {
	if n.IsInt64() {
		return min(n.Int64(), MaxPopulation)
	}
	return MaxPopulation
}
