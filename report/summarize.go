package report

import "github.com/tickmark-audit/tickmark/soc"

// readResults derives the result of every procedure.
func (b *book) readResults() {
	b.sum.Results = make([]Result, len(b.ex.Procedures))
	for i := range b.ex.Procedures {
		p := &b.ex.Procedures[i]
		b.sum.Results[i] = b.result(p)
		b.results[p.ID] = &b.sum.Results[i]
	}
}

// summarize fills the figures that every page uses.
func (b *book) summarize() {
	ex, s := b.ex, &b.sum
	s.Title, s.Draft, s.Example, s.Readiness = b.title(), !b.final(), ex.Engagement.Example, ex.Readiness
	s.CriteriaInScope, s.Gates = len(b.scope), len(ex.Gates)
	for _, c := range b.scope {
		if len(b.serving[c.ID]) > 0 {
			s.CriteriaCovered++
		}
	}
	for i := range ex.Tests {
		s.ThrowAway = s.ThrowAway || b.throwAway(ex.Tests[i].PerformedBy)
	}
	for _, g := range ex.Gates {
		if g.Open {
			s.GatesOpen++
			if g.Blocks {
				s.GatesBlocking++
			}
		}
	}
	if b.final() {
		s.Gates, s.GatesOpen, s.GatesBlocking = 0, 0, 0
	}
	if b.rules.FullDescription {
		s.Controls = len(ex.Controls)
	}
	if b.rules.ShowsTests {
		b.summarizeTests()
	} else {
		s.Results = nil
	}
}

// summarizeTests adds the figures of tests, which only a type 2 report has.
func (b *book) summarizeTests() {
	ex, s := b.ex, &b.sum
	s.Procedures, s.Populations = len(ex.Procedures), len(ex.Populations)
	for i := range s.Results {
		r := &s.Results[i]
		if r.Status != soc.RunComplete {
			continue
		}
		t := b.tests[r.Procedure]
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
}

// throwAway reports whether a key was made by a run for itself. A key that
// the file does not name counts as one: nobody is known to stand behind it.
func (b *book) throwAway(key string) bool {
	a := b.actors[key]
	return a == nil || a.ThrowAway
}
