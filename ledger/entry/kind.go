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
	PopulationReconciled   Kind = "population-reconciled"
	ProcedureFixed         Kind = "procedure-fixed"
	TestPerformed          Kind = "test-performed"
	ReadinessTestPerformed Kind = "readiness-test-performed"
	ReportDrafted          Kind = "report-drafted"
)

// The kinds of records: what people do and decide. Their bodies are the types
// of soc/record*.go.
const (
	AcceptanceDecided        Kind = "acceptance-decided"
	IndependenceStated       Kind = "independence-stated"
	EngagementLetterSigned   Kind = "engagement-letter-signed"
	PriorReportConsidered    Kind = "prior-report-considered"
	WalkthroughPerformed     Kind = "walkthrough-performed"
	ItemTested               Kind = "item-tested"
	IPEAssessed              Kind = "ipe-assessed"
	DeviationEvaluated       Kind = "deviation-evaluated"
	OthersWorkConsidered     Kind = "others-work-considered"
	ReviewNoted              Kind = "review-note"
	Reviewed                 Kind = "reviewed"
	ControlConcluded         Kind = "control-concluded"
	CriterionConcluded       Kind = "criterion-concluded"
	CommitmentConcluded      Kind = "commitment-concluded"
	DescriptionApproved      Kind = "description-approved"
	DescriptionCompared      Kind = "description-compared"
	AssertionSigned          Kind = "assertion-signed"
	SubsequentEventsExamined Kind = "subsequent-events-examined"
	RepresentationSigned     Kind = "representation-signed"
	OpinionFormed            Kind = "opinion-formed"
	MatterEmphasized         Kind = "matter-emphasized"
	QualityReviewCompleted   Kind = "quality-review-completed"
	GateOverridden           Kind = "gate-overridden"
)

// The kinds that issuing writes.
const (
	ReportIssued   Kind = "report-issued"
	ReportReissued Kind = "report-reissued"
	FileLocked     Kind = "file-locked"
)

var (
	either       = []soc.Party{soc.Management, soc.Practitioner}
	practitioner = []soc.Party{soc.Practitioner}
	management   = []soc.Party{soc.Management}
)

// wall is the table of docs/design/architecture.md, "Kinds of entry, and who
// may write them", with that of docs/design/records.md. Neither party does the
// other's work. Which role of a party a record needs is for the engagement to
// say: it knows the rules of an examination.
var wall = map[Kind][]soc.Party{
	ActorAdmitted:          either,
	EngagementOpened:       either,
	ProgramSealed:          either, // each for its own part
	PopulationSealed:       either,
	PopulationFailed:       either,
	PopulationReconciled:   either,
	ProcedureFixed:         either, // management's is for readiness
	TestPerformed:          practitioner,
	ReadinessTestPerformed: management,
	ReportDrafted:          either,

	AcceptanceDecided:        practitioner,
	IndependenceStated:       practitioner,
	EngagementLetterSigned:   either,
	PriorReportConsidered:    practitioner,
	WalkthroughPerformed:     practitioner,
	ItemTested:               practitioner,
	IPEAssessed:              practitioner,
	DeviationEvaluated:       practitioner,
	OthersWorkConsidered:     practitioner,
	ReviewNoted:              practitioner,
	Reviewed:                 practitioner,
	ControlConcluded:         practitioner,
	CriterionConcluded:       practitioner,
	CommitmentConcluded:      practitioner,
	DescriptionApproved:      management,
	DescriptionCompared:      practitioner,
	AssertionSigned:          management,
	SubsequentEventsExamined: practitioner,
	RepresentationSigned:     management,
	OpinionFormed:            practitioner,
	MatterEmphasized:         practitioner,
	QualityReviewCompleted:   practitioner,
	GateOverridden:           practitioner,

	ReportIssued:   practitioner,
	ReportReissued: practitioner,
	FileLocked:     practitioner,
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
