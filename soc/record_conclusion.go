package soc

import "errors"

// ControlConclusion is a practitioner's conclusion on one control.
type ControlConclusion struct {
	Control   string `json:"control" yaml:"control"`
	Design    string `json:"design" yaml:"design"`       // suitable, not_suitable
	Operation string `json:"operation" yaml:"operation"` // effective, not_effective, did_not_operate, not_examined (type 1)
	Reason    string `json:"reason" yaml:"reason"`
	// Compensating names the controls that hit the same risk, were tested and
	// operated in the same window.
	Compensating []string `json:"compensating,omitempty" yaml:"compensating"`
	// SofterReason is why the conclusion is softer than the proposal.
	SofterReason string `json:"softer_reason,omitempty" yaml:"softer_reason"`
}

// The conclusions on a control.
const (
	Suitable     = "suitable"
	NotSuitable  = "not_suitable"
	Effective    = "effective"
	NotEffective = "not_effective"
	NoOperation  = "did_not_operate"
	NotExamined  = "not_examined"
)

// Kind implements Record.
func (ControlConclusion) Kind() RecordKind { return "control-concluded" }

// Subject implements Record.
func (c ControlConclusion) Subject() string { return c.Control }

// Fault implements Record.
func (c ControlConclusion) Fault() error {
	if c.Control == "" || c.Reason == "" {
		return errors.New("give control and reason")
	}
	if err := oneOf("design", c.Design, Suitable, NotSuitable); err != nil {
		return err
	}
	return oneOf("operation", c.Operation, Effective, NotEffective, NoOperation, NotExamined)
}

// CriterionConclusion is a conclusion on one criterion, or on one control
// objective (SOC 1), considering all of its controls.
type CriterionConclusion struct {
	Criterion string `json:"criterion" yaml:"criterion"` // id of a criterion or objective
	Design    bool   `json:"design" yaml:"design"`       // met by design
	Operation bool   `json:"operation" yaml:"operation"` // met in operation; the same as design for a type 1
	Reason    string `json:"reason" yaml:"reason"`
	// SofterReason is why it is met although a control of it is not
	// effective.
	SofterReason string `json:"softer_reason,omitempty" yaml:"softer_reason"`
}

// Kind implements Record.
func (CriterionConclusion) Kind() RecordKind { return "criterion-concluded" }

// Subject implements Record.
func (c CriterionConclusion) Subject() string { return c.Criterion }

// Fault implements Record.
func (c CriterionConclusion) Fault() error {
	if c.Criterion == "" || c.Reason == "" {
		return errors.New("give criterion and reason")
	}
	return nil
}

// CommitmentConclusion is a conclusion on one principal service commitment or
// system requirement (SOC 2).
type CommitmentConclusion struct {
	Commitment string   `json:"commitment" yaml:"commitment"`
	Achieved   bool     `json:"achieved" yaml:"achieved"`
	Criteria   []string `json:"criteria,omitempty" yaml:"criteria"` // the unmet criteria that were considered
	Reason     string   `json:"reason" yaml:"reason"`
}

// Kind implements Record.
func (CommitmentConclusion) Kind() RecordKind { return "commitment-concluded" }

// Subject implements Record.
func (c CommitmentConclusion) Subject() string { return c.Commitment }

// Fault implements Record.
func (c CommitmentConclusion) Fault() error {
	if c.Commitment == "" || c.Reason == "" {
		return errors.New("give commitment and reason")
	}
	return nil
}

// OpinionKind is the kind of an opinion.
type OpinionKind string

// The kinds of opinion.
const (
	Unmodified OpinionKind = "unmodified"
	Qualified  OpinionKind = "qualified"
	Adverse    OpinionKind = "adverse"
	Disclaimer OpinionKind = "disclaimer"
)

// OpinionPartName is a part of the opinion.
type OpinionPartName string

// The parts of the opinion.
const (
	DescriptionPart OpinionPartName = "description"
	DesignPart      OpinionPartName = "design"
	OperationPart   OpinionPartName = "operation" // type 2
)

// OpinionPart is the engagement partner's opinion on one part.
type OpinionPart struct {
	Part    OpinionPartName `json:"part" yaml:"part"`
	Opinion OpinionKind     `json:"opinion" yaml:"opinion"`
	// Cause is misstatement (there is evidence, and it is against) or
	// scope_limitation (there is not enough); "" when unmodified.
	Cause string `json:"cause,omitempty" yaml:"cause"`
	// Pervasive decides between qualified and adverse or disclaimer.
	Pervasive bool `json:"pervasive,omitempty" yaml:"pervasive"`
	// Basis is what the opinion is modified for, one matter each.
	Basis []BasisMatter `json:"basis,omitempty" yaml:"basis"`
	// Reason is why, for the file; it is not printed.
	Reason string `json:"reason" yaml:"reason"`
}

// BasisMatter is one matter of the basis paragraph.
type BasisMatter struct {
	Criterion string `json:"criterion,omitempty" yaml:"criterion"` // criterion or objective
	Control   string `json:"control,omitempty" yaml:"control"`
	Text      string `json:"text" yaml:"text"` // what happened, when and how far, and why it matters
}

// The causes of a modified opinion.
const (
	Misstatement    = "misstatement"
	ScopeLimitation = "scope_limitation"
)

// Kind implements Record.
func (OpinionPart) Kind() RecordKind { return "opinion-formed" }

// Subject implements Record.
func (o OpinionPart) Subject() string { return string(o.Part) }

// Fault implements Record: the table of section 3.6 of the domain reference
// (material and not pervasive is qualified; pervasive is adverse, or a
// disclaimer when evidence is wanting).
func (o OpinionPart) Fault() error {
	if err := oneOf("part", string(o.Part), string(DescriptionPart), string(DesignPart), string(OperationPart)); err != nil {
		return err
	}
	if o.Reason == "" {
		return errors.New("give reason")
	}
	switch o.Opinion {
	case Unmodified:
		if len(o.Basis) > 0 || o.Cause != "" || o.Pervasive {
			return errors.New("an unmodified opinion has no basis, cause or pervasive")
		}
		return nil
	case Qualified:
		if o.Pervasive {
			return errors.New("a pervasive matter is not qualified: it is adverse, or a disclaimer when evidence is wanting")
		}
	case Adverse:
		if !o.Pervasive || o.Cause != Misstatement {
			return errors.New("an adverse opinion is for a misstatement that is pervasive")
		}
	case Disclaimer:
		if !o.Pervasive || o.Cause != ScopeLimitation {
			return errors.New("a disclaimer is for a scope limitation that is pervasive")
		}
	default:
		return oneOf("opinion", string(o.Opinion), string(Unmodified), string(Qualified), string(Adverse), string(Disclaimer))
	}
	if len(o.Basis) == 0 {
		return errors.New("a modified opinion needs its basis")
	}
	return oneOf("cause", o.Cause, Misstatement, ScopeLimitation)
}
