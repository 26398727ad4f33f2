package population

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"os"
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// inspectKeys counts the keys that occur more than once, and what is missing
// from the sequence, by SQL over the written table: the engine bounds its
// memory and spills to Dir, where a set of keys in memory would not. It fills
// the certificate and returns up to five of the repeated keys.
func inspectKeys(ctx context.Context, e engine.Engine, in Input, table string, cert *soc.Certificate) (repeated []string, err error) {
	def := &in.Definition.Population
	scratch, err := os.MkdirTemp(in.Dir, "keys-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	conn, err := e.Open(ctx, engine.Session{Tables: []engine.Table{{Name: def.Name, Path: table}}, Calendar: CalendarOf(&in.Engagement), Dir: scratch})
	if err != nil {
		return nil, fmt.Errorf("key: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if len(def.Key) > 0 {
		if repeated, err = repeatedKeys(ctx, conn, def, cert); err != nil {
			return nil, fmt.Errorf("key: %w", err)
		}
	}
	if def.Sequence != "" {
		if err := inspectSequence(ctx, conn, def, cert); err != nil {
			return nil, fmt.Errorf("sequence: %w", err)
		}
	}
	return repeated, nil
}

func repeatedKeys(ctx context.Context, conn engine.Conn, def *soc.Population, cert *soc.Certificate) ([]string, error) {
	var columns, notNull []string
	for _, name := range def.Key {
		columns = append(columns, quote(name))
		notNull = append(notNull, quote(name)+" IS NOT NULL")
	}
	key := strings.Join(columns, ", ")
	groups := fmt.Sprintf("SELECT %s FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1", key, quote(def.Name), strings.Join(notNull, " AND "), key)
	counts, err := numbers(ctx, conn, "SELECT count(*) FROM ("+groups+")")
	if err != nil || counts[0].Sign() == 0 {
		return nil, err
	}
	cert.DuplicateKeys = counts[0].Int64()
	rows, err := conn.Query(ctx, groups+" ORDER BY "+key+" LIMIT 5", 5)
	if err != nil {
		return nil, err
	}
	var repeated []string
	for _, row := range rows.Values {
		parts := make([]string, len(row))
		for i, v := range row {
			parts[i] = v.Text
		}
		repeated = append(repeated, strings.Join(parts, " / "))
	}
	return repeated, nil
}

// inspectSequence counts the numbers between the smallest and the largest
// that no row has. What is missing before the first or after the last number
// cannot be seen here; a control total shows it.
func inspectSequence(ctx context.Context, conn engine.Conn, def *soc.Population, cert *soc.Certificate) error {
	n := quote(def.Sequence)
	counts, err := numbers(ctx, conn, fmt.Sprintf("SELECT count(*), count(DISTINCT %s), coalesce(min(%s), 0), coalesce(max(%s), -1) FROM %s", n, n, n, quote(def.Name)))
	if err != nil {
		return err
	}
	rows, distinct, first, last := counts[0], counts[1], counts[2], counts[3]
	gaps := new(big.Int).Sub(last, first)
	gaps.Add(gaps, big.NewInt(1)).Sub(gaps, distinct)
	cert.SequenceGaps = math.MaxInt64
	if gaps.IsInt64() {
		cert.SequenceGaps = gaps.Int64()
	}
	cert.SequenceRepeats = new(big.Int).Sub(rows, distinct).Int64()
	return nil
}

// numbers runs a query of one row of whole numbers.
func numbers(ctx context.Context, conn engine.Conn, sql string) ([]*big.Int, error) {
	rows, err := conn.Query(ctx, sql, 1)
	if err != nil {
		return nil, err
	}
	if len(rows.Values) != 1 {
		return nil, fmt.Errorf("the engine returned %d rows for a count", len(rows.Values))
	}
	var out []*big.Int
	for _, v := range rows.Values[0] {
		n, ok := new(big.Int).SetString(v.Text, 10)
		if !ok || v.Null {
			return nil, errors.New("the engine returned " + strconv.Quote(v.Text) + " for a count")
		}
		out = append(out, n)
	}
	return out, nil
}

// quote writes a name as SQL does.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
