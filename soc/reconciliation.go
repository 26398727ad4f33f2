package soc

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Reconciliation sets a population beside another source, as its program
// declares: what the one has the other must have, or figures must add up.
type Reconciliation struct {
	Name      string             `json:"name"` // within its population
	Statement string             `json:"statement"`
	Rule      ReconciliationRule `json:"rule"`
	// With, On, Where and WithWhere are those of same_keys and left_in_right:
	// the other population, which columns are equal, and SQL predicates that
	// narrow the rows here and there; "" takes all.
	With      string       `json:"with,omitempty"`
	On        []ColumnPair `json:"on,omitempty"`
	Where     string       `json:"where,omitempty"`
	WithWhere string       `json:"with_where,omitempty"`
	// Left and Right are the terms of totals: their sums are equal.
	Left  []Term `json:"left,omitempty"`
	Right []Term `json:"right,omitempty"`
}

// ReconciliationRule is what must hold.
type ReconciliationRule string

// The rules of reconciliations.
const (
	SameKeys    ReconciliationRule = "same_keys"     // each row here has one there, and the other way about
	LeftInRight ReconciliationRule = "left_in_right" // each row here has one there
	Totals      ReconciliationRule = "totals"        // the terms left and right add up to the same
)

// ColumnPair is a column of the population and the one of the other that it
// is equal to.
type ColumnPair struct {
	Here  string `json:"here"`
	There string `json:"there"`
}

// Term is a figure of one population: the number of its rows, or the sum of
// a column.
type Term struct {
	Population string `json:"population"`
	Sum        string `json:"sum,omitempty"`   // column; "" counts rows
	Where      string `json:"where,omitempty"` // SQL predicate
	Minus      bool   `json:"minus,omitempty"` // subtracted
}

// Populations returns the names of the populations that a reconciliation of
// the population owner reads, sorted.
func (r *Reconciliation) Populations(owner string) []string {
	names := []string{}
	if r.Rule == Totals {
		for _, t := range append(slices.Clone(r.Left), r.Right...) {
			names = append(names, t.Population)
		}
	} else {
		names = append(names, owner, r.With)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Reconciled is what a reconciliation found: figures, never a value of a row.
type Reconciled struct {
	Agrees bool `json:"agrees"`
	// Problem says why nothing can be said: a predicate without an answer, or
	// a value missing from a sum. Agrees is false then.
	Problem string `json:"problem,omitempty"`
	// Matched counts the rows here with one there; OnlyHere and OnlyThere
	// those without. OnlyThere is counted for same_keys alone.
	Matched   int64 `json:"matched"`
	OnlyHere  int64 `json:"only_here"`
	OnlyThere int64 `json:"only_there"`
	// Left and Right are the figures of the terms, in their order, as exact
	// decimal text, and LeftTotal and RightTotal what they add up to.
	Left       []string `json:"left,omitempty"`
	Right      []string `json:"right,omitempty"`
	LeftTotal  string   `json:"left_total,omitempty"`
	RightTotal string   `json:"right_total,omitempty"`
}

// UnmatchedRow is a row that has no partner: by the columns that it was to be
// matched by, and its own key.
type UnmatchedRow struct {
	Side   string       `json:"side"` // here or there
	Key    string       `json:"key"`  // of the row in its own population, parts joined by " / "
	Values []NamedValue `json:"values"`
}

// ReconciliationRecord is a reconciliation with what it found and the entry
// that sealed it, or with the reason why there is none.
type ReconciliationRecord struct {
	Reconciliation
	Found  Reconciled     `json:"found"`
	Rows   []UnmatchedRow `json:"rows,omitempty"` // at most the first hundred
	Inputs []Input        `json:"inputs,omitempty"`

	Entry string    `json:"entry,omitempty"`
	Index int64     `json:"index,omitempty"` // of the entry in the log
	At    time.Time `json:"at,omitzero"`
	By    string    `json:"by,omitempty"` // key id
	// RowsDigest is of the list of all rows without a partner.
	RowsDigest string `json:"rows_digest,omitempty"`
	// Failure says why it was not performed; Entry is "" then.
	Failure string `json:"failure,omitempty"`
}

// Holds reports whether the reconciliation was performed and agrees.
func (r *ReconciliationRecord) Holds() bool { return r.Failure == "" && r.Found.Agrees }

// Sentence says what a reconciliation of the population owner found.
func (r *ReconciliationRecord) Sentence(owner string) string {
	rows := func(n int64, one, many string) string {
		if n == 1 {
			return "1 row " + one
		}
		return fmt.Sprintf("%d rows %s", n, many)
	}
	f := &r.Found
	switch {
	case r.Failure != "":
		return "Not performed: " + strings.TrimSuffix(r.Failure, ".") + "."
	case f.Problem != "":
		return f.Problem
	case r.Rule == Totals && f.Agrees:
		return fmt.Sprintf("Both sides are %s: %s = %s.", f.LeftTotal, terms(r.Left, f.Left), terms(r.Right, f.Right))
	case r.Rule == Totals:
		return fmt.Sprintf("The one side is %s and the other %s: %s; %s.", f.LeftTotal, f.RightTotal, terms(r.Left, f.Left), terms(r.Right, f.Right))
	}
	text := fmt.Sprintf("%s in %s; %s.", rows(f.Matched, "of "+owner+" has one", "of "+owner+" have one"), r.With, rows(f.OnlyHere, "has none", "have none"))
	if r.Rule == SameKeys {
		text += fmt.Sprintf(" %s in %s.", rows(f.OnlyThere, "of "+r.With+" has none", "of "+r.With+" have none"), owner)
	}
	return text
}

// terms writes terms with their figures: opening 120 + joiners 5 − leavers 3.
func terms(terms []Term, figures []string) string {
	var out strings.Builder
	for i, t := range terms {
		switch {
		case t.Minus:
			out.WriteString(" − ")
		case i > 0:
			out.WriteString(" + ")
		}
		out.WriteString(t.Population)
		if t.Sum != "" {
			out.WriteString(" " + t.Sum)
		}
		if t.Where != "" {
			out.WriteString(" (" + strings.Join(strings.Fields(t.Where), " ") + ")")
		}
		if i < len(figures) {
			out.WriteString(" " + figures[i])
		}
	}
	return strings.TrimSpace(out.String())
}
