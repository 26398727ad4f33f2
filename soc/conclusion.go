package soc

// ControlFinding is what the results say about one control, as a proposal.
// Only a practitioner concludes.
type ControlFinding struct {
	Control string       `json:"control"`
	State   ControlState `json:"state"`
	// Extent is a marker of how the deviations lie; "" without deviations.
	Extent Extent `json:"extent,omitempty"`
	// Reason says in a sentence or two what the proposal rests on.
	Reason     string   `json:"reason"`
	Procedures []string `json:"procedures"`
	Items      int64    `json:"items"`
	Deviations int64    `json:"deviations"`
	// NotShownComplete names the populations behind the tests that are not
	// shown complete.
	NotShownComplete []string `json:"not_shown_complete,omitempty"`
}

// ControlState is what a run shows of a control's operation.
type ControlState string

// The states. None of them is a conclusion.
const (
	NoDeviation     ControlState = "no_deviation"    // tested on every item, none deviates
	ControlPartly   ControlState = "partly_tested"   // no deviation, but an attribute awaits a person
	HasDeviations   ControlState = "deviations"      // at least one item deviates
	DidNotOperate   ControlState = "did_not_operate" // a complete population holds no item
	ControlUntested ControlState = "not_tested"      // no procedure, or none that ran
	TestIncomplete  ControlState = "test_incomplete" // a procedure did not finish
	NotReliable     ControlState = "not_reliable"    // no deviation, but a population is not shown complete
)

// Extent is a proposed reading of how deviations lie.
type Extent string

// The extents. "Isolated" is never proposed as a conclusion: it needs
// additional procedures by the practitioner (gate G-DEV-03).
const (
	PossiblyIsolated Extent = "possibly_isolated"
	Systematic       Extent = "systematic"
	Indeterminate    Extent = "indeterminate"
)

// CriterionFinding is what the controls say about one criterion in scope.
type CriterionFinding struct {
	Criterion string         `json:"criterion"`
	State     CriterionState `json:"state"`
	Reason    string         `json:"reason"`
	Controls  []string       `json:"controls"`
}

// CriterionState is where a criterion stands before anyone concludes.
type CriterionState string

// The states of a criterion.
const (
	CriterionSupported  CriterionState = "no_deviation"  // every control tested without deviation
	CriterionDeviations CriterionState = "deviations"    // at least one control has deviations
	CriterionPartly     CriterionState = "partly_tested" // some control is untested, unreliable or did not operate
	CriterionUntested   CriterionState = "not_tested"
	CriterionUncovered  CriterionState = "no_control"

	CriterionNotRelevant CriterionState = "not_relevant" // management says so, with a reason (DC 8)
)
