package processor

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// A merchant is a user entity: a firm that takes payments through the
// processor.
type merchant struct {
	id     string
	plan   string
	active time.Time
}

// A plan is one version of a fee plan: a rate in hundred-thousandths of the
// amount and a fixed fee in cents.
type plan struct {
	version, plan string
	rate, fixed   int32
	from          time.Time
}

// fee is rate × amount rounded half up to a cent, and the fixed fee.
func (v *plan) fee(amount int32) int32 {
	return int32((int64(amount)*int64(v.rate)+50_000)/100_000) + v.fixed
}

// makePlans makes the fee plans with the versions in force at the beginning
// and those that came in the period.
func makePlans(p *Processor) {
	r := rngFor("fee plans")
	t := p.table("fee_plan_versions", 1, "plan_version", "plan_id", "rate", "fixed_fee", "effective_from", "contract_ref", "prepared_by", "approved_by", "approved_at")
	for _, v := range []struct {
		plan        string
		version     int
		rate, fixed int32
		from        string
	}{
		{"P1", 3, 2900, 30, "2025-01-01 00:00:00"}, {"P2", 5, 2650, 25, "2025-04-01 00:00:00"}, {"P3", 2, 2400, 20, "2025-07-01 00:00:00"},
		{"P4", 4, 1950, 15, "2025-10-01 00:00:00"}, {"P5", 1, 1400, 10, "2025-09-01 00:00:00"}, {"P6", 1, 3400, 35, "2025-11-01 00:00:00"},
		{"P4", 5, 1900, 15, "2026-02-01 00:00:00"}, {"P2", 6, 2700, 25, "2026-03-01 00:00:00"}, {"P3", 3, 2350, 22, "2026-04-15 00:00:00"},
		{"P5", 2, 1450, 10, "2026-05-01 00:00:00"}, {"P1", 4, 2850, 30, "2026-06-01 00:00:00"},
	} {
		x := &plan{fmt.Sprintf("%s-%d", v.plan, v.version), v.plan, v.rate, v.fixed, at(v.from)}
		p.plans = append(p.plans, x)
		approved := workMoment(r, workDay(r, addDays(x.from, -25), addDays(x.from, -6)))
		t.add(x.version, x.plan, fmt.Sprintf("0.%05d", x.rate), cents(int64(x.fixed)), local(x.from), fmt.Sprintf("FEE-%s-%d", v.plan, v.version),
			p.someone(r, "Pricing"), p.someone(r, "Finance"), local(approved))
	}
}

// versionAt is the index of the version of a plan that is in force.
func (p *Processor) versionAt(id string, when time.Time) int {
	best := -1
	for i, v := range p.plans {
		if v.plan == id && !v.from.After(when) && (best < 0 || v.from.After(p.plans[best].from)) {
			best = i
		}
	}
	return best
}

// makeMerchants makes 420 merchants, 60 of whom joined in the period.
func makeMerchants(p *Processor) {
	r := rngFor("merchants")
	t := p.table("merchants", 1, "merchant_id", "applied_on", "due_diligence_at", "underwriter", "approved_by", "approved_at", "contract_plan", "system_plan", "active_at")
	for i := range 420 {
		from, to := day("2023-03-01"), day("2025-11-28")
		if i >= 360 {
			from, to = day("2026-01-05"), day("2026-06-12")
		}
		m := &merchant{plan: pick(r, "P1", "P1", "P2", "P2", "P3", "P4", "P5", "P6"), active: workMoment(r, workDay(r, from, to))}
		p.merchants = append(p.merchants, m)
	}
	slices.SortFunc(p.merchants, func(a, b *merchant) int { return a.active.Compare(b.active) })
	for i, m := range p.merchants {
		m.id = fmt.Sprintf("M%04d", 1001+i)
		p.accounts[i] = accountNumber(r, i)
		approved := workMoment(r, addDays(m.active, -between(r, 1, 6)))
		checked := workMoment(r, addDays(approved, -between(r, 1, 6)))
		t.add(m.id, iso(addDays(checked, -between(r, 3, 20))), local(checked), p.someone(r, "Underwriting"), p.someone(r, "Risk"), local(approved), m.plan, m.plan, local(m.active))
	}
}

// accountNumber is the token under which the payout console knows a bank
// account; no real number has this form.
func accountNumber(r *rand.Rand, merchant int) string {
	return fmt.Sprintf("acct-%04d-%06x", 1001+merchant, r.IntN(1<<24))
}
