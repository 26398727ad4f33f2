package program

import (
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// readReconciliations reads what a population is set beside. Whether the other
// populations and their columns are there is checked once all are read.
func (l *loader) readReconciliations(n *node, p *Population) {
	seen := map[string]bool{}
	for _, x := range n.list("reconcile") {
		r := soc.Reconciliation{
			Name: x.value("name"), Statement: x.value("statement"), Rule: soc.ReconciliationRule(x.value("rule")),
			With: x.value("with"), Where: x.value("where"), WithWhere: x.value("with_where"),
		}
		if seen[r.Name] && r.Name != "" {
			l.fault(x.where("name"), "give each a name of its own", "two reconciliations of %s are named %s", p.Name, r.Name)
		}
		seen[r.Name] = true
		for _, e := range x.get("on").fields() {
			r.On = append(r.On, soc.ColumnPair{Here: e.key.text, There: e.value.text})
		}
		r.Left, r.Right = l.readTerms(x, "left"), l.readTerms(x, "right")
		l.useSQL(x.get("where"), Predicate)
		l.useSQL(x.get("with_where"), Predicate)
		l.checkRule(x, r.Rule)
		p.Reconcile = append(p.Reconcile, r)
	}
}

func (l *loader) readTerms(n *node, key string) []soc.Term {
	var terms []soc.Term
	for _, t := range n.list(key) {
		terms = append(terms, soc.Term{Population: t.value("population"), Sum: t.value("sum"), Where: t.value("where"), Minus: t.value("minus") == "true"})
		l.useSQL(t.get("where"), Predicate)
	}
	return terms
}

// checkRule reports keys that do not go with the rule, and those that it
// needs.
func (l *loader) checkRule(n *node, rule soc.ReconciliationRule) {
	needs, allows := []string{"with", "on"}, []string{"with", "on", "where", "with_where"}
	switch rule {
	case soc.SameKeys, soc.LeftInRight:
	case soc.Totals:
		needs, allows = []string{"left", "right"}, []string{"left", "right"}
	default:
		return // a fault already
	}
	for _, key := range needs {
		if !n.has(key) {
			l.fault(n.where("rule"), "add "+key, "a reconciliation of the rule %s needs %s", rule, key)
		}
	}
	for _, key := range []string{"with", "on", "where", "with_where", "left", "right"} {
		if n.has(key) && !slices.Contains(allows, key) {
			l.fault(n.entry(key).key, "remove it, or choose another rule", "a reconciliation of the rule %s has no %s", rule, key)
		}
	}
}

// checkReconciliations compares every reconciliation with the populations
// that it names.
func (l *loader) checkReconciliations() {
	if l.incomplete["populations"] {
		return
	}
	var names []string
	all := map[string]item[Population]{}
	for _, it := range l.populations {
		names = append(names, it.value.Name)
		all[it.value.Name] = it
	}
	// find returns a population, or reports that there is none of that name.
	find := func(n *node) *item[Population] {
		if n == nil {
			return nil
		}
		it, ok := all[n.text]
		if !ok {
			l.fault(n, didYouMean(n.text, names, "population"), "there is no population %s", quoted(n.text))
			return nil
		}
		return &it
	}
	for _, it := range l.populations {
		for _, x := range it.node.list("reconcile") {
			if other := find(x.get("with")); other != nil {
				for _, e := range x.get("on").fields() {
					l.checkPair(e, it, *other)
				}
			}
			for _, t := range append(slices.Clone(x.list("left")), x.list("right")...) {
				if of := find(t.get("population")); of != nil && t.get("sum") != nil {
					if c := l.columnOf(t.get("sum"), *of); c != nil && c.Type != soc.Integer && c.Type != soc.Decimal {
						l.fault(t.get("sum"), "name an integer or decimal column", "sum names the column %s, which is %s", c.Name, c.Type)
					}
				}
			}
		}
	}
}

// checkPair reports columns that are not there or cannot be equal.
func (l *loader) checkPair(e entry, here, there item[Population]) {
	a, b := l.columnOf(e.key, here), l.columnOf(e.value, there)
	if a == nil || b == nil || a.Type == "" || b.Type == "" {
		return
	}
	if one, other := typeWritten(a), typeWritten(b); one != other {
		l.fault(e.value, "declare both with the same type", "%s is %s and %s is %s, so that they are never said to be equal", a.Name, one, b.Name, other)
	}
}

func typeWritten(c *soc.Column) string {
	if c.Type == soc.Decimal {
		return fmt.Sprintf("decimal(%d,%d)", c.Precision, c.Scale)
	}
	return string(c.Type)
}

// columnOf returns the column that a node names, or reports that the
// population has none of that name.
func (l *loader) columnOf(n *node, of item[Population]) *soc.Column {
	c := of.value.Column(n.text)
	if c == nil && of.node.get("columns").whole() {
		var columns []string
		for _, c := range of.value.Columns {
			columns = append(columns, c.Name)
		}
		l.fault(n, didYouMean(n.text, columns, "column in this population"), "the population %s has no column %s", of.value.Name, quoted(n.text))
	}
	return c
}
