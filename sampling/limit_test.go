package sampling

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// Computed in another language, from the definitions alone.
func TestUpperLimits(t *testing.T) {
	for _, test := range []struct {
		model         Model
		risk          string
		n, k, N       int64
		want, percent string
	}{
		{Binomial, "5%", 25, 0, 0, "0.112928145", "11.3%"},
		{Binomial, "5%", 25, 1, 0, "0.1761207106", "17.7%"},
		{Binomial, "10%", 25, 0, 0, "0.08798916064", "8.8%"},
		{Binomial, "10%", 25, 1, 0, "0.1468671961", "14.7%"},
		{Binomial, "5%", 40, 0, 0, "0.07215752451", "7.3%"},
		{Binomial, "5%", 40, 1, 0, "0.1131883609", "11.4%"},
		{Binomial, "10%", 45, 0, 0, "0.04988149268", "5.0%"},
		{Binomial, "5%", 60, 3, 0, "0.1241872105", "12.5%"},
		{Binomial, "10%", 60, 1, 0, "0.06328738339", "6.4%"},
		{Binomial, "5%", 100, 5, 0, "0.1022533776", "10.3%"},
		{Binomial, "5%", 3, 3, 0, "1", "100.0%"},
		{Poisson, "5%", 60, 0, 0, "0.04992887123", "5.0%"},
		{Poisson, "5%", 60, 1, 0, "0.07906440864", "8.0%"},
		{Poisson, "5%", 1, 0, 0, "2.995732274", "299.6%"}, // the factors of tables
		{Hypergeometric, "10%", 2, 0, 4, "0.5", "50.0%"},
		{Hypergeometric, "10%", 3, 0, 12, "0.4166666667", "41.7%"},
		{Hypergeometric, "10%", 5, 0, 52, "0.3461538462", "34.7%"},
		{Hypergeometric, "10%", 25, 0, 250, "0.08", "8.0%"},
		{Hypergeometric, "5%", 25, 1, 250, "0.168", "16.8%"},
		{Hypergeometric, "5%", 40, 2, 365, "0.1424657534", "14.3%"},
		{Hypergeometric, "5%", 4, 1, 4, "0.25", "25.0%"},
	} {
		r := Result{Model: test.model, Risk: rate(t, test.risk), Items: test.n, Deviations: test.k, Population: test.N}
		got, err := r.UpperLimit(15)
		if err != nil || significant(got) != test.want {
			t.Errorf("%+v: got %v, %v", test, significant(got), err)
			continue
		}
		if rounded, err := r.UpperLimit(3); err != nil || FormatPercent(rounded, 1) != test.percent {
			t.Errorf("%+v: got %v, %v", test, rounded, err)
		}
	}
}

// A plan and the evaluation of a sample that keeps to it agree.
func TestPlanAndResultAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Plan{
			Model:     rapid.SampledFrom(Models).Draw(t, "model"),
			Risk:      big.NewRat(rapid.Int64Range(1, 50).Draw(t, "risk"), 100),
			Tolerable: big.NewRat(rapid.Int64Range(2, 40).Draw(t, "tolerable"), 100),
			Allowed:   rapid.Int64Range(0, 4).Draw(t, "allowed"),
		}
		if p.Model == Hypergeometric {
			// Whole numbers of deviations, so that both round alike.
			p.Population = 100 * rapid.Int64Range(1, 20).Draw(t, "hundreds")
		}
		size, err := p.Size()
		if err != nil {
			return
		}
		r := Result{Model: p.Model, Risk: p.Risk, Items: size.Items, Deviations: size.Allowed, Population: p.Population}
		holds, err := r.Supports(p.Tolerable)
		if p.Model == Hypergeometric {
			// The plan refutes exactly the tolerable count; the limit is below it.
			limit, _ := r.UpperLimit(15)
			holds = limit.Cmp(p.Tolerable) < 0
		}
		if err != nil || !holds {
			t.Fatalf("%+v plans %+v, whose result does not support it: %v", p, size, err)
		}
		r.Deviations++
		if r.Deviations > r.Items || p.Model == Hypergeometric {
			return
		}
		limit, err := r.UpperLimit(9)
		supports, _ := r.Supports(p.Tolerable)
		if err != nil || supports != (limit.Cmp(p.Tolerable) <= 0) {
			t.Fatalf("%+v: limit %v, supports %v, %v", r, limit, supports, err)
		}
	})
}

func TestResultThatCannotBe(t *testing.T) {
	for _, r := range []Result{
		{Model: Binomial, Risk: rate(t, "5%")},
		{Model: Binomial, Risk: rate(t, "5%"), Items: 3, Deviations: 4},
		{Model: Binomial, Items: 3},
		{Model: Hypergeometric, Risk: rate(t, "5%"), Items: 5, Population: 4},
	} {
		if got, err := r.UpperLimit(3); err == nil {
			t.Errorf("%+v: got %v", r, got)
		}
		if got, err := r.Supports(rate(t, "5%")); err == nil {
			t.Errorf("%+v: got %v", r, got)
		}
	}
	if _, err := (Result{Model: Binomial, Risk: rate(t, "5%"), Items: 3}).UpperLimit(99); err == nil {
		t.Error("99 decimals")
	}
}
