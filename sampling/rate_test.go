package sampling

import (
	"math/big"
	"testing"
)

func TestParseRate(t *testing.T) {
	for text, want := range map[string]string{"5%": "1/20", "0.05": "1/20", "1/20": "1/20", " 2.5 %": "1/40", "0": "0/1", "100%": "1/1", "1": "1/1", "0.1": "1/10"} {
		if got, err := ParseRate(text); err != nil || got.String() != want {
			t.Errorf("%q: got %v, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "5", "-1%", "1e-3", "1/0", "0.5/2", "five", "101%", "0x1p-2", "5%%", "."} {
		if got, err := ParseRate(text); err == nil {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

func TestFormatPercentRoundsUp(t *testing.T) {
	for _, test := range []struct {
		rate     *big.Rat
		decimals int
		want     string
	}{
		{big.NewRat(1, 20), 1, "5.0%"}, {big.NewRat(1, 3), 1, "33.4%"}, {big.NewRat(50001, 1000000), 2, "5.01%"}, {new(big.Rat), 0, "0%"},
	} {
		if got := FormatPercent(test.rate, test.decimals); got != test.want {
			t.Errorf("%v: got %s, want %s", test.rate, got, test.want)
		}
	}
}

func FuzzParseRate(f *testing.F) {
	for _, seed := range []string{"5%", "0.05", "1/20", " 2.5 %", "1/0", "1e9", "-1", "99999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseRate(text)
		if err == nil && (got.Sign() < 0 || got.Cmp(one) > 0) {
			t.Errorf("%q: got %v", text, got)
		}
	})
}
