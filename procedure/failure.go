package procedure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
)

// failed turns an error of the engine that is about the procedure's SQL into
// a *stop, and leaves every other as it is. part is the part of the procedure
// that was looked at before any row was, so that the message holds no data.
func (r *run) failed(ctx context.Context, part string, err error) error {
	if !aboutSQL(ctx, err) {
		return fmt.Errorf("%s: %w", part, err)
	}
	message := err.Error()
	var sqlErr *engine.SQLError
	if errors.As(err, &sqlErr) && sqlErr.Hint != "" && !strings.Contains(message, sqlErr.Hint) {
		message += " (" + sqlErr.Hint + ")"
	}
	return stopped("%s: %s.", part, strings.TrimSuffix(message, "."))
}

// failedOnRows is failed for SQL that was running over rows: the message of
// the engine may quote a value, so that only Details has it.
func (r *run) failedOnRows(ctx context.Context, part string, err error) error {
	var sqlErr *engine.SQLError
	if !aboutSQL(ctx, err) || errors.Is(err, engine.ErrRefused) || !errors.As(err, &sqlErr) {
		return r.failed(ctx, part, err)
	}
	s := stopped("%s: the SQL failed on a value of some row; the details of the run give the engine's message.", part)
	s.problems = []string{part + ": " + err.Error()}
	return s
}

// failedOnValue finds the attributes whose predicates fail, by running each
// of them alone.
func (r *run) failedOnValue(ctx context.Context, err error) error {
	var sqlErr *engine.SQLError
	if !aboutSQL(ctx, err) || !errors.As(err, &sqlErr) {
		return r.failedOnRows(ctx, "items and attributes", err)
	}
	var failing []string
	for _, a := range r.plan.Attributes {
		if a.Inspect != "" {
			continue
		}
		sql := fmt.Sprintf("WITH judged AS (\nSELECT %s\nFROM items\n)\nSELECT min(%s) FROM judged", strings.Join(judgedSQL(a), ",\n  "), outcomeSQL(a))
		if _, err := r.conn.Query(ctx, sql, 1); err != nil {
			if !aboutSQL(ctx, err) {
				return err
			}
			failing = append(failing, a.ID)
		}
	}
	part := "items"
	if len(failing) > 0 && (r.plan.Items == "" || len(failing) < len(r.plan.Attributes)) {
		part = "attribute " + strings.Join(failing, ", ")
	} else if len(failing) > 0 {
		part = "items, or attribute " + strings.Join(failing, ", ")
	}
	return r.failedOnRows(ctx, part, err)
}

// aboutSQL reports whether an error is about the SQL that was run, not about
// the machine that ran it.
func aboutSQL(ctx context.Context, err error) bool {
	if ctx.Err() != nil {
		return false
	}
	var sqlErr *engine.SQLError
	return errors.As(err, &sqlErr) || errors.Is(err, engine.ErrRefused) || errors.Is(err, engine.ErrTimeout) ||
		errors.Is(err, engine.ErrMemory) || errors.Is(err, engine.ErrTooManyRows) || errors.Is(err, engine.ErrDied)
}

// predicate is a predicate of the procedure and the part that it is.
type predicate struct{ part, sql string }

// checkPredicates binds predicates to a table without running them, so that
// what is wrong is said of the predicate and not of a query around it. What
// is not BOOLEAN is refused: a number or a text that happens to convert would
// pass by accident. All are asked at once, and one by one when that fails.
func (r *run) checkPredicates(ctx context.Context, table string, predicates []predicate) error {
	columns := make([]string, len(predicates))
	for i, p := range predicates {
		columns[i] = parenthesized(p.sql) + " AS predicate_" + strconv.Itoa(i)
	}
	if len(predicates) == 0 {
		return nil
	}
	rows, err := r.conn.Query(ctx, "SELECT "+strings.Join(columns, ",\n  ")+" FROM "+table+" LIMIT 0", 1)
	switch {
	case err == nil && slices.Equal(rows.Types, slices.Repeat([]string{"BOOLEAN"}, len(predicates))):
		return nil
	case len(predicates) > 1:
		for _, p := range predicates {
			if err := r.checkPredicates(ctx, table, []predicate{p}); err != nil {
				return err
			}
		}
		return stopped("The attributes: each predicate is valid by itself, and together they are not.")
	case err != nil:
		return r.failed(ctx, predicates[0].part, err)
	case len(rows.Types) != 1:
		return stopped("%s: must be one predicate, and is %d expressions.", predicates[0].part, len(rows.Types))
	}
	return stopped("%s: must be a predicate, which is true or false, and gives a value of type %s.", predicates[0].part, rows.Types[0])
}

// itemTypes returns the columns of items with their types, and checks that
// the key and what is shown are among them.
func (r *run) itemTypes(ctx context.Context) (map[string]string, error) {
	p := r.plan
	columns := func(table string) (map[string]string, error) {
		rows, err := r.conn.Query(ctx, "SELECT * FROM "+table+" LIMIT 0", 1)
		if err != nil {
			return nil, r.failed(ctx, table, err)
		}
		types := map[string]string{}
		for i, name := range rows.Columns {
			types[strings.ToLower(name)] = rows.Types[i]
		}
		return types, nil
	}
	scope, err := columns("scope")
	if err != nil {
		return nil, err
	}
	found, err := columns("items")
	if err != nil {
		return nil, err
	}
	if err := r.checkColumnNames(ctx); err != nil {
		return nil, err
	}
	types := map[string]string{}
	for _, need := range []struct {
		what  string
		names []string
	}{{"the key of scope", p.scopeKey}, {"key", p.Key}, {"show", p.Show}} {
		for _, name := range need.names {
			typ, ok := found[strings.ToLower(name)]
			if !ok {
				return nil, stopped("items: has no column %s, which %s names.", name, need.what)
			}
			types[name] = typ
		}
	}
	for _, name := range p.scopeKey {
		if types[name] != scope[strings.ToLower(name)] {
			return nil, stopped("items: the key column %s is %s in scope and %s in items: return it as it is in scope.", name, scope[strings.ToLower(name)], types[name])
		}
	}
	return types, nil
}

// checkColumnNames refuses two columns of items with one name: a view renames
// the second, and a predicate would silently look at the first.
func (r *run) checkColumnNames(ctx context.Context) error {
	rows, err := r.conn.Query(ctx, "(\n"+strings.TrimRight(r.plan.itemsSQL(), "; \t\n")+"\n) LIMIT 0", 1)
	if err != nil {
		return r.failed(ctx, "items", err)
	}
	seen := map[string]bool{}
	for _, name := range rows.Columns {
		if seen[strings.ToLower(name)] {
			return stopped("items: gives two columns the name %s: name one of them with AS, or leave it out with EXCLUDE.", name)
		}
		seen[strings.ToLower(name)] = true
	}
	return nil
}
