package procedure

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/parquet"
	"github.com/tickmark-audit/tickmark/engine/worker"
	"github.com/tickmark-audit/tickmark/population"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestMain(m *testing.M) {
	worker.Intercept()
	os.Exit(m.Run())
}

// table is a population with its rows as canonical text; "-" is NULL.
type table struct {
	def  soc.Population
	rows []string // values separated by "|"
}

// changes, reviews, people and accounts are the populations of these tests.
func changes(rows ...string) table {
	return table{soc.Population{Name: "changes", Rows: soc.Events, Key: []string{"change_id"}, DateColumn: "merged_at", Columns: []soc.Column{
		{Name: "change_id", Type: soc.Text}, {Name: "author", Type: soc.Text}, {Name: "reviewer", Type: soc.Text},
		{Name: "merged_at", Type: soc.Timestamp}, {Name: "kind", Type: soc.Text},
	}}, rows}
}

func reviews(rows ...string) table {
	return table{soc.Population{Name: "reviews", Rows: soc.Events, Key: []string{"review_id"}, DateColumn: "done_on", Columns: []soc.Column{
		{Name: "review_id", Type: soc.Text}, {Name: "subject", Type: soc.Text}, {Name: "done_on", Type: soc.Day}, {Name: "score", Type: soc.Integer},
	}}, rows}
}

func systems(rows ...string) table {
	return table{soc.Population{Name: "systems", Rows: soc.Register, Key: []string{"system"}, Columns: []soc.Column{
		{Name: "system", Type: soc.Text}, {Name: "since", Type: soc.Day},
	}}, rows}
}

// quarter is an engagement from April to June 2026 in New York.
func quarter() soc.Engagement {
	return soc.Engagement{Type: 2, TimeZone: "America/New_York", Weekend: []string{"saturday", "sunday"},
		Holidays: []soc.Holiday{{Date: soc.Date{Year: 2026, Month: 5, Day: 25}, Name: "Memorial Day"}},
		Period:   soc.Period{From: soc.Date{Year: 2026, Month: 4, Day: 1}, To: soc.Date{Year: 2026, Month: 6, Day: 30}}}
}

// attribute is a short way to write one.
func attribute(id, pass string) soc.Attribute {
	return soc.Attribute{ID: id, Statement: "…", Pass: pass}
}

// bench is a session over tables.
type bench struct {
	conn engine.Conn
	in   Input
	dir  string
}

type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func newBench(t fataler, dir string, e soc.Engagement, limits engine.Limits, tables ...table) *bench {
	t.Helper()
	eng, err := worker.New(limits)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{dir: dir, in: Input{Engagement: e, Engine: eng.Info()}}
	session := engine.Session{Calendar: population.CalendarOf(&e), Dir: dir}
	for _, tab := range tables {
		path := filepath.Join(dir, tab.def.Name+".parquet")
		result, err := parquet.Loader{}.Load(context.Background(), engine.LoadJob{Path: path, Columns: tab.def.Columns, Rows: func(yield func(engine.LoadRow, error) bool) {
			for i, row := range tab.rows {
				values := strings.Split(row, "|")
				null := make([]bool, len(values))
				for j, v := range values {
					if null[j] = v == "-"; null[j] {
						values[j] = ""
					}
				}
				if !yield(engine.LoadRow{Record: int64(i + 1), Values: values, Null: null}, nil) {
					return
				}
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		session.Tables = append(session.Tables, engine.Table{Name: tab.def.Name, Path: path})
		b.in.Populations = append(b.in.Populations, Population{Definition: tab.def, Digest: "d1", Rows: result.Rows})
	}
	if b.conn, err = eng.Open(context.Background(), session); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) run(t fataler, p soc.Procedure) *Output {
	t.Helper()
	if p.ID == "" {
		p.ID, p.Control = "CHG-01-T1", "CHG-01"
	}
	b.in.Procedure = p
	out, err := Run(context.Background(), b.conn, b.in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// rows reads columns of the result, in its order: "CH-1 passed -".
func (b *bench) rows(t fataler, columns ...string) []string {
	t.Helper()
	got, err := b.conn.Query(context.Background(), "SELECT "+columnList(columns)+" FROM "+resultTable, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range got.Values {
		var texts []string
		for _, v := range row {
			if v.Null {
				v.Text = "-"
			}
			texts = append(texts, v.Text)
		}
		out = append(out, strings.Join(texts, " "))
	}
	return out
}

func perform(t *testing.T, p soc.Procedure, tables ...table) (*bench, *Output) {
	t.Helper()
	b := newBench(t, t.TempDir(), quarter(), engine.Limits{}, tables...)
	t.Cleanup(func() { b.conn.Close() })
	return b, b.run(t, p)
}

func wantComplete(t *testing.T, out *Output) {
	t.Helper()
	if out.Status != soc.RunComplete || out.Reason != "" || out.ResultPath == "" {
		t.Fatalf("status %s, reason %q, problems %q\n%s", out.Status, out.Reason, out.Details.Problems, out.SQL)
	}
}

func wantRows(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("result:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// wantStopped checks a run that is not complete: its reason, what the details
// add, and that it keeps no figure and no file.
func wantStopped(t *testing.T, out *Output, status soc.RunStatus, reason string, problems ...string) {
	t.Helper()
	if out.Status != status || !strings.Contains(out.Reason, reason) {
		t.Errorf("status %s, reason %q; want %s with %q", out.Status, out.Reason, status, reason)
	}
	if len(problems) > 0 && !slices.Equal(out.Details.Problems, problems) {
		t.Errorf("problems %q, want %q", out.Details.Problems, problems)
	}
	if out.ResultPath != "" || out.Items != 0 || out.ItemsWithDeviation != 0 || out.Tested() != 0 || len(out.Details.Deviations) != 0 || len(out.Details.Timeline) != 0 {
		t.Errorf("a run that is %s has figures: %+v", out.Status, out)
	}
}

// counts writes the outcomes of each attribute: "A passed 1 deviation 2 …".
func counts(out *Output) string {
	var parts []string
	for _, a := range out.Attributes {
		parts = append(parts, fmt.Sprintf("%s %d/%d/%d/%d/%d", a.ID, a.Passed, a.Deviation, a.Unable, a.NotApplicable, a.NotTested))
	}
	return strings.Join(parts, " ")
}
