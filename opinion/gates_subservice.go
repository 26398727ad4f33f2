package opinion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

var subserviceGates = []rule{
	{id: "G-SUB-01", requirement: "Each subservice organization has the decision that makes it one, a method, services, criteria, the controls expected there (carve-out) and a control of ours that watches over it and was tested", blocks: blocks,
		source: "Description criterion DC 7; AT-C 320", check: subserviceOrganizations, leaves: withoutSubservice},
	{id: "G-SUB-02", requirement: "Its own SOC report was reviewed: opinion, scope, period, deviations, the user controls it assumes, and what covers the days it leaves out", blocks: blocks,
		source: "Criterion CC9.2; SOC 2 guide (to be checked)", check: subserviceReports, leaves: withoutCarveOut},
	{id: "G-SUB-03", requirement: "The complementary controls are the same in the description, the assertion and the auditor's report", blocks: blocks,
		source: "Consistency of the report", check: complementaryAgree},
}

func withoutSubservice(ex *soc.Examination) string {
	if len(ex.Engagement.SubserviceOrganizations) == 0 {
		return "There is no subservice organization."
	}
	return ""
}

func withoutCarveOut(ex *soc.Examination) string {
	if !slices.ContainsFunc(ex.Engagement.SubserviceOrganizations, func(s soc.SubserviceOrganization) bool { return s.Method != soc.Inclusive }) {
		return "No subservice organization is carved out."
	}
	return ""
}

func subserviceOrganizations(ex *soc.Examination) []string {
	var missing []string
	say := func(format string, args ...any) { missing = append(missing, fmt.Sprintf(format, args...)) }
	for _, sub := range ex.Engagement.SubserviceOrganizations {
		if sub.Method != "carve_out" && sub.Method != soc.Inclusive {
			say("%s has no method; management states carve_out or inclusive in engagement.yaml.", sub.Name)
		}
		if sub.Services == "" {
			say("The services of %s are not stated; management adds them to engagement.yaml.", sub.Name)
		}
		if len(sub.Criteria)+len(sub.Objectives) == 0 {
			say("No %s is named that %s helps to meet; management adds it to engagement.yaml.", criterionWord(ex), sub.Name)
		}
		switch {
		case sub.Test == nil:
			say("The decision that makes %s a subservice organization is not recorded; management records it (test).", sub.Name)
		case !sub.Test.Subservice() || sub.Test.Reason == "":
			say("By the decision that is recorded, %s is a vendor, or the decision has no reason; management corrects one of the two.", sub.Name)
		}
		if sub.Method == "carve_out" {
			missing = append(missing, carvedOut(ex, sub)...)
		}
	}
	for _, v := range ex.Vendors {
		if v.Test != nil && v.Test.Subservice() {
			say("By the decision that is recorded, the vendor %s is a subservice organization; management corrects one of the two.", v.Name)
		}
	}
	return missing
}

// carvedOut wants the controls expected at the organization, and a control of
// ours over it that was tested and is not concluded to have failed.
func carvedOut(ex *soc.Examination, sub soc.SubserviceOrganization) []string {
	var missing []string
	if !slices.ContainsFunc(ex.CSOCs, func(c soc.CSOC) bool { return c.Organization == sub.Name }) {
		missing = append(missing, fmt.Sprintf("No control is named that is expected at %s; management adds it to management/csocs.yaml.", sub.Name))
	}
	for _, c := range ex.CSOCs {
		if c.Organization == sub.Name && len(c.Criteria)+len(c.Objectives) == 0 {
			missing = append(missing, fmt.Sprintf("%s does not say which %s it is for; management adds it.", c.ID, criterionWord(ex)))
		}
	}
	if len(sub.Monitoring) == 0 {
		return append(missing, fmt.Sprintf("No control of ours watches over %s; management names it in engagement.yaml (monitoring).", sub.Name))
	}
	tested := slices.ContainsFunc(sub.Monitoring, func(id string) bool {
		c := conclusionOn(ex, id)
		return c != nil && c.Record.Design == soc.Suitable && (c.Record.Operation == soc.Effective || c.Record.Operation == soc.NotExamined)
	})
	failed := slices.ContainsFunc(sub.Monitoring, func(id string) bool { return conclusionOn(ex, id) != nil })
	if !tested && !failed {
		missing = append(missing, fmt.Sprintf("%s, which watches over %s, is not tested and concluded; the practitioner tests it.", list(sub.Monitoring), sub.Name))
	}
	return missing
}

// subserviceReports wants, for each organization that is carved out, a
// reviewed report, and something for the days of the period without one.
func subserviceReports(ex *soc.Examination) []string {
	var missing []string
	say := func(format string, args ...any) { missing = append(missing, fmt.Sprintf(format, args...)) }
	for _, sub := range ex.Engagement.SubserviceOrganizations {
		if sub.Method == soc.Inclusive {
			continue
		}
		found, gap := false, false
		for _, r := range ex.SubserviceReports {
			if r.Organization != sub.Name {
				continue
			}
			found, gap = true, gap || r.Gap != ""
			if r.Opinion == "" || r.Scope == "" || r.Deviations == "" || r.ReviewedBy == "" {
				say("The review of the report of %s does not say what its opinion, scope and deviations are, or who reviewed it; management completes it.", sub.Name)
			}
			if r.Opinion != "" && r.Opinion != soc.Unmodified && r.OpinionEffect == "" {
				say("The opinion in the report of %s is %s, and it is not said what that means for the system; management adds opinion_effect.", sub.Name, r.Opinion)
			}
			for _, c := range r.CUECs {
				if c.Control == "" && c.Reason == "" {
					say("The report of %s assumes %s of its users, and neither a control of ours nor a reason is named; management adds one.", sub.Name, c.CUEC)
				}
				if _, ok := findControl(ex, c.Control); c.Control != "" && !ok {
					say("The report of %s is answered by %s, which is no control of the program; management corrects it.", sub.Name, c.Control)
				}
			}
		}
		switch {
		case !found:
			say("No SOC report of %s is reviewed; management reviews it (management/subservice_reports.yaml).", sub.Name)
		case ex.Engagement.Rules().Period && !gap:
			if c := soc.SubserviceCoverage(ex.Engagement.Period, sub.Name, ex.SubserviceReports); c.Missing() > 0 {
				say("The reports of %s cover %d of the period's %d days, and nothing is said of the others; management says what covers them (gap).", sub.Name, c.Covered, c.Days)
			}
		}
	}
	return missing
}

// complementaryAgree wants the practitioner's statement that the lists agree,
// on the description in force, and an assertion that speaks of them.
func complementaryAgree(ex *soc.Examination) []string {
	if len(ex.CUECs) == 0 && len(ex.CSOCs) == 0 {
		return nil
	}
	var missing []string
	if compared := soc.Latest(ex.Records.Comparisons, "description"); compared == nil || !compared.Record.ComplementaryAgree {
		missing = append(missing, "It is not recorded that the complementary controls agree in the description, the assertion and the auditor's report; the practitioner compares them (description-compared, complementary_agree).")
	}
	assertion := strings.ToLower(strings.Join(strings.Fields(ex.Assertion), " "))
	for _, l := range []struct {
		n    int
		word string
	}{{len(ex.CUECs), "user entity"}, {len(ex.CSOCs), "subservice organization"}} {
		if l.n > 0 && !strings.Contains(assertion, l.word) {
			missing = append(missing, fmt.Sprintf("The assertion does not speak of complementary %s controls, which the description lists; management adds it.", l.word))
		}
	}
	return missing
}
