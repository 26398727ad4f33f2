package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// testsSection is Section IV: how to read it, the matrix, the tests by
// criterion or control objective, the populations, and the deviations that
// were too many to stand beside their test. In a report as of a date it holds
// the controls only.
func (b *book) testsSection() *Section {
	s := &Section{ID: "section-4", Number: "IV", Title: b.testsTitle(), Level: 1, NewPage: true, Landscape: true}
	if !b.rules.ShowsTests {
		s.Blocks = []Block{prose(fmt.Sprintf("The controls are stated by %s. The report is as of a date: whether the controls operated effectively was not examined, and this section holds no test of it.", b.organization()))}
		s.Sections = append([]*Section{b.matrixSection()}, b.yardstickSections()...)
		return s
	}
	s.Sections = append(s.Sections, b.readingSection())
	if others := b.othersSection(); others != nil {
		s.Sections = append(s.Sections, others)
	}
	s.Sections = append(s.Sections, b.matrixSection())
	s.Sections = append(s.Sections, b.yardstickSections()...)
	if b.final() {
		s.Sections = append(s.Sections, &Section{ID: "section-4-timeline", Title: "Operation over the period", Level: 2, NewPage: true, Blocks: b.timelineBlocks()})
	}
	s.Sections = append(s.Sections, b.populationsSection())
	if more := b.furtherSection(); more != nil {
		s.Sections = append(s.Sections, more)
	}
	s.Blocks = []Block{b.performerNotice()}
	return s
}

func (b *book) testsTitle() string {
	title := "Controls, tests and results"
	switch {
	case b.rules.Objectives && b.rules.ShowsTests:
		title = "Control objectives, related controls, tests and results"
	case b.rules.Objectives:
		title = "Control objectives and related controls"
	case !b.rules.ShowsTests:
		title = "Criteria and related controls"
	}
	return title
}

// othersSection describes the work of others that was used in the tests; nil
// when none was.
func (b *book) othersSection() *Section {
	s := &Section{ID: "section-4-others", Title: "Work of others", Level: 2}
	for _, o := range soc.InForce(b.ex.Records.OthersWork) {
		if !o.Record.Used {
			continue
		}
		s.Blocks = append(s.Blocks, para(bold(sentence(oneLine(o.Record.Who))), text(" "), derived(sentence(oneLine(o.Record.Description)), o.Entry)),
			para(text("Performed again by the service auditor: "), derived(sentence(oneLine(o.Record.Reperformed)), o.Entry)))
	}
	if s.Blocks == nil {
		return nil
	}
	return s
}

// performerNotice says whose tests these are.
func (b *book) performerNotice() Block {
	n := &Notice{Title: "Whose tests these are", Tone: Caution}
	switch {
	case b.final():
		n.Tone = Plain
		n.Blocks = []Block{prose("The controls are stated by the service organization. The tests and their results are the service auditor’s; each test names the key that signed it.")}
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

// matrixSection is the table of criteria or objectives against controls.
func (b *book) matrixSection() *Section {
	s := &Section{ID: "section-4-matrix", Title: b.measuresHead() + " and controls", Level: 2, NewPage: b.rules.ShowsTests}
	words := "The criteria are given in our own short words; the criteria themselves are the trust services criteria."
	if b.rules.Objectives {
		words = "The control objectives are stated by management."
	}
	if b.rules.ShowsTests {
		words += fmt.Sprintf(" A control that serves several %s is printed with its tests once, under the first of them.", strings.ToLower(b.measuresHead()))
	}
	s.Blocks = []Block{prose(words)}
	t := &Table{Caption: b.measuresHead() + " and the controls that serve them", Compact: true, Columns: []Column{
		{Title: b.measure(), Weight: 8}, {Title: "In short", Weight: 42}, {Title: "Controls", Weight: 24},
	}}
	if b.rules.ShowsTests {
		t.Columns = append(t.Columns, Column{Title: "What the rows show", Weight: 26})
	}
	series := ""
	for _, c := range b.scope {
		if c.Series != series {
			series = c.Series
			t.Rows = append(t.Rows, Row{Head: true, Cells: []Cell{cell(series + "  " + c.Group)}})
		}
		controls := toned(cell("no control"), Caution)
		if spans := b.controlSpans(c.ID); len(spans) > 0 {
			controls = spanCell(spans...)
		} else if b.notRelevant(c.ID) != nil {
			controls = cell("not relevant")
		}
		r := row(spanCell(Span{Text: c.ID, Bold: true, Link: b.yardstickID(c.ID)}), cell(c.Text), controls)
		if b.rules.ShowsTests {
			shows, tone := b.criterionShows(c.ID)
			r.Cells = append(r.Cells, toned(cell(shows), tone))
		}
		t.Rows = append(t.Rows, r)
	}
	s.Blocks = append(s.Blocks, t)
	return s
}

// notRelevant is management's statement that a criterion is not relevant, or
// nil.
func (b *book) notRelevant(criterion string) *soc.IrrelevantCriterion {
	i := slices.IndexFunc(b.ex.NotRelevant, func(n soc.IrrelevantCriterion) bool { return n.Criterion == criterion })
	if i < 0 {
		return nil
	}
	return &b.ex.NotRelevant[i]
}

// controlSpans are the controls of a criterion as links, with commas.
func (b *book) controlSpans(criterion string) []Span {
	var out []Span
	for _, c := range b.serving[criterion] {
		out = append(out, b.controlSpan(c.ID, false))
	}
	return commaSpans(out)
}

// yardstickID is the anchor of a criterion, or of a control objective.
func (b *book) yardstickID(id string) string {
	if b.rules.Objectives {
		return b.slugs.of("objective", id)
	}
	return anchor("criterion", id)
}

// outOfScopeID is the section of controls that serve no criterion in scope.
const outOfScopeID = "section-4-out-of-scope"

// firstOf is the first yardstick in scope that a control names, under which
// it is printed with its tests; "" when it names none.
func (b *book) firstOf(control string) string {
	c := b.controls[control]
	if c == nil {
		return ""
	}
	list := b.serves(c)
	if i := slices.IndexFunc(list, func(id string) bool { return b.inScope[id] }); i >= 0 {
		return list[i]
	}
	return ""
}

// whereTested is the section in which a control is printed with its tests.
func (b *book) whereTested(control string) string {
	if !b.rules.FullDescription {
		return ""
	}
	if id := b.firstOf(control); id != "" {
		return b.yardstickID(id)
	}
	return outOfScopeID
}

// yardstickSections are the controls and tests: a section per series with one
// per criterion in it, or one per control objective.
func (b *book) yardstickSections() []*Section {
	var out []*Section
	for i, c := range b.scope {
		switch {
		case c.Series == "":
			s := b.yardstickSection(c, 2)
			s.NewPage = i == 0
			out = append(out, s)
			continue
		case i == 0 || c.Series != b.scope[i-1].Series:
			out = append(out, &Section{ID: anchor("series", c.Series), Number: c.Series, Title: c.Group, Level: 2, NewPage: i == 0})
		}
		current := out[len(out)-1]
		current.Sections = append(current.Sections, b.yardstickSection(c, 3))
	}
	var rest []*soc.Control
	for i := range b.ex.Controls {
		if c := &b.ex.Controls[i]; b.whereTested(c.ID) == outOfScopeID {
			rest = append(rest, c)
		}
	}
	if len(rest) > 0 {
		what := "criterion"
		if b.rules.Objectives {
			what = "control objective"
		}
		s := &Section{ID: outOfScopeID, Title: "Controls that serve no " + what + " in scope", Level: 2}
		s.Blocks = []Block{prose("These controls name no " + what + " that is in scope. They are printed so that no result is left out.")}
		if !b.rules.ShowsTests {
			s.Blocks = []Block{prose("These controls name no " + what + " that is in scope.")}
		}
		b.addControls(s, rest)
		out = append(out, s)
	}
	return out
}

// yardstickSection is one criterion or control objective with its controls,
// tests and results.
func (b *book) yardstickSection(c yardstick, level int) *Section {
	s := &Section{ID: b.yardstickID(c.ID), Number: c.ID, Title: c.Text, Level: level}
	if c.Objective != nil {
		s.Blocks = b.objectiveBlocks(c.Objective)
	}
	controls := b.serving[c.ID]
	switch none := b.notRelevant(c.ID); {
	case len(controls) > 0:
		b.addControls(s, controls)
	case none != nil:
		s.Blocks = append(s.Blocks, &Notice{Title: "Not relevant, as management states", Tone: Muted, Blocks: given(none.Reason)})
	default:
		words := "No control names this criterion, and so nothing was tested for it. The description has to give a control, or say why the criterion is not relevant."
		if c.Objective != nil {
			words = "No control names this control objective, and so nothing was tested for it."
		}
		if !b.rules.ShowsTests {
			words = strings.Replace(words, ", and so nothing was tested for it", "", 1)
		}
		s.Blocks = append(s.Blocks, &Notice{Title: "No control", Tone: Caution, Blocks: []Block{prose(words)}})
	}
	return s
}

// objectiveBlocks say what a control objective bears on.
func (b *book) objectiveBlocks(o *soc.ControlObjective) []Block {
	var assertions, classes []string
	for _, a := range o.Assertions {
		assertions = append(assertions, spaced(a))
	}
	for _, id := range o.Transactions {
		name := id
		if i := slices.IndexFunc(b.ex.Transactions, func(t soc.TransactionClass) bool { return t.ID == id }); i >= 0 {
			name = oneLine(b.ex.Transactions[i].Name)
		}
		classes = append(classes, name)
	}
	pairs := &KeyValues{Pairs: []Pair{
		pair("Area", orElse(oneLine(spaced(o.Area)), "not stated")),
		pair("Bears on the assertions of", orElse(listed(assertions), "not stated")),
	}}
	if len(classes) > 0 {
		pairs.Pairs = append(pairs.Pairs, pair("Classes of transactions", listed(classes)))
	}
	out := []Block{pairs}
	if len(o.Risks) > 0 {
		out = append(out, prose("Risks that threaten it:"), bullets(o.Risks...))
	}
	return out
}
