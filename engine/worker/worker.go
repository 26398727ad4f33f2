// Package worker is the engine that Tickmark uses: DuckDB in a process of
// the same binary that can be killed. A deadline and a memory limit hold
// because the process that breaks them ends; the session goes on in a new
// one.
//
// docs/design/engine.md describes the limits and the protocol.
package worker

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/duckdb"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// Engine is an engine.Engine. It holds nothing between calls, and may be
// used from several goroutines.
type Engine struct {
	executable string
	limits     engine.Limits
}

// New returns the engine. The zero fields of a session's limits are taken
// from limits, and their zero fields are the defaults. It fails when the path
// of the running program is not known.
func New(limits engine.Limits) (*Engine, error) {
	executable, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("engine: find the program to start as a worker: %w", err)
	}
	return &Engine{executable: executable, limits: limits.WithDefaults()}, nil
}

// Info implements engine.Engine.
func (e *Engine) Info() soc.EngineInfo {
	settings := maps.Clone(duckdb.Settings())
	settings["threads"] = strconv.Itoa(e.limits.Threads)
	return soc.EngineInfo{Name: "duckdb", Version: duckdb.Version(), Settings: settings}
}

// Open implements engine.Engine.
func (e *Engine) Open(ctx context.Context, s engine.Session) (engine.Conn, error) {
	info, err := os.Stat(s.Dir)
	if err != nil {
		return nil, fmt.Errorf("engine: the session's folder: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("engine: the session's folder: %s is not a folder", s.Dir)
	}
	if s.Dir, err = filepath.Abs(s.Dir); err != nil {
		return nil, fmt.Errorf("engine: the session's folder: %w", err)
	}
	tables := make([]engine.Table, len(s.Tables))
	for i, t := range s.Tables {
		if t.Path, err = filepath.Abs(t.Path); err != nil {
			return nil, fmt.Errorf("engine: table %s: %w", t.Name, err)
		}
		tables[i] = t
	}
	s.Tables, s.Limits = tables, e.merge(s.Limits)
	c := &conn{executable: e.executable, session: s, limits: s.Limits}
	if err := c.ready(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

func (e *Engine) merge(l engine.Limits) engine.Limits {
	pick := func(own, ours int64) int64 {
		if own > 0 {
			return own
		}
		return ours
	}
	return engine.Limits{
		MemoryBytes: pick(l.MemoryBytes, e.limits.MemoryBytes),
		Deadline:    time.Duration(pick(int64(l.Deadline), int64(e.limits.Deadline))),
		Threads:     int(pick(int64(l.Threads), int64(e.limits.Threads))),
		SpillBytes:  pick(l.SpillBytes, e.limits.SpillBytes),
		MaxRows:     int(pick(int64(l.MaxRows), int64(e.limits.MaxRows))),
	}
}

// parseDeadline bounds the check of one fragment.
const parseDeadline = 10 * time.Second

// ParseSQL implements program.SQLParser: one error per fragment, nil where it
// is fine, an *engine.SQLError where it is not. Tables are not looked up.
func (e *Engine) ParseSQL(ctx context.Context, fragments []program.Fragment) ([]error, error) {
	out := make([]error, len(fragments))
	var p *process
	defer func() {
		if p != nil {
			p.close()
		}
	}()
	w := watch{deadline: parseDeadline, memory: engine.DefaultMemoryBytes}
	for i, f := range fragments {
		if p == nil {
			var err error
			if p, err = start(e.executable); err != nil {
				return nil, err
			}
			if _, err := p.call(ctx, request{Op: opParser}, w); err != nil {
				return nil, err
			}
		}
		_, err := p.call(ctx, request{Op: opCheck, Kind: f.Kind, SQL: f.SQL}, w)
		if ctx.Err() != nil {
			p = nil
			return nil, ctx.Err()
		}
		var sqlErr *engine.SQLError
		switch {
		case err == nil:
		case errors.As(err, &sqlErr):
			out[i] = sqlErr
		case errors.Is(err, engine.ErrTimeout), errors.Is(err, engine.ErrMemory), errors.Is(err, engine.ErrDied):
			p = nil
			out[i] = &engine.SQLError{Offset: 0, Message: "the SQL could not be read: " + err.Error(), Hint: "write it with fewer levels of parentheses"}
		default:
			return nil, err
		}
	}
	return out, nil
}
