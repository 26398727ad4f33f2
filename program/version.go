package program

import (
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// checkVersions compares controls with the period, with those that they
// superseded, and with those that they compensate.
func (l *loader) checkVersions(nodes map[string]*node) {
	values := map[string]*soc.Control{}
	for i := range l.controls {
		values[l.controls[i].value.ID] = &l.controls[i].value
	}
	for i := range l.controls {
		c, n := &l.controls[i].value, l.controls[i].node
		l.checkInEffect(c, n)
		if old := values[c.Supersedes]; old != nil && c.Supersedes != "" {
			l.checkSupersedes(c, n, old)
		}
		for _, named := range n.list("compensates") {
			if other := values[named.text]; other != nil && named.text != "" {
				l.checkCompensates(c, named, other)
			}
		}
	}
}

// checkInEffect reports a control that was in effect on no day of the period.
func (l *loader) checkInEffect(c *soc.Control, n *node) {
	if l.scope.period.Empty() || !c.InEffect(l.scope.period).Empty() || (!c.EffectiveTo.IsZero() && c.EffectiveTo.Before(c.EffectiveFrom)) {
		return
	}
	key := "effective_from"
	if !c.EffectiveTo.IsZero() && c.EffectiveTo.Before(l.scope.period.From) {
		key = "effective_to"
	}
	state := "in effect on no day of the period"
	if l.rules != nil && !l.rules.Period {
		state = "not in effect on " + l.scope.period.From.String() + ", the day that the report is as of"
	}
	l.fault(n.where(key), "correct the date, or remove the control: it is not part of what is examined", "the control %s was %s", c.ID, state)
}

// checkSupersedes reports versions of a control that do not follow each other.
func (l *loader) checkSupersedes(c *soc.Control, n *node, old *soc.Control) {
	named := n.where("supersedes")
	switch {
	case old == c:
		l.fault(named, "name the control whose place it took", "the control %s supersedes itself", c.ID)
	case !n.has("effective_from"):
		l.fault(named, "add effective_from: its first day", "the control %s supersedes %s, and nothing says from when", c.ID, old.ID)
	case old.EffectiveTo.IsZero():
		l.fault(named, "add effective_to to "+old.ID+": its last day", "the control %s is superseded, and nothing says when it ended", old.ID)
	case !c.EffectiveFrom.IsZero() && !old.EffectiveTo.Before(c.EffectiveFrom):
		l.fault(n.where("effective_from"), "correct one of the two dates: the old control ends on the day before the new one begins", "the control %s begins on %s, and %s, which it supersedes, ends on %s", c.ID, c.EffectiveFrom, old.ID, old.EffectiveTo)
	}
}

// checkCompensates reports a compensating control that was not in effect on
// every day on which the other was.
func (l *loader) checkCompensates(c *soc.Control, named *node, other *soc.Control) {
	if c == other {
		l.fault(named, "name the control whose failure it makes up for", "the control %s compensates itself", c.ID)
		return
	}
	window := other.InEffect(l.scope.period)
	if window.Empty() || soc.Cover(window, c.InEffect(l.scope.period)).Missing() == 0 {
		return
	}
	l.fault(named, "remove it, or correct the dates: a control can make up for another only while it is in effect itself",
		"the control %s was not in effect on every day of %s, from %s to %s", c.ID, other.ID, window.From, window.To)
}

func readChanges(l *loader, f *file) {
	if l.refuse(f, l.rules != nil && !l.rules.Period, "remove the file, or make the report type 2", "changes are those during a period, and a type 1 report has none") {
		return
	}
	for _, n := range l.readFile(f, changesShape, "the file").list("changes") {
		c := soc.SystemChange{ID: n.value("id"), Date: date(n.get("date")), What: n.value("what"), Effect: n.value("effect"),
			Superseded: n.values("superseded"), Successors: n.values("successors")}
		by := "the change " + c.ID
		l.once("change", c.ID, n)
		l.useAll(controls, n, "superseded", by)
		l.useAll(controls, n, "successors", by)
		if !c.Date.IsZero() && !l.scope.period.Empty() && !l.scope.period.Contains(c.Date) {
			l.fault(n.where("date"), "correct the date, or remove the change: only those during the period are told", "%s is on %s, outside of the period", by, c.Date)
		}
		l.changes = append(l.changes, item[soc.SystemChange]{c, n})
	}
}

// checkChanges compares changes with the controls that they name.
func (l *loader) checkChanges() {
	find := func(id string) *soc.Control {
		i := slices.IndexFunc(l.controls, func(c item[soc.Control]) bool { return c.value.ID == id })
		if i < 0 {
			return nil
		}
		return &l.controls[i].value
	}
	for _, it := range l.changes {
		for _, named := range it.node.list("superseded") {
			if c := find(named.text); c != nil && c.EffectiveTo.IsZero() {
				l.fault(named, "add effective_to to the control: its last day; or correct the change", "the change %s says that %s ended, and the control does not say so", it.value.ID, named.text)
			}
		}
		for _, named := range it.node.list("successors") {
			c := find(named.text)
			if c != nil && len(it.value.Superseded) > 0 && !slices.Contains(it.value.Superseded, c.Supersedes) {
				l.fault(named, "add supersedes to the control, with effective_from; or correct the change", "the change %s says that %s took the place of another control, and the control does not say so", it.value.ID, named.text)
			}
		}
	}
}

// setWindows limits each procedure to the days on which its control was in
// effect.
func (l *loader) setWindows() {
	if l.scope.period.Empty() {
		return
	}
	for i := range l.procedures {
		p := &l.procedures[i].value
		for _, c := range l.controls {
			if window := c.value.InEffect(l.scope.period); c.value.ID == p.Control && window != l.scope.period {
				p.Window = window
			}
		}
	}
}
