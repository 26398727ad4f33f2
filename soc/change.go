package soc

// SystemChange is a significant change of the system or its controls during
// the period (DC 9, S1-D9).
type SystemChange struct {
	ID     string `json:"id"`
	Date   Date   `json:"date"`
	What   string `json:"what"`
	Effect string `json:"effect"` // on users and on what the controls achieve
	// Superseded are the controls that ended with the change, Successors those
	// that took their place.
	Superseded []string `json:"superseded,omitempty"`
	Successors []string `json:"successors,omitempty"`
}

// IrrelevantCriterion is a criterion of the applicable set that is not relevant to
// the system, and why (DC 8).
type IrrelevantCriterion struct {
	Criterion string `json:"criterion"`
	Reason    string `json:"reason"`
	Reviewer  string `json:"reviewer"` // a role
}
