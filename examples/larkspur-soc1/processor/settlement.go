package processor

import (
	"fmt"
	"slices"
	"time"
)

// makeSettlements makes one settlement batch for each network and business
// date, the network's answer, and the credit of the bank.
func makeSettlements(p *Processor) {
	r := rngFor("settlements")
	batches := p.table("settlement_batches", 1, "settlement_id", "network", "business_date", "payment_count", "gross", "sent_at")
	files := p.table("network_files", 1, "file_id", "settlement_id", "received_at", "trailer_count", "trailer_amount")
	bank := p.table("bank_lines", 1, "line_id", "value_date", "kind", "reference", "amount")
	total := map[string]*sum{}
	for i := range p.payments {
		if q := &p.payments[i]; q.captured > 0 && q.businessDate != noBatch {
			id := batchID(q.businessDate, q.network)
			if total[id] == nil {
				total[id] = &sum{}
			}
			total[id].add(int64(q.captured))
		}
	}
	n := p.table("networks", 1, "network", "letter")
	for _, network := range networks {
		n.add(network.id, network.letter)
	}
	for _, d := range days(day("2025-12-26"), day("2026-07-01")) {
		for k, network := range networks {
			id := batchID(dayNumber(d), uint8(k))
			s := total[id]
			sent := d.Add(time.Duration(cutOff)*time.Hour + minutes(between(r, 25, 100)))
			batches.add(id, network.id, iso(d), fmt.Sprint(s.count), cents(s.amount), local(sent))
			files.add("N"+id[1:], id, utc(sent.Add(minutes(between(r, 120, 300)))), fmt.Sprint(s.count), cents(s.amount))
			bank.add(fmt.Sprintf("B-%06d", 500001+len(bank.rows)), iso(businessDaysAfter(d, 1)), "settlement", id, cents(s.amount))
		}
	}
}

// A difference is what a network or the bank settled otherwise than the
// processor expected, as happens.
type difference struct {
	date, network, side string // side: network or bank
	amount              int64
	explanation         string
}

var differences = []difference{
	{"2026-01-14", "cardway", "bank", -1250, "The bank withheld a service charge; it was paid back."},
	{"2026-02-03", "northline", "network", -4599, "The network held one payment for a day."},
	{"2026-02-20", "railpay", "bank", -210000, "The bank credited in two parts, the second a day later."},
	{"2026-03-09", "northline", "network", -12840, "Two payments were refused for a code that the network retired."},
	{"2026-03-31", "cardway", "bank", -1250, "The bank withheld a service charge; it was paid back."},
	{"2026-04-17", "railpay", "network", 3300, "The network settled a payment of the day before with this batch."},
	{"2026-05-06", "northline", "bank", -87055, "The bank credited in two parts, the second a day later."},
	{"2026-05-27", "cardway", "network", -900, "The network held one payment for a day."},
	{"2026-06-11", "railpay", "bank", -1250, "The bank withheld a service charge; it was paid back."},
}

// makeReconciliations makes the daily comparison of processor, network and
// bank, and the breaks that it found.
func makeReconciliations(p *Processor) {
	r := rngFor("reconciliations")
	batches, files, bank := p.t("settlement_batches"), p.t("network_files"), p.t("bank_lines")
	recon := p.table("reconciliations", 1, "recon_id", "business_date", "network", "processor_amount", "network_amount", "bank_amount", "prepared_by", "prepared_at", "reviewed_by", "reviewed_at")
	breaks := p.table("recon_breaks", 1, "break_id", "recon_id", "side", "amount", "explanation", "opened_at", "resolved_by", "resolved_at")
	lineOf := map[string]string{}
	for _, row := range bank.rows {
		lineOf[row[3]] = row[0]
	}
	for _, row := range batches.rows {
		id, network, date, gross := row[0], row[1], row[2], parseCents(row[4])
		d := day(date)
		if d.Before(firstDay) || d.After(lastDay) {
			continue
		}
		inNetwork, inBank := gross, gross
		prepared := workMoment(r, businessDaysAfter(d, 1))
		i := slices.IndexFunc(differences, func(x difference) bool { return x.date == date && x.network == network })
		if i >= 0 {
			x := differences[i]
			if x.side == "network" {
				inNetwork += x.amount
			} else {
				inBank += x.amount
			}
			files.set("trailer_amount", cents(inNetwork), "N"+id[1:])
			bank.set("amount", cents(inBank), lineOf[id])
			breaks.add(fmt.Sprintf("BR-%03d", 101+len(breaks.rows)), "R"+id[1:], x.side, cents(x.amount), x.explanation, local(prepared),
				p.someone(r, "Finance"), local(workMoment(r, businessDaysAfter(prepared, between(r, 1, 4)))))
		}
		preparer := p.someone(r, "Operations")
		recon.add("R"+id[1:], date, network, cents(gross), cents(inNetwork), cents(inBank), preparer, local(prepared),
			p.someone(r, "Finance"), local(workMoment(r, businessDaysAfter(d, 2))))
	}
}

func parseCents(s string) int64 {
	var whole, part int64
	if _, err := fmt.Sscanf(s, "%d.%d", &whole, &part); err != nil {
		panic(err)
	}
	if s[0] == '-' {
		return whole*100 - part
	}
	return whole*100 + part
}
