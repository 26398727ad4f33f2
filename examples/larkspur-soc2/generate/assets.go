package main

import (
	"fmt"
)

// makeAssets writes the asset register and, from the other side, what the
// hosting console lists.
func makeAssets(c *company) {
	r := rngFor("assets")
	assets := c.table("assets", 1, "asset_id", "kind", "name", "owner_role", "data_class", "environment", "registered_on", "design_reviewed_on", "live_on")
	listed := c.table("cloud_resources", 1, "resource_id", "kind", "region", "created_at", "hourly_cost")
	kinds := []struct {
		kind string
		n    int
	}{{"service", 38}, {"server pool", 46}, {"database", 14}, {"object store", 12}, {"queue", 18}, {"load balancer", 9}, {"key store", 3}, {"network", 12}}
	n := 0
	for _, k := range kinds {
		for i := range k.n {
			n++
			id := fmt.Sprintf("lk-%s-%03d", map[string]string{"service": "svc", "server pool": "pool", "database": "db", "object store": "obj",
				"queue": "que", "load balancer": "lb", "key store": "kms", "network": "net"}[k.kind], i+1)
			live := workDay(r, day("2021-01-04"), day("2026-03-20"))
			if k.kind == "service" && i >= 32 { // new in the period
				live = workDay(r, day("2026-04-06"), day("2026-06-26"))
			}
			env := "production"
			if k.kind == "server pool" && i%3 == 2 {
				env = "staging"
			}
			owner := "VP Engineering"
			if k.kind != "service" {
				owner = "Head of Site Reliability"
			}
			class := pick(r, "internal", "confidential")
			if k.kind == "database" || k.kind == "object store" {
				class = pick(r, "confidential", "customer")
			}
			reviewed := iso(workDay(r, addDays(live, -40), addDays(live, -6)))
			assets.add(id, k.kind, fmt.Sprintf("%s %d", k.kind, i+1), owner, class, env, iso(addDays(live, -between(r, 0, 5))), reviewed, iso(live))
			listed.add(id, k.kind, pick(r, "east-1", "east-1", "central-2"), utc(anyMoment(r, live)), fmt.Sprintf("%d.%04d", r.IntN(9), r.IntN(10000)))
		}
	}
}

// storeIDs are the data stores; the first fourteen must be backed up.
var storeIDs = []string{"booking-db", "contract-db", "invoice-db", "identity-db", "pricing-db", "tenant-db", "dispatch-db", "audit-db",
	"reporting-db", "document-objects", "media-objects", "export-objects", "config-store", "secrets-store",
	"search-index", "session-cache", "page-cache", "build-artifacts"}

func makeStores(c *company) {
	r := rngFor("stores")
	stores := c.table("data_stores", 1, "store_id", "data_class", "encrypted", "public", "key_id", "backup_required")
	keys := c.table("crypto_keys", 1, "key_id", "purpose", "algorithm", "created_on", "rotated_on", "rotation_days")
	for i, id := range storeIDs {
		class := "customer"
		if i >= 14 {
			class = "internal"
		}
		key := fmt.Sprintf("key-%02d", i+1)
		stores.add(id, class, "yes", "no", key, map[bool]string{true: "yes", false: "no"}[i < 14])
		keys.add(key, "data at rest: "+id, "AES-256", iso(workDay(r, day("2021-03-01"), day("2024-12-20"))), iso(workDay(r, day("2025-07-15"), day("2026-06-12"))), "365")
	}
	for i, purpose := range []string{"token signing", "release signing", "webhook signing"} {
		keys.add(fmt.Sprintf("key-%02d", 19+i), purpose, "Ed25519", "2024-02-12", iso(workDay(r, day("2026-01-12"), day("2026-06-12"))), "180")
	}
}

// makeNetwork writes the inbound rules and the public TLS endpoints, as of
// the last day of the period.
func makeNetwork(c *company) {
	r := rngFor("network")
	rules := c.table("network_rules", 1, "rule_id", "device", "source", "port", "action", "created_on", "change_id", "reviewed_on")
	for i := range 146 {
		port, source := pick(r, "443", "443", "5432", "8443", "6379", "9200", "22"), fmt.Sprintf("10.%d.%d.0/24", r.IntN(60), r.IntN(250))
		if port == "443" && chance(r, 30) {
			source = "0.0.0.0/0"
		}
		rules.add(fmt.Sprintf("FW-%04d", i+1), pick(r, "edge-east", "edge-central", "core-east", "core-central"), source, port, "allow",
			iso(workDay(r, day("2022-01-10"), day("2026-02-27"))), fmt.Sprintf("NET-%d", 400+i), iso(workDay(r, day("2026-04-06"), day("2026-04-24"))))
	}
	tls := c.table("tls_endpoints", 2, "host", "scanned_on", "min_version", "certificate_expires_on")
	for _, m := range []string{"2026-04-30", "2026-05-29", "2026-06-30"} {
		for i := range 34 {
			tls.add(fmt.Sprintf("edge-%02d.larkspur.example", i+1), m, pick(r, "1.2", "1.2", "1.3"), iso(addDays(day(m), between(r, 24, 88))))
		}
	}
}

// makeEndpoints writes the device agent's snapshot of every Monday.
func makeEndpoints(c *company) {
	r := rngFor("endpoints")
	t := c.table("endpoints", 2, "device_id", "snapshot_on", "person_id", "os_family", "disk_encrypted", "agent_running", "agent_seen_at", "lock_minutes")
	for _, d := range days(firstDay, lastDay) {
		if d.Weekday() != 1 {
			continue
		}
		for i, p := range c.people {
			if !p.active(d) {
				continue
			}
			seen := workMoment(r, businessDaysAfter(addDays(d, -between(r, 3, 5)), 1))
			for seen.After(at(iso(d) + " 05:59:00")) {
				seen = addDays(seen, -1)
			}
			t.add("LT-"+p.id[1:], iso(d), p.id, []string{"desktop-a", "desktop-b", "desktop-c"}[i%3], "1", "1", utc(seen), pick(r, "5", "10", "10", "15"))
		}
	}
}

// makeMedia writes the disposals of media. There were none in the period:
// retired devices wait in the locked cabinet for the collection of August.
func makeMedia(c *company) {
	c.table("media_disposals", 1, "disposal_id", "device_id", "method", "wiped_at", "certificate_no", "collected_on")
}
