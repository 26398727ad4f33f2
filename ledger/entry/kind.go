package entry

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// Kind is the kind of an entry. It decides the type of its body and which
// party may write it.
type Kind string

// The kinds.
const (
	ActorAdmitted          Kind = "actor-admitted" // a key's first entry: its public key
	EngagementOpened       Kind = "engagement-opened"
	ProgramSealed          Kind = "program-sealed"
	PopulationSealed       Kind = "population-sealed"
	PopulationFailed       Kind = "population-failed"
	ProcedureFixed         Kind = "procedure-fixed"
	TestPerformed          Kind = "test-performed"
	ReadinessTestPerformed Kind = "readiness-test-performed"
	ReportDrafted          Kind = "report-drafted"
)

var (
	either       = []soc.Party{soc.Management, soc.Practitioner}
	practitioner = []soc.Party{soc.Practitioner}
	management   = []soc.Party{soc.Management}
)

// wall is the table of docs/design/architecture.md, "Kinds of entry, and who
// may write them". Neither party does the other's work.
var wall = map[Kind][]soc.Party{
	ActorAdmitted:          either,
	EngagementOpened:       either,
	ProgramSealed:          either, // each for its own part
	PopulationSealed:       either,
	PopulationFailed:       either,
	ProcedureFixed:         either, // management's is for readiness
	TestPerformed:          practitioner,
	ReadinessTestPerformed: management,
	ReportDrafted:          either,
}

// Kinds lists the kinds in alphabetical order.
func Kinds() []Kind {
	var kinds []Kind
	for k := range wall {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return kinds
}

// CheckWall returns an error that says who may write the kind, unless the
// party may.
func CheckWall(kind Kind, party soc.Party) error {
	parties, known := wall[kind]
	if !known {
		return fmt.Errorf("%q is not a kind of entry", kind)
	}
	if !slices.Contains(either, party) {
		return fmt.Errorf("%q is not a party: it is management or practitioner", party)
	}
	if !slices.Contains(parties, party) {
		return fmt.Errorf("%s cannot write a %s entry: only %s can", party, kind, parties[0])
	}
	return nil
}

// typePrefix makes a predicate type of a kind.
const typePrefix = "https://tickmark.dev/entry/v1/"

// PredicateType returns the URI of the kind.
func (k Kind) PredicateType() string { return typePrefix + string(k) }

func kindOf(predicateType string) (Kind, error) {
	kind, ok := strings.CutPrefix(predicateType, typePrefix)
	if !ok || kind == "" {
		return "", fmt.Errorf("predicateType is %q, not %s followed by a kind", predicateType, typePrefix)
	}
	return Kind(kind), nil
}
