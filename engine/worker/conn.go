package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/duckdb"
)

// conn is an engine.Conn whose session lives in a worker process. When the
// process was stopped, the next call starts another one and makes the views
// and mounts again.
type conn struct {
	executable string
	session    engine.Session
	limits     engine.Limits
	process    *process // nil when there is none
	made       []made
	closed     bool
}

// made is a view or mount that a new process gets.
type made struct {
	name string
	req  request
	lost error // why the last new process could not make it
}

// setupDeadline bounds the start of a session: it reads only the ends of the
// files.
const setupDeadline = time.Minute

// View implements engine.Conn.
func (c *conn) View(ctx context.Context, name, sql string) error {
	return c.makeNamed(ctx, name, request{Op: opView, Name: name, SQL: sql})
}

// Mount implements engine.Conn.
func (c *conn) Mount(ctx context.Context, name, file string) error {
	return c.makeNamed(ctx, name, request{Op: opMount, Name: name, File: file})
}

func (c *conn) makeNamed(ctx context.Context, name string, req request) error {
	if _, err := c.do(ctx, req, ""); err != nil {
		return err
	}
	c.made = slices.DeleteFunc(c.made, func(m made) bool { return m.name == name })
	c.made = append(c.made, made{name: name, req: req})
	return nil
}

// Materialize implements engine.Conn.
func (c *conn) Materialize(ctx context.Context, file, sql string) (string, int64, error) {
	partial := filepath.Join(c.session.Dir, file+duckdb.PartialSuffix)
	resp, err := c.do(ctx, request{Op: opMaterialize, File: file, SQL: sql}, partial)
	if err != nil && c.process == nil && filepath.IsLocal(file) { // stopped while it wrote
		err = errors.Join(err, removeIfThere(partial))
	}
	return resp.Path, resp.Count, err
}

// Query implements engine.Conn.
func (c *conn) Query(ctx context.Context, sql string, maxRows int) (*engine.Rows, error) {
	resp, err := c.do(ctx, request{Op: opQuery, SQL: sql, MaxRows: maxRows}, "")
	return resp.Rows, err
}

// Close implements engine.Conn.
func (c *conn) Close() error {
	c.closed = true
	if c.process != nil {
		c.process.close()
		c.process = nil
	}
	return removeAll(filepath.Join(c.session.Dir, duckdb.SpillDir))
}

// do runs one call within the session's limits.
func (c *conn) do(ctx context.Context, req request, output string) (response, error) {
	if err := c.ready(ctx); err != nil {
		return response{}, err
	}
	w := c.watch(c.limits.Deadline)
	w.output = output
	// Twice the processor time that the deadline allows: only for a worker
	// whose parent no longer looks.
	req.CPULimit = int(2*c.limits.Deadline.Seconds())*max(c.limits.Threads, runtime.NumCPU()) + 10
	resp, err := c.call(ctx, req, w)
	if lost := c.lost(req.SQL, err); lost != nil {
		return response{}, lost
	}
	return resp, err
}

// call calls the process and forgets it when it is gone.
func (c *conn) call(ctx context.Context, req request, w watch) (response, error) {
	resp, err := c.process.call(ctx, req, w)
	if errors.Is(err, engine.ErrDied) {
		c.process.kill() // a DuckDB that failed within itself may still sit there
	}
	select {
	case <-c.process.ended:
		c.process = nil
	default:
	}
	return resp, err
}

func (c *conn) watch(deadline time.Duration) watch {
	return watch{deadline: deadline, memory: c.limits.MemoryBytes, disk: c.limits.SpillBytes}
}

// ready starts a process when there is none.
func (c *conn) ready(ctx context.Context) error {
	if c.closed {
		return errors.New("engine: the session is closed")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if c.process != nil {
		return nil
	}
	p, err := start(c.executable)
	if err != nil {
		return err
	}
	c.process = p
	if _, err := c.call(ctx, request{Op: opOpen, Session: &c.session}, c.watch(setupDeadline)); err != nil {
		c.stop()
		return err
	}
	for i := range c.made {
		// One that rested on something replaced since cannot be made again;
		// SQL that uses it is told why.
		_, c.made[i].lost = c.call(ctx, c.made[i].req, c.watch(setupDeadline))
		if c.process == nil {
			return c.made[i].lost
		}
	}
	return nil
}

// lost explains an error that may come from a view that could not be made
// again.
func (c *conn) lost(sql string, err error) error {
	var sqlErr *engine.SQLError
	if !errors.As(err, &sqlErr) {
		return nil
	}
	for _, m := range c.made {
		if m.lost != nil && sqlErr.Message == fmt.Sprintf("there is no table %q", m.name) {
			return fmt.Errorf("the view %s was lost when the engine was stopped, and cannot be made again: %w", m.name, m.lost)
		}
	}
	return nil
}

func (c *conn) stop() {
	if c.process != nil {
		c.process.kill()
		c.process = nil
	}
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func removeAll(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("engine: remove intermediate results: %w", err)
	}
	return nil
}
