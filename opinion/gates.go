package opinion

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// rule is a gate with what decides it. check returns one sentence for each
// thing that is missing, saying who can supply it; none means that the gate
// is shut behind us.
type rule struct {
	id          string
	requirement string
	blocks      bool
	check       func(ex *soc.Examination) []string
}

// unrecorded is the check of a gate whose record is a person's act that no
// entry of the file holds yet. It stays open: what is not recorded was not
// done, as far as a reader can tell.
func unrecorded(what, who string) func(*soc.Examination) []string {
	return func(*soc.Examination) []string {
		return []string{fmt.Sprintf("%s is not recorded in the file; %s records it.", what, who)}
	}
}

const (
	blocks   = true
	override = false // the engagement partner may override, with a reason
)

// rules are the gates of section 3.7 of the domain reference that apply to a
// draft, in its order. Those about the wording and date of an issued report
// (G-RPT-01 to -04, G-DOC) come with issuing.
var rules = []rule{
	{"G-ACC-01", "The firm holds an active licence to do attest work", blocks, unrecorded("A verified licence of the firm", "the practitioner")},
	{"G-ACC-02", "Everyone on the engagement team has stated independence of this service organization", blocks, unrecorded("The team's independence", "each team member")},
	{"G-ACC-03", "Nobody on the team designed, implemented or operates a control in scope", blocks, unrecorded("The team's freedom from self-review", "the practitioner")},
	{"G-ACC-04", "Relationships with tool vendors are disclosed and limit nothing", blocks, unrecorded("Relationships with tool vendors", "the practitioner")},
	{"G-ACC-05", "The preconditions of the examination are met", blocks, unrecorded("The preconditions", "the practitioner")},
	{"G-ACC-06", "The engagement letter is signed before fieldwork", blocks, unrecorded("A signed engagement letter", "the engagement partner and management")},
	{"G-ACC-07", "The team's competence, including IT, is recorded", override, teamCompetence},
	{"G-PLN-01", "Each test answers a risk that was assessed before it was designed", blocks, testsAnswerRisks},
	{"G-PLN-02", "Materiality is considered for description, design and operation", blocks, materiality},
	{"G-PLN-03", "Every criterion in scope has a control, or a reason why it is not relevant", blocks, criteriaCovered},
	{"G-PLN-04", "Every control has an owner, a frequency, a nature and a walkthrough", blocks, unrecorded("A walkthrough of each control", "the practitioner")},
	{"G-PLN-05", "The period is long enough to be useful", override, periodLength},
	{"G-DSC-01", "The description meets each description criterion", blocks, descriptionSections},
	{"G-DSC-10", "Management approved the description after its last edit, and the practitioner compared it with evidence", blocks, unrecorded("Management's approval of the description and its comparison with evidence", "management and the practitioner")},
	{"G-DSC-12", "The description holds no placeholder", blocks, placeholders},
	{"G-POP-01", "Each population names its source, query, parameters, time, extractor, count and digest", blocks, populationsSealed},
	{"G-POP-02", "Each population is shown to be complete and accurate", blocks, populationsComplete},
	{"G-POP-03", "Each population covers the whole period", blocks, populationsCoverPeriod},
	{"G-TST-01", "Each control has a test of design and a test of operation, or did not operate", blocks, controlsTested},
	{"G-TST-02", "Inquiry is never the only nature of a test", blocks, inquiryAlone},
	{"G-TST-04", "Every item has a result for every attribute", blocks, everyAttributeTested},
	{"G-TST-05", "Every test is reviewed by someone other than its preparer", blocks, unrecorded("A review of each test", "a reviewer who did not prepare it")},
	{"G-DEV-01", "Each deviation is evaluated: nature, cause, intent, extent and dates", blocks, deviationsEvaluated},
	{"G-DEV-02", "A conclusion is recorded for each control", blocks, controlsConcluded},
	{"G-SUB-01", "Each subservice organization has a method, its services, criteria and, where carved out, the controls expected there", blocks, subserviceOrganizations},
	{"G-SUB-03", "The complementary controls are the same in the description, the assertion and the auditor's report", blocks, unrecorded("A comparison of the complementary controls", "the practitioner")},
	{"G-AST-01", "Management has made and signed its assertion", blocks, assertionSigned},
	{"G-REP-01", "Management has signed the representation letter, dated as of the report", blocks, unrecorded("The representation letter", "management")},
	{"G-SEQ-01", "Events after the period were looked into up to the date of the report", blocks, unrecorded("The procedures on subsequent events", "the practitioner")},
	{"G-EQR-01", "The engagement quality review, where the firm requires one, is complete", blocks, unrecorded("The engagement quality review, or the firm's reason for none,", "the practitioner")},
	{"G-OPN-01", "Every criterion is concluded and the partner has signed each part of the opinion", blocks, unrecorded("A conclusion on each criterion and the signed opinion", "the engagement partner")},
	{"G-KEY-01", "Every entry is signed with a lasting key of its party, and the tests with a practitioner's", blocks, lastingKeys},
}

func gateStates(ex *soc.Examination) []soc.GateState {
	states := make([]soc.GateState, 0, len(rules))
	for _, r := range rules {
		missing := r.check(ex)
		states = append(states, soc.GateState{
			Gate:    soc.Gate{ID: r.id, Requirement: r.requirement, Blocks: r.blocks},
			Open:    len(missing) > 0,
			Missing: missing,
		})
	}
	return states
}
