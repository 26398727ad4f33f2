package soc

// Control is one control as management describes it.
type Control struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Statement string   `json:"statement"` // who does what, when, on what, how it is evidenced
	Criteria  []string `json:"criteria"`  // ids of the criteria it serves
	// Objectives are the ids of the control objectives it serves (SOC 1).
	Objectives []string `json:"objectives,omitempty"`
	Owner      string   `json:"owner"`     // a role, never a person's name
	Frequency  string   `json:"frequency"` // one of Frequencies
	Nature     string   `json:"nature"`    // one of ControlNatures
	Purpose    string   `json:"purpose"`   // one of ControlPurposes

	EffectiveFrom Date     `json:"effective_from,omitzero"`
	EffectiveTo   Date     `json:"effective_to,omitzero"`
	Components    []string `json:"components,omitempty"`
}

// Frequencies are the ways a control recurs.
var Frequencies = []string{"continuous", "per_event", "daily", "weekly", "monthly", "quarterly", "semi_annual", "annual"}

// ControlNatures are the ways a control is performed.
var ControlNatures = []string{"manual", "automated", "it_dependent"}

// ControlPurposes are what a control does about a risk.
var ControlPurposes = []string{"preventive", "detective", "corrective"}
