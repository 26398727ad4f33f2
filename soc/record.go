package soc

import "time"

// RecordKind names a kind of record: something that a person did or decided,
// kept as an entry of its own.
type RecordKind string

// Record is what a person did or decided. Its fields are what the person
// states; who and when are those of the entry.
type Record interface {
	// Kind is the kind of entry that holds the record.
	Kind() RecordKind
	// Subject is what the record is about, so that a later record of the
	// same kind and subject takes its place; "" when each stands for itself.
	Subject() string
	// Fault says what the record lacks by itself; nil when nothing.
	Fault() error
}

// Signed is a record with the entry that holds it.
type Signed[R Record] struct {
	Entry string    `json:"entry"`
	Index int64     `json:"index"` // of the entry in the log
	At    time.Time `json:"at"`
	By    Actor     `json:"by"`
	// Superseded marks a record that a later one has taken the place of.
	Superseded bool `json:"superseded,omitempty"`
	Record     R    `json:"record"`
}

// InForce returns the records that nothing has taken the place of, in the
// order of the log.
func InForce[R Record](all []Signed[R]) []Signed[R] {
	var out []Signed[R]
	for _, s := range all {
		if !s.Superseded {
			out = append(out, s)
		}
	}
	return out
}

// Latest returns the record in force about a subject, or nil.
func Latest[R Record](all []Signed[R], subject string) *Signed[R] {
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].Superseded && all[i].Record.Subject() == subject {
			return &all[i]
		}
	}
	return nil
}

// Roles of practitioners that rules speak of. A key may have any role; these
// are the ones that permit something.
const (
	RolePartner         = "engagement partner"
	RoleQualityReviewer = "engagement quality reviewer"
	RoleManager         = "manager"
	RoleSenior          = "senior"
	RoleAssociate       = "associate"
)

// RoleSignatory is the role of management's key that may sign the assertion
// and the letters.
const RoleSignatory = "signatory"
