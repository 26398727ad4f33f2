package report

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// criterionShows puts into words what the results of a criterion's controls
// show. It states counts, never that a criterion is met.
func (b *book) criterionShows(id string) (string, Tone) {
	controls := b.serving[id]
	if len(controls) == 0 {
		return "No control names it.", Caution
	}
	groups := []struct {
		words string
		tone  Tone
		n     int64
	}{
		{words: "tested without deviation", tone: Plain},
		{words: "with deviations", tone: Bad},
		{words: "without deviation, but partly tested or not to be relied on", tone: Caution},
		{words: "that did not operate", tone: Caution},
		{words: "not tested", tone: Caution},
	}
	for _, c := range controls {
		groups[b.group(c.ID)].n++
	}
	var parts []string
	only, worst := "", Plain
	for _, g := range groups {
		if g.n == 0 {
			continue
		}
		parts, only = append(parts, number(g.n)+" "+g.words), g.words
		if g.tone == Bad || worst == Plain {
			worst = g.tone
		}
	}
	switch {
	case len(parts) > 1:
		return fmt.Sprintf("%s: %s.", counted(int64(len(controls)), "control"), listed(parts)), worst
	case len(controls) == 1:
		return "1 control, " + only + ".", worst
	case len(controls) == 2:
		return "2 controls, both " + only + ".", worst
	}
	return fmt.Sprintf("%s, all %s.", counted(int64(len(controls)), "control"), only), worst
}

// group is the place of a control among the groups of criterionShows.
func (b *book) group(control string) int {
	switch b.standing(control) {
	case standsDeviating:
		return 1
	case standsPartly:
		return 2
	case standsNotOperate:
		return 3
	case standsUntested:
		return 4
	}
	return 0
}

// unreliable reports whether a procedure of a control did not finish, left an
// attribute untested, or read a population that is not shown complete.
func (b *book) unreliable(control string) bool {
	for _, p := range b.byControl[control] {
		r := b.results[p.ID]
		if len(r.NotShownComplete) > 0 || r.Status != soc.RunComplete {
			return true
		}
		for _, f := range r.Attributes {
			if f.NotTested > 0 {
				return true
			}
		}
	}
	return false
}
