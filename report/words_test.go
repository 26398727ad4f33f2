package report

import (
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

func TestNumbers(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 12345: "12,345", 1234567: "1,234,567", -1234: "-1,234"} {
		if got := number(n); got != want {
			t.Errorf("number(%d) is %q, want %q", n, got, want)
		}
	}
	for s, want := range map[string]string{"1829.10": "1,829.10", "-12345": "-12,345", "12": "12", "": "", "-": "-", "1e5": "1e5", "1.2.3": "1.2.3", ".5": ".5"} {
		if got := grouped(s); got != want {
			t.Errorf("grouped(%q) is %q, want %q", s, got, want)
		}
	}
}

// A share never reads as nothing when it is something, nor as all when it is
// not.
func TestPercent(t *testing.T) {
	for _, c := range []struct {
		n, total int64
		want     string
	}{
		{0, 5, "0%"}, {5, 5, "100%"}, {1, 2, "50%"}, {1, 3, "33.33%"}, {2, 3, "66.67%"}, {3, 120, "2.5%"}, {1, 10000, "0.01%"},
		{1, 10001, "less than 0.01%"}, {1, 1 << 40, "less than 0.01%"}, {99999, 100000, "more than 99.99%"}, {9999, 10000, "99.99%"}, {10, 100, "10%"}, {1, 0, ""},
	} {
		if got := percent(c.n, c.total); got != c.want {
			t.Errorf("percent(%d, %d) is %q, want %q", c.n, c.total, got, c.want)
		}
	}
}

func TestTimesAreInTheZoneOfTheEngagement(t *testing.T) {
	loc, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 7, 1, 2, 30, 5, 0, time.UTC)
	if got := instant(at, loc); got != "2026-06-30 22:30:05 EDT" {
		t.Error(got)
	}
	if got := itemDate("2026-07-01T02:30:05Z", loc); got != "2026-06-30 22:30:05" {
		t.Error(got)
	}
	for _, s := range []string{"2026-06-30", "", "soon"} {
		if got := itemDate(s, loc); got != s {
			t.Errorf("itemDate(%q) is %q", s, got)
		}
	}
	if got := spacedTime("2026-04-29T09:00:00.5-04:00"); got != "2026-04-29 09:00:00.5 -04:00" {
		t.Error(got)
	}
}

func TestWeeksOf(t *testing.T) {
	p := soc.Period{From: soc.Date{Year: 2026, Month: 4, Day: 1}, To: soc.Date{Year: 2026, Month: 4, Day: 13}}
	var got string
	for _, d := range weeksOf(p) {
		got += d.String() + " "
	}
	if want := "2026-04-01 2026-04-06 2026-04-13 "; got != want {
		t.Errorf("the weeks are %s, want %s", got, want)
	}
}

// The logarithm is within a thousandth of the exact one.
func TestMilliLog10(t *testing.T) {
	for n, want := range map[int64]int{1: 0, 2: 301, 5: 699, 10: 1000, 999: 3000, 1000: 3000, 104233: 5018, 1 << 40: 12041, 1<<63 - 1: 18965} {
		if got := milliLog10(n); got < want-1 || got > want+1 {
			t.Errorf("milliLog10(%d) is %d, want %d", n, got, want)
		}
	}
}

func TestSlugs(t *testing.T) {
	s := newSlugs()
	a, b := s.of("deviations", "CHG_01"), s.of("deviations", "CHG-01")
	if a == b || a != s.of("deviations", "CHG_01") {
		t.Errorf("the anchors are %q and %q", a, b)
	}
}
