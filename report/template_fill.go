package report

import (
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// templateData gathers what templates print. The opinion is left empty until
// every part is formed.
func (b *book) templateData() *TemplateData {
	e := &b.ex.Engagement
	d := &TemplateData{
		Kind: b.rules.Kind.Title(), Title: b.title(),
		SOC1: b.rules.Kind == soc.SOC1, SOC2: b.rules.Kind == soc.SOC2, SOC3: b.rules.Kind == soc.SOC3,
		Operation:    b.rules.Operation,
		Organization: plainText(b.organization()), System: plainText(b.system()),
		SystemSummary: plainText(strings.TrimRight(oneLine(e.System.Summary), ".")),
		Firm:          plainText(b.firm()), Place: plainText(listedPlace(e.Practitioner.City, e.Practitioner.State)),
		When: b.when(), Span: b.span(), OverIt: "throughout that period",
		DescriptionCriteria: "the description criteria", ControlsOf: "of " + plainText(b.organization()) + " stated in the description",
		Aims: b.aims(), AimsShort: "the commitments and requirements", Would: b.would(),
		CUECs: len(b.ex.CUECs) > 0, Complementary: b.complementary(),
		OtherInformation: b.rules.FullDescription && len(b.ex.Responses) > 0,
		Exceptions:       nil, Representations: b.representations(), KnownDeviations: b.knownDeviations(),
	}
	if !b.rules.Period {
		d.Span, d.OverIt = e.AsOf.Long(), "as of that date"
	}
	switch {
	case d.SOC1:
		d.DescriptionCriteria, d.AimsShort = "the criteria that management states in its assertion", "the control objectives"
		var classes []string
		for _, t := range b.ex.Transactions {
			classes = append(classes, plainText(t.Name))
		}
		d.Transactions = listed(classes)
	default:
		d.Categories, d.OneCategory = categories(e.Categories), len(e.Categories) == 1
		d.Yardstick = "the trust services criteria for " + d.Categories
	}
	if d.SOC3 {
		d.ControlsOf = "of " + d.Organization + " within the system"
	}
	d.AimsTitle = capital(d.AimsShort)
	if f := b.ex.Final; f != nil {
		d.Firm, d.Place, d.Date = plainText(f.Firm), plainText(listedPlace(f.City, f.State)), f.Date.Long()
	}
	for _, so := range e.SubserviceOrganizations {
		t := TemplateSubservice{plainText(so.Name), plainText(strings.TrimRight(oneLine(orElse(so.Services, "services")), "."))}
		switch so.Method {
		case carveOut:
			d.CarvedOut = append(d.CarvedOut, t)
		case inclusive:
			d.Included = append(d.Included, t)
		}
	}
	for _, m := range soc.InForce(b.ex.Records.Emphasis) {
		if !m.Record.Withdrawn {
			d.Emphasis = append(d.Emphasis, TemplateMatter{plainText(orElse(m.Record.Title, "Emphasis of matter")), plainText(sentence(oneLine(m.Record.Text)))})
		}
	}
	if parts, err := opinionOf(b.ex); err == nil {
		b.fillOpinion(d, parts)
	}
	return d
}

// complementary names the controls that were assumed in the design.
func (b *book) complementary() string {
	var words []string
	if len(b.ex.CSOCs) > 0 {
		words = append(words, "complementary subservice organization controls")
	}
	if len(b.ex.CUECs) > 0 {
		words = append(words, "complementary user entity controls")
	}
	return listed(words)
}

// fillOpinion puts the opinion into the data of a template.
func (b *book) fillOpinion(d *TemplateData, parts []soc.OpinionPart) {
	o := &d.Opinion
	matters := 0
	var disclaimed []string
	for _, p := range parts {
		t := &TemplatePart{
			Report:      d,
			Description: p.Part == soc.DescriptionPart, Design: p.Part == soc.DesignPart, Operation: p.Part == soc.OperationPart,
			Qualified: p.Opinion == soc.Qualified, Adverse: p.Opinion == soc.Adverse, Disclaimer: p.Opinion == soc.Disclaimer,
			ScopeLimitation: p.Cause == soc.ScopeLimitation, Many: len(p.Basis) > 1,
		}
		t.Affected, t.Reach = b.affected(p)
		for _, m := range p.Basis {
			t.Matters = append(t.Matters, b.basis(p.Part, m))
			d.Exceptions = append(d.Exceptions, exception(t.Matters[len(t.Matters)-1]))
		}
		matters += len(p.Basis)
		o.Parts = append(o.Parts, t)
		switch p.Opinion {
		case soc.Disclaimer:
			o.Disclaimed = append(o.Disclaimed, t)
			disclaimed = append(disclaimed, "the "+partWords[p.Part])
		default:
			o.Expressed = append(o.Expressed, t)
		}
		if p.Opinion != soc.Unmodified {
			o.Modified = append(o.Modified, t)
		}
	}
	o.Many = matters > 1
	o.DisclaimedWords = listed(disclaimed)
	o.Noun, o.BasisHeading = opinionWords(parts)
	o.Heading = capital(o.Noun)
	if o.BasisHeading != "" && len(o.Disclaimed) > 0 && len(o.Disclaimed) < len(parts) && o.Noun == "disclaimer of opinion" {
		o.Heading = "Opinion and disclaimer of opinion"
	}
}

// exception is a matter as the assertion excepts it, without the results of
// the practitioner's tests.
func exception(m TemplateBasis) string {
	if m.Label == "" {
		return m.Text
	}
	return m.Label + ". " + m.Text
}

// opinionWords are the kinds of an opinion as a noun, and the heading of the
// basis for what is modified in it, "" when nothing is.
func opinionWords(parts []soc.OpinionPart) (noun, basis string) {
	has := map[soc.OpinionKind]bool{}
	for _, p := range parts {
		has[p.Opinion] = true
	}
	switch {
	case has[soc.Qualified] && has[soc.Adverse]:
		noun = "qualified and adverse opinion"
	case has[soc.Qualified]:
		noun = "qualified opinion"
	case has[soc.Adverse]:
		noun = "adverse opinion"
	}
	if has[soc.Disclaimer] {
		if noun != "" {
			noun += " and "
		}
		noun += "disclaimer of opinion"
	}
	if noun == "" {
		return "opinion", ""
	}
	return noun, "Basis for " + noun
}

// affected names the criteria or objectives that a part is modified for, and
// the verb that goes with them.
func (b *book) affected(p soc.OpinionPart) (words, verb string) {
	var ids []string
	general := false
	for _, m := range p.Basis {
		if m.Criterion == "" {
			general = true
			continue
		}
		ids = appendNew(ids, plainText(m.Criterion))
	}
	one, many := "criterion", "criteria"
	if p.Part == soc.DescriptionPart {
		one, many = "description criterion", "description criteria"
	}
	if b.rules.Objectives && p.Part != soc.DescriptionPart {
		one, many = "control objective", "control objectives"
	}
	switch {
	case len(ids) == 0 && len(p.Basis) == 1:
		return "the matter described", "is"
	case len(ids) == 0:
		return "the matters described", "are"
	case general:
		return withNoun(ids, one, many) + " and the other matters described", "are"
	case len(ids) == 1:
		return one + " " + ids[0], "is"
	}
	return withNoun(ids, one, many), "are"
}

func withNoun(ids []string, one, many string) string {
	if len(ids) == 1 {
		return one + " " + ids[0]
	}
	return many + " " + listed(ids)
}

// basis is one matter that a part is modified for.
func (b *book) basis(part soc.OpinionPartName, m soc.BasisMatter) TemplateBasis {
	t := TemplateBasis{Text: plainText(sentence(oneLine(m.Text)))}
	var label []string
	if m.Criterion != "" {
		words, _ := b.affected(soc.OpinionPart{Part: part, Basis: []soc.BasisMatter{m}})
		label = append(label, words)
	}
	if m.Control != "" {
		words := "control " + plainText(m.Control)
		if c := b.controls[m.Control]; c != nil && c.Title != "" {
			words += " (" + plainText(c.Title) + ")"
		}
		label = append(label, words)
	}
	t.Label = capital(strings.Join(label, ", "))
	if part == soc.OperationPart && b.rules.ShowsTests {
		t.Extent = plainText(b.extent(m.Control))
	}
	return t
}

// extent says what the results in Section IV hold of a control's deviations.
func (b *book) extent(control string) string {
	var parts []string
	for _, p := range b.byControl[control] {
		for _, f := range b.results[p.ID].Attributes {
			if n := f.Deviation + f.Unable; n > 0 {
				parts = append(parts, number(n)+" of "+counted(f.Tested, "item")+" (attribute "+f.Attribute+" of "+p.ID+")")
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "The tests in Section IV found deviations in " + listed(parts) + "."
}

// knownDeviations are the attributes with deviations, a sentence each.
func (b *book) knownDeviations() []string {
	if !b.rules.Operation {
		return nil
	}
	var out []string
	for i := range b.ex.Controls {
		c := &b.ex.Controls[i]
		for _, p := range b.byControl[c.ID] {
			for _, f := range b.results[p.ID].Attributes {
				if n := f.Deviation + f.Unable; n > 0 {
					out = append(out, plainText(c.ID+", "+p.ID+" "+f.Attribute+": "+number(n)+" of "+counted(f.Tested, "item")+" tested."))
				}
			}
		}
	}
	return out
}
