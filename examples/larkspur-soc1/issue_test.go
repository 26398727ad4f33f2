package larkspur_test

import (
	"testing"

	"github.com/tickmark-audit/tickmark/examples/internal/exampletest"
)

// From acceptance to the eve of the report, with every record that people
// write: each gate is shut, and the opinion is qualified for one objective.
func TestLarkspurPaymentsIsReadyToIssue(t *testing.T) {
	b := exampletest.Finish(t, exampletest.Case{Folder: folderWithPayments(t), Accepted: "2025-12-08", Tested: "2026-07-20", Report: "2026-09-18"})
	b.CheckGates()
}
