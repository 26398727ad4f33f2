package opinion_test

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

func refused(t *testing.T, err error, says string) {
	t.Helper()
	switch {
	case says == "" && err != nil:
		t.Errorf("refused: %v", err)
	case says != "" && (err == nil || !strings.Contains(err.Error(), says)):
		t.Errorf("got %v, want a refusal that says %q", err, says)
	}
}

func TestCheckControlConclusion(t *testing.T) {
	effective := soc.ControlConclusion{Control: "ACC-01", Design: soc.Suitable, Operation: soc.Effective, Reason: "As tested"}
	cases := []struct {
		name   string
		of     variant
		change func(ex *soc.Examination, c *soc.ControlConclusion)
		says   string // "" when it stands
	}{
		{name: "tested without deviation"},
		{name: "harder than proposed", change: func(_ *soc.Examination, c *soc.ControlConclusion) { c.Operation = soc.NotEffective }},
		{name: "no such control", change: func(_ *soc.Examination, c *soc.ControlConclusion) { c.Control = "ACC-09" }, says: "no control ACC-09"},
		{name: "no walkthrough", change: func(ex *soc.Examination, _ *soc.ControlConclusion) { ex.Records.Walkthroughs = nil }, says: "without a walkthrough"},
		{name: "operation left out of a type 2", change: func(_ *soc.Examination, c *soc.ControlConclusion) { c.Operation = soc.NotExamined }, says: "operation is examined"},
		{name: "operation in a type 1", of: type1, says: "not_examined"},
		{name: "type 1", of: type1, change: func(_ *soc.Examination, c *soc.ControlConclusion) { c.Operation = soc.NotExamined }},
		{name: "not tested", change: func(ex *soc.Examination, _ *soc.ControlConclusion) { ex.Tests = ex.Tests[1:] }, says: "No procedure"},
		{name: "an attribute awaits a person", change: func(ex *soc.Examination, _ *soc.ControlConclusion) {
			ex.Tests[0].Attributes[0] = soc.AttributeResult{ID: "A", Passed: 39, NotTested: 1}
		}, says: "must still test"},
		{name: "readiness", change: func(ex *soc.Examination, _ *soc.ControlConclusion) { ex.Readiness = true }, says: "by management"},
		{name: "said not to have operated, and did", change: func(_ *soc.Examination, c *soc.ControlConclusion) { c.Operation = soc.NoOperation }, says: "complete population without an item"},
		{name: "population not shown complete", change: func(ex *soc.Examination, _ *soc.ControlConclusion) {
			ex.Populations[0].Certificate.Verdict, ex.Records.IPE = soc.NotShownComplete, nil
		}, says: "accounts is not shown complete"},
		{name: "deviations", of: qualified, says: "softer_reason"},
		{name: "deviations, with a reason", of: qualified, change: func(_ *soc.Examination, c *soc.ControlConclusion) { c.SofterReason = "Both were approved by mail" }},
		{name: "deviations that nobody evaluated", of: qualified, change: func(ex *soc.Examination, c *soc.ControlConclusion) {
			ex.Records.Evaluations, c.SofterReason = nil, "Both were approved by mail"
		}, says: "evaluate the deviations of ACC-01-T1 A"},
		{name: "deviations, compensated", of: qualified, change: func(ex *soc.Examination, c *soc.ControlConclusion) { c.Compensating = []string{"VEN-01"} }},
		{name: "compensated by itself", of: qualified, change: func(_ *soc.Examination, c *soc.ControlConclusion) { c.Compensating = []string{"ACC-01"} }, says: "for itself"},
		{name: "compensated by a control of part of the time", of: qualified, change: func(_ *soc.Examination, c *soc.ControlConclusion) { c.Compensating = []string{"CHG-01"} }, says: "in force from"},
		{name: "compensated by a control of another risk", of: qualified, change: func(ex *soc.Examination, c *soc.ControlConclusion) {
			ex.Plan.Risks, ex.Controls[3].Criteria, c.Compensating = nil, []string{"CC6.4"}, []string{"VEN-01"}
		}, says: "serves none of its criteria"},
		{name: "compensated by a control that was not tested", of: qualified, change: func(ex *soc.Examination, c *soc.ControlConclusion) {
			ex.Tests, c.Compensating = ex.Tests[:3], []string{"VEN-01"}
		}, says: "unless it was tested"},
		{name: "suitable against the walkthrough", change: func(ex *soc.Examination, _ *soc.ControlConclusion) {
			ex.Records.Walkthroughs[0].Record.DesignSuitable = false
		}, says: "found the design not suitable"},
		{name: "effective on a design that is not suitable", change: func(_ *soc.Examination, c *soc.ControlConclusion) { c.Design = soc.NotSuitable }, says: "than a design that is not suitable"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ex, conclusion := unconcluded(c.of), effective
			if c.change != nil {
				c.change(ex, &conclusion)
			}
			refused(t, opinion.CheckControlConclusion(ex, conclusion), c.says)
		})
	}
}

func TestCheckCriterionConclusion(t *testing.T) {
	met := soc.CriterionConclusion{Criterion: "CC6.1", Design: true, Operation: true, Reason: "As concluded"}
	cases := []struct {
		name   string
		of     variant
		change func(ex *soc.Examination, c *soc.CriterionConclusion)
		says   string
	}{
		{name: "its controls are effective"},
		{name: "harder than its controls", change: func(_ *soc.Examination, c *soc.CriterionConclusion) { c.Operation = false }},
		{name: "not in scope", change: func(_ *soc.Examination, c *soc.CriterionConclusion) { c.Criterion = "A1.1" }, says: "no criterion in scope"},
		{name: "not relevant", change: func(_ *soc.Examination, c *soc.CriterionConclusion) { c.Criterion = "CC6.4" }, says: "not relevant"},
		{name: "an objective of a SOC 1", of: soc1, says: "no control objective in scope"},
		{name: "no control", change: func(ex *soc.Examination, _ *soc.CriterionConclusion) { ex.Controls = ex.Controls[1:] }, says: "no control serves it"},
		{name: "a control is not concluded", change: func(ex *soc.Examination, _ *soc.CriterionConclusion) { ex.Records.Controls = nil }, says: "conclude ACC-01 first"},
		{name: "a control is not effective", of: qualified, says: "although ACC-01 is concluded not effective: give softer_reason"},
		{name: "a control is not effective, with a reason", of: qualified, change: func(_ *soc.Examination, c *soc.CriterionConclusion) { c.SofterReason = "Others find it the same day" }},
		{name: "a control is not suitable", change: func(ex *soc.Examination, _ *soc.CriterionConclusion) {
			ex.Records.Controls[0].Record.Design = soc.NotSuitable
		}, says: "although ACC-01 is concluded not suitable"},
		{name: "in operation and not by design", change: func(_ *soc.Examination, c *soc.CriterionConclusion) { c.Design = false }, says: "not by design"},
		{name: "no control operated", change: func(ex *soc.Examination, _ *soc.CriterionConclusion) {
			ex.Records.Controls[0].Record.Operation = soc.NoOperation
		}, says: "none of its controls operated"},
		{name: "type 1 that says more", of: type1, change: func(_ *soc.Examination, c *soc.CriterionConclusion) { c.Operation = false }, says: "on design only"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ex, conclusion := complete(c.of), met
			if c.change != nil {
				c.change(ex, &conclusion)
			}
			refused(t, opinion.CheckCriterionConclusion(ex, conclusion), c.says)
		})
	}
}

func TestCheckCommitmentConclusion(t *testing.T) {
	achieved := soc.CommitmentConclusion{Commitment: "SC-1", Achieved: true, Reason: "As concluded"}
	named := achieved
	named.Criteria = []string{"CC6.1"}
	unknown := achieved
	unknown.Commitment = "SC-9"
	refused(t, opinion.CheckCommitmentConclusion(complete(variant{}), achieved), "")
	refused(t, opinion.CheckCommitmentConclusion(complete(variant{}), unknown), "no commitment SC-9")
	refused(t, opinion.CheckCommitmentConclusion(complete(variant{}), named), "not concluded so")
	refused(t, opinion.CheckCommitmentConclusion(complete(qualified), achieved), "CC6.1 is not met and bears on it")
	refused(t, opinion.CheckCommitmentConclusion(complete(qualified), named), "")
	refused(t, opinion.CheckCommitmentConclusion(complete(soc1), achieved), "control objectives")
	ex := complete(variant{})
	ex.Records.Criteria = ex.Records.Criteria[1:]
	refused(t, opinion.CheckCommitmentConclusion(ex, achieved), "conclude CC1.1 first")
}

func TestCheckOpinionPart(t *testing.T) {
	unmodified := soc.OpinionPart{Part: soc.OperationPart, Opinion: soc.Unmodified, Reason: "As concluded"}
	modified := soc.OpinionPart{Part: soc.OperationPart, Opinion: soc.Qualified, Cause: soc.Misstatement, Reason: "As concluded",
		Basis: []soc.BasisMatter{{Criterion: "CC6.1", Control: "ACC-01", Text: "Two of forty."}}}
	cases := []struct {
		name   string
		of     variant
		change func(ex *soc.Examination, o *soc.OpinionPart)
		from   soc.OpinionPart
		says   string
	}{
		{name: "nothing is unmet", from: unmodified},
		{name: "one is unmet, and it is qualified", of: qualified, from: modified},
		{name: "one is unmet", of: qualified, from: unmodified, says: "cannot be unmodified: CC6.1"},
		{name: "the other part is left alone", of: qualified, from: unmodified, change: func(_ *soc.Examination, o *soc.OpinionPart) { o.Part = soc.DesignPart }},
		{name: "a part that the report does not have", of: type1, from: unmodified, says: "has no opinion on operation"},
		{name: "a criterion is not concluded", from: unmodified, change: func(ex *soc.Examination, _ *soc.OpinionPart) { ex.Records.Criteria = ex.Records.Criteria[1:] }, says: "waits for a conclusion on CC1.1"},
		{name: "a criterion could not be concluded", from: modified, change: func(ex *soc.Examination, o *soc.OpinionPart) {
			ex.Records.Criteria = ex.Records.Criteria[1:]
			o.Cause, o.Basis = soc.ScopeLimitation, []soc.BasisMatter{{Criterion: "CC1.1", Text: "The minutes were burnt."}}
		}},
		{name: "evidence was wanting on what is concluded to be met", from: modified, change: func(_ *soc.Examination, o *soc.OpinionPart) {
			o.Cause, o.Basis = soc.ScopeLimitation, []soc.BasisMatter{{Criterion: "CC1.1", Text: "The minutes were burnt."}}
		}, says: "CC1.1 is concluded to be met: one of the two does not hold"},
		{name: "a commitment is not concluded", from: unmodified, change: func(ex *soc.Examination, _ *soc.OpinionPart) { ex.Records.Commitments = nil }, says: "commitments SC-1 and SR-1"},
		{name: "the basis leaves one out", of: qualified, from: modified, change: func(_ *soc.Examination, o *soc.OpinionPart) { o.Basis[0].Criterion = "" }, says: "does not name CC6.1"},
		{name: "the basis names one that is met", of: qualified, from: modified, change: func(_ *soc.Examination, o *soc.OpinionPart) {
			o.Basis = append(o.Basis, soc.BasisMatter{Criterion: "CC1.1", Text: "Something."})
		}, says: "CC1.1, which is not concluded to be unmet"},
		{name: "the basis names no control of the program", of: qualified, from: modified, change: func(_ *soc.Examination, o *soc.OpinionPart) { o.Basis[0].Control = "ACC-09" }, says: "ACC-09"},
		{name: "modified for nothing", from: modified, change: func(_ *soc.Examination, o *soc.OpinionPart) { o.Basis[0].Criterion = "" }, says: "conclude it first"},
		{name: "a description that nobody compared", from: unmodified, change: func(ex *soc.Examination, o *soc.OpinionPart) {
			o.Part, ex.Records.Comparisons = soc.DescriptionPart, nil
		}, says: "comparison with evidence"},
		{name: "a description that is not fair", from: unmodified, change: func(ex *soc.Examination, o *soc.OpinionPart) {
			o.Part = soc.DescriptionPart
			ex.Records.Comparisons[0].Record.Sections[3].Fair = false
		}, says: "not to be fair on DC 4"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ex, o := complete(c.of), c.from
			o.Basis = append([]soc.BasisMatter(nil), c.from.Basis...)
			if c.change != nil {
				c.change(ex, &o)
			}
			refused(t, opinion.CheckOpinionPart(ex, o), c.says)
		})
	}
}
