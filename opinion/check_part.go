package opinion

import (
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// CheckOpinionPart reports whether the opinion on one part may stand: the
// report has the part, everything below it is concluded, an unmodified
// opinion leaves nothing unmet, and the basis of a modified one names each
// unmet criterion or objective and none that is met. The error says what is
// in the way.
func CheckOpinionPart(ex *soc.Examination, o soc.OpinionPart) error {
	if !hasPart(ex, o.Part) {
		return fmt.Errorf("a %s report has no opinion on %s", ex.Engagement.Title(), o.Part)
	}
	criteria, commitments := notConcluded(ex)
	if o.Cause == soc.ScopeLimitation {
		// What could not be concluded for want of evidence is a matter itself.
		criteria = slices.DeleteFunc(criteria, func(id string) bool { return inBasis(o, id) })
		if o.Pervasive {
			commitments = nil
		}
	}
	if len(criteria) > 0 {
		return fmt.Errorf("the opinion on %s waits for a conclusion on %s", o.Part, list(criteria))
	}
	if len(commitments) > 0 {
		return fmt.Errorf("the opinion on %s waits for a conclusion on the commitments %s", o.Part, list(commitments))
	}
	if o.Part == soc.DescriptionPart && soc.Latest(ex.Records.Comparisons, "description") == nil {
		return fmt.Errorf("the opinion on the description waits for its comparison with evidence (description-compared)")
	}
	must := mattersOf(ex, o.Part)
	if o.Opinion == soc.Unmodified {
		if len(must) > 0 {
			return fmt.Errorf("the opinion on %s cannot be unmodified: %s", o.Part, must[0].why)
		}
		return nil
	}
	for _, m := range must {
		if !slices.ContainsFunc(o.Basis, m.names) {
			return fmt.Errorf("the basis of the opinion on %s does not name %s: %s", o.Part, m.what(), m.why)
		}
	}
	if len(must) == 0 && o.Part != soc.DescriptionPart && o.Cause == soc.Misstatement {
		return fmt.Errorf("the opinion on %s is modified for a misstatement, and no %s is concluded to be unmet: conclude it first", o.Part, criterionWord(ex))
	}
	return checkBasis(ex, o, must)
}

func inBasis(o soc.OpinionPart, criterion string) bool {
	return slices.ContainsFunc(o.Basis, func(b soc.BasisMatter) bool { return b.Criterion == criterion })
}

// checkBasis refuses a basis that speaks of what the file does not hold.
func checkBasis(ex *soc.Examination, o soc.OpinionPart, must []matter) error {
	for _, b := range o.Basis {
		if b.Text == "" {
			return fmt.Errorf("a matter in the basis of the opinion on %s has no text: say what happened, when, how far, and why it matters", o.Part)
		}
		if b.Control != "" {
			if _, ok := findControl(ex, b.Control); !ok {
				return fmt.Errorf("the basis of the opinion on %s names the control %s, which the program does not have", o.Part, b.Control)
			}
		}
		named := slices.ContainsFunc(must, func(m matter) bool { return m.criterion != "" && m.criterion == b.Criterion })
		if b.Criterion != "" && !named && o.Part != soc.DescriptionPart && o.Cause == soc.Misstatement {
			return fmt.Errorf("the basis of the opinion on %s names %s, which is not concluded to be unmet", o.Part, b.Criterion)
		}
		if o.Cause == soc.ScopeLimitation && concludedMet(ex, b.Criterion, o.Part) {
			return fmt.Errorf("the basis of the opinion on %s says that evidence on %s was not to be had, and %s is concluded to be met: one of the two does not hold", o.Part, b.Criterion, b.Criterion)
		}
	}
	return nil
}

// concludedMet reports whether a criterion is concluded to be met in a part of
// the opinion. The description is no such part.
func concludedMet(ex *soc.Examination, criterion string, part soc.OpinionPartName) bool {
	c := soc.Latest(ex.Records.Criteria, criterion)
	if criterion == "" || c == nil {
		return false
	}
	return part == soc.DesignPart && c.Record.Design || part == soc.OperationPart && c.Record.Operation
}

// matter is something that an opinion has to be modified for.
type matter struct {
	criterion, control string
	why                string
}

func (m matter) what() string {
	if m.criterion != "" {
		return m.criterion
	}
	return m.control
}

func (m matter) names(b soc.BasisMatter) bool {
	if m.criterion != "" {
		return b.Criterion == m.criterion
	}
	return b.Control == m.control
}

// mattersOf returns what a part of the opinion has to be modified for, as
// concluded.
func mattersOf(ex *soc.Examination, part soc.OpinionPartName) []matter {
	var matters []matter
	if part == soc.DescriptionPart {
		found, _ := descriptionMatters(ex)
		for _, b := range found {
			m := matter{criterion: b.Criterion, control: b.Control, why: sentence(b.Text)}
			if b.Control != "" {
				m.why = fmt.Sprintf("%s is described and was found not to be implemented.", b.Control)
			} else {
				m.why = fmt.Sprintf("the description was found not to be fair on %s.", b.Criterion)
			}
			matters = append(matters, m)
		}
		return matters
	}
	for _, id := range unmet(ex, part) {
		matters = append(matters, matter{criterion: id, why: fmt.Sprintf("%s is concluded not to be met.", id)})
	}
	return matters
}
