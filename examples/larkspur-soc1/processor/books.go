package processor

import (
	"fmt"
	"time"
)

// makeLedger makes the trial balance of each day and the comparison of what
// merchants are owed with what lies in the account that is kept for them.
func makeLedger(p *Processor) {
	r := rngFor("ledger")
	t := p.table("ledger_days", 1, "business_date", "debits", "credits", "owed_to_merchants", "client_account_balance", "prepared_by", "prepared_at", "reviewed_by", "reviewed_at")
	moved, owed := map[string]int64{}, map[string]int64{}
	book := func(d string, amount int64) {
		moved[d] += max(amount, -amount)
		owed[d] += amount
	}
	for i := range p.payments {
		if q := &p.payments[i]; q.captured > 0 && q.businessDate != noBatch {
			book(dayOf(q.businessDate), int64(q.captured))
			book(dayOf(q.businessDate), -int64(q.fee))
		}
	}
	for _, x := range p.refunds {
		book(iso(businessDateOf(x.at)), -int64(x.amount))
	}
	for _, x := range p.adjusted {
		book(dayOf(x.date), x.amount)
	}
	payouts := p.t("payouts")
	for _, row := range payouts.rows {
		book(row[9][:10], -parseCents(row[7]))
	}
	var balance int64
	for _, d := range days(day("2025-12-26"), lastDay) {
		balance += owed[iso(d)]
		if d.Before(firstDay) {
			continue
		}
		next := businessDaysAfter(d, 1)
		prepared := next.Add(minutes(between(r, 8*60, 12*60)))
		t.add(iso(d), cents(moved[iso(d)]), cents(moved[iso(d)]), cents(balance), cents(balance+int64(between(r, 200_000_00, 260_000_00))),
			p.someone(r, "Operations"), local(prepared), p.someone(r, "Finance"), local(next.Add(minutes(between(r, 12*60+5, 19*60)))))
	}
}

var jobs = []struct {
	id, at string
	out    int
}{{"intake-load", "00:30:00", 5200}, {"fee-calculation", "17:10:00", 5000}, {"settle-northline", "17:15:00", 2700}, {"settle-cardway", "17:15:00", 1500}, {"settle-railpay", "17:15:00", 800}, {"ledger-close", "23:30:00", 16000}}

// makeJobs makes the schedule and its runs. Some runs fail and are repeated in
// time.
func makeJobs(p *Processor) {
	r := rngFor("jobs")
	s := p.table("jobs", 1, "job_id", "starts_at")
	t := p.table("job_runs", 1, "run_id", "job_id", "run_for", "started_at", "finished_at", "status", "records_in", "records_out", "records_rejected", "rerun_of")
	for _, j := range jobs {
		s.add(j.id, j.at)
	}
	add := func(job string, d, start time.Time, status string, in int, of string) string {
		id := fmt.Sprintf("J-%05d", 40001+len(t.rows))
		rejected := r.IntN(4)
		out, inText := fmt.Sprint(in-rejected), fmt.Sprint(in)
		rej := fmt.Sprint(rejected)
		if status == "failed" {
			out, rej = "0", "0"
		}
		t.add(id, job, iso(d), local(start), local(start.Add(minutes(between(r, 3, 24)))), status, inText, out, rej, of)
		return id
	}
	for i, d := range days(firstDay, lastDay) {
		for k, j := range jobs {
			start := at(iso(d) + " " + j.at).Add(time.Duration(r.IntN(240)) * time.Second)
			in := j.out + r.IntN(j.out/3)
			if (i*len(jobs)+k)%97 == 41 {
				id := add(j.id, d, start, "failed", in, "")
				add(j.id, d, start.Add(minutes(between(r, 40, 200))), "succeeded", in, id)
				continue
			}
			add(j.id, d, start, "succeeded", in, "")
		}
	}
}
