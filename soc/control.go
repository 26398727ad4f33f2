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

	// Supersedes is the id of the control whose place it took: a new version
	// of a control has an id of its own, and each is tested for its part of
	// the period.
	Supersedes string `json:"supersedes,omitempty"`
	// Compensates are the ids of the controls whose failure it makes up for,
	// when it was itself tested over the same days.
	Compensates []string `json:"compensates,omitempty"`
	// Organization is the included subservice organization that performs it;
	// "" is the service organization.
	Organization string `json:"organization,omitempty"`
}

// InEffect returns the days of the period on which the control was in effect;
// the zero Period when there are none.
func (c *Control) InEffect(period Period) Period {
	w := Period{From: c.EffectiveFrom, To: c.EffectiveTo}
	if w.From.IsZero() {
		w.From = period.From
	}
	if w.To.IsZero() {
		w.To = period.To
	}
	return w.Overlap(period)
}

// Frequencies are the ways a control recurs.
var Frequencies = []string{"continuous", "per_event", "daily", "weekly", "monthly", "quarterly", "semi_annual", "annual"}

// ControlNatures are the ways a control is performed.
var ControlNatures = []string{"manual", "automated", "it_dependent"}

// ControlPurposes are what a control does about a risk.
var ControlPurposes = []string{"preventive", "detective", "corrective"}
