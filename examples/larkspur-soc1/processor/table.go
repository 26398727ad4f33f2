package processor

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
)

// A table is one population as text: what an extract of a system would hold.
// The first column identifies a row; the first keys columns together do when
// there are several.
type table struct {
	name  string
	cols  []string
	keys  int
	rows  [][]string
	index map[string]int
}

// add appends a row. A row of the wrong width or a key that occurs twice is a
// fault of the generator, so it panics.
func (t *table) add(cells ...string) {
	if len(cells) != len(t.cols) {
		panic(fmt.Sprintf("%s: %d cells for %d columns: %v", t.name, len(cells), len(t.cols), cells))
	}
	key := strings.Join(cells[:t.keys], "|")
	if _, twice := t.index[key]; twice {
		panic(fmt.Sprintf("%s: key %s occurs twice", t.name, key))
	}
	t.index[key] = len(t.rows)
	t.rows = append(t.rows, cells)
}

func (t *table) col(name string) int {
	i := slices.Index(t.cols, name)
	if i < 0 {
		panic(fmt.Sprintf("%s has no column %s", t.name, name))
	}
	return i
}

func (t *table) row(key ...string) []string {
	i, ok := t.index[strings.Join(key, "|")]
	if !ok {
		panic(fmt.Sprintf("%s has no row %v", t.name, key))
	}
	return t.rows[i]
}

func (t *table) get(column string, key ...string) string { return t.row(key...)[t.col(column)] }

// set changes one cell of the row with that key.
func (t *table) set(column, value string, key ...string) { t.row(key...)[t.col(column)] = value }

// drop removes the row with that key.
func (t *table) drop(key ...string) {
	t.row(key...)
	t.rows = slices.DeleteFunc(t.rows, func(r []string) bool { return slices.Equal(r[:t.keys], key) })
	t.index = map[string]int{}
	for i, r := range t.rows {
		t.index[strings.Join(r[:t.keys], "|")] = i
	}
}

// nth returns the n-th row, from 0, that f accepts.
func (t *table) nth(n int, f func(get func(column string) string) bool) []string {
	for _, r := range t.rows {
		if f(func(column string) string { return r[t.col(column)] }) {
			if n == 0 {
				return r
			}
			n--
		}
	}
	panic(t.name + ": no row fits")
}

// rngFor gives every population a stream of its own, so that a change to one
// leaves the others as they were.
func rngFor(name string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(20260101, h.Sum64()))
}

// pick returns one of the choices.
func pick[T any](r *rand.Rand, choices ...T) T { return choices[r.IntN(len(choices))] }

// between returns a whole number from lo to hi, both included.
func between(r *rand.Rand, lo, hi int) int { return lo + r.IntN(hi-lo+1) }

// cents writes an amount in cents with two decimals.
func cents(c int64) string {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	return fmt.Sprintf("%s%d.%02d", sign, c/100, c%100)
}
