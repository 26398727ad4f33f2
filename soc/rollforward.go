package soc

// RollForwardItem is something that a program was given from the one of the
// period before. It stands for nothing until a person has affirmed that it is
// so in this period too.
type RollForwardItem struct {
	// Kind is what it is: one of RollForwardKinds.
	Kind string `json:"kind"`
	ID   string `json:"id"` // its id, name or title
	// Party is who affirms it: whose part of the program it is in.
	Party Party `json:"party"`
	// Affirmed says that a person has affirmed it.
	Affirmed bool `json:"affirmed"`
	// Withdrawn says that the program no longer holds it, so that there is
	// nothing to affirm.
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// Open reports whether a person must still affirm the item.
func (i RollForwardItem) Open() bool { return !i.Affirmed && !i.Withdrawn }

// RollForwardKinds are the kinds of things that are carried over, those of
// management first.
var RollForwardKinds = []string{
	"engagement", "description", "assertion", "component", "control", "population", "cuec", "user_responsibility", "csoc",
	"subservice_organization", "vendor", "commitment", "not_relevant", "objective", "transaction_class", "procedure", "risk",
}

// PriorFile names the engagement file that a program was rolled forward from,
// by what only that file has.
type PriorFile struct {
	Origin string `json:"origin"` // of its log
	Size   int64  `json:"size"`   // of its log, when it was rolled forward
	Root   string `json:"root"`   // of its log at that size: base64, RFC 6962
	Report string `json:"report"` // the entry that issued its report
	Date   Date   `json:"date"`   // of that report
	SHA256 string `json:"sha256"` // of report.json, hex
}
