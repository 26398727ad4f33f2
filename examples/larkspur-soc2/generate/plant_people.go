package main

// Outcomes of an attribute.
const (
	deviation     = "deviation"
	unable        = "unable"
	passed        = "passed"
	notApplicable = "not_applicable"
	noItem        = "no item" // the record is outside the population's period
)

// plantPeople hides what went wrong when people joined.
func plantPeople(c *company) {
	acks := c.t("acknowledgements")
	acks.set("acknowledged_at", utc(at("2026-04-29 10:12:40")), "P0203", "POL-01", "7")
	c.plant("ENV-01-T1", "P0203", "B", deviation, "Started on April 20 and acknowledged the Code of Conduct on April 29, two business days late.")
	acks.set("acknowledged_at", utc(at("2026-05-26 23:40:00")), "P0208", "POL-01", "7")
	c.edge("ENV-01-T1", "P0208", "B", passed, "Started on May 18; Memorial Day moves the fifth business day to May 26, and the acknowledgement came twenty minutes before its end.")
	acks.set("acknowledged_at", "2026-05-30T03:55:00Z", "P0055", "POL-02", "7")
	c.edge("ENV-01-T2", "P0055", "A", passed, "Acknowledged on May 30 in UTC, which is still May 29 in New York.")

	checks := c.t("background_checks")
	checks.set("completed_on", "2026-05-14", "BC-0207")
	c.plant("ENV-04-T1", "P0207", "B", deviation, "The background check was completed on May 14, three days after the first account was created.")
	checks.set("result", "", "BC-0212")
	checks.set("completed_on", "", "BC-0212")
	c.plant("ENV-04-T1", "P0212", "A", deviation, "The check was ordered and never completed; the person started on June 8.")
	checks.set("completed_on", "2026-04-05", "BC-0200")
	c.edge("ENV-04-T1", "P0200", "B", passed, "Completed on the Sunday before the first day.")

	appraisals := c.t("appraisals")
	appraisals.set("completed_on", "2026-05-15", "P0060", "2025-26")
	c.edge("ENV-05-T1", "P0060", "A", passed, "Completed on the due date itself.")
	mover := c.t("transfers").get("person_id", "TR-004")
	c.edge("ENV-05-T1", mover, "B", passed, "Reviewed by the manager before the move.")

	training := c.t("trainings")
	course := func(person, name string) string {
		return training.find(0, func(get func(string) string) bool { return get("person_id") == person && get("course") == name })[0]
	}
	for _, p := range []struct{ person, done, assigned string }{{"P0071", "06/29/2025", "06/10/2025"}, {"P0072", "06/30/2025", "06/10/2025"}} {
		id := course(p.person, "security-awareness")
		training.set("assigned_on", p.assigned, id)
		training.set("due_on", "07/10/2025", id)
		training.set("completed_on", p.done, id)
	}
	c.plant("COM-01-T1", "P0071", "A", deviation, "The last awareness course was completed on June 29, 2025, 366 days before the end of the period.")
	c.edge("COM-01-T1", "P0072", "A", passed, "The last course was completed on June 30, 2025, exactly 365 days before.")
	id := course("P0140", "security-awareness")
	training.set("completed_on", "", id)
	training.set("score", "", id)
	c.plant("COM-01-T1", "P0140", "A", deviation, "The course was assigned and never completed.")
	training.set("score", "75", course("P0152", "security-awareness"))
	c.plant("COM-01-T1", "P0152", "B", deviation, "Passed with a score of 75.")
	training.set("completed_on", "05/14/2026", course("P0202", "onboarding"))
	c.plant("COM-01-T2", "P0202", "A", deviation, "Started on April 13 and finished onboarding on May 14, day 31.")
	training.set("completed_on", "05/06/2026", course("P0201", "onboarding"))
	c.edge("COM-01-T2", "P0201", "A", passed, "Started on April 6 and finished onboarding on May 6, day 30.")
	c.edge("COM-01-T2", "P0214", "A", notApplicable, "Started on June 29; the thirty days end after the period, and the course was still open.")
	training.set("completed_on", "", course("P0214", "onboarding"))
	training.set("score", "", course("P0214", "onboarding"))
}
