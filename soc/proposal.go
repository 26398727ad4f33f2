package soc

// Standing is where a control, a criterion or a commitment stands in a
// proposal.
type Standing string

// The standings. Undetermined is never taken for met.
const (
	Met          Standing = "met"
	NotMet       Standing = "not_met"
	Undetermined Standing = "undetermined" // something is missing; the reason says what
	NotRelevant  Standing = "not_relevant" // management says so, with a reason (DC 8)
	NotInReport  Standing = "not_examined" // operation, in a report of type 1
)

// Proposals are what the published rules make of the results and of the
// conclusions so far, from the controls to the opinion. A person concludes;
// who concludes softer than proposed gives a reason.
type Proposals struct {
	Controls    []ControlProposal    `json:"controls,omitempty"`    // in the order of the controls
	Criteria    []CriterionProposal  `json:"criteria,omitempty"`    // criteria or control objectives, in their order
	Commitments []CommitmentProposal `json:"commitments,omitempty"` // in their order
	Opinion     []OpinionProposal    `json:"opinion,omitempty"`     // in the order of the parts
}

// ControlProposal is the proposal for one control.
type ControlProposal struct {
	Control string `json:"control"`
	// Design is Suitable, NotSuitable or "" when it is undetermined.
	Design string `json:"design,omitempty"`
	// Operation is Effective, NotEffective, NoOperation, NotExamined (type 1)
	// or "" when it is undetermined.
	Operation string `json:"operation,omitempty"`
	Reason    string `json:"reason"`
}

// CriterionProposal is the proposal for one criterion or control objective.
// It stands on the conclusion on each control, or on the proposal where there
// is none yet.
type CriterionProposal struct {
	Criterion string   `json:"criterion"`
	Design    Standing `json:"design"`
	Operation Standing `json:"operation"`
	// Controls are those that keep it from being met.
	Controls []string `json:"controls,omitempty"`
	// Cause is Misstatement or ScopeLimitation when it is not met.
	Cause  string `json:"cause,omitempty"`
	Reason string `json:"reason"`
}

// CommitmentProposal is the proposal for one principal service commitment or
// system requirement.
type CommitmentProposal struct {
	Commitment string   `json:"commitment"`
	Achieved   Standing `json:"achieved"`
	Criteria   []string `json:"criteria,omitempty"` // the unmet ones that bear on it
	Reason     string   `json:"reason"`
}

// OpinionProposal is the proposal for one part of the opinion. Whether a
// matter is pervasive is a person's judgement: Opinion is what follows when it
// is not, and IfPervasive when it is.
type OpinionProposal struct {
	Part OpinionPartName `json:"part"`
	// Opinion is Unmodified or Qualified; "" when it is undetermined.
	Opinion     OpinionKind `json:"opinion,omitempty"`
	IfPervasive OpinionKind `json:"if_pervasive,omitempty"` // Adverse or Disclaimer
	Cause       string      `json:"cause,omitempty"`
	// Matters are what the basis paragraph must name.
	Matters []BasisMatter `json:"matters,omitempty"`
	Reason  string        `json:"reason"` // the rule, and what it was applied to
}
