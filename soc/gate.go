package soc

// Gate is a rule that must hold before a report may be issued.
type Gate struct {
	ID          string `json:"id"`             // G-POP-02
	Area        string `json:"area,omitempty"` // acceptance, planning, description …
	Requirement string `json:"requirement"`
	// Source is what the rule derives from, with how sure we are of it:
	// "AT-C 205 (to be checked against the standard)".
	Source string `json:"source,omitempty"`
	Blocks bool   `json:"blocks"` // false: the engagement partner may override it with a reason
}

// GateState is a gate with what was found about it.
type GateState struct {
	Gate
	// Open says that something is missing and nobody has overridden it.
	Open bool `json:"open"`
	// NotApplicable says why the gate does not apply to this report; such a
	// gate is never open.
	NotApplicable string `json:"not_applicable,omitempty"`
	// Missing says what is missing and who can supply it, one sentence each.
	Missing []string `json:"missing,omitempty"`
	// Overridden is the engagement partner's reason to go on although
	// something is missing; only where the gate does not block.
	Overridden string `json:"overridden,omitempty"`
	// Refused says why an override of the gate has no effect.
	Refused string `json:"refused,omitempty"`
}

// TextFault is something that a rendered text (the auditor's report, the
// assertion, a section of the report) lacks, found by whoever can read the
// text, for the gate that it keeps open.
type TextFault struct {
	Gate    string `json:"gate"`    // G-RPT-01
	Missing string `json:"missing"` // a sentence: what is missing and who can supply it
}
