package program

import (
	"cmp"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// crossCheck compares the files with each other.
func (l *loader) crossCheck() {
	l.checkCriteria()
	l.checkIrrelevant()
	byID := unique(l, l.controls, "id", "control", func(c soc.Control) string { return c.ID })
	unique(l, l.populations, "name", "population", func(p Population) string { return p.Name })
	unique(l, l.procedures, "id", "procedure", func(p soc.Procedure) string { return p.ID })
	l.checkObjectives()
	l.checkAllUses()
	l.checkVersions(byID)
	l.checkChanges()
	l.checkReconciliations()
	l.checkProcedures()
	l.setWindows()
}

// finish puts what was read in order.
func (l *loader) finish() {
	p := l.program
	for _, it := range l.controls {
		p.Controls = append(p.Controls, it.value)
	}
	for _, it := range l.populations {
		p.Populations = append(p.Populations, it.value)
	}
	for _, it := range l.procedures {
		p.Procedures = append(p.Procedures, it.value)
	}
	slices.SortStableFunc(p.Populations, func(a, b Population) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(p.Procedures, func(a, b soc.Procedure) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(p.Description, func(a, b soc.DescriptionSection) int {
		return cmp.Compare(l.place(a.Criterion), l.place(b.Criterion))
	})
	for _, it := range l.changes {
		p.Changes = append(p.Changes, it.value)
	}
	slices.SortStableFunc(p.Changes, func(a, b soc.SystemChange) int { return b.Date.DaysUntil(a.Date) })
	for _, files := range p.Files {
		slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	}
}

// place returns where a criterion stands among those of the description: the
// tenth after the ninth.
func (l *loader) place(criterion string) int {
	if l.rules == nil {
		return 0
	}
	return slices.Index(descriptionIDs(*l.rules), criterion)
}
