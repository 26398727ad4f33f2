package population

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// totals adds up the columns that have a control total, exactly: as whole
// numbers of the column's smallest unit.
type totals []total

type total struct {
	declared soc.ControlTotal
	value    *big.Rat
	column   int // -1 counts rows
	scale    int
	sum      *big.Int
}

// exactDecimal is how a control total is written.
var exactDecimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

func newTotals(def *soc.Population) (totals, error) {
	var all totals
	for _, declared := range def.ControlTotals {
		t := total{declared: declared, column: -1, sum: new(big.Int)}
		if !exactDecimal.MatchString(declared.Value) {
			return nil, fmt.Errorf("control total %q is not an exact number: write it with digits and a point only, such as 1829.10", declared.Value)
		}
		t.value, _ = new(big.Rat).SetString(declared.Value)
		if declared.Column != "" {
			i, err := columnIndex(def, declared.Column, "a control total")
			if err != nil {
				return nil, err
			}
			switch c := def.Columns[i]; c.Type {
			case soc.Integer:
			case soc.Decimal:
				t.scale = c.Scale
			default:
				return nil, fmt.Errorf("a control total sums the column %s, which is %s: only integer and decimal columns can be summed", c.Name, c.Type)
			}
			t.column = i
		}
		all = append(all, t)
	}
	return all, nil
}

// add adds one row of canonical text. Missing values add nothing.
func (all totals) add(row *engine.LoadRow) error {
	for i := range all {
		t := &all[i]
		if t.column < 0 || row.Null[t.column] {
			continue
		}
		// Canonical decimals have exactly the scale's digits after the point.
		units := strings.Replace(row.Values[t.column], ".", "", 1)
		if n, err := strconv.ParseInt(units, 10, 64); err == nil {
			t.sum.Add(t.sum, big.NewInt(n))
			continue
		}
		n, ok := new(big.Int).SetString(units, 10)
		if !ok {
			return fmt.Errorf("record %d: %q is not the canonical text of a number", row.Record, row.Values[t.column])
		}
		t.sum.Add(t.sum, n)
	}
	return nil
}

// checks compares the totals with what was loaded.
func (all totals) checks(rows int64) []soc.TotalCheck {
	var checks []soc.TotalCheck
	for _, t := range all {
		loaded := new(big.Rat).SetInt64(rows)
		if t.column >= 0 {
			loaded.SetFrac(t.sum, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(t.scale)), nil))
		}
		checks = append(checks, soc.TotalCheck{ControlTotal: t.declared, Loaded: loaded.FloatString(t.scale), Agrees: loaded.Cmp(t.value) == 0})
	}
	return checks
}
