package opinion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// Chain proposes, from the results and from what is already concluded, what
// follows for each control, criterion or control objective, commitment and
// part of the opinion. It changes nothing in ex.
//
// The rule is that of the field since 2018: a deviation bears on its control,
// the control on its criterion or objective, the criterion (SOC 2) on the
// commitments, and those on the parts of the opinion.
func Chain(ex *soc.Examination) soc.Proposals {
	var p soc.Proposals
	for _, control := range ex.Controls {
		p.Controls = append(p.Controls, proposeControl(ex, control))
	}
	for _, id := range yardstick(ex) {
		p.Criteria = append(p.Criteria, proposeCriterion(ex, id, p.Controls))
	}
	if !ex.Engagement.Rules().Objectives {
		for _, commitment := range ex.Commitments {
			p.Commitments = append(p.Commitments, proposeCommitment(ex, commitment, p.Criteria))
		}
	}
	for _, part := range ex.Engagement.Rules().Parts {
		p.Opinion = append(p.Opinion, proposePart(ex, part, p.Criteria))
	}
	return p
}

// proposeControl applies, for design, what the walkthrough found, and for
// operation, the results. Any deviation proposes "not effective": there is no
// "effective except for one", and no standard sets a rate that is harmless.
func proposeControl(ex *soc.Examination, control soc.Control) soc.ControlProposal {
	p := soc.ControlProposal{Control: control.ID}
	var reasons []string
	walked := walkthroughOf(ex, control.ID)
	switch {
	case walked == nil:
		reasons = append(reasons, "No walkthrough is recorded, so nothing is proposed for its design.")
	case !walked.Record.DesignSuitable:
		p.Design = soc.NotSuitable
		reasons = append(reasons, "The walkthrough found the design not suitable: "+sentence(walked.Record.Reason))
	default:
		p.Design = soc.Suitable
		reasons = append(reasons, "The walkthrough found the design suitable.")
	}
	if !ex.Engagement.Rules().Operation {
		p.Operation = soc.NotExamined
		p.Reason = strings.Join(reasons, " ")
		return p
	}
	finding := controlFinding(ex, control)
	switch {
	case p.Design == soc.NotSuitable:
		p.Operation = soc.NotEffective
		reasons = append(reasons, "A control that is not suitably designed cannot operate effectively.")
	case walked != nil && !walked.Record.Implemented:
		p.Operation = soc.NotEffective
		reasons = append(reasons, "The walkthrough found it not implemented: "+sentence(walked.Record.Reason))
	default:
		p.Operation = proposeOperation(ex, control, finding)
		reasons = append(reasons, finding.Reason)
		if finding.State == soc.NotReliable && p.Operation == soc.Effective {
			reasons = append(reasons, fmt.Sprintf("The practitioner assessed %s and relies on it.", list(finding.NotShownComplete)))
		}
	}
	p.Reason = strings.Join(reasons, " ")
	return p
}

func proposeOperation(ex *soc.Examination, control soc.Control, finding soc.ControlFinding) string {
	switch finding.State {
	case soc.HasDeviations:
		return soc.NotEffective
	case soc.NoDeviation:
		return soc.Effective
	case soc.DidNotOperate:
		return soc.NoOperation
	case soc.NotReliable:
		relied := !slices.ContainsFunc(finding.NotShownComplete, func(name string) bool { return !reliedOn(ex, name) })
		if relied && gather(ex, control.ID).tested > 0 {
			return soc.Effective
		}
	}
	return ""
}

// proposeCriterion proposes "not met" as soon as one control is not suitable
// or not effective. Whether the others bring the risk down all the same is a
// judgement, which the conclusion gives a reason for.
func proposeCriterion(ex *soc.Examination, id string, controls []soc.ControlProposal) soc.CriterionProposal {
	p := soc.CriterionProposal{Criterion: id, Design: soc.Met, Operation: soc.Met}
	if reason := notRelevant(ex, id); reason != "" {
		p.Design, p.Operation, p.Reason = soc.NotRelevant, soc.NotRelevant, "Management states that it is not relevant: "+sentence(reason)
		return p
	}
	operated := false
	var failing, awaiting []string
	serving := 0
	for i, control := range ex.Controls {
		if !serves(control, id) {
			continue
		}
		serving++
		design, operation := standsAt(ex, controls[i])
		operated = operated || operation == soc.Effective || operation == soc.NotEffective
		p.Design = worse(p.Design, design, soc.NotSuitable)
		p.Operation = worse(p.Operation, operation, soc.NotEffective)
		switch {
		case design == soc.NotSuitable || operation == soc.NotEffective:
			failing = append(failing, control.ID)
			if design == soc.NotSuitable || controlFinding(ex, control).Deviations > 0 || walkedNotImplemented(ex, control.ID) {
				p.Cause = soc.Misstatement
			}
		case design == "" || operation == "":
			awaiting = append(awaiting, control.ID)
		}
	}
	if !ex.Engagement.Rules().Operation {
		p.Operation = soc.NotInReport
	}
	if len(failing) > 0 && p.Cause == "" {
		p.Cause = soc.ScopeLimitation
	}
	p.Controls = failing
	switch {
	case serving == 0:
		p.Design, p.Operation = soc.Undetermined, soc.Undetermined
		p.Reason = fmt.Sprintf("No control serves this %s.", criterionWord(ex))
	case len(failing) > 0:
		p.Reason = fmt.Sprintf("%s: not suitable or not effective. Met all the same is for a person to say, with the reason why the other controls bring the risk down.", list(failing))
	case len(awaiting) > 0:
		p.Reason = fmt.Sprintf("%s: design or operation is not determined yet.", list(awaiting))
	case ex.Engagement.Rules().Operation && !operated:
		p.Operation = soc.Undetermined
		p.Reason = "None of its controls had an occasion to operate; whether it can be concluded at all is a judgement."
	default:
		p.Reason = fmt.Sprintf("Every control for this %s is suitable, and effective where it is examined.", criterionWord(ex))
	}
	return p
}

func walkedNotImplemented(ex *soc.Examination, control string) bool {
	walked := walkthroughOf(ex, control)
	return walked != nil && !walked.Record.Implemented
}

// standsAt returns what is concluded of a control, or what is proposed where
// nothing is concluded.
func standsAt(ex *soc.Examination, p soc.ControlProposal) (design, operation string) {
	if concluded := conclusionOn(ex, p.Control); concluded != nil {
		return concluded.Record.Design, concluded.Record.Operation
	}
	return p.Design, p.Operation
}

// worse lowers a standing: not met outweighs undetermined, and that met.
func worse(so soc.Standing, found, failing string) soc.Standing {
	switch {
	case found == failing || so == soc.NotMet:
		return soc.NotMet
	case found == "":
		return soc.Undetermined
	}
	return so
}

// proposeCommitment proposes "not achieved" when a criterion that bears on
// the commitment is not met: one of its category, or a common criterion.
func proposeCommitment(ex *soc.Examination, commitment soc.Commitment, criteria []soc.CriterionProposal) soc.CommitmentProposal {
	p := soc.CommitmentProposal{Commitment: commitment.ID, Achieved: soc.Met}
	var awaiting []string
	for _, c := range criteria {
		if !bearsOn(c.Criterion, commitment) {
			continue
		}
		c = concludedOr(ex, c)
		switch {
		case c.Design == soc.NotMet || c.Operation == soc.NotMet:
			p.Criteria = append(p.Criteria, c.Criterion)
		case c.Design == soc.Undetermined || c.Operation == soc.Undetermined:
			awaiting = append(awaiting, c.Criterion)
		}
	}
	switch {
	case len(p.Criteria) > 0:
		p.Achieved = soc.NotMet
		p.Reason = fmt.Sprintf("Not met: %s. Whether the commitment is achieved all the same is for a person to say, with the reason.", list(p.Criteria))
	case len(awaiting) > 0:
		p.Achieved = soc.Undetermined
		p.Reason = fmt.Sprintf("Not determined yet: %s.", list(awaiting))
	default:
		p.Reason = "Every criterion that bears on it is met or not relevant."
	}
	return p
}
