package processor

import (
	"slices"
	"time"
)

// Payments is how many payments the population holds.
const Payments = 1_000_000

// cutOff is the local hour at which a business date ends.
const cutOff = 17

// The population begins some days before the period, so that the first
// settlement batches of the period are whole: a payment is captured at most
// three days after it was received.
var (
	firstReceived = at("2025-12-25 17:00:00")
	extracted     = at("2026-07-01 17:00:00")
)

// networks are the card networks, with the letter that ends the ids of their
// batches.
var networks = []struct{ id, letter string }{{"northline", "N"}, {"cardway", "C"}, {"railpay", "R"}}

// A payment is one request of a merchant. Times are Unix seconds; a payment
// that was not captured has captured 0.
type payment struct {
	received, capturedAt    int64
	authorized, captured    int32 // cents
	fee                     int32 // cents
	hour                    int32 // of its intake batch
	businessDate            int32 // days since the epoch, of its settlement batch
	merchant                int16
	plan                    int16 // index of the version
	network, response       uint8
	reference, approvalCode uint32
}

// responses are what the networks answer; only the first is an approval.
var responses = []string{"00", "51", "05"}

// makePayments makes the payments in the order in which they were received.
func makePayments(p *Processor) {
	r := rngFor("payments")
	hours := int(extracted.Sub(firstReceived).Hours())
	weight := make([]int64, hours+1) // running total
	for h := range hours {
		t := firstReceived.Add(time.Duration(h) * time.Hour).In(newYork)
		w := []int64{2, 1, 1, 1, 1, 2, 4, 8, 12, 15, 17, 19, 22, 20, 18, 17, 18, 20, 21, 18, 14, 10, 7, 4}[t.Hour()]
		weight[h+1] = weight[h] + w*[]int64{8, 9, 9, 10, 10, 12, 13}[t.Weekday()]
	}
	p.payments = make([]payment, 0, Payments)
	active := 0
	var seconds []int
	for h := range hours {
		n := int(Payments*weight[h+1]/weight[hours] - Payments*weight[h]/weight[hours])
		begin := firstReceived.Add(time.Duration(h) * time.Hour).Unix()
		for active < len(p.merchants) && p.merchants[active].active.Unix() <= begin {
			active++
		}
		seconds = seconds[:0]
		for range n {
			seconds = append(seconds, r.IntN(3600))
		}
		slices.Sort(seconds)
		for _, s := range seconds {
			q := payment{received: begin + int64(s), hour: int32(h), reference: uint32(len(p.payments)), approvalCode: 100_000 + r.Uint32N(900_000)}
			m := r.IntN(active)
			if r.IntN(2) == 0 {
				m = min(m, r.IntN(active)) // older merchants have more
			}
			q.merchant = int16(m)
			q.authorized = int32(300 + r.IntN(6000))
			switch x := r.IntN(100); {
			case x == 0:
				q.authorized += int32(r.IntN(250_000))
			case x < 12:
				q.authorized += int32(r.IntN(30_000))
			}
			switch x := r.IntN(100); {
			case x < 55:
			case x < 85:
				q.network = 1
			default:
				q.network = 2
			}
			switch x := r.IntN(100); {
			case x < 4:
				q.response = 1
			case x < 7:
				q.response = 2
			}
			later := int64(2 + r.IntN(1500))
			if r.IntN(5) == 0 {
				later = int64(3600 + r.IntN(3*86400-7200))
			}
			voided := r.IntN(50) == 0
			q.captured = q.authorized
			if r.IntN(12) == 0 {
				q.captured -= int32(r.IntN(int(q.authorized) / 4)) // a part was not delivered
			}
			q.capturedAt = q.received + later
			if q.response != 0 || voided || q.capturedAt >= extracted.Unix() {
				q.captured, q.capturedAt = 0, 0
			}
			p.settle(&q)
			p.payments = append(p.payments, q)
		}
	}
}

// settle puts a captured payment into its settlement batch and charges its
// fee by the version of the merchant's plan in force at the capture.
func (p *Processor) settle(q *payment) {
	if q.captured == 0 {
		return
	}
	captured := time.Unix(q.capturedAt, 0)
	q.businessDate = dayNumber(businessDateOf(captured))
	q.plan = int16(p.versionAt(p.merchants[q.merchant].plan, captured))
	q.fee = p.plans[q.plan].fee(q.captured)
}

// businessDateOf is the day in whose settlement batch a capture belongs.
func businessDateOf(captured time.Time) time.Time {
	d := midnight(captured)
	if captured.In(newYork).Hour() >= cutOff {
		d = addDays(d, 1)
	}
	return d
}

// dayNumber counts the days of the calendar from the epoch.
func dayNumber(d time.Time) int32 {
	d = d.In(newYork)
	return int32(time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func dayOf(number int32) string { return time.Unix(int64(number)*86400, 0).UTC().Format(time.DateOnly) }

// batchID is the id of a settlement batch: S-20260105-N.
func batchID(businessDate int32, network uint8) string {
	return "S-" + time.Unix(int64(businessDate)*86400, 0).UTC().Format("20060102") + "-" + networks[network].letter
}
