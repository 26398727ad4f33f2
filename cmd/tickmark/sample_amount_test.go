package main

import "testing"

func TestParseAmount(t *testing.T) {
	for text, want := range map[string]string{"1250000.00": "1250000.00", "7": "7", "-0.5": "-0.5", "0.000001": "0.000001"} {
		units, decimals, err := parseAmount(text)
		if err != nil || formatAmount(units, decimals) != want {
			t.Errorf("%s: got %d with %d decimals, %v", text, units, decimals, err)
		}
	}
	for _, text := range []string{"", "1,000", "1e3", ".5", "5.", "0x1", "999999999999999999.999999", "12.3456789"} {
		if units, _, err := parseAmount(text); err == nil {
			t.Errorf("%s: got %d", text, units)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, seed := range []string{"1250000.00", "-7", "0.000001", "1,000", "999999999999999999.999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		units, decimals, err := parseAmount(text)
		if err != nil {
			return
		}
		again, _, err := parseAmount(formatAmount(units, decimals))
		if err != nil || again != units {
			t.Errorf("%q: got %d, then %d, %v", text, units, again, err)
		}
	})
}
