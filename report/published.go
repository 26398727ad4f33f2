package report

import "github.com/tickmark-audit/tickmark/soc"

// facts are what the data rendering holds: what a reader of the pages may
// see, and no more.
func (b *book) facts() Facts {
	return Facts{Examination: published(b.ex, b.rules), Summary: b.sum}
}

// published returns what a report may say of an examination. A draft is for
// those who work on it and holds all. What a type 1 report and a SOC 3 have no
// place for is left out of their drafts too: a type 1 has no tests of
// operation, a SOC 3 neither controls nor tests. A final report goes to
// readers outside; the plan, the gates and the overrides, the proposals,
// reviews and other working papers stay in the file.
func published(ex *soc.Examination, rules soc.Rules) *soc.Examination {
	if ex.Final == nil && rules.ShowsTests {
		return ex
	}
	out := *ex
	if !rules.ShowsTests {
		out.Populations, out.Procedures, out.Tests = nil, nil, nil
		out.Controlled, out.Criteria = nil, nil
		out.Responses = nil
		out.Proposals = soc.Proposals{}
		out.Records.ItemTests, out.Records.Evaluations, out.Records.IPE = nil, nil, nil
	}
	if !rules.FullDescription {
		out.Controls, out.Incidents, out.Changes, out.SubserviceReports, out.Responses = nil, nil, nil, nil, nil
		out.Records.Controls, out.Records.Criteria, out.Records.Walkthroughs = nil, nil, nil
		out.Plan = soc.Plan{}
	}
	if ex.Final == nil {
		return &out
	}
	out.Controlled, out.Criteria, out.Gates = nil, nil, nil
	out.Proposals, out.Plan = soc.Proposals{}, soc.Plan{}
	out.TextsChecked, out.TextFaults = false, nil
	out.Prior, out.RollForward = nil, nil
	out.SubserviceReports = nil // management's review of the reports of others
	out.Incidents = nil
	for _, x := range ex.Incidents {
		if x.Disclose && rules.FullDescription {
			out.Incidents = append(out.Incidents, x)
		}
	}
	out.Records = soc.Records{
		Assertions: soc.InForce(ex.Records.Assertions),
		OthersWork: nil,
		Emphasis:   soc.InForce(ex.Records.Emphasis),
	}
	if rules.ShowsTests {
		out.Records.OthersWork = soc.InForce(ex.Records.OthersWork)
		out.Records.ItemTests = soc.InForce(ex.Records.ItemTests)
	}
	for _, s := range soc.InForce(ex.Records.Opinion) {
		s.Record.Reason = "" // for the file; it is not printed
		out.Records.Opinion = append(out.Records.Opinion, s)
	}
	return &out
}
