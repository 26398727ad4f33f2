package population

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/soc"
)

// Pull is one pull of a population: what it was declared to be, and the
// Parquet table that it was sealed as.
type Pull struct {
	Population soc.Population
	Table      string
	// FailedCasts is the number of values that are missing from the table
	// because they do not fit their column: they cannot be compared.
	FailedCasts int64
}

// CompareJob asks for two pulls of one population to be compared.
type CompareJob struct {
	Here, There Pull
	// Calendar is that of the engagement of Here: times are written in its
	// time zone.
	Calendar engine.Calendar
	// Dir is a folder for scratch files. It must exist until Close.
	Dir    string
	Limits engine.Limits
}

// Comparison is two pulls of one population, compared row by row. A row is
// matched when the other pull has a row with the same key and the same value
// in every column that was compared; of rows that are there several times, as
// many match as both pulls have. Of what is left, rows of one key are set
// beside each other and differ; the others are in one pull only, and so is a
// row without a complete key, which nothing identifies.
type Comparison struct {
	Key     []string `json:"key"`
	Columns []string `json:"columns"` // compared beside the key
	// NotCompared says, a sentence each, which columns and values could not be
	// compared.
	NotCompared []string `json:"not_compared"`

	Here      int64 `json:"here"` // rows of each pull
	There     int64 `json:"there"`
	Matched   int64 `json:"matched"`
	Differing int64 `json:"differing"`
	OnlyHere  int64 `json:"only_here"`
	OnlyThere int64 `json:"only_there"`
	// ByColumn counts the differing rows by the columns that differ, those
	// with none left out.
	ByColumn []ColumnCount `json:"by_column"`

	conn engine.Conn
}

// ColumnCount is the number of rows in which a column differs.
type ColumnCount struct {
	Column string `json:"column"`
	Rows   int64  `json:"rows"`
}

// Equal reports whether the pulls have the same rows. It is false when
// something could not be compared: nothing shows then that they are equal.
func (c *Comparison) Equal() bool {
	return c.Differing == 0 && c.OnlyHere == 0 && c.OnlyThere == 0 && len(c.NotCompared) == 0
}

// Close ends the engine's session.
func (c *Comparison) Close() error { return c.conn.Close() }

// Compare compares two pulls in the engine, which spills to Dir what memory
// does not hold: there is no limit on the number of rows or of differences.
//
// Rows are identified by the key that Here declares. Columns are compared
// that both pulls declare with the same name and type. Errors: a key whose
// columns There does not have with the same types, and those of the engine.
func Compare(ctx context.Context, e engine.Engine, job CompareJob) (_ *Comparison, err error) {
	c, err := plan(&job.Here.Population, &job.There.Population)
	if err != nil {
		return nil, fmt.Errorf("compare the pulls: %w", err)
	}
	for _, side := range []struct {
		where  string
		failed int64
	}{{tableHere, job.Here.FailedCasts}, {tableThere, job.There.FailedCasts}} {
		if side.failed > 0 {
			c.NotCompared = append(c.NotCompared, fmt.Sprintf("%s %s, which leaves no value to compare.",
				Quantity(side.failed, "value does not fit its column's type", "values do not fit their column's type"), side.where))
		}
	}
	c.conn, err = e.Open(ctx, engine.Session{
		Tables:   []engine.Table{{Name: tableHere, Path: job.Here.Table}, {Name: tableThere, Path: job.There.Table}},
		Calendar: job.Calendar, Dir: job.Dir, Limits: job.Limits,
	})
	if err != nil {
		return nil, fmt.Errorf("compare the pulls: %w", err)
	}
	if err := c.compare(ctx); err != nil {
		return nil, fmt.Errorf("compare the pulls: %w", errors.Join(err, c.conn.Close()))
	}
	return c, nil
}

// plan says which columns are compared.
func plan(here, there *soc.Population) (*Comparison, error) {
	c := &Comparison{Key: here.Key, Columns: []string{}, NotCompared: []string{}, ByColumn: []ColumnCount{}}
	if len(here.Key) == 0 {
		return nil, errors.New("the population declares no key, which rows are compared by")
	}
	for _, name := range here.Key {
		own, other := here.Column(name), there.Column(name)
		switch {
		case own == nil:
			return nil, fmt.Errorf("the key names the column %q, which is not declared", name)
		case other == nil:
			return nil, fmt.Errorf("rows are compared by the key %s, and the other pull has no column %s", strings.Join(here.Key, ", "), name)
		case typeOf(own) != typeOf(other):
			return nil, fmt.Errorf("rows are compared by the key %s, and %s is %s here and %s there", strings.Join(here.Key, ", "), name, typeOf(own), typeOf(other))
		}
	}
	not := func(format string, args ...any) { c.NotCompared = append(c.NotCompared, fmt.Sprintf(format, args...)) }
	for i := range here.Columns {
		own := &here.Columns[i]
		other := there.Column(own.Name)
		switch {
		case slices.Contains(here.Key, own.Name):
		case other == nil:
			not("The column %s is here only.", own.Name)
		case typeOf(own) != typeOf(other):
			not("The column %s is %s here and %s there.", own.Name, typeOf(own), typeOf(other))
		default:
			c.Columns = append(c.Columns, own.Name)
		}
	}
	for i := range there.Columns {
		if here.Column(there.Columns[i].Name) == nil {
			not("The column %s is there only.", there.Columns[i].Name)
		}
	}
	return c, nil
}

// typeOf writes the type of a column as a program does.
func typeOf(c *soc.Column) string {
	if c.Type == soc.Decimal {
		return fmt.Sprintf("%s(%d,%d)", c.Type, c.Precision, c.Scale)
	}
	return string(c.Type)
}

// compare makes the table of differences and counts it.
func (c *Comparison) compare(ctx context.Context) error {
	if _, _, err := c.conn.Materialize(ctx, tableDifferences+".parquet", c.differencesSQL()); err != nil {
		return err
	}
	if err := c.conn.Mount(ctx, tableDifferences, tableDifferences+".parquet"); err != nil {
		return err
	}
	counts, err := numbers(ctx, c.conn, c.countsSQL())
	if err != nil {
		return err
	}
	for i, into := range []*int64{&c.Here, &c.There, &c.OnlyHere, &c.OnlyThere, &c.Differing} {
		*into = counts[i].Int64()
	}
	for i, name := range c.Columns {
		if n := counts[5+i].Int64(); n > 0 {
			c.ByColumn = append(c.ByColumn, ColumnCount{Column: name, Rows: n})
		}
	}
	c.Matched = c.Here - c.OnlyHere - c.Differing
	if there := c.There - c.OnlyThere - c.Differing; there != c.Matched {
		return fmt.Errorf("%d rows match of the one pull and %d of the other: this is a fault of Tickmark", c.Matched, there)
	}
	return nil
}

// Definitions says, a sentence each, in what the declarations of two pulls
// differ that changes which rows they hold or what a row means. Where each
// came from is in their certificates.
func Definitions(here, there *soc.Population) []string {
	differ := []string{}
	for _, d := range []struct{ what, here, there string }{
		{"definition", here.Definition, there.Definition},
		{"kind of row", string(here.Rows), string(there.Rows)},
		{"key", strings.Join(here.Key, ", "), strings.Join(there.Key, ", ")},
		{"date", here.DateColumn, there.DateColumn},
		{"policy for rows outside the period", string(here.OutsidePeriod), string(there.OutsidePeriod)},
		{"sequence", here.Sequence, there.Sequence},
		{"list of exclusions", exclusions(here), exclusions(there)},
	} {
		if d.here != d.there {
			differ = append(differ, fmt.Sprintf("The %s is %s here and %s there.", d.what, quoted(d.here), quoted(d.there)))
		}
	}
	for i := range here.Columns {
		own := &here.Columns[i]
		if other := there.Column(own.Name); other != nil && typeOf(own) == typeOf(other) && reading(own) != reading(other) {
			differ = append(differ, fmt.Sprintf("The column %s is read in another way: %s here and %s there.", own.Name, reading(own), reading(other)))
		}
	}
	return differ
}

func quoted(s string) string {
	if s == "" {
		return "none"
	}
	return fmt.Sprintf("%q", strings.Join(strings.Fields(s), " "))
}

func exclusions(p *soc.Population) string {
	var what []string
	for _, x := range p.Exclusions {
		what = append(what, x.What)
	}
	return strings.Join(what, "; ")
}

// reading writes what decides the value that a text is read as, the name of
// the field apart.
func reading(c *soc.Column) string {
	parts := []string{typeOf(c)}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+" "+value)
		}
	}
	add("format", c.Format)
	add("time_zone", c.TimeZone)
	add("true", c.True)
	add("false", c.False)
	add("null", strings.Join(c.Null, "|"))
	if c.KeepEmpty {
		parts = append(parts, "keep_empty")
	}
	return strings.Join(parts, ", ")
}
