package opinion_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

// unconcluded returns an examination with its fieldwork done and nothing
// concluded.
func unconcluded(v variant) *soc.Examination {
	ex := complete(v)
	ex.Records.Controls, ex.Records.Criteria, ex.Records.Commitments, ex.Records.Opinion = nil, nil, nil, nil
	ex.Final = nil
	return ex
}

func control(p soc.Proposals, id string) soc.ControlProposal {
	for _, c := range p.Controls {
		if c.Control == id {
			return c
		}
	}
	return soc.ControlProposal{}
}

func criterion(p soc.Proposals, id string) soc.CriterionProposal {
	for _, c := range p.Criteria {
		if c.Criterion == id {
			return c
		}
	}
	return soc.CriterionProposal{}
}

func part(p soc.Proposals, name soc.OpinionPartName) soc.OpinionProposal {
	for _, o := range p.Opinion {
		if o.Part == name {
			return o
		}
	}
	return soc.OpinionProposal{}
}

func TestControlProposals(t *testing.T) {
	cases := []struct {
		name              string
		of                variant
		change            func(ex *soc.Examination)
		design, operation string
		says              string
	}{
		{name: "walked through and tested", design: soc.Suitable, operation: soc.Effective, says: "No deviation in 40 attribute tests"},
		{name: "no walkthrough", change: func(ex *soc.Examination) { ex.Records.Walkthroughs = ex.Records.Walkthroughs[1:] }, operation: soc.Effective, says: "No walkthrough"},
		{name: "deviations", of: qualified, design: soc.Suitable, operation: soc.NotEffective, says: "2 of 40 attribute tests deviate"},
		{name: "a design that is not suitable", change: func(ex *soc.Examination) {
			w := &ex.Records.Walkthroughs[0].Record
			w.DesignSuitable, w.Reason = false, "Nobody looks at the list"
		}, design: soc.NotSuitable, operation: soc.NotEffective, says: "Nobody looks at the list."},
		{name: "described and not implemented", change: func(ex *soc.Examination) {
			w := &ex.Records.Walkthroughs[0].Record
			w.Implemented, w.Reason = false, "The list does not exist"
		}, design: soc.Suitable, operation: soc.NotEffective, says: "not implemented: The list does not exist."},
		{name: "not shown complete, and assessed", change: func(ex *soc.Examination) {
			ex.Populations[0].Certificate.Verdict = soc.NotShownComplete
		}, design: soc.Suitable, operation: soc.Effective, says: "relies on it"},
		{name: "not shown complete, and not assessed", change: func(ex *soc.Examination) {
			ex.Populations[0].Certificate.Verdict = soc.NotShownComplete
			ex.Records.IPE = nil
		}, design: soc.Suitable, says: "may leave items out"},
		{name: "no occasion to operate", change: func(ex *soc.Examination) {
			ex.Populations[0].Certificate.Verdict = soc.ZeroConfirmed
			ex.Tests[0].Items, ex.Tests[0].Attributes = 0, []soc.AttributeResult{{ID: "A"}}
		}, design: soc.Suitable, operation: soc.NoOperation, says: "no occasion to operate"},
		{name: "not run", change: func(ex *soc.Examination) { ex.Tests[0].Status = soc.RunNotRun }, design: soc.Suitable, says: "Not run"},
		{name: "type 1", of: type1, design: soc.Suitable, operation: soc.NotExamined, says: "suitable"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ex := unconcluded(c.of)
			if c.change != nil {
				c.change(ex)
			}
			got := control(opinion.Chain(ex), "ACC-01")
			if got.Design != c.design || got.Operation != c.operation || !strings.Contains(got.Reason, c.says) {
				t.Errorf("got %+v\nwant %q, %q, …%s…", got, c.design, c.operation, c.says)
			}
		})
	}
}

// Two deviations go all the way up: control, criteria, commitments, and the
// operation part of the opinion alone.
func TestADeviationReachesTheOpinion(t *testing.T) {
	p := opinion.Chain(unconcluded(qualified))
	c := criterion(p, "CC6.1")
	if c.Design != soc.Met || c.Operation != soc.NotMet || c.Cause != soc.Misstatement || !slices.Equal(c.Controls, []string{"ACC-01"}) {
		t.Errorf("CC6.1: %+v", c)
	}
	if n := criterion(p, "CC6.4"); n.Operation != soc.NotRelevant {
		t.Errorf("CC6.4: %+v", n)
	}
	for _, s := range p.Commitments {
		if s.Achieved != soc.NotMet || !slices.Contains(s.Criteria, "CC6.1") {
			t.Errorf("%+v", s)
		}
	}
	if d := part(p, soc.DesignPart); d.Opinion != soc.Unmodified {
		t.Errorf("design: %+v", d)
	}
	o := part(p, soc.OperationPart)
	if o.Opinion != soc.Qualified || o.IfPervasive != soc.Adverse || o.Cause != soc.Misstatement || o.Matters[0].Control != "ACC-01" {
		t.Errorf("operation: %+v", o)
	}
}

// What a person concluded takes the place of what was proposed below it.
func TestProposalsStandOnConclusions(t *testing.T) {
	ex := complete(qualified) // only CC6.1 is concluded not to be met
	o := part(opinion.Chain(ex), soc.OperationPart)
	if len(o.Matters) != 1 || o.Matters[0].Criterion != "CC6.1" {
		t.Errorf("%+v", o)
	}
	for i := range ex.Records.Criteria {
		ex.Records.Criteria[i].Record.Operation = true
	}
	if o := part(opinion.Chain(ex), soc.OperationPart); o.Opinion != soc.Unmodified {
		t.Errorf("nothing is unmet, and %+v", o)
	}
}

// Where evidence is wanting, what is proposed is a scope limitation.
func TestAScopeLimitationIsProposed(t *testing.T) {
	ex := unconcluded(variant{})
	ex.Records.Controls = []soc.Signed[soc.ControlConclusion]{{Record: soc.ControlConclusion{Control: "ACC-01", Design: soc.Suitable, Operation: soc.NotEffective, Reason: "The tickets were deleted"}}}
	o := part(opinion.Chain(ex), soc.OperationPart)
	if o.Cause != soc.ScopeLimitation || o.IfPervasive != soc.Disclaimer {
		t.Errorf("%+v", o)
	}
}

// A section that is not fair, and a control that is not there, modify the
// opinion on the description.
func TestTheDescriptionIsModified(t *testing.T) {
	ex := unconcluded(variant{})
	ex.Records.Comparisons[0].Record.Sections[3].Fair = false
	ex.Records.Comparisons[0].Record.Sections[3].Reason = "An incident is left out"
	w := &ex.Records.Walkthroughs[3].Record
	w.Implemented, w.Reason = false, "It was planned"
	o := part(opinion.Chain(ex), soc.DescriptionPart)
	if o.Opinion != soc.Qualified || len(o.Matters) != 2 || o.Matters[0].Criterion != "DC 4" || o.Matters[1].Control != "VEN-01" {
		t.Errorf("%+v", o)
	}
	ex.Records.Comparisons = nil
	ex.Records.Walkthroughs[3].Record.Implemented = true
	if o := part(opinion.Chain(ex), soc.DescriptionPart); o.Opinion != "" || !strings.Contains(o.Reason, "comparison") {
		t.Errorf("nobody compared it, and %+v", o)
	}
}

// A SOC 1 is measured against its objectives, and has no commitments; a type 1
// has no part on operation.
func TestProposalsOfOtherKinds(t *testing.T) {
	p := opinion.Chain(unconcluded(variant{report: soc.SOC1, typ: 2, ends: soc.Qualified}))
	if len(p.Criteria) != 1 || p.Criteria[0].Criterion != "CO-1" || len(p.Commitments) != 0 || part(p, soc.OperationPart).Opinion != soc.Qualified {
		t.Errorf("SOC 1: %+v", p)
	}
	p = opinion.Chain(unconcluded(type1))
	if len(p.Opinion) != 2 || criterion(p, "CC6.1").Operation != soc.NotInReport {
		t.Errorf("type 1: %+v", p.Opinion)
	}
	p = opinion.Chain(unconcluded(soc3))
	if len(p.Opinion) != 2 || p.Opinion[0].Part != soc.DesignPart {
		t.Errorf("SOC 3: %+v", p.Opinion)
	}
}
