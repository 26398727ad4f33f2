package engagement

import (
	"errors"
	"slices"
	"testing"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/entry"
)

// closed are the kinds that may not follow an issued report: they are what was
// examined, and what came before the work.
var closed = []ledger.Kind{
	ledger.EngagementOpened, ledger.ProgramSealed, ledger.PopulationSealed, ledger.PopulationFailed, ledger.PopulationReconciled,
	ledger.ProcedureFixed,
	ledger.TestPerformed, ledger.ReadinessTestPerformed, ledger.ReportDrafted, ledger.ReportIssued,
	ledger.AcceptanceDecided, ledger.EngagementLetterSigned, ledger.PriorReportConsidered, ledger.WalkthroughPerformed,
	ledger.ItemTested, ledger.IPEAssessed, ledger.OthersWorkConsidered, ledger.DescriptionApproved,
}

// Every kind of entry is either closed by an issued report or may follow it: a
// new kind needs a decision.
func TestMayFollow(t *testing.T) {
	issued := &ledger.Entry{Kind: ledger.ReportIssued}
	for _, kind := range entry.Kinds() {
		err := mayFollow(issued, kind)
		switch {
		case slices.Contains(closed, kind) == slices.Contains(afterIssue, kind):
			t.Errorf("%s: decide whether it may follow an issued report", kind)
		case slices.Contains(closed, kind) && !errors.Is(err, ErrLocked):
			t.Errorf("%s may follow an issued report: %v", kind, err)
		case !slices.Contains(closed, kind) && err != nil:
			t.Errorf("%s: %v", kind, err)
		}
		needsReport := kind == ledger.ReportReissued || kind == ledger.FileLocked
		if err := mayFollow(nil, kind); (err != nil) != needsReport {
			t.Errorf("%s before a report: %v", kind, err)
		}
	}
}
