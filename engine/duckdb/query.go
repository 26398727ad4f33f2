package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	duckdbgo "github.com/duckdb/duckdb-go/v2"

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
	if err := d.run(ctx, "BEGIN"); err != nil {
		return err
	}
	if err := d.replaceView(ctx, name, query); err != nil {
		return errorsJoin(err, d.run(ctx, "ROLLBACK"))
	}
	if err := d.run(ctx, "COMMIT"); err != nil {
		return err
	}
	d.remember(name)
	return nil
}

// replaceView makes a view and looks at it once: only then does DuckDB see
// that a view rests on itself.
func (d *Database) replaceView(ctx context.Context, name, query string) error {
	prefix := "CREATE OR REPLACE VIEW " + name + " AS (\n"
	if _, err := d.conn.ExecContext(ctx, prefix+query+"\n)"); err != nil {
		return d.explain(err, len(prefix), len(query))
	}
	if _, err := d.conn.ExecContext(ctx, "SELECT * FROM "+name+" LIMIT 0"); err != nil {
		if strings.Contains(err.Error(), "infinite recursion") {
			return &engine.SQLError{Offset: -1, Message: fmt.Sprintf("the view %s rests on itself", name), Hint: "give the new one another name"}
		}
		return d.explain(err, -1, 0)
	}
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
		return fmt.Errorf("read %s: %w", path, d.explain(err, -1, 0))
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
		return "", 0, errorsJoin(d.explain(err, len(prefix), len(query)), removeIfThere(partial))
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
	return d.conn.Raw(func(conn any) error {
		prepared, err := conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
		if err != nil {
			return d.explain(err, 0, len(query))
		}
		defer prepared.Close()
		return d.storableColumns(prepared.(*duckdbgo.Stmt))
	})
}

func (d *Database) storableColumns(s *duckdbgo.Stmt) error {
	count, err := s.ColumnCount()
	if err != nil {
		return d.explain(err, -1, 0)
	}
	seen := map[string]bool{}
	for i := range count {
		name, err := s.ColumnName(i)
		if err != nil {
			return d.explain(err, -1, 0)
		}
		if seen[strings.ToLower(name)] {
			return &engine.SQLError{Offset: -1, Message: fmt.Sprintf("the column %q is there twice", name), Hint: "give one of them another name with AS"}
		}
		seen[strings.ToLower(name)] = true
		t, err := s.ColumnType(i)
		if err != nil {
			return d.explain(err, -1, 0)
		}
		switch t {
		case duckdbgo.TYPE_HUGEINT, duckdbgo.TYPE_UHUGEINT, duckdbgo.TYPE_BIGNUM:
			return &engine.SQLError{Offset: -1, Message: fmt.Sprintf("the whole numbers of the column %q are too wide to be kept exactly in a file", name),
				Hint: "cast them, such as CAST(sum(x) AS BIGINT)"}
		}
	}
	return nil
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
		return nil, d.explain(err, 0, len(query))
	}
	defer rows.Close()
	return d.read(rows, maxRows)
}

func (d *Database) read(rows *sql.Rows, maxRows int) (*engine.Rows, error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, d.explain(err, -1, 0)
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
			return nil, d.explain(err, -1, 0)
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
		return nil, d.explain(err, -1, 0)
	}
	return out, nil
}

// checked returns the query without semicolons at its end, when it may run.
func (d *Database) checked(ctx context.Context, query string) (string, error) {
	query = trimEnd(query)
	return query, d.Check(ctx, program.Fragment{Kind: program.Select, SQL: query}, false)
}
