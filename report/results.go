package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// noExceptions are the words that stand for a test without deviation. They
// are printed for a Finding with NoExceptions, and for nothing else.
const noExceptions = "No exceptions noted"

// result derives the result of one procedure from its sealed counts.
func (b *book) result(p *soc.Procedure) Result {
	r := Result{Procedure: p.ID, Control: p.Control, Status: soc.RunNotRun}
	t := b.tests[p.ID]
	if t == nil {
		r.Text = "Not tested: the file holds no run of this procedure."
		return r
	}
	r.Status, r.Entry = t.Status, t.Entry
	switch t.Status {
	case soc.RunNotRun:
		r.Text = "Not tested: the procedure was not run." + because(t.Reason)
		return r
	case soc.RunIncomplete:
		r.Text = "Not tested: the run did not finish, and none of its figures may be relied on." + because(t.Reason)
		return r
	}
	r.Items = t.Items
	for _, name := range b.inputs(p, t) {
		if pop := b.pops[name]; pop == nil || !pop.Certificate.ShownComplete() {
			r.NotShownComplete = append(r.NotShownComplete, name)
		}
	}
	if t.Items == 0 {
		r.DidNotOperate = len(r.NotShownComplete) == 0 && p.Every == ""
		r.Text = b.emptyText(p, t, &r)
		return r
	}
	for _, a := range p.Attributes {
		r.Attributes = append(r.Attributes, finding(a, t, len(r.NotShownComplete) == 0))
	}
	return r
}

// inputs are the populations that a run read, and those that the procedure
// takes its items from, each once.
func (b *book) inputs(p *soc.Procedure, t *soc.TestRecord) []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	add(p.Population)
	add(p.ForEach)
	for _, in := range t.Inputs {
		add(in.Population)
	}
	return names
}

// because appends the reason of a run.
func because(reason string) string {
	if reason = oneLine(reason); reason != "" {
		return " Reason: " + sentence(reason)
	}
	return ""
}

// emptyText says what a complete run over no item means. It never reads as a
// test without exceptions.
func (b *book) emptyText(p *soc.Procedure, t *soc.TestRecord, r *Result) string {
	from := orElse(p.Population, p.ForEach)
	of := ""
	if p.WhereStatement != "" {
		of = " among " + oneLine(p.WhereStatement)
	}
	switch {
	case len(r.NotShownComplete) > 0:
		return fmt.Sprintf("Not tested: no item was found%s, and %s not shown complete, so whether the control operated cannot be said.", of, areNot(r.NotShownComplete))
	case p.Every != "":
		return "Not tested: the period holds no unit of the calendar for this test" + of + "."
	default:
		return fmt.Sprintf("The control did not operate: the population “%s”, shown complete, holds no item for this test in the period%s (%s in the population altogether). Not tested.",
			b.populationTitle(from), of, counted(t.PopulationRows, "row"))
	}
}

// finding derives the result of one attribute. reliable is whether every
// population that the run read is shown complete.
func finding(a soc.Attribute, t *soc.TestRecord, reliable bool) Finding {
	var c soc.AttributeResult
	for _, each := range t.Attributes {
		if each.ID == a.ID {
			c = each
		}
	}
	f := Finding{Attribute: a.ID, Tested: c.Tested(), Deviation: c.Deviation, Unable: c.Unable, NotTested: c.NotTested}
	f.NoExceptions = reliable && f.Tested > 0 && c.Deviations() == 0
	if f.Tested > 0 {
		f.Rate = fmt.Sprintf("%d/%d", c.Deviations(), f.Tested)
	}
	f.Text = findingText(a, c, &f)
	return f
}

// findingText puts the counts of an attribute into words.
func findingText(a soc.Attribute, c soc.AttributeResult, f *Finding) string {
	var s strings.Builder
	switch {
	case f.Tested == 0 && c.NotTested == 0:
		fmt.Fprintf(&s, "Does not apply to any of %s.", counted(c.NotApplicable, "item"))
		return s.String()
	case f.Tested == 0 && a.Inspect != "":
		fmt.Fprintf(&s, "Not tested: a person must read %s, and no reading is recorded.", counted(c.NotTested, "item"))
	case f.Tested == 0:
		fmt.Fprintf(&s, "Not tested on any of %s.", counted(c.NotTested+c.NotApplicable, "item"))
	case f.NoExceptions:
		fmt.Fprintf(&s, "%s in %s tested.", noExceptions, counted(f.Tested, "item"))
	case c.Deviations() == 0:
		fmt.Fprintf(&s, "%s tested, no deviation among them.", counted(f.Tested, "item"))
	case c.Unable == 0:
		fmt.Fprintf(&s, "%s of %s tested deviated (%s).", number(c.Deviation), counted(f.Tested, "item"), percent(c.Deviation, f.Tested))
	case c.Deviation == 0:
		fmt.Fprintf(&s, "For %s of %s tested the outcome could not be determined; each counts as a deviation until a person resolves it (%s).",
			number(c.Unable), counted(f.Tested, "item"), percent(c.Unable, f.Tested))
	default:
		fmt.Fprintf(&s, "%s of %s tested deviated (%s): %s, and %s could not be determined, each of which counts as a deviation until a person resolves it.",
			number(c.Deviations()), counted(f.Tested, "item"), percent(c.Deviations(), f.Tested), counted(c.Deviation, "deviation"), number(c.Unable))
	}
	if c.NotApplicable > 0 {
		fmt.Fprintf(&s, " %s.", counted(c.NotApplicable, "item was not applicable", "items were not applicable"))
	}
	if f.Tested > 0 && c.NotTested > 0 {
		fmt.Fprintf(&s, " %s.", counted(c.NotTested, "item was not tested", "items were not tested"))
	}
	return s.String()
}

// areNot names populations as the subject of "not shown complete".
func areNot(names []string) string {
	if len(names) == 1 {
		return "the population " + names[0] + " is"
	}
	return "the populations " + listed(names) + " are"
}

// tone is the colour of a result; the words say the same.
func (r *Result) tone() Tone {
	if r.Status != soc.RunComplete {
		return Muted
	}
	if r.Text != "" || len(r.NotShownComplete) > 0 {
		if r.deviations() > 0 {
			return Bad
		}
		return Caution
	}
	tone := Good
	for i := range r.Attributes {
		switch f := &r.Attributes[i]; {
		case f.Deviation+f.Unable > 0:
			return Bad
		case !f.NoExceptions && f.Tested == 0:
			tone = Caution
		}
	}
	return tone
}

// deviations counts the deviating and unable outcomes.
func (r *Result) deviations() int64 {
	var n int64
	for _, f := range r.Attributes {
		n += f.Deviation + f.Unable
	}
	return n
}

// tested counts the outcomes.
func (r *Result) tested() int64 {
	var n int64
	for _, f := range r.Attributes {
		n += f.Tested
	}
	return n
}
