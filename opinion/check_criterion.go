package opinion

import (
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// CheckCriterionConclusion reports whether a conclusion on a criterion or
// control objective may stand. The error says what is in the way and what to
// do.
//
// Met although one of its controls is not suitable or not effective, met in
// operation although not by design, and met in operation although none of its
// controls operated, are softer than the rule and need a softer reason.
func CheckCriterionConclusion(ex *soc.Examination, c soc.CriterionConclusion) error {
	if !slices.Contains(yardstick(ex), c.Criterion) {
		return fmt.Errorf("%s is no %s in scope", c.Criterion, criterionWord(ex))
	}
	if reason := notRelevant(ex, c.Criterion); reason != "" {
		return fmt.Errorf("%s is not relevant, as management states (%s): nothing is concluded on it", c.Criterion, reason)
	}
	controls := controlsFor(ex, c.Criterion)
	var awaiting []string
	for _, id := range controls {
		if conclusionOn(ex, id) == nil {
			awaiting = append(awaiting, id)
		}
	}
	switch {
	case len(controls) == 0 && (c.Design || c.Operation):
		return fmt.Errorf("%s cannot be met: no control serves it", c.Criterion)
	case len(awaiting) > 0:
		return fmt.Errorf("%s: conclude %s first", c.Criterion, list(awaiting))
	case !ex.Engagement.Rules().Operation && c.Operation != c.Design:
		return fmt.Errorf("%s: a report of type 1 concludes on design only: state operation as design", c.Criterion)
	}
	if softer := SofterOnCriterion(ex, c); softer != "" && c.SofterReason == "" {
		return fmt.Errorf("%s: %s: give softer_reason", c.Criterion, softer)
	}
	return nil
}

// SofterOnCriterion says how a conclusion on a criterion or objective is
// softer than the conclusions on its controls; "" when it is not.
func SofterOnCriterion(ex *soc.Examination, c soc.CriterionConclusion) string {
	var unsuitable, ineffective []string
	operated := false
	for _, id := range controlsFor(ex, c.Criterion) {
		concluded := conclusionOn(ex, id)
		if concluded == nil {
			continue
		}
		if concluded.Record.Design == soc.NotSuitable {
			unsuitable = append(unsuitable, id)
		}
		if concluded.Record.Operation == soc.NotEffective {
			ineffective = append(ineffective, id)
		}
		operated = operated || concluded.Record.Operation != soc.NoOperation
	}
	switch {
	case c.Design && len(unsuitable) > 0:
		return fmt.Sprintf("met by design although %s is concluded not suitable", list(unsuitable))
	case !ex.Engagement.Rules().Operation:
		return ""
	case c.Operation && len(ineffective) > 0:
		return fmt.Sprintf("met in operation although %s is concluded not effective", list(ineffective))
	case c.Operation && !c.Design:
		return "met in operation although not by design"
	case c.Operation && !operated:
		return "met in operation although none of its controls operated"
	}
	return ""
}

// CheckCommitmentConclusion reports whether a conclusion on a commitment or
// system requirement may stand: every criterion that bears on it is
// concluded, the unmet ones are named as considered, and no criterion is named
// that is not concluded to be unmet. The
// error says what is in the way.
func CheckCommitmentConclusion(ex *soc.Examination, c soc.CommitmentConclusion) error {
	i := slices.IndexFunc(ex.Commitments, func(x soc.Commitment) bool { return x.ID == c.Commitment })
	switch {
	case ex.Engagement.Rules().Objectives:
		return fmt.Errorf("a SOC 1 report is measured against control objectives: nothing is concluded on the commitment %s", c.Commitment)
	case i < 0:
		return fmt.Errorf("there is no commitment %s in the program", c.Commitment)
	}
	var awaiting, failing, bearing []string
	for _, id := range yardstick(ex) {
		concluded := soc.Latest(ex.Records.Criteria, id)
		bears := bearsOn(id, ex.Commitments[i])
		switch {
		case concluded == nil && bears && notRelevant(ex, id) == "":
			awaiting = append(awaiting, id)
		case concluded == nil || concluded.Record.Design && concluded.Record.Operation:
		default:
			failing = append(failing, id)
			if bears {
				bearing = append(bearing, id)
			}
		}
	}
	if len(awaiting) > 0 {
		return fmt.Errorf("%s: conclude %s first", c.Commitment, list(awaiting))
	}
	for _, id := range bearing {
		if !slices.Contains(c.Criteria, id) {
			return fmt.Errorf("%s: %s is not met and bears on it: name it in criteria, and say in the reason what follows", c.Commitment, id)
		}
	}
	for _, id := range c.Criteria {
		if !slices.Contains(failing, id) {
			return fmt.Errorf("%s: %s is named as unmet and is not concluded so", c.Commitment, id)
		}
	}
	return nil
}
