// Package opinion says what results mean for controls, criteria and gates, as
// proposals with their reasons. It concludes nothing: a practitioner does.
//
// The package is pure: it reads a soc.Examination and fills in its findings.
package opinion

import "github.com/tickmark-audit/tickmark/soc"

// Propose fills the findings of every control and criterion and the state of
// every gate of ex, from the program, the populations and the tests that ex
// already holds. Earlier findings are replaced. Calling it twice changes
// nothing.
func Propose(ex *soc.Examination) {
	ex.Controlled = controlFindings(ex)
	ex.Criteria = criterionFindings(ex)
	ex.Gates = gateStates(ex)
}
