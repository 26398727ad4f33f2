package processor

import (
	"fmt"
	"time"
)

// plantMoney hides what went wrong with settlement, payouts and the accounts
// that merchants are paid to.
func plantMoney(p *Processor) {
	batches := p.t("settlement_batches")
	batches.set("sent_at", local(at("2026-05-15 20:41:00")), "S-20260515-C")
	p.plant("CUT-02-T1", "S-20260515-C", "A", "Sent to the network 41 minutes after the limit.")
	batches.set("sent_at", local(at("2026-06-09 20:00:00")), "S-20260609-N")
	p.edge("CUT-02-T1", "S-20260609-N", "A", "passed", "Sent in the second of the limit.")

	payouts := p.t("payouts")
	over := func(n int) string {
		return payouts.nth(n, func(get func(string) string) bool { return get("second_released_by") != "" })[0]
	}
	k := over(150)
	payouts.set("second_released_by", "", k)
	p.plant("PAY-02-T1", k, "A", "Over the limit, and released by one person.")
	k = over(420)
	payouts.set("second_released_by", payouts.get("released_by", k), k)
	p.plant("PAY-02-T1", k, "A", "The same person released it twice.")
	returned := payouts.nth(3, func(get func(string) string) bool { return get("returned_at") != "" })
	payouts.set("credited_back_at", local(businessDaysAfter(at(returned[15]), 4).Add(9*time.Hour)), returned[0])
	p.plant("PAY-02-T2", returned[0], "A", "Credited back to the merchant on the fourth business day.")

	row := payouts.nth(100, func(get func(string) string) bool { return get("adjustments") != "0.00" })
	payouts.set("net", cents(parseCents(row[7])-parseCents(row[6])), row[0])
	p.plant("PAY-01-T1", weekLabel(row[2])+" / "+row[1], "D", "The adjustments of the week were left out.")

	plantAccountChanges(p)

	adjustments := p.t("manual_adjustments")
	for _, n := range []int{33, 121} {
		a := adjustments.rows[n]
		adjustments.set("approved_by", a[5], a[0])
		p.plant("ADJ-01-T1", a[0], "A", "Made and approved by the same person.")
	}
	a := adjustments.rows[77]
	adjustments.set("approved_at", local(at(a[9]).Add(3*time.Hour)), a[0])
	p.plant("ADJ-01-T1", a[0], "B", "Approved three hours after it was posted.")
	a = adjustments.rows[140]
	adjustments.set("support_ref", "", a[0])
	p.plant("ADJ-01-T1", a[0], "C", "No case is named.")
}

// plantAccountChanges: in spring one shift stopped calling merchants back, and
// two new accounts were used within their hold.
func plantAccountChanges(p *Processor) {
	t, payouts := p.t("account_changes"), p.t("payouts")
	for _, n := range []int{14, 16, 17, 19, 22} {
		c := t.rows[n]
		t.set("called_back_by", "", c[0])
		t.set("called_back_at", "", c[0])
		p.plant("PAY-03-T1", c[0], "A", "Nobody called the merchant back; the change was approved from the e-mail that asked for it.")
	}
	c := t.rows[8]
	t.set("called_back_by", c[6], c[0])
	p.plant("PAY-03-T1", c[0], "B", "The person who called back approved the change.")
	for _, n := range []int{20, 27} {
		c := t.rows[n]
		first := payouts.nth(0, func(get func(string) string) bool { return get("bank_account") == c[2] })
		friday := addDays(midnight(at(first[9])), -3)
		t.set("called_back_at", local(friday.Add(10*time.Hour)), c[0])
		t.set("approved_at", local(friday.Add(15*time.Hour)), c[0])
		p.plant("PAY-03-T1", c[0], "C", "Approved on a Friday, and paid to on the Monday after.")
	}
}

// weekLabel is the label of the week that ends on a day, as the calendar of an
// examination writes it.
func weekLabel(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	year, week := t.ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, week)
}

// plantBooks hides what went wrong with reconciliations, the ledger and jobs.
func plantBooks(p *Processor) {
	recon, breaks, files := p.t("reconciliations"), p.t("recon_breaks"), p.t("network_files")
	recon.drop("R-20260213-R")
	p.plant("REC-01-T1", "2026-02-13 / railpay", "A", "Nobody reconciled this network on this day.")
	for _, id := range []string{"R-20260318-N", "R-20260319-N"} {
		recon.set("reviewed_by", recon.get("prepared_by", id), id)
		p.plant("REC-01-T1", recon.get("business_date", id)+" / northline", "C", "Prepared and reviewed by the same person, while the reviewer was on leave.")
	}
	recon.set("reviewed_at", local(at("2026-05-14 09:05:00")), "R-20260511-C")
	p.plant("REC-01-T1", "2026-05-11 / cardway", "D", "Reviewed on the third business day.")
	recon.set("reviewed_at", local(at("2026-05-27 22:15:00")), "R-20260522-C")
	p.edge("REC-01-T1", "2026-05-22 / cardway", "D", "passed", "Reviewed on May 28 in UTC; Memorial Day makes May 27 the second business day after Friday, May 22.")

	gross := parseCents(p.t("settlement_batches").get("gross", "S-20260423-R"))
	files.set("trailer_amount", cents(gross-1999), "N-20260423-R")
	recon.set("network_amount", cents(gross-1999), "R-20260423-R")
	p.plant("REC-01-T1", "2026-04-23 / railpay", "E", "A difference of 19.99 was not recorded as a break.")
	p.plant("SET-01-T2", "S-20260423-R", "B", "The network settled 19.99 less, and no break explains it.")

	b := breaks.rows[5]
	breaks.set("resolved_at", local(businessDaysAfter(at(b[5]), 8).Add(11*time.Hour)), b[0])
	p.plant("REC-02-T1", b[0], "A", "Resolved on the eighth business day.")
	b = breaks.rows[6]
	breaks.set("resolved_at", local(businessDaysAfter(at(b[5]), 5).Add(21*time.Hour)), b[0])
	p.edge("REC-02-T1", b[0], "A", "passed", "Resolved on the evening of the fifth business day.")

	ledger := p.t("ledger_days")
	ledger.set("reviewed_at", local(at("2026-06-05 08:30:00")), "2026-06-03")
	p.plant("LED-02-T1", "2026-06-03", "B", "Reviewed on the second business day.")

	runs := p.t("job_runs")
	missing := runs.nth(0, func(get func(string) string) bool {
		return get("job_id") == "fee-calculation" && get("run_for") == "2026-04-12"
	})
	runs.drop(missing[0])
	p.plant("OPS-01-T1", "2026-04-12 / fee-calculation", "A", "The job was not started.")
	rerun := runs.nth(4, func(get func(string) string) bool { return get("rerun_of") != "" })
	failed := runs.row(rerun[9])
	runs.set("started_at", local(at(failed[3]).Add(6*time.Hour)), rerun[0])
	runs.set("finished_at", local(at(failed[3]).Add(6*time.Hour+10*time.Minute)), rerun[0])
	p.plant("OPS-01-T1", rerun[2]+" / "+rerun[1], "B", "Repeated six hours after it failed.")
	row := runs.rows[500]
	runs.set("records_out", fmt.Sprint(number(row[7])-7), row[0])
	p.plant("OPS-02-T1", row[0], "A", "Seven records went in and came out nowhere.")
}
