// Package opinion says what results and records mean for controls, criteria,
// the opinion and the gates: proposals with their reasons, and rules that say
// why something may not stand. It concludes nothing: a practitioner does.
//
// The package is pure: it reads a soc.Examination and fills in its findings.
package opinion

import "github.com/tickmark-audit/tickmark/soc"

// Propose fills the findings of every control and criterion, the proposals up
// to the opinion and the state of every gate of ex, from the program, the
// populations, the tests and the records that ex already holds. Earlier
// findings are replaced. Calling it twice changes nothing.
func Propose(ex *soc.Examination) {
	ex.Controlled = controlFindings(ex)
	ex.Criteria = criterionFindings(ex)
	ex.Proposals = Chain(ex)
	ex.Gates = gateStates(ex)
}
