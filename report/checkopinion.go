package report

import (
	"regexp"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

var (
	exceptFor = re(`\bexcept for\b`)
	subjectTo = re(`\bsubject to\b`)
	pointsTo  = re(`described|basis|preceding|above`)
	negates   = re(`\b(not|did not|does not|were not)\b`)
)

// opinion checks, and that the words of the opinion fit
// what was formed (G-OPN-03).
func (c *reportCheck) opinion() {
	at := -1
	for i, s := range c.text.sections {
		if opinionHeading.MatchString(s.heading) || saysInOurOpinion.MatchString(s.text) || saysNoneExpressed.MatchString(s.text) && strings.Contains(s.heading, "disclaimer") && !basisHeading.MatchString(s.heading) {
			if !basisHeading.MatchString(s.heading) {
				at = i
				break
			}
		}
	}
	c.basis(at)
	c.emphasis()
	if at < 0 {
		c.fault(gateReport, "R-14", "has no section with the opinion")
		return
	}
	s := c.text.sections[at]
	_, all := c.disclaimed()
	if !all {
		c.want(saysInOurOpinion.MatchString(s.text) && saysMaterial.MatchString(s.text), gateReport, "R-14", "does not give its opinion “in all material respects”")
	}
	for _, p := range c.parts {
		c.part(s, p)
	}
	c.exceptions(s)
	noun, _ := opinionWords(c.parts)
	for _, kind := range []soc.OpinionKind{soc.Qualified, soc.Adverse, soc.Disclaimer} {
		in := strings.Contains(noun, string(kind))
		if has := strings.Contains(s.heading, string(kind)); in != has && s.heading != "" {
			c.fault(gateModified, "R-14", "heads its opinion %q, and what was formed is a %s", s.heading, noun)
			break
		}
	}
}

// part checks the clause on one part of the opinion.
func (c *reportCheck) part(s checkedSection, p soc.OpinionPart) {
	clause := clauseOf(s, p.Part)
	if p.Opinion == soc.Disclaimer {
		c.want(saysNoneExpressed.MatchString(s.text), gateReport, "R-14", "does not say that no opinion is expressed on the %s", partWords[p.Part])
		if clause != "" && saysInOurOpinion.MatchString(s.text) {
			c.fault(gateModified, "R-14", "gives an opinion on the %s, which is disclaimed", partWords[p.Part])
		}
		return
	}
	if clause == "" {
		c.fault(gateReport, "R-14", "gives no opinion on the %s", partWords[p.Part])
		return
	}
	said := clause
	if i := ifOperated.FindStringIndex(clause); i != nil {
		said = clause[:i[0]]
	}
	switch p.Opinion {
	case soc.Adverse:
		c.want(negates.MatchString(said), gateModified, "R-14", "does not give an adverse opinion on the %s", partWords[p.Part])
	case soc.Unmodified, soc.Qualified:
		c.want(!negates.MatchString(said), gateModified, "R-14", "denies what was found of the %s, on which the opinion is %s", partWords[p.Part], p.Opinion)
	}
	if p.Part == soc.DesignPart {
		c.want(ifOperated.MatchString(clause), gateReport, "R-14", "does not say of the design “if its controls operated effectively”")
	}
	if p.Part != soc.DescriptionPart {
		if len(c.b.ex.CUECs) > 0 {
			c.want(saysCUEC.MatchString(clause), gateReport, "R-14", "does not say of the %s that it depends on complementary user entity controls", partWords[p.Part])
		}
		if len(c.b.ex.CSOCs) > 0 {
			c.want(saysCSOC.MatchString(clause), gateReport, "R-14", "does not say of the %s that it depends on complementary subservice organization controls", partWords[p.Part])
		}
	}
}

// clauseOf finds the paragraph or list item of the opinion that is about a
// part; "" when there is none.
func clauseOf(s checkedSection, part soc.OpinionPartName) string {
	for _, b := range s.blocks {
		if saysNoneExpressed.MatchString(b) {
			continue
		}
		design := saysSuitable.MatchString(b)
		before, _, _ := strings.Cut(b, " if ")
		switch part {
		case soc.DescriptionPart:
			if !design && saysPresents.MatchString(b) && !saysOperated.MatchString(before) {
				return b
			}
		case soc.DesignPart:
			if design {
				return b
			}
		case soc.OperationPart:
			if saysOperated.MatchString(before) && !design || design && regexp.MustCompile(`and operated effectively|and operating effectiveness`).MatchString(b) {
				return b
			}
		}
	}
	return ""
}

// exceptions checks where "except for" stands: in the clause of each part that
// is qualified, tied to the basis, and nowhere else.
func (c *reportCheck) exceptions(opinion checkedSection) {
	for _, p := range c.parts {
		clause := clauseOf(opinion, p.Part)
		if clause == "" {
			continue
		}
		has := exceptFor.MatchString(clause)
		switch {
		case p.Opinion == soc.Qualified && !has:
			c.fault(gateModified, "R-14", "does not qualify the opinion on the %s with “except for”", partWords[p.Part])
		case p.Opinion != soc.Qualified && has:
			c.fault(gateModified, "R-14", "has “except for” in the opinion on the %s, which is %s", partWords[p.Part], p.Opinion)
		}
	}
	qualified := 0
	for _, p := range c.parts {
		if p.Opinion == soc.Qualified {
			qualified++
		}
	}
	for _, s := range c.text.sections {
		basis := basisHeading.MatchString(s.heading)
		for _, block := range s.blocks {
			if subjectTo.MatchString(block) && (basis || s.heading == opinion.heading) {
				c.fault(gateModified, "R-14", "says “subject to” in its opinion or the basis for it: a qualified opinion says “except for”")
			}
			if !exceptFor.MatchString(block) || s.heading != opinion.heading || basis {
				continue
			}
			c.want(pointsTo.MatchString(block), gateModified, "R-14", "has an “except for” that does not point at the basis for it")
			if strings.HasSuffix(block, ":") && qualified < len(c.parts) {
				c.fault(gateModified, "R-14", "excepts before its list of parts, and not all parts are qualified")
			}
		}
	}
}

// basis checks R-13: each matter is in a section before the opinion, whose
// heading names the type.
func (c *reportCheck) basis(opinionAt int) {
	noun, _ := opinionWords(c.parts)
	s, at := c.text.headed(basisHeading)
	if noun == "opinion" {
		if at >= 0 && re(`qualified|adverse|disclaim`).MatchString(s.heading) {
			c.fault(gateModified, "R-13", "has a basis for a modified opinion, and no part is modified")
		}
		return
	}
	if at < 0 {
		c.fault(gateModified, "R-13", "has no section “Basis for %s”", noun)
		return
	}
	if opinionAt >= 0 && opinionAt < at {
		c.fault(gateModified, "R-13", "gives the basis for the %s after the opinion", noun)
	}
	for _, p := range c.parts {
		if p.Opinion == soc.Unmodified {
			continue
		}
		c.want(strings.Contains(s.heading, string(p.Opinion)), gateModified, "R-13", "has a basis whose heading does not say “%s”", p.Opinion)
		for _, m := range p.Basis {
			for _, id := range []string{m.Criterion, m.Control} {
				c.want(names(s.text, id), gateModified, "R-13", "does not name %s in the basis for the opinion on the %s", id, partWords[p.Part])
			}
			c.want(names(s.text, strings.TrimRight(oneLine(m.Text), ".")), gateModified, "R-13", "does not say in the basis for the opinion on the %s what was formed: %s", partWords[p.Part], sentence(oneLine(m.Text)))
		}
	}
}

// emphasis checks R-19.
func (c *reportCheck) emphasis() {
	for _, m := range soc.InForce(c.b.ex.Records.Emphasis) {
		if m.Record.Withdrawn {
			continue
		}
		found := false
		for _, s := range c.text.sections {
			found = found || names(s.text, strings.TrimRight(oneLine(m.Record.Text), ".")) && saysNotModified.MatchString(s.text)
		}
		c.want(found, gateReport, "R-19", "does not emphasize %s, and say that the opinion is not modified for it", m.Record.ID)
	}
}

// forbidden are words that do not belong in a report, by the kind of report.
var forbidden = []struct {
	pattern *regexp.Regexp
	says    string
	applies func(soc.Rules) bool
}{
	{re(`\bcertif(y|ies|ication)\b|\bcertified\b`), "“certified”: an examination certifies nothing", nil},
	{re(`\bpass(ed|es)?\b (the |an? |this |our |its )?(soc|audit|examination)|\b(has|have) passed\b`), "“passed”: an examination is not passed", nil},
	{re(`\bcompliant\b`), "“compliant”: the opinion is not on compliance", nil},
	{re(`\bssae( no\.?)? ?\d+\b`), "a number of an SSAE: the standards are named as the attestation standards established by the AICPA", nil},
	{re(`\bat-c( section)? 320\b`), "AT-C 320, which is the standard of a SOC 1", func(r soc.Rules) bool { return !r.Objectives }},
	{re(`\bdc( section)? 200\b`), "DC 200, which is for the description in a SOC 2", func(r soc.Rules) bool { return r.Objectives }},
	{re(`\bdc( section)? 200\b`), "DC 200: a SOC 3 has no description", func(r soc.Rules) bool { return r.Kind == soc.SOC3 }},
	{re(`\bthroughout\b`), "“throughout” in a report as of a date", func(r soc.Rules) bool { return !r.Period }},
	{re(`\btests? of controls\b|\bno exceptions? (were |was )?noted\b|\bitems tested\b`), "results of tests, which this kind of report does not hold", func(r soc.Rules) bool { return !r.ShowsTests }},
}

// cpa is where "certified" stands by right.
var cpa = re(`certified public accountants?`)

// words looks for what does not belong in the text.
func (c *reportCheck) words() {
	for _, says := range forbiddenIn(c.text.whole, c.b.rules) {
		c.faults = append(c.faults, soc.TextFault{Gate: gateReport, Missing: "The auditor’s report has " + says + "; the practitioner can take it out."})
	}
}

// forbiddenIn says which words of a text do not belong in it.
func forbiddenIn(text string, rules soc.Rules) []string {
	text = cpa.ReplaceAllString(text, "cpa")
	var out []string
	for _, f := range forbidden {
		if (f.applies == nil || f.applies(rules)) && f.pattern.MatchString(text) {
			out = append(out, f.says)
		}
	}
	return out
}
