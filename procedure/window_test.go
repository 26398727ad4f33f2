package procedure

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

func window(from, to string) soc.Period {
	var p soc.Period
	if p.From.UnmarshalText([]byte(from)) != nil || p.To.UnmarshalText([]byte(to)) != nil {
		panic("not a day: " + from + " " + to)
	}
	return p
}

// A control that was superseded is tested for its part of the period, in the
// engagement's time zone: New York is four hours behind UTC.
func TestWindowOfInstants(t *testing.T) {
	rows := changes(
		"before|ann|bob|2026-05-15T03:59:59.999999Z|normal",
		"first|ann|bob|2026-05-15T04:00:00Z|normal",
		"last|ann|bob|2026-06-01T03:59:59.999999Z|normal",
		"after|ann|bob|2026-06-01T04:00:00Z|normal",
		"long before|ann|bob|2026-03-01T12:00:00Z|normal",
	)
	p := soc.Procedure{Population: "changes", Attributes: []soc.Attribute{attribute("A", "reviewer <> author")}}
	for _, test := range []struct {
		window soc.Period
		want   string
	}{
		{soc.Period{}, "after before first last"},
		{window("2026-05-15", "2026-05-31"), "first last"},
		{window("2026-05-15", "2026-06-30"), "after first last"},
		{window("2025-01-01", "2026-05-14"), "before"}, // never beyond the period
		{window("2026-05-16", "2026-05-16"), ""},
	} {
		p.Window = test.window
		b, out := perform(t, p, rows)
		wantComplete(t, out)
		if got := strings.Join(b.rows(t, "key.change_id"), " "); got != test.want {
			t.Errorf("window %s: items %q, want %q", test.window, got, test.want)
		}
		if out.PopulationRows != 5 {
			t.Errorf("window %s: the population has %d rows, want 5", test.window, out.PopulationRows)
		}
	}
}

func TestWindowOfDays(t *testing.T) {
	b, out := perform(t, soc.Procedure{
		Population: "reviews", Window: window("2026-05-01", "2026-05-31"), Attributes: []soc.Attribute{attribute("A", "score > 0")},
	}, reviews("R-1|x|2026-04-30|1", "R-2|x|2026-05-01|1", "R-3|x|2026-05-31|0", "R-4|x|2026-06-01|0"))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "key.review_id", "outcome.A"), "R-2 passed", "R-3 deviation")
}

// A unit of the calendar belongs to the control that was in effect on its last
// day; the two parts of the period have every unit once.
func TestWindowOfUnits(t *testing.T) {
	old, new := window("2026-04-01", "2026-05-14"), window("2026-05-15", "2026-06-30")
	for _, test := range []struct {
		unit        soc.Unit
		first, last string
	}{
		{soc.EveryMonth, "2026-04", "2026-05 2026-06"},
		{soc.EveryQuarter, "", "2026-Q2"},
		{soc.EveryPeriod, "2026-04-01 to 2026-05-14", "2026-05-15 to 2026-06-30"},
	} {
		for part, want := range map[soc.Period]string{old: test.first, new: test.last} {
			b, out := perform(t, soc.Procedure{Every: test.unit, Window: part, Attributes: []soc.Attribute{attribute("A", "true")}})
			wantComplete(t, out)
			if got := strings.Join(b.rows(t, "key.unit_label"), " "); got != want {
				t.Errorf("%s, %s: units %q, want %q", test.unit, part, got, want)
			}
		}
	}
	days := 0
	for _, part := range []soc.Period{old, new} {
		_, out := perform(t, soc.Procedure{Every: soc.EveryDay, Window: part, Attributes: []soc.Attribute{attribute("A", "true")}})
		days += int(out.Items)
	}
	if days != 91 {
		t.Errorf("the two parts have %d days, want 91", days)
	}
}

// Rows without a date are taken whatever the window is.
func TestWindowLeavesRegistersWhole(t *testing.T) {
	b, out := perform(t, soc.Procedure{
		Population: "systems", Window: window("2026-05-01", "2026-05-31"), Attributes: []soc.Attribute{attribute("A", "true")},
	}, systems("billing|2020-01-01", "portal|2026-06-01"))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "key.system"), "billing", "portal")
}

func TestWindowOutsideOfThePeriod(t *testing.T) {
	_, out := perform(t, soc.Procedure{
		Population: "systems", Window: window("2025-05-01", "2025-05-31"), Attributes: []soc.Attribute{attribute("A", "true")},
	}, systems("billing|2020-01-01"))
	wantStopped(t, out, soc.RunIncomplete, "on no day of the period")
}
