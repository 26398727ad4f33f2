package engagement

import (
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/soc"
)

// issuedBody is the body of an entry that issues a report. The files are
// objects of the file too, so that the report that was issued stays readable
// whatever later versions of Tickmark make of the same entries.
type issuedBody struct {
	LogSize int64           `json:"log_size"` // that the report was derived from
	Final   soc.FinalReport `json:"final"`
	Files   []fileDigest    `json:"files"`
	// RetainUntil is the first day on which the firm may part with the file;
	// not stated when the plan names no retention.
	RetainUntil soc.Date `json:"retain_until,omitzero"`
}

// lockedBody is the body of an entry that locks an assembled file.
type lockedBody struct {
	Report   string   `json:"report"`   // the entry that issued the report in force
	Deadline soc.Date `json:"deadline"` // the last day to assemble the file
	On       soc.Date `json:"on"`
	Late     string   `json:"late,omitempty"` // why it is after the deadline
}

// issuedReport is a report that was issued.
type issuedReport struct {
	entry ledger.Entry
	body  issuedBody
}

func (r issuedReport) String() string {
	return fmt.Sprintf("the report dated %s, issued by entry %d", r.body.Final.Date.Long(), r.entry.Index)
}

// lastIssued returns the report in force, or nil.
func (s *state) lastIssued() *issuedReport {
	if len(s.issued) == 0 {
		return nil
	}
	return &s.issued[len(s.issued)-1]
}

// afterIssue are the kinds of entry that may follow an issued report: those
// that issue and lock, and the records that another report rests on. What was
// examined is closed.
var afterIssue = []ledger.Kind{
	ledger.ActorAdmitted, ledger.ReportReissued, ledger.FileLocked,
	ledger.IndependenceStated, ledger.ReviewNoted, ledger.Reviewed,
	ledger.DeviationEvaluated, ledger.ControlConcluded, ledger.CriterionConcluded, ledger.CommitmentConcluded,
	ledger.DescriptionCompared, ledger.SubsequentEventsExamined,
	ledger.AssertionSigned, ledger.RepresentationSigned,
	ledger.OpinionFormed, ledger.MatterEmphasized, ledger.QualityReviewCompleted, ledger.GateOverridden,
}

// mayFollow returns an error that wraps ErrLocked unless a kind of entry may
// follow the entry that locked the file; nil is a file that is not locked.
func mayFollow(locked *ledger.Entry, kind ledger.Kind) error {
	if locked == nil && kind != ledger.ReportReissued && kind != ledger.FileLocked {
		return nil
	}
	if locked == nil {
		return fmt.Errorf("no report was issued: a %s entry can only follow one", kind)
	}
	if slices.Contains(afterIssue, kind) {
		return nil
	}
	return fmt.Errorf("%w (entry %d, of %s)", ErrLocked, locked.Index, locked.Time.Format("2006-01-02"))
}
