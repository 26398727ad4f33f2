package population

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tickmark-audit/tickmark/soc"
	"pgregory.net/rapid"
)

func caster(t testing.TB, c soc.Column) *Caster {
	t.Helper()
	if c.Name == "" {
		c.Name = "x"
	}
	caster, err := NewCaster(c)
	if err != nil {
		t.Fatal(err)
	}
	return caster
}

// castCase is one value and what becomes of it: a canonical text, "NULL", or
// a part of the reason why it failed.
type castCase struct{ value, want, reason string }

func runCasts(t *testing.T, c soc.Column, cases []castCase) {
	t.Helper()
	caster := caster(t, c)
	for _, tc := range cases {
		text, null, reason := caster.Cast(tc.value, false)
		switch {
		case tc.reason != "":
			if !strings.Contains(reason, tc.reason) || !null || text != "" {
				t.Errorf("%s %q = %q, null %v, reason %q; want a failed cast that says %q", c.Type, tc.value, text, null, reason, tc.reason)
			}
		case tc.want == "NULL":
			if !null || reason != "" {
				t.Errorf("%s %q = %q, reason %q; want no value", c.Type, tc.value, text, reason)
			}
		case text != tc.want || null || reason != "":
			t.Errorf("%s %q = %q, null %v, reason %q; want %q", c.Type, tc.value, text, null, reason, tc.want)
		}
	}
}

func TestCastText(t *testing.T) {
	runCasts(t, soc.Column{Type: soc.Text, Null: []string{"n/a", "NULL"}}, []castCase{
		{"Grün ", "Grün ", ""},
		{"007", "007", ""},
		{"", "NULL", ""},
		{"n/a", "NULL", ""},
		{"N/A", "N/A", ""},
		{"a\x00b", "", "NUL character at byte 2"},
		{"a\xff", "", "not valid UTF-8"},
	})
	runCasts(t, soc.Column{Type: soc.Text, KeepEmpty: true}, []castCase{{"", "", ""}})
	runCasts(t, soc.Column{Type: soc.Text, Values: []string{"low", "high"}}, []castCase{
		{"low", "low", ""},
		{"Low", "", "not one of the values that the column declares: low, high"},
	})
	runCasts(t, soc.Column{Type: soc.Text, Required: true, Null: []string{"-"}}, []castCase{
		{"", "", "a value is required"},
		{"-", "", "a value is required"},
	})
}

func TestCastBoolean(t *testing.T) {
	runCasts(t, soc.Column{Type: soc.Boolean}, []castCase{
		{"true", "true", ""}, {"false", "false", ""},
		{"TRUE", "", `neither "true" nor "false"`}, {"1", "", "neither"},
	})
	runCasts(t, soc.Column{Type: soc.Boolean, True: "yes", False: "no"}, []castCase{
		{"yes", "true", ""}, {"no", "false", ""}, {"true", "", `neither "yes" nor "no"`},
	})
}

func TestCastNullFlag(t *testing.T) {
	c := caster(t, soc.Column{Type: soc.Text, KeepEmpty: true})
	if _, null, reason := c.Cast("", true); !null || reason != "" {
		t.Errorf("a null of the source = null %v, reason %q; want null", null, reason)
	}
}

func TestExcerptIsShortAndPrintable(t *testing.T) {
	if got := excerpt("a\x00\xff\nb"); got != `a\x00\xff\x0ab` {
		t.Errorf("excerpt = %q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		got := excerpt(string(rapid.SliceOf(rapid.Byte()).Draw(t, "value")))
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 4*200+1 || strings.ContainsAny(got, "\x00\n") {
			t.Fatalf("excerpt = %q", got)
		}
	})
}

// canonicalColumns pairs a column with the one that its canonical text is
// read with.
var canonicalColumns = []struct{ column, canonical soc.Column }{
	{soc.Column{Type: soc.Text}, soc.Column{Type: soc.Text}},
	{soc.Column{Type: soc.Integer}, soc.Column{Type: soc.Integer}},
	{soc.Column{Type: soc.Decimal, Precision: 6, Scale: 2}, soc.Column{Type: soc.Decimal, Precision: 6, Scale: 2}},
	{soc.Column{Type: soc.Decimal, Precision: 38}, soc.Column{Type: soc.Decimal, Precision: 38}},
	{soc.Column{Type: soc.Boolean, True: "Y", False: "N"}, soc.Column{Type: soc.Boolean}},
	{soc.Column{Type: soc.Day}, soc.Column{Type: soc.Day}},
	{soc.Column{Type: soc.Day, Format: "1/2/2006"}, soc.Column{Type: soc.Day}},
	{soc.Column{Type: soc.Timestamp}, soc.Column{Type: soc.Timestamp}},
	{soc.Column{Type: soc.Timestamp, Format: "2006-01-02 15:04:05.999999999", TimeZone: "America/New_York"}, soc.Column{Type: soc.Timestamp}},
	{soc.Column{Type: soc.Timestamp, Format: "Jan 2, 2006 3:04 PM MST", TimeZone: "Europe/Berlin"}, soc.Column{Type: soc.Timestamp}},
}

// FuzzCast: no value panics; a value is either read, missing or refused with
// a reason; and the canonical text of a value is its own canonical text.
func FuzzCast(f *testing.F) {
	for _, seed := range []string{"", "a", "-0", "007", "1e3", "12.50", "-.5", "9223372036854775808", "Y", "2026-02-30", "2026-04-01",
		"6/30/2026", "2026-06-30T17:45:00.1234567-04:00", "2026-03-08 02:30:00", "2026-11-01 01:30:00", "Oct 25, 2026 2:30 AM CET", "\x00", "\xff"} {
		for i := range canonicalColumns {
			f.Add(uint8(i), seed)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, value string) {
		pair := canonicalColumns[int(which)%len(canonicalColumns)]
		checkCanonical(t, caster(t, pair.column), caster(t, pair.canonical), value)
	})
}

type fataler interface{ Fatalf(string, ...any) }

func checkCanonical(t fataler, first, again *Caster, value string) {
	text, null, reason := first.Cast(value, false)
	if reason != "" || null {
		if text != "" || !null {
			t.Fatalf("%q = %q, null %v, reason %q: text beside a missing or failed value", value, text, null, reason)
		}
		return
	}
	canonical, null, reason := again.Cast(text, false)
	if reason != "" || null || canonical != text {
		t.Fatalf("%q = %q, and that = %q, null %v, reason %q", value, text, canonical, null, reason)
	}
}
