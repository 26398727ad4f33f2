package main

import (
	"fmt"
	"strings"
	"time"
)

// A picker hands out changes that nothing was planted in before.
type picker struct {
	c    *company
	next int
}

// take returns a normal change of the period, some 90 further on each time.
func (p *picker) take() *change {
	for {
		p.next += 89
		ch := p.c.changes[p.next]
		if ch.kind == "normal" && midnight(ch.merged).Before(day("2026-06-29")) && ch.merged.After(day("2026-04-02")) {
			return ch
		}
	}
}

// approval is the id of the change's approving review.
func (c *company) approval(ch *change) string {
	return c.t("pull_request_reviews").find(0, func(get func(string) string) bool {
		return get("change_id") == ch.id && get("state") == "approved"
	})[0]
}

// moveMerge changes when a change was merged and deployed.
func (c *company) moveMerge(ch *change, merged time.Time) {
	changes, deployments := c.t("changes"), c.t("deployments")
	changes.set("opened_at", utc(merged.Add(-20*time.Hour)), ch.id)
	changes.set("merged_at", utc(merged), ch.id)
	changes.set("ci_finished_at", utc(merged.Add(-5*time.Minute)), ch.id)
	ticket := changes.get("ticket_id", ch.id)
	c.t("tickets").set("created_at", local(merged.Add(-50*time.Hour)), ticket)
	c.t("tickets").set("approved_at", local(merged.Add(-40*time.Hour)), ticket)
	c.t("pull_request_reviews").set("submitted_at", utc(merged.Add(-time.Hour)), c.approval(ch))
	for _, row := range deployments.rows {
		if row[3] == ch.sha {
			deployments.set("deployed_at", stamp(merged.Add(20*time.Minute)), row[0])
		}
	}
	ch.merged = merged
}

// plantChanges hides what went wrong when software changed.
func plantChanges(c *company) {
	p := &picker{c: c, next: 40}
	plantReviewOfChanges(c, p)
	plantTests(c, p)
	plantDeployments(c, p)

	rules := c.t("branch_rules")
	for _, d := range []string{"2026-05-09", "2026-05-10"} {
		rules.set("required_reviews", "0", "invoice-service", d)
		rules.set("admins_enforced", "false", "invoice-service", d)
		c.plant("CHG-04-T1", d+" / invoice-service", "A", deviation, "Protection was switched off for a weekend to repair the history of the repository.")
		c.plant("CHG-04-T1", d+" / invoice-service", "C", deviation, "For the same two days the rules did not apply to administrators.")
	}
	rules.drop("search-service", "2026-06-14")
	for _, attribute := range []string{"A", "B", "C"} {
		c.plant("CHG-04-T1", "2026-06-14 / search-service", attribute, unable, "The job did not read the settings of this repository on this day.")
	}
	plantEmergencies(c)
}

func plantReviewOfChanges(c *company, p *picker) {
	reviews := c.t("pull_request_reviews")
	for range 3 {
		ch := p.take()
		reviews.set("reviewer_id", ch.author, c.approval(ch))
		c.plant("CHG-01-T1", ch.id, "A", deviation, "The author approved their own change.")
	}
	ch := p.take()
	reviews.drop(c.approval(ch))
	c.plant("CHG-01-T1", ch.id, "A", deviation, "Merged without any approval.")
	for _, after := range []time.Duration{time.Second, 40 * time.Minute, 26 * time.Hour} {
		ch := p.take()
		reviews.set("submitted_at", utc(ch.merged.Add(after)), c.approval(ch))
		c.plant("CHG-01-T1", ch.id, "B", deviation, "Approved %s after the merge.", after)
	}
	ch = p.take()
	reviews.set("submitted_at", "", c.approval(ch))
	c.plant("CHG-01-T1", ch.id, "B", unable, "The approval has no time.")

	ch = p.take()
	reviews.set("submitted_at", utc(ch.merged), c.approval(ch))
	c.edge("CHG-01-T1", ch.id, "B", passed, "Approved in the second of the merge.")
	ch = p.take()
	reviews.add("RV-99001", ch.id, ch.author, "approved", utc(ch.merged.Add(-time.Minute)))
	c.edge("CHG-01-T1", ch.id, "A", passed, "The author approved too, but so did somebody else.")
	ch = p.take()
	reviewer := reviews.get("reviewer_id", c.approval(ch))
	reviews.add("RV-99002", ch.id, reviewer, "approved", utc(ch.merged.Add(time.Hour)))
	c.edge("CHG-01-T1", ch.id, "B", passed, "Approved again after the merge; the first approval came in time.")

	before := c.changes[5]
	c.moveMerge(before, parse("2026-04-01T02:10:00Z"))
	reviews.set("reviewer_id", before.author, c.approval(before))
	c.edge("CHG-01-T1", before.id, "A", noItem, "Approved by its author, but merged on March 31 in New York: before the period.")
	var last *change
	for _, ch := range c.changes {
		if iso(ch.merged) == "2026-06-30" && ch.kind == "normal" {
			last = ch
		}
	}
	c.moveMerge(last, parse("2026-07-01T03:20:00Z"))
	c.edge("CHG-01-T1", last.id, "B", passed, "Merged on July 1 in UTC, which is the last evening of the period in New York.")
}

func plantTests(c *company, p *picker) {
	changes := c.t("changes")
	for _, result := range []string{"failed", "failed", "cancelled", ""} {
		ch := p.take()
		changes.set("ci_result", result, ch.id)
		story := "Merged although the automated tests " + result + "."
		switch result {
		case "cancelled":
			story = "Merged although the automated tests were cancelled."
		case "":
			story = "Merged without a result of automated tests."
			changes.set("ci_finished_at", "", ch.id)
		}
		c.plant("CHG-02-T1", ch.id, "A", deviation, "%s", story)
	}
	ch := p.take()
	changes.set("ci_finished_at", utc(ch.merged.Add(11*time.Minute)), ch.id)
	c.plant("CHG-02-T1", ch.id, "B", deviation, "The tests finished eleven minutes after the merge.")
	ch = p.take()
	changes.set("ci_finished_at", "", ch.id)
	c.plant("CHG-02-T1", ch.id, "B", unable, "The tests passed, at a time that nobody recorded.")
	ch = p.take()
	changes.set("dependency_scan", "failed", ch.id)
	c.plant("CHG-02-T1", ch.id, "C", deviation, "Merged with a dependency that the scan refused.")
	ch = p.take()
	changes.set("ci_finished_at", utc(ch.merged), ch.id)
	c.edge("CHG-02-T1", ch.id, "B", passed, "The tests finished in the second of the merge.")
}

func plantDeployments(c *company, p *picker) {
	deployments := c.t("deployments")
	nth := func(n int, prefix string) []string {
		return deployments.find(n, func(get func(string) string) bool {
			return get("environment") == "production" && strings.HasPrefix(get("deployed_at"), prefix)
		})
	}
	for i, d := range []string{"2026-05-02", "2026-05-04"} { // while incident INC-306 was being repaired
		row := nth(0, d)
		deployments.set("commit_sha", fmt.Sprintf("%040x", 0xbadc0ffee+i), row[0])
		deployments.set("actor", "u0088", row[0])
		c.plant("CHG-03-T1", row[0], "A", deviation, "A commit that was never merged was deployed by hand to repair what incident INC-306 left.")
		c.plant("CHG-03-T1", row[0], "C", deviation, "An engineer deployed it, not the pipeline.")
	}
	row := nth(9, "2026-06-10")
	deployments.set("actor", "u0041", row[0])
	c.plant("CHG-03-T1", row[0], "C", deviation, "A merged change was deployed by an engineer.")
	row = nth(4, "2026-04-22")
	merged := c.t("changes").find(0, func(get func(string) string) bool { return get("merge_sha") == row[3] })[7]
	deployments.set("deployed_at", stamp(parse(merged).Add(-17*time.Minute)), row[0])
	c.plant("CHG-03-T1", row[0], "B", deviation, "Deployed 17 minutes before it was merged.")
	row = deployments.find(0, func(get func(string) string) bool {
		return get("environment") == "staging" && strings.HasPrefix(get("deployed_at"), "2026-05-13")
	})
	deployments.set("actor", "u0052", row[0])
	c.edge("CHG-03-T1", row[0], "C", noItem, "An engineer deployed to staging, which the control allows.")
}

func plantEmergencies(c *company) {
	reviews := c.t("pull_request_reviews")
	var list []*change
	for _, ch := range c.changes {
		if ch.kind == "emergency" {
			list = append(list, ch)
		}
	}
	reviews.set("submitted_at", utc(businessDaysAfter(list[1].merged, 3).Add(10*time.Hour)), c.approval(list[1]))
	c.plant("CHG-05-T1", list[1].id, "A", deviation, "Approved on the third business day after the merge.")
	c.moveMerge(list[5], at("2026-06-18 15:04:00"))
	reviews.set("submitted_at", utc(at("2026-06-23 22:40:00")), c.approval(list[5]))
	c.edge("CHG-05-T1", list[5].id, "A", passed, "Merged on June 18; Juneteenth and the weekend make June 23 the second business day after.")
}
