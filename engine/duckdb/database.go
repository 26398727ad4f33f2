// Package duckdb runs SQL in DuckDB, within this process. It is what the
// worker process runs, and the only package that uses cgo.
//
// Use engine/worker instead: DuckDB's own limits do not hold for every query
// (docs/design/engine.md), so that nothing but a process that can be killed
// is safe to run somebody else's SQL in.
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
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // registers the driver
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/tickmark-audit/tickmark/engine"
)

// Version returns the version of the DuckDB library, such as 1.5.6.
func Version() string { return strings.TrimPrefix(mapping.LibraryVersion(), "v") }

// Database is one DuckDB in memory, with the tables of a session. Its
// methods may be called from one goroutine at a time.
type Database struct {
	pool     *sql.DB
	conn     *sql.Conn
	dir      string
	limits   engine.Limits
	location *time.Location
	// tables are the names that SQL may use, in the order they were made.
	tables []string
	sealed int // the first of them are the session's own and stay
}

// SpillDir is the folder of intermediate results within Session.Dir.
const SpillDir = "spill"

var tableName = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)

// OpenParser opens a database without tables, which can only Check.
func OpenParser(ctx context.Context) (*Database, error) {
	d, err := connect(ctx)
	if err != nil {
		return nil, err
	}
	return d, d.run(ctx, "SET enable_external_access = false", "SET lock_configuration = true")
}

// Open opens a database over the tables of s. Errors: a table's name or file
// that is not valid, a calendar that is not, or DuckDB's own.
func Open(ctx context.Context, s engine.Session) (*Database, error) {
	location, err := s.Calendar.Location()
	if err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(s.Dir)
	if err != nil || s.Dir == "" {
		return nil, fmt.Errorf("session: %q is not a folder", s.Dir)
	}
	// A process that was killed leaves its intermediate results.
	if err := os.RemoveAll(filepath.Join(dir, SpillDir)); err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	d, err := connect(ctx)
	if err != nil {
		return nil, err
	}
	d.dir, d.limits, d.location = dir, s.Limits.WithDefaults(), location
	if err := d.prepare(ctx, s); err != nil {
		return nil, errorsJoin(err, d.Close())
	}
	return d, nil
}

func connect(ctx context.Context) (*Database, error) {
	pool, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, fmt.Errorf("open duckdb: %w", err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errorsJoin(fmt.Errorf("open duckdb: %w", err), pool.Close())
	}
	return &Database{pool: pool, conn: conn}, nil
}

// prepare makes the settings, the calendar and the tables, and locks up.
func (d *Database) prepare(ctx context.Context, s engine.Session) error {
	if err := d.run(ctx, d.settings(s)...); err != nil {
		return err
	}
	if err := d.addCalendar(ctx, s.Calendar); err != nil {
		return err
	}
	for _, t := range s.Tables {
		if !tableName.MatchString(t.Name) || slices.Contains(d.tables, t.Name) {
			return fmt.Errorf("table %q: the name is not a plain SQL name, or it is taken", t.Name)
		}
		if _, err := os.Stat(t.Path); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		path, err := filepath.Abs(t.Path)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		columns := "COLUMNS(c -> c <> " + quoteText(engine.RecordColumn) + ")"
		if err := d.mountFile(ctx, t.Name, columns, path); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	d.sealed = len(d.tables)
	return d.run(ctx, "SET errors_as_json = true", "SET lock_configuration = true")
}

// settings returns the SET statements of a session. Settings shows those
// that can change a result.
func (d *Database) settings(s engine.Session) []string {
	var paths []string
	for _, t := range s.Tables {
		if path, err := filepath.Abs(t.Path); err == nil {
			paths = append(paths, quoteText(path))
		}
	}
	dir := d.dir
	if !strings.HasSuffix(dir, string(filepath.Separator)) {
		dir += string(filepath.Separator)
	}
	statements := []string{
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET allow_community_extensions = false",
		"SET allow_persistent_secrets = false",
		"SET home_directory = " + quoteText(d.dir),
		"SET temp_directory = " + quoteText(filepath.Join(d.dir, SpillDir)),
		fmt.Sprintf("SET max_temp_directory_size = '%dB'", d.limits.SpillBytes),
		fmt.Sprintf("SET memory_limit = '%dB'", d.limits.MemoryBytes),
		fmt.Sprintf("SET threads = %d", d.limits.Threads),
		"SET TimeZone = " + quoteText(s.Calendar.TimeZone),
		"SET allowed_directories = [" + quoteText(dir) + "]",
		"SET allowed_paths = [" + strings.Join(paths, ", ") + "]",
		"SET enable_external_access = false",
	}
	for name, value := range Settings() {
		statements = append(statements, fmt.Sprintf("SET %s = %s", name, quoteText(value)))
	}
	return statements
}

// Settings are the settings that can change the result of a query, beside
// the number of threads and the time zone.
func Settings() map[string]string {
	return map[string]string{
		"Calendar":                               "gregorian",
		"default_collation":                      "",
		"default_null_order":                     "nulls_last",
		"default_order":                          "ascending",
		"ieee_floating_point_ops":                "true",
		"integer_division":                       "false",
		"preserve_insertion_order":               "true",
		"scalar_subquery_error_on_multiple_rows": "true",
	}
}

// run executes statements of our own.
func (d *Database) run(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := d.conn.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("duckdb: %s: %w", abbreviate(s), err)
		}
	}
	return nil
}

// Tables returns the names that SQL may use.
func (d *Database) Tables() []string { return slices.Clone(d.tables) }

// Close closes the database and removes its intermediate results.
func (d *Database) Close() error {
	err := errorsJoin(d.conn.Close(), d.pool.Close())
	if d.dir != "" {
		err = errorsJoin(err, os.RemoveAll(filepath.Join(d.dir, SpillDir)))
	}
	return err
}
