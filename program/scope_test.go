package program

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/soc"
)

// What the files of management say of the system's scope.
func TestLoadScope(t *testing.T) {
	p := complete(t)
	got := []any{p.Components, p.UserResponsibilities, p.SubserviceReports, p.NotRelevant, p.Changes, p.IncidentRegister}
	want := []any{
		soc.Components{
			Boundary: "The platform and what it runs on, up to the public interface. Customers' own devices are outside.",
			List: []soc.Component{
				{Kind: soc.Infrastructure, Name: "hosting account", Description: "Servers and networks in two data centres."},
				{Kind: soc.Infrastructure, Name: "message queues", Description: "Queues of outgoing messages.", Organization: "Fernhill Messaging"},
				{Kind: soc.Software, Name: "code host", Description: "Repositories and reviews of changes."},
				{Kind: soc.Software, Name: "identity provider", Description: "Sign-on and groups."},
				{Kind: soc.People, Name: "engineering", Description: "Builds and runs the platform."},
				{Kind: soc.ProcedureKind, Name: "change procedure", Description: "How a change reaches production."},
				{Kind: soc.Data, Name: "bookings", Description: "What customers book."},
			},
		},
		[]soc.UserResponsibility{{ID: "UR-1", Statement: "User entities choose long passwords."}},
		[]soc.SubserviceReport{
			{Organization: "Northmere Hosting", Report: soc.SOC2, Type: 2, Period: soc.Period{From: day2026(6, 1).AddMonths(-12), To: day2026(5, 31)},
				Scope: "It covers both data centres that are used.", Opinion: soc.Qualified, OpinionEffect: "The qualification is about another service.",
				Deviations: "Two late reviews of badges; the badges were not ours.",
				CUECs: []soc.MappedCUEC{
					{CUEC: "Customers review who may enter.", Control: "ACC-04"},
					{CUEC: "Customers encrypt tapes.", Reason: "No tapes are used."},
				},
				Gap: "A letter of its management covers June 2026; nothing changed.", ReviewedBy: "Head of Security", ReviewedOn: day2026(7, 2)},
			{Organization: "Northmere Hosting", Report: soc.SOC1, Type: 1, AsOf: day2026(6, 30), Scope: "Billing only.", Opinion: soc.Unmodified,
				Deviations: "It lists none.", ReviewedBy: "Head of Security", ReviewedOn: day2026(7, 2)},
		},
		[]soc.IrrelevantCriterion{{Criterion: "CC6.4", Reason: "The service organization has no data centre of its own.", Reviewer: "Head of Security"}},
		[]soc.SystemChange{ // by date
			{ID: "CH-1", Date: day2026(5, 15), What: "Access follows roles.", Effect: "Access is given without a ticket.", Superseded: []string{"ACC-01"}, Successors: []string{"ACC-03"}},
			{ID: "CH-2", Date: day2026(6, 1), What: "A second data centre was added.", Effect: "The platform survives the loss of one."},
		},
		"The incident register was read from its first to its last page by the head of security on 2026-07-01.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if cover := soc.SubserviceCoverage(p.Engagement.Period, "Northmere Hosting", p.SubserviceReports); cover.Missing() != 30 {
		t.Errorf("the reports leave %d days open, want the 30 of June", cover.Missing())
	}
	if c := p.Control("FRN-01"); c.Organization != "Fernhill Messaging" {
		t.Errorf("FRN-01 belongs to %q", c.Organization)
	}
}

func TestLoadSOC1(t *testing.T) {
	p, err := load(t, "testdata/complete-soc1", Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := []any{p.Objectives, p.Transactions, p.CUECs, p.CSOCs, p.Engagement.Categories, p.Engagement.SubserviceOrganizations, p.Control("ACC-01").Objectives}
	want := []any{
		[]soc.ControlObjective{
			{ID: "CO-1", Statement: "Controls provide reasonable assurance that access to payment data is limited to authorized people.", Area: "access",
				Assertions: []string{"occurrence", "accuracy"}, Risks: []string{"Someone changes a payment without being allowed to."}},
			{ID: "CO-2", Statement: "Controls provide reasonable assurance that payouts are complete, authorized and paid once.", Area: "processing",
				Assertions: []string{"completeness", "occurrence"}, Transactions: []string{"TX-1"}, Risks: []string{"A payout is lost.", "A payout is made twice."}},
		},
		[]soc.TransactionClass{{ID: "TX-1", Name: "Payouts", Description: "Money that is owed to a merchant and paid to the bank account on file."}},
		[]soc.CUEC{{ID: "CUEC-1", Statement: "User entities tell us when their bank account changes.", Objectives: []string{"CO-2"}}},
		[]soc.CSOC{{ID: "CSOC-1", Organization: "Northmere Hosting", Statement: "Access to data centres is limited.", Objectives: []string{"CO-1"}}},
		[]soc.Category(nil),
		[]soc.SubserviceOrganization{{Name: "Northmere Hosting", Services: "Data centres", Method: "carve_out", Objectives: []string{"CO-1"}}},
		[]string{"CO-1", "CO-2"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if p.Description[0].Criterion != "S1-D2" || p.Description[1].Criterion != "S1-D10" {
		t.Errorf("the description is not in the order of its criteria: %+v", p.Description)
	}
}

// The kinds that the minimal program becomes with another engagement.yaml.
func TestLoadEveryKind(t *testing.T) {
	const rest = "time_zone: UTC\nservice_organization: {name: L}\nsystem: {name: S}\n"
	for _, test := range []struct {
		name, head string
		title      string
		when       string
	}{
		{"SOC 2 type 1", "report: soc2\ntype: 1\nas_of: 2026-06-30\ncategories: [security]\n", "SOC 2 Type 1", "as of June 30, 2026"},
		{"SOC 2 type 2", "report: soc2\ntype: 2\nperiod: {from: 2026-04-01, to: 2026-06-30}\ncategories: [security]\n", "SOC 2 Type 2", "April 1, 2026 to June 30, 2026"},
		{"SOC 3", "report: soc3\nperiod: {from: 2026-04-01, to: 2026-06-30}\ncategories: [security]\n", "SOC 3", "April 1, 2026 to June 30, 2026"},
		{"SOC 3 that says type 2", "report: soc3\ntype: 2\nperiod: {from: 2026-04-01, to: 2026-06-30}\ncategories: [security]\n", "SOC 3", "April 1, 2026 to June 30, 2026"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := loadMap(t, map[string]string{"engagement.yaml": test.head + rest}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Engagement.Title(); got != test.title || p.Engagement.When() != test.when {
				t.Errorf("got %s, %s", got, p.Engagement.When())
			}
			if rules, err := soc.RulesOf(p.Engagement.Report, p.Engagement.Type); err != nil || rules.Kind != p.Engagement.Report {
				t.Errorf("the kind has no rules: %v", err)
			}
		})
	}
}

// Each version of a control is tested for its part of the period only.
func TestWindowsOfVersions(t *testing.T) {
	procedure := func(control string) string {
		return "control: " + control + "\nnature: [inspection]\npopulation: p\nattributes: {A: {statement: s, pass: x}}\n"
	}
	p, err := loadMap(t, map[string]string{
		"management/controls/v.yaml": `controls:
  - {id: OLD, title: t, statement: s, criteria: [CC8.1], owner: o, frequency: daily, nature: manual, purpose: preventive, effective_to: 2026-05-14}
  - {id: NEW, title: t, statement: s, criteria: [CC8.1], owner: o, frequency: daily, nature: manual, purpose: preventive, effective_from: 2026-05-15, supersedes: OLD}
  - {id: LONG, title: t, statement: s, criteria: [CC8.1], owner: o, frequency: daily, nature: manual, purpose: preventive, effective_from: 2020-01-01}
`,
		"practitioner/procedures/1.yaml": procedure("OLD"), "practitioner/procedures/2.yaml": procedure("NEW"), "practitioner/procedures/3.yaml": procedure("LONG"),
	}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]soc.Period{}
	for _, procedure := range p.Procedures {
		got[procedure.Control] = procedure.Window
	}
	want := map[string]soc.Period{"OLD": {From: p.Engagement.Period.From, To: day2026(5, 14)}, "NEW": {From: day2026(5, 15), To: p.Engagement.Period.To}, "LONG": {}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
