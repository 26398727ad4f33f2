package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/tickmark-audit/tickmark/population"
	"github.com/tickmark-audit/tickmark/soc"
)

// shownCasts is how many failed casts a certificate prints.
const shownCasts = 25

// certificatePrinter writes the completeness certificate of a population.
type certificatePrinter struct {
	w    io.Writer
	ex   *soc.Examination
	p    shownPopulation
	zone *time.Location
}

func printCertificate(w io.Writer, ex *soc.Examination, p shownPopulation) error {
	zone, err := ex.Engagement.Location()
	if err != nil {
		return err
	}
	c := certificatePrinter{w, ex, p, zone}
	fmt.Fprintf(w, "%s: %s\n%s, %s\n\n", p.Name, printable(p.Title), printable(ex.Engagement.Title()), printable(ex.Engagement.System.Name))
	fmt.Fprintln(w, strings.ToUpper(p.verdict()))
	if p.Failure != "" {
		c.item("It could not be collected: " + p.Failure)
		c.head("What it was to hold")
		c.definition()
		return nil
	}
	for _, reason := range p.Certificate.Reasons {
		c.item(reason)
	}
	if len(p.Certificate.Reasons) == 0 {
		c.item("No reason is recorded.")
	}
	c.head("What it holds")
	c.definition()
	c.head("What was asked of the source")
	c.extraction()
	c.head("What was counted")
	c.counts()
	c.dates()
	c.exclusions()
	c.casts()
	c.reconciliations()
	c.head("What was sealed")
	c.line("Sealed", momentIn(p.SealedAt, zone))
	c.line("By", p.sealer())
	c.line("Entry", fmt.Sprintf("%d (%s)", p.Index, p.Entry))
	c.line("Raw bytes", "SHA-256 "+or(p.RawDigest))
	c.line("Table", "SHA-256 "+or(p.TableDigest))
	return nil
}

func (c certificatePrinter) head(title string) { fmt.Fprintf(c.w, "\n%s\n", title) }

func (c certificatePrinter) item(text string) {
	fmt.Fprintf(c.w, "  - %s\n", wrap(printable(text), 92, "    "))
}

// line writes a name and what it stands for.
func (c certificatePrinter) line(name, value string) {
	const indent = "                     "
	fmt.Fprintf(c.w, "  %-18s %s\n", name, wrap(printable(value), 75, indent))
}

func (c certificatePrinter) definition() {
	c.line("Definition", or(c.p.Definition))
	c.line("A row is", map[soc.RowKind]string{
		soc.Events:   "something that happened at a time",
		soc.Register: "a thing that exists over time",
		soc.Snapshot: "a part of a state at one time",
	}[c.p.Rows])
	c.line("Key", or(strings.Join(c.p.Key, ", ")))
	if c.p.DateColumn != "" {
		c.line("Dated by", c.p.DateColumn)
	}
	if c.p.Owner != "" {
		c.line("Owner", c.p.Owner)
	}
}

func (c certificatePrinter) extraction() {
	x := &c.p.Certificate.Extraction
	c.line("Source", spaced(x.Kind)+": "+x.Locator)
	c.line("Came by", spaced(x.Provenance))
	if x.Tool != "" {
		c.line("Answered by", x.Tool)
	}
	if x.Query != "" {
		c.line("Query", "")
		for line := range strings.Lines(strings.TrimSpace(x.Query)) {
			fmt.Fprintf(c.w, "      %s\n", printable(strings.TrimRight(line, "\r\n")))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(x.Parameters)) {
		c.line("Parameter", name+" = "+x.Parameters[name])
	}
	c.line("Asked", momentIn(x.Started, c.zone))
	c.line("Answered", momentIn(x.Finished, c.zone))
	c.line("Zone of the source", either(x.TimeZone == "", "not stated; the columns say how their times are read", x.TimeZone))
	if x.Pages > 0 {
		c.line("Pages read", grouped(int64(x.Pages)))
	}
	if x.TipHash != "" {
		c.line("State read", x.TipHash)
	}
	for _, note := range x.Notes {
		c.line("Note", note)
	}
}

func (c certificatePrinter) counts() {
	cert := &c.p.Certificate
	x := &cert.Extraction
	w := tabwriter.NewWriter(c.w, 0, 0, 2, ' ', 0)
	row := func(what, figure, how string) { fmt.Fprintf(w, "  %s\t%s\t%s\n", what, figure, printable(how)) }
	if x.SourceCount != nil {
		row("The source's own count", grouped(*x.SourceCount), x.SourceCountBy)
	} else {
		row("The source's own count", "-", "the source states none")
	}
	if cert.PhysicalRecords < 0 {
		row("Records in the bytes", "-", "not counted without the parser")
	} else {
		row("Records in the bytes", grouped(cert.PhysicalRecords), "counted without the parser")
	}
	row("Records read", grouped(cert.RecordsDecoded), "by the parser")
	row("Rows loaded", grouped(cert.RowsLoaded), "in the typed table")
	row("Failed casts", grouped(cert.FailedCasts), "values that do not fit their column's type")
	row("Keys repeated", grouped(cert.DuplicateKeys), "of the key "+strings.Join(c.p.Key, ", "))
	row("Rows without a key", grouped(cert.NullKeys), "or with a part of it only")
	if c.p.Sequence != "" {
		row("Numbers missing", grouped(cert.SequenceGaps), "of the sequence "+c.p.Sequence)
		row("Numbers repeated", grouped(cert.SequenceRepeats), "of the sequence "+c.p.Sequence+", or missing in a row")
	}
	for _, t := range cert.Totals {
		of := either(t.Column == "", "rows", "the sum of "+t.Column)
		row("Control total", t.Value, fmt.Sprintf("%s: %s loaded, %s (%s)", of, t.Loaded, either(t.Agrees, "agrees", "DOES NOT AGREE"), t.Source))
	}
	if len(cert.Totals) == 0 {
		row("Control total", "-", "none is declared")
	}
	w.Flush()
}

// dates sets the dates of the rows against the period, with the rows of each
// week.
func (c certificatePrinter) dates() {
	cert := &c.p.Certificate
	if c.p.DateColumn == "" {
		return
	}
	period := population.PeriodOf(&c.ex.Engagement)
	c.head(fmt.Sprintf("Dates against the period, %s to %s (%s)", period.From, period.To, c.ex.Engagement.TimeZone))
	fmt.Fprintf(c.w, "  %s in the period, %s before, %s after, %s without a date", grouped(cert.InPeriod), grouped(cert.BeforePeriod), grouped(cert.AfterPeriod), grouped(cert.Undated))
	fmt.Fprintln(c.w, either(c.p.OutsidePeriod == soc.OutsideRefused, "; none was to lie outside", ""))
	if cert.Earliest != "" {
		fmt.Fprintf(c.w, "  from %s to %s\n", cert.Earliest, cert.Latest)
	}
	if cert.InPeriod > 0 {
		printWeeks(c.w, cert.Weeks)
	}
}

// printWeeks draws the rows of each week of the period as bars, and marks the
// weeks without a row.
func printWeeks(w io.Writer, weeks []soc.WeekCount) {
	const width = 50
	var most, empty int64
	for _, week := range weeks {
		most = max(most, week.Rows)
		if week.Rows == 0 {
			empty++
		}
	}
	column := len(grouped(most))
	fmt.Fprintf(w, "\n  %-10s  %s\n", "WEEK OF", "ROWS")
	for _, week := range weeks {
		bar := "<- no row"
		if week.Rows > 0 {
			bar = strings.Repeat("#", int(max(1, (week.Rows*width+most/2)/most)))
		}
		fmt.Fprintf(w, "  %s  %*s  %s\n", week.First, column, grouped(week.Rows), bar)
	}
	if empty > 0 {
		fmt.Fprintf(w, "  %s of %s weeks without a row\n", grouped(empty), grouped(int64(len(weeks))))
	}
}

func (c certificatePrinter) exclusions() {
	c.head("Left out on purpose")
	for _, x := range c.p.Exclusions {
		c.item(x.What + ": " + x.Reason)
	}
	if len(c.p.Exclusions) == 0 {
		fmt.Fprintln(c.w, "  Nothing is declared.")
	}
}

func (c certificatePrinter) casts() {
	failed := c.p.Certificate.FailedCasts
	if failed == 0 {
		return
	}
	first := c.p.FailedCasts[:min(len(c.p.FailedCasts), shownCasts)]
	c.head(fmt.Sprintf("Values that do not fit their column's type: %s of %s", grouped(int64(len(first))), grouped(failed)))
	w := tabwriter.NewWriter(c.w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "  RECORD\tLINE\tCOLUMN\tVALUE\tWHY")
	for _, x := range first {
		line := "-"
		if x.Line > 0 {
			line = grouped(x.Line)
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%q\t%s\n", grouped(x.Record), line, x.Column, x.Value, printable(x.Reason))
	}
	w.Flush()
}
