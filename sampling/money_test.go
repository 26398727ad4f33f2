package sampling

import (
	"errors"
	"math"
	"math/big"
	"testing"
)

// Computed in another language to 40 digits.
func TestMoneySizes(t *testing.T) {
	for _, test := range []struct {
		risk, tolerable, expected string
		want                      int64
		taints, factor            string
	}{
		{"5%", "5%", "0", 60, "0.00", "3.00"},
		{"5%", "5%", "1%", 93, "0.93", "4.65"},
		{"10%", "3%", "0.5%", 106, "0.53", "3.18"},
	} {
		got, err := MoneyPlan{Risk: rate(t, test.risk), Tolerable: rate(t, test.tolerable), Expected: rate(t, test.expected)}.Size()
		if err != nil || got.Units != test.want || got.Taints.FloatString(2) != test.taints || got.Factor.FloatString(2) != test.factor {
			t.Errorf("%+v: got %+v, %v", test, got, err)
		}
	}
	for _, p := range []MoneyPlan{
		{}, {Risk: rate(t, "5%")},
		{Risk: rate(t, "5%"), Tolerable: rate(t, "5%"), Expected: rate(t, "5%")},
	} {
		if got, err := p.Size(); err == nil {
			t.Errorf("%+v: got %+v", p, got)
		}
	}
	if _, err := (MoneyPlan{Risk: rate(t, "5%"), Tolerable: rate(t, "5%"), Expected: rate(t, "4.99%")}).Size(); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

// Where the shape is whole, the incomplete gamma function is the Poisson tail.
func TestUpperGammaIsThePoissonTail(t *testing.T) {
	for k := int64(0); k < 60; k += 3 {
		for mean := int64(1); mean < 90; mean += 4 {
			want, bound := chance(newPoisson(one), k, mean)
			got, ownBound := upperGamma(float64(k+1), float64(mean))
			if math.Abs(got-want) > want*(bound+ownBound) {
				t.Errorf("Q(%d, %d): got %v, want %v", k+1, mean, got, want)
			}
		}
	}
}

func TestStringer(t *testing.T) {
	r := MoneyResult{Model: Poisson, Risk: rate(t, "5%"), Units: 100, Taints: []*big.Rat{big.NewRat(1, 4), big.NewRat(1, 2)}}
	bound, err := r.Stringer()
	if err != nil || significant(bound) != "0.04257780672" {
		t.Errorf("got %v, %v", bound, err)
	}
	likely, err := r.MostLikely()
	if err != nil || likely.Cmp(big.NewRat(3, 400)) != 0 {
		t.Errorf("got %v, %v", likely, err)
	}
	whole, err := r.Attributes()
	if err != nil || whole.Cmp(bound) < 0 {
		t.Errorf("got %v, %v", whole, err)
	}
	// Taints of 1 make the bound that of attributes.
	r.Taints = []*big.Rat{one, one}
	if bound, err := r.Stringer(); err != nil || bound.Cmp(whole) != 0 {
		t.Errorf("got %v, want %v, %v", bound, whole, err)
	}
	for _, bad := range []MoneyResult{
		{Model: Hypergeometric, Risk: rate(t, "5%"), Units: 10},
		{Model: Poisson, Risk: rate(t, "5%"), Units: 10, Taints: []*big.Rat{big.NewRat(3, 2)}},
		{Model: Poisson, Risk: rate(t, "5%"), Units: 10, Taints: []*big.Rat{new(big.Rat)}},
		{Model: Poisson, Risk: rate(t, "5%"), Units: 1, Taints: []*big.Rat{one, one}},
	} {
		if got, err := bad.Stringer(); err == nil {
			t.Errorf("%+v: got %v", bad, got)
		}
	}
}
