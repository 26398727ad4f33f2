package population

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// Input is what a population is built from.
type Input struct {
	Definition program.Population
	// Engagement gives the period (the one day of a type 1) and time zone
	// that rows are placed in.
	Engagement soc.Engagement
	// Extraction is what the collection said about itself.
	Extraction soc.Extraction
	// Records are read to their end and not closed.
	Records record.Reader
	// Physical is the number of records in the raw bytes, counted without the
	// decoder; -1 when they were not counted.
	Physical int64
	// Dir is the folder that the table and the list of failed casts are
	// written to. It must exist.
	Dir string
}

// Built is a population that was built: files for the caller to seal or
// remove, and the certificate.
type Built struct {
	// TablePath is the typed Parquet file, "<name>.parquet" in Dir.
	TablePath string
	// FailedCasts are the first hundred at most.
	FailedCasts []soc.FailedCast
	// FailedCastsPath lists every failed cast, one JSON object a line; "" when
	// there is none.
	FailedCastsPath string
	Certificate     soc.Certificate
	// RepeatedKeys are up to five keys that occur more than once, their parts
	// joined by " / ". They are for a person to look at: they may be personal
	// data, and the certificate has only their number.
	RepeatedKeys []string
}

// Build reads the records once, casts every value, writes the typed table,
// counts, and judges the completeness of the result. Memory does not grow
// with the number of records: keys are compared by the engine on the written
// table.
//
// A value that does not fit its column is no error: it is missing from the
// table and listed. Errors: a record that does not fit (*record.Error), a
// field without a column or a column without a field, a declaration that
// cannot be used, a file that cannot be written, or the engine's. After an
// error no file is left in Dir.
func Build(ctx context.Context, l engine.Loader, e engine.Engine, in Input) (*Built, error) {
	built, err := build(ctx, l, e, in)
	if err != nil {
		return nil, fmt.Errorf("population %s: %w", in.Definition.Name, err)
	}
	return built, nil
}

func build(ctx context.Context, l engine.Loader, e engine.Engine, in Input) (_ *Built, err error) {
	def := &in.Definition.Population
	pass, err := newPass(in)
	if err != nil {
		return nil, err
	}
	table := filepath.Join(in.Dir, def.Name+".parquet")
	list := filepath.Join(in.Dir, def.Name+".failed-casts.jsonl")
	defer func() {
		if err != nil {
			os.Remove(table)
			os.Remove(list)
		}
	}()
	if pass.failed, err = newFailedCasts(list); err != nil {
		return nil, err
	}
	loaded, err := l.Load(ctx, engine.LoadJob{Path: table, Columns: def.Columns, Rows: pass.rows(ctx)})
	if err = errors.Join(err, pass.failed.close()); err != nil {
		return nil, err
	}

	cert := soc.Certificate{
		Extraction:      in.Extraction,
		PhysicalRecords: in.Physical,
		RecordsDecoded:  pass.decoded,
		RowsLoaded:      loaded.Rows,
		FailedCasts:     pass.failed.count,
		NullKeys:        pass.nullKeys,
		Totals:          pass.totals.checks(loaded.Rows),
	}
	pass.dates.fill(&cert)
	if cert.PeriodOpen, err = periodOpen(&in); err != nil {
		return nil, err
	}
	built := &Built{TablePath: table, FailedCasts: pass.failed.first}
	if pass.failed.count > 0 {
		built.FailedCastsPath = list
	}
	if loaded.Rows > 0 && (len(def.Key) > 0 || def.Sequence != "") {
		if built.RepeatedKeys, err = inspectKeys(ctx, e, in, table, &cert); err != nil {
			return nil, err
		}
	}
	cert.Verdict, cert.Reasons = Judge(def, &cert)
	built.Certificate = cert
	return built, nil
}

// periodOpen reports whether events were extracted before the end of the
// period that they are to cover, in the engagement's time zone.
func periodOpen(in *Input) (bool, error) {
	e := &in.Engagement
	if in.Definition.Rows != soc.Events || !e.Rules().Period || in.Extraction.Started.IsZero() {
		return false, nil
	}
	loc, err := e.Location()
	if err != nil {
		return false, err
	}
	return in.Extraction.Started.Before(e.Period.End(loc)), nil
}

// pass is the one pass over the records.
type pass struct {
	in      Input
	casters []*Caster
	fields  []int // the source field of each column; -1 for the number of the record
	key     []int // the columns of the key
	date    int   // the date column, -1 for none
	dates   *dateTally
	totals  totals
	failed  *failedCasts

	decoded, nullKeys int64
}

func newPass(in Input) (*pass, error) {
	def := &in.Definition.Population
	p := &pass{in: in, date: -1}
	fields := in.Records.Fields()
	if err := record.Check(in.Definition, fields, 0); err != nil {
		return nil, err
	}
	for _, c := range def.Columns {
		caster, err := NewCaster(c)
		if err != nil {
			return nil, err
		}
		p.casters = append(p.casters, caster)
		p.fields = append(p.fields, slices.Index(fields, record.FieldOf(c)))
	}
	for _, name := range def.Key {
		i, err := columnIndex(def, name, "the key")
		if err != nil {
			return nil, err
		}
		p.key = append(p.key, i)
	}
	var dateColumn *soc.Column
	if def.DateColumn != "" {
		i, err := columnIndex(def, def.DateColumn, "date")
		if err != nil {
			return nil, err
		}
		p.date, dateColumn = i, &def.Columns[i]
	}
	var err error
	if p.dates, err = newDateTally(in.Engagement, dateColumn); err != nil {
		return nil, err
	}
	p.totals, err = newTotals(def)
	return p, err
}

func columnIndex(def *soc.Population, name, role string) (int, error) {
	i := slices.IndexFunc(def.Columns, func(c soc.Column) bool { return c.Name == name })
	if i < 0 {
		return 0, fmt.Errorf("%s names the column %q, which is not declared", role, name)
	}
	return i, nil
}

// rows casts the records one by one, as the loader asks for them.
func (p *pass) rows(ctx context.Context) iter.Seq2[engine.LoadRow, error] {
	return func(yield func(engine.LoadRow, error) bool) {
		row := engine.LoadRow{Values: make([]string, len(p.casters)), Null: make([]bool, len(p.casters))}
		for {
			rec, err := p.in.Records.Next()
			if err == io.EOF {
				return
			}
			if err == nil && p.decoded%1024 == 0 {
				err = ctx.Err()
			}
			if err == nil {
				err = p.cast(rec, &row)
			}
			if err != nil {
				yield(engine.LoadRow{}, err)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func (p *pass) cast(rec record.Record, row *engine.LoadRow) error {
	p.decoded++
	row.Record = rec.Number
	for i, caster := range p.casters {
		value, null := strconv.FormatInt(rec.Number, 10), false // of a column from soc.RecordNumber
		if f := p.fields[i]; f >= 0 {
			if f >= len(rec.Values) || f >= len(rec.Null) {
				return &record.Error{Record: rec.Number, Line: rec.Line, Message: "has " + strconv.Itoa(len(rec.Values)) + " fields", Help: "give every record the same fields"}
			}
			value, null = rec.Values[f], rec.Null[f]
		}
		var reason string
		row.Values[i], row.Null[i], reason = caster.Cast(value, null)
		if reason != "" {
			err := p.failed.add(soc.FailedCast{Record: rec.Number, Line: rec.Line, Column: caster.column.Name, Value: excerpt(value), Reason: reason})
			if err != nil {
				return err
			}
		}
	}
	if slices.ContainsFunc(p.key, func(i int) bool { return row.Null[i] }) {
		p.nullKeys++
	}
	if p.date >= 0 {
		if err := p.dates.add(row.Values[p.date], row.Null[p.date]); err != nil {
			return err
		}
	}
	return p.totals.add(row)
}
