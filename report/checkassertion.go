package report

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// CheckAssertion looks through management's assertion for elements AS-1 to
// AS-11 as they apply to the examination, with the method of CheckReport and
// its limits. What the opinion is modified for is asked for once the opinion
// is formed, signatures once Final is set. The error is that of the
// examination.
func CheckAssertion(ex *soc.Examination, text string) ([]soc.TextFault, error) {
	b, err := newBook(ex)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return b.checkAssertion(text), nil
}

func (b *book) checkAssertion(source string) []soc.TextFault {
	var faults []soc.TextFault
	want := func(holds bool, element, format string, args ...any) {
		if !holds {
			faults = append(faults, soc.TextFault{Gate: gateAssertion, Missing: "The assertion, " + element + ": " + fmt.Sprintf(format, args...) + "; management can supply it."})
		}
	}
	if strings.TrimSpace(source) == "" {
		return []soc.TextFault{{Gate: gateAssertion, Missing: "Management has given no assertion; management can, starting from 'tickmark letter DIR assertion'."}}
	}
	t := readText(source)
	has := func(patterns ...*regexp.Regexp) bool { return matchesAll(t.whole, patterns) }
	aims, aimsWords := saysCommitments, "the service commitments and system requirements"
	if b.rules.Objectives {
		aims, aimsWords = saysObjectives, "the control objectives"
	}

	want(names(t.whole, b.organization()), "AS-1", "does not name %s", b.organization())
	want(names(t.whole, b.system()), "AS-1", "does not name the system %s", b.system())
	for _, day := range b.days() {
		want(names(t.whole, day.Long()) || names(t.whole, day.String()), "AS-1", "does not state the day %s", day.Long())
	}
	if b.rules.FullDescription {
		want(t.block("", re(`description`), saysPresents, re(`designed and implemented`)), "AS-2", "does not say that the description presents the system that was designed and implemented")
		if b.rules.Objectives {
			want(has(re(`classes of transactions`), re(`criteria`)), "AS-2", "does not state the criteria for the description (AT-C 320), which a SOC 1 restates")
		} else {
			want(has(re(`\bdc( section)? 200\b`)), "AS-2", "does not name DC section 200, by which the description is measured")
		}
	}
	if b.rules.FullDescription && b.rules.Operation {
		want(has(re(`changes`), re(`omit|distort`)), "AS-3", "does not say that the description covers changes, and neither omits nor distorts")
	}
	want(t.block("", saysSuitable, aims), "AS-4", "does not say that the controls were suitably designed for %s", aimsWords)
	if b.rules.Operation {
		want(t.block("", saysOperated, re(`throughout`)), "AS-5", "does not say that the controls operated effectively throughout the period")
	}
	if len(b.ex.CUECs) > 0 {
		want(has(saysCUEC), "AS-6", "does not say that achievement depends on complementary user entity controls")
	}
	if len(b.ex.CSOCs) > 0 {
		want(has(saysCSOC), "AS-6", "does not say that achievement depends on complementary subservice organization controls")
	}
	for _, so := range b.ex.Engagement.SubserviceOrganizations {
		method := re(`carve|exclud|leaves? out`)
		if so.Method == inclusive {
			method = re(`inclu`)
		}
		want(t.block(so.Name, method), "AS-7", "does not say by which method %s is treated", oneLine(so.Name))
	}
	if b.rules.Objectives {
		want(has(re(`risks (that|which|to)|identified .{0,40}risks|risks .{0,60}identified`), saysReasonable, re(`criteria`)), "AS-8", "does not state the criteria for the controls: risks identified, reasonable assurance")
		if b.rules.Operation {
			want(has(re(`consistently applied`), re(`competen`)), "AS-8", "does not state the criterion that controls were consistently applied, by competent people")
		}
	} else {
		want(has(re(`trust services criteria`)), "AS-8", "does not name the trust services criteria")
	}
	parts, _ := opinionOf(b.ex)
	for _, p := range parts {
		for _, m := range p.Basis {
			said := names(t.whole, m.Criterion) && names(t.whole, m.Control)
			if m.Criterion == "" && m.Control == "" {
				said = re(`except`).MatchString(t.whole)
			}
			want(said && re(`except|does not hold|not `).MatchString(t.whole), "AS-9", "does not say what the opinion on the %s is modified for, by its id where it has one: %s", partWords[p.Part], excepted(m))
		}
	}
	for _, name := range b.includedOrganizations() {
		want(b.includedAssertion(name) != nil, "AS-11", "has none beside it of %s, which is included: management/assertions holds it", oneLine(name))
	}
	if b.ex.Final != nil {
		for _, name := range append([]string{b.ex.Engagement.ServiceOrganization.Name}, b.includedOrganizations()...) {
			element := "AS-10"
			if name != b.ex.Engagement.ServiceOrganization.Name {
				element = "AS-11"
			}
			want(soc.Latest(b.ex.Records.Assertions, name) != nil, element, "is not signed for %s", oneLine(name))
		}
	}
	want(has(re(`\bbasis\b|monitoring`)), "AS-10", "does not state its basis (monitoring, testing)")
	for _, says := range forbiddenIn(t.whole, b.rules) {
		faults = append(faults, soc.TextFault{Gate: gateAssertion, Missing: "The assertion has " + says + "; management can take it out."})
	}
	if strings.Contains(t.whole, "[name") || strings.Contains(t.whole, "[date") {
		faults = append(faults, soc.TextFault{Gate: gateAssertion, Missing: "The assertion still has a place to be filled in, in square brackets; management can fill it in."})
	}
	return faults
}

// excepted names a matter of the basis: by the criterion and the control that
// it is about, and by its text.
func excepted(m soc.BasisMatter) string {
	return oneLine(strings.TrimRight(strings.TrimSpace(strings.Join(strings.Fields(m.Criterion+" "+m.Control+" "+m.Text), " ")), "."))
}
