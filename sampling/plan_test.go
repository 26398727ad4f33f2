package sampling

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The figures of this test were computed in fractions by a program in
// another language, from the definitions alone.
func TestPlannedSizes(t *testing.T) {
	for _, test := range []struct {
		model                     Model
		risk, tolerable, expected string // expected: a rate, or "+k" deviations
		population, items, allows int64
	}{
		{Binomial, "5%", "5%", "0", 0, 59, 0},
		{Binomial, "10%", "5%", "0", 0, 45, 0},
		{Binomial, "10%", "10%", "0", 0, 22, 0},
		{Binomial, "5%", "10%", "1%", 0, 46, 1},
		{Binomial, "5%", "5%", "1%", 0, 93, 1},
		{Binomial, "10%", "4%", "2%", 0, 198, 4},
		{Binomial, "5%", "7%", "2%", 0, 88, 2},
		{Binomial, "1%", "10%", "2%", 0, 81, 2},
		{Binomial, "10%", "5%", "+1", 0, 77, 1}, // some printed tables have 78
		{Binomial, "10%", "5%", "+2", 0, 105, 2},
		{Binomial, "10%", "5%", "+3", 0, 132, 3},
		{Binomial, "5%", "10%", "+1", 0, 46, 1},
		{Binomial, "5%", "10%", "+3", 0, 76, 3},
		{Hypergeometric, "10%", "10%", "+0", 12, 8, 0},
		{Hypergeometric, "10%", "10%", "+0", 24, 13, 0},
		{Hypergeometric, "10%", "10%", "+0", 52, 16, 0},
		{Hypergeometric, "10%", "10%", "+0", 250, 21, 0},
		{Hypergeometric, "10%", "10%", "+0", 365, 21, 0},
		{Poisson, "5%", "5%", "+0", 0, 60, 0},
		{Poisson, "10%", "5%", "+0", 0, 47, 0},
		{Poisson, "5%", "5%", "+1", 0, 95, 1},
		{Poisson, "10%", "10%", "+2", 0, 54, 2},
	} {
		p := Plan{Model: test.model, Risk: rate(t, test.risk), Tolerable: rate(t, test.tolerable), Population: test.population}
		if k, ok := strings.CutPrefix(test.expected, "+"); ok {
			p.Allowed = whole(t, k)
		} else {
			p.Expected = rate(t, test.expected)
		}
		size, err := p.Size()
		if err != nil || size.Items != test.items || size.Allowed != test.allows {
			t.Errorf("%+v: got %+v, %v", test, size, err)
		}
		if limit, _ := p.Risk.Float64(); size.Risk > limit {
			t.Errorf("%+v: the achieved risk %v is above the plan's", test, size.Risk)
		}
	}
}

// A risk that the sample meets to the last digit is met, and one that is
// smaller by less than any float can show is not.
func TestPlanAtTheBoundary(t *testing.T) {
	exact := new(big.Rat).SetFrac(new(big.Int).Exp(big.NewInt(19), big.NewInt(59), nil), new(big.Int).Exp(big.NewInt(20), big.NewInt(59), nil))
	less := new(big.Rat).Sub(exact, new(big.Rat).SetFrac(big.NewInt(1), powerOfTen(60)))
	for _, test := range []struct {
		risk *big.Rat
		want int64
	}{{exact, 59}, {less, 60}} {
		size, err := Plan{Model: Binomial, Risk: test.risk, Tolerable: rate(t, "5%")}.Size()
		if err != nil || size.Items != test.want {
			t.Errorf("got %+v, %v, want %d", size, err, test.want)
		}
	}
	// 1 of 12 items deviates: a sample of 6 misses it with a chance of 1/2.
	size, err := Plan{Model: Hypergeometric, Risk: rate(t, "50%"), Tolerable: big.NewRat(1, 12), Population: 12}.Size()
	if err != nil || size.Items != 6 {
		t.Errorf("got %+v, %v, want 6", size, err)
	}
}

func TestPlanThatCannotBe(t *testing.T) {
	for name, test := range map[string]struct {
		plan Plan
		want string
	}{
		"no model":         {Plan{Model: "normal", Risk: rate(t, "5%"), Tolerable: rate(t, "5%")}, `no model "normal"`},
		"no risk":          {Plan{Model: Binomial, Tolerable: rate(t, "5%")}, "the risk must be at least"},
		"no tolerable":     {Plan{Model: Binomial, Risk: rate(t, "5%")}, "the tolerable rate must be above 0"},
		"too many expects": {Plan{Model: Binomial, Risk: rate(t, "5%"), Tolerable: rate(t, "5%"), Expected: rate(t, "5%")}, "must be below the tolerable rate"},
		"both":             {Plan{Model: Binomial, Risk: rate(t, "5%"), Tolerable: rate(t, "5%"), Expected: rate(t, "1%"), Allowed: 1}, "not both"},
		"no population":    {Plan{Model: Hypergeometric, Risk: rate(t, "5%"), Tolerable: rate(t, "5%")}, "needs the number of items"},
		"a population":     {Plan{Model: Binomial, Risk: rate(t, "5%"), Tolerable: rate(t, "5%"), Population: 9}, "takes no population"},
		"nothing to show":  {Plan{Model: Hypergeometric, Risk: rate(t, "5%"), Tolerable: rate(t, "10%"), Population: 10, Allowed: 1}, "even all of them cannot show it"},
		"too large":        {Plan{Model: Binomial, Risk: rate(t, "5%"), Tolerable: rate(t, "0.001%")}, ErrTooLarge.Error()},
		"too close":        {Plan{Model: Binomial, Risk: rate(t, "5%"), Tolerable: rate(t, "5%"), Expected: rate(t, "4.99%")}, ErrTooLarge.Error()},
	} {
		if _, err := test.plan.Size(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
	if _, err := (Plan{Model: Poisson, Risk: rate(t, "5%"), Tolerable: rate(t, "0.001%")}).Size(); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

// The size is the smallest: every smaller sample is tried.
func TestPlanIsSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Plan{
			Model:     rapid.SampledFrom(Models).Draw(t, "model"),
			Risk:      big.NewRat(rapid.Int64Range(1, 50).Draw(t, "risk"), 100),
			Tolerable: big.NewRat(rapid.Int64Range(10, 100).Draw(t, "tolerable"), 200),
		}
		if rapid.Bool().Draw(t, "rate") {
			p.Expected = big.NewRat(rapid.Int64Range(0, 5).Draw(t, "expected"), 200)
		} else {
			p.Allowed = rapid.Int64Range(0, 3).Draw(t, "allowed")
		}
		if p.Model == Hypergeometric {
			p.Population = rapid.Int64Range(1, 120).Draw(t, "population")
		}
		size, err := p.Size()
		tail, _ := tailAt(p.Model, p.Tolerable, p.Population)
		last := size.Items
		if err != nil {
			last = 120
			if p.Model == Hypergeometric {
				last = p.Population
			}
		}
		for n := int64(1); n <= last; n++ {
			k := p.Allowed
			if p.Expected != nil {
				k = ceil(times(p.Expected, n)).Int64()
			}
			enough := k < n && tail.atMost(k, n, p.Risk)
			if enough != (err == nil && n == size.Items) {
				t.Fatalf("%+v gives %+v, %v; %d items allow %d: enough is %v", p, size, err, n, k, enough)
			}
		}
	})
}

func rate(t testing.TB, text string) *big.Rat {
	t.Helper()
	r, err := ParseRate(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
