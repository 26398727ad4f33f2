package main

import (
	"fmt"
	"time"
)

// Incidents of the period. Their days are chosen so that holidays lie in the
// ten business days of a review.
var incidentPlan = []struct {
	declared, severity, cause string
	customers                 bool
}{
	{"2026-04-03 10:42:10", "3", "certificate renewal left one edge node behind", false},
	{"2026-04-08 16:20:00", "2", "connection pool exhausted by a slow report", true},
	{"2026-04-14 03:11:32", "3", "disk alarm threshold too high", false},
	{"2026-04-21 13:05:44", "3", "search index rebuild starved queries", false},
	{"2026-04-29 09:30:21", "2", "wrong tenant filter in an export, found before delivery", false},
	{"2026-05-02 06:48:05", "1", "storage controller failed over without its cache", true},
	{"2026-05-07 11:15:00", "3", "queue consumers not restarted after a release", false},
	{"2026-05-14 14:02:51", "2", "phishing page captured one support password; second factor held", false},
	{"2026-05-19 17:33:09", "3", "batch job ran twice", false},
	{"2026-05-28 08:55:40", "2", "webhook relay dropped messages for 40 minutes", true},
	{"2026-06-03 10:10:10", "3", "memory leak in a template engine", false},
	{"2026-06-08 15:26:17", "2", "denial of service against the customer portal", true},
	{"2026-06-11 12:44:00", "3", "slow failover in the central region", false},
	{"2026-06-16 09:05:30", "3", "expired token in the import service", false},
	{"2026-06-24 19:12:48", "2", "migration locked the invoice table", true},
}

// makeIncidents writes the incidents and their follow-up actions.
func makeIncidents(c *company) {
	r := rngFor("incidents")
	t := c.table("incidents", 1, "incident_id", "severity", "title", "detected_at", "declared_at", "commander_id", "contained_at", "resolved_at",
		"customers_affected", "customer_data_affected", "notified_at", "root_cause", "review_held_at")
	actions := c.table("incident_actions", 1, "action_id", "incident_id", "owner_id", "due_on", "closed_on")
	commanders := c.staff("Site Reliability", "Security")
	alerts := c.t("alerts")
	for i, plan := range incidentPlan {
		id := fmt.Sprintf("INC-%d", 301+i)
		declared := at(plan.declared)
		detected := declared.Add(-minutes(between(r, 3, 25)))
		contained := declared.Add(minutes(between(r, 25, 150)))
		resolved := contained.Add(minutes(between(r, 30, 400)))
		notified, reviewed := "", ""
		if plan.customers {
			notified = local(declared.Add(minutes(between(r, 50, 1400))))
		}
		if plan.severity != "3" {
			reviewed = local(workMoment(r, businessDaysAfter(resolved, between(r, 4, 8))))
		}
		t.add(id, plan.severity, plan.cause, local(detected), local(declared), pick(r, commanders...).id, local(contained), local(resolved),
			yes(plan.customers), "false", notified, plan.cause, reviewed)
		for k := range between(r, 1, 4) {
			due := businessDaysAfter(resolved, 15+5*k)
			closed := ""
			if done := workDay(r, addDays(resolved, 2), due); !done.After(day("2026-07-14")) {
				closed = iso(done)
			}
			actions.add(fmt.Sprintf("%s-A%d", id, k+1), id, pick(r, commanders...).id, iso(due), closed)
		}
		// The alert that raised it.
		if i%2 == 1 {
			row := alerts.find(i*3, func(get func(string) string) bool { return get("severity") == "high" && get("incident_id") == "" })
			fired := detected
			alerts.set("fired_at", stamp(fired), row[0])
			alerts.set("acknowledged_at", stamp(fired.Add(2*time.Minute)), row[0])
			alerts.set("closed_at", stamp(resolved), row[0])
			alerts.set("disposition", "true positive", row[0])
			alerts.set("incident_id", id, row[0])
		}
	}
}
