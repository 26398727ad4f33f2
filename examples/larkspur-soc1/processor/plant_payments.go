package processor

import "time"

// noBatch marks a captured payment that reached no settlement batch.
const noBatch = -1

// firstPayment returns the index of the n-th payment, from 0, captured or
// not, received at or after a time, that f accepts.
func (p *Processor) firstPayment(n int, from time.Time, f func(*payment) bool) int {
	for i := range p.payments {
		if q := &p.payments[i]; q.received >= from.Unix() && f(q) {
			if n == 0 {
				return i
			}
			n--
		}
	}
	panic("no payment fits")
}

func captured(q *payment) bool { return q.captured > 0 }

// plantPayments hides what went wrong with single payments. It comes before
// anything is added up, so that every other record agrees with them.
func plantPayments(p *Processor) {
	plantDuplicates(p)
	plantAuthorizations(p)
	plantFees(p)
	plantCutOff(p)
	for i, s := range []string{"2026-03-11 13:00:00", "2026-03-11 13:20:00"} {
		k := p.firstPayment(i, at(s), captured)
		p.payments[k].businessDate = noBatch
		p.plant("SET-01-T1", paymentID(k), "A", "Captured while the settlement job was restarted, and put into no batch.")
	}
}

func plantDuplicates(p *Processor) {
	for i, s := range []string{"2026-02-10 11:00:00", "2026-02-10 11:30:00", "2026-05-21 19:00:00"} {
		first := p.firstPayment(i, at(s), captured)
		again := p.firstPayment(40, at(s), captured)
		a, b := &p.payments[first], &p.payments[again]
		b.merchant, b.reference, b.network, b.authorized, b.captured = a.merchant, a.reference, a.network, a.authorized, a.captured
		p.settle(b)
		p.plant("INT-02-T1", paymentID(again), "A", "The merchant sent the same payment again after a time-out, and both were captured.")
	}
}

func plantAuthorizations(p *Processor) {
	for i, s := range []string{"2026-04-08 10:00:00", "2026-04-08 10:00:00"} {
		k := p.firstPayment(i, at(s), func(q *payment) bool { return q.response != 0 })
		q := &p.payments[k]
		q.captured, q.capturedAt = q.authorized, q.received+20
		p.settle(q)
		p.plant("AUT-01-T1", paymentID(k), "A", "Captured although the network had declined it, while a new version of the gateway was rolled out.")
	}
	for i, s := range []string{"2026-01-22 15:00:00", "2026-05-04 12:00:00", "2026-06-25 20:00:00"} {
		k := p.firstPayment(i, at(s), func(q *payment) bool { return captured(q) && q.authorized > 5000 })
		q := &p.payments[k]
		q.captured = q.authorized + 500
		p.settle(q)
		p.plant("AUT-01-T1", paymentID(k), "B", "A tip was added to the amount after the network had approved it.")
	}
}

// plantFees: the new version of plan P2 was loaded an hour and a quarter late,
// and every capture until then was charged by the old one.
func plantFees(p *Processor) {
	from := at("2026-03-01 00:00:00")
	loaded := from.Add(75 * time.Minute)
	old := int16(p.versionAt("P2", from.Add(-time.Second)))
	for i := range p.payments {
		q := &p.payments[i]
		if !captured(q) || q.capturedAt < from.Unix() || q.capturedAt >= loaded.Unix() || p.merchants[q.merchant].plan != "P2" {
			continue
		}
		right := q.fee
		q.plan, q.fee = old, p.plans[old].fee(q.captured)
		p.plant("FEE-01-T1", paymentID(i), "A", "The version that began on March 1 was loaded at 1:15, and the old one was used until then.")
		if q.fee != right {
			p.plant("FEE-01-T1", paymentID(i), "B", "The fee is that of the version before.")
		}
	}
}

// plantCutOff: at the end of April the batch was closed some seconds late.
func plantCutOff(p *Processor) {
	end := at("2026-04-30 17:00:00")
	var chosen []int
	for n := 0; len(chosen) < 8; n++ {
		k := p.firstPayment(n, end.Add(-20*time.Minute), captured)
		if p.payments[k].received < end.Unix()-60 {
			chosen = append(chosen, k)
		}
	}
	for i, k := range chosen {
		q := &p.payments[k]
		switch i {
		case 6:
			q.capturedAt = end.Unix() - 1
			p.edge("CUT-01-T1", paymentID(k), "A", "passed", "Captured in the last second before the cut-off.")
		case 7:
			q.capturedAt = end.Unix()
			p.edge("CUT-01-T1", paymentID(k), "A", "passed", "Captured in the second of the cut-off, and settled with the next day.")
		default:
			q.capturedAt = end.Unix() + int64(i)
			p.plant("CUT-01-T1", paymentID(k), "A", "Captured after the cut-off of April 30 and settled with that day.")
		}
		p.settle(q)
		if i < 6 {
			q.businessDate = dayNumber(end)
		}
	}
	night := p.firstPayment(3, at("2026-06-30 23:10:00"), func(q *payment) bool { return captured(q) && q.capturedAt < at("2026-07-01 00:00:00").Unix() })
	p.edge("CUT-01-T1", paymentID(night), "A", "passed", "Captured on July 1 in UTC, which is the last evening of the period in New York.")
	before := p.firstPayment(3, at("2025-12-31 23:00:00"), func(q *payment) bool { return captured(q) && q.capturedAt < firstDay.Unix() })
	p.edge("CUT-01-T1", paymentID(before), "A", "no item", "Captured on January 1 in UTC, which is the evening before the period in New York.")
}

// plantRefunds hides what went wrong with refunds, before payouts are made.
func plantRefunds(p *Processor) {
	t := p.t("refunds")
	number := func(i int) string { return t.rows[i][0] }
	nth := func(n int, f func(refund, *payment) bool) int {
		for i, x := range p.refunds {
			if x.at.After(addDays(firstDay, 20)) && x.at.Before(addDays(lastDay, -20)) && f(x, &p.payments[x.payment]) {
				if n == 0 {
					return i
				}
				n--
			}
		}
		panic("no refund fits")
	}

	k := nth(100, func(x refund, q *payment) bool { return x.amount == q.captured && x.amount < refundLimit })
	again := refund{p.refunds[k].payment, p.refunds[k].amount, p.refunds[k].at.Add(26 * time.Hour)}
	p.refunds = append(p.refunds, again)
	t.add("RF-90001", paymentID(again.payment), cents(int64(again.amount)), "E160", "", "", utc(again.at))
	p.plant("REF-01-T1", "RF-90001", "B", "The whole payment was refunded a second time.")

	k = nth(900, func(x refund, _ *payment) bool { return x.amount < refundLimit })
	t.add("RF-90002", "T9000001", "45.00", "E161", "", "", utc(p.refunds[k].at))
	p.plant("REF-01-T1", "RF-90002", "A", "Refunded by hand with a number that no payment has.")

	over := func(x refund, _ *payment) bool { return x.amount > refundLimit }
	for _, n := range []int{3, 9} {
		k = nth(n, over)
		t.set("approved_by", "", number(k))
		t.set("approved_at", "", number(k))
		p.plant("REF-02-T1", number(k), "A", "Refunded without approval.")
	}
	k = nth(6, over)
	t.set("approved_at", utc(p.refunds[k].at.Add(time.Hour)), number(k))
	p.plant("REF-02-T1", number(k), "B", "Approved an hour after it was processed.")
	k = nth(12, over)
	p.refunds[k].amount = refundLimit
	t.set("amount", cents(refundLimit), number(k))
	t.set("approved_by", "", number(k))
	t.set("approved_at", "", number(k))
	p.edge("REF-02-T1", number(k), "A", "no item", "Exactly at the limit: no approval is needed.")
}
