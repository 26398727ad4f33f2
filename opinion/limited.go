package opinion

import (
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// A gate about evidence cannot ask for evidence that does not exist. Where it
// was destroyed, refused or cannot be relied on, the way on is a scope
// limitation: the control is concluded not effective, and the opinion is
// modified for it. What follows says where that was done.

// limited reports whether a control is concluded not to be effective and the
// opinion is modified, for a scope limitation, for it or for what it serves.
func limited(ex *soc.Examination, id string) bool {
	control, ok := findControl(ex, id)
	concluded := conclusionOn(ex, id)
	if !ok || concluded == nil || concluded.Record.Operation != soc.NotEffective {
		return false
	}
	for _, s := range soc.InForce(ex.Records.Opinion) {
		if s.Record.Cause != soc.ScopeLimitation {
			continue
		}
		if slices.ContainsFunc(s.Record.Basis, func(b soc.BasisMatter) bool { return b.Control == id || serves(control, b.Criterion) }) {
			return true
		}
	}
	return false
}

// readers returns the controls that a test of reads a population, as far as
// the program or a result says.
func readers(ex *soc.Examination, population string) []string {
	var ids []string
	add := func(control string) {
		if control != "" && !slices.Contains(ids, control) {
			ids = append(ids, control)
		}
	}
	for _, p := range ex.Procedures {
		if p.Population == population || p.ForEach == population {
			add(p.Control)
		}
	}
	for _, t := range ex.Tests {
		if slices.ContainsFunc(t.Inputs, func(in soc.Input) bool { return in.Population == population }) {
			add(t.Control)
		}
	}
	return ids
}

// limitedBy reports whether the opinion is modified for every control that
// rests on a population.
func limitedBy(ex *soc.Examination, population string) bool {
	ids := readers(ex, population)
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool { return !limited(ex, id) })
}
