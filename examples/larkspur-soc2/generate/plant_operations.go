package main

// plantOperations hides what went wrong with scans, vulnerabilities, laptops
// and the configuration monitor.
func plantOperations(c *company) {
	scans := c.t("scans")
	scan := func(target, on string) string {
		return scans.find(0, func(get func(string) string) bool { return get("target_id") == target && get("started_at")[:10] == on })[0]
	}
	scans.drop(scan("offices", "2026-05-12"))
	c.plant("OPS-01-T1", "2026-W20 / offices", "A", deviation, "The office networks were not scanned in the week of May 11.")
	scans.set("authenticated", "no", scan("edge", "2026-06-02"))
	c.plant("OPS-01-T1", "2026-W23 / edge", "B", deviation, "The credentials had expired, and the scan ran without them.")
	scans.set("status", "aborted", scan("production-east", "2026-05-19"))
	scans.add("SC-0990", "production-east", "2026-05-24 23:10:00", "2026-05-25 00:31:00", "finished", "yes", "58")
	c.edge("OPS-01-T1", "2026-W21 / production-east", "A", passed, "The scan of Tuesday was aborted; it was repeated late on Sunday, in the same week.")

	found := c.t("vulnerabilities")
	pickFinding := func(severity, from string) []string {
		return found.find(0, func(get func(string) string) bool {
			return get("severity") == severity && get("first_seen_at") > from && get("fixed_at") != "" && get("exception_until") == ""
		})
	}
	set := func(id, first, fixed, by, until string) {
		found.set("first_seen_at", first, id)
		found.set("fixed_at", fixed, id)
		found.set("exception_approved_by", by, id)
		found.set("exception_until", until, id)
	}
	ciso := c.headOf("Security")
	id := pickFinding("critical", "2026-04-06")[0]
	set(id, "2026-04-07T18:02:11Z", "2026-04-23T14:40:00Z", "", "")
	c.plant("OPS-02-T1", id, "A", deviation, "A critical vulnerability was fixed on day 16.")
	id = pickFinding("critical", "2026-04-20")[0]
	set(id, "2026-04-21T13:00:00Z", "2026-05-07T03:30:00Z", "", "")
	c.edge("OPS-02-T1", id, "A", passed, "Fixed on day 15, late in the evening in New York, which is day 16 in UTC.")
	id = pickFinding("high", "2026-05-04")[0]
	set(id, "2026-05-05T16:20:00Z", "", "", "")
	c.plant("OPS-02-T1", id, "A", deviation, "A high vulnerability of May 5 is still open, without an exception.")
	id = pickFinding("high", "2026-04-13")[0]
	set(id, "2026-04-14T12:00:00Z", "2026-06-09T15:00:00Z", ciso, "2026-05-31")
	c.plant("OPS-02-T1", id, "A", deviation, "The exception ended on May 31, nine days before the vulnerability was fixed.")
	id = pickFinding("high", "2026-05-12")[0]
	set(id, "2026-05-13T12:00:00Z", "2026-06-16T15:00:00Z", ciso, "2026-06-16")
	c.edge("OPS-02-T1", id, "A", passed, "Fixed late, on the last day of an approved exception.")
	id = pickFinding("high", "2026-05-28")[0]
	set(id, "2026-05-31T12:00:00Z", "", "", "")
	c.edge("OPS-02-T1", id, "A", passed, "Open, and due on the last day of the period.")
	id = pickFinding("medium", "2026-03-24")[0]
	set(id, "2026-03-25T12:00:00Z", "2026-06-24T15:00:00Z", "", "")
	c.plant("OPS-02-T1", id, "A", deviation, "A medium vulnerability was fixed on day 91.")

	laptops := c.t("endpoints")
	for _, d := range []string{"2026-05-18", "2026-05-25"} {
		laptops.set("disk_encrypted", "0", "LT-0117", d)
		c.plant("END-01-T1", "LT-0117 / "+d, "A", deviation, "The disk was not encrypted after a repair.")
	}
	laptops.set("agent_seen_at", "2026-06-05T14:00:00Z", "LT-0033", "2026-06-15")
	c.plant("END-01-T1", "LT-0033 / 2026-06-15", "B", deviation, "The agent had not reported for ten days.")
	laptops.set("agent_seen_at", "2026-06-08T14:00:00Z", "LT-0034", "2026-06-15")
	c.edge("END-01-T1", "LT-0034 / 2026-06-15", "B", passed, "The agent last reported exactly seven days before.")
	laptops.set("agent_seen_at", "", "LT-0162", "2026-04-27")
	c.plant("END-01-T1", "LT-0162 / 2026-04-27", "B", unable, "The report does not say when the agent was last seen.")

	config := c.t("config_findings")
	row := config.find(0, func(get func(string) string) bool { return get("found_at") > "2026-05-18" })
	config.set("fixed_at", utc(businessDaysAfter(parse(row[5]), 5).Add(23*3600*1e9)), row[0])
	c.edge("MON-02-T2", row[0], "B", passed, "Resolved in the last hour of the fifth business day, which Memorial Day had moved.")
}
