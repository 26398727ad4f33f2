package ledger

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/tickmark-audit/tickmark/ledger/entry"
)

//go:embed migrations/*.sql
var migrations embed.FS

// originPrefix begins the name of every log.
const originPrefix = "tickmark.dev/engagement/"

// busyMilliseconds is how long one process waits for another. Tests lower it.
var busyMilliseconds = "5000"

func isPostgres(path string) bool {
	return strings.HasPrefix(path, "postgres://") || strings.HasPrefix(path, "postgresql://")
}

// display hides the password of a database's URL.
func display(path string) string {
	if u, err := url.Parse(path); err == nil && isPostgres(path) {
		return u.Redacted()
	}
	return path
}

// openFile opens the SQLite file, made empty when it is not there and may be
// written.
func openFile(ctx context.Context, path string, readOnly bool) (*os.File, error) {
	if !readOnly {
		return os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o644)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := recoverJournal(ctx, path); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// connectSQLite opens the database so that a commit is on the disk when it
// returns, and so that a closed file is one file (no write-ahead log).
func connectSQLite(ctx context.Context, path string, readOnly bool) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	query := url.Values{
		"_pragma": {"busy_timeout(" + busyMilliseconds + ")", "journal_mode(delete)", "synchronous(extra)", "trusted_schema(off)", "cell_size_check(on)"},
		"_txlock": {"immediate"},
		"mode":    {"rwc"},
	}
	if readOnly {
		query["_pragma"] = []string{"busy_timeout(" + busyMilliseconds + ")", "query_only(on)", "trusted_schema(off)", "cell_size_check(on)"}
		query.Set("mode", "ro")
	}
	name := filepath.ToSlash(abs)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // C:/…
	}
	dsn := (&url.URL{Scheme: "file", Path: name}).String() + "?" + query.Encode()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// recoverJournal undoes what a killed process had not finished. A reader
// cannot: it has to be done by a connection that may write.
func recoverJournal(ctx context.Context, path string) error {
	if _, err := os.Stat(path + "-journal"); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	db, err := connectSQLite(ctx, path, false)
	if err != nil {
		return err
	}
	var tables int
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables) // reading recovers
	return errors.Join(err, db.Close())
}

func migrate(ctx context.Context, db *sql.DB, postgres bool) error {
	dialect := goose.DialectSQLite3
	if postgres {
		dialect = goose.DialectPostgres
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// createLog names the log, unless it has a name.
func createLog(ctx context.Context, db *sql.DB, now time.Time) error {
	id, err := entry.NewID(now)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `INSERT INTO log (one, origin, size) VALUES (1, $1, 0) ON CONFLICT (one) DO NOTHING`, originPrefix+id)
	return err
}

// explain adds the plain meaning of an error of the driver.
func explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w: try again when it is done (%w)", ErrBusy, err)
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("the file is damaged or is no engagement file: %w", err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("there is no room left on the disk: what was acknowledged is kept; make room and run the command again (%w)", err)
	case sqlite3.SQLITE_READONLY:
		return fmt.Errorf("this user may not write to the file: give the right to write to it and its folder, or work on a copy (%w)", err)
	}
	return err
}
