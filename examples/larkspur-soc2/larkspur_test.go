// Package larkspur_test examines the example and compares what is found with
// what was planted.
package larkspur_test

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/parquet"
	"github.com/tickmark-audit/tickmark/engine/worker"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestMain(m *testing.M) {
	worker.Intercept()
	os.Exit(m.Run())
}

// place is one attribute of one item of one procedure.
type place struct{ procedure, item, attribute string }

// One examination serves all questions: it takes some seconds.
func TestLarkspur(t *testing.T) {
	dir := t.TempDir()
	ex := examine(t, dir)

	t.Run("finds what was planted, all of it and nothing else", func(t *testing.T) {
		want := findings(t, "planted.csv")
		if len(want) < 40 {
			t.Fatalf("planted.csv lists %d deviations: it cannot be whole", len(want))
		}
		got := map[place]string{}
		for _, test := range ex.Tests {
			for _, d := range test.Details.Deviations {
				got[place{d.Procedure, d.Item, d.Attribute}] = string(d.Outcome)
			}
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(place{})); diff != "" {
			t.Errorf("planted (-) and found (+) differ:\n%s", diff)
		}
	})

	t.Run("is not misled by what only looks like a deviation", func(t *testing.T) {
		results := map[string]map[place]string{}
		for p, want := range findings(t, "edges.csv") {
			if results[p.procedure] == nil {
				results[p.procedure] = outcomes(t, dir, ex, p.procedure)
			}
			got, ok := results[p.procedure][p]
			if !ok {
				got = "no item"
			}
			if got != want {
				t.Errorf("%s %s, item %s: got %s, want %s", p.procedure, p.attribute, p.item, got, want)
			}
		}
	})

	t.Run("performs every procedure on all of its items", func(t *testing.T) {
		for _, test := range ex.Tests {
			if test.Status != soc.RunComplete {
				t.Errorf("%s is %s: %s", test.Procedure, test.Status, test.Reason)
			}
		}
	})

	t.Run("shows every population complete but the one that management filtered", func(t *testing.T) {
		want := map[string]soc.Verdict{"alerts": soc.NotShownComplete, "media_disposals": soc.ZeroConfirmed}
		for _, p := range ex.Populations {
			w := want[p.Name]
			if w == "" {
				w = soc.Complete
			}
			if p.Certificate.Verdict != w {
				t.Errorf("%s is %s, want %s: %s %s", p.Name, p.Certificate.Verdict, w, p.Failure, strings.Join(p.Certificate.Reasons, " "))
			}
		}
	})

	t.Run("shows each state that a control can be in", func(t *testing.T) {
		got := map[string]soc.ControlState{}
		for _, f := range ex.Controlled {
			got[f.Control] = f.State
		}
		for control, want := range map[string]soc.ControlState{
			"AVL-03": soc.NoDeviation, "CHG-01": soc.HasDeviations, "ACC-11": soc.DidNotOperate,
			"COM-03": soc.ControlUntested, "OPS-04": soc.NotReliable,
		} {
			if got[control] != want {
				t.Errorf("%s is %s, want %s", control, got[control], want)
			}
		}
	})
}

// examine runs the program of this folder into an engagement file in dir.
func examine(t *testing.T, dir string) *soc.Examination {
	t.Helper()
	ctx := context.Background()
	runner, err := worker.New(engine.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := program.Load(ctx, os.DirFS("."), program.Options{SQL: runner})
	if err != nil {
		t.Fatal(err)
	}
	f, err := engagement.Open(ctx, dir, engagement.FileOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ex, err := f.Examine(ctx, p, engagement.ExamineOptions{Engine: runner, Loader: parquet.Loader{}, Environment: collect.Environment{Dir: "."}})
	if err != nil {
		t.Fatal(err)
	}
	return ex
}

// findings reads a list of what attributes must say of items.
func findings(t *testing.T, name string) map[place]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	list := map[place]string{}
	for _, r := range rows[1:] {
		list[place{r[0], r[1], r[2]}] = r[3]
	}
	return list
}

// outcomes reads the sealed result of a procedure: every item, not only those
// that deviate.
func outcomes(t *testing.T, dir string, ex *soc.Examination, procedure string) map[place]string {
	t.Helper()
	var digest string
	for _, test := range ex.Tests {
		if test.Procedure == procedure {
			digest = test.ResultDigest
		}
	}
	if digest == "" {
		t.Fatalf("no result of %s", procedure)
	}
	r, err := file.OpenParquetFile(filepath.Join(dir, "objects", digest[:2], digest[2:]), false)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	reader, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	table, err := reader.ReadTable(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer table.Release()

	items := make([][]string, table.NumRows())
	column := func(i int, each func(row int, value string)) {
		row := 0
		for _, chunk := range table.Column(i).Data().Chunks() {
			for k := range chunk.Len() {
				each(row, chunk.ValueStr(k))
				row++
			}
		}
	}
	for i := range int(table.NumCols()) {
		if strings.HasPrefix(table.Schema().Field(i).Name, "key.") {
			column(i, func(row int, value string) { items[row] = append(items[row], value) })
		}
	}
	list := map[place]string{}
	for i := range int(table.NumCols()) {
		if attribute, ok := strings.CutPrefix(table.Schema().Field(i).Name, "outcome."); ok {
			column(i, func(row int, value string) {
				list[place{procedure, strings.Join(items[row], " / "), attribute}] = value
			})
		}
	}
	return list
}
