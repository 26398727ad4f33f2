package duckdb

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/sqlcheck"
	"github.com/tickmark-audit/tickmark/program"
)

// Check returns nil when a fragment may run: it parses, is exactly one
// SELECT or expression, and asks for nothing that is not allowed. With
// anyTable, tables need not be there yet. Errors: see sqlcheck.Check.
//
// The fragment is parsed in the two ways in which it will be used: by itself
// and between parentheses on lines of their own. Only text that is whole in
// both cannot reach out of its place with a parenthesis or a comment.
func (d *Database) Check(ctx context.Context, f program.Fragment, anyTable bool) error {
	query := f.SQL
	if f.Kind == program.Select {
		query = trimEnd(query)
	}
	if err := sqlcheck.Text(query); err != nil {
		return err
	}
	names := sqlcheck.Names{Any: anyTable, Tables: d.tables}
	ways := []struct{ prefix, suffix string }{{"", ""}, {"(\n", "\n)"}}
	if f.Kind == program.Predicate {
		ways = []struct{ prefix, suffix string }{{"SELECT\n", ""}, {"SELECT (\n", "\n)"}}
	}
	for _, way := range ways {
		text := way.prefix + query + way.suffix
		var tree string
		err := d.conn.QueryRowContext(ctx, "SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)", text).Scan(&tree)
		if err != nil {
			return fmt.Errorf("parse SQL: %w", d.explain(err, -1, 0))
		}
		if err := sqlcheck.Check(f.Kind, []byte(tree), text, names); err != nil {
			return semicolon(sqlcheck.Shift(err, -len(way.prefix), len(query)), query)
		}
	}
	return nil
}

// trimEnd removes the semicolons that people end a statement with. A
// statement that parses can hold one at its very end only there or in a line
// comment.
func trimEnd(query string) string { return strings.TrimRight(query, "; \t\r\n") }

// semicolon says what to do about one that is not at the very end.
func semicolon(err error, query string) error {
	var bad *engine.SQLError
	if errors.As(err, &bad) && bad.Hint == "" && bad.Offset >= 0 && strings.HasPrefix(query[bad.Offset:], ";") {
		bad.Hint = "leave the semicolon out"
	}
	return err
}
