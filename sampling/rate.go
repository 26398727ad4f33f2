package sampling

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

var ratePattern = regexp.MustCompile(`^[0-9]{1,18}(\.[0-9]{1,18})?( ?%|/[0-9]{1,18})?$`)

// ParseRate reads a rate or a risk: "5%", "0.05", "1/20". The value is exact:
// "0.1" is one tenth, not the nearest binary fraction.
//
// The error says what a rate looks like, or that the value is not between 0
// and 1.
func ParseRate(text string) (*big.Rat, error) {
	trimmed := strings.TrimSpace(text)
	if !ratePattern.MatchString(trimmed) {
		return nil, fmt.Errorf("%q is not a rate: write 5%%, 0.05 or 1/20", text)
	}
	digits, percent := strings.CutSuffix(trimmed, "%")
	if strings.Contains(digits, ".") && strings.Contains(digits, "/") {
		return nil, fmt.Errorf("%q is not a rate: write a fraction with whole numbers, such as 1/20", text)
	}
	rate, ok := new(big.Rat).SetString(strings.TrimSpace(digits))
	if !ok {
		return nil, fmt.Errorf("%q is not a rate: its denominator is zero", text)
	}
	if percent {
		rate.Mul(rate, big.NewRat(1, 100))
	}
	if rate.Cmp(one) > 0 {
		return nil, fmt.Errorf("%q is more than 100%%: a rate is between 0 and 1, or between 0%% and 100%%", text)
	}
	return rate, nil
}

// FormatPercent is a rate in percent with the given number of decimals,
// rounded up, so that a limit is never shown smaller than it is.
func FormatPercent(rate *big.Rat, decimals int) string {
	scaled := new(big.Rat).Mul(rate, new(big.Rat).SetInt(powerOfTen(decimals+2)))
	up := new(big.Rat).SetFrac(ceil(scaled), powerOfTen(decimals))
	return up.FloatString(decimals) + "%"
}

var one = big.NewRat(1, 1)

func powerOfTen(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// ceil is the smallest whole number that is not below r.
func ceil(r *big.Rat) *big.Int {
	quotient, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	if rest.Sign() != 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return quotient
}

// floor is the greatest whole number that is not above r.
func floor(r *big.Rat) *big.Int { return new(big.Int).Div(r.Num(), r.Denom()) }

func times(r *big.Rat, n int64) *big.Rat { return new(big.Rat).Mul(r, big.NewRat(n, 1)) }
