package opinion

import (
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// CheckControlConclusion reports whether a conclusion on a control may stand
// on what the examination holds. The error says what is in the way and what
// to do; nil means that nothing is. It is asked when the conclusion is
// written, and again by the gates.
//
// A conclusion that is softer than the results propose (suitable although the
// walkthrough found otherwise, effective although items deviate) needs a
// softer reason, or compensating controls that hold.
func CheckControlConclusion(ex *soc.Examination, c soc.ControlConclusion) error {
	control, ok := findControl(ex, c.Control)
	if !ok {
		return fmt.Errorf("there is no control %s in the program", c.Control)
	}
	operation := ex.Engagement.Rules().Operation
	switch {
	case operation && c.Operation == soc.NotExamined:
		return fmt.Errorf("%s: operation is examined in this report: conclude effective, not_effective or did_not_operate", c.Control)
	case !operation && c.Operation != soc.NotExamined:
		return fmt.Errorf("%s: a report of type 1 has no opinion on operation: conclude not_examined", c.Control)
	case c.Design == soc.Suitable && walkthroughOf(ex, c.Control) == nil:
		return fmt.Errorf("%s: its design cannot be concluded suitable without a walkthrough: record one", c.Control)
	}
	if err := checkCompensating(ex, control, c.Compensating); err != nil {
		return err
	}
	if operation {
		if err := checkOperation(ex, control, c.Operation); err != nil {
			return err
		}
	}
	if softer := SofterThanProposed(ex, c); softer != "" && c.SofterReason == "" && len(c.Compensating) == 0 {
		return fmt.Errorf("%s: %s: give softer_reason, or compensating controls that were tested in the same window without deviation", c.Control, softer)
	}
	return nil
}

// checkOperation holds a conclusion on operation against the results.
func checkOperation(ex *soc.Examination, control soc.Control, operation string) error {
	finding := controlFinding(ex, control)
	if missing := unevaluated(ex, control.ID); len(missing) > 0 {
		return fmt.Errorf("%s: evaluate the deviations of %s before a conclusion", control.ID, list(missing))
	}
	switch operation {
	case soc.NoOperation:
		if finding.State != soc.DidNotOperate {
			return fmt.Errorf("%s: did_not_operate needs a complete population without an item: %s", control.ID, finding.Reason)
		}
	case soc.Effective:
		e := gather(ex, control.ID)
		switch {
		case ex.Readiness:
			return fmt.Errorf("%s: its tests were performed by management: a practitioner performs them again", control.ID)
		case len(e.tests) == 0, len(e.notRun)+len(e.incomplete)+len(e.awaiting) > 0, finding.State == soc.DidNotOperate, e.tested == 0:
			return fmt.Errorf("%s cannot be concluded effective: %s", control.ID, finding.Reason)
		}
		for _, name := range e.unreliable {
			if !reliedOn(ex, name) {
				return fmt.Errorf("%s cannot be concluded effective: the population %s is not shown complete: show that it is, or assess it (ipe-assessed) with items followed to their source", control.ID, name)
			}
		}
	}
	return nil
}

// SofterThanProposed says how a conclusion on a control is softer than the
// results propose; "" when it is not.
func SofterThanProposed(ex *soc.Examination, c soc.ControlConclusion) string {
	control, ok := findControl(ex, c.Control)
	if !ok {
		return ""
	}
	switch p := proposeControl(ex, control); {
	case p.Design == soc.NotSuitable && c.Design == soc.Suitable:
		return "suitable is softer than the walkthrough, which found the design not suitable"
	case c.Design == soc.NotSuitable && c.Operation == soc.Effective:
		return "effective is softer than a design that is not suitable allows"
	case p.Operation == soc.NotEffective && c.Operation == soc.Effective:
		finding := controlFinding(ex, control)
		if finding.Deviations > 0 {
			return fmt.Sprintf("effective is softer than the results, in which %s deviated", things(finding.Deviations, "attribute test"))
		}
		return "effective is softer than the walkthrough, which found the control not implemented"
	}
	return ""
}

// unevaluated returns the attributes of a control's tests whose deviations
// have no evaluation in force with the same count: "CHG-01-T1 A".
func unevaluated(ex *soc.Examination, control string) []string {
	var missing []string
	for _, test := range testsOf(ex, control) {
		for _, a := range test.Attributes {
			if a.Deviations() == 0 {
				continue
			}
			subject := test.Procedure + " " + a.ID
			evaluation := soc.Latest(ex.Records.Evaluations, subject)
			if evaluation == nil || evaluation.Record.Deviations != a.Deviations() || evaluation.Index < test.Index {
				missing = append(missing, subject)
			}
		}
	}
	return missing
}

// checkCompensating reports the first compensating control that does not
// hold: it must hit the same risk, be in scope, and have been tested without
// deviation over the days on which the control was in force.
func checkCompensating(ex *soc.Examination, control soc.Control, compensating []string) error {
	for _, id := range compensating {
		other, ok := findControl(ex, id)
		if !ok {
			return fmt.Errorf("%s: there is no control %s to compensate for it", control.ID, id)
		}
		finding := controlFinding(ex, other)
		concluded := conclusionOn(ex, id)
		needed, had := window(ex, control), window(ex, other)
		switch {
		case id == control.ID:
			return fmt.Errorf("%s cannot compensate for itself", id)
		case !sameRisk(ex, control, other):
			return fmt.Errorf("%s: %s serves none of its criteria and answers none of its risks, so it does not compensate", control.ID, id)
		case ex.Engagement.Rules().Operation && (finding.Deviations > 0 || proposeOperation(ex, other, finding) != soc.Effective):
			return fmt.Errorf("%s: %s does not compensate unless it was tested without deviation: %s", control.ID, id, finding.Reason)
		case concluded != nil && (concluded.Record.Design == soc.NotSuitable || concluded.Record.Operation == soc.NotEffective):
			return fmt.Errorf("%s: %s is itself concluded not suitable or not effective", control.ID, id)
		case had.Empty() || needed.From.Before(had.From) || had.To.Before(needed.To):
			return fmt.Errorf("%s: %s was in force from %s to %s only, not all of the time that it is to compensate for", control.ID, id, had.From, had.To)
		}
	}
	return nil
}

// sameRisk reports whether two controls serve a criterion or objective in
// common, or answer a risk of the plan in common, or whether b is described as
// compensating for a.
func sameRisk(ex *soc.Examination, a, b soc.Control) bool {
	if slices.Contains(b.Compensates, a.ID) {
		return true
	}
	for _, id := range append(slices.Clone(a.Criteria), a.Objectives...) {
		if serves(b, id) {
			return true
		}
	}
	return slices.ContainsFunc(ex.Plan.Risks, func(r soc.Risk) bool {
		return slices.Contains(r.Controls, a.ID) && slices.Contains(r.Controls, b.ID)
	})
}
