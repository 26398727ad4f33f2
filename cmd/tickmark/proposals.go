package main

import (
	"github.com/tickmark-audit/tickmark/engagement/recordfile"
	"github.com/tickmark-audit/tickmark/soc"
)

// proposedRecords are the proposals about what nobody has concluded yet, from
// the controls to the opinion. What cannot be proposed is set aside as a
// comment: an undetermined matter is never taken for met.
func proposedRecords(ex *soc.Examination) []recordfile.Remarked {
	var out []recordfile.Remarked
	add := func(determined bool, reason string, record soc.Record) {
		remark := "Proposed: " + reason
		if !determined {
			remark = "Undetermined: " + reason
		}
		out = append(out, recordfile.Remarked{Record: record, Remark: remark, Aside: !determined})
	}
	for _, p := range ex.Proposals.Controls {
		if soc.Latest(ex.Records.Controls, p.Control) == nil {
			add(p.Design != "" && p.Operation != "", p.Reason,
				soc.ControlConclusion{Control: p.Control, Design: p.Design, Operation: p.Operation, Reason: p.Reason})
		}
	}
	for _, p := range ex.Proposals.Criteria {
		if p.Design == soc.NotRelevant || soc.Latest(ex.Records.Criteria, p.Criterion) != nil {
			continue
		}
		operation := p.Operation
		if operation == soc.NotInReport {
			operation = p.Design
		}
		add(p.Design != soc.Undetermined && operation != soc.Undetermined, p.Reason,
			soc.CriterionConclusion{Criterion: p.Criterion, Design: p.Design == soc.Met, Operation: operation == soc.Met, Reason: p.Reason})
	}
	for _, p := range ex.Proposals.Commitments {
		if soc.Latest(ex.Records.Commitments, p.Commitment) == nil {
			add(p.Achieved != soc.Undetermined, p.Reason,
				soc.CommitmentConclusion{Commitment: p.Commitment, Achieved: p.Achieved == soc.Met, Criteria: p.Criteria, Reason: p.Reason})
		}
	}
	for _, p := range ex.Proposals.Opinion {
		if soc.Latest(ex.Records.Opinion, string(p.Part)) != nil {
			continue
		}
		reason := p.Reason
		if p.IfPervasive != "" {
			reason += " If it is pervasive: " + string(p.IfPervasive) + ", with pervasive: true."
		}
		add(p.Opinion != "", reason,
			soc.OpinionPart{Part: p.Part, Opinion: p.Opinion, Cause: p.Cause, Basis: p.Matters, Reason: p.Reason})
	}
	return out
}
