package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// printedCasts is how many failed casts a certificate prints; it says how
// many more there are.
const printedCasts = 25

// populationsSection holds the completeness certificates.
func (b *book) populationsSection() *Section {
	s := &Section{ID: "section-4-populations", Title: "Populations and their completeness", Level: 2, NewPage: true}
	if len(b.ex.Populations) == 0 {
		s.Blocks = []Block{prose("The file holds no population.")}
		return s
	}
	s.Blocks = []Block{
		prose("A test of every item is worth as much as the list of items. For each population this chapter says what was asked of which source, what came back, what was counted without the program that reads the records, and what agrees with what."),
		b.overviewTable(),
	}
	s.Blocks = append(s.Blocks, b.weeklyBlocks()...)
	for i := range b.ex.Populations {
		s.Sections = append(s.Sections, b.certificateSection(&b.ex.Populations[i]))
	}
	return s
}

// overviewTable has a row per population.
func (b *book) overviewTable() *Table {
	t := &Table{Caption: "Populations", Compact: true, Columns: []Column{
		{Title: "Population", Weight: 26}, {Title: "Source", Weight: 10}, {Title: "Rows", Weight: 10, Align: Right}, {Title: "In the period", Weight: 11, Align: Right},
		{Title: "Shown complete", Weight: 16}, {Title: "Controls that rest on it", Weight: 27},
	}}
	for i := range b.ex.Populations {
		p := &b.ex.Populations[i]
		rows, in := cell("none"), cell("none")
		if p.Failure == "" {
			rows = spanCell(derived(number(p.Certificate.RowsLoaded), p.Entry))
			in = spanCell(derived(number(p.Certificate.InPeriod), p.Entry))
		}
		word, tone := verdictWords(p)
		on := toned(cell("none"), Muted)
		if controls := b.controlsOn(p.Name); len(controls) > 0 {
			on = spanCell(commaSpans(controls)...)
		}
		t.Rows = append(t.Rows, row(Cell{Blocks: []Block{para(linked(b.populationTitle(p.Name), b.populationID(p.Name))), small(mono(p.Name))}},
			cell(orElse(spaced(p.Certificate.Extraction.Kind), "none")), rows, in, toned(spanCell(derived(word, p.Entry)), tone), on))
	}
	return t
}

// verdictWords say whether a population is shown complete.
func verdictWords(p *soc.PopulationRecord) (string, Tone) {
	switch {
	case p.Failure != "":
		return "no: not collected", Bad
	case p.Certificate.Verdict == soc.Complete:
		return "yes", Good
	case p.Certificate.Verdict == soc.ZeroConfirmed:
		return "yes: shown to be empty", Good
	}
	return "no", Caution
}

// certificateSection is the certificate of one population.
func (b *book) certificateSection(p *soc.PopulationRecord) *Section {
	s := &Section{ID: b.populationID(p.Name), Number: p.Name, Title: b.populationTitle(p.Name), Level: 3}
	definition := []Pair{
		pair("Definition", orElse(oneLine(p.Definition), "none is given")),
		{Key: "A row is", Value: rowSpans(p)},
	}
	if p.Failure != "" {
		s.Blocks = []Block{
			&Notice{Title: "Not collected", Tone: Bad, Blocks: []Block{prose(sentence(oneLine(p.Failure))), prose("No test over this population has a result.")}},
			&KeyValues{Pairs: definition},
		}
		return s
	}
	s.Blocks = []Block{b.verdictNotice(p), &KeyValues{Pairs: append(definition, b.extractionPairs(p)...)}}
	if q := p.Certificate.Extraction.Query; q != "" {
		s.Blocks = append(s.Blocks, subHeading("Query"), &Paragraph{Style: Code, Spans: []Span{{Text: strings.TrimSpace(q), Record: p.Entry}}})
	}
	s.Blocks = append(s.Blocks, b.countsTable(p))
	if len(p.Exclusions) > 0 {
		t := &Table{Caption: "Left out on purpose, as management declares", Compact: true, Columns: []Column{{Title: "What", Weight: 50}, {Title: "Why", Weight: 50}}}
		for _, x := range p.Exclusions {
			t.Rows = append(t.Rows, row(cell(oneLine(x.What)), cell(oneLine(x.Reason))))
		}
		s.Blocks = append(s.Blocks, t)
	}
	s.Blocks = append(s.Blocks, castBlocks(p)...)
	s.Blocks = append(s.Blocks, b.reconciliationBlocks(p)...)
	return s
}

// rowSpans say what a row is, by which key, and whose data it is.
func rowSpans(p *soc.PopulationRecord) []Span {
	words := map[soc.RowKind]string{
		soc.Events:   "something that happened at a time",
		soc.Register: "a thing that exists over time",
		soc.Snapshot: "a part of a state at one time",
	}[p.Rows]
	words = orElse(words, spaced(string(p.Rows)))
	spans := []Span{text(words)}
	if p.DateColumn != "" {
		spans = append(spans, text(", dated by "), mono(p.DateColumn))
	}
	if len(p.Key) > 0 {
		spans = append(spans, text("; key "), mono(strings.Join(p.Key, " / ")))
	}
	if p.Owner != "" {
		spans = append(spans, text("; owner: "+oneLine(p.Owner)))
	}
	return spans
}

func (b *book) verdictNotice(p *soc.PopulationRecord) Block {
	n := &Notice{Title: "Not shown complete", Tone: Caution}
	switch p.Certificate.Verdict {
	case soc.Complete:
		n.Title, n.Tone = "Shown complete", Good
	case soc.ZeroConfirmed:
		n.Title, n.Tone = "Shown to be empty", Good
	}
	for _, r := range p.Certificate.Reasons {
		n.Blocks = append(n.Blocks, para(derived(sentence(oneLine(r)), p.Entry)))
	}
	if len(n.Blocks) == 0 {
		n.Blocks = []Block{prose("No reason is recorded.")}
	}
	if n.Tone == Caution {
		n.Blocks = append(n.Blocks, prose("Results that rest on it may not be relied on."))
	}
	return n
}

// extractionPairs say what was asked, when, and by whom.
func (b *book) extractionPairs(p *soc.PopulationRecord) []Pair {
	x := &p.Certificate.Extraction
	pairs := []Pair{
		{Key: "Source", Value: []Span{text(orElse(spaced(x.Kind), "not stated") + ": "), mono(orElse(x.Locator, "not stated")), text("; provenance: " + orElse(spaced(x.Provenance), "not stated"))}},
	}
	if x.Tool != "" {
		pairs = append(pairs, pair("Answered by", oneLine(x.Tool)))
	}
	if len(x.Parameters) > 0 {
		var names []string
		for name := range x.Parameters {
			names = append(names, name)
		}
		slices.Sort(names)
		for i, name := range names {
			names[i] = name + " = " + x.Parameters[name]
		}
		pairs = append(pairs, Pair{Key: "Parameters", Value: []Span{mono(strings.Join(names, "; "))}})
	}
	pairs = append(pairs,
		Pair{Key: "Collected", Value: []Span{derived(instant(x.Started, b.loc)+" to "+instant(x.Finished, b.loc), p.Entry)}},
		Pair{Key: "Sealed", Value: []Span{derived(instant(p.SealedAt, b.loc)+" with "+b.keyWords(p.SealedBy)+"; entry ", p.Entry), mono(orElse(p.Entry, "none"))}})
	if x.TimeZone != "" {
		pairs = append(pairs, pair("Zone of the source", x.TimeZone))
	}
	count := "the source states none"
	if x.SourceCount != nil {
		count = number(*x.SourceCount)
		if x.SourceCountBy != "" {
			count += " (" + oneLine(x.SourceCountBy) + ")"
		}
	}
	pairs = append(pairs, Pair{Key: "Count by the source", Value: []Span{derived(count, p.Entry)}})
	pairs = append(pairs, totalPairs(p)...)
	if x.TipHash != "" {
		pairs = append(pairs, Pair{Key: "Hash of the source’s state", Value: []Span{{Text: x.TipHash, Code: true, Record: p.Entry}}})
	}
	for _, note := range x.Notes {
		pairs = append(pairs, pair("Note", oneLine(note)))
	}
	return append(pairs,
		Pair{Key: "Raw bytes, SHA-256", Value: []Span{{Text: orElse(p.RawDigest, "none"), Code: true, Record: p.Entry}}},
		Pair{Key: "Table, SHA-256", Value: []Span{{Text: orElse(p.TableDigest, "none"), Code: true, Record: p.Entry}}})
}

// keyWords name a key by its owner's name for it.
func (b *book) keyWords(key string) string {
	if key == "" {
		return "no recorded key"
	}
	a := b.actors[key]
	if a == nil {
		return "a key that the file does not name (" + short(key) + ")"
	}
	if a.ThrowAway {
		return fmt.Sprintf("throw-away key “%s”", oneLine(a.Name))
	}
	return fmt.Sprintf("%s’s key “%s”", a.Party, oneLine(a.Name))
}

// countsTable has the counts of the certificate in one row of figures.
func (b *book) countsTable(p *soc.PopulationRecord) *Table {
	c := &p.Certificate
	t := &Table{Caption: "Counts of " + p.Name, Compact: true}
	r := Row{}
	add := func(title string, n int64, bad bool) {
		t.Columns = append(t.Columns, Column{Title: title, Weight: 9, Align: Right})
		r.Cells = append(r.Cells, toned(spanCell(derived(number(n), p.Entry)), warnIf(bad && n > 0, Bad)))
	}
	add("Physical records", c.PhysicalRecords, false)
	add("Decoded", c.RecordsDecoded, false)
	add("Loaded", c.RowsLoaded, false)
	add("Failed casts", c.FailedCasts, true)
	add("Doubled keys", c.DuplicateKeys, true)
	add("Missing keys", c.NullKeys, true)
	if p.Sequence != "" {
		add("Gaps in "+p.Sequence, c.SequenceGaps, true)
	}
	if p.DateColumn != "" {
		add("Before the period", c.BeforePeriod, p.OutsidePeriod == soc.OutsideRefused)
		add("In the period", c.InPeriod, false)
		add("After the period", c.AfterPeriod, p.OutsidePeriod == soc.OutsideRefused)
		add("Undated", c.Undated, false)
	}
	t.Rows = []Row{r}
	if p.DateColumn != "" && c.Earliest != "" {
		t.Caption += fmt.Sprintf(", dated %s to %s (%s)", itemDate(c.Earliest, b.loc), itemDate(c.Latest, b.loc), b.ex.Engagement.TimeZone)
	}
	return t
}

// totalPairs set each control total beside what was loaded.
func totalPairs(p *soc.PopulationRecord) []Pair {
	var pairs []Pair
	for _, x := range p.Certificate.Totals {
		of := "rows"
		if x.Column != "" {
			of = "sum of " + x.Column
		}
		agrees := bold("does not agree")
		if x.Agrees {
			agrees = text("agrees")
		}
		agrees.Record = p.Entry
		pairs = append(pairs, Pair{Key: "Control total", Value: []Span{
			text(fmt.Sprintf("%s: %s stated, %s loaded: ", of, grouped(x.Value), grouped(x.Loaded))), agrees,
			text(" (" + oneLine(orElse(x.Source, "no source is given")) + ")")}})
	}
	return pairs
}

// castBlocks list the values that do not fit their declared type.
func castBlocks(p *soc.PopulationRecord) []Block {
	if p.Certificate.FailedCasts == 0 && len(p.FailedCasts) == 0 {
		return nil
	}
	list := p.FailedCasts[:min(len(p.FailedCasts), printedCasts)]
	t := &Table{Caption: fmt.Sprintf("Values of %s that do not fit their type: %s of %s", p.Name, number(int64(len(list))), number(p.Certificate.FailedCasts)), Compact: true, Columns: []Column{
		{Title: "Record", Weight: 10, Align: Right}, {Title: "Line", Weight: 10, Align: Right}, {Title: "Column", Weight: 18}, {Title: "Value", Weight: 28}, {Title: "Why", Weight: 34},
	}}
	for _, x := range list {
		line := ""
		if x.Line > 0 {
			line = number(x.Line)
		}
		t.Rows = append(t.Rows, row(cell(number(x.Record)), cell(line), cell(x.Column), valueCell(soc.NamedValue{Value: x.Value}), cell(oneLine(x.Reason))))
	}
	return []Block{t}
}
