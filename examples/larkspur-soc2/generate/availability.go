package main

import (
	"fmt"
	"time"
)

// makeBackups writes one job for every data store and day.
func makeBackups(c *company) {
	r := rngFor("backups")
	t := c.table("backups", 1, "job_id", "store_id", "scheduled_on", "finished_at", "status", "gibibytes", "offsite_at", "ticket_id", "ticket_opened_at")
	for _, d := range days(firstDay, lastDay) {
		for i, store := range storeIDs[:14] {
			done := d.Add(time.Duration(1+i%5)*time.Hour + time.Duration(r.IntN(3400))*time.Second)
			size := 40_000 * (i + 1) * (809 + d.YearDay()) / 900 // thousandths of a gibibyte
			id := fmt.Sprintf("BK-%s-%02d", d.Format("0102"), i+1)
			if chance(r, 0.8) { // failed, and somebody was told
				t.add(id, store, iso(d), utc(done), "failed", "0.000", "", fmt.Sprintf("OPS-%d", 8000+len(t.rows)), utc(done.Add(minutes(between(r, 10, 500)))))
				continue
			}
			t.add(id, store, iso(d), utc(done), "succeeded", thousandths(size*between(r, 990, 1010)/1000), utc(done.Add(minutes(between(r, 30, 300)))), "", "")
		}
	}
}

// makeRecovery writes the restore tests of the quarter and the yearly
// recovery exercise.
func makeRecovery(c *company) {
	r := rngFor("recovery")
	t := c.table("recovery_tests", 1, "test_id", "kind", "store_id", "performed_on", "rto_target_minutes", "rto_actual_minutes",
		"rpo_target_minutes", "rpo_actual_minutes", "integrity_verified", "approved_on")
	for i, store := range storeIDs[:14] {
		on := workDay(r, day("2026-04-13"), day("2026-06-19"))
		t.add(fmt.Sprintf("RT-%02d", i+1), "restore", store, iso(on), "240", fmt.Sprint(between(r, 35, 210)), "1440", fmt.Sprint(between(r, 300, 1380)), "yes", iso(businessDaysAfter(on, 3)))
	}
	t.add("DR-2026", "exercise", "", "2026-05-30", "240", "187", "1440", "415", "yes", "2026-06-09")
}

var capacityResources = []string{"api compute", "worker compute", "primary database", "replica database", "object storage", "queue throughput", "edge bandwidth", "search cluster"}

// makeCapacity writes the monthly capacity sheet.
func makeCapacity(c *company) {
	r := rngFor("capacity")
	resources := c.table("capacity_resources", 1, "resource", "threshold_percent")
	t := c.table("capacity", 2, "resource", "month", "peak_percent", "forecast_percent", "reviewed_on", "action_ticket")
	for i, name := range capacityResources {
		resources.add(name, "80.00")
		for k, m := range []string{"2026-04", "2026-05", "2026-06"} {
			peak := 4600 + 400*i + 300*k + r.IntN(400) // hundredths of a percent
			ticket := ""
			if peak > 8000 {
				ticket = fmt.Sprintf("LK-CAP-%d", i+1)
			}
			reviewed := workDay(r, addDays(day(m+"-28"), 4), addDays(day(m+"-28"), 10))
			t.add(name, m, hundredths(peak), hundredths(peak+250), iso(reviewed), ticket)
		}
	}
}

func thousandths(n int) string { return fmt.Sprintf("%d.%03d", n/1000, n%1000) }

func hundredths(n int) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }
