package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// A change is a merge to the main branch of a production repository.
type change struct {
	id, repo, kind, author, sha string
	merged                      time.Time
}

var repositoryNames = []string{"api-gateway", "booking-core", "dispatch-engine", "invoice-service", "contract-service", "customer-portal",
	"field-app-backend", "identity-service", "notification-service", "reporting-service", "search-service", "pricing-service",
	"tenant-admin", "support-tools", "import-service", "export-service", "webhook-relay", "scheduler", "document-store",
	"media-service", "platform-libs", "infrastructure", "database-migrations", "edge-config"}

func makeRepositories(c *company) {
	t := c.table("repositories", 1, "repository", "default_branch", "owner_role", "production")
	for i, name := range repositoryNames {
		owner := "VP Engineering"
		if i >= 21 {
			owner = "Head of Site Reliability"
		}
		t.add(name, "main", owner, "yes")
	}
}

func sha(r *rand.Rand) string {
	return fmt.Sprintf("%016x%016x%08x", r.Uint64(), r.Uint64(), r.Uint32())
}

// makeChanges writes what was merged, its tickets and its reviews.
func makeChanges(c *company) {
	r := rngFor("changes")
	changes := c.table("changes", 1, "change_id", "repository", "kind", "author_id", "ticket_id", "opened_at", "merged_by", "merged_at", "merge_sha",
		"ci_result", "ci_finished_at", "dependency_scan", "lines_changed")
	tickets := c.table("tickets", 1, "ticket_id", "type", "created_at", "approved_by", "approved_at")
	reviews := c.table("pull_request_reviews", 1, "review_id", "change_id", "reviewer_id", "state", "submitted_at")
	authors := c.staff("Engineering", "Site Reliability")
	approvers := c.staff("Product")

	emergency := map[int]bool{211: true, 640: true, 1088: true, 1502: true, 1900: true, 2333: true, 2604: true}
	for i, d := range spreadDays(r, 3040, day("2026-03-31"), day("2026-07-01"), 0.06) {
		ch := &change{id: fmt.Sprintf("CHG-%d", 41000+i), repo: repositoryNames[int(float64(len(repositoryNames))*r.Float64()*r.Float64())],
			kind: "normal", author: pick(r, authors...).id, sha: sha(r), merged: workMoment(r, d)}
		if chance(r, 17) {
			ch.kind = "standard"
		}
		if emergency[i] {
			ch.kind = "emergency"
		}
		if !businessDay(d) {
			ch.merged = anyMoment(r, d)
		}
		ticket := fmt.Sprintf("LK-%d", 20000+i*2+r.IntN(2))
		opened := ch.merged.Add(-minutes(between(r, 180, 6200)))
		merger := ch.author
		if chance(r, 20) {
			merger = "merge-queue"
		}
		ci := ch.merged.Add(-minutes(between(r, 2, 90)))
		changes.add(ch.id, ch.repo, ch.kind, ch.author, ticket, utc(opened), merger, utc(ch.merged), ch.sha, "passed", utc(ci), "passed",
			fmt.Sprint(1+r.IntN(1+r.IntN(400))))
		made := opened.Add(-minutes(between(r, 200, 14000)))
		tickets.add(ticket, pick(r, "feature", "feature", "fix", "maintenance"), local(made), pick(r, approvers...).id, local(made.Add(minutes(between(r, 15, 190)))))
		reviewChange(c, r, reviews, authors, ch, opened)
		c.changes = append(c.changes, ch)
	}
	tickets.sortBy("ticket_id")
}

// reviewChange writes the reviews of a change: sometimes a comment or a
// request first, then an approval by somebody who did not write it. An
// emergency change is approved within the next two business days.
func reviewChange(c *company, r *rand.Rand, t *table, staff []*person, ch *change, opened time.Time) {
	reviewer := ch.author
	for reviewer == ch.author {
		reviewer = pick(r, staff...).id
	}
	add := func(state string, when time.Time) {
		t.add(fmt.Sprintf("RV-%d", 80001+len(t.rows)), ch.id, reviewer, state, utc(when))
	}
	window := int(ch.merged.Sub(opened).Minutes())
	approved := ch.merged.Add(-minutes(between(r, 1, window/2)))
	if ch.kind == "emergency" {
		add("approved", workMoment(r, businessDaysAfter(ch.merged, 1)))
		return
	}
	if chance(r, 38) {
		add(pick(r, "commented", "changes_requested"), opened.Add(minutes(between(r, 5, window/2-1))))
	}
	add("approved", approved)
}

// makeDeployments writes what the delivery pipeline did: every change reaches
// staging or production by itself or with the next one of its repository.
func makeDeployments(c *company) {
	r := rngFor("deployments")
	t := c.table("deployments", 1, "deploy_id", "repository", "environment", "commit_sha", "actor", "deployed_at", "result")
	type run struct {
		ch  *change
		env string
		at  time.Time
	}
	var runs []run
	for _, ch := range c.changes {
		if ch.repo == "platform-libs" || !ch.merged.Before(lastDay.AddDate(0, 0, 1).Add(-4*time.Hour)) {
			continue // a library is not deployed by itself
		}
		if chance(r, 15) {
			runs = append(runs, run{ch, "staging", ch.merged.Add(minutes(between(r, 4, 12)))})
		}
		if chance(r, 86) || ch.kind == "emergency" {
			runs = append(runs, run{ch, "production", ch.merged.Add(minutes(between(r, 14, 170)))})
		}
	}
	slices.SortStableFunc(runs, func(a, b run) int { return a.at.Compare(b.at) })
	for i, d := range runs {
		t.add(fmt.Sprint(910_001+i), d.ch.repo, d.env, d.ch.sha, "delivery-pipeline", stamp(d.at), pick(r, "succeeded", "succeeded", "succeeded", "succeeded", "succeeded", "rolled back"))
	}
}

// makeBranchRules writes the settings of every repository's main branch, as a
// job reads them each morning.
func makeBranchRules(c *company) {
	t := c.table("branch_rules", 2, "repository", "snapshot_on", "required_reviews", "admins_enforced", "checks_required", "force_push_allowed")
	for _, d := range days(firstDay, lastDay) {
		for _, name := range repositoryNames {
			reviews := "1"
			if name == "infrastructure" || name == "database-migrations" {
				reviews = "2"
			}
			t.add(name, iso(d), reviews, "true", "true", "false")
		}
	}
}
