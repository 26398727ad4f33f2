package opinion_test

import (
	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// scope is what both parties wrote before any work.
func scope(v variant) *soc.Examination {
	rules, err := soc.RulesOf(v.report, v.typ)
	if err != nil {
		panic(err)
	}
	ex := &soc.Examination{
		Engagement: soc.Engagement{
			Report: v.report, Type: v.typ, TimeZone: "UTC",
			ServiceOrganization: soc.Organization{Name: serviceOrg},
			System:              soc.System{Name: systemName},
			Practitioner:        soc.Firm{Name: "Quill CPAs", City: "Alder Falls", State: "XX", Licence: soc.Licence{Jurisdiction: "XX", Number: "1"}},
			SubserviceOrganizations: []soc.SubserviceOrganization{{
				Name: hosting, Services: "Data centers", Method: "carve_out", Monitoring: []string{"VEN-01"},
				Test: &soc.SupplierTest{Relevant: true, Necessary: true, Reason: "Its doors keep people out.", DecidedBy: "Head of IT"},
			}},
		},
		Actors: []soc.Actor{signatory, lead, partner, manager, senior, reviewer},
		Plan: soc.Plan{
			Risks:       []soc.Risk{{ID: "R-1", Controls: []string{"ACC-01", "CHG-00", "CHG-01", "VEN-01"}}},
			Materiality: "For the description, for design and for operation: by effect on users.",
			Team:        []soc.TeamMember{{Role: "partner", Competence: "CPA"}, {Role: "senior", Competence: "IT"}}, TolerableRate: "0.05",
			RetentionYears: 7, QualityReview: soc.ReviewRequired,
		},
		Vendors:           []soc.Vendor{{Name: "Paper supplier", Services: "Paper"}},
		SubserviceReports: []soc.SubserviceReport{{Organization: hosting, Report: soc.SOC2, Type: 2, Period: soc.Period{From: date("2025-10-01"), To: date("2026-09-30")}, Scope: "The services used", Opinion: soc.Unmodified, Deviations: "None.", CUECs: []soc.MappedCUEC{{CUEC: "Users manage their accounts", Control: "ACC-01"}}, ReviewedBy: "Head of IT", ReviewedOn: date("2026-06-15")}},
		Responses:         []soc.ManagementResponse{{Control: "ACC-01", Text: "We now remind managers every week."}},
		IncidentRegister:  "The ticket system, read on July 1, 2026 by the Head of IT",
		Incidents:         []soc.SystemIncident{{ID: "INC-1", Date: date("2026-03-02"), Summary: "An hour without service", Disclose: true, Reason: "It broke a commitment.", Effect: "All customers", Disposition: "Repaired", Reviewer: "Head of IT"}},
		Components:        soc.Components{Boundary: "The dispatch system and the people who run it."},
	}
	for _, kind := range soc.ComponentKinds {
		ex.Components.List = append(ex.Components.List, soc.Component{Kind: kind, Name: string(kind), Description: "Some"})
	}
	if rules.Period {
		ex.Engagement.Period = soc.Period{From: date("2026-01-01"), To: date("2026-06-30")}
		ex.Changes = []soc.SystemChange{{ID: "CH-1", Date: date("2026-04-01"), What: "A new code host", Effect: "None on users", Superseded: []string{"CHG-00"}, Successors: []string{"CHG-01"}}}
	} else {
		ex.Engagement.AsOf = date("2026-06-30")
	}
	ids := func(all ...string) (criteria, objectives []string) {
		if rules.Objectives {
			return nil, []string{"CO-1"}
		}
		return all, nil
	}
	if rules.Objectives {
		ex.Objectives = []soc.ControlObjective{{ID: "CO-1", Statement: "Access is limited", Area: "access and change", Assertions: []string{"accuracy"}, Risks: []string{"Theft"}}}
		ex.Transactions = []soc.TransactionClass{{ID: "T-1", Name: "Payments"}}
	} else {
		ex.Engagement.Categories = []soc.Category{soc.Security}
		ex.Commitments = []soc.Commitment{
			{ID: "SC-1", Kind: "commitment", Category: soc.Security, Statement: "Data is safe", Source: "Contract"},
			{ID: "SR-1", Kind: "requirement", Category: soc.Security, Statement: "Access is limited", Source: "Policy"},
		}
		ex.NotRelevant = []soc.IrrelevantCriterion{{Criterion: "CC6.4", Reason: "There are no premises.", Reviewer: "Head of IT"}}
	}
	var general []string
	if !rules.Objectives {
		for _, c := range catalog.InScope(ex.Engagement.Categories) {
			if c.ID != "CC6.4" {
				general = append(general, c.ID)
			}
		}
	}
	add := func(c soc.Control, criteria ...string) {
		c.Criteria, c.Objectives = ids(criteria...)
		c.Owner, c.Frequency, c.Purpose = "Head of IT", "per_event", "preventive"
		ex.Controls = append(ex.Controls, c)
	}
	add(soc.Control{ID: "ACC-01", Nature: "manual", Components: []string{"people"}}, general...)
	if rules.Period {
		add(soc.Control{ID: "CHG-00", Nature: "manual", EffectiveTo: date("2026-03-31")}, "CC8.1")
		add(soc.Control{ID: "CHG-01", Nature: "automated", EffectiveFrom: date("2026-04-01"), Supersedes: "CHG-00"}, "CC8.1")
	} else {
		add(soc.Control{ID: "CHG-01", Nature: "automated"}, "CC8.1")
	}
	add(soc.Control{ID: "VEN-01", Nature: "manual"}, "CC9.2")

	sub := &ex.Engagement.SubserviceOrganizations[0]
	sub.Criteria, sub.Objectives = ids("CC6.5")
	cuec, csoc := soc.CUEC{ID: "CUEC-1", Statement: "Users close accounts"}, soc.CSOC{ID: "CSOC-1", Organization: hosting, Statement: "Doors are locked"}
	cuec.Criteria, cuec.Objectives = ids("CC6.2")
	csoc.Criteria, csoc.Objectives = ids("CC6.5")
	if !rules.Objectives {
		cuec.Commitments = []string{"SC-1"}
	}
	ex.CUECs, ex.CSOCs = []soc.CUEC{cuec}, []soc.CSOC{csoc}
	for _, c := range catalog.DescriptionFor(rules) {
		ex.Description = append(ex.Description, soc.DescriptionSection{Criterion: c.ID, Title: c.Title, Markdown: "The text, which names " + hosting + ".", File: c.ID + ".md"})
	}
	ex.Assertion = "Management of " + serviceOrg + " asserts for " + systemName + " that controls operated effectively throughout. " + hosting +
		" is carved out. It depends on complementary user entity controls and complementary subservice organization controls."
	if v.rolled {
		ex.Prior = &soc.PriorFile{Origin: "last year"}
		ex.RollForward = []soc.RollForwardItem{{Kind: "control", ID: "ACC-01", Party: soc.Management, Affirmed: true}}
	}
	return ex
}
