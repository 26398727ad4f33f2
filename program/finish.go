package program

import (
	"cmp"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// crossCheck compares the files with each other.
func (l *loader) crossCheck() {
	l.checkCriteria()
	controls := unique(l, l.controls, "id", "control", func(c soc.Control) string { return c.ID })
	unique(l, l.populations, "name", "population", func(p Population) string { return p.Name })
	unique(l, l.procedures, "id", "procedure", func(p soc.Procedure) string { return p.ID })
	ids := names(l.controls, func(c soc.Control) string { return c.ID })
	for _, use := range l.controlUses {
		if controls[use.node.text] == nil && !l.incomplete["controls"] {
			l.fault(use.node, didYouMean(use.node.text, ids, "control in this program"), "%s names the control %s, which there is not", use.by, quoted(use.node.text))
		}
	}
	l.checkProcedures()
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
	slices.SortStableFunc(p.Description, func(a, b soc.DescriptionSection) int { return cmp.Compare(a.Criterion, b.Criterion) })
	for _, files := range p.Files {
		slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	}
}
