package opinion

import (
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// rule is a gate with what decides it.
type rule struct {
	id          string
	requirement string
	blocks      bool
	// source names what the gate derives from, with how sure we are of it.
	source string
	// check returns one sentence for each thing that is missing, saying who
	// can supply it; none means that the gate is shut behind us.
	check func(ex *soc.Examination) []string
	// leaves returns why the gate does not apply to this report, "" when it
	// does; nil when it applies to every report.
	leaves func(ex *soc.Examination) string
	// never returns what no override can mend, in a gate that may otherwise
	// be overridden.
	never func(ex *soc.Examination) []string
	// says words the requirement for this report; nil when requirement does.
	says func(ex *soc.Examination) string
}

const (
	blocks   = true
	override = false // the engagement partner may override, with a reason
)

// area is a part of the work with its gates.
type area struct {
	name  string
	gates []rule
}

// areas are the gates of section 3.7 of the domain reference, and two of ours
// (G-KEY-01, G-RFW-01), in the order of the work.
var areas = []area{
	{"Acceptance and independence", acceptanceGates},
	{"Taken over from the period before", rollForwardGates},
	{"Planning", planningGates},
	{"Description", descriptionGates},
	{"Populations and evidence", populationGates},
	{"Testing", testingGates},
	{"Deviations", deviationGates},
	{"Subservice organizations and user entities", subserviceGates},
	{"Assertion, representations and closing", closingGates},
	{"Opinion", opinionGates},
	{"Report and file", reportGates},
}

const (
	// draftGate is about all other gates, and so is decided after them.
	draftGate = "G-RPT-05"
	// elementsGate is about what the auditor's report must contain.
	elementsGate = "G-RPT-01"
)

func gateStates(ex *soc.Examination) []soc.GateState {
	var states []soc.GateState
	for _, a := range areas {
		for _, r := range a.gates {
			states = append(states, gateState(ex, a.name, r))
		}
	}
	if ex.Final == nil {
		return states
	}
	var open []string
	last := -1
	for i, s := range states {
		if s.ID == draftGate {
			last = i
		} else if s.Open {
			open = append(open, s.ID)
		}
	}
	if len(open) > 0 && last >= 0 {
		states[last].Open = true
		states[last].Missing = append(states[last].Missing, fmt.Sprintf("The report is to be final although %s open; it stays a draft until they are shut.", isOpen(open)))
	}
	return states
}

func isOpen(ids []string) string {
	if len(ids) == 1 {
		return ids[0] + " is"
	}
	return list(ids) + " are"
}

func gateState(ex *soc.Examination, area string, r rule) soc.GateState {
	s := soc.GateState{Gate: soc.Gate{ID: r.id, Area: area, Requirement: r.requirement, Source: r.source, Blocks: r.blocks}}
	if r.says != nil {
		s.Requirement = r.says(ex)
	}
	faults := textFaults(ex, r.id)
	if r.leaves != nil && len(faults) == 0 {
		if s.NotApplicable = r.leaves(ex); s.NotApplicable != "" {
			return s
		}
	}
	if r.never != nil {
		s.Missing = r.never(ex)
		s.Blocks = s.Blocks || len(s.Missing) > 0
	}
	if r.check != nil {
		s.Missing = append(s.Missing, r.check(ex)...)
	}
	s.Missing = append(s.Missing, faults...)
	s.Open = len(s.Missing) > 0
	overrule(ex, &s)
	return s
}

// textFaults returns what the texts lack for a gate. A fault for a gate that
// does not exist is not lost: it is one of the report's elements.
func textFaults(ex *soc.Examination, id string) []string {
	var missing []string
	for _, fault := range ex.TextFaults {
		if fault.Gate == id || id == elementsGate && !slices.Contains(GateIDs(), fault.Gate) {
			missing = append(missing, sentence(fault.Missing))
		}
	}
	return missing
}

// overrule applies the engagement partner's override, if one is recorded. It
// helps only where the gate does not block.
func overrule(ex *soc.Examination, s *soc.GateState) {
	o := soc.Latest(ex.Records.Overrides, s.ID)
	switch {
	case o == nil:
	case s.Blocks:
		s.Refused = "An override is recorded and has no effect: nobody can override this gate."
	case o.By.Party != soc.Practitioner || o.By.Role != soc.RolePartner:
		s.Refused = fmt.Sprintf("An override is recorded by %s and has no effect: only the engagement partner can override.", person(o.By))
	case s.Open:
		s.Open, s.Overridden = false, o.Record.Reason
	}
}

// GateIDs returns the ids of all gates in the order of the work.
func GateIDs() []string {
	var ids []string
	for _, a := range areas {
		for _, r := range a.gates {
			ids = append(ids, r.id)
		}
	}
	return ids
}

// Open returns the gates that keep a report from being issued.
func Open(gates []soc.GateState) []soc.GateState {
	return slices.DeleteFunc(slices.Clone(gates), func(g soc.GateState) bool { return !g.Open })
}

// person names who wrote an entry.
func person(a soc.Actor) string {
	if a.Role == "" {
		return a.Name
	}
	return fmt.Sprintf("%s (%s)", a.Name, a.Role)
}

// The gates that leave out a kind or type of report.

func withoutOperation(ex *soc.Examination) string {
	if !ex.Engagement.Rules().Operation {
		return "A report of type 1 has no test of operation."
	}
	return ""
}

func withoutTests(ex *soc.Examination) string {
	if r := ex.Engagement.Rules(); !r.Operation {
		return "A report of type 1 shows no tests."
	} else if !r.ShowsTests {
		return "A SOC 3 report shows no tests."
	}
	return ""
}

func withoutDescription(ex *soc.Examination) string {
	if !ex.Engagement.Rules().FullDescription {
		return "A SOC 3 report has no description of the system."
	}
	return ""
}
