package advice

import "testing"

func TestParseYearEnd(t *testing.T) {
	for _, test := range []struct {
		text, want string
	}{
		{"12-31", "12-31"}, {"02-29", "02-29"}, {"06-30", "06-30"},
		{"31-12", ""}, {"2-28", ""}, {"02-30", ""}, {"", ""}, {"2026-12-31", ""},
	} {
		got, err := ParseYearEnd(test.text)
		if (err == nil) != (test.want != "") || err == nil && got.String() != test.want {
			t.Errorf("%q: got %v, %v", test.text, got, err)
		}
	}
}

// February 29 is the last day of February where there is none.
func TestYearEndInAnyYear(t *testing.T) {
	leap := yearEnd("02-29")
	if got := leap.on(2027); got != day("2027-02-28") {
		t.Errorf("2027: %s", got)
	}
	if got := leap.year(day("2027-02-28")); got.From != day("2026-03-01") || got.To != day("2027-02-28") {
		t.Errorf("the fiscal year is %s", got)
	}
	if got := leap.year(day("2027-03-01")); got.From != day("2027-03-01") || got.To != day("2028-02-29") {
		t.Errorf("the fiscal year is %s", got)
	}
}

// What is parsed is written back as it was read.
func FuzzParseYearEnd(f *testing.F) {
	for _, s := range []string{"12-31", "02-29", "00-00", "1-1", "12-31-", "१२-३१"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		y, err := ParseYearEnd(s)
		if err != nil {
			return
		}
		var back YearEnd
		if y.String() != s || back.UnmarshalText([]byte(s)) != nil || back != y {
			t.Fatalf("%q became %s", s, y)
		}
		if fiscal := y.year(day("2026-06-15")); fiscal.Days() < 365 || fiscal.Days() > 366 || !fiscal.Contains(day("2026-06-15")) {
			t.Fatalf("%s: the fiscal year is %s", y, fiscal)
		}
	})
}
