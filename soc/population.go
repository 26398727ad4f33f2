package soc

import "time"

// Population is the definition of a set of items that tests are run on: what
// one row is, which columns it has, and how it is shown to be complete.
type Population struct {
	Name       string   `json:"name"` // also the SQL table name
	Title      string   `json:"title"`
	Definition string   `json:"definition"`
	Owner      string   `json:"owner,omitempty"`
	Rows       RowKind  `json:"rows"`
	Key        []string `json:"key"`
	// DateColumn is the column that places a row in the period; "" when rows
	// have no date (a snapshot).
	DateColumn string   `json:"date,omitempty"`
	Columns    []Column `json:"columns"`

	// OutsidePeriod says what a row dated outside the period means.
	OutsidePeriod OutsidePeriod `json:"outside_period,omitempty"`
	// ControlTotals are figures that management states from the source
	// itself, such as the row count that the system's own screen shows.
	ControlTotals []ControlTotal `json:"control_totals,omitempty"`
	// Sequence names an integer column that the source numbers without gaps.
	Sequence   string      `json:"sequence,omitempty"`
	Exclusions []Exclusion `json:"exclusions,omitempty"`
}

// Column returns the column of that name, or nil.
func (p *Population) Column(name string) *Column {
	for i := range p.Columns {
		if p.Columns[i].Name == name {
			return &p.Columns[i]
		}
	}
	return nil
}

// RowKind says what a row of a population stands for.
type RowKind string

// The kinds of row.
const (
	Events   RowKind = "events"   // something that happened at a time
	Register RowKind = "register" // a thing that exists over time, with dates of its own
	Snapshot RowKind = "snapshot" // a state as of a time
)

// OutsidePeriod is what is done with a row dated outside the period.
type OutsidePeriod string

// The policies for rows outside the period.
const (
	OutsideCounted OutsidePeriod = "counted" // kept and counted on the certificate; tests take those in the period
	OutsideRefused OutsidePeriod = "refused" // the extraction was to hold none: the population is not shown complete
)

// Column is one declared column. Every value arrives as text and is read as
// the declared type; one that does not fit is a failed cast, never a guess.
type Column struct {
	Name string     `json:"name"`
	Type ColumnType `json:"type"`
	// From is the name of the field in the source, when it differs, or
	// RecordNumber.
	From string `json:"from,omitempty"`
	// Format is how dates and times are written: "rfc3339" (the default), "iso_date",
	// or a Go reference layout such as "2006-01-02 15:04:05".
	Format string `json:"format,omitempty"`
	// TimeZone is the zone of times that are written without one. A time
	// without a zone in a column without this is a failed cast.
	TimeZone string `json:"time_zone,omitempty"`
	// Precision and Scale are those of a decimal.
	Precision int `json:"precision,omitempty"`
	Scale     int `json:"scale,omitempty"`
	// True and False are the words of a boolean; true and false by default.
	True  string `json:"true,omitempty"`
	False string `json:"false,omitempty"`
	// Null lists the texts that mean "no value". Empty text does unless
	// KeepEmpty is set.
	Null      []string `json:"null,omitempty"`
	KeepEmpty bool     `json:"keep_empty,omitempty"`
	// Required makes a missing value a failed cast.
	Required bool `json:"required,omitempty"`
	// Values, when given, are the only texts that the column may hold.
	Values []string `json:"values,omitempty"`
}

// RecordNumber, as a column's From, takes the number of the record in the
// source (1 for the first) in place of a field: the key of last resort for a
// source whose rows have none of their own.
const RecordNumber = "@record"

// ColumnType is the declared type of a column.
type ColumnType string

// The column types.
const (
	Text      ColumnType = "text"
	Integer   ColumnType = "integer" // 64 bits, signed
	Decimal   ColumnType = "decimal" // exact, at most 38 digits
	Boolean   ColumnType = "boolean"
	Day       ColumnType = "date"
	Timestamp ColumnType = "timestamp" // an instant, microseconds, stored in UTC
)

// ControlTotal is a figure that the source states about the whole population.
type ControlTotal struct {
	// Column is summed; "" means that rows are counted.
	Column string `json:"column,omitempty"`
	Value  string `json:"value"`  // exact decimal text
	Source string `json:"source"` // where the figure was read: "HR system, headcount screen, 2026-07-01"
}

// Exclusion is a part that the extraction leaves out on purpose.
type Exclusion struct {
	What   string `json:"what"`
	Reason string `json:"reason"`
}

// Verdict is what was concluded about the completeness of a population.
type Verdict string

// The verdicts. There is no default: a population without one is not shown
// complete.
const (
	Complete         Verdict = "complete"           // an oracle agrees with what was loaded
	NotShownComplete Verdict = "not_shown_complete" // no oracle, or one that disagrees
	ZeroConfirmed    Verdict = "zero_confirmed"     // empty, and the source was shown to be readable
)

// Extraction is what a collection reports about itself: the request, and
// what came back, before anything is decoded.
type Extraction struct {
	Kind       string            `json:"kind"`    // file, git, sql, command
	Locator    string            `json:"locator"` // path, repository, server: never a secret
	Query      string            `json:"query,omitempty"`
	Parameters map[string]string `json:"parameters,omitempty"`
	Tool       string            `json:"tool,omitempty"` // program and version that answered
	Provenance string            `json:"provenance"`     // direct, landed, child_process, upload
	TimeZone   string            `json:"time_zone,omitempty"`
	Started    time.Time         `json:"started"`
	Finished   time.Time         `json:"finished"`
	// SourceCount is the number of records that the source itself says it
	// has; nil when it says nothing.
	SourceCount *int64 `json:"source_count,omitempty"`
	// SourceCountBy says how the source counted: "SELECT count(*) in the
	// same transaction", "git rev-list --count".
	SourceCountBy string `json:"source_count_by,omitempty"`
	// TipHash names the state of a source that is itself a hash chain.
	TipHash string   `json:"tip_hash,omitempty"`
	Pages   int      `json:"pages,omitempty"`
	Notes   []string `json:"notes,omitempty"`
}

// Certificate is the completeness certificate of a population.
type Certificate struct {
	Extraction Extraction `json:"extraction"`
	Verdict    Verdict    `json:"verdict"`
	// Reasons say why the verdict is what it is, each a sentence.
	Reasons []string `json:"reasons"`

	PhysicalRecords int64 `json:"physical_records"` // counted without the parser
	RecordsDecoded  int64 `json:"records_decoded"`  // that the parser returned
	RowsLoaded      int64 `json:"rows_loaded"`      // in the typed table
	FailedCasts     int64 `json:"failed_casts"`
	DuplicateKeys   int64 `json:"duplicate_keys"` // keys that occur more than once
	NullKeys        int64 `json:"null_keys"`
	SequenceGaps    int64 `json:"sequence_gaps"` // missing numbers, when a sequence is declared
	// SequenceRepeats counts the rows without a number, or with one that
	// another row has too (all but one of them).
	SequenceRepeats int64 `json:"sequence_repeats,omitempty"`

	InPeriod     int64 `json:"in_period"` // rows dated in the period; all rows when undated
	BeforePeriod int64 `json:"before_period"`
	AfterPeriod  int64 `json:"after_period"`
	// PeriodOpen says that the extraction began before the period had ended, so
	// that the source could not hold all of the period's events yet.
	PeriodOpen bool        `json:"period_open,omitempty"`
	Undated    int64       `json:"undated"`
	Earliest   string      `json:"earliest,omitempty"` // RFC 3339 or a day
	Latest     string      `json:"latest,omitempty"`
	Weeks      []WeekCount `json:"weeks,omitempty"`

	Totals []TotalCheck `json:"totals,omitempty"`
}

// ShownComplete reports whether tests may rely on the population.
func (c *Certificate) ShownComplete() bool {
	return c.Verdict == Complete || c.Verdict == ZeroConfirmed
}

// WeekCount is the number of rows in one week of the period; the week begins
// on First (a Monday, or the first day of the period).
type WeekCount struct {
	First Date  `json:"first"`
	Rows  int64 `json:"rows"`
}

// TotalCheck is a control total beside what was loaded.
type TotalCheck struct {
	ControlTotal
	Loaded string `json:"loaded"`
	Agrees bool   `json:"agrees"`
}

// FailedCast is a value that does not fit its declared type.
type FailedCast struct {
	Record int64  `json:"record"` // 1 is the first record
	Line   int64  `json:"line,omitempty"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
}
