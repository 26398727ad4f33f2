package main

import "time"

// plantIncidents hides what went wrong when incidents were handled.
func plantIncidents(c *company) {
	incidents, actions := c.t("incidents"), c.t("incident_actions")
	localTime := func(column, id string) time.Time { return at(incidents.get(column, id)) }

	incidents.set("notified_at", local(localTime("declared_at", "INC-310").Add(79*time.Hour)), "INC-310")
	c.plant("INC-01-T1", "INC-310", "C", deviation, "Affected customers were told 79 hours after the incident was declared.")
	incidents.set("notified_at", local(localTime("declared_at", "INC-306").Add(72*time.Hour)), "INC-306")
	c.edge("INC-01-T1", "INC-306", "C", passed, "Affected customers were told exactly 72 hours after the declaration.")

	incidents.set("review_held_at", "", "INC-305")
	incidents.set("root_cause", "", "INC-305")
	c.plant("INC-03-T1", "INC-305", "A", deviation, "No review was held of an incident of severity 2.")
	late := businessDaysAfter(localTime("resolved_at", "INC-310"), 12)
	incidents.set("review_held_at", local(late.Add(11*time.Hour)), "INC-310")
	c.plant("INC-03-T1", "INC-310", "B", deviation, "The review was held on the twelfth business day.")
	for _, p := range [][2]string{{"INC-308", "Memorial Day"}, {"INC-312", "Juneteenth"}} {
		limit := businessDaysAfter(localTime("resolved_at", p[0]), 10)
		incidents.set("review_held_at", local(limit.Add(21*time.Hour)), p[0])
		c.edge("INC-03-T1", p[0], "B", passed, "Held on the evening of the tenth business day, which %s had moved.", p[1])
	}
	incidents.set("review_held_at", "", "INC-315")
	c.edge("INC-03-T1", "INC-315", "A", notApplicable, "Not yet reviewed; the tenth business day lies after the period.")

	n := 0
	for _, row := range actions.rows {
		if row[3] < "2026-05-01" || row[3] > "2026-06-20" {
			continue
		}
		n++
		switch n {
		case 2:
			actions.set("closed_on", iso(addDays(day(row[3]), 6)), row[0])
			c.plant("INC-03-T2", row[0], "A", deviation, "The action was closed six days late.")
		case 5:
			actions.set("closed_on", row[3], row[0])
			c.edge("INC-03-T2", row[0], "A", passed, "Closed on the due date.")
		case 9:
			actions.set("closed_on", "", row[0])
			c.plant("INC-03-T2", row[0], "A", deviation, "The action is still open after its due date.")
		}
	}
}
