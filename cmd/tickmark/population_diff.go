package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/objects"
	"github.com/tickmark-audit/tickmark/population"
	"github.com/tickmark-audit/tickmark/soc"
)

// shownDifferences is how many rows of each kind a comparison prints.
const shownDifferences = 25

// pulled is one pull of a population: where it lies, and its record.
type pulled struct {
	Engagement string `json:"engagement"`
	shownPopulation
	ex    *soc.Examination
	table string // path
}

// pulls is what is said of a comparison beside its rows.
type pulls struct {
	Population  string   `json:"population"`
	Here        pullLine `json:"pull_here"`
	There       pullLine `json:"pull_there"`
	Definitions []string `json:"definitions"` // in what the declarations differ
	*population.Comparison
	Equal bool `json:"equal"`
}

type pullLine struct {
	Engagement  string      `json:"engagement"`
	Source      string      `json:"source"`
	Query       string      `json:"query,omitempty"`
	Collected   time.Time   `json:"collected"`
	SealedBy    string      `json:"sealed_by"`
	Verdict     soc.Verdict `json:"verdict"`
	FailedCasts int64       `json:"failed_casts"`
	Table       string      `json:"table_digest"`
}

func (p *pulled) line() pullLine {
	x := &p.Certificate.Extraction
	return pullLine{p.Engagement, x.Kind + ": " + x.Locator, x.Query, x.Finished, p.sealer(), p.Certificate.Verdict, p.Certificate.FailedCasts, p.TableDigest}
}

// openPull finds the sealed table of a population, and holds it against its
// digest: what is compared is what was sealed.
func openPull(ctx context.Context, dir, name string) (*pulled, error) {
	ex, err := examinationIn(ctx, dir)
	if err != nil {
		return nil, err
	}
	record, err := sealedPopulation(ex, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	folder, err := engagement.Resolve(dir)
	if err != nil {
		return nil, err
	}
	store, err := objects.OpenReadOnly(filepath.Join(folder, "objects"))
	if err != nil {
		return nil, err
	}
	defer store.Close()
	file, err := store.Open(record.TableDigest)
	if err != nil {
		return nil, fmt.Errorf("%s: population %s: %w; run 'tickmark verify %s'", dir, name, err, dir)
	}
	defer file.Close()
	ref, _, err := objects.Digest(ctx, file)
	if err != nil {
		return nil, fmt.Errorf("%s: population %s: %w", dir, name, err)
	}
	if ref.SHA256 != record.TableDigest {
		return nil, fmt.Errorf("%s: population %s: its table is not what was sealed: run 'tickmark verify %s'", dir, name, dir)
	}
	return &pulled{Engagement: dir, shownPopulation: shown(ex, *record), ex: ex, table: store.Path(record.TableDigest)}, nil
}

func runPopulationDiff(ctx context.Context, dir, name string, opt populationOptions, stdout io.Writer) (err error) {
	here, err := openPull(ctx, dir, name)
	if err != nil {
		return err
	}
	there, err := openPull(ctx, opt.diff, name)
	if err != nil {
		return err
	}
	runner, err := newRunner(opt.limits)
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "tickmark-diff-")
	if err != nil {
		return fmt.Errorf("make a scratch folder: %w", err)
	}
	defer os.RemoveAll(scratch)
	compared, err := population.Compare(ctx, runner, population.CompareJob{
		Here:     population.Pull{Population: here.Population, Table: here.table, FailedCasts: here.Certificate.FailedCasts},
		There:    population.Pull{Population: there.Population, Table: there.table, FailedCasts: there.Certificate.FailedCasts},
		Calendar: population.CalendarOf(&here.ex.Engagement), Dir: scratch, Limits: opt.limits.engine(),
	})
	if err != nil {
		return fmt.Errorf("population %s: %w", name, err)
	}
	defer func() { err = errors.Join(err, compared.Close()) }()

	all := pulls{Population: name, Here: here.line(), There: there.line(), Comparison: compared, Equal: compared.Equal(),
		Definitions: population.Definitions(&here.Population, &there.Population)}
	if opt.json {
		err = all.writeJSON(ctx, stdout)
	} else {
		err = all.print(ctx, stdout)
	}
	if err == nil && !all.Equal {
		return errReported
	}
	return err
}

// foundWords are the kinds of difference in the order in which they are shown.
var foundWords = []struct {
	found population.Found
	title string
	count func(*population.Comparison) int64
}{
	{population.FoundDiffers, "Rows that differ", func(c *population.Comparison) int64 { return c.Differing }},
	{population.FoundOnlyHere, "Rows that are here only", func(c *population.Comparison) int64 { return c.OnlyHere }},
	{population.FoundOnlyThere, "Rows that are there only", func(c *population.Comparison) int64 { return c.OnlyThere }},
}

// writeJSON writes one object whose rows are all differences. They are not
// held in memory.
func (p pulls) writeJSON(ctx context.Context, w io.Writer) error {
	var head bytes.Buffer
	if err := printJSON(&head, p); err != nil {
		return err
	}
	fmt.Fprintf(w, "%s,\n  \"rows\": [", strings.TrimSuffix(strings.TrimSpace(head.String()), "\n}"))
	separator := "\n    "
	for _, f := range foundWords {
		for row, err := range p.Rows(ctx, f.found) {
			if err != nil {
				return err
			}
			line, err := json.Marshal(row)
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(w, "%s%s", separator, line); err != nil {
				return err
			}
			separator = ",\n    "
		}
	}
	_, err := fmt.Fprintln(w, "\n  ]\n}")
	return err
}

func (p pulls) print(ctx context.Context, w io.Writer) error {
	c := p.Comparison
	fmt.Fprintf(w, "%s: two pulls, row by row, by the key %s\n\n", p.Population, strings.Join(c.Key, ", "))
	for _, side := range []struct {
		name string
		line pullLine
		rows int64
	}{{"Here", p.Here, c.Here}, {"There", p.There, c.There}} {
		fmt.Fprintf(w, "%-7s %s: %s %s from %s\n", side.name, printable(side.line.Engagement), grouped(side.rows), either(side.rows == 1, "row", "rows"), printable(side.line.Source))
		fmt.Fprintf(w, "        collected %s, sealed by %s\n", side.line.Collected.UTC().Format("2006-01-02 15:04:05 UTC"), side.line.SealedBy)
	}
	sentences := func(title string, list []string) {
		if len(list) == 0 {
			return
		}
		fmt.Fprintf(w, "\n%s\n", title)
		for _, s := range list {
			fmt.Fprintf(w, "  - %s\n", wrap(printable(s), 92, "    "))
		}
	}
	sentences("The declarations differ", p.Definitions)
	sentences("Not compared, so that the pulls are not shown to be equal", c.NotCompared)
	fmt.Fprintf(w, "\n%s matched, %s differ, %s only here, %s only there\n", grouped(c.Matched), grouped(c.Differing), grouped(c.OnlyHere), grouped(c.OnlyThere))
	for i, x := range c.ByColumn {
		fmt.Fprintf(w, "%s %s in %s", either(i == 0, " ", ","), x.Column, grouped(x.Rows))
	}
	if len(c.ByColumn) > 0 {
		fmt.Fprintln(w)
	}
	for _, f := range foundWords {
		if err := p.printRows(ctx, w, f.found, f.title, f.count(c)); err != nil {
			return err
		}
	}
	if p.Equal {
		fmt.Fprintln(w, "\nThe two pulls have the same rows.")
	}
	return nil
}

func (p pulls) printRows(ctx context.Context, w io.Writer, found population.Found, title string, total int64) error {
	if total == 0 {
		return nil
	}
	fmt.Fprintf(w, "\n%s\n", title)
	printed := int64(0)
	for row, err := range p.Rows(ctx, found) {
		if err != nil {
			return err
		}
		if printed == shownDifferences {
			break
		}
		printed++
		fmt.Fprintf(w, "  %s\n", keyText(row.Key))
		if len(row.Values) > 0 {
			fmt.Fprintf(w, "    %s\n", wrap(shownValues(row.Values), 92, "    "))
		}
		for _, d := range row.Differs {
			fmt.Fprintf(w, "    %s: %s here, %s there\n", d.Column, valueText(d.Here), valueText(d.There))
		}
	}
	if more := total - printed; more > 0 {
		fmt.Fprintf(w, "  and %s more: --json lists all %s\n", grouped(more), grouped(total))
	}
	return nil
}

func keyText(key []soc.NamedValue) string {
	var parts []string
	for _, k := range key {
		parts = append(parts, either(k.Null, "(none)", k.Value))
	}
	return printable(strings.Join(parts, " / "))
}

// valueText quotes a value, so that spaces at its ends are seen.
func valueText(v *string) string {
	if v == nil {
		return "(none)"
	}
	return fmt.Sprintf("%q", *v)
}
