package processor

import (
	"fmt"
	"time"
)

// intakeID is the id of the batch of one hour: I-2026010514, in UTC.
func intakeID(hour int32) string { return "I-" + hourOf(hour).UTC().Format("2006010215") }

func hourOf(hour int32) time.Time { return firstReceived.Add(time.Duration(hour) * time.Hour) }

// makeIntake makes the batches in which requests are received, each with the
// trailer of the sender, and the requests that were rejected.
func makeIntake(p *Processor) {
	r := rngFor("intake")
	rejects := p.table("rejects", 1, "reject_id", "intake_id", "amount", "reason", "rejected_at", "resolved_by", "resolved_at", "resolution")
	hours := int32(extracted.Sub(firstReceived).Hours())
	for hour := range hours {
		for range max(0, r.IntN(5)-3) {
			amount := int64(between(r, 300, 22000))
			when := hourOf(hour).Add(time.Duration(r.IntN(3600)) * time.Second)
			due := businessDaysAfter(when, 1)
			rejects.add(fmt.Sprintf("RJ-%05d", 10001+len(rejects.rows)), intakeID(hour), cents(amount),
				pick(r, "unknown currency", "merchant not active", "malformed", "amount missing decimals"), utc(when),
				p.someone(r, "Operations"), utc(workMoment(r, due)), pick(r, "corrected and sent again", "returned to the merchant", "cancelled by the merchant"))
			s := p.rejects[hour]
			s.add(amount)
			p.rejects[hour] = s
		}
	}
	loaded := make([]sum, hours)
	for i := range p.payments {
		loaded[p.payments[i].hour].add(int64(p.payments[i].authorized))
	}
	t := p.table("intake_batches", 1, "intake_id", "closed_at", "trailer_count", "trailer_amount", "loaded_count", "loaded_amount", "rejected_count", "rejected_amount")
	for hour := range hours {
		l, x := loaded[hour], p.rejects[hour]
		t.add(intakeID(hour), utc(hourOf(hour+1)), fmt.Sprint(l.count+x.count), cents(l.amount+x.amount),
			fmt.Sprint(l.count), cents(l.amount), fmt.Sprint(x.count), cents(x.amount))
	}
}
