package main

import (
	"fmt"
	"time"
)

// transfers are the moves to another department, with their first day there.
var transfers = []struct{ from, to, on string }{
	{"Support", "Engineering", "2026-04-20"}, {"Engineering", "Site Reliability", "2026-05-04"}, {"Support", "Product", "2026-05-11"},
	{"Engineering", "Product", "2026-05-18"}, {"Site Reliability", "Security", "2026-05-26"}, {"Engineering", "Sales", "2026-06-01"},
	{"Support", "Sales", "2026-06-08"}, {"Engineering", "Security", "2026-06-15"},
}

// makePeopleRecords writes the human resources extract and what hangs on it.
func makePeopleRecords(c *company) {
	r := rngFor("people records")
	moves := c.table("transfers", 1, "event_id", "person_id", "effective_on", "old_department", "new_department", "old_manager_id", "recorded_at")
	moved := map[string]bool{}
	for i, m := range transfers {
		for {
			p := pick(r, c.staff(m.from)...)
			if moved[p.id] || c.managesAnybody(p) || p.kind == "contractor" || p.start.After(day("2025-10-01")) {
				continue
			}
			moved[p.id] = true
			moves.add(fmt.Sprintf("TR-%03d", i+1), p.id, m.on, m.from, m.to, p.manager, stamp(workMoment(r, businessDaysAfter(addDays(day(m.on), -4), 1))))
			p.former, p.department, p.manager = m.from, m.to, c.headOf(m.to)
			break
		}
	}

	personnel := c.table("personnel", 1, "person_id", "username", "worker_type", "department", "title", "manager_id", "site", "start_date", "term_date", "term_recorded_at")
	for _, p := range c.people {
		left, recorded := "", ""
		if !p.left.IsZero() {
			left = iso(p.left)
			recorded = local(workMoment(r, businessDaysAfter(addDays(p.left, -between(r, 6, 15)), 1)))
		}
		personnel.add(p.id, p.user, p.kind, p.department, p.title, p.manager, pick(r, "Alder Falls", "Alder Falls", "Remote", "Remote", "Pont-Sévère"), iso(p.start), left, recorded)
	}

	checks := c.table("background_checks", 1, "check_id", "person_id", "ordered_on", "completed_on", "result", "adjudicated_by", "adjudicated_on")
	for _, p := range c.joiners() {
		ordered := workDay(r, addDays(p.start, -35), addDays(p.start, -22))
		done := workDay(r, addDays(ordered, 3), addDays(p.start, -6))
		result, by, on := "clear", "", ""
		if p.id == "P0205" || p.id == "P0210" {
			result, by, on = "consider", c.headOf("People"), iso(businessDaysAfter(done, 2))
		}
		checks.add("BC-"+p.id[1:], p.id, iso(ordered), iso(done), result, by, on)
	}

	appraisals := c.table("appraisals", 2, "person_id", "cycle", "due_on", "completed_on", "reviewer_id")
	due := day("2026-05-15")
	for _, p := range c.people {
		if p.manager == "" || !p.start.Before(day("2026-01-01")) || !p.active(due) {
			continue
		}
		manager := p.manager
		for _, m := range moves.rows {
			if m[1] == p.id {
				manager = m[5]
			}
		}
		appraisals.add(p.id, "2025-26", iso(due), iso(workDay(r, day("2026-04-06"), due)), manager)
	}
}

// makeTraining writes the learning system's extract: it knows days only, as
// month/day/year.
func makeTraining(c *company) {
	r := rngFor("training")
	t := c.table("trainings", 1, "assignment_id", "person_id", "course", "assigned_on", "due_on", "completed_on", "score")
	n := 100
	assign := func(p *person, course string, assigned, due, done time.Time) {
		n++
		score, completed := "", ""
		if !done.IsZero() {
			score, completed = fmt.Sprint(between(r, 16, 20)*5), usDay(done)
		}
		t.add(fmt.Sprintf("TA-%05d", n), p.id, course, usDay(assigned), usDay(due), completed, score)
	}
	for _, p := range c.people {
		if !p.start.Before(firstDay) {
			for _, course := range []string{"onboarding", "security-awareness"} {
				done := businessDaysAfter(p.start, between(r, 2, 14))
				if done.After(day("2026-07-14")) { // the extract was taken on July 15
					done = time.Time{}
				}
				assign(p, course, p.start, addDays(p.start, 30), done)
			}
			continue
		}
		// The yearly course falls due in one of four campaigns.
		campaign := day(pick(r, "2025-08-04", "2025-10-06", "2026-01-12", "2026-03-02"))
		if p.start.After(campaign) {
			campaign = p.start
		}
		assign(p, "security-awareness", campaign, addDays(campaign, 30), workDay(r, campaign, addDays(campaign, 29)))
		if p.department == "Engineering" || p.department == "Site Reliability" {
			assign(p, "secure-development", day("2026-04-13"), day("2026-05-15"), workDay(r, day("2026-04-13"), day("2026-05-15")))
		}
	}
}

var policyTitles = []string{"Code of Conduct", "Information Security Policy", "Access Control Policy", "Acceptable Use Policy", "Change Management Policy",
	"Secure Development Standard", "Infrastructure Standard", "Vulnerability Management Policy", "Logging and Monitoring Policy", "Incident Response Plan",
	"Data Classification Policy", "Cryptography Standard", "Backup and Recovery Policy", "Business Continuity Plan", "Vendor Management Policy",
	"Risk Management Policy", "Human Resources Security Policy", "Physical Security Policy"}

var policyOwners = []string{"Head of People", "Head of Security", "Head of Security", "Head of Security", "VP Engineering", "VP Engineering",
	"Head of Site Reliability", "Head of Security", "Head of Security", "Head of Security", "Compliance Lead", "Head of Security",
	"Head of Site Reliability", "Head of Site Reliability", "Compliance Lead", "Compliance Lead", "Head of People", "Compliance Lead"}

// makePolicies writes the policies, their approved versions and who
// acknowledged which.
func makePolicies(c *company) {
	r := rngFor("policies")
	policies := c.table("policies", 1, "policy_id", "title", "owner_role")
	versions := c.table("policy_versions", 2, "policy_id", "version", "approved_by", "approver_role", "approved_on", "effective_on")
	for i, title := range policyTitles {
		id := fmt.Sprintf("POL-%02d", i+1)
		policies.add(id, title, policyOwners[i])
		approved := workDay(r, day("2025-07-07"), day("2026-03-27"))
		before := workDay(r, addDays(approved, -362), addDays(approved, -340))
		versions.add(id, "6", "P0001", "Chief Executive Officer", iso(before), iso(addDays(before, 7)))
		versions.add(id, "7", "P0001", "Chief Executive Officer", iso(approved), iso(addDays(approved, 7)))
	}

	acks := c.table("acknowledgements", 3, "person_id", "policy_id", "version", "requested_at", "acknowledged_at")
	campaign := at("2026-05-04 09:00:00")
	for _, p := range c.people {
		if !p.start.Before(firstDay) {
			d := businessDaysAfter(p.start, between(r, 0, 4))
			acks.add(p.id, "POL-01", "7", utc(p.start.Add(9*time.Hour)), utc(workMoment(r, d)))
		}
		if p.active(campaign) && (p.left.IsZero() || p.left.After(day("2026-05-29"))) {
			acks.add(p.id, "POL-02", "7", utc(campaign), utc(workMoment(r, workDay(r, day("2026-05-05"), day("2026-05-28")))))
		}
	}
}
