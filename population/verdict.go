package population

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// Judge says whether a certificate shows that the population is complete, and
// why, one sentence a reason. It is pure: the same definition and figures
// give the same verdict, so that a reader can judge again.
//
// The verdict is soc.Complete only when something that comes from the source
// itself says how many records it has and agrees, every record that was
// counted in the raw bytes was read and loaded, and nothing contradicts it:
// no value failed its cast, no key is missing or occurs twice, no number of
// the declared sequence is missing, every control total agrees, the dates
// are what the definition promises, and events were extracted after the period
// had ended. An empty population is
// soc.ZeroConfirmed only when the source's own figure is zero as well.
// Everything else is soc.NotShownComplete.
//
// Reasons hold figures and names of columns, never a value of a row.
func Judge(def *soc.Population, c *soc.Certificate) (soc.Verdict, []string) {
	against := recordReasons(c)
	against = append(against, totalReasons(def, c)...)
	against = append(against, valueReasons(def, c)...)
	against = append(against, dateReasons(def, c)...)
	counted, chained := oracles(c)
	switch {
	case len(counted) == 0 && chained == "" && (len(against) == 0 || !states(def, c)):
		against = append(against, noOracle(c.Extraction.Kind))
	case len(counted) == 0 && c.RowsLoaded == 0:
		against = append(against, "No row was loaded, and no figure of the source confirms that it has none: state a control total of 0 rows and where it was read.")
	}
	if len(against) > 0 {
		return soc.NotShownComplete, against
	}
	reasons := counted
	if chained != "" {
		reasons = append(reasons, chained)
	}
	if c.RowsLoaded == 0 {
		return soc.ZeroConfirmed, append(reasons, "The source was read and holds no record, which its own figure confirms.")
	}
	keys := "every key occurs once"
	if keyIsNumber(def) {
		keys = "the key is the number of the record, so that a row that the source repeats is not seen as one"
	}
	return soc.Complete, append(reasons, fmt.Sprintf("%s counted in the source's bytes, read and loaded; every value fits its declared type; %s.",
		Quantity(c.RowsLoaded, "record was", "records were"), keys))
}

// keyIsNumber reports whether the number of the record is part of the key, which
// makes every key occur once.
func keyIsNumber(def *soc.Population) bool {
	return slices.ContainsFunc(def.Key, func(name string) bool {
		c := def.Column(name)
		return c != nil && c.From == soc.RecordNumber
	})
}

// oracles returns a sentence for each figure of the source that agrees with
// the rows loaded, and one for a source that is itself a hash chain.
func oracles(c *soc.Certificate) (counted []string, chained string) {
	x := c.Extraction
	if x.SourceCount != nil && *x.SourceCount == c.RowsLoaded {
		counted = append(counted, fmt.Sprintf("The source's own count is %s%s, and so many rows were loaded.", Number(*x.SourceCount), by(x.SourceCountBy)))
	}
	for _, t := range c.Totals {
		if t.Column == "" && t.Agrees {
			counted = append(counted, fmt.Sprintf("The control total of %s rows (%s) equals the rows loaded.", t.Value, t.Source))
		}
	}
	if x.TipHash != "" {
		chained = fmt.Sprintf("The source is a chain of hashes that ends in %s, and it was read from there to its beginning.", x.TipHash)
	}
	return counted, chained
}

// states reports whether the source gave any figure of its records, be it one
// that disagrees: what is wrong then is not that it said nothing.
func states(def *soc.Population, c *soc.Certificate) bool {
	return c.Extraction.SourceCount != nil || slices.ContainsFunc(def.ControlTotals, func(t soc.ControlTotal) bool { return t.Column == "" })
}

func noOracle(kind string) string {
	source := "The source says nothing"
	if kind == "file" {
		source = "The file says nothing"
	}
	return source + " about how many records the source has: state a control total of rows that was read from the source itself, and where it was read (control_totals)."
}

// recordReasons compares what the source says, what its bytes hold, what the
// decoder returned and what the table holds.
func recordReasons(c *soc.Certificate) (against []string) {
	switch {
	case c.PhysicalRecords < 0:
		against = append(against, "The records in the source's bytes were not counted independently of the parser, so nothing shows that it read all of them.")
	case c.PhysicalRecords != c.RecordsDecoded:
		against = append(against, fmt.Sprintf("%s counted in the source's bytes, and %s read from them: check the declared format.",
			Quantity(c.PhysicalRecords, "record was", "records were"), Number(c.RecordsDecoded)))
	}
	if c.RecordsDecoded != c.RowsLoaded {
		against = append(against, fmt.Sprintf("%s read, and the table holds %s.",
			Quantity(c.RecordsDecoded, "record was", "records were"), Quantity(c.RowsLoaded, "row", "rows")))
	}
	if n := c.Extraction.SourceCount; n != nil && *n != c.RowsLoaded {
		against = append(against, fmt.Sprintf("The source's own count is %s%s, and %s loaded: extract it again, or explain the difference.",
			Number(*n), by(c.Extraction.SourceCountBy), Quantity(c.RowsLoaded, "row was", "rows were")))
	}
	return against
}

// totalReasons wants every declared control total to have been compared, and
// to agree.
func totalReasons(def *soc.Population, c *soc.Certificate) (against []string) {
	for i, declared := range def.ControlTotals {
		if i >= len(c.Totals) || c.Totals[i].ControlTotal != declared {
			against = append(against, fmt.Sprintf("The control total of %s (%s) was not compared.", totalOf(declared), declared.Source))
		}
	}
	for _, t := range c.Totals {
		if !t.Agrees {
			against = append(against, fmt.Sprintf("The control total of %s is %s (%s), and the table has %s.", totalOf(t.ControlTotal), t.Value, t.Source, t.Loaded))
		}
	}
	return against
}

func valueReasons(def *soc.Population, c *soc.Certificate) (against []string) {
	if c.FailedCasts != 0 {
		against = append(against, Quantity(c.FailedCasts, "value does not fit its column's type and is", "values do not fit their column's type and are")+
			" missing from the table: the list of failed casts names each with its reason.")
	}
	key := strings.Join(def.Key, ", ")
	if key == "" {
		against = append(against, "No key is declared, so nothing shows that every row is there once.")
	}
	if c.DuplicateKeys != 0 {
		against = append(against, fmt.Sprintf("%s more than once (%s): remove the repeated rows at the source, or declare the key that tells its rows apart; a column from: \"@record\" is the number of the record.",
			Quantity(c.DuplicateKeys, "key occurs", "keys occur"), key))
	}
	if c.NullKeys != 0 {
		against = append(against, fmt.Sprintf("%s no complete key (%s).", Quantity(c.NullKeys, "row has", "rows have"), key))
	}
	if c.SequenceGaps != 0 {
		against = append(against, fmt.Sprintf("%s missing from the sequence %s, which the source numbers without gaps.",
			Quantity(c.SequenceGaps, "number is", "numbers are"), def.Sequence))
	}
	if c.SequenceRepeats != 0 {
		against = append(against, fmt.Sprintf("%s no number in the sequence %s, or one that another row has too.",
			Quantity(c.SequenceRepeats, "row has", "rows have"), def.Sequence))
	}
	return against
}

// dateReasons: a row that no date places can be lost from every test of the
// period without a trace, so that events must all be dated.
func dateReasons(def *soc.Population, c *soc.Certificate) (against []string) {
	if c.PeriodOpen {
		against = append(against, "It was extracted before the period had ended, and the rest of the period can be in no extraction yet: extract it again after the last day.")
	}
	outside := c.BeforePeriod + c.AfterPeriod
	if def.OutsidePeriod == soc.OutsideRefused && outside != 0 {
		against = append(against, fmt.Sprintf("%s outside the period by %s, and the extraction was to hold none.",
			Quantity(outside, "row is dated", "rows are dated"), def.DateColumn))
	}
	if def.DateColumn != "" && c.Undated != 0 && (def.Rows == soc.Events || def.OutsidePeriod == soc.OutsideRefused) {
		against = append(against, fmt.Sprintf("%s no %s, and a test of the period never sees such a row.",
			Quantity(c.Undated, "row has", "rows have"), def.DateColumn))
	}
	return against
}

func by(how string) string {
	if how == "" {
		return ""
	}
	return " (" + how + ")"
}

func totalOf(t soc.ControlTotal) string {
	if t.Column == "" {
		return "rows"
	}
	return t.Column
}
