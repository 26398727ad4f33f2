package main

import (
	"time"
)

// plantGovernance hides what went wrong with vendors, and puts limits next to
// what went well elsewhere.
func plantGovernance(c *company) {
	reviews := c.t("vendor_reviews")
	reviews.drop("VR-005")
	c.plant("VEN-02-T1", "V-005", "A", deviation, "The review of the payment gateway due in the period was not done.")
	reviews.set("deviations_evaluated", "false", "VR-003")
	c.plant("VEN-02-T1", "V-003", "C", deviation, "The report names deviations that nobody evaluated.")
	reviews.set("completed_on", c.t("vendors").get("review_due_on", "V-001"), "VR-001")
	c.edge("VEN-02-T1", "V-001", "A", passed, "Completed on the due date.")

	versions := c.t("policy_versions")
	versions.set("approved_on", "2025-04-30", "POL-09", "6")
	versions.set("effective_on", "2025-05-07", "POL-09", "6")
	versions.set("approved_on", "2026-05-20", "POL-09", "7")
	versions.set("effective_on", "2026-05-27", "POL-09", "7")
	c.edge("POL-01-T1", "2026-04 / POL-09", "A", passed, "On April 30 the approval was exactly 365 days old.")

	keys := c.t("crypto_keys")
	keys.set("rotated_on", "2025-06-30", "key-07")
	c.edge("ENC-01-T2", "key-07", "A", passed, "Rotated exactly 365 days before the end of the period.")

	customers := c.t("customers")
	row := customers.find(0, func(get func(string) string) bool {
		return get("enabled_at") > "2026-04-14" && get("enabled_at") < "2026-05-10"
	})
	customers.set("agreement_signed_at", row[5], row[0])
	c.edge("COM-04-T1", row[0], "A", passed, "Signed in the second in which the tenant was enabled.")

	notices := c.t("notices")
	start := parse(c.t("maintenance").get("starts_at", "MW-03"))
	notices.set("sent_at", stamp(start.Add(-120*time.Hour)), "N-003")
	c.edge("COM-05-T1", "MW-03", "A", passed, "Sent exactly 120 hours before.")

	findings := c.t("deficiencies")
	row = findings.find(0, func(get func(string) string) bool {
		return get("due_on") > "2026-04-10" && get("due_on") < "2026-05-31"
	})
	findings.set("extended_to", "2026-06-18", row[0])
	findings.set("extension_approved_by", c.headOf("Security"), row[0])
	findings.set("closed_on", "2026-06-18", row[0])
	c.edge("MON-03-T1", row[0], "B", passed, "Closed after the due date, on the last day of an approved extension.")
}
