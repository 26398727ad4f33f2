package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/objects"
	"github.com/tickmark-audit/tickmark/population"
	"github.com/tickmark-audit/tickmark/sampling"
	"github.com/tickmark-audit/tickmark/soc"
)

// drawSealed draws from a sealed population of an engagement. It opens the
// file for reading only.
func drawSealed(ctx context.Context, dir string, opt sampleDrawOptions) (draw *sampleDraw, err error) {
	if opt.seed != "" || len(opt.key) > 0 {
		return nil, usageError{errors.New("a sealed population has its key, and makes its seed from its digest and --nonce: leave out --key and --seed")}
	}
	if opt.nonce == "" {
		return nil, usageError{errors.New("a draw from a sealed population needs --nonce, which was committed to before it was sealed")}
	}
	where, err := engagement.Resolve(dir)
	if err != nil {
		return nil, err
	}
	file, err := engagement.Open(ctx, where, engagement.FileOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer file.Close()
	ex, err := file.Examination(ctx)
	if err != nil {
		return nil, err
	}
	record, err := sealedPopulation(ex, opt.population)
	if err != nil {
		return nil, err
	}
	table, err := newKeyTable(record, opt.month)
	if err != nil {
		return nil, err
	}
	store, err := objects.OpenReadOnly(filepath.Join(where, "objects"))
	if err != nil {
		return nil, err
	}
	if err := intact(ctx, store, record.TableDigest); err != nil {
		return nil, fmt.Errorf("population %s: %w", record.Name, err)
	}
	derived, err := sampling.DeriveSeed(record.TableDigest, opt.nonce)
	if err != nil {
		return nil, usageError{err}
	}
	seed, err := sampling.NewSeed(derived)
	if err != nil {
		return nil, err
	}
	draw, err = table.draw(ctx, &ex.Engagement, store.Path(record.TableDigest), seed, opt)
	if err != nil {
		return nil, fmt.Errorf("population %s: %w", record.Name, err)
	}
	draw.From, draw.Seed, draw.Nonce = "population "+record.Name, derived, opt.nonce
	draw.Digest, draw.Verdict = record.TableDigest, strings.ReplaceAll(string(record.Certificate.Verdict), "_", " ")
	return draw, nil
}

// intact hashes a table again: a sample from one that was changed would be
// another.
func intact(ctx context.Context, store *objects.Store, digest string) error {
	file, err := store.Open(digest)
	if err != nil {
		return err
	}
	defer file.Close()
	found, _, err := objects.Digest(ctx, file)
	if err == nil && found.SHA256 != digest {
		err = fmt.Errorf("its table was changed after it was sealed: run 'tickmark verify'")
	}
	return err
}

// sealedPopulation finds a population that is sealed and whose rows each have
// a key of their own.
func sealedPopulation(ex *soc.Examination, name string) (*soc.PopulationRecord, error) {
	var names []string
	for i := range ex.Populations {
		record := &ex.Populations[i]
		names = append(names, record.Name)
		if record.Name != name {
			continue
		}
		if record.Failure != "" {
			return nil, fmt.Errorf("population %s: %s", name, record.Failure)
		}
		if c := record.Certificate; c.DuplicateKeys > 0 || c.NullKeys > 0 {
			return nil, fmt.Errorf("population %s: %d keys occur more than once and %d rows have none, so a key does not name one item: collect it again with a key that does", name, c.DuplicateKeys, c.NullKeys)
		}
		return record, nil
	}
	return nil, fmt.Errorf("there is no population %q: the engagement has %s", name, strings.Join(names, ", "))
}

// keyTable draws from the table of a population.
type keyTable struct {
	record *soc.PopulationRecord
	month  string // column, or ""
	where  string // SQL: the rows that tests take
}

func newKeyTable(record *soc.PopulationRecord, month string) (*keyTable, error) {
	t := &keyTable{record: record, month: month}
	for _, name := range record.Key {
		if column := record.Column(name); column != nil && column.Type == soc.Timestamp {
			return nil, fmt.Errorf("the key column %s is a time, which engines write differently: a population with such a key cannot be drawn from yet; draw from a list of its items", name)
		}
	}
	if column := record.Column(record.DateColumn); column != nil && record.Rows == soc.Events {
		name := quoteName(column.Name)
		switch column.Type {
		case soc.Timestamp:
			t.where = fmt.Sprintf("%[1]s >= (SELECT starts_at FROM period) AND %[1]s < (SELECT ends_at FROM period)", name)
		default:
			t.where = fmt.Sprintf("%s BETWEEN (SELECT first_day FROM period) AND (SELECT last_day FROM period)", name)
		}
	}
	if month == "" {
		return t, nil
	}
	column := record.Column(month)
	if column == nil || column.Type != soc.Day && column.Type != soc.Timestamp {
		return nil, usageError{fmt.Errorf("--month: population %s has no date or timestamp column %q", record.Name, month)}
	}
	return t, nil
}

// draw has the engine order the items by their tickets, so that a population
// of any size is drawn from, and draws again from those that it returns.
func (t *keyTable) draw(ctx context.Context, e *soc.Engagement, path string, seed sampling.Seed, opt sampleDrawOptions) (*sampleDraw, error) {
	runner, err := newRunner(opt.limits)
	if err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp("", "tickmark-sample-")
	if err != nil {
		return nil, fmt.Errorf("make a scratch folder: %w", err)
	}
	defer os.RemoveAll(scratch)
	conn, err := runner.Open(ctx, engine.Session{
		Tables:   []engine.Table{{Name: t.record.Name, Path: path}},
		Calendar: population.CalendarOf(e), Dir: scratch, Limits: opt.limits.engine(),
	})
	if err != nil {
		return nil, err
	}
	defer conn.Close()

	strata, err := t.strata(ctx, conn)
	if err != nil {
		return nil, err
	}
	draw := &sampleDraw{After: opt.after}
	sizes := make([]int64, len(strata))
	for i, s := range strata {
		sizes[i] = s.Population
		draw.Population += s.Population
	}
	if draw.Population == 0 {
		return nil, sampling.ErrNoItems
	}
	if want := t.items(); draw.Population != want {
		return nil, fmt.Errorf("its certificate has %d items and its table %d: run 'tickmark verify'", want, draw.Population)
	}
	if int64(opt.after) >= draw.Population {
		return nil, fmt.Errorf("all %d items were drawn before", draw.Population)
	}
	parts, err := sampling.Allocate(min(int64(opt.size), draw.Population), sizes)
	if err != nil {
		return nil, err
	}
	for i, s := range strata {
		var drawn sampling.Drawn
		if parts[i] > 0 {
			if drawn, err = seed.Draw(t.smallest(ctx, conn, seed, s.Name, parts[i]), int(parts[i])); err != nil {
				return nil, err
			}
		}
		if t.month != "" {
			draw.Strata = append(draw.Strata, drawnStratum{s.Name, s.Population, len(drawn.Items)})
		}
		draw.add(drawn.Items, s.Name, opt.after)
	}
	return draw, nil
}

// items is how many rows the certificate says that tests take.
func (t *keyTable) items() int64 {
	if t.where != "" {
		return t.record.Certificate.InPeriod
	}
	return t.record.Certificate.RowsLoaded
}

// strata counts the items: of each month, or of the one stratum "".
func (t *keyTable) strata(ctx context.Context, conn engine.Conn) ([]drawnStratum, error) {
	missing := quoteNames(t.record.Key, " IS NULL", " OR ")
	if t.month != "" {
		missing += " OR " + quoteName(t.month) + " IS NULL"
	}
	rows, err := conn.Query(ctx, fmt.Sprintf("SELECT %s, count(*), count(*) FILTER (WHERE %s) FROM %s GROUP BY 1 ORDER BY 1", t.monthSQL(), missing, t.from("")), 0)
	if err != nil {
		return nil, err
	}
	var strata []drawnStratum
	for _, row := range rows.Values {
		if row[2].Text != "0" {
			return nil, fmt.Errorf("%s rows lack a value in the key (%s) or the month, so they cannot be drawn: see the population's certificate", row[2].Text, strings.Join(t.record.Key, ", "))
		}
		size, err := strconv.ParseInt(row[1].Text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("count the items: %w", err)
		}
		strata = append(strata, drawnStratum{Name: row[0].Text, Population: size})
	}
	return strata, nil
}

// smallest yields the keys with the n smallest tickets of a stratum, as the
// engine orders them. Each ticket is computed again here; one that differs
// is an error.
func (t *keyTable) smallest(ctx context.Context, conn engine.Conn, seed sampling.Seed, stratum string, n int64) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		text := quoteNames(t.record.Key, "", "::VARCHAR || '"+keyJoin+"' || ") + "::VARCHAR"
		rows, err := conn.Query(ctx, fmt.Sprintf("SELECT %s, sha256('%s' || %s) AS ticket FROM %s ORDER BY ticket LIMIT %d",
			quoteNames(t.record.Key, "", ", "), seed.Hashed(), text, t.from(stratum), n), int(n))
		if err != nil {
			yield("", err)
			return
		}
		for _, row := range rows.Values {
			parts := make([]string, len(row)-1)
			for i := range parts {
				parts[i] = row[i].Text
			}
			key := strings.Join(parts, keyJoin)
			if ours := seed.Ticket(key).String(); ours != row[len(parts)].Text {
				yield("", fmt.Errorf("item %s: the engine computed the ticket %s, but it is %s: nothing was drawn", key, row[len(parts)].Text, ours))
				return
			}
			if !yield(key, nil) {
				return
			}
		}
	}
}

// from is the table with its conditions, in SQL.
func (t *keyTable) from(stratum string) string {
	var conditions []string
	if t.where != "" {
		conditions = append(conditions, t.where)
	}
	if stratum != "" {
		conditions = append(conditions, t.monthSQL()+" = '"+stratum+"'")
	}
	sql := quoteName(t.record.Name)
	if len(conditions) > 0 {
		sql += " WHERE " + strings.Join(conditions, " AND ")
	}
	return sql
}

// monthSQL is the stratum of a row.
func (t *keyTable) monthSQL() string {
	if t.month == "" {
		return "''"
	}
	return "strftime(" + quoteName(t.month) + ", '%Y-%m')"
}

// quoteNames writes names for SQL, each with a suffix.
func quoteNames(names []string, suffix, separator string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quoteName(name) + suffix
	}
	return strings.Join(quoted, separator)
}

// quoteName writes a name for SQL.
func quoteName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
