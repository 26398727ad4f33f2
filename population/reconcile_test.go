package population

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// books are populations that belong together: people and their accounts, and
// a batch run.
func books() map[string]*soc.Population {
	text := func(names ...string) (columns []soc.Column) {
		for _, n := range names {
			columns = append(columns, soc.Column{Name: n, Type: soc.Text})
		}
		return columns
	}
	amount := func(name string) soc.Column {
		return soc.Column{Name: name, Type: soc.Decimal, Precision: 12, Scale: 2}
	}
	return map[string]*soc.Population{
		"people":   {Name: "people", Key: []string{"person"}, Columns: text("person", "site", "status")},
		"accounts": {Name: "accounts", Key: []string{"account", "system"}, Columns: text("account", "system", "owner")},
		"batches":  {Name: "batches", Key: []string{"batch"}, Columns: append(text("batch"), amount("received"), amount("posted"), amount("rejected"))},
	}
}

// reconciler performs reconciliations over tables in one session.
func reconciler(t interface {
	Fatal(...any)
}, e engine.Engine, dir string, rows map[string][][]string) func(owner string, r soc.Reconciliation) (*ReconcileOutput, error) {
	defs := books()
	session := engine.Session{Dir: dir}
	period := quarter()
	session.Calendar = CalendarOf(&period)
	for name, def := range defs {
		session.Tables = append(session.Tables, engine.Table{Name: name, Path: sealPull(t, dir, name, *def, rows[name]).Table})
	}
	conn, err := e.Open(context.Background(), session)
	if err != nil {
		t.Fatal(err)
	}
	return func(owner string, r soc.Reconciliation) (*ReconcileOutput, error) {
		if r.Name == "" {
			return nil, conn.Close()
		}
		return Reconcile(context.Background(), conn, ReconcileInput{Owner: defs[owner], Definition: func(n string) *soc.Population { return defs[n] }, Reconciliation: r, Dir: dir})
	}
}

// unmatched reads the list of rows without a partner, as "side key column value".
func unmatched(t interface {
	Fatal(...any)
}, out *ReconcileOutput) []string {
	if out.RowsPath == "" {
		return nil
	}
	data, err := os.ReadFile(out.RowsPath)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		var u soc.UnmatchedRow
		if err := json.Unmarshal([]byte(line), &u); err != nil {
			t.Fatal(err)
		}
		text := u.Side + " " + u.Key
		for _, v := range u.Values {
			text += " " + v.Name + "=" + v.Value
			if v.Null {
				text += "?"
			}
		}
		lines = append(lines, text)
	}
	return lines
}

func TestReconcile(t *testing.T) {
	perform := reconciler(t, testEngine(t), t.TempDir(), map[string][][]string{
		"people":   {{"P1", "north", "at work"}, {"P2", "north", "left"}, {"P3", "south", "at work"}, {"P4", "south", missing}},
		"accounts": {{"a1", "idp", "P1"}, {"a1", "code", "P1"}, {"a2", "idp", "P2"}, {"a9", "idp", "P9"}, {"svc", "idp", missing}},
		"batches":  {{"B1", "10.10", "10.00", "0.10"}, {"B2", "0.30", "0.20", "0.10"}, {"B3", missing, "1.00", "0.00"}},
	})
	defer perform("", soc.Reconciliation{})
	owners := []soc.ColumnPair{{Here: "owner", There: "person"}}
	term := func(population, sum, where string) soc.Term {
		return soc.Term{Population: population, Sum: sum, Where: where}
	}
	minus := func(t soc.Term) soc.Term { t.Minus = true; return t }
	for _, c := range []struct {
		owner string
		r     soc.Reconciliation
		want  soc.Reconciled
		rows  []string
	}{
		{"accounts", soc.Reconciliation{Rule: soc.LeftInRight, With: "people", On: owners},
			soc.Reconciled{Matched: 3, OnlyHere: 2}, []string{"here a9 / idp owner=P9", "here svc / idp owner=?"}},
		{"accounts", soc.Reconciliation{Rule: soc.LeftInRight, With: "people", On: owners, Where: "owner IN ('P1', 'P2') AND owner IS NOT NULL"},
			soc.Reconciled{Agrees: true, Matched: 3}, nil},
		{"accounts", soc.Reconciliation{Rule: soc.SameKeys, With: "people", On: owners, Where: "owner IS NOT NULL", WithWhere: "status IS DISTINCT FROM 'left'"},
			soc.Reconciled{Matched: 2, OnlyHere: 2, OnlyThere: 2}, []string{"here a2 / idp owner=P2", "here a9 / idp owner=P9", "there P3 person=P3", "there P4 person=P4"}},
		{"accounts", soc.Reconciliation{Rule: soc.LeftInRight, With: "people", On: owners, WithWhere: "status = 'at work'"},
			soc.Reconciled{Problem: "with_where is neither true nor false for 1 row of people: write it so that a missing value gives one of the two, as IS DISTINCT FROM does."}, nil},
		{"accounts", soc.Reconciliation{Rule: soc.LeftInRight, With: "people", On: owners, Where: "nothing = 1"}, soc.Reconciled{Problem: "?"}, nil},
		{"people", soc.Reconciliation{Rule: soc.Totals, Left: []soc.Term{term("people", "", ""), minus(term("people", "", "status IS NOT DISTINCT FROM 'left'"))}, Right: []soc.Term{term("accounts", "", "owner IS NOT NULL AND system = 'idp'")}},
			soc.Reconciled{Agrees: true, Left: []string{"4", "1"}, Right: []string{"3"}, LeftTotal: "3", RightTotal: "3"}, nil},
		{"batches", soc.Reconciliation{Rule: soc.Totals, Left: []soc.Term{term("batches", "received", "batch <> 'B3'")}, Right: []soc.Term{term("batches", "posted", "batch <> 'B3'"), term("batches", "rejected", "")}},
			soc.Reconciled{Agrees: true, Left: []string{"10.40"}, Right: []string{"10.20", "0.20"}, LeftTotal: "10.40", RightTotal: "10.40"}, nil},
		{"batches", soc.Reconciliation{Rule: soc.Totals, Left: []soc.Term{term("batches", "posted", "")}, Right: []soc.Term{term("batches", "", ""), term("batches", "rejected", "batch = 'none'")}},
			soc.Reconciled{Left: []string{"11.20"}, Right: []string{"3", "0.00"}, LeftTotal: "11.20", RightTotal: "3.00"}, nil},
		{"batches", soc.Reconciliation{Rule: soc.Totals, Left: []soc.Term{term("batches", "received", "")}, Right: []soc.Term{term("batches", "posted", "")}},
			soc.Reconciled{Problem: "received of the population batches is missing in 1 rows, so that it has no sum: correct them at the source, or leave them out with where."}, nil},
	} {
		c.r.Name = "test"
		out, err := perform(c.owner, c.r)
		if err != nil {
			t.Errorf("%+v: %v", c.r, err)
			continue
		}
		if c.want.Problem == "?" && strings.Contains(out.Problem, "nothing") {
			out.Problem = "?"
		}
		if diff := cmp.Diff(c.want, out.Reconciled); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.r, diff)
		}
		if diff := cmp.Diff(c.rows, unmatched(t, out)); diff != "" {
			t.Errorf("%+v: rows (-want +got):\n%s", c.r, diff)
		}
	}
}

// What has no partner is found, all of it and nothing else.
func TestReconcileFindsEveryRow(t *testing.T) {
	e, dir := testEngine(t), t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		rows := map[string][][]string{}
		people := map[string]bool{}
		for i := range rapid.IntRange(0, 12).Draw(t, "people") {
			if rapid.Bool().Draw(t, "there") {
				p := fmt.Sprintf("P%d", i)
				people[p] = true
				rows["people"] = append(rows["people"], []string{p, "north", missing})
			}
		}
		owned := map[string]bool{}
		var want soc.Reconciled
		for i := range rapid.IntRange(0, 20).Draw(t, "accounts") {
			owner := fmt.Sprintf("P%d", rapid.IntRange(0, 14).Draw(t, "owner"))
			rows["accounts"] = append(rows["accounts"], []string{fmt.Sprint(i), "idp", owner})
			owned[owner] = true
			if people[owner] {
				want.Matched++
			} else {
				want.OnlyHere++
			}
		}
		for p := range people {
			if !owned[p] {
				want.OnlyThere++
			}
		}
		want.Agrees = want.OnlyHere == 0 && want.OnlyThere == 0
		perform := reconciler(t, e, dir, rows)
		defer perform("", soc.Reconciliation{})
		out, err := perform("accounts", soc.Reconciliation{Name: "owners", Rule: soc.SameKeys, With: "people", On: []soc.ColumnPair{{Here: "owner", There: "person"}}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, out.Reconciled); diff != "" || int64(len(unmatched(t, out))) != want.OnlyHere+want.OnlyThere {
			t.Fatalf("%s (-want +got)\n%v", diff, unmatched(t, out))
		}
	})
}
