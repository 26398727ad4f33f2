package sampling

import (
	"math"
	"math/big"
)

// hypergeometric is the tail of samples from a population of items with so
// many deviations among them:
// P(X = i) = C(K,i) C(N-K,n-i) / C(N,n), with N items and K deviations.
type hypergeometric struct {
	items, deviations int64
}

func (h hypergeometric) start(k, n int64) (mode int64, logarithm, size float64) {
	low, high := max(0, n-(h.items-h.deviations)), min(n, h.deviations)
	switch {
	case k < low:
		return 0, math.Inf(-1), 0
	case k >= high:
		return 0, math.Inf(1), 0
	}
	mode = int64(float64(n+1) * float64(h.deviations+1) / float64(h.items+2))
	mode = max(low, min(k, mode))
	good := h.items - h.deviations
	logarithm, size = sumLogs(
		logFactorial(h.deviations), -logFactorial(mode), -logFactorial(h.deviations-mode),
		logFactorial(good), -logFactorial(n-mode), -logFactorial(good-n+mode),
		-logFactorial(h.items), logFactorial(n), logFactorial(h.items-n))
	return mode, logarithm, size
}

func (h hypergeometric) down(i, n int64) float64 {
	if i > min(n, h.deviations) {
		return math.Inf(1)
	}
	good := h.items - h.deviations
	return float64(i) * float64(good-n+i) / (float64(h.deviations-i+1) * float64(n-i+1))
}

// atMost compares sum C(K,i) C(N-K,n-i) with risk C(N,n) in whole numbers.
func (h hypergeometric) atMost(k, n int64, risk *big.Rat) bool {
	low, high := max(0, n-(h.items-h.deviations)), min(n, h.deviations, k)
	sum := new(big.Int)
	good := h.items - h.deviations
	if low <= high {
		left := new(big.Int).Binomial(h.deviations, low)
		right := new(big.Int).Binomial(good, n-low)
		for i := low; ; {
			sum.Add(sum, new(big.Int).Mul(left, right))
			if i == high {
				break
			}
			left.Mul(left, big.NewInt(h.deviations-i))
			left.Quo(left, big.NewInt(i+1))
			right.Mul(right, big.NewInt(n-i))
			right.Quo(right, big.NewInt(good-n+i+1))
			i++
		}
	}
	sum.Mul(sum, risk.Denom())
	all := new(big.Int).Binomial(h.items, n)
	return sum.Cmp(all.Mul(all, risk.Num())) <= 0
}
