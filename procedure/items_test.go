package procedure

import (
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

var five = []string{
	"CH-1|ann|bob|2026-04-10T12:00:00Z|x", "CH-2|ann|bob|2026-04-10T12:00:00Z|x", "CH-3|ann|bob|2026-04-10T12:00:00Z|x",
	"CH-4|ann|bob|2026-04-10T12:00:00Z|x", "CH-5|ann|bob|2026-04-10T12:00:00Z|x",
}

func itemsOf(sql string, key ...string) soc.Procedure {
	return soc.Procedure{Population: "changes", Items: sql, Key: key, Attributes: []soc.Attribute{attribute("A", "true")}}
}

func TestItemsLost(t *testing.T) {
	_, out := perform(t, itemsOf("SELECT s.* FROM scope s JOIN reviews r ON r.subject = s.change_id"),
		changes(five...), reviews("R1|CH-1|2026-04-11|1", "R2|CH-4|2026-04-11|1"))
	wantStopped(t, out, soc.RunIncomplete, "3 rows of scope are missing from what items returns: it must return every row of scope, as FROM scope LEFT JOIN does.",
		"missing: CH-2, CH-3, CH-5")
}

func TestItemsDoubled(t *testing.T) {
	_, out := perform(t, itemsOf("SELECT s.*, r.review_id FROM scope s LEFT JOIN reviews r ON r.subject = s.change_id"),
		changes(five...), reviews("R1|CH-2|2026-04-11|1", "R2|CH-2|2026-04-11|1", "R3|CH-2|2026-04-11|1"))
	wantStopped(t, out, soc.RunIncomplete, "1 key is more than once in what items returns (change_id): a join gives several rows for one item", "more than once: CH-2")
}

func TestItemsInvented(t *testing.T) {
	_, out := perform(t, itemsOf("SELECT s.* FROM scope s UNION ALL SELECT 'CH-9', 'eve', 'eve', NULL, 'x' UNION ALL SELECT NULL, 'eve', 'eve', NULL, 'x'"), changes(five...))
	wantStopped(t, out, soc.RunIncomplete, "2 rows that items returns are not from scope", "not from scope: CH-9, (none)")
}

// Rows of the population that lie outside the period are invented as well.
func TestItemsFromThePopulation(t *testing.T) {
	_, out := perform(t, itemsOf("SELECT * FROM changes"), changes(append(five, "CH-6|ann|bob|2026-07-10T12:00:00Z|x")...))
	wantStopped(t, out, soc.RunIncomplete, "1 row that items returns is not from scope", "not from scope: CH-6")
}

// One lost and one doubled: the count of rows alone would agree.
func TestItemsLostAndDoubled(t *testing.T) {
	_, out := perform(t, itemsOf("SELECT * REPLACE (CASE WHEN change_id = 'CH-3' THEN 'CH-4' ELSE change_id END AS change_id) FROM scope"), changes(five...))
	wantStopped(t, out, soc.RunIncomplete, "1 row of scope is missing", "missing: CH-3", "more than once: CH-4")
}

func TestOnlyFiveKeysAreNamed(t *testing.T) {
	_, out := perform(t, itemsOf("SELECT * FROM scope WHERE false"), changes(append(five, "CH-6|a|b|2026-04-10T12:00:00Z|x", "CH-7|a|b|2026-04-10T12:00:00Z|x")...))
	wantStopped(t, out, soc.RunIncomplete, "7 rows of scope are missing", "missing: CH-1, CH-2, CH-3, CH-4, CH-5, and 2 more")
}

// A key of the procedure's own: one row of scope gives several items, and
// one without any still gives one.
func TestItemsFanOut(t *testing.T) {
	p := itemsOf("SELECT s.change_id, r.review_id, r.score FROM scope s LEFT JOIN reviews r ON r.subject = s.change_id", "change_id", "review_id")
	p.Attributes[0].Pass = "score > 3"
	b, out := perform(t, p, changes(five[:3]...), reviews("R1|CH-1|2026-04-11|4", "R2|CH-1|2026-04-11|1", "R3|CH-3|2026-04-11|4"))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "key.change_id", "key.review_id", "outcome.A", "item.date"),
		"CH-1 R1 passed 2026-04-10T08:00:00-04:00", "CH-1 R2 deviation 2026-04-10T08:00:00-04:00",
		"CH-2 - unable 2026-04-10T08:00:00-04:00", "CH-3 R3 passed 2026-04-10T08:00:00-04:00")
	if got := out.Details.Deviations[1].Item; got != "CH-2 / (none)" || out.Items != 4 {
		t.Errorf("deviation of %q, %d items", got, out.Items)
	}
}

// A key that leaves out that of scope keeps it beside the result.
func TestKeyWithoutThatOfScope(t *testing.T) {
	b, out := perform(t, itemsOf("SELECT s.*, r.review_id FROM scope s JOIN reviews r ON r.subject = s.change_id", "review_id"),
		changes(five[:2]...), reviews("R2|CH-1|2026-04-11|4", "R1|CH-2|2026-04-11|1"))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "key.review_id", "scope.change_id"), "R1 CH-2", "R2 CH-1")
}

func TestFanOutFaults(t *testing.T) {
	with := []table{changes(five[:2]...), reviews("R1|CH-1|2026-04-11|4", "R2|CH-1|2026-04-11|1")}
	for name, tc := range map[string]struct {
		p        soc.Procedure
		reason   string
		problems []string
	}{
		"lost": {itemsOf("SELECT s.*, r.review_id FROM scope s JOIN reviews r ON r.subject = s.change_id", "change_id", "review_id"),
			"1 row of scope is missing", []string{"missing: CH-2"}},
		"doubled": {itemsOf("SELECT s.*, r.review_id FROM scope s CROSS JOIN reviews r", "review_id"),
			"2 keys are more than once", []string{"more than once: R1, R2"}},
		"no key at all": {itemsOf("SELECT s.*, r.review_id FROM scope s LEFT JOIN reviews r ON r.subject = s.change_id", "review_id"),
			"1 item has no value in any column of the key (review_id)", []string{"without any key: (none)"}},
		"invented": {itemsOf("SELECT 'CH-1' AS change_id, r.review_id FROM reviews r UNION ALL SELECT 'CH-2', 'R9' UNION ALL SELECT 'CH-7', 'R8'", "change_id", "review_id"),
			"1 row that items returns is not from scope", []string{"not from scope: CH-7"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, out := perform(t, tc.p, with...)
			wantStopped(t, out, soc.RunIncomplete, tc.reason, tc.problems...)
		})
	}
}

// What the population itself lacks stops a run too.
func TestScopeWithoutKeys(t *testing.T) {
	_, out := perform(t, soc.Procedure{Population: "changes", Attributes: []soc.Attribute{attribute("A", "true")}}, changes(
		"-|ann|bob|2026-04-10T12:00:00Z|x", "CH-1|ann|bob|2026-04-10T12:00:00Z|x", "CH-1|eve|bob|2026-04-10T12:00:00Z|x"))
	wantStopped(t, out, soc.RunIncomplete, "1 row to test has no complete key (change_id) and cannot be told apart. 1 key occurs more than once among the rows to test (change_id): see the population's certificate.",
		"without a complete key: (none)", "more than once: CH-1")
}

// A where that is NULL would drop the row without a trace.
func TestWhereMustDecide(t *testing.T) {
	p := soc.Procedure{Population: "changes", Where: "kind <> 'emergency'", Attributes: []soc.Attribute{attribute("A", "true")}}
	rows := []string{"CH-1|ann|bob|2026-04-10T12:00:00Z|-", "CH-2|ann|bob|2026-04-10T12:00:00Z|normal", "CH-3|ann|bob|2026-07-10T12:00:00Z|-"}
	_, out := perform(t, p, changes(rows...))
	wantStopped(t, out, soc.RunIncomplete, "where is neither true nor false for 1 row", "where is NULL: CH-1")
	p.Where = "kind IS DISTINCT FROM 'emergency'"
	b, out := perform(t, p, changes(rows...))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "key.change_id"), "CH-1", "CH-2")
}
