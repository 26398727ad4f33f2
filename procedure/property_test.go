package procedure

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// ternary is SQL's truth: true, false or NULL.
type ternary int

const (
	no ternary = iota
	yes
	unknown
)

func of(b bool) ternary {
	if b {
		return yes
	}
	return no
}

// rule is SQL beside the same rule in Go.
type rule struct {
	sql string
	is  func(row []string) ternary
}

// The columns of a change, as the fixture has them.
const (
	colID = iota
	colAuthor
	colReviewer
	colMergedAt
	colKind
)

func anyPredicate(depth int) *rapid.Generator[rule] {
	return rapid.Custom(func(t *rapid.T) rule {
		column := func() (string, int) {
			i := rapid.SampledFrom([]int{colAuthor, colReviewer, colKind}).Draw(t, "column")
			return []string{"", "author", "reviewer", "", "kind"}[i], i
		}
		most := 6
		if depth == 0 {
			most = 3
		}
		switch rapid.IntRange(0, most).Draw(t, "form") {
		case 0:
			name, i := column()
			return rule{name + " IS NULL", func(row []string) ternary { return of(row[i] == "-") }}
		case 1:
			name, i := column()
			value := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "value")
			return rule{name + " = '" + value + "'", func(row []string) ternary {
				if row[i] == "-" {
					return unknown
				}
				return of(row[i] == value)
			}}
		case 2:
			name, i := column()
			other, j := column()
			return rule{name + " <> " + other, func(row []string) ternary {
				if row[i] == "-" || row[j] == "-" {
					return unknown
				}
				return of(row[i] != row[j])
			}}
		case 3:
			return rapid.SampledFrom([]rule{{"true", func([]string) ternary { return yes }}, {"false", func([]string) ternary { return no }}}).Draw(t, "constant")
		case 4:
			p := anyPredicate(depth-1).Draw(t, "p")
			return rule{"NOT (" + p.sql + ")", func(row []string) ternary { return []ternary{yes, no, unknown}[p.is(row)] }}
		case 5:
			p, q := anyPredicate(depth-1).Draw(t, "p"), anyPredicate(depth-1).Draw(t, "q")
			return rule{"(" + p.sql + ") AND (" + q.sql + ")", func(row []string) ternary {
				switch a, b := p.is(row), q.is(row); {
				case a == no || b == no:
					return no
				case a == unknown || b == unknown:
					return unknown
				}
				return yes
			}}
		}
		p, q := anyPredicate(depth-1).Draw(t, "p"), anyPredicate(depth-1).Draw(t, "q")
		return rule{p.sql + "\nOR " + q.sql + " -- or\n", func(row []string) ternary {
			switch a, b := p.is(row), q.is(row); {
			case a == yes || b == yes:
				return yes
			case a == unknown || b == unknown:
				return unknown
			}
			return no
		}}
	})
}

// The runner and a plain loop in Go agree about every outcome of random
// predicates over random rows; each attribute has one outcome per item.
func TestOutcomesAgreeWithGo(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	before := checks.Value.String()
	if err := checks.Value.Set("25"); err != nil { // each opens a session of its own
		t.Fatal(err)
	}
	defer checks.Value.Set(before)
	letter := rapid.SampledFrom([]string{"a", "b", "-"})
	first := time.Date(2026, 4, 1, 4, 0, 0, 0, time.UTC) // midnight in New York
	rapid.Check(t, func(t *rapid.T) {
		var rows []string
		for i := range rapid.IntRange(0, 40).Draw(t, "rows") {
			at := first.Add(time.Duration(rapid.IntRange(-30, 2300).Draw(t, "hour")) * time.Hour)
			rows = append(rows, fmt.Sprintf("CH-%02d|%s|%s|%s|%s", i, letter.Draw(t, "author"), letter.Draw(t, "reviewer"), at.Format(time.RFC3339), letter.Draw(t, "kind")))
		}
		rows = rapid.Permutation(rows).Draw(t, "order")
		p := soc.Procedure{ID: "X", Control: "X", Population: "changes", Items: rapid.SampledFrom([]string{"", "SELECT * FROM scope"}).Draw(t, "items")}
		var pass, applies []rule
		for i := range rapid.IntRange(1, 4).Draw(t, "attributes") {
			pass = append(pass, anyPredicate(2).Draw(t, "pass"))
			applies = append(applies, rapid.OneOf(rapid.Just(rule{}), anyPredicate(1)).Draw(t, "applies"))
			p.Attributes = append(p.Attributes, soc.Attribute{ID: string(rune('A' + i)), Pass: pass[i].sql, Applies: applies[i].sql})
		}

		dir, err := os.MkdirTemp("", "procedure-*")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		b := newBench(t, dir, quarter(), engine.Limits{}, changes(rows...))
		defer b.conn.Close()
		out := b.run(t, p)
		if out.Status != soc.RunComplete {
			t.Fatalf("%s %q\n%s", out.Reason, out.Details.Problems, out.SQL)
		}

		var want, deviations []string
		var withDeviation, weeks int64
		last := first.AddDate(0, 0, 91)
		slices.Sort(rows)
		for _, text := range rows {
			row := strings.Split(text, "|")
			if at, _ := time.Parse(time.RFC3339, row[colMergedAt]); at.Before(first) || !at.Before(last) {
				continue
			}
			line := row[colID]
			deviates := int64(0)
			for i, a := range p.Attributes {
				outcome := []soc.Outcome{soc.Deviates, soc.Passed, soc.Unable}[pass[i].is(row)]
				if a.Applies != "" {
					switch applies[i].is(row) {
					case unknown:
						outcome = soc.Unable
					case no:
						outcome = soc.NotApplicable
					}
				}
				line += " " + string(outcome)
				if outcome == soc.Deviates || outcome == soc.Unable {
					deviations, deviates = append(deviations, row[colID]+" "+a.ID+" "+string(outcome)), 1
				}
			}
			want = append(want, line)
			withDeviation += deviates
		}
		columns := []string{"key.change_id"}
		for _, a := range p.Attributes {
			columns = append(columns, outcomeColumn(a.ID))
		}
		if got := b.rows(t, columns...); !slices.Equal(got, want) {
			t.Fatalf("result:\n%s\nwant:\n%s\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), out.SQL)
		}
		var listed []string
		for _, d := range out.Details.Deviations {
			listed = append(listed, d.Item+" "+d.Attribute+" "+string(d.Outcome))
		}
		if !slices.Equal(listed, deviations) || out.ItemsWithDeviation != withDeviation || out.Items != int64(len(want)) {
			t.Fatalf("%d items, %d with deviations %q\nwant %d, %d, %q", out.Items, out.ItemsWithDeviation, listed, len(want), withDeviation, deviations)
		}
		for _, a := range out.Attributes {
			if sum := a.Passed + a.Deviation + a.Unable + a.NotApplicable + a.NotTested; sum != out.Items {
				t.Fatalf("attribute %s has %d outcomes for %d items", a.ID, sum, out.Items)
			}
		}
		for _, w := range out.Details.Timeline {
			weeks += w.Items
		}
		if weeks != out.Items {
			t.Fatalf("%d items in the weeks of the period, %d in all", weeks, out.Items)
		}
	})
}
