package opinion_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

var (
	qualified  = variant{report: soc.SOC2, typ: 2, ends: soc.Qualified}
	disclaimed = variant{report: soc.SOC2, typ: 2, ends: soc.Disclaimer}
	soc1       = variant{report: soc.SOC1, typ: 2}
	soc3       = variant{report: soc.SOC3}
	type1      = variant{report: soc.SOC2, typ: 1}
	rolled     = variant{report: soc.SOC2, typ: 2, rolled: true}
)

type gateCase struct {
	gate string
	of   variant // SOC 2 type 2 when empty
	take func(ex *soc.Examination)
	says string // of what is then missing
}

// gateCases takes away, from a complete examination, what one gate asks for.
// The complete examination is the case that passes the gate.
var gateCases = []gateCase{
	{gate: "G-ACC-01", take: func(ex *soc.Examination) { ex.Records.Acceptance = nil }, says: "not recorded"},
	{gate: "G-ACC-01", take: func(ex *soc.Examination) { ex.Records.Acceptance[0].Record.Licence.Active = false }, says: "not active"},
	{gate: "G-ACC-01", take: func(ex *soc.Examination) { ex.Engagement.Practitioner.Licence.Number = "2" }, says: "is not the one of engagement.yaml"},
	{gate: "G-ACC-01", take: func(ex *soc.Examination) { ex.Final.City = "Elsewhere" }, says: "Elsewhere"},
	{gate: "G-ACC-02", take: func(ex *soc.Examination) { ex.Records.Independence = ex.Records.Independence[1:] }, says: "pat (engagement partner) stated independence of Harrow Freight (entry"},
	{gate: "G-ACC-02", take: func(ex *soc.Examination) { ex.Records.Independence[0].Record.Independent = false }, says: "not independent"},
	{gate: "G-ACC-02", take: func(ex *soc.Examination) { ex.Records.Independence = ex.Records.Independence[:4] }, says: "has not renewed"},
	{gate: "G-ACC-02", take: func(ex *soc.Examination) { ex.Engagement.SubserviceOrganizations[0].Method = "inclusive" }, says: "independence of Northmere Hosting"},
	{gate: "G-ACC-02", take: func(ex *soc.Examination) { ex.Plan.Team = make([]soc.TeamMember, 5) }, says: "a team of 5, of whom 4"},
	{gate: "G-ACC-02", take: func(ex *soc.Examination) {
		last := &ex.Records.Independence[len(ex.Records.Independence)-1]
		last.At = last.At.AddDate(0, 0, 3)
	}, says: "after the date of the report"},
	{gate: "G-ACC-03", take: func(ex *soc.Examination) { ex.Records.Independence[2].Record.SelfReview = "wrote the access policy" }, says: "wrote the access policy"},
	{gate: "G-ACC-03", take: func(ex *soc.Examination) { ex.Actors[1].Name = "sam" }, says: "sam has a key of each party"},
	{gate: "G-ACC-04", take: func(ex *soc.Examination) { ex.Records.Acceptance[0].Record.NoToolVendors = false }, says: "Nothing is said"},
	{gate: "G-ACC-04", take: func(ex *soc.Examination) {
		ex.Records.Acceptance[0].Record.ToolVendors = []soc.ToolRelationship{{Vendor: "Checkbox", Relationship: "referral", Limits: []string{"timing"}}}
	}, says: "limits timing"},
	{gate: "G-ACC-05", take: func(ex *soc.Examination) { ex.Records.Acceptance[0].Record.Preconditions.CriteriaSuitable = false }, says: "the criteria are suitable"},
	{gate: "G-ACC-06", take: func(ex *soc.Examination) { ex.Records.Letters = ex.Records.Letters[:1] }, says: "not signed by the engagement partner"},
	{gate: "G-ACC-06", take: func(ex *soc.Examination) { ex.Records.Letters[0].Index = 1000 }, says: "after fieldwork began"},
	{gate: "G-ACC-06", take: func(ex *soc.Examination) { ex.Records.Letters[1].Record.Period = "2026-01-01 to 2026-05-31" }, says: "the period"},
	{gate: "G-ACC-06", take: func(ex *soc.Examination) { ex.Records.Letters[0].Record.Document = digest("another") }, says: "different engagement letters"},
	{gate: "G-ACC-06", take: func(ex *soc.Examination) {
		later := ex.Records.Letters[1]
		later.Index, later.Record.Document = 900, digest("narrower")
		ex.Records.Letters = append(ex.Records.Letters, later)
	}, says: "without a reason"},
	{gate: "G-ACC-07", take: func(ex *soc.Examination) { ex.Plan.Team[1].Competence = "" }, says: "competence of the senior"},

	{gate: "G-PLN-01", take: func(ex *soc.Examination) { ex.Plan.Risks[0].Controls = nil }, says: "No risk of the plan names"},
	{gate: "G-PLN-01", take: func(ex *soc.Examination) { ex.Plan.Risks = nil }, says: "assesses no risk"},
	{gate: "G-PLN-02", take: func(ex *soc.Examination) { ex.Plan.Materiality = "For the description and for design." }, says: "materiality for operation"},
	{gate: "G-PLN-03", take: func(ex *soc.Examination) { ex.NotRelevant = nil }, says: "No control serves CC6.4"},
	{gate: "G-PLN-03", of: soc1, take: func(ex *soc.Examination) {
		ex.Objectives = append(ex.Objectives, soc.ControlObjective{ID: "CO-2"})
	}, says: "takes the objective back"},
	{gate: "G-PLN-04", take: func(ex *soc.Examination) { ex.Records.Walkthroughs = ex.Records.Walkthroughs[1:] }, says: "No walkthrough is recorded of ACC-01"},
	{gate: "G-PLN-04", take: func(ex *soc.Examination) { ex.Controls[0].Owner = "" }, says: "ACC-01 lacks an owner"},
	{gate: "G-PLN-05", take: func(ex *soc.Examination) { ex.Engagement.Period.From = date("2026-01-03") }, says: "under six months"},
	{gate: "G-PLN-05", take: func(ex *soc.Examination) { ex.Engagement.Period.From = date("2026-04-02") }, says: "under three months"},
	{gate: "G-PLN-05", take: func(ex *soc.Examination) { ex.Final.Date = date("2026-06-30") }, says: "not after the last day of the period"},
	{gate: "G-PLN-05", of: type1, take: func(ex *soc.Examination) { ex.Final.Date = date("2026-06-29") }, says: "before the day that it is as of"},
	{gate: "G-PLN-06", take: func(ex *soc.Examination) { ex.Records.PriorReport[0].Record.Acknowledged = "" }, says: "31 days pass"},
	{gate: "G-PLN-06", take: func(ex *soc.Examination) {
		ex.Records.PriorReport[0].Record = soc.PriorReport{To: date("2026-01-02")}
	}, says: "by 2 days"},
	{gate: "G-RFW-01", of: rolled, take: func(ex *soc.Examination) { ex.RollForward[0].Affirmed = false }, says: "control ACC-01; management looks"},

	{gate: "G-DSC-01", take: func(ex *soc.Examination) { ex.Description = ex.Description[1:] }, says: "no section for DC 1"},
	{gate: "G-DSC-01", of: soc1, take: func(ex *soc.Examination) { ex.Transactions = nil }, says: "class of transactions"},
	{gate: "G-DSC-02", take: func(ex *soc.Examination) { ex.Commitments = ex.Commitments[:1] }, says: "No principal requirement"},
	{gate: "G-DSC-02", take: func(ex *soc.Examination) {
		ex.Engagement.Categories = append(ex.Engagement.Categories, soc.Availability)
	}, says: "category availability"},
	{gate: "G-DSC-02", of: soc3, take: func(ex *soc.Examination) { ex.Commitments[0].Source = "" }, says: "does not say where"},
	{gate: "G-DSC-03", take: func(ex *soc.Examination) { ex.Components.List = ex.Components.List[1:] }, says: "kind infrastructure"},
	{gate: "G-DSC-03", take: func(ex *soc.Examination) { ex.Controls[0].Components = []string{"moon base"} }, says: "moon base"},
	{gate: "G-DSC-03", of: soc3, take: func(ex *soc.Examination) { ex.Components.Boundary = "" }, says: "where the system ends"},
	{gate: "G-DSC-04", take: func(ex *soc.Examination) { ex.IncidentRegister = "" }, says: "where incidents were looked for"},
	{gate: "G-DSC-04", take: func(ex *soc.Examination) { ex.Incidents[0].Disposition = "" }, says: "Disclosed without the effect or what was done: INC-1"},
	{gate: "G-DSC-05", take: func(ex *soc.Examination) { ex.Controls[3].Criteria = []string{"A1.1"} }, says: "VEN-01 serves no criterion in scope"},
	{gate: "G-DSC-06", take: func(ex *soc.Examination) { ex.CUECs[0].Commitments = nil }, says: "CUEC-1"},
	{gate: "G-DSC-06", of: soc1, take: func(ex *soc.Examination) { ex.Description[5].Markdown = "We use others." }, says: "S1-D6 does not name Northmere Hosting"},
	{gate: "G-DSC-07", take: func(ex *soc.Examination) { ex.Description[6].Markdown = "We use others." }, says: "DC 7 does not name Northmere Hosting"},
	{gate: "G-DSC-07", take: func(ex *soc.Examination) { ex.Engagement.SubserviceOrganizations[0].Method = "inclusive" }, says: "no control of it is described"},
	{gate: "G-DSC-07", of: soc1, take: func(ex *soc.Examination) { ex.CUECs[0].Objectives = nil }, says: "which control objectives"},
	{gate: "G-DSC-08", take: func(ex *soc.Examination) { ex.NotRelevant[0].Reviewer = "" }, says: "CC6.4"},
	{gate: "G-DSC-09", take: func(ex *soc.Examination) { ex.Changes = nil }, says: "CHG-00 began or ended"},
	{gate: "G-DSC-10", take: func(ex *soc.Examination) { ex.Records.Approvals = nil }, says: "not approved"},
	{gate: "G-DSC-10", take: func(ex *soc.Examination) { ex.Programs[0].Entry = "a later one" }, says: "changed after management approved it"},
	{gate: "G-DSC-10", take: func(ex *soc.Examination) {
		ex.Records.Comparisons[0].Record.Sections = ex.Records.Comparisons[0].Record.Sections[1:]
	}, says: "DC 1: not compared"},
	{gate: "G-DSC-11", take: func(ex *soc.Examination) { ex.Records.Comparisons[0].Record.Others = nil }, says: "not compared with the descriptions of other"},
	{gate: "G-DSC-11", take: func(ex *soc.Examination) { ex.Records.Comparisons[0].Record.Others[0].Share = "0.7" }, says: "0.7"},
	{gate: "G-DSC-12", take: func(ex *soc.Examination) { ex.Description[0].Markdown = "TBD" }, says: "tbd"},
	{gate: "G-DSC-12", take: func(ex *soc.Examination) { ex.Description[0].Markdown = "Our world-class team is SOC 2 certified." }, says: "world-class"},

	{gate: "G-POP-01", take: func(ex *soc.Examination) { ex.Populations[0].Failure = "the server answered 403" }, says: "403"},
	{gate: "G-POP-01", take: func(ex *soc.Examination) { ex.Populations[0].SealedBy = "" }, says: "who extracted it"},
	{gate: "G-POP-02", take: func(ex *soc.Examination) {
		ex.Populations[0].Certificate.Verdict = soc.NotShownComplete
		ex.Records.IPE[0].Record.Traced = nil
	}, says: "not shown complete"},
	{gate: "G-POP-02", take: func(ex *soc.Examination) {
		ex.Populations[0].Certificate.Verdict = ""
		ex.Records.IPE[0].Record.Reliable = false
	}, says: "assessed as not reliable"},
	{gate: "G-POP-02", take: func(ex *soc.Examination) {
		ex.Populations[0].Reconciliations = []soc.ReconciliationRecord{{
			Reconciliation: soc.Reconciliation{Name: "owners", Statement: "Each account has an owner.", Rule: soc.LeftInRight, With: "personnel"},
			Found:          soc.Reconciled{Matched: 4, OnlyHere: 2}, Entry: "r1", Index: ex.Records.IPE[0].Index + 1,
		}}
	}, says: "reconciliation owners (Each account has an owner): 4 rows of accounts have one in personnel; 2 rows have none."},
	{gate: "G-POP-02", take: func(ex *soc.Examination) {
		ex.Populations[0].Reconciliations = []soc.ReconciliationRecord{{Reconciliation: soc.Reconciliation{Name: "owners"}, Failure: "the population personnel has not been collected"}}
	}, says: "Not performed: the population personnel has not been collected."},
	{gate: "G-POP-02", take: func(ex *soc.Examination) { ex.Records.IPE = nil }, says: "Nobody assessed the completeness and accuracy of accounts"},
	{gate: "G-POP-02", take: func(ex *soc.Examination) { ex.Records.IPE[0].Record.Traced[0].Agrees = false }, says: "does not agree with its source"},
	{gate: "G-POP-02", take: func(ex *soc.Examination) { ex.Records.IPE[0].Index = 600 }, says: "concluded before the population accounts"},
	{gate: "G-POP-03", take: func(ex *soc.Examination) {
		ex.Records.IPE[0].Record.Traced = nil
		for i := range 4 {
			ex.Populations[0].Certificate.Weeks[len(ex.Populations[0].Certificate.Weeks)-1-i].Rows = 0
		}
	}, says: "last 4 weeks"},
	{gate: "G-POP-04", take: func(ex *soc.Examination) { ex.Populations[0].TableDigest = digest("another") }, says: "as it is sealed now"},
	{gate: "G-POP-04", take: func(ex *soc.Examination) { ex.Tests[0].Inputs[0].Population = "elsewhere" }, says: "not sealed"},
	{gate: "G-POP-05", take: func(ex *soc.Examination) { ex.Records.ItemTests[0].Record.Items[0].Evidence = nil }, says: "names no evidence"},
	{gate: "G-POP-05", take: func(ex *soc.Examination) {
		ex.Populations[0].Certificate.Extraction.Started = time.Date(2026, 6, 30, 23, 0, 0, 0, time.UTC)
	}, says: "before the period ended"},
	{gate: "G-POP-05", take: func(ex *soc.Examination) {
		ex.Procedures[0].DateColumn, ex.Populations[0].Certificate.AfterPeriod = "none", 3
	}, says: "3 lie after the period"},
	{gate: "G-POP-05", of: qualified, take: func(ex *soc.Examination) { ex.Records.Evaluations[0].Record.To = date("2026-07-02") }, says: "not within the period"},
	{gate: "G-POP-06", take: func(ex *soc.Examination) { ex.Records.IPE[0].Record.Tool = "" }, says: "a tool that is not assessed"},
	{gate: "G-POP-07", take: func(ex *soc.Examination) {
		ex.Procedures[0].DateColumn, ex.Populations[0].Certificate.BeforePeriod = "none", 3
	}, says: "3 lie before the period"},

	{gate: "G-TST-01", take: func(ex *soc.Examination) { ex.Tests = ex.Tests[1:] }, says: "No procedure tests"},
	{gate: "G-TST-01", of: type1, take: func(ex *soc.Examination) { ex.Records.Walkthroughs = nil }, says: "no test of the design of ACC-01, CHG-01 and VEN-01"},
	{gate: "G-TST-02", take: func(ex *soc.Examination) { ex.Procedures[0].Nature = []soc.TestNature{soc.Inquiry} }, says: "inquiry alone"},
	{gate: "G-TST-03", take: func(ex *soc.Examination) {
		ex.Tests[0].Attributes[0] = soc.AttributeResult{ID: "A", Passed: 4, NotTested: 36}
	}, says: "the table asks for 5"},
	{gate: "G-TST-04", take: func(ex *soc.Examination) {
		ex.Tests[0].Attributes[0] = soc.AttributeResult{ID: "A", Passed: 39, NotTested: 1}
	}, says: "no result for 1 item"},
	{gate: "G-TST-05", take: func(ex *soc.Examination) { ex.Records.Reviews = nil }, says: "Not reviewed: tests ACC-01-T1, CHG-00-T1"},
	{gate: "G-TST-05", take: func(ex *soc.Examination) { ex.Records.Reviews[0].By = senior }, says: "Reviewed by who prepared it: test ACC-01-T1"},
	{gate: "G-TST-05", take: func(ex *soc.Examination) {
		ex.Records.Reviews[0].By = soc.Actor{KeyID: "second", Name: senior.Name, Party: soc.Practitioner, Role: soc.RolePartner}
	}, says: "Reviewed by who prepared it: test ACC-01-T1"},
	{gate: "G-TST-05", take: func(ex *soc.Examination) { ex.Tests[0].Entry = "performed again" }, says: "Changed since the review: test ACC-01-T1."},
	{gate: "G-TST-05", take: func(ex *soc.Examination) {
		ex.Records.Notes = []soc.Signed[soc.ReviewNote]{{Record: soc.ReviewNote{ID: "N-1", On: "test ACC-01-T1", Text: "Why 40?"}}}
	}, says: "N-1"},
	{gate: "G-TST-06", take: func(ex *soc.Examination) { ex.Records.Controls[0].Index = 5 }, says: "The conclusion on ACC-01 (entry 5) came before"},
	{gate: "G-TST-06", take: func(ex *soc.Examination) { ex.Records.Opinion[0].Index = 100 }, says: "The opinion on description"},
	{gate: "G-TST-06", take: func(ex *soc.Examination) { ex.Tests[0].Index = 1 }, says: "The result of ACC-01-T1 (entry 1) came before the population"},
	{gate: "G-TST-07", take: func(ex *soc.Examination) { ex.Tests = append(ex.Tests[:1], ex.Tests[2:]...) }, says: "CHG-00 was in effect until 2026-03-31"},
	{gate: "G-TST-08", take: func(ex *soc.Examination) {
		ex.Tests[2].Items = 1
		ex.Records.Controls = ex.Records.Controls[2:]
	}, says: "no control over access"},
	{gate: "G-TST-09", take: func(ex *soc.Examination) { ex.Records.OthersWork = nil }, says: "not recorded whether"},
	{gate: "G-TST-09", take: func(ex *soc.Examination) {
		ex.Records.OthersWork[0].Record = soc.OthersWork{Used: true, Who: "internal audit"}
	}, says: "without an evaluation"},

	{gate: "G-DEV-01", of: qualified, take: func(ex *soc.Examination) { ex.Records.Evaluations = nil }, says: "await evaluation: 2 of ACC-01-T1 A"},
	{gate: "G-DEV-01", of: qualified, take: func(ex *soc.Examination) { ex.Records.Evaluations[0].Record.Deviations = 1 }, says: "has 2 deviations, and an evaluation"},
	{gate: "G-DEV-02", take: func(ex *soc.Examination) { ex.Records.Controls = ex.Records.Controls[1:] }, says: "Nothing is concluded on ACC-01"},
	{gate: "G-DEV-02", take: func(ex *soc.Examination) { ex.Plan.TolerableRate = "" }, says: "no tolerable rate"},
	{gate: "G-DEV-02", of: qualified, take: func(ex *soc.Examination) { ex.Records.Controls[0].Record.Operation = soc.Effective }, says: "softer than the results"},
	{gate: "G-DEV-03", of: qualified, take: func(ex *soc.Examination) { ex.Records.Evaluations[0].Record.Additional = " " }, says: "without additional procedures"},
	{gate: "G-DEV-03", of: qualified, take: func(ex *soc.Examination) { ex.Controls[0].Nature = "automated" }, says: "ACC-01 is automated"},
	{gate: "G-DEV-04", take: func(ex *soc.Examination) {
		was := ex.Records.ItemTests[0]
		was.Superseded = true
		was.Record.Items = []soc.ItemResult{{Item: "A-3", Outcome: soc.Deviates, Reason: "No approval"}}
		ex.Records.ItemTests = append([]soc.Signed[soc.ItemTest]{was}, ex.Records.ItemTests...)
	}, says: "A-3 was a deviation"},
	{gate: "G-DEV-05", of: qualified, take: func(ex *soc.Examination) {
		ex.Records.Controls[0].Record.Operation = soc.Effective
		ex.Records.Controls[0].Record.Compensating = []string{"CHG-01"}
	}, says: "CHG-01 was in force from 2026-04-01"},
	{gate: "G-DEV-06", of: qualified, take: func(ex *soc.Examination) { ex.Tests[0].Details.Deviations = ex.Tests[0].Details.Deviations[1:] }, says: "2 deviations and lists 1"},
	{gate: "G-DEV-07", take: func(ex *soc.Examination) { ex.Description[2].Markdown += " We now remind managers\nevery week." }, says: "also stands in DC 3.md"},

	{gate: "G-SUB-01", take: func(ex *soc.Examination) { ex.CSOCs = nil }, says: "No control is named that is expected"},
	{gate: "G-SUB-01", take: func(ex *soc.Examination) { ex.Engagement.SubserviceOrganizations[0].Test = nil }, says: "is not recorded"},
	{gate: "G-SUB-01", take: func(ex *soc.Examination) { ex.Engagement.SubserviceOrganizations[0].Monitoring = nil }, says: "watches over"},
	{gate: "G-SUB-02", take: func(ex *soc.Examination) { ex.SubserviceReports = nil }, says: "No SOC report of Northmere Hosting"},
	{gate: "G-SUB-02", take: func(ex *soc.Examination) { ex.SubserviceReports[0].Period.To = date("2026-03-31") }, says: "cover 90 of the period's 181 days"},
	{gate: "G-SUB-02", take: func(ex *soc.Examination) { ex.SubserviceReports[0].Opinion = soc.Qualified }, says: "opinion_effect"},
	{gate: "G-SUB-02", take: func(ex *soc.Examination) { ex.SubserviceReports[0].CUECs[0].Control = "" }, says: "neither a control of ours"},
	{gate: "G-SUB-03", take: func(ex *soc.Examination) { ex.Records.Comparisons[0].Record.ComplementaryAgree = false }, says: "not recorded that the complementary controls agree"},

	{gate: "G-AST-01", take: func(ex *soc.Examination) { ex.Assertion = "" }, says: "There is no assertion"},
	{gate: "G-AST-01", take: func(ex *soc.Examination) {
		ex.Assertion += " And more."
		ex.Programs[0].Index = 5000
	}, says: "changed after management signed it"},
	{gate: "G-AST-01", take: func(ex *soc.Examination) { ex.Engagement.SubserviceOrganizations[0].Method = soc.Inclusive }, says: "There is no assertion of Northmere Hosting; its management writes it in management/assertions"},
	{gate: "G-AST-01", take: func(ex *soc.Examination) { ex.Records.Assertions = nil }, says: "not signed"},
	{gate: "G-AST-01", of: qualified, take: func(ex *soc.Examination) { ex.Records.Assertions[0].Record.Exceptions = nil }, says: "no reservation"},
	{gate: "G-AST-01", of: soc1, take: func(ex *soc.Examination) { ex.Assertion += " It follows DC section 200." }, says: "another kind of report"},
	{gate: "G-REP-01", take: func(ex *soc.Examination) { ex.Records.Representations = nil }, says: "A refusal is a scope limitation"},
	{gate: "G-REP-01", take: func(ex *soc.Examination) { ex.Records.Representations[0].Record.Date = date("2026-06-30") }, says: "dated 2026-06-30 and the report"},
	{gate: "G-REP-01", take: func(ex *soc.Examination) {
		ex.Records.Representations[0].Record.Items = ex.Records.Representations[0].Record.Items[1:]
	}, says: "REP-01"},
	{gate: "G-SEQ-01", take: func(ex *soc.Examination) { ex.Records.SubsequentEvents = nil }, says: "not looked into"},
	{gate: "G-SEQ-01", take: func(ex *soc.Examination) { ex.Final.Date = ex.Final.Date.AddDays(1) }, says: "the practitioner covers every day up to it"},
	{gate: "G-EQR-01", take: func(ex *soc.Examination) { ex.Records.QualityReview = nil }, says: "not recorded"},
	{gate: "G-EQR-01", take: func(ex *soc.Examination) {
		ex.Records.QualityReview[0].Record = soc.QualityReview{Policy: "None for small engagements"}
	}, says: "the plan does not state such a policy"},
	{gate: "G-EQR-01", take: func(ex *soc.Examination) { ex.Tests[0].PerformedBy = reviewer.KeyID }, says: "did work on it (the test ACC-01-T1)"},
	{gate: "G-EQR-01", take: func(ex *soc.Examination) { ex.Records.QualityReview[0].By.Name = senior.Name }, says: "did work on it (the test"},
	{gate: "G-EQR-01", take: func(ex *soc.Examination) { ex.Records.QualityReview[0].Record.Completed = date("2026-08-01") }, says: "after the date of the report"},

	{gate: "G-OPN-01", take: func(ex *soc.Examination) { ex.Records.Opinion = ex.Records.Opinion[1:] }, says: "no opinion on description"},
	{gate: "G-OPN-01", take: func(ex *soc.Examination) { ex.Records.Criteria = ex.Records.Criteria[1:] }, says: "Nothing is concluded on CC1.1"},
	{gate: "G-OPN-01", take: func(ex *soc.Examination) { ex.Records.Opinion[0].By = manager }, says: "signed by max (manager)"},
	{gate: "G-OPN-02", take: func(ex *soc.Examination) { ex.Records.Criteria[0].Record.Operation = false }, says: "cannot be unmodified: CC1.1"},
	{gate: "G-OPN-02", take: func(ex *soc.Examination) { ex.Records.Controls[0].Record.Operation = soc.NotEffective }, says: "met in operation although ACC-01"},
	{gate: "G-OPN-03", of: qualified, take: func(ex *soc.Examination) { ex.Records.Opinion[2].Record.Basis = nil }, says: "needs its basis"},
	{gate: "G-OPN-03", of: qualified, take: func(ex *soc.Examination) { ex.Records.Opinion[2].Record.Basis[0].Criterion = "CC1.1" }, says: "does not name CC6.1"},
	{gate: "G-OPN-03", of: qualified, take: func(ex *soc.Examination) {
		ex.TextFaults = []soc.TextFault{{Gate: "G-OPN-03", Missing: "The opinion does not say except for"}}
	}, says: "except for"},
	{gate: "G-OPN-04", of: disclaimed, take: func(ex *soc.Examination) { ex.TextsChecked = false }, says: "not checked"},
	{gate: "G-OPN-04", of: disclaimed, take: func(ex *soc.Examination) {
		ex.TextFaults = []soc.TextFault{{Gate: "G-OPN-04", Missing: "It states that the standards were met"}}
	}, says: "standards were met"},

	{gate: "G-RPT-01", take: func(ex *soc.Examination) { ex.TextsChecked = false }, says: "not checked"},
	{gate: "G-RPT-01", of: type1, take: func(ex *soc.Examination) { ex.Procedures = []soc.Procedure{{ID: "ACC-01-T1"}} }, says: "a report of type 1 does not have"},
	{gate: "G-RPT-02", take: func(ex *soc.Examination) { ex.Tests[0].Items = 41 }, says: "41 items and outcomes for 40"},
	{gate: "G-RPT-02", of: qualified, take: func(ex *soc.Examination) { ex.Tests[0].ItemsWithDeviation = 1 }, says: "lists 2"},
	{gate: "G-RPT-03", take: func(ex *soc.Examination) { ex.Tests[0].PerformedAt = ex.Tests[0].PerformedAt.AddDate(0, 1, 0) }, says: "before the result of ACC-01-T1"},
	{gate: "G-RPT-03", take: func(ex *soc.Examination) { ex.Records.Walkthroughs[0].Record.On = date("2099-01-01") }, says: "is dated 2099-01-01, after the report"},
	{gate: "G-RPT-03", take: func(ex *soc.Examination) { ex.Records.Letters[0].Record.Date = date("2099-01-01") }, says: "The engagement letter (entry"},
	{gate: "G-RPT-03", take: func(ex *soc.Examination) {
		ex.Records.Acceptance[0].Record.Licence.CheckedOn = date("2099-01-01")
	}, says: "The check of the licence"},
	{gate: "G-RPT-04", of: soc3, take: func(ex *soc.Examination) {
		ex.TextFaults = []soc.TextFault{{Gate: "G-RPT-04", Missing: "The report shows tests"}}
	}, says: "shows tests"},
	{gate: "G-RPT-04", take: func(ex *soc.Examination) { ex.Records.Opinion = nil }, says: "no auditor's report to look through"},
	{gate: "G-RPT-05", take: func(ex *soc.Examination) { ex.Plan.Materiality = "" }, says: "although G-PLN-02 is open"},
	{gate: "G-DOC-01", take: func(ex *soc.Examination) { ex.Tests[0].PerformedAt = ex.Tests[0].PerformedAt.AddDate(0, 3, 0) }, says: "more than 60 days"},
	{gate: "G-DOC-02", take: func(ex *soc.Examination) { ex.Plan.RetentionYears = 0 }, says: "retention_years"},
	{gate: "G-DOC-02", take: func(ex *soc.Examination) { ex.Plan.RetentionYears = 3 }, says: "kept for 3 years, under 5"},
	{gate: "G-KEY-01", take: func(ex *soc.Examination) { ex.Actors[4].ThrowAway = true }, says: "throw-away"},
	{gate: "G-KEY-01", take: func(ex *soc.Examination) { ex.Readiness = true }, says: "readiness"},
	{gate: "G-KEY-01", take: func(ex *soc.Examination) { ex.Tests[0].PerformedBy = lead.KeyID }, says: "performed by management"},
	{gate: "G-KEY-01", take: func(ex *soc.Examination) {
		ex.Actors = append(ex.Actors, soc.Actor{KeyID: "second", Name: senior.Name, Party: soc.Management, Role: soc.RoleSignatory})
	}, says: "signed for management and for the practitioner"},
}

func gate(t *testing.T, ex *soc.Examination, id string) soc.GateState {
	t.Helper()
	opinion.Propose(ex)
	for _, g := range ex.Gates {
		if g.ID == id {
			return g
		}
	}
	t.Fatalf("no gate %s", id)
	return soc.GateState{}
}

// Each gate lets a complete examination pass, and stays open when what it asks
// for is missing.
func TestGates(t *testing.T) {
	for _, c := range gateCases {
		t.Run(c.gate, func(t *testing.T) {
			ex := complete(c.of)
			if g := gate(t, ex, c.gate); g.Open || g.NotApplicable != "" {
				t.Fatalf("a complete examination does not pass %s: open %v %q, not applicable %q", c.gate, g.Open, g.Missing, g.NotApplicable)
			}
			c.take(ex)
			g := gate(t, ex, c.gate)
			if !g.Open || !strings.Contains(strings.Join(g.Missing, " "), c.says) {
				t.Errorf("%s: open %v, missing %q; want %q", c.gate, g.Open, g.Missing, c.says)
			}
			for _, m := range g.Missing {
				if !strings.HasSuffix(m, ".") || strings.Contains(m, "%!") {
					t.Errorf("%s: %q is no sentence", c.gate, m)
				}
			}
		})
	}
}

// Every gate of the field has a rule and a case that trips it.
func TestEveryGateOfTheFieldIsThere(t *testing.T) {
	file, err := os.Open("testdata/gates.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var want []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if id := lines.Text(); !strings.HasPrefix(id, "#") {
			want = append(want, id)
		}
	}
	got := opinion.GateIDs()
	for _, id := range want {
		if !slices.Contains(got, id) {
			t.Errorf("there is no gate %s", id)
		}
		if !slices.ContainsFunc(gateCases, func(c gateCase) bool { return c.gate == id }) {
			t.Errorf("no case trips %s", id)
		}
	}
	for _, id := range got {
		if !slices.Contains(want, id) {
			t.Errorf("the gate %s is not in testdata/gates.txt", id)
		}
	}
	for _, g := range complete(variant{}).Gates {
		if g.Requirement == "" || g.Source == "" || g.Area == "" {
			t.Errorf("%s lacks its requirement, source or area", g.ID)
		}
	}
}
