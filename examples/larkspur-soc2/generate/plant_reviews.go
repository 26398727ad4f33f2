package main

import "time"

// plantReviews hides what went wrong in the reviews of accounts.
func plantReviews(c *company) {
	reviews, items := c.t("access_reviews"), c.t("access_review_items")
	forget := func(id string) {
		reviews.drop(id)
		items.keep(func(row []string) bool { return row[0] != id })
	}
	forget("AR-Q2-database")
	c.plant("ACC-06-T1", "2026-Q2 / database", "A", deviation, "The database gateway's accounts were not reviewed in the quarter.")
	reviews.set("completed_at", stamp(at("2026-06-29 16:42:00")), "AR-Q2-code")
	c.plant("ACC-06-T1", "2026-Q2 / code", "B", deviation, "The review of the code host was completed on June 29, a week after its due date.")
	reviews.set("completed_at", stamp(at("2026-06-22 23:31:00")), "AR-Q2-console")
	c.edge("ACC-06-T1", "2026-Q2 / console", "B", passed, "Completed half an hour before the end of the due date in New York, which is the next day in UTC.")

	head := c.headOf("Engineering")
	own := "code-" + c.person(head).user
	items.set("decided_by", head, "AR-Q2-code", own)
	c.plant("ACC-06-T2", "AR-Q2-code / "+own, "B", deviation, "The reviewer decided on their own account.")

	revoked := func(n int) []string {
		return items.find(n, func(get func(string) string) bool {
			return get("decision") == "revoke" && get("review_id") == "AR-Q2-idp"
		})
	}
	row := revoked(0)
	items.set("executed_at", stamp(businessDaysAfter(parse(row[4]), 6).Add(10*time.Hour)), row[:2]...)
	c.plant("ACC-06-T2", row[0]+" / "+row[1], "C", deviation, "The revocation was carried out on the sixth business day.")
	row = revoked(1)
	items.set("executed_at", "", row[:2]...)
	c.plant("ACC-06-T2", row[0]+" / "+row[1], "C", deviation, "The revocation was never carried out.")
	row = revoked(2)
	items.set("decided_at", stamp(at("2026-06-15 11:02:00")), row[:2]...)
	items.set("executed_at", stamp(at("2026-06-23 23:59:59")), row[:2]...)
	c.edge("ACC-06-T2", row[0]+" / "+row[1], "C", passed, "Decided on June 15; Juneteenth moves the fifth business day to June 23, and the role went in its last second.")

	row = items.find(3, func(get func(string) string) bool {
		return get("decision") == "keep" && get("review_id") == "AR-Q2-console"
	})
	items.set("decision", "", row[:2]...)
	c.plant("ACC-06-T2", row[0]+" / "+row[1], "A", deviation, "The line was signed off without a decision.")
	c.plant("ACC-06-T2", row[0]+" / "+row[1], "C", unable, "Without a decision it cannot be said whether there was anything to revoke.")

	reviews.set("completed_at", stamp(at("2026-06-02 09:15:00")), "AR-05-cloud")
	c.plant("ACC-07-T1", "2026-05 / cloud", "B", deviation, "The review for May was completed on June 2.")
	reviews.set("completed_at", stamp(at("2026-04-30 23:20:00")), "AR-04-cloud")
	c.edge("ACC-07-T1", "2026-04 / cloud", "B", passed, "Completed on the last evening of April, which is May in UTC.")
	forget("AR-06-code")
	c.plant("ACC-07-T1", "2026-06 / code", "A", deviation, "The privileged accounts of the code host were not reviewed in June.")
}

// parse reads a time with an offset.
func parse(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}
