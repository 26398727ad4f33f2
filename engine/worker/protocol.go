package worker

import (
	"errors"
	"fmt"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/program"
)

// The parent writes one request as a line of JSON to the worker's standard
// input and reads one response as a line of JSON from its standard output,
// in turn. The worker ends when its standard input does. Its standard error
// is for people.

// The operations of a request.
const (
	opParser      = "parser" // prepare for checks only
	opOpen        = "open"   // prepare a session
	opCheck       = "check"
	opView        = "view"
	opMount       = "mount"
	opMaterialize = "materialize"
	opQuery       = "query"
)

type request struct {
	Op       string               `json:"op"`
	Session  *engine.Session      `json:"session,omitempty"`   // open
	Kind     program.FragmentKind `json:"kind,omitempty"`      // check
	Name     string               `json:"name,omitempty"`      // view, mount
	File     string               `json:"file,omitempty"`      // mount, materialize
	SQL      string               `json:"sql,omitempty"`       // check, view, materialize, query
	MaxRows  int                  `json:"max_rows,omitempty"`  // query
	CPULimit int                  `json:"cpu_limit,omitempty"` // seconds of processor time for this request; 0: none
}

type response struct {
	Error *wireError   `json:"error,omitempty"`
	Path  string       `json:"path,omitempty"`
	Count int64        `json:"count,omitempty"`
	Rows  *engine.Rows `json:"rows,omitempty"`
}

// wireError carries an error of package engine through the pipe.
type wireError struct {
	Kind    string `json:"kind"` // sql, refused, memory, rows, died, other
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Offset  int    `json:"offset"`
}

func toWire(err error) *wireError {
	var sqlErr *engine.SQLError
	var limit *engine.LimitError
	w := &wireError{Kind: "other", Message: err.Error(), Offset: -1}
	switch {
	case errors.Is(err, engine.ErrDied):
		w.Kind = "died"
	case errors.As(err, &limit) && errors.Is(err, engine.ErrMemory):
		w.Kind = "memory"
	case errors.As(err, &limit) && errors.Is(err, engine.ErrTooManyRows):
		w.Kind = "rows"
	case errors.As(err, &sqlErr):
		w.Kind, w.Message, w.Hint, w.Offset = "sql", sqlErr.Message, sqlErr.Hint, sqlErr.Offset
		if errors.Is(err, engine.ErrRefused) {
			w.Kind = "refused"
		}
	}
	return w
}

func (w *wireError) toError() error {
	if w == nil {
		return nil
	}
	sqlErr := &engine.SQLError{Offset: w.Offset, Message: w.Message, Hint: w.Hint}
	switch w.Kind {
	case "sql":
		return sqlErr
	case "refused":
		return &engine.RefusedError{SQL: sqlErr}
	case "memory":
		return &engine.LimitError{Kind: engine.ErrMemory, Message: w.Message}
	case "rows":
		return &engine.LimitError{Kind: engine.ErrTooManyRows, Message: w.Message}
	case "died":
		return &diedError{w.Message}
	}
	return fmt.Errorf("engine: %s", w.Message)
}

// diedError is ErrDied with the message that already names it.
type diedError struct{ message string }

func (e *diedError) Error() string { return e.message }

func (e *diedError) Unwrap() error { return engine.ErrDied }
