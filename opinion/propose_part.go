package opinion

import (
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// bearsOn reports whether a criterion bears on a commitment: the common
// criteria bear on all, those of another category on its own.
func bearsOn(criterion string, commitment soc.Commitment) bool {
	c, ok := catalog.Criterion(criterion)
	return ok && (c.Category == soc.Security || c.Category == commitment.Category)
}

// concludedOr replaces a proposal by the conclusion in force, if there is one.
func concludedOr(ex *soc.Examination, p soc.CriterionProposal) soc.CriterionProposal {
	concluded := soc.Latest(ex.Records.Criteria, p.Criterion)
	if concluded == nil || p.Design == soc.NotRelevant {
		return p
	}
	p.Design, p.Operation = standing(concluded.Record.Design), standing(concluded.Record.Operation)
	if !ex.Engagement.Rules().Operation {
		p.Operation = soc.NotInReport
	}
	return p
}

func standing(met bool) soc.Standing {
	if met {
		return soc.Met
	}
	return soc.NotMet
}

// proposePart applies the table of the field: a matter that is material and
// not pervasive qualifies the opinion; a pervasive one makes it adverse, or a
// disclaimer where the evidence is wanting. Pervasive is a person's judgement
// (AT-C 205, paragraphs to be checked).
func proposePart(ex *soc.Examination, part soc.OpinionPartName, criteria []soc.CriterionProposal) soc.OpinionProposal {
	p := soc.OpinionProposal{Part: part}
	var awaiting []string
	if part == soc.DescriptionPart {
		p.Matters, awaiting = descriptionMatters(ex)
	} else {
		p.Matters, p.Cause, awaiting = criterionMatters(ex, part, criteria)
	}
	switch {
	case len(p.Matters) > 0:
		if p.Cause == "" {
			p.Cause = soc.Misstatement
		}
		p.Opinion, p.IfPervasive = soc.Qualified, soc.Adverse
		if p.Cause == soc.ScopeLimitation {
			p.IfPervasive = soc.Disclaimer
		}
		p.Reason = fmt.Sprintf("%s to modify the opinion for. Material and not pervasive is qualified; pervasive is %s. Which of the two is for the engagement partner to judge.",
			things(int64(len(p.Matters)), "matter"), p.IfPervasive)
	case len(awaiting) > 0:
		p.Reason = "Nothing is proposed until these are settled: " + list(awaiting) + "."
	default:
		p.Opinion = soc.Unmodified
		p.Reason = "Nothing was found to modify this part for."
	}
	return p
}

// descriptionMatters returns what was found unfair in the description: the
// sections that the comparison with evidence names, and the controls that are
// described and not implemented.
func descriptionMatters(ex *soc.Examination) (matters []soc.BasisMatter, awaiting []string) {
	if compared := soc.Latest(ex.Records.Comparisons, "description"); compared == nil {
		awaiting = append(awaiting, "the comparison of the description with evidence")
	} else {
		for _, s := range compared.Record.Sections {
			if !s.Fair {
				matters = append(matters, soc.BasisMatter{Criterion: s.Criterion, Text: s.Reason})
			}
		}
	}
	for _, control := range ex.Controls {
		if walkedNotImplemented(ex, control.ID) {
			matters = append(matters, soc.BasisMatter{Control: control.ID, Text: walkthroughOf(ex, control.ID).Record.Reason})
		}
	}
	return matters, awaiting
}

func criterionMatters(ex *soc.Examination, part soc.OpinionPartName, criteria []soc.CriterionProposal) (matters []soc.BasisMatter, cause string, awaiting []string) {
	for _, c := range criteria {
		failing := c
		c = concludedOr(ex, c)
		at, reason := c.Design, c.Reason
		if part == soc.OperationPart {
			at = c.Operation
		}
		if concluded := soc.Latest(ex.Records.Criteria, c.Criterion); concluded != nil {
			reason = concluded.Record.Reason
		}
		switch at {
		case soc.NotMet:
			matter := soc.BasisMatter{Criterion: c.Criterion, Text: reason}
			if len(failing.Controls) == 1 {
				matter.Control = failing.Controls[0]
			}
			matters = append(matters, matter)
			if cause != soc.Misstatement {
				cause = failing.Cause
			}
		case soc.Undetermined:
			awaiting = append(awaiting, c.Criterion)
		}
	}
	return matters, cause, awaiting
}

// unmet returns the criteria or objectives that are concluded not to be met
// for a part of the opinion.
func unmet(ex *soc.Examination, part soc.OpinionPartName) []string {
	var ids []string
	for _, id := range yardstick(ex) {
		concluded := soc.Latest(ex.Records.Criteria, id)
		if concluded == nil {
			continue
		}
		if part == soc.DesignPart && !concluded.Record.Design || part == soc.OperationPart && !concluded.Record.Operation {
			ids = append(ids, id)
		}
	}
	return ids
}

// notConcluded returns the criteria or objectives, and the commitments, that
// nobody has concluded on.
func notConcluded(ex *soc.Examination) (criteria, commitments []string) {
	for _, id := range yardstick(ex) {
		if notRelevant(ex, id) == "" && soc.Latest(ex.Records.Criteria, id) == nil {
			criteria = append(criteria, id)
		}
	}
	if ex.Engagement.Rules().Objectives {
		return criteria, nil
	}
	for _, c := range ex.Commitments {
		if soc.Latest(ex.Records.Commitments, c.ID) == nil {
			commitments = append(commitments, c.ID)
		}
	}
	return criteria, commitments
}

func hasPart(ex *soc.Examination, part soc.OpinionPartName) bool {
	return slices.Contains(ex.Engagement.Rules().Parts, part)
}
