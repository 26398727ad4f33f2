package engagement

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

// checkConclusion holds that a conclusion follows from what is in the file.
// The chain from deviations to the opinion is package opinion's; what only the
// log shows, who performed the tests, is looked at here.
func (g *ground) checkConclusion(record soc.Record) error {
	switch r := record.(type) {
	case soc.ControlConclusion:
		if r.Operation == soc.Effective {
			if err := g.performedByPractitioner(r.Control); err != nil {
				return err
			}
		}
		return opinion.CheckControlConclusion(g.ex, r)
	case soc.CriterionConclusion:
		return opinion.CheckCriterionConclusion(g.ex, r)
	case soc.CommitmentConclusion:
		return opinion.CheckCommitmentConclusion(g.ex, r)
	case soc.OpinionPart:
		return opinion.CheckOpinionPart(g.ex, r)
	}
	return nil
}

// performedByPractitioner wants a lasting practitioner's key under every
// result of a control that is called effective.
func (g *ground) performedByPractitioner(control string) error {
	for _, test := range g.ex.Tests {
		if test.Control != control {
			continue
		}
		entry, performed := g.entries[test.Procedure]
		switch {
		case !performed:
			return fmt.Errorf("the procedure %s has no result: %s", test.Procedure, test.Reason)
		case entry.Kind == ledger.ReadinessTestPerformed:
			return fmt.Errorf("management performed %s by itself: a practitioner performs it before they conclude", test.Procedure)
		case entry.Actor.ThrowAway:
			return fmt.Errorf("%s was performed with a throw-away key: run 'tickmark examine' with a lasting one", test.Procedure)
		}
	}
	return nil
}
