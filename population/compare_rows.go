package population

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// The tables of a comparison.
const (
	tableHere        = "here"
	tableThere       = "there"
	tableDifferences = "differences"
)

// Found says in what a row was found to differ.
type Found string

// What is found of a row that does not match.
const (
	FoundDiffers   Found = "differs"
	FoundOnlyHere  Found = "only_here"
	FoundOnlyThere Found = "only_there"
)

// RowDifference is a row that does not match.
type RowDifference struct {
	Found Found            `json:"found"`
	Key   []soc.NamedValue `json:"key"`
	// Values are the other columns of a row that only one pull has.
	Values []soc.NamedValue `json:"values,omitempty"`
	// Differs are the columns of a row of both that differ.
	Differs []ValueDifference `json:"differs,omitempty"`
}

// ValueDifference is a column with its two values; nil is no value.
type ValueDifference struct {
	Column string  `json:"column"`
	Here   *string `json:"here"`
	There  *string `json:"there"`
}

// pageRows is how many rows are asked of the engine at a time.
const pageRows = 5000

// Rows yields what was found, by key, a page at a time: all of it, whatever
// there is. The comparison must not be closed before the last row. Errors are
// those of the engine.
func (c *Comparison) Rows(ctx context.Context, found Found) iter.Seq2[RowDifference, error] {
	return func(yield func(RowDifference, error) bool) {
		for after := "0"; ; {
			rows, err := c.conn.Query(ctx, fmt.Sprintf("SELECT * FROM %s WHERE found = '%s' AND place > %s ORDER BY place LIMIT %d", tableDifferences, found, after, pageRows), pageRows)
			if err != nil {
				yield(RowDifference{}, fmt.Errorf("list the differences: %w", err))
				return
			}
			for _, row := range rows.Values {
				if !yield(c.difference(found, row), nil) {
					return
				}
			}
			if len(rows.Values) < pageRows {
				return
			}
			after = rows.Values[pageRows-1][0].Text
		}
	}
}

// difference reads a row of the table of differences: place, found, the key,
// the values here, the values there.
func (c *Comparison) difference(found Found, row []engine.Value) RowDifference {
	d := RowDifference{Found: found}
	row = row[2:]
	for i, name := range c.Key {
		d.Key = append(d.Key, soc.NamedValue{Name: name, Value: row[i].Text, Null: row[i].Null})
	}
	here, there := row[len(c.Key):len(c.Key)+len(c.Columns)], row[len(c.Key)+len(c.Columns):]
	for i, name := range c.Columns {
		switch {
		case found == FoundOnlyHere:
			d.Values = append(d.Values, soc.NamedValue{Name: name, Value: here[i].Text, Null: here[i].Null})
		case found == FoundOnlyThere:
			d.Values = append(d.Values, soc.NamedValue{Name: name, Value: there[i].Text, Null: there[i].Null})
		case here[i] != there[i]:
			d.Differs = append(d.Differs, ValueDifference{name, textOf(here[i]), textOf(there[i])})
		}
	}
	return d
}

func textOf(v engine.Value) *string {
	if v.Null {
		return nil
	}
	return &v.Text
}

// names writes a list of n columns, each as the form says.
func names(n int, form string) string {
	out := make([]string, n)
	for i := range out {
		out[i] = strings.ReplaceAll(form, "#", fmt.Sprint(i))
	}
	return strings.Join(out, ", ")
}

// differencesSQL is one pass over both tables: equal rows cancel out, of the
// rest the n-th row of a key here stands beside the n-th there. Keys are
// compared with =, so that a key without a value pairs with none.
func (c *Comparison) differencesSQL() string {
	keys, values := len(c.Key), len(c.Columns)
	list := func(parts ...string) string {
		var some []string
		for _, p := range parts {
			if p != "" {
				some = append(some, p)
			}
		}
		return strings.Join(some, ", ")
	}
	var pulled []string
	for i, name := range c.Key {
		pulled = append(pulled, fmt.Sprintf("%s AS k%d", quote(name), i))
	}
	for i, name := range c.Columns {
		pulled = append(pulled, fmt.Sprintf("%s AS v%d", quote(name), i))
	}
	all := list(names(keys, "k#"), names(values, "v#"))
	return strings.NewReplacer(
		"{pulled}", strings.Join(pulled, ", "), "{all}", all, "{keys}", names(keys, "k#"),
		"{order}", list(names(values, "v#"), "copy"),
		"{key}", names(keys, "coalesce(h.k#, t.k#) AS k#"), "{values}", prefixed(list(names(values, "h.v# AS h#"), names(values, "t.v# AS t#"))),
		"{on}", strings.ReplaceAll(names(keys, "h.k# = t.k#"), ", ", " AND "),
		"{rank}", list("found", names(keys, "k#"), names(values, "h#"), names(values, "t#")),
	).Replace(`
WITH pulled AS (
  SELECT {pulled}, 1 AS side FROM here
  UNION ALL
  SELECT {pulled}, -1 AS side FROM there
), net AS (
  SELECT {all}, CAST(sum(side) AS BIGINT) AS more FROM pulled GROUP BY {all} HAVING sum(side) <> 0
), copies AS (
  SELECT {all}, more > 0 AS is_here, unnest(range(abs(more))) AS copy FROM net
), paired AS (
  SELECT *, row_number() OVER (PARTITION BY is_here, {keys} ORDER BY {order}) AS pair FROM copies
), h AS (
  SELECT * FROM paired WHERE is_here
), t AS (
  SELECT * FROM paired WHERE NOT is_here
), found AS (
  SELECT CASE WHEN t.pair IS NULL THEN 'only_here' WHEN h.pair IS NULL THEN 'only_there' ELSE 'differs' END AS found,
    {key}{values}
  FROM h FULL JOIN t ON {on} AND h.pair = t.pair
)
SELECT row_number() OVER (ORDER BY {rank}) AS place, * FROM found`)
}

func prefixed(list string) string {
	if list == "" {
		return ""
	}
	return ", " + list
}

// countsSQL counts the rows of both tables, what was found, and the rows in
// which each column differs.
func (c *Comparison) countsSQL() string {
	return fmt.Sprintf(`SELECT (SELECT count(*) FROM here), (SELECT count(*) FROM there),
  count(*) FILTER (WHERE found = 'only_here'), count(*) FILTER (WHERE found = 'only_there'), count(*) FILTER (WHERE found = 'differs')%s
FROM differences`, prefixed(names(len(c.Columns), "count(*) FILTER (WHERE found = 'differs' AND h# IS DISTINCT FROM t#)")))
}
