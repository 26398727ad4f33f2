package population

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/parquet"
	"github.com/tickmark-audit/tickmark/soc"
)

// accountsPull declares rows of two key columns and three others.
func accountsPull() soc.Population {
	return soc.Population{Name: "accounts", Definition: "Every account.", Rows: soc.Register, Key: []string{"system", "account"}, Columns: []soc.Column{
		{Name: "system", Type: soc.Text, KeepEmpty: true}, {Name: "account", Type: soc.Integer}, {Name: "limit", Type: soc.Decimal, Precision: 10, Scale: 2},
		{Name: "seen_at", Type: soc.Timestamp}, {Name: "admin", Type: soc.Boolean},
	}}
}

// missing is no value in the rows of these tests.
const missing = "\x00"

// sealPull writes rows as a table, as Build does.
func sealPull(t interface {
	Fatal(...any)
}, dir, name string, def soc.Population, rows [][]string) Pull {
	path := filepath.Join(dir, name+".parquet")
	_, err := parquet.Loader{}.Load(context.Background(), engine.LoadJob{Path: path, Columns: def.Columns, Rows: func(yield func(engine.LoadRow, error) bool) {
		for i, row := range rows {
			r := engine.LoadRow{Record: int64(i + 1)}
			for _, v := range row {
				r.Values, r.Null = append(r.Values, strings.TrimPrefix(v, missing)), append(r.Null, v == missing)
			}
			if !yield(r, nil) {
				return
			}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	return Pull{Population: def, Table: path}
}

func comparePulls(t interface {
	Fatal(...any)
}, e engine.Engine, dir string, here, there Pull) *Comparison {
	period := quarter()
	c, err := Compare(context.Background(), e, CompareJob{Here: here, There: there, Calendar: CalendarOf(&period), Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func listRows(t interface {
	Fatal(...any)
}, c *Comparison, found Found) []string {
	var out []string
	for row, err := range c.Rows(context.Background(), found) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, differenceText(row))
	}
	return out
}

// differenceText writes a difference on a line: key | values | column here>there.
func differenceText(row RowDifference) string {
	text := func(null bool, v string) string {
		if null {
			return "-"
		}
		return v
	}
	var key, values, differs []string
	for _, v := range row.Key {
		key = append(key, text(v.Null, v.Value))
	}
	for _, v := range row.Values {
		values = append(values, text(v.Null, v.Value))
	}
	pointed := func(p *string) string {
		if p == nil {
			return "-"
		}
		return *p
	}
	for _, d := range row.Differs {
		differs = append(differs, d.Column+" "+pointed(d.Here)+">"+pointed(d.There))
	}
	return strings.Join(key, "/") + " | " + strings.Join(append(values, differs...), ", ")
}

func TestCompare(t *testing.T) {
	dir := t.TempDir()
	here := sealPull(t, dir, "mine", accountsPull(), [][]string{
		{"hr", "1", "10.00", "2026-04-01T12:00:00Z", "true"},
		{"hr", "2", "10.00", missing, "false"},
		{"", "3", missing, "2026-04-01T12:00:00.000001Z", missing},
		{"hr", "5", "1.00", missing, missing},
		{"hr", "5", "1.00", missing, missing},
		{missing, "6", "1.00", missing, missing},
	})
	there := sealPull(t, dir, "theirs", accountsPull(), [][]string{
		{"", "3", missing, "2026-04-01T12:00:00.000002Z", missing},
		{"hr", "2", "10.01", "2026-04-02T12:00:00Z", "false"},
		{"hr", "1", "10.00", "2026-04-01T12:00:00Z", "true"},
		{"hr", "5", "1.00", missing, missing},
		{missing, "6", "2.00", missing, missing},
		{"hr", "4", missing, missing, missing},
	})
	c := comparePulls(t, testEngine(t), dir, here, there)
	defer c.Close()
	if c.Here != 6 || c.There != 6 || c.Matched != 2 || c.Differing != 2 || c.OnlyHere != 2 || c.OnlyThere != 2 || c.Equal() {
		t.Errorf("%+v", c)
	}
	if want := []ColumnCount{{"limit", 1}, {"seen_at", 2}}; !slices.Equal(c.ByColumn, want) {
		t.Errorf("by column %v, want %v", c.ByColumn, want)
	}
	for found, want := range map[Found][]string{
		FoundDiffers: {
			"/3 | seen_at 2026-04-01T08:00:00.000001-04:00>2026-04-01T08:00:00.000002-04:00",
			"hr/2 | limit 10.00>10.01, seen_at ->2026-04-02T08:00:00-04:00"},
		FoundOnlyHere:  {"hr/5 | 1.00, -, -", "-/6 | 1.00, -, -"},
		FoundOnlyThere: {"hr/4 | -, -, -", "-/6 | 2.00, -, -"},
	} {
		if diff := cmp.Diff(want, listRows(t, c, found)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", found, diff)
		}
	}
}

// More differences than one page holds are all listed, once each.
func TestCompareManyDifferences(t *testing.T) {
	dir := t.TempDir()
	var rows [][]string
	for i := range 2*pageRows + 1 {
		rows = append(rows, []string{"hr", fmt.Sprint(i), "1.00", missing, missing})
	}
	c := comparePulls(t, testEngine(t), dir, sealPull(t, dir, "mine", accountsPull(), rows), sealPull(t, dir, "theirs", accountsPull(), nil))
	defer c.Close()
	listed := listRows(t, c, FoundOnlyHere)
	slices.Sort(listed)
	if n := len(slices.Compact(listed)); n != len(rows) || c.OnlyHere != int64(len(rows)) || c.There != 0 {
		t.Errorf("%d of %d rows are listed: %+v", n, len(rows), c)
	}
}

// Every edit of a table is found, and nothing else is.
func TestCompareFindsEveryEdit(t *testing.T) {
	e, dir := testEngine(t), t.TempDir()
	def := accountsPull()
	value := []*rapid.Generator[string]{
		2: rapid.SampledFrom([]string{missing, "0.00", "0.01", "-1.00"}),
		3: rapid.SampledFrom([]string{missing, "2026-04-01T00:00:00Z", "2026-06-30T23:59:59.999999Z"}),
		4: rapid.SampledFrom([]string{missing, "true", "false"}),
	}
	rapid.Check(t, func(t *rapid.T) {
		row := func(n int) []string {
			return []string{rapid.SampledFrom([]string{"", "hr", "HR", "a/b"}).Draw(t, "system"), fmt.Sprint(n),
				value[2].Draw(t, "limit"), value[3].Draw(t, "seen_at"), value[4].Draw(t, "admin")}
		}
		var mine, theirs [][]string
		counts := map[Found]int64{}
		columns := map[string]int64{}
		n := rapid.IntRange(0, 30).Draw(t, "rows")
		for i := range n {
			r := row(i)
			mine = append(mine, r)
			switch rapid.SampledFrom([]string{"keep", "keep", "keep", "drop", "alter", "double", "rekey"}).Draw(t, "edit") {
			case "keep":
				theirs = append(theirs, r)
			case "drop":
				counts[FoundOnlyHere]++
			case "double":
				theirs = append(theirs, r, r)
				counts[FoundOnlyThere]++
			case "rekey":
				other := slices.Clone(r)
				other[1] = fmt.Sprint(i + 1000)
				theirs = append(theirs, other)
				counts[FoundOnlyHere]++
				counts[FoundOnlyThere]++
			case "alter":
				other, changed := slices.Clone(r), false
				for col := 2; col < 5; col++ {
					if other[col] = value[col].Draw(t, "new value"); other[col] != r[col] {
						columns[def.Columns[col].Name]++
						changed = true
					}
				}
				theirs = append(theirs, other)
				if changed {
					counts[FoundDiffers]++
				}
			}
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "added") {
			theirs = append(theirs, row(2000+i))
			counts[FoundOnlyThere]++
		}
		theirs = rapid.Permutation(theirs).Draw(t, "order")

		c := comparePulls(t, e, dir, sealPull(t, dir, "mine", def, mine), sealPull(t, dir, "theirs", def, theirs))
		defer c.Close()
		if got := map[Found]int64{FoundDiffers: c.Differing, FoundOnlyHere: c.OnlyHere, FoundOnlyThere: c.OnlyThere}; got[FoundDiffers] != counts[FoundDiffers] ||
			got[FoundOnlyHere] != counts[FoundOnlyHere] || got[FoundOnlyThere] != counts[FoundOnlyThere] {
			t.Fatalf("found %v, the edits were %v", got, counts)
		}
		if c.Here != int64(len(mine)) || c.There != int64(len(theirs)) || c.Equal() != (counts[FoundDiffers]+counts[FoundOnlyHere]+counts[FoundOnlyThere] == 0) {
			t.Fatalf("%+v", c)
		}
		byColumn := map[string]int64{}
		for _, x := range c.ByColumn {
			byColumn[x.Column] = x.Rows
		}
		if diff := cmp.Diff(columns, byColumn); diff != "" {
			t.Fatalf("by column (-edits +found):\n%s", diff)
		}
	})
}

func TestCompareOfOtherDeclarations(t *testing.T) {
	dir := t.TempDir()
	def := accountsPull()
	here := sealPull(t, dir, "mine", def, [][]string{{"hr", "1", "10.00", missing, "true"}})
	other := accountsPull()
	other.Definition, other.DateColumn = "Every  account\nof an employee.", "seen_at"
	other.Exclusions = []soc.Exclusion{{What: "service accounts", Reason: "none"}}
	other.Columns = append(other.Columns[:4:4], soc.Column{Name: "owner", Type: soc.Text})
	other.Columns[2].Scale = 3
	other.Columns[0].Null = []string{"n/a"}
	there := sealPull(t, dir, "theirs", other, [][]string{{"hr", "1", "10.000", missing, "P1"}})
	there.FailedCasts = 1
	c := comparePulls(t, testEngine(t), dir, here, there)
	defer c.Close()
	want := []string{"The column limit is decimal(10,2) here and decimal(10,3) there.", "The column admin is here only.", "The column owner is there only.",
		"1 value does not fit its column's type there, which leaves no value to compare."}
	if diff := cmp.Diff(want, c.NotCompared); diff != "" || c.Matched != 1 || c.Equal() {
		t.Errorf("%+v\n%s", c, diff)
	}
	want = []string{`The definition is "Every account." here and "Every account of an employee." there.`, `The date is none here and "seen_at" there.`,
		`The list of exclusions is none here and "service accounts" there.`, "The column system is read in another way: text, keep_empty here and text, null n/a, keep_empty there."}
	if diff := cmp.Diff(want, Definitions(&def, &other)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if d := Definitions(&def, &def); len(d) != 0 {
		t.Errorf("a declaration differs from itself: %q", d)
	}
}

func TestCompareNeedsTheKey(t *testing.T) {
	for want, change := range map[string]func(here, there *soc.Population){
		"declares no key":                     func(here, _ *soc.Population) { here.Key = nil },
		"the other pull has no column":        func(_, there *soc.Population) { there.Columns = there.Columns[1:] },
		"account is integer here and text":    func(_, there *soc.Population) { there.Columns[1].Type = soc.Text },
		`names the column "person", which is`: func(here, _ *soc.Population) { here.Key = []string{"person"} },
	} {
		here, there := accountsPull(), accountsPull()
		change(&here, &there)
		_, err := Compare(context.Background(), nil, CompareJob{Here: Pull{Population: here}, There: Pull{Population: there}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one that says %q", err, want)
		}
	}
}
