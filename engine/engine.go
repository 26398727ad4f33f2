// Package engine says what Tickmark asks of an SQL engine: to run the SQL of
// a program over sealed populations, within limits, and without giving that
// SQL a way to anything else.
//
// The SQL of a program is code from somebody else. An engine therefore takes
// one SELECT at a time, refuses every function and table that is not on its
// list, and stops what runs too long or takes too much memory. The engine
// itself survives that: the next call on the same Conn works.
//
// engine/worker is the implementation, engine/duckdb what runs inside its
// process, engine/parquet the Loader, and engine/enginetest the suite that
// every implementation passes.
package engine

import (
	"context"
	"time"

	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// Engine runs SQL.
type Engine interface {
	// Info names the engine, its version and the settings that can change a
	// result, as they are recorded with one. A session whose limits set
	// another number of threads is not what Info describes.
	Info() soc.EngineInfo

	// SQLParser checks fragments of SQL without any table: ParseSQL returns
	// one error per fragment, nil where it is fine. A fragment that does not
	// parse or is not allowed gives an *SQLError with the byte offset in the
	// fragment. The second result is about the engine itself.
	program.SQLParser

	// Open starts a session over the tables of s. Errors: a session that is
	// not valid (see Session), a table that cannot be read, or an engine
	// that cannot be started.
	Open(ctx context.Context, s Session) (Conn, error)
}

// Session is what a Conn works on.
type Session struct {
	// Tables are the sealed populations. They are opened read-only.
	Tables []Table
	// Calendar makes the tables "calendar" and "period", the function
	// business_days_after, and the time zone of the session.
	Calendar Calendar
	// Dir is the folder for scratch and output: the only one that the
	// session can write to. It must exist.
	Dir string
	// Limits hold for every call. Zero fields mean the defaults.
	Limits Limits
}

// Table is a Parquet file under the name that SQL knows it by. The column
// RecordColumn of the file is not shown.
type Table struct{ Name, Path string }

// RecordColumn is the first column of every table that a Loader writes: the
// number of the source's record, 1 for the first. SQL over a Session's Tables
// does not see it, so that SELECT * and NATURAL JOIN mean what they say; a
// file that is mounted with Conn.Mount shows it.
const RecordColumn = "_record"

// Limits bound one call.
type Limits struct {
	// MemoryBytes is the memory that a query may use; default 1 GiB. The
	// whole process may use somewhat more before it is stopped.
	MemoryBytes int64
	// Deadline is the time that one call may take; default 5 minutes.
	Deadline time.Duration
	// Threads is the number of threads of one call; default 1. With more
	// than one, sums of floating-point numbers and ties in an order may come
	// out differently from run to run.
	Threads int
	// SpillBytes is the disk space for intermediate results; default 4 GiB.
	SpillBytes int64
	// MaxRows is the most rows that Query returns when its caller does not
	// say; default 1,000,000.
	MaxRows int
}

// The defaults of Limits.
const (
	DefaultMemoryBytes = 1 << 30
	DefaultDeadline    = 5 * time.Minute
	DefaultThreads     = 1
	DefaultSpillBytes  = 4 << 30
	DefaultMaxRows     = 1_000_000
)

// WithDefaults returns l with its zero fields set to the defaults.
func (l Limits) WithDefaults() Limits {
	if l.MemoryBytes <= 0 {
		l.MemoryBytes = DefaultMemoryBytes
	}
	if l.Deadline <= 0 {
		l.Deadline = DefaultDeadline
	}
	if l.Threads <= 0 {
		l.Threads = DefaultThreads
	}
	if l.SpillBytes <= 0 {
		l.SpillBytes = DefaultSpillBytes
	}
	if l.MaxRows <= 0 {
		l.MaxRows = DefaultMaxRows
	}
	return l
}

// Conn is one session. Its methods may be called from one goroutine at a
// time. Every method that takes SQL takes exactly one SELECT, and fails with
//
//   - an *SQLError when the SQL does not parse or does not fit the tables;
//   - an error that is ErrRefused when it asks for what is not allowed;
//   - ErrTimeout or ErrMemory when it was stopped at a limit, and ErrDied
//     when the process ended for another reason;
//   - the context's error when that ended first.
//
// After each of these the Conn can be used again, with its views and mounts.
type Conn interface {
	// View makes a SELECT available under a name to later calls on this
	// Conn. It replaces a view or mount of the same name. The name is an SQL
	// name ([a-z_][a-z0-9_]*) and not one of the session's tables.
	View(ctx context.Context, name, sql string) error

	// Materialize writes a SELECT to a Parquet file in Session.Dir and
	// returns its path and row count. The same SELECT over the same tables
	// gives the same bytes, as long as its ORDER BY leaves no ties. A file
	// of that name is replaced; nothing is left behind on an error.
	Materialize(ctx context.Context, file, sql string) (path string, rows int64, err error)

	// Mount makes a Parquet file of Session.Dir available as a table, with
	// every column that it has. It replaces a view or mount of that name.
	Mount(ctx context.Context, name, file string) error

	// Query returns the rows of a SELECT. More than maxRows is an error that
	// is ErrTooManyRows, never a shorter result; 0 means Limits.MaxRows.
	Query(ctx context.Context, sql string, maxRows int) (*Rows, error)

	// Close ends the session.
	Close() error
}

// Rows is a whole result.
type Rows struct {
	Columns []string
	// Types are the engine's names of the columns' types, such as BOOLEAN,
	// DECIMAL(18,2) or TIMESTAMP WITH TIME ZONE.
	Types  []string
	Values [][]Value
}

// Value is one value as text: whole numbers and decimals exact, booleans
// "true" and "false", a day as 2006-01-02, an instant in RFC 3339 in the
// session's time zone with microseconds only when they are not zero, a
// time stamp without zone as 2006-01-02T15:04:05. Text is as it is.
type Value struct {
	Text string `json:"t,omitempty"`
	Null bool   `json:"n,omitempty"`
}
