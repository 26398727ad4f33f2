package population

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// A sum is exact however large it grows, and agrees only when it is equal.
func TestTotalsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.StringMatching(`-?(0|[1-9][0-9]{0,27})\.[0-9]{10}`)).Draw(t, "values")
		want := new(big.Rat)
		for _, v := range values {
			n, _ := new(big.Rat).SetString(v)
			want.Add(want, n)
		}
		off := rapid.Bool().Draw(t, "off by the smallest unit")
		stated := new(big.Rat).Set(want)
		if off {
			stated.Add(stated, big.NewRat(1, 1e10))
		}
		def := soc.Population{Columns: []soc.Column{{Name: "amount", Type: soc.Decimal, Precision: 38, Scale: 10}},
			ControlTotals: []soc.ControlTotal{{Column: "amount", Value: stated.FloatString(10)}}}
		all, err := newTotals(&def)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range append(values, "") {
			if err := all.add(&engine.LoadRow{Record: int64(i), Values: []string{v}, Null: []bool{v == ""}}); err != nil {
				t.Fatal(err)
			}
		}
		check := all.checks(int64(len(values)))[0]
		if check.Loaded != want.FloatString(10) || check.Agrees == off {
			t.Fatalf("sum %s, want %s; agrees %v with %s", check.Loaded, want.FloatString(10), check.Agrees, check.Value)
		}
	})
}

// A total may be written with more or fewer zeros than the column has.
func TestTotalsCompareNumbers(t *testing.T) {
	def := soc.Population{Columns: []soc.Column{{Name: "n", Type: soc.Integer}}, ControlTotals: []soc.ControlTotal{{Value: "2.0"}, {Column: "n", Value: "-3.00"}, {Column: "n", Value: "-3.01"}}}
	all, err := newTotals(&def)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []string{"9223372036854775807", "-9223372036854775807", "-3"} {
		if err := all.add(&engine.LoadRow{Values: []string{v}, Null: []bool{false}}); err != nil {
			t.Fatal(err)
		}
	}
	checks := all.checks(2)
	if !checks[0].Agrees || !checks[1].Agrees || checks[2].Agrees || checks[1].Loaded != "-3" {
		t.Errorf("%+v", checks)
	}
}
