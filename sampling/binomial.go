package sampling

import (
	"math"
	"math/big"
)

// binomial is the tail of samples from a population so large that an item
// drawn does not change the rate of the rest:
// P(X = i) = C(n,i) p^i (1-p)^(n-i).
type binomial struct {
	rate, rest       *big.Rat // p and 1-p
	p, q             float64
	logRate, logRest float64
}

func newBinomial(rate *big.Rat) binomial {
	rest := new(big.Rat).Sub(one, rate)
	p, _ := rate.Float64()
	q, _ := rest.Float64()
	return binomial{rate: rate, rest: rest, p: p, q: q, logRate: math.Log(p), logRest: math.Log(q)}
}

func (b binomial) start(k, n int64) (mode int64, logarithm, size float64) {
	switch {
	case k >= n || b.p == 0:
		return 0, math.Inf(1), 0
	case b.q == 0:
		return 0, math.Inf(-1), 0
	}
	mode = min(k, int64(float64(n+1)*b.p))
	logarithm, size = sumLogs(logFactorial(n), -logFactorial(mode), -logFactorial(n-mode),
		float64(mode)*b.logRate, float64(n-mode)*b.logRest)
	// The rate itself is rounded to a float.
	return mode, logarithm, size + float64(n)
}

func (b binomial) down(i, n int64) float64 {
	if i > n {
		return math.Inf(1)
	}
	return float64(i) * b.q / (float64(n-i+1) * b.p)
}

// atMost compares sum C(n,i) a^i (d-a)^(n-i) with risk d^n in whole numbers,
// for a rate of a/d.
func (b binomial) atMost(k, n int64, risk *big.Rat) bool {
	if k >= n {
		return risk.Cmp(one) >= 0
	}
	a, c := b.rate.Num(), b.rest.Num()
	d := b.rate.Denom()
	// Horner from the highest power of a, so that no division is needed:
	// sum = c^(n-k) * (C(n,0) c^k + C(n,1) a c^(k-1) + …).
	sum, power := new(big.Int), big.NewInt(1)
	coefficient := big.NewInt(1)
	for i := int64(0); i <= k; i++ {
		if i > 0 {
			coefficient.Mul(coefficient, big.NewInt(n-i+1))
			coefficient.Quo(coefficient, big.NewInt(i))
			power.Mul(power, a)
			sum.Mul(sum, c)
		}
		sum.Add(sum, new(big.Int).Mul(coefficient, power))
	}
	sum.Mul(sum, new(big.Int).Exp(c, big.NewInt(n-k), nil))
	left := sum.Mul(sum, risk.Denom())
	right := new(big.Int).Exp(d, big.NewInt(n), nil)
	right.Mul(right, risk.Num())
	return left.Cmp(right) <= 0
}
