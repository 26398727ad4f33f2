package main

// plantAvailability hides what went wrong with backups.
func plantAvailability(c *company) {
	backups := c.t("backups")
	job := func(store, on string) string {
		return backups.find(0, func(get func(string) string) bool { return get("store_id") == store && get("scheduled_on") == on })[0]
	}
	fail := func(id, ticket, opened string) {
		backups.set("status", "failed", id)
		backups.set("gibibytes", "0.000", id)
		backups.set("offsite_at", "", id)
		backups.set("ticket_id", ticket, id)
		backups.set("ticket_opened_at", opened, id)
	}
	for _, d := range []string{"2026-06-06", "2026-06-07"} {
		fail(job("dispatch-db", d), "", "")
		c.plant("AVL-02-T1", d+" / dispatch-db", "A", deviation, "The backup failed over the weekend and nobody opened a ticket.")
	}
	backups.drop(job("media-objects", "2026-04-18"))
	c.plant("AVL-02-T1", "2026-04-18 / media-objects", "A", deviation, "No job ran: the schedule had been paused for a migration.")
	id := job("audit-db", "2026-05-11")
	backups.set("offsite_at", utc(parse(backups.get("finished_at", id)).Add(31*3600*1e9)), id)
	c.plant("AVL-02-T1", "2026-05-11 / audit-db", "B", deviation, "The copy reached the second region 31 hours after the backup.")
	id = job("pricing-db", "2026-05-20")
	backups.set("offsite_at", utc(parse(backups.get("finished_at", id)).Add(24*3600*1e9)), id)
	c.edge("AVL-02-T1", "2026-05-20 / pricing-db", "B", passed, "The copy reached the second region exactly 24 hours after the backup.")
	fail(job("tenant-db", "2026-06-24"), "OPS-8990", "2026-06-26T03:50:00Z")
	c.edge("AVL-02-T1", "2026-06-24 / tenant-db", "A", passed, "The failed job had its ticket ten minutes before the end of the next day in New York.")
	c.edge("AVL-02-T1", "2026-05-04 / page-cache", "A", notApplicable, "A cache that need not be backed up.")

	capacity := c.t("capacity")
	capacity.set("reviewed_on", "2026-05-10", "api compute", "2026-04")
	c.edge("AVL-01-T1", "2026-04 / api compute", "A", passed, "Reviewed on the tenth day after the month's end.")
}
