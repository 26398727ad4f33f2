package opinion

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

var closingGates = []rule{
	{id: "G-AST-01", requirement: "Management has made and signed its assertion as it is, and it agrees with the opinion", blocks: blocks,
		source: "AT-C 105, AT-C 205, AT-C 320", check: assertionSigned},
	{id: "G-REP-01", requirement: "Management signed every representation of the required list, dated as of the report", blocks: blocks,
		source: "AT-C 205, AT-C 320 on written representations (paragraphs to be checked)", check: representations, leaves: withoutRepresentations},
	{id: "G-SEQ-01", requirement: "Events after the period were looked into, up to the date of the report", blocks: blocks,
		source: "AT-C 205, AT-C 320 on subsequent events (paragraphs to be checked)", check: subsequentEvents},
	{id: "G-EQR-01", requirement: "The engagement quality review that the firm's policy requires is complete before the report is dated, by someone off the team", blocks: blocks,
		source: "SQMS 2 (from a secondary source)", check: qualityReview},
}

// assertionSigned holds the signature under the assertion against its text,
// the report and the opinion. What the text must contain is found by whoever
// renders it (soc.TextFault).
func assertionSigned(ex *soc.Examination) []string {
	var missing []string
	for _, organization := range ex.Engagement.Examined() {
		text, where := assertionOf(ex, organization)
		signed := soc.Latest(ex.Records.Assertions, organization)
		switch {
		case strings.TrimSpace(text) == "":
			missing = append(missing, fmt.Sprintf("There is no assertion of %s; its management writes it in %s and signs it.", organization, where))
			continue
		case signed == nil:
			missing = append(missing, fmt.Sprintf("The assertion of %s is not signed; its signatory signs it ('tickmark sign').", organization))
			continue
		case !isText(signed.Record.Document, text) && signed.Index < sealedAt(ex, soc.Management):
			missing = append(missing, fmt.Sprintf("The assertion of %s changed after management signed it; its signatory signs it again.", organization))
		case signed.Record.Basis == "":
			missing = append(missing, fmt.Sprintf("The assertion of %s has no basis on file; its signatory says what monitoring and testing it rests on.", organization))
		}
		if signed.Record.Date.Before(coverage(&ex.Engagement).To) {
			missing = append(missing, fmt.Sprintf("The assertion of %s is dated %s, before the end of what it covers; its signatory signs it after that.", organization, signed.Record.Date))
		}
		if date, ok := reportDate(ex); ok && date.Before(signed.Record.Date) {
			missing = append(missing, fmt.Sprintf("The assertion of %s is dated %s, after the report (%s); the report is dated on or after it.", organization, signed.Record.Date, date))
		}
	}
	if strings.TrimSpace(ex.Assertion) == "" {
		return missing
	}
	return append(missing, assertionAgrees(ex)...)
}

// sealedAt returns the entry that sealed a party's part of the program in
// force: what was signed after it was signed as it is.
func sealedAt(ex *soc.Examination, party soc.Party) int64 {
	for _, p := range ex.Programs {
		if p.Party == party {
			return p.Index
		}
	}
	return -1
}

// assertionOf returns the assertion of an organization that is examined, and
// where it is written.
func assertionOf(ex *soc.Examination, organization string) (text, where string) {
	if organization == ex.Engagement.ServiceOrganization.Name {
		return ex.Assertion, "management/assertion.md"
	}
	for _, a := range ex.IncludedAssertions {
		if a.Organization == organization {
			return a.Markdown, a.File
		}
	}
	return "", "management/assertions"
}

// isText reports whether a digest is that of a text, with or without a line
// end at its end.
func isText(digest, text string) bool {
	for _, t := range []string{text, text + "\n", strings.TrimRight(text, "\n"), strings.TrimRight(text, "\n") + "\n"} {
		if sum := sha256.Sum256([]byte(t)); digest == hex.EncodeToString(sum[:]) {
			return true
		}
	}
	return false
}

// assertionAgrees finds what management asserts without reservation although
// the opinion is modified for it, and the standard of another kind of report.
func assertionAgrees(ex *soc.Examination) []string {
	var missing []string
	text := strings.ToLower(strings.Join(strings.Fields(ex.Assertion), " "))
	foreign := []string{"at-c 320", "at-c section 320", "control objective"}
	if ex.Engagement.Rules().Objectives {
		foreign = []string{"dc 200", "dc section 200", "trust services criteria"}
	}
	for _, f := range foreign {
		if strings.Contains(text, f) {
			missing = append(missing, fmt.Sprintf("The assertion speaks of %q, which belongs to another kind of report; management corrects it.", f))
		}
	}
	if !strings.Contains(ex.Assertion, ex.Engagement.ServiceOrganization.Name) || !strings.Contains(ex.Assertion, ex.Engagement.System.Name) {
		missing = append(missing, "The assertion does not name the organization or the system; management adds them.")
	}
	for _, sub := range ex.Engagement.SubserviceOrganizations {
		if !strings.Contains(ex.Assertion, sub.Name) {
			missing = append(missing, fmt.Sprintf("The assertion does not name %s and whether it is carved out or included; management adds it.", sub.Name))
		}
	}
	signed := soc.Latest(ex.Records.Assertions, ex.Engagement.ServiceOrganization.Name)
	for _, id := range modifiedFor(ex) {
		reserved := strings.Contains(ex.Assertion, id)
		if signed != nil {
			reserved = reserved || slices.ContainsFunc(signed.Record.Exceptions, func(e string) bool { return strings.Contains(e, id) })
		}
		if !reserved {
			missing = append(missing, fmt.Sprintf("The opinion is modified for %s, and the assertion has no reservation about it; management says in the assertion that it does not hold.", id))
		}
	}
	return missing
}

// modifiedFor lists the criteria and objectives in the basis of the opinion.
func modifiedFor(ex *soc.Examination) []string {
	var ids []string
	for _, s := range soc.InForce(ex.Records.Opinion) {
		for _, b := range s.Record.Basis {
			if b.Criterion != "" && !slices.Contains(ids, b.Criterion) {
				ids = append(ids, b.Criterion)
			}
		}
	}
	return ids
}

// withoutRepresentations is what follows from a refusal: management that does
// not represent leaves nothing but a disclaimer.
func withoutRepresentations(ex *soc.Examination) string {
	if len(ex.Records.Representations) == 0 && disclaimed(ex) {
		return "Every part of the opinion is disclaimed; refused representations are a scope limitation."
	}
	return ""
}

func representations(ex *soc.Examination) []string {
	var missing []string
	for _, organization := range ex.Engagement.Examined() {
		letter := soc.Latest(ex.Records.Representations, organization)
		if letter == nil {
			missing = append(missing, fmt.Sprintf("The representation letter of %s is not signed; its signatory signs it ('tickmark sign'). A refusal is a scope limitation.", organization))
			continue
		}
		var left []string
		for _, r := range catalog.Representations(ex.Engagement.Rules(), len(ex.Engagement.SubserviceOrganizations) > 0) {
			if !slices.Contains(letter.Record.Items, r.ID) {
				left = append(left, r.ID)
			}
		}
		if len(left) > 0 {
			missing = append(missing, fmt.Sprintf("The letter of %s does not make the representations %s; its signatory signs one that does.", organization, list(left)))
		}
		if date, ok := reportDate(ex); ok && letter.Record.Date != date {
			missing = append(missing, fmt.Sprintf("The letter of %s is dated %s and the report %s; its signatory signs one of the date of the report.", organization, letter.Record.Date, date))
		}
	}
	return missing
}

func subsequentEvents(ex *soc.Examination) []string {
	s := soc.Latest(ex.Records.SubsequentEvents, "subsequent events")
	if s == nil {
		return []string{"Events after the period are not looked into; the manager or the engagement partner does it and records it (subsequent-events-examined)."}
	}
	var missing []string
	if s.Record.From != coverage(&ex.Engagement).To.AddDays(1) {
		missing = append(missing, fmt.Sprintf("Events were looked into from %s, not from %s, the day after what the report covers; the practitioner covers every day.", s.Record.From, coverage(&ex.Engagement).To.AddDays(1)))
	}
	if date, ok := reportDate(ex); !ok {
		missing = append(missing, "The report has no date yet, up to which events are looked into; management's letter or the engagement partner gives it.")
	} else if s.Record.To != date {
		missing = append(missing, fmt.Sprintf("Events were looked into up to %s, and the report is dated %s; the practitioner covers every day up to it.", s.Record.To, date))
	}
	return missing
}

func qualityReview(ex *soc.Examination) []string {
	q := soc.Latest(ex.Records.QualityReview, "quality review")
	if q == nil {
		return []string{"The engagement quality review is not recorded; the reviewer records it, or the engagement partner that the firm's policy requires none (quality-review-completed)."}
	}
	if !q.Record.Required {
		if ex.Plan.QualityReview != soc.ReviewNotRequired {
			return []string{"It is recorded that no quality review is required, and the plan does not state such a policy; the practitioner adds quality_review: not_required to the plan, or has one done."}
		}
		return nil
	}
	var missing []string
	if q.By.Role != soc.RoleQualityReviewer {
		missing = append(missing, fmt.Sprintf("The quality review is recorded by %s; the engagement quality reviewer records it.", person(q.By)))
	}
	if date, ok := reportDate(ex); ok && date.Before(q.Record.Completed) {
		missing = append(missing, fmt.Sprintf("The quality review was completed on %s, after the date of the report, %s; the report is dated on or after it.", q.Record.Completed, date))
	}
	if work := workBy(ex, q.By); work != "" {
		missing = append(missing, fmt.Sprintf("%s reviewed the engagement's quality and did work on it (%s); someone off the team reviews it.", person(q.By), work))
	}
	return missing
}

// workBy names work on the engagement that a person signed, with this key or
// another; a statement of independence, a review note and the quality review
// itself are none.
func workBy(ex *soc.Examination, by soc.Actor) string {
	for _, t := range ex.Tests {
		if t.Entry != "" && actorOf(ex, t.PerformedBy).SamePerson(by) {
			return "the test " + t.Procedure
		}
	}
	for _, s := range ex.Records.InForce() {
		if !s.By.SamePerson(by) {
			continue
		}
		switch s.Record.(type) {
		case soc.Independence, soc.ReviewNote, soc.QualityReview:
		default:
			return fmt.Sprintf("%s, entry %d", s.Record.Kind(), s.Index)
		}
	}
	return ""
}
