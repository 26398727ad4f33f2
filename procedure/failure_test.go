package procedure

import (
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// SQL that cannot be performed is a result that says why and holds no figure.
func TestSQLThatStopsARun(t *testing.T) {
	with := func(change func(*soc.Procedure)) soc.Procedure {
		p := soc.Procedure{Population: "changes", Attributes: []soc.Attribute{attribute("A", "true"), attribute("B", "reviewer <> author")}}
		change(&p)
		return p
	}
	for name, tc := range map[string]struct {
		p       soc.Procedure
		reason  string
		problem string // part of the first problem
	}{
		"column that is not there": {with(func(p *soc.Procedure) { p.Attributes[1].Pass = "approver <> author" }), "attribute B, pass: ", ""},
		"table that is not there":  {with(func(p *soc.Procedure) { p.Items = "SELECT * FROM tickets" }), "items: ", ""},
		"not a predicate":          {with(func(p *soc.Procedure) { p.Attributes[0].Pass = "1" }), "attribute A, pass: must be a predicate, which is true or false, and gives a value of type INTEGER.", ""},
		"text as predicate":        {with(func(p *soc.Procedure) { p.Attributes[0].Applies = "kind" }), "attribute A, applies: must be a predicate, which is true or false, and gives a value of type VARCHAR.", ""},
		"several expressions":      {with(func(p *soc.Procedure) { p.Attributes[0].Pass = "true), (false" }), "attribute A, pass: must be one predicate, and is 2 expressions.", ""},
		"where not a predicate":    {with(func(p *soc.Procedure) { p.Where = "length(kind)" }), "where: must be a predicate", ""},
		"does not parse":           {with(func(p *soc.Procedure) { p.Where = "kind <>" }), "where: ", ""},
		"refused function":         {with(func(p *soc.Procedure) { p.Attributes[0].Pass = "random() < 0.5" }), "attribute A, pass: ", ""},
		"refused file":             {with(func(p *soc.Procedure) { p.Items = "SELECT * FROM read_csv('/etc/passwd')" }), "items: ", ""},
		"two statements":           {with(func(p *soc.Procedure) { p.Items = "SELECT * FROM scope; DROP TABLE changes" }), "items: ", ""},
		"key column lost":          {with(func(p *soc.Procedure) { p.Items = "SELECT author, reviewer FROM scope" }), "items: has no column change_id, which the key of scope names.", ""},
		"own key lost":             {with(func(p *soc.Procedure) { p.Key = []string{"account_id"} }), "items: has no column account_id, which key names.", ""},
		"two columns of one name": {with(func(p *soc.Procedure) { p.Items = "SELECT s.*, c.kind FROM scope s JOIN changes c USING (change_id);" }),
			"items: gives two columns the name kind: name one of them with AS, or leave it out with EXCLUDE.", ""},
		"shown column not there": {with(func(p *soc.Procedure) { p.Show = []string{"amount"} }), "items: has no column amount, which show names.", ""},
		"key of another type":    {with(func(p *soc.Procedure) { p.Items = "SELECT * REPLACE (length(change_id) AS change_id) FROM scope" }), "items: the key column change_id is VARCHAR in scope and BIGINT in items", ""},
		"value that does not convert": {with(func(p *soc.Procedure) { p.Attributes[1].Pass = "CAST(kind AS INTEGER) > 1" }),
			"attribute B: the SQL failed on a value of some row; the details of the run give the engine's message.", "secret-value"},
		"value in items": {with(func(p *soc.Procedure) {
			p.Items = "SELECT s.*, CAST(kind AS INTEGER) AS n FROM scope s"
			p.Attributes[1].Pass = "n > 1"
			p.Attributes[0].Pass = "n > 0"
		}),
			"items, or attribute A, B: the SQL failed on a value of some row", "secret-value"},
		"value in where": {with(func(p *soc.Procedure) { p.Where = "CAST(kind AS INTEGER) > 1" }),
			"the SQL failed on a value of some row", "secret-value"},
	} {
		t.Run(name, func(t *testing.T) {
			_, out := perform(t, tc.p, changes("CH-1|ann|bob|2026-04-10T12:00:00Z|secret-value"))
			wantStopped(t, out, soc.RunIncomplete, tc.reason)
			if strings.Contains(out.Reason, "secret-value") {
				t.Errorf("the reason holds a value: %s", out.Reason)
			}
			if tc.problem != "" && (len(out.Details.Problems) == 0 || !strings.Contains(out.Details.Problems[0], tc.problem)) {
				t.Errorf("problems %q, want %q", out.Details.Problems, tc.problem)
			}
			if out.SQL == "" || len(out.Attributes) != 2 {
				t.Errorf("SQL %q, attributes %v", out.SQL, out.Attributes)
			}
		})
	}
}

// pass is not evaluated for an item that the attribute does not apply to.
func TestAppliesGuardsPass(t *testing.T) {
	b, out := perform(t, soc.Procedure{Population: "changes", Attributes: []soc.Attribute{{ID: "A", Applies: "kind <> 'none'", Pass: "CAST(kind AS INTEGER) > 1"}}},
		changes("CH-1|ann|bob|2026-04-10T12:00:00Z|2", "CH-2|ann|bob|2026-04-10T12:00:00Z|none"))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "outcome.A"), "passed", "not_applicable")
}

// A run that was stopped at a limit is incomplete, and the session goes on.
func TestLimits(t *testing.T) {
	b := newBench(t, t.TempDir(), quarter(), engine.Limits{Deadline: 2 * time.Second}, changes("CH-1|ann|bob|2026-04-10T12:00:00Z|x"))
	defer b.conn.Close()
	out := b.run(t, soc.Procedure{Population: "changes", Attributes: []soc.Attribute{
		attribute("A", "(SELECT count(*) FROM range(100000000) a, range(1000000) b WHERE a.range + b.range + length(kind) = 3) > 0")}})
	wantStopped(t, out, soc.RunIncomplete, "items and attributes: ")
	out = b.run(t, soc.Procedure{Population: "changes", Attributes: []soc.Attribute{attribute("A", "reviewer <> author")}})
	wantComplete(t, out)
	if out.Items != 1 {
		t.Errorf("%d items", out.Items)
	}
}

func TestPopulationThatWasNotCollected(t *testing.T) {
	_, out := perform(t, soc.Procedure{Population: "tickets", Attributes: []soc.Attribute{attribute("A", "true")}}, changes())
	wantStopped(t, out, soc.RunNotRun, "The population tickets could not be collected, so that there is nothing to test.")
	_, out = perform(t, soc.Procedure{Every: soc.EveryMonth, ForEach: "systems", Attributes: []soc.Attribute{attribute("A", "true")}}, changes())
	wantStopped(t, out, soc.RunNotRun, "The population systems could not be collected")
}

// What program should have refused is refused here as well.
func TestProcedureFaults(t *testing.T) {
	unit := table{soc.Population{Name: "units", Key: []string{"unit_label"}, Columns: []soc.Column{{Name: "unit_label", Type: soc.Text}}}, nil}
	noKey := table{soc.Population{Name: "nokey", Columns: []soc.Column{{Name: "a", Type: soc.Text}}}, nil}
	a := []soc.Attribute{attribute("A", "true")}
	for _, tc := range []struct {
		p      soc.Procedure
		tables []table
		reason string
	}{
		{soc.Procedure{Attributes: a}, nil, "names neither a population nor a unit"},
		{soc.Procedure{Every: "fortnight", Attributes: a}, nil, `"fortnight" is not a unit of the calendar`},
		{soc.Procedure{Population: "changes"}, []table{changes()}, "has no attributes"},
		{soc.Procedure{Population: "changes", DateColumn: "kind", Attributes: a}, []table{changes()}, "date names kind, which is not a date or timestamp column"},
		{soc.Procedure{Population: "changes", Attributes: []soc.Attribute{{ID: "A"}}}, []table{changes()}, "Attribute A must have either pass or inspect."},
		{soc.Procedure{Population: "changes", Attributes: []soc.Attribute{{ID: "A", Pass: "true", Inspect: "x"}}}, []table{changes()}, "either pass or inspect"},
		{soc.Procedure{Population: "changes", Attributes: []soc.Attribute{attribute("A", "true"), attribute("a", "true")}}, []table{changes()}, "The attribute a is there twice."},
		{soc.Procedure{Population: "changes", Show: []string{"kind", "KIND"}, Attributes: a}, []table{changes()}, "The column in show KIND is there twice."},
		{soc.Procedure{Population: "changes", Attributes: []soc.Attribute{attribute("A", "EXISTS (SELECT 1 FROM _Result)")}}, []table{changes()}, "There is no table _result"},
		{soc.Procedure{Every: soc.EveryMonth, ForEach: "units", Attributes: a}, []table{unit}, "has a column unit_label"},
		{soc.Procedure{Population: "nokey", Attributes: a}, []table{noKey}, "The population nokey has no key"},
	} {
		_, out := perform(t, tc.p, tc.tables...)
		wantStopped(t, out, soc.RunIncomplete, tc.reason)
	}
}
