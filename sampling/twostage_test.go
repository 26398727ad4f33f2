package sampling

import (
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// Extending a sample after a failure is not free.
func TestTwoStageAcceptance(t *testing.T) {
	for _, test := range []struct {
		plan TwoStage
		rate string
		want string
	}{
		{TwoStage{Model: Binomial, First: 25, Second: 15, Allowed: 1}, "10%", "0.112848"},
		{TwoStage{Model: Binomial, First: 45, Second: 33, Allowed: 1}, "5%", "0.142781"},
		{TwoStage{Model: Binomial, First: 30, Second: 30, Allowed: 2}, "10%", "0.077999"},
		{TwoStage{Model: Binomial, First: 25, Second: 15, Allowed: 0}, "10%", "0.071790"}, // 25 and none, alone
		{TwoStage{Model: Hypergeometric, Population: 40, First: 10, Second: 8, Allowed: 1}, "10%", "0.468377"},
		{TwoStage{Model: Binomial, First: 30, FirstAllowed: 1, Second: 20, Allowed: 3}, "10%", "0.301581"},
		{TwoStage{Model: Hypergeometric, Population: 60, First: 12, FirstAllowed: 1, Second: 15, Allowed: 4}, "15%", "0.701666"},
		{TwoStage{Model: Binomial, First: 25, Second: 15, Allowed: 1}, "0", "1.000000"},
		{TwoStage{Model: Binomial, First: 25, Second: 15, Allowed: 1}, "100%", "0.000000"},
	} {
		got, err := test.plan.Acceptance(rate(t, test.rate))
		if err != nil || got.FloatString(6) != test.want {
			t.Errorf("%+v: got %v, %v", test, got, err)
		}
	}
}

func TestSecondStage(t *testing.T) {
	for _, test := range []struct {
		first, want     int64
		tolerable, risk string
	}{{30, 28, "10%", "5%"}, {50, 43, "5%", "10%"}} {
		plan, err := TwoStage{Model: Binomial, First: test.first, Allowed: 1}.SecondFor(rate(t, test.risk), rate(t, test.tolerable))
		if err != nil || plan.Second != test.want {
			t.Errorf("%+v: got %+v, %v", test, plan, err)
		}
	}
	if _, err := (TwoStage{Model: Binomial, First: 25, Allowed: 1}).SecondFor(rate(t, "5%"), rate(t, "10%")); err == nil {
		t.Error("the first stage alone has a risk of 7.2%")
	}
	if _, err := (TwoStage{Model: Binomial, First: 59, Allowed: 1}).SecondFor(big.NewRat(48495, 1000000), rate(t, "5%")); err != nil && !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	for _, bad := range []TwoStage{
		{Model: Poisson, First: 1, Second: 1}, {Model: Binomial, Second: 1}, {Model: Binomial, First: 1, Second: 1, FirstAllowed: 1},
		{Model: Hypergeometric, First: 3, Second: 3, Population: 5},
	} {
		if got, err := bad.Acceptance(rate(t, "5%")); err == nil {
			t.Errorf("%+v: got %v", bad, got)
		}
	}
}

// A plan whose second stage can only confirm is its first stage alone; and a
// second chance never lowers the chance of acceptance.
func TestTwoStageIsNotFree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := TwoStage{Model: Binomial, First: rapid.Int64Range(1, 40).Draw(t, "first"), Second: rapid.Int64Range(1, 40).Draw(t, "second"),
			FirstAllowed: rapid.Int64Range(0, 3).Draw(t, "allowed first")}
		if rapid.Bool().Draw(t, "finite") {
			plan.Model, plan.Population = Hypergeometric, plan.First+plan.Second+rapid.Int64Range(0, 40).Draw(t, "rest")
		}
		plan.Allowed = plan.FirstAllowed
		at := big.NewRat(rapid.Int64Range(1, 50).Draw(t, "rate"), 100)
		alone, err := plan.Acceptance(at)
		if err != nil {
			t.Fatal(err)
		}
		first, err := tailAt(plan.Model, at, plan.Population)
		if err != nil {
			t.Fatal(err)
		}
		if alone.Sign() > 0 && !first.atMost(plan.FirstAllowed, plan.First, alone) {
			t.Fatalf("%+v accepts with %v, which is below its first stage", plan, alone)
		}
		plan.Allowed += rapid.Int64Range(1, 3).Draw(t, "more")
		both, err := plan.Acceptance(at)
		if err != nil || both.Cmp(alone) < 0 || both.Cmp(one) > 0 {
			t.Fatalf("%+v accepts with %v, alone with %v, %v", plan, both, alone, err)
		}
	})
}
