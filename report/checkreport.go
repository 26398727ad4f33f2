package report

import (
	"fmt"
	"regexp"

	"github.com/tickmark-audit/tickmark/soc"
)

// The gates that a text can keep open.
const (
	gateReport     = "G-RPT-01"
	gateUse        = "G-RPT-04"
	gateModified   = "G-OPN-03"
	gateDisclaimer = "G-OPN-04"
	gateAssertion  = "G-AST-01"
	gateSubservice = "G-SUB-03"
)

// CheckTexts looks through the texts of the report for what they must contain
// and may not: the auditor's report, written from its templates, and
// management's assertion. It returns what they lack, by gate, in the order of
// the elements; nil when nothing. The signature, the place and the date are
// asked for only when Final is set. The error is that of the examination or of
// a template.
func CheckTexts(ex *soc.Examination) ([]soc.TextFault, error) {
	b, err := newBook(ex)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	var faults []soc.TextFault
	if _, err := opinionOf(ex); err != nil {
		faults = append(faults, soc.TextFault{Gate: gateReport, Missing: "The auditor’s report cannot be written: " + err.Error() + "."})
	} else {
		text, err := b.auditorText()
		if err != nil {
			return nil, fmt.Errorf("report: %w", err)
		}
		faults = b.checkReport(text)
	}
	return append(faults, b.checkAssertion(ex.Assertion)...), nil
}

// CheckReport looks through a text of the auditor's report, Markdown or plain,
// for elements as they apply to the examination, and for what does
// not belong in it. The text may be a firm's own.
//
// The method: the text is read in sections (Markdown headings, or lines in
// bold) and compared without regard to case, emphasis and quotes. An element
// is found when one section has every phrase of it in one of several forms,
// and the names and dates that it must state. So an element in quite other
// words is reported as missing although a person would find it, and a sentence
// that says the phrases and means something else is not noticed. A person
// still reads the report. The error is that of the examination; the opinion
// has to be formed.
func CheckReport(ex *soc.Examination, text string) ([]soc.TextFault, error) {
	b, err := newBook(ex)
	if err == nil {
		_, err = opinionOf(ex)
	}
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return b.checkReport(text), nil
}

// reportCheck is one run of the checks of an auditor's report.
type reportCheck struct {
	b      *book
	text   checkedText
	data   *TemplateData
	parts  []soc.OpinionPart
	faults []soc.TextFault
}

func (c *reportCheck) fault(gate, element, format string, args ...any) {
	missing := fmt.Sprintf(format, args...)
	if element != "" {
		missing = element + ": " + missing
	}
	c.faults = append(c.faults, soc.TextFault{Gate: gate, Missing: "The auditor’s report, " + missing + "; the practitioner can supply it."})
}

// want is fault unless holds.
func (c *reportCheck) want(holds bool, gate, element, format string, args ...any) {
	if !holds {
		c.fault(gate, element, format, args...)
	}
}

func (b *book) checkReport(source string) []soc.TextFault {
	parts, _ := opinionOf(b.ex)
	c := &reportCheck{b: b, text: readText(source), data: b.templateData(), parts: parts}
	c.scope()
	c.others()
	c.responsibilities()
	c.limits()
	c.opinion()
	c.use()
	c.signature()
	c.words()
	return c.faults
}

// disclaimed reports whether a part of the opinion is disclaimed, and whether
// all are.
func (c *reportCheck) disclaimed() (some, all bool) {
	all = len(c.parts) > 0
	for _, p := range c.parts {
		some = some || p.Opinion == soc.Disclaimer
		all = all && p.Opinion == soc.Disclaimer
	}
	return some, all
}

// scope checks.
func (c *reportCheck) scope() {
	title := ""
	for _, s := range c.text.sections {
		if title = s.heading; title == "" && len(s.blocks) > 0 {
			title = s.blocks[0]
		}
		if title != "" {
			break
		}
	}
	c.want(saysIndependent.MatchString(title), gateReport, "R-1", "has no title that says “independent”")
	addressed := false
	n := 0
	for _, s := range c.text.sections {
		for _, block := range s.blocks {
			if n++; n <= 4 && addressee.MatchString(block) {
				addressed = true
			}
		}
	}
	c.want(addressed, gateReport, "R-2", "is addressed to nobody (a line that begins with “To”)")

	e := &c.b.ex.Engagement
	some, _ := c.disclaimed()
	verb, word := saysExamined, "examined"
	if some {
		verb, word = saysEngaged, "were engaged to examine"
	}
	var scope string
	for _, s := range c.text.sections {
		if verb.MatchString(s.text) && names(s.text, c.b.system()) {
			scope = s.text
			break
		}
	}
	if scope == "" {
		c.fault(gateReport, "R-3", "does not say in one section that we %s the system %s", word, c.b.system())
		return
	}
	c.want(names(scope, c.b.organization()), gateReport, "R-3", "does not name %s where it states the scope", c.b.organization())
	for _, day := range c.b.days() {
		c.want(names(scope, day.Long()) || names(scope, day.String()), gateReport, "R-3", "does not state the day %s where it states the scope", day.Long())
	}
	if c.b.rules.Objectives {
		c.want(saysObjectives.MatchString(scope), gateReport, "R-3", "does not name the control objectives where it states the scope")
	} else {
		c.want(re(`trust services criteria`).MatchString(scope), gateReport, "R-3", "does not name the trust services criteria where it states the scope")
		for _, category := range e.Categories {
			c.want(names(scope, categories([]soc.Category{category})), gateReport, "R-3", "does not name the category %s where it states the scope", categories([]soc.Category{category}))
		}
	}
	if c.b.rules.FullDescription {
		c.want(re(`\bdescri`).MatchString(scope) && re(`criteria`).MatchString(scope), gateReport, "R-3", "does not name the description and its criteria where it states the scope")
	}
	if c.data.OtherInformation {
		c.want(c.text.block("", re(`section (v|5)\b|other information`), saysNotCovered, saysNoOpinion), gateReport, "R-4", "does not say that Section V is not covered, and that no opinion is expressed on it")
	}
}

// days are the days that the report covers: first and last, or its date.
func (b *book) days() []soc.Date {
	e := &b.ex.Engagement
	if b.rules.Period {
		return []soc.Date{e.Period.From, e.Period.To}
	}
	return []soc.Date{e.AsOf}
}

// others checks: subservice organizations and user entities.
func (c *reportCheck) others() {
	csoc := map[string]bool{}
	for _, x := range c.b.ex.CSOCs {
		csoc[x.Organization] = true
	}
	for _, so := range c.b.ex.Engagement.SubserviceOrganizations {
		switch so.Method {
		case carveOut:
			c.want(c.text.block(so.Name, saysLeftOut, saysNotEvaluated), gateReport, "R-5", "does not say in one paragraph that %s is left out and was not evaluated", oneLine(so.Name))
			if csoc[so.Name] {
				c.want(c.text.block(so.Name, saysCSOC), gateReport, "R-5", "does not name the complementary subservice organization controls assumed of %s", oneLine(so.Name))
			}
		case inclusive:
			c.want(c.text.block(so.Name, saysIncludes, saysExtended), gateReport, "R-6", "does not say in one paragraph that %s is included and that the procedures extended to it", oneLine(so.Name))
		}
	}
	if len(c.b.ex.CUECs) > 0 {
		c.want(c.text.block("", saysCUEC, saysOnlyIf, saysNotEvaluated), gateReport, "R-7", "does not say in one paragraph what depends on complementary user entity controls, and that they were not evaluated")
	} else if c.text.block("", saysCUEC, saysOnlyIf) {
		c.fault(gateSubservice, "R-7", "speaks of complementary user entity controls, and the description has none")
	}
	if len(csoc) == 0 && c.text.block("", saysCSOC, saysOnlyIf) {
		c.fault(gateSubservice, "R-5", "speaks of complementary subservice organization controls, and the description has none")
	}
}

// responsibilities checks, and G-OPN-04: a disclaimer does not
// state that the examination met the standards.
func (c *reportCheck) responsibilities() {
	what := []*regexp.Regexp{saysResponsible, saysAssertion, re(`design`), re(`implement`)}
	if c.b.rules.Objectives {
		what = append(what, re(`(stating|specifying|setting|identifying)\b.{0,40}control objectives`), saysRisks)
	} else {
		what = append(what, re(`commitments`))
	}
	c.want(c.text.some(what...), gateReport, "R-8", "does not state in one section the responsibilities of the service organization: the assertion, %s, and designing and implementing controls", c.data.AimsShort)

	some, _ := c.disclaimed()
	c.want(c.text.some(saysResponsible, saysExpress), gateReport, "R-9", "does not say that our responsibility is to express an opinion")
	c.want(c.text.some(saysIndependent, saysEthical), gateReport, "R-9", "does not say that we are independent and met the other ethical requirements")
	standards := saysStandards.MatchString(c.text.whole)
	if some {
		if standards {
			c.faults = append(c.faults, soc.TextFault{Gate: gateDisclaimer, Missing: "The auditor’s report disclaims an opinion and still states that the examination met the attestation standards: take the statement out; the practitioner can."})
		}
		c.want(saysEngaged.MatchString(c.text.whole), gateDisclaimer, "", "disclaims an opinion and does not say that we “were engaged to” examine")
		return
	}
	c.want(standards, gateReport, "R-9", "does not say that the examination was conducted under the attestation standards established by the AICPA")
	c.want(c.text.some(saysReasonable, saysStandards), gateReport, "R-9", "does not say beside the standards that they ask for reasonable assurance")
	c.want(c.text.some(saysSufficient, saysEvidence), gateReport, "R-9", "does not say that the evidence is sufficient and appropriate")
	involved := []*regexp.Regexp{saysUnderstanding, saysRisks, saysEvidence, re(`evaluat`), saysSuitable}
	if c.b.rules.ShowsTests {
		involved = append(involved, saysTesting)
	}
	c.want(c.text.some(involved...), gateReport, "R-10", "does not say in one section what the examination involved")
}

// limits checks.
func (c *reportCheck) limits() {
	limits := []*regexp.Regexp{saysLimits, saysFuture}
	if c.b.rules.FullDescription {
		limits = append(limits, saysCommonNeeds)
	}
	c.want(c.text.some(limits...), gateReport, "R-11", "does not state the inherent limitations in one section")
	switch {
	case c.b.rules.ShowsTests:
		c.want(c.text.some(saysTestsOf, saysSectionIV), gateReport, "R-12", "does not refer to the description of tests of controls in Section IV")
	case !c.b.rules.Operation:
		c.want(c.text.block("", saysNoProcedures, saysNoOpinion), gateReport, "R-12", "does not say that no procedures were performed on operation and that no opinion is expressed on it")
	}
}

// use checks R-15 and the legend on restricted use.
func (c *reportCheck) use() {
	if !c.b.rules.Restricted {
		if s, at := c.text.headed(saysRestricted); at >= 0 || c.text.block("", re(`\bintended solely\b`)) {
			c.fault(gateUse, "R-15", "restricts its use (%q), and a SOC 3 is for general use", s.heading)
		}
		return
	}
	var use *checkedSection
	for i := range c.text.sections {
		if s := &c.text.sections[i]; saysRestricted.MatchString(s.heading+" "+s.text) && saysUserEntities.MatchString(s.text) && saysNobodyElse.MatchString(s.text) {
			use = s
		}
	}
	if use == nil {
		c.fault(gateUse, "R-15", "does not restrict its use to those for whom it is, and to nobody else")
		return
	}
	if c.b.rules.Objectives {
		c.want(saysAuditors.MatchString(use.text), gateUse, "R-15", "does not name the auditors of user entities among those who may use it")
		if saysProspective.MatchString(use.text) {
			c.fault(gateUse, "R-15", "names prospective users among those who may use a SOC 1")
		}
		return
	}
	c.want(matchesAll(use.text, saysUsersFull), gateUse, "R-15", "does not name all those who may use a SOC 2 (business partners, practitioners, prospective users, regulators), with the knowledge that they need")
}

// signature checks, which issuing supplies.
func (c *reportCheck) signature() {
	f := c.b.ex.Final
	if f == nil {
		return
	}
	c.want(names(c.text.whole, f.Firm), gateReport, "R-16", "is not signed by %s", oneLine(f.Firm))
	c.want(names(c.text.whole, f.City) && names(c.text.whole, f.State), gateReport, "R-17", "does not state the city and state, %s", listedPlace(f.City, f.State))
	c.want(names(c.text.whole, f.Date.Long()) || names(c.text.whole, f.Date.String()), gateReport, "R-18", "does not bear its date, %s", f.Date.Long())
}
