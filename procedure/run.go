// Package procedure runs one test of a control: items down, attributes
// across.
//
// The author of a procedure says what an item is and when an attribute
// passes. The runner decides the rest: which rows lie in the period, that
// every item has exactly one outcome per attribute, that no item was lost,
// doubled or invented on the way, and in which order the result is written.
//
//	expected   the rows dated in the period, or the units of the calendar
//	scope      those that where keeps
//	items      what the items query makes of scope
//	result     one row an item: key, outcomes, shown columns, date
package procedure

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// Population is a sealed table that a run may read.
type Population struct {
	Definition soc.Population
	Digest     string // SHA-256 of the sealed Parquet, hex
	Rows       int64
}

// Input is what a run needs beside its session.
type Input struct {
	Procedure soc.Procedure
	// Populations are the tables of the session.
	Populations []Population
	// Engagement is the one whose calendar the session has
	// (population.CalendarOf).
	Engagement soc.Engagement
	// Engine is recorded with the result.
	Engine soc.EngineInfo
}

// Output is what a run found.
type Output struct {
	soc.TestResult
	// ResultPath is the Parquet file in the session's folder with one row an
	// item, in the order of the key; "" unless the run is complete. The
	// caller moves it away or removes it.
	//
	// Its columns: "item.number" from 1; "key.<column>" for each part of the
	// key; "scope.<column>" for the parts of the population's key that a key
	// of the procedure's own leaves out; "outcome.<attribute>" with the text
	// of a soc.Outcome; "show.<column>"; and "item.date" when items are dated.
	ResultPath string
	Details    soc.Details
	// ItemList lists every item in the order of the key, when a person must
	// test an attribute of them and the run is complete; nil otherwise.
	ItemList []soc.TestItem
}

// Run performs a procedure on conn, whose session holds in.Populations under
// their names and the engagement's calendar. It makes the views expected,
// scope and items there, and mounts _result.
//
// A procedure that cannot be performed is a result, not an error: its status
// is soc.RunIncomplete, or soc.RunNotRun when its population could not be
// collected; Reason says why in plain sentences without data of any row,
// Details.Problems with it; no figure is given. That holds for SQL that does
// not fit the tables, is refused, fails on a value or is stopped at a limit,
// for an items query that loses, doubles or invents items, and for a where
// that is neither true nor false.
//
// Errors are those of the context, of the file system and of an engine that
// cannot be started. The same sealed tables give the same result, bytes
// included, whatever the order of their rows.
func Run(ctx context.Context, conn engine.Conn, in Input) (*Output, error) {
	r := &run{in: in, conn: conn, out: &Output{TestResult: soc.TestResult{
		Procedure: in.Procedure.ID,
		Control:   in.Procedure.Control,
		Status:    soc.RunComplete,
		Inputs:    inputs(in.Populations),
		Engine:    in.Engine,
	}}}
	err := r.perform(ctx)
	var stop *stop
	switch {
	case err == nil:
		return r.out, nil
	case errors.As(err, &stop):
		return r.stopped(stop)
	}
	return nil, errors.Join(fmt.Errorf("procedure %s: %w", in.Procedure.ID, err), r.discard())
}

// run is one run.
type run struct {
	in     Input
	conn   engine.Conn
	plan   *plan
	result string // the SELECT of the result, once it is known
	file   string // where its rows are, once they are written
	out    *Output
}

func (r *run) perform(ctx context.Context) (err error) {
	if r.plan, err = newPlan(r.in); err != nil {
		return err
	}
	r.out.PopulationRows = r.plan.rows
	if err := r.makeScope(ctx); err != nil {
		return err
	}
	if err := r.writeResult(ctx); err != nil {
		return err
	}
	if err := r.checkItems(ctx); err != nil {
		return err
	}
	if err := r.count(ctx); err != nil {
		return err
	}
	if err := r.listDeviations(ctx); err != nil {
		return err
	}
	if err := r.listItems(ctx); err != nil {
		return err
	}
	if err := r.countWeeks(ctx); err != nil {
		return err
	}
	r.out.ResultPath = r.file
	r.out.SQL = r.plan.scriptText(r.in, r.result)
	return nil
}

// stopped turns a run into one that is not complete. It keeps no figure.
func (r *run) stopped(s *stop) (*Output, error) {
	out := &Output{TestResult: r.out.TestResult}
	out.Status, out.Reason = s.status, s.reason
	out.Items, out.ItemsWithDeviation, out.Attributes = 0, 0, nil
	for _, a := range r.in.Procedure.Attributes {
		out.Attributes = append(out.Attributes, soc.AttributeResult{ID: a.ID})
	}
	out.Details.Problems = s.problems
	if r.plan != nil {
		out.SQL = r.plan.scriptText(r.in, r.result)
	}
	return out, r.discard()
}

func (r *run) discard() error {
	if r.file == "" {
		return nil
	}
	if err := os.Remove(r.file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// makeScope makes the views and checks that every row of scope can be told
// apart from the others.
func (r *run) makeScope(ctx context.Context) error {
	p := r.plan
	if err := r.conn.View(ctx, "expected", p.expectedSQL()); err != nil {
		return r.failed(ctx, "its population", err)
	}
	if p.Where != "" {
		if err := r.checkPredicates(ctx, "expected", []predicate{{"where", p.Where}}); err != nil {
			return err
		}
	}
	if err := r.conn.View(ctx, "scope", p.scopeSQL()); err != nil {
		return r.failed(ctx, "where", err)
	}
	if err := r.checkScope(ctx); err != nil {
		return err
	}
	if err := r.conn.View(ctx, "items", p.itemsSQL()); err != nil {
		return r.failed(ctx, "items", err)
	}
	return nil
}

// writeResult writes the result file and makes it available as _result.
func (r *run) writeResult(ctx context.Context) error {
	p := r.plan
	types, err := r.itemTypes(ctx)
	if err != nil {
		return err
	}
	var predicates []predicate
	for _, a := range p.Attributes {
		if a.Applies != "" {
			predicates = append(predicates, predicate{"attribute " + a.ID + ", applies", a.Applies})
		}
		if a.Pass != "" {
			predicates = append(predicates, predicate{"attribute " + a.ID + ", pass", a.Pass})
		}
	}
	if err := r.checkPredicates(ctx, "items", predicates); err != nil {
		return err
	}
	r.result = p.resultSQL(types)
	file := "result-" + unsafeInFile.ReplaceAllString(p.ID, "_") + ".parquet"
	path, rows, err := r.conn.Materialize(ctx, file, r.result)
	if err != nil {
		return r.failedOnValue(ctx, err)
	}
	r.file, r.out.Items = path, rows
	if err := r.conn.Mount(ctx, resultTable, file); err != nil {
		return fmt.Errorf("read the result: %w", err)
	}
	return nil
}

// resultTable is the name of the written result. No population has one that
// begins so.
const resultTable = "_result"

var unsafeInFile = regexp.MustCompile(`[^A-Za-z0-9_-]`)

// inputs names the sealed tables, in the order of their names.
func inputs(populations []Population) []soc.Input {
	in := make([]soc.Input, 0, len(populations))
	for _, p := range populations {
		in = append(in, soc.Input{Population: p.Definition.Name, Digest: p.Digest, Rows: p.Rows})
	}
	slices.SortFunc(in, func(a, b soc.Input) int { return cmp.Compare(a.Population, b.Population) })
	return in
}
