package reporttest

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

func procedures() []soc.Procedure {
	both := []soc.TestNature{soc.Inspection, soc.Reperformance}
	return []soc.Procedure{
		{ID: "ACC-01-T1", Control: "ACC-01", Nature: both, Population: "requests", Attributes: []soc.Attribute{
			{ID: "A", Statement: "Approved by the owner of the system", Pass: "approver_id = owner_id"},
			{ID: "B", Statement: "Approved before the role was given", Pass: "approved_at <= granted_at"}}},
		{ID: "ACC-02-T1", Control: "ACC-02", Title: "Accounts after the last day", Nature: both, Population: "leavers", Key: []string{"person_id", "account_id"}, Attributes: []soc.Attribute{
			{ID: "A", Statement: "Disabled within one business day of the last day", Pass: "disabled_at <= business_days_after(last_day, 1)"},
			{ID: "B", Statement: "Not used after the last day", Pass: "last_login <= last_day", Applies: "last_login IS NOT NULL"}}, Show: []string{"last_day", "disabled_at"}},
		{ID: "ACC-03-T1", Control: "ACC-03", Nature: []soc.TestNature{soc.Inquiry, soc.Inspection}, Every: soc.EveryQuarter, ForEach: "systems", Attributes: []soc.Attribute{
			{ID: "A", Statement: "A review was signed", Pass: "signed_at IS NOT NULL"},
			{ID: "B", Statement: "The accounts that the reviewer marked were removed", Inspect: "The review and the tickets that it led to"}}},
		{ID: "AVL-01-T1", Control: "AVL-01", Nature: both, Every: soc.EveryMonth, Attributes: []soc.Attribute{{ID: "A", Statement: "A backup was restored and compared", Pass: "done_at IS NOT NULL"}}},
		{ID: "CHG-01-T1", Control: "CHG-01", Nature: both, Population: "changes", Where: "kind <> 'emergency'", WhereStatement: "changes other than emergency changes", Attributes: []soc.Attribute{
			{ID: "A", Statement: "Approved by someone other than the author", Pass: "reviewer_id <> author_id"},
			{ID: "B", Statement: "Approved before it was merged", Pass: "approved_at <= merged_at"}}, Show: []string{"author_id", "reviewer_id", "merged_at"}},
		{ID: "CHG-01-T2", Control: "CHG-01", Title: "The branch is protected", Nature: []soc.TestNature{soc.Inspection}, Population: "systems", Attributes: []soc.Attribute{{ID: "A", Statement: "The setting asks for a review", Pass: "review_required"}}},
		{ID: "CHG-02-T1", Control: "CHG-02", Nature: both, Population: "emergencies", Attributes: []soc.Attribute{{ID: "A", Statement: "Reviewed within two business days", Pass: "reviewed_at <= business_days_after(merged_at, 2)"}}},
		{ID: "GOV-01-T1", Control: "GOV-01", Nature: both, Population: "hires", Attributes: []soc.Attribute{{ID: "A", Statement: "Accepted within ten days", Pass: "accepted_on <= joined_on + 10"}}},
		{ID: "MON-01-T1", Control: "MON-01", Nature: both, Population: "alerts", Attributes: []soc.Attribute{{ID: "A", Statement: "Acknowledged within 15 minutes", Pass: "acknowledged_at <= raised_at + INTERVAL 15 MINUTE"}}},
		{ID: "MON-02-T1", Control: "MON-02", Nature: []soc.TestNature{soc.Reperformance}, Population: "logins", Attributes: []soc.Attribute{{ID: "A", Statement: "A second factor was used", Pass: "factor IS NOT NULL"}}},
	}
}

// complete is a run to the end. Each deviation given is listed; the weeks
// follow the weeks of n rows.
func complete(procedure, control string, items int64, inputs []string, attributes []soc.AttributeResult, deviations ...soc.Deviation) soc.TestRecord {
	t := soc.TestRecord{TestResult: soc.TestResult{Procedure: procedure, Control: control, Status: soc.RunComplete, PopulationRows: items, Items: items, Attributes: attributes}}
	for _, name := range inputs {
		t.Inputs = append(t.Inputs, soc.Input{Population: name, Digest: fmt.Sprintf("%064x", len(name)), Rows: items})
	}
	seen := map[string]bool{}
	for _, d := range deviations {
		d.Procedure = procedure
		t.Details.Deviations = append(t.Details.Deviations, d)
		if !seen[d.Item] {
			seen[d.Item] = true
			t.ItemsWithDeviation++
		}
	}
	return t
}

func timeline(t soc.TestRecord, every int) soc.TestRecord {
	if t.Items == 0 {
		return t
	}
	left, bad := t.Items, t.ItemsWithDeviation
	list := weeks(t.Items)
	for i, w := range list {
		n := min(left, max(w.Rows, 1))
		if i == len(list)-1 {
			n = left
		}
		b := soc.Bucket{First: w.First, Items: n}
		if bad > 0 && i%every == every-1 {
			b.Deviations = min(bad, max(t.ItemsWithDeviation*int64(every)/14, 1), n)
			bad -= b.Deviations
		}
		left -= n
		t.Details.Timeline = append(t.Details.Timeline, b)
	}
	return t
}

func tests(*soc.Examination) []soc.TestRecord {
	leaver := func(person, account, attribute string, outcome soc.Outcome, lastDay, disabled string) soc.Deviation {
		return soc.Deviation{Item: person + " / " + account, Attribute: attribute, Outcome: outcome, At: lastDay,
			Values: []soc.NamedValue{{Name: "last_day", Value: lastDay}, {Name: "disabled_at", Value: disabled, Null: disabled == ""}}}
	}
	var changes []soc.Deviation
	for i := range 1000 {
		changes = append(changes, soc.Deviation{Item: fmt.Sprintf("CR-%05d", 10000+3*i), Attribute: "A", Outcome: soc.Deviates,
			At:     fmt.Sprintf("2026-%02d-%02dT%02d:15:00-04:00", 4+i%3, 1+i%28, i%24),
			Values: []soc.NamedValue{{Name: "author_id", Value: fmt.Sprintf("p%03d", i%90)}, {Name: "reviewer_id", Value: fmt.Sprintf("p%03d", i%90)}, {Name: "merged_at", Value: fmt.Sprintf("2026-%02d-%02dT%02d:15:00-04:00", 4+i%3, 1+i%28, i%24)}}})
	}
	return []soc.TestRecord{
		timeline(complete("ACC-01-T1", "ACC-01", 260, []string{"requests", "systems"}, []soc.AttributeResult{{ID: "A", Passed: 260}, {ID: "B", Passed: 251, NotApplicable: 9}}), 3),
		timeline(complete("ACC-02-T1", "ACC-02", 120, []string{"leavers"}, []soc.AttributeResult{{ID: "A", Passed: 117, Deviation: 2, Unable: 1}, {ID: "B", Passed: 40, Unable: 2, NotApplicable: 78}},
			leaver("P-014", "mail:14", "A", soc.Deviates, "2026-04-17", "2026-04-29T09:00:00-04:00"),
			leaver("P-014", "vpn:14", "A", soc.Deviates, "2026-04-17", "2026-05-04T16:40:12-04:00"),
			leaver("P-031", "mail:31", "A", soc.Unable, "2026-06-05", ""),
			leaver("P-031", "mail:31", "B", soc.Unable, "2026-06-05", ""),
			leaver("P-040", "crm:40", "B", soc.Unable, "2026-06-12", "2026-06-12T17:00:00-04:00")), 4),
		complete("ACC-03-T1", "ACC-03", 6, []string{"reviews", "systems"}, []soc.AttributeResult{{ID: "A", Passed: 6}, {ID: "B", NotTested: 6}}),
		timeline(complete("AVL-01-T1", "AVL-01", 3, []string{"restores"}, []soc.AttributeResult{{ID: "A", Passed: 3}}), 3),
		timeline(complete("CHG-01-T1", "CHG-01", 3120, []string{"changes"}, []soc.AttributeResult{{ID: "A", Passed: 2120, Deviation: 1000}, {ID: "B", Passed: 3120}}, changes...), 1),
		complete("CHG-01-T2", "CHG-01", 6, []string{"systems"}, []soc.AttributeResult{{ID: "A", Passed: 6}}),
		complete("CHG-02-T1", "CHG-02", 0, []string{"emergencies"}, []soc.AttributeResult{{ID: "A"}}),
		{TestResult: soc.TestResult{Procedure: "GOV-01-T1", Control: "GOV-01", Status: soc.RunIncomplete, Reason: "the population hires was not collected"}},
		timeline(complete("MON-01-T1", "MON-01", 1478, []string{"alerts"}, []soc.AttributeResult{{ID: "A", Passed: 1478}}), 3),
		timeline(complete("MON-02-T1", "MON-02", 104233, []string{"logins"}, []soc.AttributeResult{{ID: "A", Passed: 104233}}), 3),
	}
}
