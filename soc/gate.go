package soc

// Gate is a rule that must hold before a report may be issued.
type Gate struct {
	ID          string `json:"id"` // G-POP-02
	Requirement string `json:"requirement"`
	// Source is what the rule derives from, with how sure we are of it:
	// "AT-C 205 (to be checked against the standard)".
	Source string `json:"source,omitempty"`
	Blocks bool   `json:"blocks"` // false: the engagement partner may override it with a reason
}

// GateState is a gate with what was found about it.
type GateState struct {
	Gate
	Open bool `json:"open"`
	// Missing says what is missing and who can supply it, one sentence each.
	Missing []string `json:"missing,omitempty"`
	// Overridden is the engagement partner's reason to go on although the
	// gate is open; only where it does not block.
	Overridden string `json:"overridden,omitempty"`
}
