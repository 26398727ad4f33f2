package population

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// ReconcileInput is a reconciliation to perform on the tables of a session.
type ReconcileInput struct {
	// Owner is the population that declares it. Definition returns another
	// by its name, nil when there is none.
	Owner          *soc.Population
	Definition     func(name string) *soc.Population
	Reconciliation soc.Reconciliation
	// Dir is the session's folder. The list of unmatched rows is written to
	// it.
	Dir string
}

// ReconcileOutput is what a reconciliation found.
type ReconcileOutput struct {
	soc.Reconciled
	// RowsPath is a file in Dir that lists every unmatched row, one
	// soc.UnmatchedRow as JSON a line, in the order of their keys; "" when
	// there is none.
	RowsPath string
}

// Reconcile performs a reconciliation on conn, whose tables are the
// populations that it reads.
//
// A row whose columns to match by have no value matches none. What makes the
// result unsayable is its Problem: a predicate that is neither true nor false
// for a row, a value missing from a sum, SQL that does not fit the tables or
// meets a limit. Errors are about the machine, or the context's.
func Reconcile(ctx context.Context, conn engine.Conn, in ReconcileInput) (*ReconcileOutput, error) {
	r := reconciling{ReconcileInput: in, conn: conn, out: &ReconcileOutput{}}
	perform := r.keys
	if in.Reconciliation.Rule == soc.Totals {
		perform = r.totals
	}
	err := perform(ctx)
	var fault *engine.SQLError
	var limit *engine.LimitError
	switch {
	case errors.As(err, &fault), errors.As(err, &limit):
		return &ReconcileOutput{Reconciled: soc.Reconciled{Problem: fmt.Sprintf("The reconciliation cannot be computed: %v.", err)}}, nil
	case err != nil:
		return nil, fmt.Errorf("reconciliation %s: %w", in.Reconciliation.Name, err)
	}
	return r.out, nil
}

type reconciling struct {
	ReconcileInput
	conn engine.Conn
	out  *ReconcileOutput
}

// undecided sets the Problem, when a predicate has no answer for some rows of
// a population.
func (r *reconciling) undecided(ctx context.Context, name, where, table string) error {
	if where == "" {
		return nil
	}
	n, err := numbers(ctx, r.conn, fmt.Sprintf("SELECT count(*) FILTER (WHERE (\n%s\n) IS NULL) FROM %s", where, quote(table)))
	if err == nil && n[0].Sign() != 0 {
		r.out.Problem = fmt.Sprintf("%s is neither true nor false for %s of %s: write it so that a missing value gives one of the two, as IS DISTINCT FROM does.",
			name, Quantity(n[0].Int64(), "row", "rows"), table)
	}
	return err
}

// keys performs same_keys and left_in_right.
func (r *reconciling) keys(ctx context.Context) error {
	d := r.Reconciliation
	for _, side := range []struct{ name, where, table string }{{"where", d.Where, r.Owner.Name}, {"with_where", d.WithWhere, d.With}} {
		if err := r.undecided(ctx, side.name, side.where, side.table); err != nil || r.out.Problem != "" {
			return err
		}
	}
	other := r.Definition(d.With)
	if other == nil {
		return fmt.Errorf("the population %s is not defined", d.With)
	}
	here, there := make([]string, len(d.On)), make([]string, len(d.On))
	for i, pair := range d.On {
		here[i], there[i] = pair.Here, pair.There
	}
	side := func(p *soc.Population, columns []string, where string) string {
		parts := make([]string, len(columns))
		for i, c := range columns {
			parts[i] = fmt.Sprintf("%s AS k%d", quote(c), i)
		}
		key := make([]string, len(p.Key))
		for i, c := range p.Key {
			key[i] = "coalesce(CAST(" + quote(c) + " AS VARCHAR), '')"
		}
		sql := fmt.Sprintf("SELECT %s, %s AS item FROM %s", strings.Join(parts, ", "), strings.Join(key, " || ' / ' || "), quote(p.Name))
		if where != "" {
			sql += " WHERE (\n" + where + "\n)"
		}
		return sql
	}
	equal := strings.ReplaceAll(names(len(d.On), "_h.k# = _t.k#"), ", ", " AND ")
	unmatched := "SELECT 'here' AS side, * FROM _h WHERE NOT EXISTS (SELECT 1 FROM _t WHERE " + equal + ")"
	if d.Rule == soc.SameKeys {
		unmatched += " UNION ALL SELECT 'there' AS side, * FROM _t WHERE NOT EXISTS (SELECT 1 FROM _h WHERE " + equal + ")"
	}
	with := fmt.Sprintf("WITH _h AS (%s), _t AS (%s), _unmatched AS (%s)", side(r.Owner, here, d.Where), side(other, there, d.WithWhere), unmatched)
	counts, err := numbers(ctx, r.conn, with+" SELECT (SELECT count(*) FROM _h), count(*) FILTER (WHERE side = 'here'), count(*) FILTER (WHERE side = 'there') FROM _unmatched")
	if err != nil {
		return err
	}
	r.out.OnlyHere, r.out.OnlyThere = counts[1].Int64(), counts[2].Int64()
	r.out.Matched = counts[0].Int64() - r.out.OnlyHere
	r.out.Agrees = r.out.OnlyHere == 0 && r.out.OnlyThere == 0
	if r.out.Agrees {
		return nil
	}
	return r.list(ctx, fmt.Sprintf("%s SELECT row_number() OVER (ORDER BY side, item, %s) AS place, * FROM _unmatched", with, names(len(d.On), "k#")), here, there)
}

// list writes the unmatched rows, a page at a time.
func (r *reconciling) list(ctx context.Context, sql string, here, there []string) (err error) {
	const table = "_unmatched_rows" // no population begins so
	if _, _, err := r.conn.Materialize(ctx, table+".parquet", sql); err != nil {
		return err
	}
	if err := r.conn.Mount(ctx, table, table+".parquet"); err != nil {
		return err
	}
	path := filepath.Join(r.Dir, r.Owner.Name+"."+r.Reconciliation.Name+".unmatched.jsonl")
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("list the rows without a partner: %w", err)
	}
	out := bufio.NewWriter(file)
	defer func() {
		for _, e := range []error{out.Flush(), file.Close()} {
			if err == nil && e != nil {
				err = fmt.Errorf("list the rows without a partner: %w", e)
			}
		}
	}()
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for after := "0"; ; {
		rows, err := r.conn.Query(ctx, fmt.Sprintf("SELECT * FROM %s WHERE place > %s ORDER BY place LIMIT %d", table, after, pageRows), pageRows)
		if err != nil {
			return err
		}
		for _, row := range rows.Values {
			u := soc.UnmatchedRow{Side: row[1].Text, Key: row[len(row)-1].Text}
			columns := here
			if u.Side == tableThere {
				columns = there
			}
			for i, name := range columns {
				u.Values = append(u.Values, soc.NamedValue{Name: name, Value: row[2+i].Text, Null: row[2+i].Null})
			}
			if err := lines.Encode(u); err != nil {
				return fmt.Errorf("list the rows without a partner: %w", err)
			}
			after = row[0].Text
		}
		if len(rows.Values) < pageRows {
			r.out.RowsPath = path
			return nil
		}
	}
}

// totals adds up the terms of both sides exactly.
func (r *reconciling) totals(ctx context.Context) error {
	d := r.Reconciliation
	var totals [2]*big.Rat
	var scale int
	for i, side := range []struct {
		terms   []soc.Term
		figures *[]string
	}{{d.Left, &r.out.Left}, {d.Right, &r.out.Right}} {
		totals[i] = new(big.Rat)
		for _, term := range side.terms {
			figure, decimals, err := r.term(ctx, term)
			if err != nil || r.out.Problem != "" {
				r.out.Left, r.out.Right = nil, nil
				return err
			}
			scale = max(scale, decimals)
			*side.figures = append(*side.figures, figure.FloatString(decimals))
			if term.Minus {
				figure.Neg(figure)
			}
			totals[i].Add(totals[i], figure)
		}
	}
	r.out.LeftTotal, r.out.RightTotal = totals[0].FloatString(scale), totals[1].FloatString(scale)
	r.out.Agrees = totals[0].Cmp(totals[1]) == 0
	return nil
}

// term returns the figure of a term and its digits after the point. No row
// adds up to zero; a row without a value to add is a Problem.
func (r *reconciling) term(ctx context.Context, t soc.Term) (*big.Rat, int, error) {
	if err := r.undecided(ctx, "where", t.Where, t.Population); err != nil || r.out.Problem != "" {
		return nil, 0, err
	}
	from := " FROM " + quote(t.Population)
	if t.Where != "" {
		from += " WHERE (\n" + t.Where + "\n)"
	}
	if t.Sum == "" {
		n, err := numbers(ctx, r.conn, "SELECT count(*)"+from)
		if err != nil {
			return nil, 0, err
		}
		return new(big.Rat).SetInt(n[0]), 0, nil
	}
	def := r.Definition(t.Population)
	if def == nil || def.Column(t.Sum) == nil {
		return nil, 0, fmt.Errorf("the column %s of the population %s is not defined", t.Sum, t.Population)
	}
	rows, err := r.conn.Query(ctx, fmt.Sprintf("SELECT count(*) FILTER (WHERE %[1]s IS NULL), coalesce(sum(%[1]s), 0)%[2]s", quote(t.Sum), from), 1)
	if err != nil {
		return nil, 0, err
	}
	if missing := rows.Values[0][0].Text; missing != "0" {
		r.out.Problem = fmt.Sprintf("%s of the population %s is missing in %s rows, so that it has no sum: correct them at the source, or leave them out with where.", t.Sum, t.Population, missing)
		return nil, 0, nil
	}
	sum, ok := new(big.Rat).SetString(rows.Values[0][1].Text)
	if !ok {
		return nil, 0, fmt.Errorf("the engine returned %q for a sum", rows.Values[0][1].Text)
	}
	return sum, def.Column(t.Sum).Scale, nil
}
