package report

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// addControls puts a table of controls into a section, with their tests where
// the report shows tests.
func (b *book) addControls(s *Section, controls []*soc.Control) {
	if b.rules.ShowsTests {
		b.addTests(s, controls)
		return
	}
	t := &Table{Columns: []Column{{Title: "Control", Weight: 12}, {Title: "Control specified by the service organization", Weight: 58}, {Title: "Performed by", Weight: 18}, {Title: "Frequency", Weight: 12}}}
	for _, c := range controls {
		t.Rows = append(t.Rows, row(spanCell(bold(c.ID)), b.statementCell(c), cell(oneLine(c.Owner)), cell(spaced(c.Frequency))))
	}
	s.Blocks = append(s.Blocks, t)
}

// addTests puts into a section the table of its controls, and below it the
// deviations found by the tests in it. Tests that stand under another
// criterion are referred to with their result in a line.
func (b *book) addTests(s *Section, controls []*soc.Control) {
	t := &Table{Columns: []Column{
		{Title: "Control", Weight: 9},
		{Title: "Control specified by the service organization", Weight: 25},
		{Title: b.testsHead(), Weight: 42},
		{Title: "Results", Weight: 24},
	}}
	s.Blocks = append(s.Blocks, t)
	for _, c := range controls {
		if where := b.whereTested(c.ID); where != s.ID {
			t.Rows = append(t.Rows, b.referenceRow(c, where))
			continue
		}
		procedures := b.byControl[c.ID]
		if len(procedures) == 0 {
			t.Rows = append(t.Rows, row(spanCell(bold(c.ID)), b.statementCell(c), toned(cell("No procedure is given."), Muted), toned(cell("Not tested: no procedure tests this control."), Muted)))
		}
		for i, p := range procedures {
			statement := b.statementCell(c)
			if i > 0 {
				statement = toned(cell("As above."), Muted)
			}
			t.Rows = append(t.Rows, row(
				Cell{Blocks: []Block{para(bold(c.ID)), small(text(p.ID))}},
				statement, blockCell(b.procedureBlocks(p)), b.resultCell(p)))
			for _, below := range []*Section{b.deviationSection(p, s.Level+1), b.problemSection(p, s.Level+1)} {
				if below != nil {
					s.Sections = append(s.Sections, below)
				}
			}
		}
	}
}

// testsHead is the head of the column of tests; it says whose they are.
func (b *book) testsHead() string {
	switch {
	case b.final():
		return "Test performed by the service auditor"
	case b.ex.Readiness:
		return "Tests performed by management (readiness)"
	case b.sum.ThrowAway:
		return "Tests as computed with a throw-away key, not a service auditor’s"
	case b.allByPractitioner():
		return "Tests performed with the service auditor’s key, as computed"
	}
	return "Tests as computed; each names its key"
}

// allByPractitioner reports whether there are tests and a lasting key of the
// practitioner signed each of them.
func (b *book) allByPractitioner() bool {
	for i := range b.ex.Tests {
		a := b.actors[b.ex.Tests[i].PerformedBy]
		if a == nil || a.ThrowAway || a.Party != soc.Practitioner {
			return false
		}
	}
	return len(b.ex.Tests) > 0
}

func (b *book) statementCell(c *soc.Control) Cell {
	blocks := []Block{para(bold(oneLine(c.Title)))}
	blocks = append(blocks, given(c.Statement)...)
	if list := b.serves(c); len(list) > 1 {
		blocks = append(blocks, small(text("Serves "+strings.Join(list, ", ")+".")))
	}
	return blockCell(blocks)
}

// referenceRow is a control whose tests stand under another criterion.
func (b *book) referenceRow(c *soc.Control, where string) Row {
	line, tone := b.oneLineResult(c.ID)
	return row(spanCell(bold(c.ID)), cell(oneLine(c.Title)),
		spanCell(text("Tested under "), linked(b.firstOf(c.ID), where), text("; see there.")), toned(cell(line), tone))
}

// oneLineResult is the result of a control in one derived line.
func (b *book) oneLineResult(control string) (string, Tone) {
	var tested, deviations int64
	clean := true
	var missing []string
	for _, p := range b.byControl[control] {
		r := b.results[p.ID]
		tested += r.tested()
		deviations += r.deviations()
		for _, f := range r.Attributes {
			clean = clean && f.NoExceptions
		}
		clean = clean && r.Status == soc.RunComplete && r.Text == ""
		for _, name := range r.NotShownComplete {
			missing = appendNew(missing, name)
		}
	}
	caveat := ""
	if len(missing) > 0 {
		caveat = fmt.Sprintf(" Not to be relied on: %s not shown complete.", areNot(missing))
	}
	switch b.standing(control) {
	case standsDeviating:
		return fmt.Sprintf("%s of %s deviated.", number(deviations), counted(tested, "attribute test")) + caveat, Bad
	case standsNotOperate:
		return "The control did not operate in the period; not tested.", Caution
	case standsUntested:
		return "Not tested." + caveat, Muted
	}
	if clean {
		return fmt.Sprintf("%s in %s.", noExceptions, counted(tested, "attribute test")), Good
	}
	if caveat == "" {
		caveat = " Part of the control was not tested."
	}
	return counted(tested, "attribute test") + " without a deviation." + caveat, Caution
}

func appendNew(list []string, s string) []string {
	for _, x := range list {
		if x == s {
			return list
		}
	}
	return append(list, s)
}

// procedureBlocks say what the test does, from the procedure alone, and who
// ran it.
func (b *book) procedureBlocks(p *soc.Procedure) []Block {
	t := b.tests[p.ID]
	r := b.results[p.ID]
	spans := []Span{}
	if r.tested() > 0 {
		items := "all " + counted(r.Items, "item")
		if r.Items == 1 {
			items = "the one item"
		}
		spans = append(spans, text(performed(p.Nature)+" "), Span{Text: items, Bold: true, Record: r.Entry}, text(": "))
	} else {
		spans = append(spans, text("Not performed on any item. To be tested: "))
	}
	spans = append(spans, b.itemsSpans(p)...)
	out := []Block{}
	if p.Title != "" {
		out = append(out, para(bold(oneLine(p.Title))))
	}
	out = append(out, para(spans...))
	for _, a := range p.Attributes {
		out = append(out, b.attributeParagraph(p, a))
	}
	if words := b.notPerformed(p); words != "" {
		out = append(out, small(text(words)))
	}
	if t != nil {
		var source []Span
		if in := b.inputs(p, t); len(in) > 0 {
			source = append(b.inputSpans(in), text(" "))
		}
		out = append(out, small(append(source, derived(b.performedBy(t), t.Entry))...))
	}
	return out
}

func (b *book) attributeParagraph(p *soc.Procedure, a soc.Attribute) *Paragraph {
	spans := []Span{bold(a.ID + "  "), text(sentence(oneLine(a.Statement)))}
	if a.Applies != "" {
		spans = append(spans, italic(" Applies by the procedure’s rule."))
	}
	if a.Inspect != "" {
		read := " To be read by a person: " + sentence(oneLine(a.Inspect))
		if natures := b.byPerson(p.ID, a.ID); len(natures) > 0 {
			read = fmt.Sprintf(" Tested by a person, by %s: %s", listed(natures), sentence(oneLine(a.Inspect)))
		}
		spans = append(spans, italic(read))
	}
	return para(spans...)
}

func (b *book) inputSpans(names []string) []Span {
	spans := []Span{}
	for _, name := range names {
		spans = append(spans, Span{Text: name, Code: true, Link: b.populationLink(name)})
	}
	return append([]Span{text("Reads ")}, append(commaSpans(spans), text("."))...)
}

func (b *book) populationLink(name string) string {
	if b.pops[name] == nil {
		return ""
	}
	return b.populationID(name)
}

// performedBy names the key of a run and the time.
func (b *book) performedBy(t *soc.TestRecord) string {
	if t.PerformedBy == "" {
		return "No key is recorded for this run."
	}
	s := fmt.Sprintf("Run on %s with %s.", instant(t.PerformedAt, b.loc), b.keyWords(t.PerformedBy))
	if t.Entry != "" {
		s += " Entry " + t.Entry + "."
	}
	return s
}

// itemsSpans define the items of a procedure in words.
func (b *book) itemsSpans(p *soc.Procedure) []Span {
	var spans []Span
	if p.Every != "" {
		unit := unitWords[p.Every]
		if unit == "" {
			unit = "each " + spaced(string(p.Every)) + " of the period"
		}
		spans = append(spans, text(unit))
		if p.ForEach != "" {
			spans = append(spans, text(", for each row of “"), linked(b.populationTitle(p.ForEach), b.populationLink(p.ForEach)), text("”"))
		}
	} else {
		spans = append(spans, text("“"), linked(b.populationTitle(p.Population), b.populationLink(p.Population)), text("”"))
		date := p.DateColumn
		if pop := b.pops[p.Population]; date == "" && pop != nil {
			date = pop.DateColumn
		}
		if date == "" || date == "none" {
			spans = append(spans, text(", every row"))
		} else {
			spans = append(spans, text(", rows dated in the period by "), mono(date))
		}
	}
	if p.WhereStatement != "" {
		spans = append(spans, text("; only "), text(strings.TrimSuffix(oneLine(p.WhereStatement), ".")))
	}
	if len(p.Key) > 0 {
		spans = append(spans, text("; an item is one "), mono(strings.Join(p.Key, " / ")))
	}
	return append(spans, text(". Attributes:"))
}

// resultCell is the derived result of a procedure.
func (b *book) resultCell(p *soc.Procedure) Cell {
	r := b.results[p.ID]
	c := Cell{Tone: r.tone()}
	if r.Text != "" {
		c.Blocks = append(c.Blocks, para(derived(r.Text, r.Entry)))
	}
	for _, f := range r.Attributes {
		c.Blocks = append(c.Blocks, para(bold(f.Attribute+"  "), derived(f.Text, r.Entry)))
	}
	if len(r.NotShownComplete) > 0 && r.Items > 0 {
		c.Blocks = append(c.Blocks, para(Span{Text: capital(areNot(r.NotShownComplete)) + " not shown complete: items may be missing, and these results may not be relied on.", Bold: true, Record: r.Entry}))
	}
	if r.deviations() > 0 {
		c.Blocks = append(c.Blocks, small(text("Each is listed in "), linked("the table of deviations", b.deviationsID(p.ID)), text(".")))
	}
	return c
}
