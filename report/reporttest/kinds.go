package reporttest

import (
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

// Of returns the examination as one of another kind and type: a SOC 1 with
// control objectives, classes of transactions and S1-D sections; a type 1 as
// of a date; a SOC 3 with its two attachments.
func Of(kind soc.ReportKind, typ int) *soc.Examination {
	ex := Brief()
	e := &ex.Engagement
	e.Report, e.Type = kind, typ
	if typ == 1 {
		e.AsOf, e.Period = e.Period.To, soc.Period{}
		ex.Description = ex.Description[:3]
		ex.Procedures, ex.Tests, ex.Populations, ex.Responses = nil, nil, nil, nil
	}
	switch kind {
	case soc.SOC1:
		makeSOC1(ex)
	case soc.SOC3:
		ex.Assertion = "We, the management of Harbour Lantern Ltd, are responsible for the controls within the system.\n"
		ex.Description = []soc.DescriptionSection{
			{Criterion: "BOUNDARY", Title: "Boundary", Markdown: "The ledger service and what it runs on belong to the system; the devices of users do not.\n"},
			{Criterion: "COMMITMENTS", Title: "Commitments", Markdown: "In summary, the ledger is available and access to it is limited.\n"},
		}
	}
	Find(ex)
	return ex
}

func makeSOC1(ex *soc.Examination) {
	e := &ex.Engagement
	e.Categories = nil
	e.SubserviceOrganizations[0].Criteria, e.SubserviceOrganizations[0].Objectives = nil, []string{"CO-1"}
	ex.Commitments, ex.Incidents = nil, nil
	ex.CUECs[0].Criteria, ex.CUECs[0].Objectives = nil, []string{"CO-1"}
	ex.CSOCs[0].Criteria, ex.CSOCs[0].Objectives = nil, []string{"CO-1"}
	ex.Objectives = []soc.ControlObjective{
		{ID: "CO-1", Area: "access", Statement: "Controls provide reasonable assurance that logical access to the ledger is limited to people who need it.", Assertions: []string{"occurrence", "rights_and_obligations"}, Risks: []string{"A leaver keeps an account.", "Nobody reviews accounts."}},
		{ID: "CO-2", Area: "change", Statement: "Controls provide reasonable assurance that changes to the ledger are authorized, tested and approved.", Assertions: []string{"accuracy"}, Risks: []string{"A change is made by one person alone."}},
		{ID: "CO-3", Area: "processing", Statement: "Controls provide reasonable assurance that invoices are recorded completely, accurately and in the right period.", Assertions: []string{"completeness", "accuracy", "cutoff"}, Transactions: []string{"TC-1"}, Risks: []string{"An invoice is lost."}},
	}
	ex.Transactions = []soc.TransactionClass{{ID: "TC-1", Name: "Invoices", Description: "Invoices of shipping firms, received by interface and posted to their ledgers."}}
	under := map[string][]string{
		"ACC-01": {"CO-1"}, "ACC-02": {"CO-1"}, "ACC-03": {"CO-1"}, "CHG-01": {"CO-2", "CO-3"}, "CHG-02": {"CO-2"},
		"AVL-01": {"CO-3"}, "MON-01": {"CO-3"}, "MON-02": {"CO-1"}, "GOV-01": {"CO-1"}, "GOV-02": {"CO-1"},
	}
	for i := range ex.Controls {
		c := &ex.Controls[i]
		c.Criteria, c.Objectives = nil, under[c.ID]
	}
	ex.Description = []soc.DescriptionSection{
		{Criterion: "S1-D2", Title: "How invoices are processed", Markdown: "Invoices arrive by interface, are checked, posted and reported.\n"},
		{Criterion: "S1-D1", Title: "Services and transactions", Markdown: "Lantern Ledger posts the invoices of about 400 shipping firms.\n"},
	}
}

// Keys of people whose records a final report holds.
var (
	signatory = soc.Actor{KeyID: managementKey, Name: "lantern-signatory", Party: soc.Management, Role: soc.RoleSignatory}
	partner   = soc.Actor{KeyID: auditorKey, Name: "quill-partner", Party: soc.Practitioner, Role: soc.RolePartner}
)

// record makes a signed record with an entry of its own.
func record[R soc.Record](by soc.Actor, index int64, r R) soc.Signed[R] {
	return soc.Signed[R]{Entry: "0197c0de-0000-7000-8000-000000000" + string('a'+rune(index%6)) + string('a'+rune(index/6)) + "9", Index: index, At: sealed.Add(time.Duration(index) * time.Hour), By: by, Record: r}
}

// Issue makes an examination final with these parts of the opinion, in place
// of any it had; a part of the kind that is not given is unmodified. The
// assertion is signed by management, and by each organization that is
// included. The assertion's text is the caller's.
func Issue(ex *soc.Examination, parts ...soc.OpinionPart) *soc.Examination {
	ex.Actors = []soc.Actor{signatory, partner}
	ex.Gates = nil
	given := map[soc.OpinionPartName]soc.OpinionPart{}
	for _, p := range parts {
		given[p.Part] = p
	}
	ex.Records.Opinion, ex.Records.Assertions, ex.IncludedAssertions = nil, nil, nil
	index := int64(60)
	for _, name := range ex.Engagement.Rules().Parts {
		p, ok := given[name]
		if !ok {
			p = soc.OpinionPart{Part: name, Opinion: soc.Unmodified, Reason: "For the file: nothing came up."}
		}
		index++
		ex.Records.Opinion = append(ex.Records.Opinion, record(partner, index, p))
	}
	names := []string{ex.Engagement.ServiceOrganization.Name}
	for _, so := range ex.Engagement.SubserviceOrganizations {
		if so.Method == "inclusive" {
			names = append(names, so.Name)
			ex.IncludedAssertions = append(ex.IncludedAssertions, soc.IncludedAssertion{Organization: so.Name, Markdown: "We, the management of " + so.Name + ", assert the same of our part.\n", File: "management/assertions/1.md"})
		}
	}
	for _, name := range names {
		index++
		ex.Records.Assertions = append(ex.Records.Assertions, record(signatory, index, soc.AssertionSignature{
			Organization: name, Title: "Chief Operating Officer", Date: Day("2026-07-20"), Document: "ab", Basis: "monthly monitoring of the controls"}))
	}
	ex.Final = &soc.FinalReport{Date: Day("2026-07-20"), Firm: ex.Engagement.Practitioner.Name, City: "Alder Falls", State: "XX"}
	return ex
}

// Modified is a part with an opinion that is not unmodified, for one matter on
// criterion, control and text. Qualified stands with either cause; adverse
// with misstatement; a disclaimer with a scope limitation.
func Modified(part soc.OpinionPartName, opinion soc.OpinionKind, cause string, basis ...soc.BasisMatter) soc.OpinionPart {
	return soc.OpinionPart{Part: part, Opinion: opinion, Cause: cause, Pervasive: opinion != soc.Qualified, Basis: basis, Reason: "For the file: weighed with the team."}
}
