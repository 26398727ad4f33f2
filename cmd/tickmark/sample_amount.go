package main

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

var amountPattern = regexp.MustCompile(`^-?[0-9]{1,18}(\.[0-9]{1,6})?$`)

// parseAmount reads a decimal amount as a whole number of its smallest unit,
// with the number of decimals that it has.
func parseAmount(text string) (units int64, decimals int, err error) {
	if !amountPattern.MatchString(text) {
		return 0, 0, fmt.Errorf("%q is not an amount: write digits and at most one point, such as 1250.00", text)
	}
	before, after, _ := strings.Cut(text, ".")
	units, err = strconv.ParseInt(before+after, 10, 64)
	if err != nil {
		return 0, 0, fmt.Errorf("%q is too large an amount", text)
	}
	return units, len(after), nil
}

// formatAmount writes units of the given number of decimals.
func formatAmount(units int64, decimals int) string {
	return new(big.Rat).SetFrac(big.NewInt(units), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)).FloatString(decimals)
}

// decimalText is a number with the decimals that it needs, at most six.
func decimalText(r *big.Rat) string {
	decimals, _ := r.FloatPrec()
	return r.FloatString(min(decimals, 6))
}

// formatAmountUp writes an amount in its smallest unit, rounded up.
func formatAmountUp(units *big.Rat, decimals int) string {
	up, rest := new(big.Int).DivMod(units.Num(), units.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		up.Add(up, big.NewInt(1))
	}
	return new(big.Rat).SetFrac(up, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)).FloatString(decimals)
}
