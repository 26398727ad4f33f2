package engine

import (
	"errors"
	"fmt"

	"github.com/tickmark-audit/tickmark/program"
)

// The kinds of error, for errors.Is. The error itself says more.
var (
	// ErrTimeout: a call was stopped at its deadline.
	ErrTimeout = errors.New("the SQL ran longer than it may")
	// ErrMemory: a call was stopped because of its memory or disk space.
	ErrMemory = errors.New("the SQL used more memory than it may")
	// ErrTooManyRows: a query has more rows than its caller takes.
	ErrTooManyRows = errors.New("the query has too many rows")
	// ErrRefused: the SQL asks for something that is not allowed.
	ErrRefused = errors.New("the SQL is not allowed")
	// ErrDied: the engine's process ended by itself.
	ErrDied = errors.New("the SQL engine stopped")
)

// SQLError is a fault in SQL: the message, the byte offset in the SQL (-1
// when the engine does not say), and a hint of what to do.
type SQLError = program.SQLError

// RefusedError is SQL that asks for what is not allowed: which thing, where,
// and why. It is ErrRefused for errors.Is and an *SQLError for errors.As.
type RefusedError struct{ SQL *SQLError }

// Error returns the message of the refusal.
func (e *RefusedError) Error() string { return describe(e.SQL) }

// Unwrap makes errors.Is and errors.As find both.
func (e *RefusedError) Unwrap() []error { return []error{ErrRefused, e.SQL} }

// LimitError is a call that was stopped at a limit. It unwraps to ErrTimeout,
// ErrMemory or ErrTooManyRows.
type LimitError struct {
	Kind    error
	Message string // what was exceeded, by which figure, and what to do
}

// Error returns the message.
func (e *LimitError) Error() string { return e.Message }

// Unwrap returns the kind.
func (e *LimitError) Unwrap() error { return e.Kind }

// ValueError is a value that is not the canonical text of its type.
type ValueError struct {
	Record int64
	Column string
	Value  string
	Reason string
}

// Error names the record, the column, the value and the reason.
func (e *ValueError) Error() string {
	return fmt.Sprintf("record %d, column %s: %q %s", e.Record, e.Column, shorten(e.Value, 80), e.Reason)
}

func describe(e *SQLError) string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + " (" + e.Hint + ")"
}

func shorten(s string, max int) string {
	r := []rune(s)
	if len(r) <= max {
		return s
	}
	return string(r[:max]) + "…"
}
