package report

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// complete checks what a report needs beyond newBook, and fills the figures.
func (b *book) complete() error {
	if err := b.checkFindings(); err != nil {
		return err
	}
	if b.final() {
		if err := b.checkFinal(); err != nil {
			return err
		}
	}
	b.summarize()
	return nil
}

// checkFinal refuses to write a final report over what is missing or
// contradicts itself. The gates are a person's list of what remains; these
// are the things without which the pages themselves would be untrue.
func (b *book) checkFinal() error {
	ex := b.ex
	f := ex.Final
	switch {
	case ex.Readiness:
		return errors.New("management ran this examination by itself (readiness): it can never be issued")
	case f.Firm == "" || f.City == "" || f.State == "" || f.Date.IsZero():
		return errors.New("a final report needs the firm, its city and state, and the date")
	case b.rules.Period && !ex.Engagement.Period.To.Before(f.Date):
		return fmt.Errorf("the report is dated %s, which is not after the period ends on %s", f.Date, ex.Engagement.Period.To)
	case !b.rules.Period && f.Date.Before(ex.Engagement.AsOf):
		return fmt.Errorf("the report is dated %s, before the date that it is as of, %s", f.Date, ex.Engagement.AsOf)
	case strings.TrimSpace(ex.Assertion) == "":
		return errors.New("management has given no assertion")
	}
	for i := range ex.Tests {
		if b.throwAway(ex.Tests[i].PerformedBy) {
			return fmt.Errorf("the result of %s is signed with a throw-away key: perform it again with a lasting key of the practitioner", ex.Tests[i].Procedure)
		}
	}
	if soc.Latest(ex.Records.Assertions, ex.Engagement.ServiceOrganization.Name) == nil {
		return fmt.Errorf("nobody has signed the assertion for %s", b.organization())
	}
	for _, so := range ex.Engagement.SubserviceOrganizations {
		if so.Method == inclusive && soc.Latest(ex.Records.Assertions, so.Name) == nil {
			return fmt.Errorf("%s is included and has not signed an assertion of its own", oneLine(so.Name))
		}
		if so.Method == inclusive && b.includedAssertion(so.Name) == nil {
			return fmt.Errorf("%s is included and the file holds no assertion of its own", oneLine(so.Name))
		}
	}
	_, err := opinionOf(ex)
	return err
}

// inclusive and carveOut are the methods of soc.SubserviceOrganization.
const (
	inclusive = "inclusive"
	carveOut  = "carve_out"
)

// opinionOf returns the parts of the opinion that are in force, in the order
// of the rules. The error names a part that nobody has formed, one that the
// report does not have, or one that lacks something of its own.
func opinionOf(ex *soc.Examination) ([]soc.OpinionPart, error) {
	rules := ex.Engagement.Rules()
	var parts []soc.OpinionPart
	for _, name := range rules.Parts {
		part := soc.Latest(ex.Records.Opinion, string(name))
		if part == nil {
			return nil, fmt.Errorf("no opinion on the %s is formed: the engagement partner forms it", partWords[name])
		}
		if err := part.Record.Fault(); err != nil {
			return nil, fmt.Errorf("the opinion on the %s: %w", partWords[name], err)
		}
		parts = append(parts, part.Record)
	}
	for _, s := range soc.InForce(ex.Records.Opinion) {
		if !hasPart(rules, s.Record.Part) {
			return nil, fmt.Errorf("an opinion is formed on the %s, which a report of this kind has no opinion on", partWords[s.Record.Part])
		}
	}
	return parts, nil
}

func hasPart(rules soc.Rules, name soc.OpinionPartName) bool {
	for _, p := range rules.Parts {
		if p == name {
			return true
		}
	}
	return false
}

// partWords name the parts of the opinion.
var partWords = map[soc.OpinionPartName]string{
	soc.DescriptionPart: "description",
	soc.DesignPart:      "design of the controls",
	soc.OperationPart:   "operation of the controls",
}
