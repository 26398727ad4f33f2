package worker

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/tickmark-audit/tickmark/engine/duckdb"
	"github.com/tickmark-audit/tickmark/program"
)

// variable marks a process as a worker; its value is the protocol's version,
// which both ends share because they are the same binary.
const (
	variable        = "TICKMARK_ENGINE_WORKER"
	protocolVersion = "1"
)

var intercepted bool

// Intercept must be called first in main, and first in the TestMain of every
// test binary that opens an engine: the worker is the same binary started
// again, and Intercept is where it becomes the worker. In a worker it does
// not return.
func Intercept() {
	if os.Getenv(variable) != protocolVersion {
		intercepted = true
		return
	}
	err := harden()
	if err == nil {
		err = serve(os.Stdin, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// serve answers requests until r ends.
func serve(r io.Reader, w io.Writer) (err error) {
	ctx := context.Background()
	out := bufio.NewWriter(w)
	answers := json.NewEncoder(out)
	requests := json.NewDecoder(bufio.NewReader(r))
	s := &server{}
	defer func() { err = errors.Join(err, s.close()) }()
	for {
		var req request
		if err := requests.Decode(&req); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("read a request: %w", err)
		}
		if err := answers.Encode(s.answer(ctx, req)); err != nil {
			return fmt.Errorf("write a response: %w", err)
		}
		if err := out.Flush(); err != nil {
			return fmt.Errorf("write a response: %w", err)
		}
	}
}

type server struct{ db *duckdb.Database }

func (s *server) close() error {
	if s.db == nil {
		return nil
	}
	return s.db.Close()
}

func (s *server) answer(ctx context.Context, req request) response {
	resp, err := s.do(ctx, req)
	if err != nil {
		return response{Error: toWire(err)}
	}
	return resp
}

func (s *server) do(ctx context.Context, req request) (resp response, err error) {
	if opening := req.Op == opOpen || req.Op == opParser; opening == (s.db != nil) {
		return resp, fmt.Errorf("request %q is out of turn", req.Op)
	}
	if req.Op == opOpen && req.Session == nil {
		return resp, fmt.Errorf("request %q has no session", req.Op)
	}
	if err := limitCPU(req.CPULimit); err != nil {
		return resp, err
	}
	switch req.Op {
	case opParser:
		s.db, err = duckdb.OpenParser(ctx)
	case opOpen:
		if s.db, err = duckdb.Open(ctx, *req.Session); err == nil {
			err = limitAddressSpace(req.Session.Limits.WithDefaults().MemoryBytes)
		}
	case opCheck:
		err = s.db.Check(ctx, program.Fragment{Kind: req.Kind, SQL: req.SQL}, true)
	case opView:
		err = s.db.View(ctx, req.Name, req.SQL)
	case opMount:
		err = s.db.Mount(ctx, req.Name, req.File)
	case opMaterialize:
		resp.Path, resp.Count, err = s.db.Materialize(ctx, req.File, req.SQL)
	case opQuery:
		resp.Rows, err = s.db.Query(ctx, req.SQL, req.MaxRows)
	default:
		err = fmt.Errorf("request %q is not known", req.Op)
	}
	return resp, err
}
