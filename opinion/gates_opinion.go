package opinion

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

var opinionGates = []rule{
	{id: "G-OPN-01", requirement: "Every criterion or control objective and every commitment is concluded, and the engagement partner signed each part of the opinion", blocks: blocks,
		source: "AT-C 205 on forming the opinion (paragraph to be checked)", check: opinionComplete},
	{id: "G-OPN-02", requirement: "A control that is not effective is linked to the conclusion on its criterion, and no opinion is unmodified over one that is not met", blocks: blocks,
		source: "AT-C 205, AT-C 320 on modified opinions (paragraphs to be checked)", check: chainHolds},
	{id: "G-OPN-03", requirement: "A modified opinion has its basis, names every matter and is consistent with the conclusions and between its parts", blocks: blocks,
		source: "AT-C 205 on modified opinions (paragraphs to be checked)", check: basisHolds, leaves: withoutModification},
	{id: "G-OPN-04", requirement: "A disclaimer does not state that the examination met the standards", blocks: blocks,
		source: "AT-C 205 on disclaimers (paragraph to be checked)", check: textsChecked, leaves: withoutDisclaimer},
}

func withoutModification(ex *soc.Examination) string {
	for _, s := range soc.InForce(ex.Records.Opinion) {
		if s.Record.Opinion != soc.Unmodified {
			return ""
		}
	}
	return "No part of the opinion is modified."
}

func withoutDisclaimer(ex *soc.Examination) string {
	for _, s := range soc.InForce(ex.Records.Opinion) {
		if s.Record.Opinion == soc.Disclaimer {
			return ""
		}
	}
	return "No part of the opinion is a disclaimer."
}

// textsChecked keeps a gate about wording open until somebody has looked at
// the wording.
func textsChecked(ex *soc.Examination) []string {
	if ex.TextsChecked {
		return nil
	}
	return []string{"The texts of the report are not checked; the command that renders the report checks them."}
}

func opinionComplete(ex *soc.Examination) []string {
	var missing []string
	criteria, commitments := notConcluded(ex)
	var left []string
	for _, id := range criteria {
		if !limitedFor(ex, id) {
			left = append(left, id)
		}
	}
	if len(left) > 0 {
		missing = append(missing, fmt.Sprintf("Nothing is concluded on %s; the manager or the engagement partner concludes ('tickmark conclude').", anyOf(left, len(yardstick(ex)), criterionWord(ex))))
	}
	if len(commitments) > 0 && !disclaimed(ex) {
		missing = append(missing, fmt.Sprintf("Nothing is concluded on %s; the manager or the engagement partner concludes ('tickmark conclude').", anyOf(commitments, len(ex.Commitments), "commitment")))
	}
	for _, part := range ex.Engagement.Rules().Parts {
		switch signed := soc.Latest(ex.Records.Opinion, string(part)); {
		case signed == nil:
			missing = append(missing, fmt.Sprintf("There is no opinion on %s; the engagement partner forms and signs it ('tickmark conclude').", part))
		case signed.By.Role != soc.RolePartner || signed.By.Party != soc.Practitioner:
			missing = append(missing, fmt.Sprintf("The opinion on %s is signed by %s; the engagement partner signs it.", part, person(signed.By)))
		}
	}
	return missing
}

// limitedFor reports whether the opinion is modified because a criterion could
// not be concluded for want of evidence.
func limitedFor(ex *soc.Examination, criterion string) bool {
	for _, s := range soc.InForce(ex.Records.Opinion) {
		if s.Record.Cause == soc.ScopeLimitation && inBasis(s.Record, criterion) {
			return true
		}
	}
	return false
}

// disclaimed reports whether no opinion at all is expressed: every part of it
// is a disclaimer.
func disclaimed(ex *soc.Examination) bool {
	parts := ex.Engagement.Rules().Parts
	for _, part := range parts {
		if s := soc.Latest(ex.Records.Opinion, string(part)); s == nil || s.Record.Opinion != soc.Disclaimer {
			return false
		}
	}
	return len(parts) > 0
}

// chainHolds asks of every conclusion in force whether it still stands: what
// it rests on may have changed since it was written.
func chainHolds(ex *soc.Examination) []string {
	var missing []string
	for _, s := range soc.InForce(ex.Records.Criteria) {
		if err := CheckCriterionConclusion(ex, s.Record); err != nil {
			missing = append(missing, stands(s.Index, err, "The manager or the engagement partner concludes again."))
		}
	}
	for _, s := range soc.InForce(ex.Records.Commitments) {
		if err := CheckCommitmentConclusion(ex, s.Record); err != nil {
			missing = append(missing, stands(s.Index, err, "The manager or the engagement partner concludes again."))
		}
	}
	for _, s := range soc.InForce(ex.Records.Opinion) {
		if s.Record.Opinion != soc.Unmodified {
			continue // G-OPN-03
		}
		if err := CheckOpinionPart(ex, s.Record); err != nil {
			missing = append(missing, stands(s.Index, err, "The engagement partner forms the opinion again."))
		}
	}
	return missing
}

func stands(index int64, err error, who string) string {
	return fmt.Sprintf("Entry %d does not stand: %s %s", index, sentence(err.Error()), who)
}

// basisHolds looks at the modified parts, each by itself and beside the
// others.
func basisHolds(ex *soc.Examination) []string {
	missing := textsChecked(ex)
	parts := map[soc.OpinionPartName]soc.OpinionPart{}
	for _, s := range soc.InForce(ex.Records.Opinion) {
		parts[s.Record.Part] = s.Record
		if s.Record.Opinion == soc.Unmodified {
			continue
		}
		if err := s.Record.Fault(); err != nil {
			missing = append(missing, stands(s.Index, err, "The engagement partner forms the opinion again."))
		} else if err := CheckOpinionPart(ex, s.Record); err != nil {
			missing = append(missing, stands(s.Index, err, "The engagement partner forms the opinion again."))
		}
	}
	design, operation := parts[soc.DesignPart], parts[soc.OperationPart]
	if design.Opinion == soc.Adverse && operation.Opinion == soc.Unmodified {
		missing = append(missing, "The opinion on design is adverse and the one on operation unmodified: controls that are not suitably designed cannot operate effectively; the engagement partner forms them again.")
	}
	return missing
}
