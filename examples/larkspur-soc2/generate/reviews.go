package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// makeAccessReviews writes the quarterly reviews of all accounts, the monthly
// reviews of privileged ones, and the decision on each account.
func makeAccessReviews(c *company) {
	r := rngFor("access reviews")
	reviews := c.table("access_reviews", 1, "review_id", "system_id", "kind", "unit", "due_on", "reviewer_id", "completed_at", "account_count")
	items := c.table("access_review_items", 2, "review_id", "account_id", "decision", "decided_by", "decided_at", "executed_at")
	for i, system := range systemIDs {
		done := workMoment(r, workDay(r, day("2026-06-08"), day("2026-06-17")))
		c.review(r, reviews, items, fmt.Sprintf("AR-Q2-%s", system), system, "quarterly", "2026-Q2", day("2026-06-22"), done, i)
		for _, m := range []struct{ unit, due, from string }{{"2026-04", "2026-04-30", "2026-04-20"}, {"2026-05", "2026-05-29", "2026-05-18"}, {"2026-06", "2026-06-30", "2026-06-22"}} {
			done := workMoment(r, workDay(r, day(m.from), day(m.due)))
			c.review(r, reviews, items, fmt.Sprintf("AR-%s-%s", m.unit[5:], system), system, "privileged", m.unit, day(m.due), done, i)
		}
	}
	items.sortBy("review_id")
}

func (c *company) review(r *rand.Rand, reviews, items *table, id, system, kind, unit string, due, done time.Time, nth int) {
	reviewers := [][]string{{"Security"}, {"Engineering"}, {"Site Reliability"}, {"Site Reliability"}, {"Support"}}
	reviewer := c.headOf(reviewers[nth][0])
	n := 0
	for _, a := range c.accounts {
		alive := a.created.Before(addDays(done, -7)) && (a.disabled.IsZero() || a.disabled.After(done))
		if a.system != system || !alive || kind == "privileged" && !a.privileged {
			continue
		}
		n++
		by := reviewer
		if a.person == reviewer { // nobody reviews their own account
			by = "P0001"
		}
		decision, executed, decided := "keep", "", done.Add(-minutes(between(r, 1, 90)))
		if kind == "quarterly" && a.kind == "user" && !a.privileged && chance(r, 4) { // a role that is no longer needed
			decision, executed = "revoke", stamp(workMoment(r, businessDaysAfter(decided, between(r, 1, 4))))
		}
		items.add(id, a.id, decision, by, stamp(decided), executed)
	}
	reviews.add(id, system, kind, unit, iso(due), reviewer, stamp(done), fmt.Sprint(n))
}

// makeBadges writes who may enter which zone of the two offices.
func makeBadges(c *company) {
	r := rngFor("badges")
	t := c.table("badges", 1, "badge_id", "person_id", "zone", "requested_on", "approved_by", "granted_at", "revoked_at")
	personnel := c.t("personnel")
	n := 3000
	for _, p := range c.people {
		if personnel.get("site", p.id) == "Remote" {
			continue
		}
		zones := []string{"office"}
		if p.department == "Site Reliability" || p.department == "Security" {
			zones = append(zones, "network room")
		}
		for _, zone := range zones {
			n++
			granted, revoked := workMoment(r, p.start), ""
			if zone != "office" && p.start.Before(day("2025-06-01")) {
				granted = workMoment(r, workDay(r, day("2025-06-02"), day("2026-05-29")))
			}
			if !p.left.IsZero() {
				revoked = local(at(iso(p.left) + " 16:30:00").Add(minutes(between(r, 0, 180))))
			}
			approver := c.headOf("Legal")
			if zone == "network room" {
				approver = c.headOf("Site Reliability")
			}
			if approver == p.id {
				approver = "P0001"
			}
			t.add(fmt.Sprintf("B-%d", n), p.id, zone, iso(addDays(granted, -between(r, 1, 6))), approver, local(granted), revoked)
		}
	}
}
