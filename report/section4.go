package report

import (
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// testsSection is Section IV: how to read it, the matrix, the tests by
// criterion, the populations, and the deviations that were too many to stand
// beside their test.
func (b *book) testsSection() *Section {
	s := &Section{ID: "section-4", Number: "IV", Title: "Controls, tests and results", Level: 1, NewPage: true, Landscape: true}
	s.Sections = append(s.Sections, b.readingSection(), b.matrixSection())
	s.Sections = append(s.Sections, b.criterionSections()...)
	s.Sections = append(s.Sections, b.populationsSection())
	if more := b.furtherSection(); more != nil {
		s.Sections = append(s.Sections, more)
	}
	s.Blocks = []Block{b.performerNotice()}
	return s
}

// performerNotice says whose tests these are.
func (b *book) performerNotice() Block {
	n := &Notice{Title: "Whose tests these are", Tone: Caution}
	switch {
	case b.ex.Readiness:
		n.Blocks = []Block{prose("Management performed the tests in this section by itself, as a readiness examination. They are not tests of a service auditor.")}
	case b.sum.ThrowAway:
		n.Blocks = []Block{prose("The tests in this section are as computed. At least one was signed with a throw-away key, behind which nobody stands; each test names its key.")}
	default:
		n.Blocks = []Block{prose("The tests in this section are as computed by a run. Each names the key that signed it. No practitioner has reviewed or concluded on them in this draft.")}
	}
	return n
}

// readingSection explains the words of the section.
func (b *book) readingSection() *Section {
	return &Section{ID: "section-4-reading", Title: "How to read the tests", Level: 2, Blocks: []Block{
		prose("The controls are stated by the service organization. Each test names the population that its items come from, the items, and the attributes that are tested on each item. The results are computed from the outcomes of every item."),
		&KeyValues{Pairs: []Pair{
			pair("Inspection", "Records of the item were read: tickets, logs, configuration, lists."),
			pair("Reperformance", "What the control does, or a rule it has to keep to, was worked out again from the records and compared."),
			pair("Inquiry and observation", "Asking people and watching them at work. A run does neither. Where a procedure plans for them, this section says that they are not recorded."),
			pair("Item", "One thing that the control acted on, or should have: a change, an account of a leaver, a quarter in which a review was due. Items of a periodic control come from the calendar, so a review that never happened is an item."),
			pair("Attribute", "One thing that is tested of an item, marked A, B and so on."),
			pair("All items", "Every item was tested; nothing was sampled, unless a test says otherwise."),
			pair("Deviation", "An item that does not have the attribute. One that was corrected later is still a deviation."),
			pair("Could not be determined", "A value that the attribute needs is missing. It counts as a deviation until a person resolves it, and is counted beside the deviations."),
			pair("Not applicable", "The attribute does not concern the item, by a rule that the procedure states."),
			pair("Did not operate", "The population is shown complete and holds no item. The control was not tested; that is not the same as a test without exceptions."),
			pair("Shown complete", "A figure that does not come from the extraction itself agrees with what was loaded: a count by the source, a control total, a hash. Where a population is not shown complete, every result that rests on it says so and may not be relied on."),
		}},
	}}
}

// matrixSection is the table of criteria against controls.
func (b *book) matrixSection() *Section {
	s := &Section{ID: "section-4-matrix", Title: "Criteria and controls", Level: 2, NewPage: true}
	s.Blocks = []Block{prose("The criteria are given in our own short words; the criteria themselves are the trust services criteria. A control that serves several criteria is printed with its tests once, under the first of them.")}
	t := &Table{Caption: "Criteria and the controls that serve them", Compact: true, Columns: []Column{
		{Title: "Criterion", Weight: 8}, {Title: "In short", Weight: 42}, {Title: "Controls", Weight: 24}, {Title: "What the rows show", Weight: 26},
	}}
	series := ""
	for _, c := range b.scope {
		if next := catalog.Series(c.ID); next != series {
			series = next
			t.Rows = append(t.Rows, Row{Head: true, Cells: []Cell{cell(series + "  " + c.Group)}})
		}
		controls := toned(cell("no control"), Caution)
		if spans := b.controlSpans(c.ID); len(spans) > 0 {
			controls = spanCell(spans...)
		}
		shows, tone := b.criterionShows(c.ID)
		t.Rows = append(t.Rows, row(spanCell(Span{Text: c.ID, Bold: true, Link: criterionID(c.ID)}), cell(c.Text), controls, toned(cell(shows), tone)))
	}
	s.Blocks = append(s.Blocks, t)
	return s
}

// controlSpans are the controls of a criterion as links, with commas.
func (b *book) controlSpans(criterion string) []Span {
	var out []Span
	for _, c := range b.serving[criterion] {
		out = append(out, b.controlSpan(c.ID, false))
	}
	return commaSpans(out)
}

func criterionID(id string) string { return anchor("criterion", id) }

// outOfScopeID is the section of controls that serve no criterion in scope.
const outOfScopeID = "section-4-out-of-scope"

// whereTested is the section in which the tests of a control are printed: the
// first criterion in scope that the control names.
func (b *book) whereTested(control string) string {
	if id := b.firstUnder[control]; id != "" {
		return id
	}
	id := outOfScopeID
	if c := b.controls[control]; c != nil {
		if i := slices.IndexFunc(c.Criteria, func(id string) bool { return b.inScope[id] }); i >= 0 {
			id = criterionID(c.Criteria[i])
		}
	}
	b.firstUnder[control] = id
	return id
}

// criterionSections are the tests: a section per series, one per criterion in
// it.
func (b *book) criterionSections() []*Section {
	var out []*Section
	var current *Section
	for i, c := range b.scope {
		if i == 0 || catalog.Series(c.ID) != catalog.Series(b.scope[i-1].ID) {
			current = &Section{ID: anchor("series", catalog.Series(c.ID)), Number: catalog.Series(c.ID), Title: c.Group, Level: 2, NewPage: i == 0}
			out = append(out, current)
		}
		current.Sections = append(current.Sections, b.criterionSection(c))
	}
	var rest []*soc.Control
	for i := range b.ex.Controls {
		if c := &b.ex.Controls[i]; b.whereTested(c.ID) == outOfScopeID {
			rest = append(rest, c)
		}
	}
	if len(rest) > 0 {
		s := &Section{ID: outOfScopeID, Title: "Controls that serve no criterion in scope", Level: 2}
		s.Blocks = []Block{prose("These controls name no criterion that is in scope. They are printed so that no result is left out.")}
		b.addTests(s, rest)
		out = append(out, s)
	}
	return out
}

// criterionSection is one criterion with its controls, tests and results.
func (b *book) criterionSection(c soc.Criterion) *Section {
	s := &Section{ID: criterionID(c.ID), Number: c.ID, Title: c.Text, Level: 3}
	controls := b.serving[c.ID]
	if len(controls) == 0 {
		s.Blocks = []Block{&Notice{Title: "No control", Tone: Caution, Blocks: []Block{
			prose("No control names this criterion, and so nothing was tested for it. The description has to give a control, or say why the criterion is not relevant."),
		}}}
		return s
	}
	b.addTests(s, controls)
	return s
}
