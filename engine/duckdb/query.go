package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/program"
)

// View makes a SELECT available under a name; see engine.Conn.
func (d *Database) View(ctx context.Context, name, query string) error {
	if err := d.mayName(name); err != nil {
		return err
	}
	query, err := d.checked(ctx, query)
	if err != nil {
		return err
	}
	prefix := "CREATE OR REPLACE VIEW " + name + " AS (\n"
	if _, err := d.conn.ExecContext(ctx, prefix+query+"\n)"); err != nil {
		return fromDuckDB(err, len(prefix), len(query))
	}
	d.remember(name)
	return nil
}

// Mount makes a Parquet file of the session's folder available as a table;
// see engine.Conn.
func (d *Database) Mount(ctx context.Context, name, file string) error {
	if err := d.mayName(name); err != nil {
		return err
	}
	path, err := d.inDir(file)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("mount %s: %w", name, err)
	}
	return d.mountFile(ctx, name, "*", path)
}

func (d *Database) mountFile(ctx context.Context, name, columns, path string) error {
	statement := fmt.Sprintf("CREATE OR REPLACE VIEW %s AS SELECT %s FROM read_parquet(%s)", name, columns, quoteText(path))
	if _, err := d.conn.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("read %s: %w", path, fromDuckDB(err, -1, 0))
	}
	d.remember(name)
	return nil
}

// mayName refuses a name that is not plain or belongs to the session.
func (d *Database) mayName(name string) error {
	if !tableName.MatchString(name) {
		return fmt.Errorf("%q is not a plain SQL name such as scope", name)
	}
	if slices.Contains(d.tables[:d.sealed], name) {
		return fmt.Errorf("the name %s is taken by a table of the session", name)
	}
	return nil
}

func (d *Database) remember(name string) {
	if !slices.Contains(d.tables, name) {
		d.tables = append(d.tables, name)
	}
}

var fileName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*$`)

func (d *Database) inDir(file string) (string, error) {
	if !fileName.MatchString(file) {
		return "", fmt.Errorf("%q is not a plain file name", file)
	}
	return filepath.Join(d.dir, file), nil
}

// PartialSuffix ends the name of a file while it is being written.
const PartialSuffix = ".partial"

// Materialize writes a SELECT to a Parquet file; see engine.Conn.
func (d *Database) Materialize(ctx context.Context, file, query string) (path string, rows int64, err error) {
	if path, err = d.inDir(file); err != nil {
		return "", 0, err
	}
	if query, err = d.checked(ctx, query); err != nil {
		return "", 0, err
	}
	if err := d.storable(ctx, query); err != nil {
		return "", 0, err
	}
	partial := path + PartialSuffix
	const prefix = "COPY (\n"
	statement := prefix + query + "\n) TO " + quoteText(partial) +
		" (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 3, ROW_GROUP_SIZE 122880, PARQUET_VERSION v1)"
	result, err := d.conn.ExecContext(ctx, statement)
	if err != nil {
		return "", 0, errorsJoin(fromDuckDB(err, len(prefix), len(query)), removeIfThere(partial))
	}
	if rows, err = result.RowsAffected(); err != nil {
		return "", 0, fmt.Errorf("count the rows of %s: %w", file, err)
	}
	if err := os.Rename(partial, path); err != nil {
		return "", 0, fmt.Errorf("write %s: %w", file, err)
	}
	return path, rows, nil
}

// storable refuses columns that Parquet would hold as something else.
func (d *Database) storable(ctx context.Context, query string) error {
	const prefix = "SELECT * FROM (\n"
	rows, err := d.conn.QueryContext(ctx, prefix+query+"\n) LIMIT 0")
	if err != nil {
		return fromDuckDB(err, len(prefix), len(query))
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return fromDuckDB(err, -1, 0)
	}
	seen := map[string]bool{}
	for _, t := range types {
		lower := strings.ToLower(t.Name())
		if seen[lower] {
			return &engine.SQLError{Offset: -1, Message: fmt.Sprintf("the column %q is there twice", t.Name()), Hint: "give one of them another name with AS"}
		}
		seen[lower] = true
		switch name := t.DatabaseTypeName(); name {
		case "HUGEINT", "UHUGEINT", "BIGNUM":
			return &engine.SQLError{Offset: -1, Message: fmt.Sprintf("the column %q is a %s, which cannot be kept exactly", t.Name(), name),
				Hint: "cast it, such as CAST(sum(x) AS BIGINT)"}
		}
	}
	return rows.Err()
}

// Query returns the rows of a SELECT; see engine.Conn.
func (d *Database) Query(ctx context.Context, query string, maxRows int) (*engine.Rows, error) {
	if maxRows <= 0 {
		maxRows = d.limits.MaxRows
	}
	query, err := d.checked(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := d.conn.QueryContext(ctx, query)
	if err != nil {
		return nil, fromDuckDB(err, 0, len(query))
	}
	defer rows.Close()
	return d.read(rows, maxRows)
}

func (d *Database) read(rows *sql.Rows, maxRows int) (*engine.Rows, error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, fromDuckDB(err, -1, 0)
	}
	out := &engine.Rows{Columns: make([]string, len(types)), Types: make([]string, len(types))}
	raw, into := make([]any, len(types)), make([]any, len(types))
	for i, t := range types {
		out.Columns[i], out.Types[i] = t.Name(), typeName(t.DatabaseTypeName())
		into[i] = &raw[i]
	}
	for rows.Next() {
		if len(out.Values) == maxRows {
			return nil, &engine.LimitError{Kind: engine.ErrTooManyRows,
				Message: fmt.Sprintf("the query has more than %d rows: narrow it, or count instead", maxRows)}
		}
		if err := rows.Scan(into...); err != nil {
			return nil, fromDuckDB(err, -1, 0)
		}
		row := make([]engine.Value, len(raw))
		for i, v := range raw {
			if row[i], err = d.value(v, out.Types[i]); err != nil {
				return nil, fmt.Errorf("column %q: %w", out.Columns[i], err)
			}
		}
		out.Values = append(out.Values, row)
	}
	if err := rows.Err(); err != nil {
		return nil, fromDuckDB(err, -1, 0)
	}
	return out, nil
}

// checked returns the query without semicolons at its end, when it may run.
func (d *Database) checked(ctx context.Context, query string) (string, error) {
	query = trimEnd(query)
	return query, d.Check(ctx, program.Fragment{Kind: program.Select, SQL: query}, false)
}
