package procedure

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/population"
)

// shownKeys is how many keys a problem names.
const shownKeys = 5

// noPart is written for a part of a key that has no value.
const noPart = "(none)"

// finding is one thing that is wrong with the items: how many there are, and
// a SELECT of their keys.
type finding struct {
	sql      string // selects the columns of a key, each key once
	columns  int
	says     func(n int64) string
	problems string // how the list of keys begins
}

// checkScope checks that every row of scope has a key of its own, and that
// where is true or false for every row.
func (r *run) checkScope(ctx context.Context) error {
	p := r.plan
	key := columnList(p.scopeKey)
	var findings []finding
	if p.Where != "" {
		findings = append(findings, finding{
			sql: "SELECT " + key + " FROM expected WHERE " + parenthesized(p.Where) + " IS NULL", columns: len(p.scopeKey),
			says: func(n int64) string {
				return fmt.Sprintf("where is neither true nor false for %s, so that nothing says whether to test: write it so that a missing value gives one of the two, as IS DISTINCT FROM does.", population.Quantity(n, "row", "rows"))
			},
			problems: "where is NULL",
		})
	}
	findings = append(findings, finding{
		sql: "SELECT " + key + " FROM scope WHERE " + anyNull(p.scopeKey), columns: len(p.scopeKey),
		says: func(n int64) string {
			return fmt.Sprintf("%s no complete key (%s) and cannot be told apart.", population.Quantity(n, "row to test has", "rows to test have"), strings.Join(p.scopeKey, ", "))
		},
		problems: "without a complete key",
	}, finding{
		sql: repeated("scope", p.scopeKey), columns: len(p.scopeKey),
		says: func(n int64) string {
			return fmt.Sprintf("%s more than once among the rows to test (%s): see the population's certificate.", population.Quantity(n, "key occurs", "keys occur"), strings.Join(p.scopeKey, ", "))
		},
		problems: "more than once",
	})
	return r.check(ctx, "the items", findings)
}

// checkItems joins the written result back to scope: no item lost, none
// twice, none from elsewhere.
func (r *run) checkItems(ctx context.Context) error {
	p := r.plan
	if p.Items == "" { // items is scope, whose keys were checked
		scope, err := r.numbers(ctx, "SELECT count(*) FROM scope", 1)
		if err != nil {
			return r.failedOnRows(ctx, "the items", err)
		}
		if scope[0] != r.out.Items {
			return fmt.Errorf("the result has %d items and scope %d rows", r.out.Items, scope[0])
		}
		return nil
	}
	var keys, fromScope, on []string
	for _, k := range p.key {
		keys = append(keys, keyColumn(k))
	}
	for _, k := range p.scopeKey {
		name := scopeColumn(k)
		for _, own := range p.key {
			if own == k {
				name = keyColumn(k)
			}
		}
		fromScope = append(fromScope, name)
		on = append(on, fmt.Sprintf("%s.%s = scope.%s", resultTable, quote(name), quote(k)))
	}
	join := strings.Join(on, " AND ")
	findings := []finding{{
		sql: fmt.Sprintf("SELECT %s FROM scope WHERE NOT EXISTS (SELECT 1 FROM %s WHERE %s)", columnList(p.scopeKey), resultTable, join), columns: len(p.scopeKey),
		says: func(n int64) string {
			return fmt.Sprintf("%s missing from what items returns: it must return every row of scope, as FROM scope LEFT JOIN does.", population.Quantity(n, "row of scope is", "rows of scope are"))
		},
		problems: "missing",
	}, {
		sql: repeated(resultTable, keys), columns: len(keys),
		says: func(n int64) string {
			return fmt.Sprintf("%s more than once in what items returns (%s): a join gives several rows for one item; join one row only, or declare the key that tells the items apart.", population.Quantity(n, "key is", "keys are"), strings.Join(p.key, ", "))
		},
		problems: "more than once",
	}, {
		sql: fmt.Sprintf("SELECT %s FROM %s WHERE NOT EXISTS (SELECT 1 FROM scope WHERE %s)", columnList(fromScope), resultTable, join), columns: len(fromScope),
		says: func(n int64) string {
			return fmt.Sprintf("%s not from scope: items must return rows of scope only, with their key as it is.", population.Quantity(n, "row that items returns is", "rows that items returns are"))
		},
		problems: "not from scope",
	}}
	if len(p.Key) > 0 {
		findings = append(findings, finding{
			sql: fmt.Sprintf("SELECT %s FROM %s WHERE %s", columnList(keys), resultTable, allNull(keys)), columns: len(keys),
			says: func(n int64) string {
				return fmt.Sprintf("%s no value in any column of the key (%s): name a column of scope's key in it too.", population.Quantity(n, "item has", "items have"), strings.Join(p.key, ", "))
			},
			problems: "without any key",
		})
	}
	return r.check(ctx, "the items", findings)
}

// check runs the findings and stops the run when one is not empty.
func (r *run) check(ctx context.Context, part string, findings []finding) error {
	counts := make([]string, len(findings))
	for i, f := range findings {
		counts[i] = "(SELECT count(*) FROM (" + f.sql + "))"
	}
	found, err := r.numbers(ctx, "SELECT "+strings.Join(counts, ", "), len(findings))
	if err != nil {
		return r.failedOnRows(ctx, part, err)
	}
	var reasons, problems []string
	for i, f := range findings {
		n := found[i]
		if n == 0 {
			continue
		}
		reasons = append(reasons, f.says(n))
		rows, err := r.conn.Query(ctx, f.sql+" ORDER BY "+ordinals(f.columns)+" LIMIT "+strconv.Itoa(shownKeys), shownKeys)
		if err != nil {
			return r.failedOnRows(ctx, part, err)
		}
		var keys []string
		for _, row := range rows.Values {
			keys = append(keys, itemText(row))
		}
		if n > shownKeys {
			keys = append(keys, fmt.Sprintf("and %s more", population.Number(n-shownKeys)))
		}
		problems = append(problems, f.problems+": "+strings.Join(keys, ", "))
	}
	if len(reasons) == 0 {
		return nil
	}
	s := stopped("%s", strings.Join(reasons, " "))
	s.problems = problems
	return s
}

// itemText joins the parts of a key.
func itemText(parts []engine.Value) string {
	texts := make([]string, len(parts))
	for i, v := range parts {
		texts[i] = v.Text
		if v.Null {
			texts[i] = noPart
		}
	}
	return strings.Join(texts, " / ")
}

// numbers runs a query of one row of n whole numbers.
func (r *run) numbers(ctx context.Context, sql string, n int) ([]int64, error) {
	rows, err := r.conn.Query(ctx, sql, 1)
	if err != nil {
		return nil, err
	}
	if len(rows.Values) != 1 {
		return nil, fmt.Errorf("the engine returned %d rows for counts", len(rows.Values))
	}
	return wholes(rows.Values[0], n)
}

// wholes reads n whole numbers.
func wholes(row []engine.Value, n int) ([]int64, error) {
	if len(row) != n {
		return nil, fmt.Errorf("the engine returned %d values for %d counts", len(row), n)
	}
	out := make([]int64, n)
	for i, v := range row {
		var err error
		if out[i], err = strconv.ParseInt(v.Text, 10, 64); err != nil {
			return nil, fmt.Errorf("the engine returned %q for a count", v.Text)
		}
	}
	return out, nil
}

// repeated selects the keys that occur more than once; NULL is a value here.
func repeated(table string, key []string) string {
	list := columnList(key)
	return fmt.Sprintf("SELECT %s FROM %s GROUP BY %s HAVING count(*) > 1", list, table, list)
}

func columnList(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = quote(n)
	}
	return strings.Join(quoted, ", ")
}

func anyNull(names []string) string { return nulls(names, " OR ") }
func allNull(names []string) string { return nulls(names, " AND ") }

func nulls(names []string, by string) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = quote(n) + " IS NULL"
	}
	return strings.Join(parts, by)
}

func ordinals(n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = strconv.Itoa(i + 1)
	}
	return strings.Join(parts, ", ")
}
