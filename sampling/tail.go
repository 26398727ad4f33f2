package sampling

import (
	"math"
	"math/big"
)

// tail is the chance that a sample shows few deviations although the
// population has the deviation rate that the tail was made for.
type tail interface {
	// start returns the logarithm of the chance of exactly mode deviations
	// in n items, mode being the likeliest number not above k, and size, the
	// sum of the absolute values that the logarithm was added up from. The
	// logarithm is +Inf when k or fewer deviations are certain, and -Inf
	// when they cannot be.
	start(k, n int64) (mode int64, logarithm, size float64)
	// down is the chance of i-1 deviations divided by that of i.
	down(i, n int64) float64
	// atMost reports exactly whether the chance of k or fewer deviations in
	// n items is at most risk.
	atMost(k, n int64, risk *big.Rat) bool
}

// epsilon is the relative error of one floating-point operation.
const epsilon = 0x1p-52

// chance is the chance of k or fewer deviations in n items, with a bound of
// its relative error.
//
// All terms are positive and are added from the likeliest outwards, so no
// digits cancel. The error of the first term is that of its logarithm, each
// part of which (math.Lgamma, math.Log, a product) is good to 8 units in the
// last place; that of the rest is a rounding per step. The test compares it
// with rationals.
func chance(t tail, k, n int64) (value, bound float64) {
	mode, logarithm, size := t.start(k, n)
	switch {
	case math.IsInf(logarithm, -1):
		return 0, 0
	case math.IsInf(logarithm, 1):
		return 1, 0
	}
	sum, steps := 1.0, 1.0
	term := 1.0
	for i := mode; i > 0; i-- {
		term *= t.down(i, n)
		sum += term
		steps++
		if term < sum*1e-22 {
			break
		}
	}
	term = 1.0
	for i := mode + 1; i <= k; i++ {
		ratio := t.down(i, n)
		if math.IsInf(ratio, 1) {
			break // more deviations than there can be
		}
		term /= ratio
		sum += term
		steps++
		if term < sum*1e-22 {
			break
		}
	}
	value = math.Exp(logarithm) * sum
	// What was cut off is at most 1e-22 of the sum for each of k+1 terms.
	bound = epsilon*(8*size+8*steps+16) + 1e-22*float64(k+1)
	return min(value, 1), bound
}

// reached reports whether the chance of k or fewer deviations in n items is
// at most risk: in floating point where that decides, exactly where it does
// not.
func reached(t tail, k, n int64, risk *big.Rat) bool {
	limit, _ := risk.Float64()
	value, bound := chance(t, k, n)
	// Where exp underflows the relative bound says nothing; a risk that
	// small is decided exactly.
	if limit > 1e-290 && bound < 0.1 {
		if value*(1+bound)*(1+4*epsilon) < limit {
			return true
		}
		if value*(1-bound)*(1-4*epsilon) > limit {
			return false
		}
	}
	return t.atMost(k, n, risk)
}

// logFactorial is log(n!).
func logFactorial(n int64) float64 {
	l, _ := math.Lgamma(float64(n) + 1)
	return l
}

// sumLogs adds logarithms and their absolute values.
func sumLogs(parts ...float64) (sum, size float64) {
	for _, part := range parts {
		sum += part
		size += math.Abs(part)
	}
	return sum, size
}
