package worker

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/engine"
)

// TestErrorsKeepTheirKind: what an error is survives the pipe.
func TestErrorsKeepTheirKind(t *testing.T) {
	sqlErr := &engine.SQLError{Offset: 7, Message: "there is no table x", Hint: "the tables are a, b"}
	for _, c := range []struct {
		err error
		is  error
		as  bool
	}{
		{sqlErr, nil, true},
		{fmt.Errorf("view: %w", sqlErr), nil, true},
		{&engine.RefusedError{SQL: sqlErr}, engine.ErrRefused, true},
		{&engine.LimitError{Kind: engine.ErrMemory, Message: "too much"}, engine.ErrMemory, false},
		{&engine.LimitError{Kind: engine.ErrTooManyRows, Message: "too many"}, engine.ErrTooManyRows, false},
		{fmt.Errorf("%w: an error within DuckDB", engine.ErrDied), engine.ErrDied, false},
		{errors.New("mount x: no such file"), nil, false},
	} {
		line, err := json.Marshal(response{Error: toWire(c.err)})
		if err != nil {
			t.Fatal(err)
		}
		var resp response
		if err := json.Unmarshal(line, &resp); err != nil {
			t.Fatal(err)
		}
		got := resp.Error.toError()
		if c.is != nil && !errors.Is(got, c.is) {
			t.Errorf("%v came back as %v", c.err, got)
		}
		var bad *engine.SQLError
		if errors.As(got, &bad) != c.as || c.as && *bad != *sqlErr {
			t.Errorf("%v came back as %#v", c.err, got)
		}
		if !strings.Contains(got.Error(), strings.TrimPrefix(c.err.Error(), "view: ")) {
			t.Errorf("%v came back as %v", c.err, got)
		}
	}
	if err := (*wireError)(nil).toError(); err != nil {
		t.Errorf("no error came back as %v", err)
	}
}

// TestServeOutOfTurn: requests that make no sense are answered, not obeyed.
func TestServeOutOfTurn(t *testing.T) {
	in := `{"op":"query","sql":"SELECT 1"}
{"op":"open"}
{"op":"parser"}
{"op":"parser"}
{"op":"open"}
{"op":"fly"}
{"op":"check","kind":0,"sql":"SELECT 1"}
`
	var out bytes.Buffer
	if err := serve(strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for line := range strings.Lines(out.String()) {
		var resp response
		if err := json.Unmarshal([]byte(line), &resp); err != nil {
			t.Fatal(err)
		}
		kind := "ok"
		if resp.Error != nil {
			kind = resp.Error.Kind
		}
		kinds = append(kinds, kind)
	}
	if got := strings.Join(kinds, " "); got != "other other ok other other other ok" {
		t.Errorf("answers: %s\n%s", got, out.String())
	}
	if err := serve(strings.NewReader(`{"op":`), &out); err == nil {
		t.Error("half a request was read without an error")
	}
}

// FuzzServe: no request makes the worker panic or stop answering.
func FuzzServe(f *testing.F) {
	for _, seed := range []string{`{"op":"parser"}`, `{"op":"parser"} {"op":"check","sql":"SELECT 1","kind":1}`, `{"op":"view"}`, `{"op":"open","session":null}`, `[]`, `{"op":"parser"} {"op":"query","sql":"SELECT 1"}`, `{"op":"parser"} {"op":"materialize","file":"x","sql":"SELECT 1"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if strings.Contains(in, "session") || strings.Contains(in, "cpu_limit") || len(in) > 2000 {
			return // would open files of this machine, or limit this process
		}
		var out bytes.Buffer
		_ = serve(strings.NewReader(in), &out)
	})
}
