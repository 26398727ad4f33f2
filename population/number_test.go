package population

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
	"pgregory.net/rapid"
)

func TestCastInteger(t *testing.T) {
	runCasts(t, soc.Column{Type: soc.Integer}, []castCase{
		{"0", "0", ""}, {"-0", "0", ""}, {"42", "42", ""}, {"-7", "-7", ""},
		{"9223372036854775807", "9223372036854775807", ""},
		{"-9223372036854775808", "-9223372036854775808", ""},
		{"", "NULL", ""},
		{"9223372036854775808", "", "19 digits and does not fit 64 bits"},
		{"12345678901234567890", "", "20 digits and does not fit 64 bits"},
		{"1.5", "", "declare it as decimal"},
		{"1.0", "", "declare it as decimal"},
		{"1e3", "", "exponent"},
		{"1.2E+20", "", "exponent"},
		{" 7", "", "spaces"},
		{"7 ", "", "spaces"},
		{"007", "", "begins with a zero"},
		{"-07", "", "begins with a zero"},
		{"+7", "", "plus sign"},
		{"1,000", "", "comma"},
		{"-", "", "no digits"},
		{"--5", "", "not a number"},
		{"٣", "", "not a number"},
		{"0x1f", "", "not a number"},
		{"1_000", "", "not a number"},
	})
}

func TestCastDecimal(t *testing.T) {
	runCasts(t, soc.Column{Type: soc.Decimal, Precision: 6, Scale: 2}, []castCase{
		{"0", "0.00", ""}, {"-0.00", "0.00", ""}, {"12", "12.00", ""}, {"12.5", "12.50", ""},
		{"-.5", "-0.50", ""}, {".25", "0.25", ""}, {"12.5000", "12.50", ""}, {"9999.99", "9999.99", ""},
		{"10000", "", "5 digits before the point and decimal(6,2) holds 4"},
		{"12.345", "", "3 digits after the point and the column declares 2"},
		{"12.0001", "", "nothing is rounded"},
		{"12.", "", "ends in a point"},
		{".", "", "ends in a point"},
		{"1.829,10", "", "comma"},
		{"1,829.10", "", "comma"},
		{"$5.00", "", "not a number"},
		{"NaN", "", "not a number"},
		{"5.-1", "", "not a number"},
	})
	runCasts(t, soc.Column{Type: soc.Decimal, Precision: 38, Scale: 38}, []castCase{
		{"0.1", "0." + "1" + strings.Repeat("0", 37), ""},
		{"1", "", "holds 0"},
	})
	runCasts(t, soc.Column{Type: soc.Decimal, Precision: 38}, []castCase{
		{strings.Repeat("9", 38), strings.Repeat("9", 38), ""},
		{strings.Repeat("9", 39), "", "39 digits"},
	})
}

func TestDecimalDeclaration(t *testing.T) {
	for _, c := range []soc.Column{{Precision: 0, Scale: 0}, {Precision: 39}, {Precision: 5, Scale: 6}, {Precision: 5, Scale: -1}} {
		c.Name, c.Type = "amount", soc.Decimal
		if _, err := NewCaster(c); err == nil || !strings.Contains(err.Error(), "column amount: decimal(") {
			t.Errorf("decimal(%d,%d): error %v", c.Precision, c.Scale, err)
		}
	}
}

// Every 64-bit number is its own canonical text.
func TestIntegerRoundTrip(t *testing.T) {
	c := caster(t, soc.Column{Type: soc.Integer})
	rapid.Check(t, func(t *rapid.T) {
		want := strconv.FormatInt(rapid.Int64().Draw(t, "n"), 10)
		if got, null, reason := c.Cast(want, false); got != want || null || reason != "" {
			t.Fatalf("%s = %q, null %v, reason %q", want, got, null, reason)
		}
	})
}

// A decimal that is accepted is exactly the number that was written, and one
// is refused only when it does not fit.
func TestDecimalIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		precision := rapid.IntRange(1, maxDecimalDigits).Draw(t, "precision")
		scale := rapid.IntRange(0, precision).Draw(t, "scale")
		c, err := NewCaster(soc.Column{Name: "x", Type: soc.Decimal, Precision: precision, Scale: scale})
		if err != nil {
			t.Fatal(err)
		}
		value := rapid.StringMatching(`-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,20})?`).Draw(t, "value")
		exact, _ := new(big.Rat).SetString(value)
		text, _, reason := c.Cast(value, false)

		unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil))
		limit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(precision-scale)), nil))
		fits := new(big.Rat).Quo(exact, unit).IsInt() && new(big.Rat).Abs(exact).Cmp(limit) < 0
		if fits != (reason == "") {
			t.Fatalf("decimal(%d,%d) %s: fits %v, reason %q", precision, scale, value, fits, reason)
		}
		if fits {
			if got, ok := new(big.Rat).SetString(text); !ok || got.Cmp(exact) != 0 || text != exact.FloatString(scale) {
				t.Fatalf("decimal(%d,%d) %s = %s, want %s", precision, scale, value, text, exact.FloatString(scale))
			}
		}
	})
}

func ExampleCaster() {
	amount, err := NewCaster(soc.Column{Name: "amount", Type: soc.Decimal, Precision: 18, Scale: 2})
	if err != nil {
		panic(err)
	}
	for _, value := range []string{"1829.1", "1,829.10"} {
		text, _, reason := amount.Cast(value, false)
		fmt.Printf("%s: %s%s\n", value, text, reason)
	}
	// Output:
	// 1829.1: 1829.10
	// 1,829.10: holds a comma: numbers are written without thousands separators and with a point
}
