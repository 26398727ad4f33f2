package processor

import (
	"fmt"
	"math/rand/v2"
	"time"
)

var departments = []struct {
	name   string
	people int
}{{"Engineering", 22}, {"Operations", 10}, {"Finance", 8}, {"Underwriting", 6}, {"Risk", 5}, {"Pricing", 3}, {"Merchant Services", 10}}

var systems = []struct{ id, title string }{
	{"gateway", "Payment gateway"}, {"ledger", "Merchant ledger"}, {"payouts", "Payout console"}, {"hosting", "Hosting account"},
}

// makeStaff makes the people, ten of whom left in the period, and the systems
// that matter to users' financial statements.
func makeStaff(p *Processor) {
	r := rngFor("staff")
	t := p.table("personnel", 1, "person_id", "department", "hired_on", "left_on")
	for _, d := range departments {
		for range d.people {
			hired := workDay(r, day("2021-02-01"), day("2025-10-31"))
			t.add(fmt.Sprintf("E%03d", 101+len(t.rows)), d.name, iso(hired), "")
		}
	}
	for i := range 10 {
		hired := workDay(r, day("2022-02-01"), day("2025-03-31"))
		left := workDay(r, addDays(firstDay, 5+i*17), addDays(firstDay, 15+i*17))
		t.add(fmt.Sprintf("E%03d", 101+len(t.rows)), departments[i%len(departments)].name, iso(hired), iso(left))
	}
	s := p.table("systems", 1, "system_id", "title")
	for _, x := range systems {
		s.add(x.id, x.title)
	}
}

// someone is a person of a department who did not leave.
func (p *Processor) someone(r *rand.Rand, department string) string {
	t := p.t("personnel")
	var ids []string
	for _, row := range t.rows {
		if row[1] == department && row[3] == "" {
			ids = append(ids, row[0])
		}
	}
	return pick(r, ids...)
}

// other is a person of a department who did not leave and is not that one.
func (p *Processor) other(r *rand.Rand, department, than string) string {
	for {
		if id := p.someone(r, department); id != than {
			return id
		}
	}
}

// makeAccess makes the accounts of the four systems, what was granted in the
// period, and the reviews of both quarters.
func makeAccess(p *Processor) {
	r := rngFor("access")
	accounts := p.table("accounts", 1, "account_id", "system_id", "person_id", "role", "created_at", "disabled_at")
	grants := p.table("grants", 1, "grant_id", "account_id", "role", "requested_by", "approved_by", "approved_at", "granted_at")
	has := map[string][]string{
		"Engineering": {"gateway", "hosting"}, "Operations": {"gateway", "payouts", "hosting"}, "Finance": {"ledger", "payouts"},
		"Underwriting": {"gateway"}, "Risk": {"gateway", "ledger"}, "Pricing": {"ledger"}, "Merchant Services": {"gateway"},
	}
	people := p.t("personnel")
	for _, person := range people.rows {
		for _, system := range has[person[1]] {
			created := workMoment(r, businessDaysAfter(day(person[2]), between(r, 0, 3)))
			disabled := ""
			if person[3] != "" {
				disabled = utc(day(person[3]).Add(minutes(between(r, 17*60, 23*60))))
			}
			role := pick(r, "user", "user", "user", "approver")
			accounts.add(system+"-"+person[0], system, person[0], role, utc(created), disabled)
		}
	}
	for i, d := range days(firstDay, lastDay) {
		if !businessDay(d) || i%2 == 0 {
			continue
		}
		a := accounts.nth(r.IntN(100), func(get func(string) string) bool { return get("disabled_at") == "" })
		granted := workMoment(r, d)
		grants.add(fmt.Sprintf("G-%04d", 301+len(grants.rows)), a[0], pick(r, "user", "approver", "operator"), a[2], p.other(r, "Risk", a[2]),
			utc(granted.Add(-minutes(between(r, 5, 3000)))), utc(granted))
	}
	reviews := p.table("access_reviews", 1, "review_id", "system_id", "quarter", "accounts_listed", "accounts_decided", "removed", "reviewed_by", "due_on", "completed_at")
	for _, q := range []struct{ name, due string }{{"2026-Q1", "2026-03-31"}, {"2026-Q2", "2026-06-30"}} {
		for _, s := range systems {
			n := between(r, 24, 48)
			done := workMoment(r, workDay(r, addDays(day(q.due), -20), addDays(day(q.due), -3)))
			reviews.add("AR-"+q.name+"-"+s.id, s.id, q.name, fmt.Sprint(n), fmt.Sprint(n), fmt.Sprint(r.IntN(4)), p.someone(r, "Risk"), q.due, utc(done))
		}
	}
}

// makeChanges makes the changes to the four systems and their deployments.
func makeChanges(p *Processor) {
	r := rngFor("changes")
	t := p.table("changes", 1, "change_id", "system_id", "title", "author_id", "approved_by", "approved_at", "tests", "tested_at")
	d := p.table("deployments", 1, "deploy_id", "system_id", "change_id", "deployed_by", "deployed_at")
	what := []string{"Correct rounding in a report", "New field in merchant file", "Update of a library", "Limit of a queue", "Faster query", "Text on a statement", "New code of a network", "Retry of a job"}
	for _, on := range days(addDays(firstDay, -4), lastDay) {
		if !businessDay(on) {
			continue
		}
		for range between(r, 2, 5) {
			id := fmt.Sprintf("C-%04d", 2001+len(t.rows))
			deployed := midnight(on).Add(time.Duration(9*3600+r.IntN(7*3600)) * time.Second)
			tested := deployed.Add(-minutes(between(r, 20, 900)))
			author := p.someone(r, "Engineering")
			system := pick(r, systems...).id
			t.add(id, system, pick(r, what...), author, p.other(r, "Engineering", author), utc(deployed.Add(-minutes(between(r, 10, 600)))), "passed", utc(tested))
			d.add(fmt.Sprintf("D-%05d", 70001+len(d.rows)), system, id, "release-pipeline", utc(deployed))
		}
	}
}
