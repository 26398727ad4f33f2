package processor

import (
	"fmt"
	"strings"
	"time"
)

// plantTechnology hides what went wrong with access and changes.
func plantTechnology(p *Processor) {
	grants, accounts, reviews := p.t("grants"), p.t("accounts"), p.t("access_reviews")
	g := grants.rows[14]
	grants.set("approved_at", grants.get("granted_at", g[0])[:11]+"23:40:00Z", g[0])
	p.plant("ACC-01-T1", g[0], "B", "The role was given in the morning and approved in the evening.")
	g = grants.rows[37]
	grants.set("approved_by", g[3], g[0])
	p.plant("ACC-01-T1", g[0], "A", "Approved by the person who asked for it.")

	left := func(n int) (person, system, last string) {
		row := p.t("personnel").nth(n, func(get func(string) string) bool { return get("left_on") != "" })
		a := accounts.nth(0, func(get func(string) string) bool { return get("person_id") == row[0] })
		return row[0], a[1], row[3]
	}
	for i, n := range []int{2, 6} {
		person, system, last := left(n)
		accounts.set("disabled_at", utc(businessDaysAfter(day(last), 3+2*i).Add(11*time.Hour)), system+"-"+person)
		p.plant("ACC-02-T1", person+" / "+system+"-"+person, "A", "The account was disabled on business day %d after the last day worked.", 3+2*i)
	}
	person, system, last := left(4)
	accounts.set("disabled_at", utc(businessDaysAfter(day(last), 2).Add(-time.Second)), system+"-"+person)
	p.edge("ACC-02-T1", person+" / "+system+"-"+person, "A", "passed", "Disabled in the last second of the next business day.")

	reviews.set("completed_at", utc(at("2026-07-02 10:12:00")), "AR-2026-Q2-payouts")
	p.plant("ACC-03-T1", "2026-Q2 / payouts", "B", "Completed two days after the end of the quarter.")
	reviews.set("accounts_decided", fmt.Sprint(number(reviews.get("accounts_listed", "AR-2026-Q1-gateway"))-1), "AR-2026-Q1-gateway")
	p.plant("ACC-03-T1", "2026-Q1 / gateway", "C", "One account of the list was not decided on.")
	reviews.set("completed_at", utc(at("2026-03-31 22:30:00")), "AR-2026-Q1-ledger")
	p.edge("ACC-03-T1", "2026-Q1 / ledger", "B", "passed", "Completed on the last evening of the quarter, which is April in UTC.")

	changes, deployments := p.t("changes"), p.t("deployments")
	deployed := func(n int) (deploy, change string) { row := deployments.rows[n]; return row[0], row[2] }
	for _, n := range []int{61, 288} {
		d, c := deployed(n)
		changes.set("approved_by", changes.get("author_id", c), c)
		p.plant("CHG-01-T1", d, "A", "The author approved their own change.")
	}
	d, c := deployed(140)
	changes.set("approved_at", utc(mustTime(deployments.get("deployed_at", d)).Add(25*time.Minute)), c)
	p.plant("CHG-01-T1", d, "B", "Approved 25 minutes after it was deployed.")
	d, c = deployed(333)
	changes.set("tests", "failed", c)
	p.plant("CHG-01-T1", d, "C", "Deployed although a test failed.")
	d, _ = deployed(205)
	deployments.set("change_id", "", d)
	p.plant("CHG-02-T1", d, "A", "Deployed without a recorded change, to end a failure of the gateway.")
	deployments.set("deployed_by", "E104", d)
	p.plant("CHG-02-T1", d, "B", "An engineer deployed it, not the pipeline.")
}

func number(s string) int {
	var n int
	if _, err := fmt.Sscan(s, &n); err != nil {
		panic(err)
	}
	return n
}

func mustTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// plantIntake hides what went wrong when merchants were set up and payments
// were received.
func plantIntake(p *Processor) {
	merchants := p.t("merchants")
	joined := func(n int) string { return merchants.rows[len(merchants.rows)-50+n][0] }
	merchants.set("approved_by", merchants.get("underwriter", joined(4)), joined(4))
	p.plant("ONB-01-T1", joined(4), "B", "Approved by the underwriter who had prepared it.")
	merchants.set("approved_at", local(at(merchants.get("active_at", joined(17))).Add(5*time.Hour)), joined(17))
	p.plant("ONB-01-T1", joined(17), "C", "Payments were possible five hours before the approval.")
	merchants.set("contract_plan", map[bool]string{true: "P3", false: "P1"}[merchants.get("system_plan", joined(31)) == "P1"], joined(31))
	p.plant("ONB-01-T1", joined(31), "D", "The plan in the gateway is not that of the contract.")

	batches := p.t("intake_batches")
	change := func(column string, by int64, id string) {
		if strings.HasSuffix(column, "amount") {
			batches.set(column, cents(parseCents(batches.get(column, id))+by), id)
			return
		}
		batches.set(column, fmt.Sprint(int64(number(batches.get(column, id)))+by), id)
	}
	change("trailer_count", 2, "I-2026031815")
	change("trailer_amount", 8140, "I-2026031815")
	p.plant("INT-01-T1", "I-2026031815", "B", "Two payments of the sender's trailer were neither loaded nor rejected.")
	change("trailer_amount", -100, "I-2026052203")
	p.plant("INT-01-T1", "I-2026052203", "B", "The amounts differ by one dollar.")
	change("loaded_count", -1, "I-2026061012")
	change("trailer_count", -1, "I-2026061012")
	p.plant("INT-01-T1", "I-2026061012", "A", "The batch says one payment fewer than were loaded.")
	p.edge("INT-01-T1", "I-2026010104", "B", "passed", "Closed in the first second of the period in New York.")
	p.edge("INT-01-T1", "I-2026010103", "B", "no item", "Closed an hour before the period in New York, and on January 1 in UTC.")

	rejects := p.t("rejects")
	for i, prefix := range []string{"2026-02-25", "2026-06-03"} {
		row := rejects.nth(0, func(get func(string) string) bool { return strings.HasPrefix(get("rejected_at"), prefix) })
		rejects.set("resolved_at", utc(businessDaysAfter(mustTime(row[4]), 3+i).Add(10*time.Hour)), row[0])
		p.plant("INT-03-T1", row[0], "A", "Resolved on business day %d.", 3+i)
	}
	row := rejects.nth(0, func(get func(string) string) bool { return strings.HasPrefix(get("rejected_at"), "2026-01-16T1") })
	rejects.set("resolved_at", utc(at("2026-01-21 23:59:59")), row[0])
	p.edge("INT-03-T1", row[0], "A", "passed", "Rejected on a Friday; the holiday of January 19 makes January 21 the second business day after.")
}
