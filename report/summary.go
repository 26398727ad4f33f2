package report

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// summarySection is the page for a reader who reads one page.
func (b *book) summarySection() *Section {
	s := &Section{ID: "summary", Title: "Summary for the reader", Level: 1, NewPage: true}
	s.Blocks = []Block{
		lead(b.headline()),
		b.glance(),
	}
	s.Sections = []*Section{
		b.deviatingSection(), b.incompleteSection(), b.untestedSection(),
		{ID: "summary-timeline", Title: "Operation over the period", Level: 2, NewPage: true, Blocks: b.timelineBlocks()},
		{ID: "summary-sizes", Title: "Sizes of the populations", Level: 2, Blocks: b.sizeBlocks()},
	}
	return s
}

// headline is the result in two sentences, without a conclusion.
func (b *book) headline() string {
	s := &b.sum
	who := "The run"
	if s.Readiness {
		who = "Management"
	}
	if s.Outcomes == 0 {
		return who + " tested nothing: no procedure ran to the end on an item."
	}
	deviated := fmt.Sprintf("None of the %s deviated", counted(s.Outcomes, "attribute test"))
	if s.Deviations > 0 {
		deviated = fmt.Sprintf("%s of %s deviated, under %s of %s", number(s.Deviations), counted(s.Outcomes, "attribute test"),
			number(int64(s.ControlsWithDeviations)), counted(int64(s.Controls), "control"))
	}
	return fmt.Sprintf("%s tested %s in %s. %s.", who, counted(s.Items, "item"), counted(int64(s.ProceduresComplete), "procedure"), deviated)
}

// glance is the table of figures.
func (b *book) glance() *Table {
	s := &b.sum
	n := func(v int) string { return number(int64(v)) }
	t := &Table{Caption: "Figures at a glance", Columns: []Column{
		{Title: "Subject", Weight: 30}, {Title: "Figure", Weight: 16, Align: Right}, {Title: "What it means", Weight: 54},
	}}
	add := func(subject, figure, means string, tone Tone) {
		t.Rows = append(t.Rows, row(cell(subject), toned(spanCell(bold(figure)), tone), cell(means)))
	}
	add("Criteria in scope", n(s.CriteriaInScope), fmt.Sprintf("%s have at least one control.", n(s.CriteriaCovered)), warnIf(s.CriteriaCovered < s.CriteriaInScope, Caution))
	add("Controls", n(s.Controls), fmt.Sprintf("%s with deviations, %s that did not operate, %s not tested.",
		n(s.ControlsWithDeviations), n(s.ControlsNotOperated), n(s.ControlsNotTested)), Plain)
	add("Procedures", n(s.Procedures), fmt.Sprintf("%s ran to the end.", n(s.ProceduresComplete)), warnIf(s.ProceduresComplete < s.Procedures, Caution))
	add("Items tested", number(s.Items), "Every item of each population that a test applies to; an item of two procedures counts twice.", Plain)
	add("Attribute tests", number(s.Outcomes), "Items times the attributes that were tested on them.", Plain)
	deviations := "None."
	if s.Deviations > 0 {
		deviations = fmt.Sprintf("%s of the attribute tests, on %s. Section IV lists them.", percent(s.Deviations, s.Outcomes), counted(s.ItemsWithDeviation, "item"))
		if s.Unable > 0 {
			deviations += fmt.Sprintf(" For %s the outcome could not be determined; they count as deviations until a person resolves them.", number(s.Unable))
		}
	}
	add("Deviations", number(s.Deviations), deviations, warnIf(s.Deviations > 0, Bad))
	add("Populations shown complete", fmt.Sprintf("%s of %s", n(s.PopulationsShownComplete), n(s.Populations)),
		"What rests on any other may not be relied on.", warnIf(s.PopulationsShownComplete < s.Populations, Caution))
	add("Gates open", fmt.Sprintf("%s of %s", n(s.GatesOpen), n(s.Gates)), "A report can be issued when none is.", warnIf(s.GatesOpen > 0, Caution))
	return t
}

func warnIf(condition bool, tone Tone) Tone {
	if condition {
		return tone
	}
	return Plain
}

// deviatingSection lists the controls with deviations, a row per control.
func (b *book) deviatingSection() *Section {
	s := &Section{ID: "summary-deviations", Title: "Controls with deviations", Level: 2}
	t := &Table{Columns: []Column{
		{Title: "Control", Weight: 21}, {Title: "Attributes that items deviate from", Weight: 45}, {Title: "Proposed reading, and why", Weight: 34},
	}}
	for i := range b.ex.Controls {
		c := &b.ex.Controls[i]
		if b.standing(c.ID) == standsDeviating {
			t.Rows = append(t.Rows, row(b.controlCell(c), toned(blockCell(b.deviatingAttributes(c.ID)), Bad), b.readingCell(c.ID)))
		}
	}
	if len(t.Rows) == 0 {
		s.Blocks = []Block{prose("No procedure that ran to the end found a deviation. What was not tested is listed below.")}
		return s
	}
	s.Blocks = []Block{t, small(text("The reading is a proposal drawn from how the deviations lie. Only a practitioner concludes, after looking into nature, cause and effect."))}
	return s
}

// deviatingAttributes has a line for each attribute of a control that items
// deviate from.
func (b *book) deviatingAttributes(control string) []Block {
	var out []Block
	for _, p := range b.byControl[control] {
		r := b.results[p.ID]
		for _, f := range r.Attributes {
			n := f.Deviation + f.Unable
			if n == 0 {
				continue
			}
			share := " (" + percent(n, f.Tested)
			if f.Unable > 0 {
				share += fmt.Sprintf("; %s could not be determined", number(f.Unable))
			}
			out = append(out, para(bold(f.Attribute+"  "), Span{Text: fmt.Sprintf("%s of %s", number(n), number(f.Tested)), Bold: true, Record: r.Entry},
				text(share+"): "+sentence(attributeStatement(p, f.Attribute)))))
		}
		if len(r.NotShownComplete) > 0 && r.deviations() > 0 {
			out = append(out, small(text(capital(areNot(r.NotShownComplete))+" not shown complete.")))
		}
	}
	return out
}

// readingCell is the proposed extent of a control's deviations.
func (b *book) readingCell(control string) Cell {
	f := b.findings[control]
	if f == nil || f.Extent == "" {
		return cell("None is proposed.")
	}
	return Cell{Blocks: []Block{para(bold(sentence(capital(spaced(string(f.Extent)))))), small(text(sentence(oneLine(f.Reason))))}}
}

func attributeStatement(p *soc.Procedure, id string) string {
	for _, a := range p.Attributes {
		if a.ID == id {
			return oneLine(a.Statement)
		}
	}
	return ""
}

// controlCell names a control and leads to its tests.
func (b *book) controlCell(c *soc.Control) Cell {
	return Cell{Blocks: []Block{para(b.controlSpan(c.ID, true)), small(text(oneLine(c.Title)))}}
}

// controlSpan is a control's id, as a link to its tests.
func (b *book) controlSpan(id string, strong bool) Span {
	return Span{Text: id, Bold: strong, Link: b.whereTested(id)}
}

// incompleteSection lists the populations that are not shown complete.
func (b *book) incompleteSection() *Section {
	s := &Section{ID: "summary-populations", Title: "Populations not shown complete", Level: 2}
	t := &Table{Columns: []Column{
		{Title: "Population", Weight: 28}, {Title: "Why", Weight: 48}, {Title: "Controls that rest on it", Weight: 24},
	}}
	for i := range b.ex.Populations {
		p := &b.ex.Populations[i]
		if p.Failure == "" && p.Certificate.ShownComplete() {
			continue
		}
		reasons := p.Certificate.Reasons
		if p.Failure != "" {
			reasons = []string{"It could not be collected or read. " + sentence(oneLine(p.Failure))}
		}
		why := cell("No reason is recorded.")
		if len(reasons) > 0 {
			why = Cell{}
			for _, r := range reasons {
				why.Blocks = append(why.Blocks, para(derived(sentence(oneLine(r)), p.Entry)))
			}
		}
		controls := b.controlsOn(p.Name)
		on := cell("none")
		if len(controls) > 0 {
			on = spanCell(commaSpans(controls)...)
		}
		t.Rows = append(t.Rows, row(Cell{Blocks: []Block{para(linked(b.populationTitle(p.Name), b.populationID(p.Name))), small(mono(p.Name))}}, toned(why, Caution), on))
	}
	if len(t.Rows) == 0 {
		s.Blocks = []Block{prose(fmt.Sprintf("Every one of %s is shown complete.", counted(int64(b.sum.Populations), "population")))}
		if b.sum.Populations == 0 {
			s.Blocks = []Block{prose("The file holds no population.")}
		}
		return s
	}
	s.Blocks = []Block{t}
	return s
}

// controlsOn lists the controls with a procedure that reads a population.
func (b *book) controlsOn(name string) []Span {
	var out []Span
	for i := range b.ex.Controls {
		id := b.ex.Controls[i].ID
		for _, p := range b.byControl[id] {
			if b.reads(p, name) {
				out = append(out, b.controlSpan(id, false))
				break
			}
		}
	}
	return out
}

// reads reports whether a procedure takes its items from a population or its
// run read it.
func (b *book) reads(p *soc.Procedure, name string) bool {
	t := b.tests[p.ID]
	if t == nil {
		t = &soc.TestRecord{}
	}
	for _, in := range b.inputs(p, t) {
		if in == name {
			return true
		}
	}
	return false
}

// untestedSection lists the controls that were not tested or did not operate.
func (b *book) untestedSection() *Section {
	s := &Section{ID: "summary-untested", Title: "Controls not tested, or that did not operate", Level: 2}
	t := &Table{Columns: []Column{
		{Title: "Control", Weight: 24}, {Title: "Standing", Weight: 18}, {Title: "Why", Weight: 58},
	}}
	for i := range b.ex.Controls {
		c := &b.ex.Controls[i]
		standing := b.standing(c.ID)
		if standing == standsClean || standing == standsPartly || standing == standsDeviating {
			continue
		}
		word := "not tested"
		if standing == standsNotOperate {
			word = "did not operate"
		}
		t.Rows = append(t.Rows, row(b.controlCell(c), toned(cell(word), Caution), blockCell(b.untestedWhy(c.ID))))
	}
	if len(t.Rows) == 0 {
		s.Blocks = []Block{prose("None: at least one attribute of every control was tested.")}
		if b.sum.Controls == 0 {
			s.Blocks = []Block{prose("The file holds no control.")}
		}
		return s
	}
	s.Blocks = []Block{t}
	return s
}

func (b *book) untestedWhy(control string) []Block {
	if len(b.byControl[control]) == 0 {
		return []Block{prose("No procedure tests it.")}
	}
	var out []Block
	for _, p := range b.byControl[control] {
		r := b.results[p.ID]
		if r.Text != "" {
			out = append(out, para(bold(p.ID+" "), derived(r.Text, r.Entry)))
		}
		for _, f := range r.Attributes {
			out = append(out, para(bold(p.ID+" "+f.Attribute+" "), derived(f.Text, r.Entry)))
		}
	}
	return out
}
