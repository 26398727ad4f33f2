package soc

import "strings"

// Party is one of the two sides that write to an engagement file. Neither
// does the other's work.
type Party string

// The parties.
const (
	Management   Party = "management"
	Practitioner Party = "practitioner"
)

// Organization is the service organization, which management speaks for.
type Organization struct {
	Name  string `json:"name"`
	City  string `json:"city,omitempty"`
	State string `json:"state,omitempty"`
}

// Firm is the CPA firm of the practitioner (the service auditor).
type Firm struct {
	Name    string  `json:"name"`
	City    string  `json:"city,omitempty"`
	State   string  `json:"state,omitempty"`
	Licence Licence `json:"licence,omitzero"`
}

// Licence is a firm's licence to do attest work.
type Licence struct {
	Jurisdiction string `json:"jurisdiction"`
	Number       string `json:"number"`
}

// Actor is who wrote an entry: a key, and the party and role it was made for.
type Actor struct {
	KeyID string `json:"key_id"` // SHA-256 of the public key, hex
	Name  string `json:"name"`   // the key's name, chosen by its owner
	Party Party  `json:"party"`
	Role  string `json:"role,omitempty"` // such as "compliance lead" or "engagement partner"
	// ThrowAway marks a key that a run made for itself because none was
	// named. What it signed can never be issued.
	ThrowAway bool `json:"throw_away,omitempty"`
}

// SamePerson reports whether two keys are one person's as far as a file can
// show it: they are the same key, or they bear the same name. A key's name is
// how its owner is known to the others, so a second key under it is no second
// person, whatever its role or party. A throw-away key is nobody's.
func (a Actor) SamePerson(b Actor) bool {
	if a.KeyID == b.KeyID {
		return true
	}
	return !a.ThrowAway && !b.ThrowAway && a.Name != "" && strings.EqualFold(a.Name, b.Name)
}
