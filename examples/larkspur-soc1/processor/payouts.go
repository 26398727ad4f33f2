package processor

import (
	"fmt"
	"time"
)

// Limits of the processor's policies, in cents.
const (
	refundLimit = 500_00   // above it a refund needs the approval of a second person
	payoutLimit = 7_500_00 // above it a payout needs two releasers
)

type refund struct {
	payment int // index
	amount  int32
	at      time.Time
}

// makeRefunds refunds a small part of the captured payments.
func makeRefunds(p *Processor) {
	r := rngFor("refunds")
	t := p.table("refunds", 1, "refund_id", "payment_id", "amount", "requested_by", "approved_by", "approved_at", "processed_at")
	for i := range p.payments {
		q := &p.payments[i]
		if q.captured == 0 || r.IntN(170) != 0 {
			continue
		}
		amount := q.captured
		if r.IntN(10) < 3 {
			amount = int32(between(r, 100, max(101, int(q.captured)-1)))
			amount = min(amount, q.captured)
		}
		when := time.Unix(q.capturedAt, 0).Add(minutes(between(r, 60, 30*1440)))
		if !when.Before(extracted) {
			continue
		}
		approver, approved := "", ""
		if amount > refundLimit {
			approver, approved = p.someone(r, "Risk"), utc(when.Add(-minutes(between(r, 3, 240))))
		}
		p.refunds = append(p.refunds, refund{i, amount, when})
		t.add(fmt.Sprintf("RF-%05d", 20001+len(t.rows)), paymentID(i), cents(int64(amount)), p.someone(r, "Merchant Services"), approver, approved, utc(when))
	}
}

type adjustment struct {
	merchant int
	amount   int64
	date     int32 // business date
}

// makeAdjustments makes the entries that people make in the ledger by hand.
func makeAdjustments(p *Processor) {
	r := rngFor("adjustments")
	t := p.table("manual_adjustments", 1, "adjustment_id", "merchant_id", "amount", "reason", "support_ref", "made_by", "made_at", "approved_by", "approved_at", "posted_at", "business_date")
	for _, d := range days(addDays(firstDay, -2), lastDay) {
		if !businessDay(d) {
			continue
		}
		for range between(r, 0, 3) {
			m := r.IntN(300)
			amount := int64(between(r, 100, 30_000))
			if r.IntN(3) == 0 {
				amount = -amount / 5
			}
			made := midnight(d).Add(minutes(between(r, 8*60, 14*60)))
			approved := made.Add(minutes(between(r, 5, 100)))
			t.add(fmt.Sprintf("AD-%04d", 1001+len(t.rows)), p.merchants[m].id, cents(amount), pick(r, "fee correction", "network correction", "goodwill", "returned payout"),
				fmt.Sprintf("CASE-%05d", between(r, 10_000, 99_999)), p.someone(r, "Merchant Services"), local(made),
				p.someone(r, "Finance"), local(approved), local(approved.Add(minutes(between(r, 1, 30)))), iso(d))
			p.adjusted = append(p.adjusted, adjustment{m, amount, dayNumber(d)})
		}
	}
}

// makeAccountChanges makes the changes of the accounts that merchants are
// paid to. Each is verified by calling the merchant back, approved by a second
// person, and used only after a hold of three business days.
func makeAccountChanges(p *Processor) {
	r := rngFor("account changes")
	t := p.table("account_changes", 1, "change_id", "merchant_id", "new_account", "requested_at", "called_back_by", "called_back_at", "approved_by", "approved_at", "first_used_from")
	for i := range 38 {
		m := i*9 + r.IntN(8)
		requested := workMoment(r, workDay(r, addDays(firstDay, 4+i*4), addDays(firstDay, 8+i*4)))
		called := workMoment(r, businessDaysAfter(requested, 1))
		approved := workMoment(r, businessDaysAfter(called, 1))
		from := businessDaysAfter(approved, 4)
		t.add(fmt.Sprintf("BA-%03d", 101+i), p.merchants[m].id, accountNumber(r, m), local(requested), p.someone(r, "Merchant Services"), local(called),
			p.someone(r, "Risk"), local(approved), local(from))
	}
}

// makePayouts pays each merchant on Monday for the week before it.
func makePayouts(p *Processor) {
	r := rngFor("payouts")
	t := p.table("payouts", 1, "payout_id", "merchant_id", "week_ends", "gross", "fees", "refunds", "adjustments", "net", "bank_account",
		"created_at", "created_by", "released_by", "second_released_by", "released_at", "status", "returned_at", "credited_back_at")
	type key struct {
		merchant int
		week     int32
	}
	type week struct{ gross, fees, refunds, adjustments int64 }
	// endOf is the Sunday of a day's week; day 0 of the epoch was a Thursday.
	endOf := func(d int32) int32 { return d + 6 - (d+3)%7 }
	weeks := map[key]*week{}
	get := func(merchant int, d int32) *week {
		k := key{merchant, endOf(d)}
		if weeks[k] == nil {
			weeks[k] = &week{}
		}
		return weeks[k]
	}
	for i := range p.payments {
		if q := &p.payments[i]; q.captured > 0 && q.businessDate != noBatch {
			w := get(int(q.merchant), q.businessDate)
			w.gross += int64(q.captured)
			w.fees += int64(q.fee)
		}
	}
	for _, x := range p.refunds {
		get(int(p.payments[x.payment].merchant), dayNumber(businessDateOf(x.at))).refunds += int64(x.amount)
	}
	for _, x := range p.adjusted {
		get(x.merchant, x.date).adjustments += x.amount
	}
	changes := p.t("account_changes")
	for end := dayNumber(day("2026-01-04")); end <= dayNumber(day("2026-06-28")); end += 7 {
		monday := addDays(day(dayOf(end)), 1)
		for m := range p.merchants {
			w := weeks[key{m, end}]
			if w == nil {
				continue
			}
			created := monday.Add(6*time.Hour + time.Duration(m)*time.Second)
			account := p.accounts[m]
			for _, c := range changes.rows {
				if c[1] == p.merchants[m].id && !created.Before(at(c[8])) {
					account = c[2]
				}
			}
			net := w.gross - w.fees - w.refunds + w.adjustments
			first, second := "payout-job", ""
			if net > payoutLimit {
				first = p.someone(r, "Operations")
				second = p.someone(r, "Finance")
			}
			status, returned, back := "paid", "", ""
			if r.IntN(700) == 0 {
				status = "returned"
				on := businessDaysAfter(created, 2)
				returned, back = local(workMoment(r, on)), local(workMoment(r, businessDaysAfter(on, 1)))
			}
			t.add(fmt.Sprintf("PO-%05d", 30001+len(t.rows)), p.merchants[m].id, dayOf(end), cents(w.gross), cents(w.fees), cents(w.refunds), cents(w.adjustments), cents(net),
				account, local(created), "payout-job", first, second, local(created.Add(minutes(between(r, 30, 200)))), status, returned, back)
		}
	}
}
