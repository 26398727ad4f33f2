package sampling

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// The floating-point chance lies within its own bound of the exact one, which
// is what lets it decide.
func TestChanceKeepsItsBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := big.NewRat(rapid.Int64Range(1, 999).Draw(t, "rate"), 1000)
		model := rapid.SampledFrom(Models).Draw(t, "model")
		population := rapid.Int64Range(1, 2000).Draw(t, "population")
		n := rapid.Int64Range(1, min(population, 300)).Draw(t, "items")
		k := rapid.Int64Range(0, min(n, 40)).Draw(t, "deviations")
		tail, err := tailAt(model, rate, population)
		if err != nil {
			t.Fatal(err)
		}
		value, bound := chance(tail, k, n)
		if value < 1e-200 {
			return // too small to be of use; reached decides such chances exactly
		}
		if bound > 1e-9 {
			t.Fatalf("the bound %v leaves too much to rationals", bound)
		}
		exact := new(big.Rat).SetFloat64(value)
		above := new(big.Rat).Mul(exact, new(big.Rat).SetFloat64(1+bound))
		below := new(big.Rat).Mul(exact, new(big.Rat).SetFloat64(1-bound))
		if !tail.atMost(k, n, above) {
			t.Fatalf("%s %v: P(X ≤ %d | %d) is above %v", model, rate, k, n, above)
		}
		if bound > 0 && tail.atMost(k, n, below) {
			t.Fatalf("%s %v: P(X ≤ %d | %d) is below %v", model, rate, k, n, below)
		}
	})
}

// What floating point decides is what rationals decide, at a boundary too.
func TestReachedIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := big.NewRat(rapid.Int64Range(0, 100).Draw(t, "rate"), 100)
		population := rapid.Int64Range(1, 200).Draw(t, "population")
		n := rapid.Int64Range(1, min(population, 60)).Draw(t, "items")
		k := rapid.Int64Range(0, n).Draw(t, "deviations")
		tail, err := tailAt(rapid.SampledFrom(Models).Draw(t, "model"), rate, population)
		if err != nil {
			t.Fatal(err)
		}
		risk := big.NewRat(rapid.Int64Range(1, 99).Draw(t, "risk"), 100)
		if value, _ := chance(tail, k, n); rapid.Bool().Draw(t, "near") && value > 0 && value < 1 {
			risk.SetFloat64(value)
		}
		if got, want := reached(tail, k, n, risk), tail.atMost(k, n, risk); got != want {
			t.Fatalf("P(X ≤ %d | %d) ≤ %v: got %v", k, n, risk, got)
		}
	})
}
