package procedure

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

var update = flag.Bool("update", false, "write the golden files")

// The five outcomes, one item each.
func TestOutcomes(t *testing.T) {
	b, out := perform(t, soc.Procedure{
		Population: "changes",
		Attributes: []soc.Attribute{
			{ID: "A", Pass: "reviewer <> author"},
			{ID: "B", Pass: "reviewer IS NOT NULL", Applies: "kind <> 'emergency' -- a comment at the end"},
			{ID: "C", Inspect: "The minutes of the meeting"},
		},
		Show: []string{"author", "reviewer"},
	}, changes(
		"CH-1|ann|bob|2026-04-10T12:00:00Z|normal",
		"CH-2|ann|ann|2026-04-11T12:00:00Z|emergency",
		"CH-3|ann|-|2026-04-12T12:00:00Z|normal",
		"CH-4|ann|bob|2026-05-12T12:00:00Z|-",
	))
	wantComplete(t, out)
	wantRows(t, b.rows(t, "item.number", "key.change_id", "outcome.A", "outcome.B", "outcome.C"),
		"1 CH-1 passed passed not_tested",
		"2 CH-2 deviation not_applicable not_tested",
		"3 CH-3 unable deviation not_tested",
		"4 CH-4 passed unable not_tested")
	if got, want := counts(out), "A 2/1/1/0/0 B 1/1/1/1/0 C 0/0/0/0/4"; got != want {
		t.Errorf("counts %s, want %s", got, want)
	}
	if out.Items != 4 || out.PopulationRows != 4 || out.ItemsWithDeviation != 3 {
		t.Errorf("items %d, population %d, with deviation %d", out.Items, out.PopulationRows, out.ItemsWithDeviation)
	}
	shown := func(author, reviewer string) []soc.NamedValue {
		return []soc.NamedValue{{Name: "author", Value: author}, {Name: "reviewer", Value: reviewer, Null: reviewer == ""}}
	}
	want := []soc.Deviation{
		{Procedure: "CHG-01-T1", Item: "CH-2", Attribute: "A", Outcome: soc.Deviates, At: "2026-04-11T08:00:00-04:00", Values: shown("ann", "ann")},
		{Procedure: "CHG-01-T1", Item: "CH-3", Attribute: "A", Outcome: soc.Unable, At: "2026-04-12T08:00:00-04:00", Values: shown("ann", "")},
		{Procedure: "CHG-01-T1", Item: "CH-3", Attribute: "B", Outcome: soc.Deviates, At: "2026-04-12T08:00:00-04:00", Values: shown("ann", "")},
		{Procedure: "CHG-01-T1", Item: "CH-4", Attribute: "B", Outcome: soc.Unable, At: "2026-05-12T08:00:00-04:00", Values: shown("ann", "bob")},
	}
	if diff := cmp.Diff(want, out.Details.Deviations); diff != "" {
		t.Error(diff)
	}
	wantItems := []soc.TestItem{ // for the person who tests C
		{Item: "CH-1", At: "2026-04-10T08:00:00-04:00", Values: shown("ann", "bob")},
		{Item: "CH-2", At: "2026-04-11T08:00:00-04:00", Values: shown("ann", "ann")},
		{Item: "CH-3", At: "2026-04-12T08:00:00-04:00", Values: shown("ann", "")},
		{Item: "CH-4", At: "2026-05-12T08:00:00-04:00", Values: shown("ann", "bob")},
	}
	if diff := cmp.Diff(wantItems, out.ItemList); diff != "" {
		t.Error(diff)
	}
	var weeks []string
	for _, w := range out.Details.Timeline {
		weeks = append(weeks, fmt.Sprintf("%s %d/%d", w.First, w.Deviations, w.Items))
	}
	if got, want := strings.Join(weeks, ", "), "2026-04-01 0/0, 2026-04-06 2/3, 2026-04-13 0/0, 2026-04-20 0/0, 2026-04-27 0/0, 2026-05-04 0/0, 2026-05-11 1/1, "+
		"2026-05-18 0/0, 2026-05-25 0/0, 2026-06-01 0/0, 2026-06-08 0/0, 2026-06-15 0/0, 2026-06-22 0/0, 2026-06-29 0/0"; got != want {
		t.Errorf("timeline %s\nwant     %s", got, want)
	}
}

func TestNoItems(t *testing.T) {
	_, out := perform(t, soc.Procedure{Population: "changes", Attributes: []soc.Attribute{attribute("A", "reviewer <> author")}},
		changes("CH-1|ann|ann|2026-07-01T12:00:00Z|normal"))
	wantComplete(t, out)
	if out.Items != 0 || out.PopulationRows != 1 || counts(out) != "A 0/0/0/0/0" || len(out.Details.Timeline) != 14 {
		t.Errorf("items %d, %s, timeline %v", out.Items, counts(out), out.Details.Timeline)
	}
}

// The same rows in another order, and the same procedure once more, give the
// same bytes; the details too.
func TestDeterministic(t *testing.T) {
	var rows []string
	for i := range 500 {
		rows = append(rows, fmt.Sprintf("CH-%d|u%d|u%d|2026-%02d-%02dT%02d:00:00.5Z|k%d", i, i%7, i%5, 4+i%3, 1+i%28, i%24, i%2))
	}
	shuffled := slices.Clone(rows)
	slices.Reverse(shuffled)
	shuffled = append(shuffled[137:], shuffled[:137]...)
	p := soc.Procedure{Population: "changes", Items: "SELECT s.*, length(kind) AS n FROM scope s ORDER BY author DESC", Where: "kind = 'k0'",
		Attributes: []soc.Attribute{attribute("A", "reviewer <> author")}, Show: []string{"author", "n"}}
	var digests []string
	for _, order := range [][]string{rows, shuffled} {
		b, out := perform(t, p, changes(order...))
		for range 2 {
			wantComplete(t, out)
			data, err := os.ReadFile(out.ResultPath)
			if err != nil {
				t.Fatal(err)
			}
			details, err := json.Marshal(out)
			if err != nil {
				t.Fatal(err)
			}
			details = []byte(strings.ReplaceAll(string(details), filepath.Dir(out.ResultPath), ""))
			digests = append(digests, fmt.Sprintf("%x %x", sha256.Sum256(data), sha256.Sum256(details)))
			out = b.run(t, p)
		}
	}
	for _, d := range digests[1:] {
		if d != digests[0] {
			t.Errorf("the digests differ:\n%s", strings.Join(digests, "\n"))
			break
		}
	}
}

// More deviations than are asked of the engine at once: all are listed, in
// order.
func TestEveryDeviationIsListed(t *testing.T) {
	var rows []string
	const n = 2*itemsAtOnce + 17
	for i := range n {
		rows = append(rows, fmt.Sprintf("CH-%05d|ann|ann|2026-05-01T12:00:00Z|x", n-1-i))
	}
	_, out := perform(t, soc.Procedure{Population: "changes", Attributes: []soc.Attribute{attribute("A", "reviewer <> author"), attribute("B", "false")}}, changes(rows...))
	wantComplete(t, out)
	if len(out.Details.Deviations) != 2*n {
		t.Fatalf("%d deviations, want %d", len(out.Details.Deviations), 2*n)
	}
	for i, d := range out.Details.Deviations {
		if want := fmt.Sprintf("CH-%05d %c", i/2, 'A'+i%2); d.Item+" "+d.Attribute != want {
			t.Fatalf("deviation %d is %s %s, want %s", i, d.Item, d.Attribute, want)
		}
	}
}

// A key of several parts, numbers in the order of numbers, text in the order
// of its bytes.
func TestOrderOfItems(t *testing.T) {
	tab := table{soc.Population{Name: "grants", Rows: soc.Snapshot, Key: []string{"n", "name"}, Columns: []soc.Column{{Name: "n", Type: soc.Integer}, {Name: "name", Type: soc.Text}}},
		[]string{"10|a", "9|ä", "9|b", "9|B", "-1|a / b"}}
	b, out := perform(t, soc.Procedure{Population: "grants", Attributes: []soc.Attribute{attribute("A", "false")}}, tab)
	wantComplete(t, out)
	wantRows(t, b.rows(t, "key.n", "key.name"), "-1 a / b", "9 B", "9 b", "9 ä", "10 a")
	if got := out.Details.Deviations[0]; got.Item != "-1 / a / b" || got.At != "" || out.Details.Timeline != nil {
		t.Errorf("deviation %+v, timeline %v", got, out.Details.Timeline)
	}
}

// The script of a run names the tables and holds what was run.
func TestScriptText(t *testing.T) {
	_, out := perform(t, soc.Procedure{Population: "changes", Where: "kind <> 'emergency'", Items: "SELECT s.* FROM scope s",
		Attributes: []soc.Attribute{{ID: "A", Pass: "reviewer <> author", Applies: "kind = 'normal'"}}, Show: []string{"author"}},
		changes("CH-1|ann|bob|2026-04-10T12:00:00Z|normal"))
	wantComplete(t, out)
	want, err := os.ReadFile("testdata/script.sql")
	if err != nil && !*update {
		t.Fatal(err)
	}
	if *update {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile("testdata/script.sql", []byte(out.SQL), 0o644)); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(string(want), out.SQL); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]soc.Input{{Population: "changes", Digest: "d1", Rows: 1}}, out.Inputs); diff != "" {
		t.Error(diff)
	}
}

func TestContextEndsTheRun(t *testing.T) {
	b := newBench(t, t.TempDir(), quarter(), engine.Limits{}, changes("CH-1|ann|bob|2026-04-10T12:00:00Z|normal"))
	defer b.conn.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	b.in.Procedure = soc.Procedure{ID: "X", Population: "changes", Attributes: []soc.Attribute{attribute("A", "true")}}
	if out, err := Run(ctx, b.conn, b.in); !errors.Is(err, context.Canceled) || out != nil {
		t.Errorf("Run = %v, %v", out, err)
	}
}
