package main

import (
	"fmt"
	"slices"
	"time"
)

// makeLogins writes every sign-on of every person in the period, about a
// hundred thousand, numbered by the log without gaps.
func makeLogins(c *company) {
	r := rngFor("logins")
	type login struct {
		a  *account
		at time.Time
		ok bool
	}
	var all []login
	for _, d := range days(firstDay, lastDay) {
		for _, a := range c.accounts {
			if a.kind != "user" {
				continue
			}
			p := c.person(a.person)
			rate := a.logins * (6 + int(p.id[4]-'0')) // hundredths
			if !businessDay(d) {
				rate = rate * 6 / 100
				if p.department == "Support" || p.department == "Site Reliability" {
					rate *= 3
				}
			}
			n := rate / 100
			if r.IntN(100) < rate%100 {
				n++
			}
			if businessDay(d) && chance(r, 7) { // away today
				n = 0
			}
			for range n {
				t := workMoment(r, d)
				if !businessDay(d) {
					t = anyMoment(r, d)
				}
				gone := !a.disabled.IsZero() && t.After(a.disabled) || !p.left.IsZero() && midnight(t).After(p.left)
				if t.After(a.created) && !gone {
					all = append(all, login{a, t, !chance(r, 1.6)})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b login) int { return a.at.Compare(b.at) })

	t := c.table("logins", 1, "login_id", "account_id", "at", "result", "mfa_used")
	for i, l := range all {
		result, mfa := "success", "true"
		if !l.ok {
			result, mfa = "failure", pick(r, "true", "false")
		} else {
			l.a.last = l.at
		}
		t.add(fmt.Sprint(5_200_001+i), l.a.id, stamp(l.at), result, mfa)
	}
	accounts := c.t("accounts")
	for _, a := range c.accounts {
		switch {
		case a.kind == "service":
			a.last = anyMoment(r, lastDay)
		case a.last.IsZero() && a.created.Before(lastDay): // an account of the period that its owner has not used yet
			a.last = a.created.Add(minutes(20))
		}
		if !a.last.IsZero() {
			accounts.set("last_login_at", utc(a.last), a.id)
		}
	}
}
