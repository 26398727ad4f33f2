package sampling

import (
	"errors"
	"math"
	"math/big"
)

// MoneyPlan is what a sample of monetary units must achieve: if the book
// value is overstated by the tolerable share, the chance that the sample
// shows no more than expected is at most the risk.
type MoneyPlan struct {
	Risk      *big.Rat // of incorrect acceptance, as 1/20
	Tolerable *big.Rat // misstatement, as a share of the book value
	Expected  *big.Rat // misstatement, as a share of the book value; nil is none
}

// MoneySize is a planned sample of monetary units.
type MoneySize struct {
	Units int64 // to draw
	// Taints is the sum of the expected taints, Units·Expected: usually not
	// a whole number, because a unit can be misstated in part.
	Taints *big.Rat
	// Factor is the confidence factor, Units·Tolerable. The interval is the
	// book value divided by Units.
	Factor *big.Rat
}

// Size returns the smallest sample that does what the plan asks, by the
// Poisson model: the smallest n with Q(1 + n·expected, n·tolerable) ≤ risk,
// where Q is the regularized upper incomplete gamma function. Where
// n·expected is whole, Q is the Poisson tail and the decision is exact.
// Elsewhere Q has no rational form: a chance that is nearer to the risk than
// its error (some 1e-11) counts as above it, so that a size is never too
// small.
//
// The error says which figure is wrong, or is ErrTooLarge.
func (p MoneyPlan) Size() (MoneySize, error) {
	if err := checkRisk(p.Risk); err != nil {
		return MoneySize{}, err
	}
	if err := checkTolerable(p.Tolerable); err != nil {
		return MoneySize{}, err
	}
	expected := p.Expected
	if expected == nil {
		expected = new(big.Rat)
	}
	if expected.Sign() < 0 || expected.Cmp(p.Tolerable) >= 0 {
		return MoneySize{}, errors.New("the expected misstatement must be at least 0 and below the tolerable misstatement")
	}
	// Expecting nothing needs the fewest units: sizes start there.
	least, err := Plan{Model: Poisson, Risk: p.Risk, Tolerable: p.Tolerable}.Size()
	if err != nil {
		return MoneySize{}, err
	}
	for n := least.Items; n <= MaxSize; n++ {
		taints := times(expected, n)
		if taintsReached(p, n, taints) {
			return MoneySize{Units: n, Taints: taints, Factor: times(p.Tolerable, n)}, nil
		}
	}
	return MoneySize{}, ErrTooLarge
}

func taintsReached(p MoneyPlan, n int64, taints *big.Rat) bool {
	if taints.IsInt() {
		return reached(newPoisson(p.Tolerable), taints.Num().Int64(), n, p.Risk)
	}
	shape, _ := taints.Float64()
	mean, _ := times(p.Tolerable, n).Float64()
	limit, _ := p.Risk.Float64()
	value, bound := upperGamma(1+shape, mean)
	return value*(1+bound) < limit
}

// upperGamma is Q(a, x), the regularized upper incomplete gamma function, for
// a ≥ 1 and x > 0, with a bound of its relative error.
//
// It is the continued fraction of Legendre (NIST Digital Library of
// Mathematical Functions, 8.9.2) by the method of Lentz where x is above a,
// and one less the series 8.7.1 elsewhere.
func upperGamma(a, x float64) (value, bound float64) {
	gamma, _ := math.Lgamma(a)
	logarithm, size := sumLogs(a*math.Log(x), -x, -gamma)
	front := math.Exp(logarithm)
	bound = epsilon * (8*size + 8*a + 4096)
	if x < a+1 {
		term := 1 / a
		sum := term
		for i := 1.0; term > sum*1e-18; i++ {
			term *= x / (a + i)
			sum += term
		}
		value = 1 - front*sum
		if value <= 0 {
			return 0, 1
		}
		return value, bound * (1 + front*sum/value)
	}
	const tiny = 1e-300
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	fraction := d
	for i := 1.0; i < 1_000_000; i++ {
		an := -i * (i - a)
		b += 2
		if d = an*d + b; d == 0 {
			d = tiny
		}
		if c = b + an/c; c == 0 {
			c = tiny
		}
		d = 1 / d
		delta := d * c
		fraction *= delta
		if math.Abs(delta-1) < 1e-16 {
			break
		}
	}
	return front * fraction, bound
}
