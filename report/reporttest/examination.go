// Package reporttest has an examination that shows everything a report has to
// say, for the tests of the report and of its writers. All in it is made up.
package reporttest

import (
	"fmt"
	"time"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

// Day reads a day; a wrong one is a mistake in a test.
func Day(s string) soc.Date {
	d, err := soc.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

var sealed = time.Date(2026, 7, 2, 14, 11, 5, 0, time.UTC)

const (
	managementKey = "9c1fd1a25b3d6d5e8bfae2a64f0e3c1177aa0b5d4c9e8f2301234567890abcde"
	auditorKey    = "4f2a9c0d1e2b3a4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4"
)

// Examination returns a fictional SOC 2 Type 2 examination with every kind of
// result: without and with deviations, unable, thousands of deviations, did
// not operate, not tested, incomplete, over a population that is not shown
// complete, and a missing part of the description. Each call returns a new
// one.
func Examination() *soc.Examination {
	ex := &soc.Examination{
		Engagement: soc.Engagement{
			Report: soc.SOC2, Type: 2,
			Period:              soc.Period{From: Day("2026-04-01"), To: Day("2026-06-30")},
			TimeZone:            "America/New_York",
			Weekend:             []string{"saturday", "sunday"},
			Categories:          []soc.Category{soc.Security, soc.Availability},
			ServiceOrganization: soc.Organization{Name: "Harbour Lantern Ltd", City: "Alder Falls", State: "XX"},
			System:              soc.System{Name: "Lantern Ledger", Summary: "Keeps the books of small shipping firms."},
			SubserviceOrganizations: []soc.SubserviceOrganization{
				{Name: "Northmere Hosting", Services: "computing and storage", Method: "carve_out", Criteria: []string{"CC6.4", "A1.2"}},
			},
			Practitioner: soc.Firm{Name: "Quill & Tern, CPAs", City: "Alder Falls", State: "XX", Licence: soc.Licence{Jurisdiction: "XX", Number: "NOT-A-LICENCE-000"}},
			Example:      true,
		},
		Actors: []soc.Actor{
			{KeyID: managementKey, Name: "lantern-compliance", Party: soc.Management, Role: "compliance lead"},
			{KeyID: auditorKey, Name: "run", Party: soc.Practitioner, ThrowAway: true},
		},
		Description: description(),
		Assertion:   "We, the management of Harbour Lantern Ltd, are responsible for the description in Section III.\n\nTo be completed before it is signed:\n\n1. the description,\n2. the design,\n3. the operation.\n",
		Controls:    controls(),
		CUECs:       []soc.CUEC{{ID: "CUEC-1", Statement: "User entities remove the access of their own leavers.", Criteria: []string{"CC6.2"}}},
		CSOCs:       []soc.CSOC{{ID: "CSOC-1", Organization: "Northmere Hosting", Statement: "Physical access to data centres is restricted and reviewed.", Criteria: []string{"CC6.4"}}},
		Vendors:     []soc.Vendor{{Name: "Paperkite", Services: "Office documents"}},
		Commitments: []soc.Commitment{
			{ID: "SC-1", Kind: "commitment", Statement: "The ledger is available 99.9% of each month.", Category: soc.Availability, Source: "Master service agreement"},
			{ID: "SR-1", Kind: "requirement", Statement: "Access of leavers ends within one business day.", Category: soc.Security, Source: "Access policy"},
		},
		Incidents: []soc.SystemIncident{
			{ID: "INC-1", Date: Day("2026-05-02"), Summary: "Invoices were delayed by four hours.", Disclose: true, Reason: "A commitment was missed."},
			{ID: "INC-2", Date: Day("2026-05-20"), Summary: "A test system was down.", Reason: "No effect on the system."},
		},
		Responses: []soc.ManagementResponse{{Control: "ACC-02", Text: "The leaver feed now runs every hour."}},
		Gates: []soc.GateState{
			{Gate: soc.Gate{ID: "G-ACC-02", Requirement: "Every member of the team has signed a statement of independence.", Blocks: true}, Open: true, Missing: []string{"No statement is in the file; the practitioner can supply them."}},
			{Gate: soc.Gate{ID: "G-POP-02", Requirement: "Every population is shown complete.", Blocks: true}, Open: true, Missing: []string{"alerts: the source states no count.", "hires: not collected."}},
			{Gate: soc.Gate{ID: "G-PLN-05", Requirement: "The period is at least three months, or the partner accepts a shorter one.", Blocks: false}, Open: true, Missing: []string{"The practitioner has to record a reason."}},
			{Gate: soc.Gate{ID: "G-TST-02", Requirement: "Inquiry is never the only nature of a test.", Blocks: true}},
		},
		Log: soc.LogState{Origin: "tickmark.dev/harbour-lantern", Size: 57, Root: "q1XJ0f2n3b5YtB8q1XJ0f2n3b5YtB8q1XJ0f2n3b5Y="},
	}
	ex.Populations = populations()
	ex.Procedures = procedures()
	ex.Tests = tests(ex)
	for i, t := range ex.Tests {
		ex.Tests[i].Entry = fmt.Sprintf("0197c0de-0000-7000-8000-0000000000%02d", i+30)
		ex.Tests[i].PerformedAt = sealed.Add(time.Duration(i) * time.Minute)
		ex.Tests[i].PerformedBy = auditorKey
		ex.Tests[i].ResultDigest = fmt.Sprintf("%064x", 7000+i)
		ex.Tests[i].DetailsDigest = fmt.Sprintf("%064x", 8000+i)
		ex.Tests[i].Engine = soc.EngineInfo{Name: "duckdb", Version: "1.5.6"}
		ex.Tests[i].SQL = "SELECT 1 -- " + t.Procedure
	}
	Find(ex)
	return ex
}

// Find fills the findings on controls as package opinion derives them; the
// reasons are ours, so that its words can change without these tests.
func Find(ex *soc.Examination) {
	gates, criteria, proposals := ex.Gates, ex.Criteria, ex.Proposals
	opinion.Propose(ex)
	ex.Gates, ex.Criteria, ex.Proposals = gates, criteria, proposals
	for i := range ex.Controlled {
		f := &ex.Controlled[i]
		*f = soc.ControlFinding{Control: f.Control, State: f.State, Reason: "As the rows show."}
		switch f.Control {
		case "ACC-02":
			f.Extent, f.Reason = soc.PossiblyIsolated, "Three of 48 leavers, in one week."
		case "CHG-01":
			f.Extent, f.Reason = soc.Systematic, "In every week of the period."
		}
	}
}

// Brief is Examination with thirty deviations of CHG-01 in place of a
// thousand.
func Brief() *soc.Examination {
	const keep = 30
	ex := Examination()
	for i := range ex.Tests {
		if t := &ex.Tests[i]; t.Procedure == "CHG-01-T1" {
			t.Details.Deviations = t.Details.Deviations[:keep]
			t.Attributes[0].Passed, t.Attributes[0].Deviation = t.Items-keep, keep
			t.ItemsWithDeviation = keep
			for w := range t.Details.Timeline {
				t.Details.Timeline[w].Deviations = int64(keep / 10 * (1 - min(w/10, 1)))
			}
		}
	}
	return ex
}

func description() []soc.DescriptionSection {
	return []soc.DescriptionSection{
		{Criterion: "DC 3", Title: "Components of the system", File: "management/description/03-components.md", Markdown: `
## Infrastructure
Two regions of **Northmere Hosting**, each with three zones.

## Software
The *ledger service* is written in Go. Its settings are in ` + "`ledger.toml`" + `; see [the public page](https://example.com/lantern) and [an old page](http://example.com/old).

| Part | Language | Instances |
| --- | --- | ---: |
| ledger | Go | 12 |
| mail <b>gateway</b> | Go | 2 |

### Releases
Releases are cut from the main branch:

- reviewed by a second engineer,
- built by the pipeline, which
  1. runs the tests,
  2. signs the result.

> The pipeline is the only way into production.

![network](diagram.png)

<script>alert("no")</script>

See [Infrastructure](#infrastructure).
`},
		{Criterion: "DC 1", Title: "Services", File: "management/description/01-services.md", Markdown: "Lantern Ledger keeps the books of about 400 shipping firms, which reach it over the web and by an interface for programs.\n"},
		{Criterion: "DC 2", Title: "Commitments and requirements", File: "management/description/02-commitments.md", Markdown: "The principal commitments and requirements are in the table below.\n"},
		{Criterion: "DC 9", Title: "Changes in the period", File: "management/description/09-changes.md", Markdown: "No significant change was made in the period.\n"},
	}
}

func controls() []soc.Control {
	c := func(id, title, statement, frequency, nature, purpose string, criteria ...string) soc.Control {
		return soc.Control{ID: id, Title: title, Statement: statement, Criteria: criteria, Owner: "Head of Engineering", Frequency: frequency, Nature: nature, Purpose: purpose}
	}
	return []soc.Control{
		c("ACC-01", "Access is approved", "Before an account is given a role, the owner of the system approves the request in the ticket system.", "per_event", "manual", "preventive", "CC6.1", "CC6.2"),
		c("ACC-02", "Access of leavers ends", "Within one business day of a person’s last day, the identity team disables all of the person’s accounts.", "per_event", "it_dependent", "preventive", "CC6.2", "CC6.3", "CC6.1"),
		c("ACC-03", "Quarterly access review", "Each quarter the owner of each system reviews its accounts and has those removed that are not needed.", "quarterly", "manual", "detective", "CC6.3"),
		c("AVL-01", "Restore test", "Each month the platform team restores a backup of the ledger and compares it with the original.", "monthly", "manual", "detective", "A1.3"),
		c("CHG-01", "Independent review of changes", "Before a change is merged, an engineer other than its author reviews and approves it.", "per_event", "manual", "preventive", "CC8.1", "CC5.1"),
		c("CHG-02", "Emergency changes are reviewed afterwards", "Within two business days an emergency change is reviewed by a second engineer.", "per_event", "manual", "detective", "CC8.1"),
		c("GOV-01", "Code of conduct", "New staff accept the code of conduct within ten days.", "per_event", "manual", "preventive", "CC1.1"),
		c("GOV-02", "The board meets", "The board meets each quarter and reviews security.", "quarterly", "manual", "detective", "CC1.2"),
		c("MON-01", "Alerts are handled", "The engineer on call acknowledges each alert within 15 minutes.", "per_event", "it_dependent", "detective", "CC7.2", "CC7.3"),
		c("MON-02", "Logins need a second factor", "The identity provider refuses a login without a second factor.", "continuous", "automated", "preventive", "CC6.1"),
		c("PRV-01", "Notice of privacy", "The notice is shown at sign-up.", "per_event", "automated", "preventive", "P1.1"),
	}
}
