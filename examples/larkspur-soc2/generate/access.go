package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

var systemIDs = []string{"idp", "code", "cloud", "database", "console"}

// An account is one login name in one system.
type account struct {
	id, system, user, person, kind string
	privileged                     bool
	created, disabled, last        time.Time
	logins                         int // a working day, in tenths
}

func makeSystems(c *company) {
	t := c.table("systems", 1, "system_id", "title", "owner_role")
	for i, s := range []string{"Identity provider", "Code host", "Hosting console", "Database gateway", "Support console"} {
		t.add(systemIDs[i], s, []string{"Head of Security", "VP Engineering", "Head of Site Reliability", "Head of Site Reliability", "Head of Support"}[i])
	}
}

// access says in which systems a person has an account, by department.
func access(r *rand.Rand, p *person) []string {
	list := []string{"idp"}
	add := func(system string, percent float64) {
		if chance(r, percent) {
			list = append(list, system)
		}
	}
	switch p.hiredInto() {
	case "Engineering":
		add("code", 100)
		add("cloud", 30)
		add("database", 15)
	case "Site Reliability":
		add("code", 100)
		add("cloud", 100)
		add("database", 70)
	case "Security":
		add("code", 80)
		add("cloud", 80)
	case "Support":
		add("console", 100)
	case "Product":
		add("code", 50)
		add("console", 30)
	case "Finance", "Sales":
		add("console", 20)
	}
	return list
}

// makeAccounts writes the account lists of five systems, as of the last day
// of the period, with the accounts that were disabled in it.
func makeAccounts(c *company) {
	r := rngFor("accounts")
	perDay := map[string]int{"idp": 54, "code": 25, "cloud": 14, "database": 8, "console": 39}
	for _, p := range c.people {
		for _, system := range access(r, p) {
			a := &account{id: system + "-" + p.user, system: system, user: p.user, person: p.id, kind: "user", logins: perDay[system]}
			a.created = workMoment(r, p.start)
			if system != "idp" && p.start.Before(day("2026-01-01")) {
				a.created = workMoment(r, workDay(r, p.start, day("2026-03-20")))
			}
			a.privileged = system == "cloud" && p.hiredInto() != "Engineering" || system == "database" && p.hiredInto() == "Site Reliability"
			if !p.left.IsZero() {
				a.disabled = at(iso(p.left) + " 17:00:00").Add(minutes(between(r, 5, 300)))
				if chance(r, 35) {
					a.disabled = workMoment(r, businessDaysAfter(p.left, 1))
				}
				if p.left.Equal(lastDay) { // after the lists were taken
					a.disabled = at("2026-07-01 09:40:00")
				}
			}
			c.accounts = append(c.accounts, a)
		}
	}
	for i := range 38 {
		system := systemIDs[1:4][i%3]
		owner := pick(r, c.staff("Engineering", "Site Reliability")...)
		c.accounts = append(c.accounts, &account{id: fmt.Sprintf("svc-%s-%02d", system, i+1), system: system, user: fmt.Sprintf("svc-%02d", i+1),
			person: owner.id, kind: "service", privileged: i%4 == 0, created: workMoment(r, workDay(r, day("2021-03-01"), day("2026-02-27")))})
	}
	slices.SortFunc(c.accounts, func(a, b *account) int {
		if a.id < b.id {
			return -1
		}
		return 1
	})

	t := c.table("accounts", 1, "account_id", "system_id", "username", "person_id", "account_type", "status", "privileged", "created_at", "disabled_at",
		"last_login_at", "mfa_enrolled", "secret_rotated_on")
	for _, a := range c.accounts {
		status, disabled, mfa, secret := "active", "", "true", ""
		if !a.disabled.IsZero() && a.disabled.Before(addDays(lastDay, 1)) {
			status, disabled = "disabled", utc(a.disabled)
		}
		if a.kind == "service" {
			mfa, secret = "false", iso(workDay(r, day("2026-04-02"), lastDay))
		}
		t.add(a.id, a.system, a.user, a.person, a.kind, status, yes(a.privileged), utc(a.created), disabled, "", mfa, secret)
	}
}

func (c *company) account(id string) *account {
	for _, a := range c.accounts {
		if a.id == id {
			return a
		}
	}
	return nil
}

// makeGrants writes the roles that accounts hold and the requests they were
// granted on: one role per account from its first day, further ones later.
func makeGrants(c *company) {
	r := rngFor("grants")
	grants := c.table("grants", 1, "grant_id", "account_id", "role", "granted_at", "granted_by", "revoked_at", "request_id")
	requests := c.table("access_requests", 1, "request_id", "person_id", "system_id", "role", "requested_at", "approved_by", "approved_at")
	type grant struct {
		a    *account
		role string
		at   time.Time
	}
	var all []grant
	for _, a := range c.accounts {
		role := map[string]string{"idp": "workforce", "code": "contributor", "cloud": "viewer", "database": "reader", "console": "agent"}[a.system]
		if a.privileged {
			role = "administrator"
		}
		all = append(all, grant{a, role, a.created.Add(minutes(2))})
	}
	extra := map[string][]string{"idp": {"finance-app", "crm-app", "data-room"}, "code": {"maintainer", "release-notes"},
		"cloud": {"log-reader", "cost-reader"}, "database": {"masked-reader", "migration-runner"}, "console": {"tenant-reader", "billing-agent"}}
	for range 230 {
		a := pick(r, c.accounts...)
		p := c.person(a.person)
		when := workMoment(r, workDay(r, firstDay, lastDay))
		if a.kind != "user" || !a.created.Before(when) || !p.left.IsZero() || c.tables["transfers"].has("person_id", p.id) {
			continue
		}
		all = append(all, grant{a, pick(r, extra[a.system]...), when})
	}
	slices.SortStableFunc(all, func(a, b grant) int { return a.at.Compare(b.at) })
	for i, g := range all {
		p := c.person(g.a.person)
		approver := p.manager
		if approver == "" {
			approver = "P0002"
		}
		asked := g.at.Add(-minutes(between(r, 90, 2800)))
		approved := asked.Add(minutes(between(r, 5, 80)))
		id, request := fmt.Sprintf("G-%05d", i+1), fmt.Sprintf("REQ-%05d", 7000+i)
		revoked := ""
		if !g.a.disabled.IsZero() && g.a.disabled.Before(addDays(lastDay, 1)) {
			revoked = utc(g.a.disabled)
		}
		grants.add(id, g.a.id, g.role, utc(g.at), "access automation", revoked, request)
		requests.add(request, p.id, g.a.system, g.role, stamp(asked), approver, stamp(approved))
	}

	// Whoever moves loses the roles of the department left behind, and gets
	// those of the new one on a request of its own.
	for i, m := range c.t("transfers").rows {
		p := c.person(m[1])
		for _, g := range grants.rows {
			a := c.account(g[1])
			if a.person != p.id || a.kind != "user" || a.system == "idp" {
				continue
			}
			moved := workMoment(r, businessDaysAfter(day(m[2]), between(r, 1, 4)))
			grants.set("revoked_at", utc(moved), g[0])
			if a.system == "code" && p.technical() {
				id, request := fmt.Sprintf("G-%05d", 9000+i), fmt.Sprintf("REQ-%05d", 16000+i)
				grants.add(id, a.id, "contributor", utc(moved.Add(minutes(40))), "access automation", "", request)
				requests.add(request, p.id, a.system, "contributor", stamp(moved.Add(-minutes(300))), p.manager, stamp(moved.Add(-minutes(120))))
				continue
			}
			a.disabled = moved
			c.t("accounts").set("status", "disabled", a.id)
			c.t("accounts").set("disabled_at", utc(moved), a.id)
		}
	}
}

// has says whether any row of the table has that value in that column.
func (t *table) has(column, value string) bool {
	c := t.col(column)
	return slices.ContainsFunc(t.rows, func(row []string) bool { return row[c] == value })
}
