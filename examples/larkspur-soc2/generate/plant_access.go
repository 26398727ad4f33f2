package main

import (
	"strings"
	"time"
)

// plantAccess hides what went wrong with accounts and roles.
func plantAccess(c *company) {
	plantGrants(c)
	plantLeavers(c)
	plantMovers(c)
	plantFactors(c)
	plantDormant(c)
}

func plantGrants(c *company) {
	grants, requests := c.t("grants"), c.t("access_requests")
	// The n-th further role granted in the period.
	nth := func(n int) (id, person, request string, granted time.Time) {
		row := grants.find(n, func(get func(string) string) bool {
			return get("granted_at") >= "2026-04-03" && (get("role") == "maintainer" || get("role") == "tenant-reader" || get("role") == "data-room")
		})
		granted, err := time.Parse(time.RFC3339, row[3])
		if err != nil {
			panic(err)
		}
		return row[0], c.account(row[1]).person, row[6], granted
	}
	id, _, request, _ := nth(2)
	requests.drop(request)
	c.plant("ACC-01-T1", id, "A", deviation, "The request that the grant names does not exist.")
	id, _, request, granted := nth(7)
	requests.set("approved_at", stamp(granted.Add(2*time.Hour)), request)
	c.plant("ACC-01-T1", id, "B", deviation, "The manager approved two hours after the role was granted.")
	id, person, request, _ := nth(11)
	requests.set("approved_by", person, request)
	c.plant("ACC-01-T1", id, "C", deviation, "The person approved their own request.")
	id, _, request, _ = nth(15)
	requests.set("role", "viewer", request)
	c.plant("ACC-01-T1", id, "D", deviation, "Another role was asked for and approved than the one granted.")
	id, _, request, _ = nth(20)
	requests.set("approved_at", "", request)
	c.plant("ACC-01-T1", id, "B", unable, "The request has an approver but no time of approval.")
	id, _, request, granted = nth(24)
	requests.set("approved_at", stamp(granted), request)
	c.edge("ACC-01-T1", id, "B", passed, "Approved in the very second in which access automation granted the role.")

	grants.add("G-09900", c.staff("Finance")[2].idp(), "data-room", "2026-04-01T03:30:00Z", "access automation", "", "REQ-none")
	c.edge("ACC-01-T1", "G-09900", "A", noItem, "Granted without a request on April 1 in UTC, which is March 31 in New York: before the period.")
}

func (p *person) idp() string { return "idp-" + p.user }

// disable sets when an account was disabled, and with it the end of its roles;
// "" leaves it active.
func (c *company) disable(id, when string) {
	accounts, grants := c.t("accounts"), c.t("grants")
	accounts.set("disabled_at", when, id)
	status := "disabled"
	if when == "" {
		status = "active"
	}
	accounts.set("status", status, id)
	for _, g := range grants.rows {
		if g[1] == id {
			grants.set("revoked_at", when, g[0])
		}
	}
}

func plantLeavers(c *company) {
	left := c.leavers()
	logins := c.t("logins")

	kept := left[5]
	code := "code-" + kept.user
	c.disable(code, utc(at("2026-05-17 11:20:00")))
	c.plant("ACC-02-T1", kept.id+" / "+code, "A", deviation, "Left on May 8; the account in the code host was kept until May 17, nine days.")
	row := logins.find(0, func(get func(string) string) bool {
		return strings.HasPrefix(get("at"), "2026-05-12") && strings.HasPrefix(get("account_id"), "code-") && get("result") == "failure"
	})
	logins.set("account_id", code, row[0])
	logins.set("result", "success", row[0])
	logins.set("mfa_used", "true", row[0])
	c.t("accounts").set("last_login_at", utcOf(row[2]), code)
	c.plant("ACC-02-T1", kept.id+" / "+code, "B", deviation, "Somebody signed on with it on May 12, four days after the last day worked.")

	late := left[4]
	c.disable(late.idp(), utc(at("2026-05-02 09:05:00")))
	c.plant("ACC-02-T1", late.id+" / "+late.idp(), "A", deviation, "Left on April 30; disabled on Saturday, May 2, a day late.")
	console := "console-" + left[12].user
	c.disable(console, "")
	c.plant("ACC-02-T1", left[12].id+" / "+console, "A", deviation, "Left on June 26; the account in the support console is still active at the end of the period.")

	c.disable(left[7].idp(), utc(at("2026-05-26 23:50:00")))
	c.edge("ACC-02-T1", left[7].id+" / "+left[7].idp(), "A", passed, "Left on Friday, May 22; Memorial Day makes Tuesday, May 26 the first business day after.")
	c.disable(left[11].idp(), utc(at("2026-06-22 21:00:00")))
	c.edge("ACC-02-T1", left[11].id+" / "+left[11].idp(), "A", passed, "Left on Thursday, June 18; Juneteenth and the weekend make Monday, June 22 the first business day after.")
	c.disable(left[1].idp(), "2026-04-11T03:58:00Z")
	c.edge("ACC-02-T1", left[1].id+" / "+left[1].idp(), "A", passed, "Disabled on April 11 in UTC, two minutes before the end of April 10 in New York.")
	c.edge("ACC-02-T1", left[13].id+" / "+left[13].idp(), "A", notApplicable, "Left on June 30: the limit lies after the period, and the account was still active when the list was taken.")
}

// utcOf rewrites a time with an offset in UTC.
func utcOf(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return utc(t)
}

func plantMovers(c *company) {
	// The role that a mover held in a system before the move.
	held := func(event, system string) (item, account string) {
		person := c.t("transfers").get("person_id", event)
		account = system + "-" + c.person(person).user
		row := c.t("grants").find(0, func(get func(string) string) bool { return get("account_id") == account })
		return event + " / " + row[0], account
	}
	item, account := held("TR-006", "code")
	c.disable(account, utc(at("2026-06-10 15:10:00")))
	c.plant("ACC-03-T1", item, "A", deviation, "Moved to Sales on June 1; the role in the code host was revoked on June 10, two business days late.")
	item, account = held("TR-007", "console")
	c.disable(account, "")
	c.plant("ACC-03-T1", item, "A", deviation, "Moved from Support to Sales on June 8 and still holds the role of a support agent.")
	item, account = held("TR-004", "code")
	c.disable(account, utc(at("2026-05-26 22:30:00")))
	c.edge("ACC-03-T1", item, "A", passed, "Moved on May 18; Memorial Day moves the fifth business day to May 26.")
}

func plantFactors(c *company) {
	accounts, logins := c.t("accounts"), c.t("logins")
	without := "console-" + c.staff("Support")[6].user
	accounts.set("mfa_enrolled", "false", without)
	c.plant("ACC-04-T1", without, "A", deviation, "An account made by hand for a trade fair was never enrolled.")
	mine := func(get func(string) string) bool {
		return get("account_id") == without && get("result") == "success" && get("at") > "2026-05-11"
	}
	for range 4 {
		row := logins.find(0, func(get func(string) string) bool { return mine(get) && get("mfa_used") == "true" })
		logins.set("mfa_used", "false", row[0])
		c.plant("ACC-04-T2", row[0], "A", deviation, "Sign-on of the account without a second factor, on %s.", row[2][:10])
	}
	unknown := c.staff("Sales")[5].idp()
	accounts.set("mfa_enrolled", "", unknown)
	c.plant("ACC-04-T1", unknown, "A", unable, "The identity provider's extract does not say whether the account is enrolled.")
	row := logins.find(40, func(get func(string) string) bool {
		return strings.HasPrefix(get("at"), "2026-06-15") && get("result") == "success"
	})
	logins.set("mfa_used", "", row[0])
	c.plant("ACC-04-T2", row[0], "A", unable, "The log entry does not hold the factor used.")
	row = logins.find(0, func(get func(string) string) bool { return get("result") == "failure" && get("mfa_used") == "false" })
	c.edge("ACC-04-T2", row[0], "A", noItem, "A failed attempt without a second factor is what the control is for.")
}

func plantDormant(c *company) {
	accounts, logins := c.t("accounts"), c.t("logins")
	var owners []*person
	for _, p := range c.staff("Engineering") {
		if a := c.account("database-" + p.user); a != nil && !c.t("transfers").has("person_id", p.id) {
			owners = append(owners, p)
		}
	}
	// Whoever else used the account in the log was another engineer.
	silence := func(id, other string) {
		for _, row := range logins.rows {
			if row[1] == id {
				row[1] = other
			}
		}
	}
	busy := "database-" + owners[0].user
	unused := "database-" + owners[1].user
	silence(unused, busy)
	accounts.set("last_login_at", "2026-03-04T15:12:09Z", unused)
	accounts.set("created_at", "2025-09-15T14:00:00Z", unused)
	c.plant("ACC-08-T1", unused, "A", deviation, "Last used on March 4, 118 days before the end of the period, and still active.")

	edge := "database-" + owners[2].user
	silence(edge, busy)
	row := logins.find(0, func(get func(string) string) bool { return strings.HasPrefix(get("account_id"), "database-") })
	logins.set("account_id", edge, row[0])
	logins.set("result", "success", row[0])
	logins.set("mfa_used", "true", row[0])
	accounts.set("last_login_at", utcOf(row[2]), edge)
	accounts.set("created_at", "2025-09-15T14:00:00Z", edge)
	c.edge("ACC-08-T1", edge, "A", passed, "Last used on April 1, exactly 90 days before the end of the period.")
}
