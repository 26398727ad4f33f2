package duckdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"
	"testing"

	duckdbgo "github.com/duckdb/duckdb-go/v2"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/sqlcheck"
	"github.com/tickmark-audit/tickmark/program"
)

func openParser(t testing.TB) *Database {
	t.Helper()
	d, err := OpenParser(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// TestAllowList holds the list to the engine's own catalog: every name on it
// exists, and none is one that DuckDB itself calls volatile.
func TestAllowList(t *testing.T) {
	d := openParser(t)
	known := names(t, d, "SELECT DISTINCT lower(function_name) FROM duckdb_functions()")
	volatile := names(t, d, "SELECT DISTINCT function_name FROM duckdb_functions() WHERE has_side_effects OR stability <> 'CONSISTENT'")
	// Names that the parser knows, and ours.
	parser := strings.Fields(`unnest coalesce ifnull overlay business_days_after date_sub`)
	for _, name := range sqlcheck.Functions() {
		if !slices.Contains(known, name) && !slices.Contains(parser, name) {
			t.Errorf("%s is on the list and DuckDB has no such function", name)
		}
		if slices.Contains(volatile, name) && name != "error" {
			t.Errorf("%s is on the list and DuckDB calls it volatile", name)
		}
	}
}

func names(t *testing.T, d *Database, query string) (out []string) {
	t.Helper()
	rows, err := d.conn.QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		out = append(out, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRefusalsSayWhatAndWhy(t *testing.T) {
	d := openParser(t)
	for sql, want := range map[string]string{
		"SELECT now()":                             "the function now is not allowed (it gives another answer each time, so that nobody could re-perform the test)",
		"SELECT * FROM read_csv('x')":              "the function read_csv is not allowed (a test may read the sealed populations only)",
		"SELECT * FROM 'x.csv'":                    `the file "x.csv" cannot be read (a test may read the sealed populations only)`,
		"SELECT vector_type(1)":                    "the function vector_type is not allowed (it is not on the list of functions whose result depends on their arguments alone)",
		"DROP TABLE x":                             "only a SELECT may run (a program reads the sealed populations and changes nothing)",
		"SELECT 1; SELECT 2":                       "there are 2 statements; only one SELECT may run (put each in a place of its own)",
		"SELECT user FROM x":                       `"user" is not allowed here (when a column has this name, write the table's name before it, such as scope."user")`,
		"SELECT first(x) FROM y":                   "first gives another answer when the rows come in another order (say the order: first(… ORDER BY …))",
		"SELECT lag(x) OVER () FROM y":             "lag gives another answer when the rows come in another order (say the order: lag(…) OVER (ORDER BY …))",
		"SELECT x::regclass FROM y":                "the type regclass is not allowed (use text, integer, decimal(p,s), boolean, date, timestamptz, interval, a list or a struct)",
		"SELECT * FROM main.t, temp.u":             "the table temp.u cannot be read (a test may read the sealed populations only, by their plain names)",
		"SELECT list_sort(list(x)), len(y) FROM t": "",
	} {
		err := d.Check(context.Background(), program.Fragment{Kind: program.Select, SQL: sql}, true)
		if got := message(err); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", sql, got, want)
		}
		if err != nil && !errors.Is(err, engine.ErrRefused) {
			t.Errorf("%s: not a refusal: %v", sql, err)
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestUnknownTableNamesTheTables(t *testing.T) {
	d := openParser(t)
	d.tables = []string{"people", "changes"}
	ctx := context.Background()
	for _, sql := range []string{"SELECT * FROM People", "WITH x AS (SELECT 1 AS a) SELECT * FROM X, changes", "SELECT * FROM people p WHERE EXISTS (SELECT 1 FROM main.changes)"} {
		if err := d.Check(ctx, program.Fragment{SQL: sql}, false); err != nil {
			t.Errorf("%s: %v", sql, err)
		}
	}
	for _, sql := range []string{
		"SELECT * FROM duckdb_tables",
		"SELECT * FROM (WITH x AS (SELECT 1 AS a) SELECT * FROM x) y, x", // out of the reach of its WITH
		"SELECT * FROM people WHERE id IN (SELECT id FROM nobody)",
	} {
		var bad *engine.SQLError
		if err := d.Check(ctx, program.Fragment{SQL: sql}, false); !errors.As(err, &bad) || bad.Hint != "the tables are people, changes" {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// FuzzCheckSQL: whatever the text, Check does not panic, and what it accepts
// is one SELECT to DuckDB: in the plain form, between parentheses, and as the
// body of a COPY or a view.
func FuzzCheckSQL(f *testing.F) {
	for _, seed := range []string{
		"SELECT 1", "a = 1", "SELECT 1;", "1) FROM x; --", "a) OR (b", "SELECT 1) TO 'x'; --", "SELECT 1 /*", "$$a$$ = '$$'", "E'\\'' = ''",
		"SELECT * FROM range(3) -- x", "VALUES (1)", "FROM range(2)", "SELECT 1; DROP TABLE x", "WITH a AS (SELECT 1) TABLE a", "'a' = \"b\"",
		"SELECT unnest([1])", "PIVOT range(3) ON range", "SELECT 'é' WHERE )", "x: 1", "1 COLLATE nocase", "(SELECT 1) UNION (SELECT 2)",
		"SELECT sum(range ORDER BY range) FROM range(3)", "SELECT [x for x in [1] if x > 1]", "SELECT {'a': 1}.a", "DESCRIBE SELECT 1",
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	ctx := context.Background()
	d, err := connect(ctx)
	if err == nil { // preparing a statement must not compute its constants
		err = d.run(ctx, "PRAGMA disable_optimizer", "SET enable_external_access = false")
	}
	if err != nil {
		f.Fatal(err)
	}
	defer d.Close()
	f.Fuzz(func(t *testing.T, sql string, isPredicate bool) {
		if len(sql) > 2000 || strings.Count(sql, "(") > 50 {
			return // deep nesting is the worker's matter
		}
		fragment := program.Fragment{Kind: program.Select, SQL: sql}
		if isPredicate {
			fragment.Kind = program.Predicate
		}
		err := d.Check(ctx, fragment, true)
		var bad *engine.SQLError
		if err != nil {
			if !errors.As(err, &bad) {
				t.Fatalf("%q: an error of another kind: %v", sql, err)
			}
			if bad.Message == "" || bad.Offset > len(sql) {
				t.Fatalf("%q: %+v", sql, bad)
			}
			return
		}
		body := trimEnd(sql)
		if isPredicate {
			body = "SELECT (\n" + sql + "\n), 1"
		}
		for _, text := range []string{body, "SELECT * FROM (\n" + body + "\n) AS q"} {
			isSelect(t, d, text)
		}
	})
}

// isSelect fails when DuckDB does not take the text as one SELECT. Text that
// names what does not exist cannot be prepared, and is not judged.
func isSelect(t *testing.T, d *Database, text string) {
	t.Helper()
	err := d.conn.Raw(func(conn any) error {
		statement, err := conn.(driver.ConnPrepareContext).PrepareContext(context.Background(), text)
		if err != nil {
			var dbErr *duckdbgo.Error
			if errors.As(err, &dbErr) && dbErr.Type == duckdbgo.ErrorTypeParser {
				t.Fatalf("accepted %q, which does not parse: %v", text, err)
			}
			if strings.Contains(err.Error(), "multi-statement") {
				t.Fatalf("accepted %q, which is several statements", text)
			}
			return nil
		}
		defer statement.Close()
		kind, err := statement.(*duckdbgo.Stmt).StatementType()
		if err == nil && kind != duckdbgo.STATEMENT_TYPE_SELECT {
			t.Fatalf("accepted %q, which is a statement of kind %d", text, kind)
		}
		return err
	})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
}
