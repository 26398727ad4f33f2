package program

import (
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

func readObjectives(l *loader, f *file) {
	if l.onlySOC1(f, "control objectives") {
		return
	}
	for _, n := range l.readFile(f, objectivesShape, "the file").list("objectives") {
		o := soc.ControlObjective{ID: n.value("id"), Statement: n.value("statement"), Area: n.value("area"),
			Assertions: n.values("assertions"), Transactions: n.values("transactions"), Risks: n.values("risks")}
		l.declare(objectives, o.ID, n)
		l.useAll(transactions, n, "transactions", "the control objective "+o.ID)
		l.program.Objectives = append(l.program.Objectives, o)
	}
}

func readTransactions(l *loader, f *file) {
	if l.onlySOC1(f, "classes of transactions") {
		return
	}
	for _, n := range l.readFile(f, transactionsShape, "the file").list("transactions") {
		t := soc.TransactionClass{ID: n.value("id"), Name: n.value("name"), Description: n.value("description")}
		l.declare(transactions, t.ID, n)
		l.program.Transactions = append(l.program.Transactions, t)
	}
}

// checkObjectives reports a SOC 1 without objectives.
func (l *loader) checkObjectives() {
	if l.rules == nil || !l.rules.Objectives || l.incomplete[objectives.files] || len(l.program.Objectives) > 0 {
		return
	}
	l.faultAt(l.engagementFile, 0, 0, "write management/objectives.yaml: what the controls are to achieve, as management states it",
		"a SOC 1 report is measured against control objectives, and management has stated none")
}

func readNotRelevant(l *loader, f *file) {
	if l.notSOC1(f, "criteria") {
		return
	}
	for _, n := range l.readFile(f, notRelevantShape, "the file").list("not_relevant") {
		c := soc.IrrelevantCriterion{Criterion: n.value("criterion"), Reason: n.value("reason"), Reviewer: n.value("reviewer")}
		l.once("criterion that is not relevant", c.Criterion, n)
		if criterion := n.get("criterion"); criterion != nil {
			l.criterions = append(l.criterions, use{criterion, "the list"})
			l.irrelevant = append(l.irrelevant, criterion)
		}
		l.program.NotRelevant = append(l.program.NotRelevant, c)
	}
}

// checkIrrelevant reports criteria that are said not to be relevant although
// a control serves them.
func (l *loader) checkIrrelevant() {
	for _, n := range l.irrelevant {
		var by []string
		for _, it := range l.controls {
			for _, c := range it.value.Criteria {
				if c == n.text {
					by = append(by, it.value.ID)
				}
			}
		}
		if len(by) > 0 {
			l.fault(n, "remove the one or the other", "%s is said not to be relevant, and is served by %s", n.text, printable(strings.Join(by, ", ")))
		}
	}
}

func readComponents(l *loader, f *file) {
	root := l.readFile(f, componentsShape, "the file")
	l.program.Components.Boundary = root.value("boundary")
	for _, kind := range soc.ComponentKinds {
		for _, n := range root.list(string(kind)) {
			c := soc.Component{Kind: kind, Name: n.value("name"), Description: n.value("description"), Organization: n.value("organization")}
			l.declare(components, c.Name, n)
			l.included(n.get("organization"), "the component "+printable(c.Name))
			l.program.Components.List = append(l.program.Components.List, c)
		}
	}
}
