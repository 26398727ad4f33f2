package main

import (
	"fmt"
	"time"
)

var scanTargets = []string{"production-east", "production-central", "edge", "offices"}

// makeScans writes the vulnerability scans: each target every week.
func makeScans(c *company) {
	r := rngFor("scans")
	targets := c.table("scan_targets", 1, "target_id", "title")
	for i, id := range scanTargets {
		targets.add(id, []string{"Production network, east", "Production network, central", "Public edge", "Office networks"}[i])
	}
	t := c.table("scans", 1, "scan_id", "target_id", "started_at", "finished_at", "status", "authenticated", "hosts")
	for i, d := range days(day("2026-03-30"), lastDay) {
		if d.Weekday() != time.Tuesday {
			continue
		}
		for k, id := range scanTargets {
			start := d.Add(time.Duration(1+k)*time.Hour + time.Duration(r.IntN(900))*time.Second)
			t.add(fmt.Sprintf("SC-%04d", 700+i*4+k), id, local(start), local(start.Add(minutes(between(r, 25, 110)))), "finished", "yes", fmt.Sprint(between(r, 30, 96)))
		}
	}
}

var slaDays = map[string]int{"critical": 15, "high": 30, "medium": 90}

// makeVulnerabilities writes the findings that were open at some time in the
// period.
func makeVulnerabilities(c *company) {
	r := rngFor("vulnerabilities")
	t := c.table("vulnerabilities", 1, "finding_id", "asset_id", "severity", "score", "first_seen_at", "fixed_at", "exception_approved_by", "exception_until")
	assets := c.t("assets")
	for i, d := range spreadDays(r, 940, day("2026-01-20"), lastDay, 0.7) {
		severity := pick(r, "medium", "medium", "medium", "high", "high", "critical")
		sla := slaDays[severity]
		first := anyMoment(r, d)
		fixed := workMoment(r, addDays(first, between(r, 1, sla-1)))
		if fixed.Before(firstDay) {
			continue
		}
		score := map[string]int{"medium": 40, "high": 70, "critical": 90}[severity] + r.IntN(11)
		if severity != "critical" {
			score += r.IntN(19)
		}
		text, by, until := utc(fixed), "", ""
		switch {
		case fixed.After(day("2026-07-15")): // still open when the extract was taken
			text = ""
		case severity == "medium" && chance(r, 2) && d.Before(day("2026-03-20")):
			text, by, until = "", c.headOf("Security"), "2026-09-30"
		}
		t.add(fmt.Sprintf("VF-%05d", 30001+i), assets.rows[r.IntN(84)][0], severity, fmt.Sprintf("%d.%d", score/10, score%10), utc(first), text, by, until)
	}
}

// makeConfiguration writes the daily runs of the configuration monitor and
// what they found.
func makeConfiguration(c *company) {
	r := rngFor("configuration")
	runs := c.table("config_runs", 1, "run_id", "started_at", "finished_at", "rules", "resources", "failures")
	found := c.table("config_findings", 1, "finding_id", "run_id", "resource_id", "rule", "severity", "found_at", "ticket_id", "fixed_at")
	resources := c.t("cloud_resources")
	for i, d := range days(firstDay, lastDay) {
		start := d.Add(4*time.Hour + time.Duration(r.IntN(600))*time.Second)
		id, n := fmt.Sprintf("CM-%s", d.Format("20060102")), 0
		for chance(r, 55) && n < 4 {
			n++
			severity := pick(r, "medium", "medium", "high")
			fixed := workMoment(r, businessDaysAfter(start, between(r, 1, 4)))
			found.add(fmt.Sprintf("CF-%04d", 1000+i*5+n), id, resources.rows[r.IntN(len(resources.rows))][0],
				pick(r, "tag missing", "log export off", "old image", "wide role", "default route", "unencrypted snapshot"), severity,
				utc(start.Add(minutes(n))), fmt.Sprintf("OPS-%d", 5000+i*5+n), utc(fixed))
		}
		runs.add(id, utc(start), utc(start.Add(minutes(between(r, 11, 19)))), "214", fmt.Sprint(len(resources.rows)), fmt.Sprint(n))
	}
}

var logSources = []string{"identity-audit", "code-host-audit", "hosting-audit", "database-gateway", "support-console", "edge-access", "edge-firewall",
	"booking-core", "invoice-service", "identity-service", "api-gateway", "tenant-admin", "delivery-pipeline", "backup-service", "endpoint-agent", "key-store"}

// makeLogCoverage writes how many events arrived from each source each day.
func makeLogCoverage(c *company) {
	r := rngFor("log coverage")
	sources := c.table("log_sources", 1, "source_id", "retention_days")
	t := c.table("log_coverage", 2, "source_id", "day", "events", "last_event_at", "immutable")
	for i, id := range logSources {
		sources.add(id, pick(r, "400", "400", "730"))
		volume := []int{2600, 9100, 41000, 5200, 3900, 880000, 130000, 64000, 22000, 58000, 310000, 7400, 2100, 1900, 46000, 12000}[i]
		for _, d := range days(firstDay, lastDay) {
			n := volume * between(r, 800, 1200) / 1000
			if !businessDay(d) {
				n = n * 45 / 100
			}
			t.add(id, iso(d), fmt.Sprint(n), utc(addDays(d, 1).Add(-time.Duration(1+r.IntN(1200))*time.Second)), "true")
		}
	}
}

// makeAlerts writes the alerts of the monitoring system as management gave
// them: from a saved view that hides suppressed ones. The system's own
// counter, the control total, has them.
func makeAlerts(c *company) {
	r := rngFor("alerts")
	t := c.table("alerts", 1, "alert_id", "rule", "severity", "fired_at", "acknowledged_by", "acknowledged_at", "disposition", "closed_at", "incident_id")
	all := c.table("alerts_complete", 1, t.cols...) // the export that management made when it was told
	hidden := rngFor("suppressed alerts")
	rules := []string{"impossible travel", "new administrator", "error rate", "latency", "disk usage", "denied spike",
		"malware signature", "key use", "login burst", "replication lag"}
	analysts := c.staff("Security", "Site Reliability")
	for i, d := range spreadDays(r, 1284, firstDay, lastDay, 0.75) {
		c.alertsInSystem++
		severity := pick(r, "low", "low", "medium", "medium", "medium", "high", "high", "critical")
		fired := anyMoment(r, d)
		limit := map[string]int{"low": 700, "medium": 230, "high": 58, "critical": 14}[severity]
		ack := fired.Add(time.Duration(between(r, 60, limit*60)) * time.Second)
		disposition := pick(r, "expected activity", "expected activity", "false positive", "tuned")
		id := fmt.Sprintf("AL-%05d", 60001+i)
		if severity == "low" && chance(r, 32) { // suppressed, and so not in the view
			all.add(id, pick(hidden, rules...), severity, stamp(fired), "", "", "suppressed by rule", stamp(fired), "")
			continue
		}
		t.add(id, pick(r, rules...), severity, stamp(fired), pick(r, analysts...).id, stamp(ack), disposition,
			stamp(ack.Add(minutes(between(r, 20, 900)))), "")
		all.add(t.rows[len(t.rows)-1]...)
	}
}
