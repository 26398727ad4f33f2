package main

import "fmt"

// makeVendors writes the vendors, their yearly reviews and the insurance.
func makeVendors(c *company) {
	r := rngFor("vendors")
	vendors := c.table("vendors", 1, "vendor_id", "services", "tier", "subservice", "customer_data", "onboarded_on", "assessed_on", "contract_signed_on",
		"confidentiality_agreed", "review_due_on", "owner_role")
	reviews := c.table("vendor_reviews", 1, "review_id", "vendor_id", "completed_on", "report_kind", "report_from", "report_to", "opinion", "deviations_evaluated", "user_controls_mapped")
	services := []string{"hosting", "identity provider", "code host", "message delivery", "payment gateway", "customer support tool", "payroll", "background checks",
		"device management", "log storage", "status page", "office cleaning", "travel booking", "design tool", "training platform", "penetration testing",
		"insurance broker", "legal counsel", "video meetings", "survey tool", "map tiles", "document signing", "fleet telematics", "translation"}
	for i, service := range services {
		id := fmt.Sprintf("V-%03d", i+1)
		tier := "3"
		switch {
		case i < 6 || i == 9:
			tier = "1"
		case i < 12 || i >= 20:
			tier = "2"
		}
		onboarded := workDay(r, day("2019-02-01"), day("2025-09-30"))
		if i >= 19 { // new in the period
			onboarded = workDay(r, day("2026-04-06"), day("2026-06-19"))
		}
		due := workDay(r, day("2026-07-20"), day("2027-03-01"))
		if tier == "1" || i == 7 || i == 8 {
			due = workDay(r, day("2026-04-10"), day("2026-06-26"))
		}
		vendors.add(id, service, tier, yes(i == 0), yes(tier == "1"), iso(onboarded), iso(workDay(r, addDays(onboarded, -50), addDays(onboarded, -8))),
			iso(workDay(r, addDays(onboarded, -12), addDays(onboarded, -1))), "true", iso(due), pick(r, "Head of Security", "Compliance Lead", "VP Engineering"))
		if due.Before(lastDay) {
			reviews.add(fmt.Sprintf("VR-%03d", i+1), id, iso(workDay(r, addDays(due, -30), due)), pick(r, "SOC 2 Type 2", "SOC 2 Type 2", "ISO 27001"),
				"2025-01-01", "2025-12-31", "unmodified", "true", "true")
		}
	}
	insurance := c.table("insurance", 1, "policy_no", "kind", "from", "to", "limit_usd")
	insurance.add("INS-CY-26", "cyber", "2026-01-01", "2026-12-31", "5000000.00")
	insurance.add("INS-BI-25", "business interruption", "2025-06-01", "2026-05-31", "2000000.00")
	insurance.add("INS-BI-26", "business interruption", "2026-06-01", "2027-05-31", "2500000.00")
}

// makeCustomers writes the tenants that went live, and the maintenance
// windows with the notices sent before them.
func makeCustomers(c *company) {
	r := rngFor("customers")
	t := c.table("customers", 1, "customer_id", "plan", "annual_fee", "agreement_signed_at", "commitments_version", "enabled_at")
	for i, d := range spreadDays(r, 71, day("2026-03-23"), lastDay, 0.02) {
		enabled := workMoment(r, d)
		version := "2025-10"
		signed := enabled.Add(-minutes(between(r, 800, 40000)))
		if !signed.Before(day("2026-05-15")) {
			version = "2026-05"
		}
		t.add(fmt.Sprintf("C-%04d", 1480+i), pick(r, "standard", "standard", "plus", "enterprise"), fmt.Sprintf("%d.%02d", between(r, 4800, 96000), r.IntN(100)),
			local(signed), version, local(enabled))
	}
	windows := c.table("maintenance", 1, "window_id", "starts_at", "ends_at", "what")
	notices := c.table("notices", 1, "notice_id", "kind", "reference", "sent_at")
	for i, s := range []string{"2026-04-11", "2026-04-25", "2026-05-09", "2026-05-23", "2026-06-06", "2026-06-13", "2026-06-20", "2026-06-27"} {
		start := at(s + " 23:00:00")
		id := fmt.Sprintf("MW-%02d", i+1)
		windows.add(id, stamp(start), stamp(start.Add(minutes(between(r, 40, 170)))), pick(r, "database upgrade", "network change", "region failover rehearsal"))
		notices.add(fmt.Sprintf("N-%03d", i+1), "maintenance", id, stamp(workMoment(r, addDays(start, -between(r, 6, 12)))))
	}
}
