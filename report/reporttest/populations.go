package reporttest

import (
	"fmt"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

// weeks spreads n rows over the weeks of the period, more into some than into
// others; a week in skip has none.
func weeks(n int64, skip ...int) []soc.WeekCount {
	var out []soc.WeekCount
	first := Day("2026-04-01")
	const total = 24 // the weights of the fourteen weeks
	weight := int64(0)
	for i := 0; !Day("2026-06-30").Before(first); i++ {
		before := weight
		if weight++; i%3 == 1 {
			weight += 2
		}
		out = append(out, soc.WeekCount{First: first, Rows: n*weight/total - n*before/total})
		for _, s := range skip {
			if s == i {
				out[i].Rows = 0
			}
		}
		first = first.AddDays(1)
		for first.Weekday() != time.Monday {
			first = first.AddDays(1)
		}
	}
	return out
}

func population(name, title string, n int64, rows soc.RowKind, date string) soc.PopulationRecord {
	count := n
	p := soc.PopulationRecord{
		Population: soc.Population{Name: name, Title: title, Definition: "One row for each of: " + title + ".", Owner: "Head of Engineering",
			Rows: rows, Key: []string{"id"}, DateColumn: date, OutsidePeriod: soc.OutsideCounted},
		SealedAt: sealed.Add(-time.Hour), SealedBy: managementKey,
		RawDigest: fmt.Sprintf("%064x", n+1), TableDigest: fmt.Sprintf("%064x", n+2),
		Certificate: soc.Certificate{
			Extraction: soc.Extraction{Kind: "file", Locator: "data/" + name + ".csv.gz", Provenance: "upload", Started: sealed.Add(-2 * time.Hour), Finished: sealed.Add(-2*time.Hour + 3*time.Second), SourceCount: &count, SourceCountBy: "audit export screen"},
			Verdict:    soc.Complete, Reasons: []string{"The control total of " + fmt.Sprint(n) + " rows agrees with what was loaded."},
			PhysicalRecords: n, RecordsDecoded: n, RowsLoaded: n, InPeriod: n,
			Totals: []soc.TotalCheck{{ControlTotal: soc.ControlTotal{Value: fmt.Sprint(n), Source: "Audit export screen, read 2026-07-01"}, Loaded: fmt.Sprint(n), Agrees: true}},
		},
	}
	if date != "" && n > 0 {
		p.Certificate.Weeks = weeks(n)
		p.Certificate.Earliest, p.Certificate.Latest = "2026-04-01T08:12:44-04:00", "2026-06-30T19:20:01-04:00"
	}
	return p
}

func populations() []soc.PopulationRecord {
	alerts := population("alerts", "Alerts of the monitoring system", 1480, soc.Events, "raised_at")
	alerts.Certificate.Verdict = soc.NotShownComplete
	alerts.Certificate.Reasons = []string{"The source states no count and no control total is declared.", "2 values do not fit their declared type."}
	alerts.Certificate.Totals = nil
	alerts.Certificate.Extraction.SourceCount = nil
	alerts.Certificate.FailedCasts = 2
	alerts.Certificate.Weeks = weeks(1480, 5, 6)
	alerts.FailedCasts = []soc.FailedCast{{Record: 17, Line: 18, Column: "raised_at", Value: "31/04/2026", Reason: "is no RFC 3339 time"}, {Record: 90, Line: 91, Column: "raised_at", Value: "", Reason: "a value is required"}}

	emergency := population("emergencies", "Emergency changes", 0, soc.Events, "merged_at")
	emergency.Certificate.Verdict = soc.ZeroConfirmed
	emergency.Certificate.Reasons = []string{"The query was run twice and the source was shown to be readable."}

	logins := population("logins", "Logins to the identity provider", 104233, soc.Events, "at")
	logins.Certificate.Extraction = soc.Extraction{Kind: "sql", Locator: "postgres://identity.internal/audit", Provenance: "direct", Tool: "PostgreSQL 17.6",
		Query: "SELECT id, person_id, at, factor\nFROM audit.login\nWHERE at >= $1 AND at < $2", Parameters: map[string]string{"until": "2026-07-01", "from": "2026-04-01"},
		Started: sealed.Add(-90 * time.Minute), Finished: sealed.Add(-89 * time.Minute), SourceCount: logins.Certificate.Extraction.SourceCount, SourceCountBy: "SELECT count(*) in the same transaction"}

	hires := population("hires", "People who joined", 0, soc.Events, "joined_on")
	hires = soc.PopulationRecord{Population: hires.Population, Failure: "The file data/hires.csv was not found in the program's folder."}

	list := []soc.PopulationRecord{
		alerts,
		population("changes", "Changes merged to production branches", 3120, soc.Events, "merged_at"),
		emergency, hires,
		population("leavers", "People who left", 48, soc.Events, "last_day"),
		logins,
		population("requests", "Access requests that were granted", 260, soc.Events, "granted_at"),
		population("restores", "Restore tests", 3, soc.Events, "done_at"),
		population("reviews", "Access reviews", 11, soc.Events, "signed_at"),
		population("systems", "Systems with accounts of their own", 6, soc.Register, ""),
	}
	for i := range list {
		if list[i].Failure == "" {
			list[i].Entry = fmt.Sprintf("0197c0de-0000-7000-8000-0000000000%02d", i+10)
		}
	}
	return list
}
