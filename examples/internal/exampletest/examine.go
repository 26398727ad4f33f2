// Package exampletest examines the examples and compares what is found with
// what was planted in them.
package exampletest

import (
	"context"
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// Main runs the tests of an example's package: its TestMain.
func Main(m *testing.M) {
	worker.Intercept()
	os.Exit(m.Run())
}

// NoItem is the outcome of an item that a procedure must not have.
const NoItem = "no item"

// Place is one attribute of one item of one procedure.
type Place struct{ Procedure, Item, Attribute string }

// Examine runs the program in a folder into an engagement file, with lasting
// keys or, without any, with throw-away ones.
func Examine(t *testing.T, folder, dir string, lasting ...*keys.Key) *soc.Examination {
	t.Helper()
	return examine(t, folder, dir, nil, lasting)
}

// ExamineWith runs the program in a folder with the given parameters into an
// engagement file of its own. Absolute paths among the parameters may be read.
func ExamineWith(t *testing.T, folder string, parameters map[string]string) *soc.Examination {
	t.Helper()
	return examine(t, folder, t.TempDir(), parameters, nil)
}

func examine(t *testing.T, folder, dir string, parameters map[string]string, lasting []*keys.Key) *soc.Examination {
	t.Helper()
	ctx := context.Background()
	runner, err := worker.New(engine.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := program.Load(ctx, os.DirFS(folder), program.Options{Parameters: parameters, SQL: runner})
	if err != nil {
		t.Fatal(err)
	}
	f, err := engagement.Open(ctx, dir, engagement.FileOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ex, err := f.Examine(ctx, p, engagement.ExamineOptions{Keys: lasting, Engine: runner, Loader: parquet.Loader{},
		Environment: collect.Environment{Dir: folder, Allowed: slices.Collect(maps.Values(parameters))}})
	if err != nil {
		t.Fatal(err)
	}
	return ex
}

// CheckPlanted compares the deviations of an examination with planted.csv of
// the folder: all of them, and nothing else.
func CheckPlanted(t *testing.T, folder string, ex *soc.Examination, least int) {
	t.Helper()
	want := Findings(t, filepath.Join(folder, "planted.csv"))
	if len(want) < least {
		t.Fatalf("planted.csv lists %d deviations: it cannot be whole", len(want))
	}
	got := map[Place]string{}
	for _, test := range ex.Tests {
		for _, d := range test.Details.Deviations {
			got[Place{d.Procedure, d.Item, d.Attribute}] = string(d.Outcome)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("planted (-) and found (+) differ:\n%s", diff)
	}
}

// CheckEdges compares single outcomes with edges.csv of the folder: what only
// looks like a deviation.
func CheckEdges(t *testing.T, folder, dir string, ex *soc.Examination) {
	t.Helper()
	wanted := map[string]map[Place]string{}
	for place, want := range Findings(t, filepath.Join(folder, "edges.csv")) {
		if wanted[place.Procedure] == nil {
			wanted[place.Procedure] = map[Place]string{}
		}
		wanted[place.Procedure][place] = want
	}
	for procedure, places := range wanted {
		results := outcomes(t, dir, ex, procedure, places)
		for place, want := range places {
			got, ok := results[place]
			if !ok {
				got = NoItem
			}
			if got != want {
				t.Errorf("%s %s, item %s: got %s, want %s", place.Procedure, place.Attribute, place.Item, got, want)
			}
		}
	}
}

// CheckComplete wants every procedure performed on all of its items.
func CheckComplete(t *testing.T, ex *soc.Examination) {
	t.Helper()
	for _, test := range ex.Tests {
		if test.Status != soc.RunComplete {
			t.Errorf("%s is %s: %s", test.Procedure, test.Status, test.Reason)
		}
	}
}

// CheckVerdicts wants every population shown complete, but for those that are
// named with another verdict.
func CheckVerdicts(t *testing.T, ex *soc.Examination, but map[string]soc.Verdict) {
	t.Helper()
	for _, p := range ex.Populations {
		want := but[p.Name]
		if want == "" {
			want = soc.Complete
		}
		if p.Certificate.Verdict != want {
			t.Errorf("%s is %s, want %s: %s %s", p.Name, p.Certificate.Verdict, want, p.Failure, strings.Join(p.Certificate.Reasons, " "))
		}
	}
}

// Findings reads a list of what attributes must say of items.
func Findings(t *testing.T, name string) map[Place]string {
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
	list := map[Place]string{}
	for _, r := range rows[1:] {
		list[Place{r[0], r[1], r[2]}] = r[3]
	}
	return list
}

// outcomes reads the sealed result of a procedure and returns what it says of
// the places that are wanted: every item, not only those that deviate.
func outcomes(t *testing.T, dir string, ex *soc.Examination, procedure string, wanted map[Place]string) map[Place]string {
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
	list := map[Place]string{}
	for i := range int(table.NumCols()) {
		if attribute, ok := strings.CutPrefix(table.Schema().Field(i).Name, "outcome."); ok {
			column(i, func(row int, value string) {
				place := Place{procedure, strings.Join(items[row], " / "), attribute}
				if _, ok := wanted[place]; ok {
					list[place] = value
				}
			})
		}
	}
	return list
}
