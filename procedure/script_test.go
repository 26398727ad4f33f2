package procedure

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// The period begins and ends at midnight in the engagement's zone.
func TestScopeByTimestamp(t *testing.T) {
	b, out := perform(t, soc.Procedure{Population: "changes", Attributes: []soc.Attribute{attribute("A", "true")}}, changes(
		"before|a|b|2026-04-01T03:59:59.999999Z|x",
		"first|a|b|2026-04-01T04:00:00Z|x",
		"april|a|b|2026-05-01T03:59:59Z|x", // still April in New York
		"last|a|b|2026-07-01T03:59:59.999999Z|x",
		"after|a|b|2026-07-01T04:00:00Z|x",
		"undated|a|b|-|x",
	))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "key.change_id", "item.date"),
		"april 2026-04-30T23:59:59-04:00", "first 2026-04-01T00:00:00-04:00", "last 2026-06-30T23:59:59.999999-04:00")
	if out.PopulationRows != 6 || out.Items != 3 {
		t.Errorf("population %d, items %d", out.PopulationRows, out.Items)
	}
	for _, w := range out.Details.Timeline {
		if w.First.String() == "2026-04-27" && w.Items != 1 {
			t.Errorf("the item of the last evening of April counts in another week: %v", out.Details.Timeline)
		}
	}
}

// A period that begins and ends on days of 23 and 25 hours.
func TestScopeOverClockChanges(t *testing.T) {
	e := quarter()
	e.Period = soc.Period{From: soc.Date{Year: 2026, Month: 3, Day: 8}, To: soc.Date{Year: 2026, Month: 11, Day: 1}}
	b := newBench(t, t.TempDir(), e, engine.Limits{}, changes(
		"a|x|y|2026-03-08T04:59:59Z|-", "b|x|y|2026-03-08T05:00:00Z|-",
		"c|x|y|2026-11-02T04:59:59Z|-", "d|x|y|2026-11-02T05:00:00Z|-"))
	defer b.conn.Close()
	out := b.run(t, soc.Procedure{Population: "changes", Attributes: []soc.Attribute{attribute("A", "true")}})
	wantComplete(t, out)
	wantRows(t, b.rows(t, "key.change_id"), "b", "c")
	if first, last := out.Details.Timeline[0], out.Details.Timeline[len(out.Details.Timeline)-1]; first.Items != 1 || last.Items != 1 {
		t.Errorf("timeline %v", out.Details.Timeline)
	}
}

func TestScopeByDate(t *testing.T) {
	b, out := perform(t, soc.Procedure{Population: "reviews", Attributes: []soc.Attribute{attribute("A", "score > 2")}},
		reviews("a|x|2026-03-31|1", "b|x|2026-04-01|2", "c|x|2026-06-30|3", "d|x|2026-07-01|4", "e|x|-|5"))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "key.review_id", "outcome.A", "item.date"), "b deviation 2026-04-01", "c passed 2026-06-30")
	if out.Details.Deviations[0].At != "2026-04-01" {
		t.Errorf("deviation %+v", out.Details.Deviations[0])
	}
}

func TestScopeOfAnotherDate(t *testing.T) {
	people := table{soc.Population{Name: "people", Rows: soc.Register, Key: []string{"id"}, DateColumn: "hired", Columns: []soc.Column{
		{Name: "id", Type: soc.Text}, {Name: "hired", Type: soc.Day}, {Name: "left_on", Type: soc.Day}}},
		[]string{"a|2020-01-01|2026-05-05", "b|2026-05-01|-", "c|2021-01-01|2026-07-05"}}
	for date, want := range map[string]string{"": "b", "left_on": "a", "none": "a b c"} {
		b, out := perform(t, soc.Procedure{Population: "people", DateColumn: date, Attributes: []soc.Attribute{attribute("A", "true")}}, people)
		wantComplete(t, out)
		if got := strings.Join(b.rows(t, "key.id"), " "); got != want {
			t.Errorf("date %q: items %s, want %s", date, got, want)
		}
		if date == none && out.Details.Timeline != nil {
			t.Errorf("undated items have a timeline: %v", out.Details.Timeline)
		}
	}
}

// The units of the calendar whose last day lies in the period.
func TestEvery(t *testing.T) {
	for unit, want := range map[soc.Unit][]string{
		soc.EveryPeriod:  {"2026-04-01 to 2026-06-30 2026-04-01 2026-06-30"},
		soc.EveryQuarter: {"2026-Q2 2026-04-01 2026-06-30"},
		soc.EveryMonth:   {"2026-04 2026-04-01 2026-04-30", "2026-05 2026-05-01 2026-05-31", "2026-06 2026-06-01 2026-06-30"},
		soc.EveryWeek: {"2026-W14 2026-03-30 2026-04-05", "2026-W15 2026-04-06 2026-04-12", "2026-W16 2026-04-13 2026-04-19", "2026-W17 2026-04-20 2026-04-26",
			"2026-W18 2026-04-27 2026-05-03", "2026-W19 2026-05-04 2026-05-10", "2026-W20 2026-05-11 2026-05-17", "2026-W21 2026-05-18 2026-05-24", "2026-W22 2026-05-25 2026-05-31",
			"2026-W23 2026-06-01 2026-06-07", "2026-W24 2026-06-08 2026-06-14", "2026-W25 2026-06-15 2026-06-21", "2026-W26 2026-06-22 2026-06-28"},
	} {
		b, out := perform(t, soc.Procedure{Every: unit, Attributes: []soc.Attribute{attribute("A", "true")}, Show: []string{"unit_first"}})
		wantComplete(t, out)
		wantRows(t, b.rows(t, "key.unit_label", "show.unit_first", "item.date"), want...)
	}
	for unit, want := range map[soc.Unit]int64{soc.EveryDay: 91, soc.EveryBusinessDay: 64} { // 65 weekdays, one of them Memorial Day
		b, out := perform(t, soc.Procedure{Every: unit, Attributes: []soc.Attribute{attribute("A", "true")}})
		wantComplete(t, out)
		if rows := b.rows(t, "key.unit_label"); out.Items != want || rows[0] != "2026-04-01" || rows[len(rows)-1] != "2026-06-30" {
			t.Errorf("%s: %d items from %s to %s", unit, out.Items, rows[0], rows[len(rows)-1])
		}
	}
}

// Units that are cut by the period belong to it only when they end in it.
func TestEveryAtTheEdges(t *testing.T) {
	e := quarter()
	e.Period = soc.Period{From: soc.Date{Year: 2026, Month: 4, Day: 15}, To: soc.Date{Year: 2026, Month: 6, Day: 29}}
	b := newBench(t, t.TempDir(), e, engine.Limits{})
	defer b.conn.Close()
	for unit, want := range map[soc.Unit]string{soc.EveryQuarter: "", soc.EveryMonth: "2026-04, 2026-05"} {
		out := b.run(t, soc.Procedure{Every: unit, Attributes: []soc.Attribute{attribute("A", "true")}})
		wantComplete(t, out)
		if got := strings.Join(b.rows(t, "key.unit_label"), ", "); got != want {
			t.Errorf("%s: %s, want %s", unit, got, want)
		}
	}
}

// A review that never happened is a row.
func TestForEach(t *testing.T) {
	b, out := perform(t, soc.Procedure{Every: soc.EveryMonth, ForEach: "systems", Where: "since IS NULL OR since <= unit_last",
		Items:      `SELECT s.*, r.done_on FROM scope s LEFT JOIN reviews r ON r.subject = s.system AND r.done_on BETWEEN s.unit_first AND s.unit_last`,
		Attributes: []soc.Attribute{attribute("A", "done_on IS NOT NULL")}, Show: []string{"done_on"}},
		systems("git|-", "hr|2026-05-10"), reviews("R1|git|2026-04-30|1", "R2|git|2026-06-01|1", "R3|hr|2026-06-30|1"))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "key.unit_label", "key.system", "outcome.A", "show.done_on", "item.date"),
		"2026-04 git passed 2026-04-30 2026-04-30",
		"2026-05 git deviation - 2026-05-31",
		"2026-05 hr deviation - 2026-05-31",
		"2026-06 git passed 2026-06-01 2026-06-30",
		"2026-06 hr passed 2026-06-30 2026-06-30")
	if got := out.Details.Deviations[1]; got.Item != "2026-05 / hr" || got.At != "2026-05-31" || !got.Values[0].Null {
		t.Errorf("deviation %+v", got)
	}
	if out.PopulationRows != 2 {
		t.Errorf("population rows %d", out.PopulationRows)
	}
}

// The date of an item is that of its row of scope, whatever items makes of
// the column.
func TestDateComesFromScope(t *testing.T) {
	b, out := perform(t, soc.Procedure{Population: "changes", Items: "SELECT change_id, TIMESTAMPTZ '1999-01-01 00:00:00Z' AS merged_at FROM scope",
		Attributes: []soc.Attribute{attribute("A", "true")}, Show: []string{"merged_at"}},
		changes("CH-1|a|b|2026-04-10T12:00:00Z|x"))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "item.date", "show.merged_at"), "2026-04-10T08:00:00-04:00 1998-12-31T19:00:00-05:00")
}

// Types that a Parquet file would not hold exactly become text.
func TestStorable(t *testing.T) {
	b, out := perform(t, soc.Procedure{Population: "reviews",
		Items:      "SELECT s.*, CAST('170141183460469231731687303715884105727' AS HUGEINT) AS huge, [1, 2] AS list, CAST(12.50 AS DECIMAL(9,2)) AS amount, INTERVAL 3 DAY AS span, 0.1::DOUBLE AS d FROM scope s",
		Attributes: []soc.Attribute{attribute("A", "true")}, Show: []string{"huge", "list", "amount", "span", "d", "score"}},
		reviews("a|x|2026-04-01|9223372036854775807"))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "show.huge", "show.list", "show.amount", "show.span", "show.d", "show.score"),
		"170141183460469231731687303715884105727 [1, 2] 12.50 3 days 0.1 9223372036854775807")
}

func TestType1TakesItsDay(t *testing.T) {
	e := quarter()
	e.Type, e.AsOf, e.Period = 1, soc.Date{Year: 2026, Month: 6, Day: 30}, soc.Period{}
	b := newBench(t, t.TempDir(), e, engine.Limits{}, reviews("a|x|2026-06-29|1", "b|x|2026-06-30|1"))
	defer b.conn.Close()
	out := b.run(t, soc.Procedure{Population: "reviews", Attributes: []soc.Attribute{attribute("A", "true")}})
	wantComplete(t, out)
	wantRows(t, b.rows(t, "key.review_id"), "b")
}
