package sampling

import (
	"math"
	"math/big"
)

// poisson is the tail of samples whose deviations come one by one at a rate:
// P(X = i) = e^-m m^i / i!, with m = n p. It is the model of tables and of
// monetary units, and is never below the binomial tail where it matters.
type poisson struct {
	rate *big.Rat
	p    float64
}

func newPoisson(rate *big.Rat) poisson {
	p, _ := rate.Float64()
	return poisson{rate: rate, p: p}
}

func (d poisson) start(k, n int64) (mode int64, logarithm, size float64) {
	mean := d.p * float64(n)
	if mean == 0 {
		return 0, math.Inf(1), 0
	}
	mode = k
	if mean < float64(k) {
		mode = int64(mean)
	}
	logarithm, size = sumLogs(float64(mode)*math.Log(mean), -mean, -logFactorial(mode))
	return mode, logarithm, size + float64(mode)
}

func (d poisson) down(i, n int64) float64 { return float64(i) / (d.p * float64(n)) }

// atMost compares sum m^i/i! with risk e^m. For a rational m other than 0,
// e^m is transcendental (Lindemann), so the two are never equal, and rational
// bounds of e^m that are drawn closer decide after finitely many steps.
func (d poisson) atMost(k, n int64, risk *big.Rat) bool {
	mean := times(d.rate, n)
	if mean.Sign() == 0 {
		return risk.Cmp(one) >= 0
	}
	// Everything is scaled by a common denominator b^terms terms! so that
	// the series are whole numbers: partial(j) sums m^i/i! for i up to j.
	partial := func(j int64) *big.Rat {
		sum := big.NewRat(1, 1)
		for i := j; i >= 1; i-- { // 1 + m/1 (1 + m/2 (1 + …))
			sum.Mul(sum, mean)
			sum.Mul(sum, big.NewRat(1, i))
			sum.Add(sum, one)
		}
		return sum
	}
	left := partial(k)
	whole := floor(mean).Int64()
	for terms := max(k, 2*whole) + 16; ; terms *= 2 {
		low := partial(terms)
		if left.Cmp(new(big.Rat).Mul(risk, low)) <= 0 {
			return true
		}
		// What is left of the series is below twice its next term, because
		// each further term is less than half of the one before.
		next := big.NewRat(1, 1)
		for i := int64(1); i <= terms+1; i++ {
			next.Mul(next, mean)
			next.Mul(next, big.NewRat(1, i))
		}
		high := low.Add(low, next.Add(next, next))
		if left.Cmp(high.Mul(risk, high)) > 0 {
			return false
		}
	}
}
