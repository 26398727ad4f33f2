package main

import (
	"fmt"
)

// makeBoard writes the meetings of the board and of the security committee,
// and the exercises that were reported to them.
func makeBoard(c *company) {
	t := c.table("meetings", 1, "meeting_id", "body", "held_on", "directors", "independent_directors", "security_on_agenda", "minutes_approved_on")
	t.add("BM-2026-1", "board", "2026-02-19", "5", "2", "yes", "2026-03-12")
	t.add("BM-2026-2", "board", "2026-05-21", "5", "2", "yes", "2026-06-17")
	for _, m := range [][2]string{{"2026-04-15", "2026-04-21"}, {"2026-05-13", "2026-05-19"}, {"2026-06-17", "2026-06-25"}} {
		t.add("SC-"+m[0][:7], "security committee", m[0], "0", "0", "yes", m[1])
	}
	a := c.table("assessments", 1, "assessment_id", "kind", "scope", "performed_on", "performed_by", "independent", "approver_role", "approved_on")
	a.add("AS-31", "risk assessment", "platform and corporate environment", "2026-02-10", "Compliance Lead", "no", "Chief Executive Officer", "2026-03-05")
	a.add("AS-32", "fraud assessment", "payroll, refunds, privileged misuse", "2026-02-11", "Compliance Lead", "no", "Chief Executive Officer", "2026-03-05")
	a.add("AS-29", "penetration test", "public edge, platform, hosting account", "2025-11-17", "outside tester", "yes", "Head of Security", "2025-12-04")
	a.add("AS-33", "incident tabletop", "loss of the identity provider", "2026-04-22", "Head of Security", "no", "Chief Executive Officer", "2026-05-06")
}

// makeRisks writes the risk register, the map from risks to controls and the
// changes that called for a fresh look.
func makeRisks(c *company) {
	r := rngFor("risks")
	risks := c.table("risks", 1, "risk_id", "title", "category", "fraud", "inherent", "residual", "owner_role", "treatment", "reviewed_on", "accepted_by_role")
	mapped := c.table("risk_controls", 2, "risk_id", "control_id")
	titles := []string{"Stolen credentials", "Insider misuse of administrator rights", "Defective release", "Loss of a region", "Loss of the hosting provider",
		"Exposure of tenant data to another tenant", "Ransomware", "Unpatched component", "Late detection of an attack", "Failure to restore",
		"Capacity shortfall in season", "Vendor breach", "Key person leaves", "Payment data mishandled", "Refund fraud", "Payroll fraud",
		"Forged approval of a change", "Unrecorded change", "Office intrusion", "Lost device", "Insecure disposal", "Weak cryptography",
		"Supplier insolvency", "Denial of service", "Misleading status page", "Contract promise that nobody tracks", "Regulatory change",
		"Poor hiring decision", "Untrained staff", "Policy out of date", "Unowned asset", "Shadow tooling", "Code dependency takeover",
		"Secrets in source code", "Stale account", "Excess rights", "Log tampering", "Clock drift", "Backup deletion", "Third-party script on portal"}
	controls := []string{"ACC-01", "ACC-04", "CHG-01", "CHG-02", "OPS-02", "OPS-03", "AVL-02", "AVL-03", "VEN-02", "ENV-04", "COM-01", "ENC-01", "NET-01"}
	for i, title := range titles {
		inherent := pick(r, "high", "high", "medium", "medium", "low")
		residual := pick(r, "low", "medium")
		accepted := ""
		treatment := pick(r, "mitigate", "mitigate", "mitigate", "transfer", "accept")
		if treatment == "accept" {
			accepted = "Chief Executive Officer"
		}
		fraud := i == 1 || i == 14 || i == 15 || i == 16
		id := fmt.Sprintf("R-%03d", i+1)
		risks.add(id, title, pick(r, "security", "security", "availability", "operations"), yes(fraud), inherent, residual,
			pick(r, "Head of Security", "Head of Site Reliability", "VP Engineering", "Compliance Lead", "Chief Financial Officer"), treatment,
			iso(workDay(r, day("2026-02-02"), day("2026-03-04"))), accepted)
		first := r.IntN(len(controls))
		for k := range between(r, 1, 3) {
			mapped.add(id, controls[(first+k)%len(controls)])
		}
	}
	changes := c.table("significant_changes", 1, "event_id", "kind", "what", "effective_on", "assessed_on")
	changes.add("SG-1", "technology", "second hosting region opened for reads", "2026-04-14", "2026-04-02")
	changes.add("SG-2", "vendor", "new message delivery vendor", "2026-04-27", "2026-05-18")
	changes.add("SG-3", "leadership", "new Head of Support", "2026-05-11", "2026-05-22")
	changes.add("SG-4", "business", "product for public-sector customers", "2026-06-01", "2026-05-20")
	changes.add("SG-5", "threat", "attacks on a widely used code library", "2026-06-22", "2026-06-24")
}

// makeDeficiencies writes the findings that audits, tests and self-checks
// raised.
func makeDeficiencies(c *company) {
	r := rngFor("deficiencies")
	t := c.table("deficiencies", 1, "deficiency_id", "source", "severity", "raised_on", "owner_role", "due_on", "closed_on", "extended_to", "extension_approved_by", "reported_on")
	for i := range 34 {
		source := pick(r, "penetration test", "self-check", "internal audit", "customer audit")
		raised := workDay(r, day("2025-11-20"), day("2026-05-29"))
		if source == "penetration test" {
			raised = day("2025-12-01")
		}
		severity := pick(r, "low", "medium", "medium", "high")
		due := businessDaysAfter(addDays(raised, map[string]int{"low": 120, "medium": 90, "high": 45}[severity]), 1)
		closed := iso(workDay(r, addDays(raised, 10), addDays(due, -1)))
		reported := ""
		if severity == "high" {
			reported = iso(addDays(raised, between(r, 3, 24)))
		}
		if due.After(day("2026-07-10")) {
			closed = ""
		}
		t.add(fmt.Sprintf("D-%03d", 101+i), source, severity, iso(raised), pick(r, "Head of Security", "Head of Site Reliability", "VP Engineering"),
			iso(due), closed, "", "", reported)
	}
}
