package report

import "github.com/tickmark-audit/tickmark/soc"

// controlStanding is where a control stands by the rows alone.
type controlStanding int

const (
	standsUntested   controlStanding = iota // nothing of it was tested
	standsNotOperate                        // every run found a complete population without an item
	standsClean                             // tested, no deviation
	standsDeviating                         // tested, at least one deviation
)

// standing derives where a control stands from the results of its procedures.
func (b *book) standing(control string) controlStanding {
	procedures := b.byControl[control]
	notOperated, tested := 0, int64(0)
	for _, p := range procedures {
		r := b.results[p.ID]
		if r.deviations() > 0 {
			return standsDeviating
		}
		if r.DidNotOperate {
			notOperated++
		}
		tested += r.tested()
	}
	switch {
	case tested > 0:
		return standsClean
	case notOperated > 0 && notOperated == len(procedures):
		return standsNotOperate
	}
	return standsUntested
}

// summarize fills the results and the figures that every page uses.
func (b *book) summarize() {
	ex, s := b.ex, &b.sum
	*s = Summary{
		Title: ex.Engagement.Title(), Draft: true, Example: ex.Engagement.Example, Readiness: ex.Readiness,
		CriteriaInScope: len(b.scope), Controls: len(ex.Controls), Procedures: len(ex.Procedures),
		Populations: len(ex.Populations), Gates: len(ex.Gates),
	}
	for _, c := range b.scope {
		if len(b.serving[c.ID]) > 0 {
			s.CriteriaCovered++
		}
	}
	s.Results = make([]Result, len(ex.Procedures))
	for i := range ex.Procedures {
		p := &ex.Procedures[i]
		r := &s.Results[i]
		*r = b.result(p)
		b.results[p.ID] = r
		t := b.tests[p.ID]
		if t != nil && b.throwAway(t.PerformedBy) {
			s.ThrowAway = true
		}
		if r.Status != soc.RunComplete {
			continue
		}
		s.ProceduresComplete++
		if r.tested() > 0 {
			s.Items += t.Items
		}
		s.ItemsWithDeviation += t.ItemsWithDeviation
		for _, f := range r.Attributes {
			s.Outcomes += f.Tested
			s.Deviations += f.Deviation + f.Unable
			s.Unable += f.Unable
		}
	}
	for i := range ex.Controls {
		switch b.standing(ex.Controls[i].ID) {
		case standsDeviating:
			s.ControlsWithDeviations++
		case standsNotOperate:
			s.ControlsNotOperated++
		case standsUntested:
			s.ControlsNotTested++
		}
	}
	for i := range ex.Populations {
		if p := &ex.Populations[i]; p.Failure == "" && p.Certificate.ShownComplete() {
			s.PopulationsShownComplete++
		}
	}
	for _, g := range ex.Gates {
		if g.Open {
			s.GatesOpen++
			if g.Blocks {
				s.GatesBlocking++
			}
		}
	}
}

// throwAway reports whether a key was made by a run for itself. A key that
// the file does not name counts as one: nobody is known to stand behind it.
func (b *book) throwAway(key string) bool {
	a := b.actors[key]
	return a == nil || a.ThrowAway
}
