package program

import (
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// noDate is written for date to take every row whatever its date.
const noDate = "none"

// unitColumns are the columns that the calendar gives to scope.
var unitColumns = []string{"unit_label", "unit_first", "unit_last"}

func readProcedures(l *loader, f *file) {
	if l.refuse(f, l.rules != nil && !l.rules.Operation, "move the file out of the program, and record a walkthrough of each control; or make the report type 2",
		"as of a date there is no test of operation: a type 1 report is about design and implementation") {
		return
	}
	l.readItems(f, "procedures", "the procedure", procedureShape, l.readProcedure)
}

func (l *loader) readProcedure(n *node) {
	p := soc.Procedure{
		ID: n.value("id"), Control: n.value("control"), Title: n.value("title"),
		Population: n.value("population"), DateColumn: n.value("date"),
		Where: n.value("where"), WhereStatement: n.value("where_statement"),
		Every: soc.Unit(n.value("every")), ForEach: n.value("for_each"),
		Items: n.value("items"), Key: n.values("key"), Show: n.values("show"),
	}
	if p.ID == "" && !n.has("id") && p.Control != "" {
		p.ID = p.Control + "-T1"
	}
	for _, nature := range n.values("nature") {
		p.Nature = append(p.Nature, soc.TestNature(nature))
	}
	if nature := n.get("nature"); len(p.Nature) == 1 && p.Nature[0] == soc.Inquiry && len(nature.items) == 1 {
		l.fault(nature, "add what the answer was checked against: observation, inspection or reperformance", "inquiry alone is not enough evidence that a control operated")
	}
	for _, e := range n.get("attributes").fields() {
		p.Attributes = append(p.Attributes, l.readAttribute(e))
	}
	l.use(controls, n.get("control"), "the procedure "+p.ID)
	l.checkItems(n, &p)
	l.useSQL(n.get("where"), Predicate)
	l.useSQL(n.get("items"), Select)
	l.procedures = append(l.procedures, item[soc.Procedure]{p, n})
}

func (l *loader) readAttribute(e entry) soc.Attribute {
	n := e.value
	a := soc.Attribute{ID: e.key.text, Statement: n.value("statement"), Pass: n.value("pass"), Applies: n.value("applies"), Inspect: n.value("inspect")}
	switch {
	case n.has("pass") && n.has("inspect"):
		l.fault(e.key, "write pass when SQL can say it, inspect when a person must read something; or make two attributes", "the attribute %s has both pass and inspect", a.ID)
	case !n.has("pass") && !n.has("inspect"):
		l.fault(e.key, "add pass, an SQL predicate, or inspect, what a person must read", "the attribute %s has neither pass nor inspect", a.ID)
	}
	l.useSQL(n.get("pass"), Predicate)
	l.useSQL(n.get("applies"), Predicate)
	return a
}

// checkItems reports combinations that do not say what the items are.
func (l *loader) checkItems(n *node, p *soc.Procedure) {
	switch {
	case n.has("population") && n.has("every"):
		l.fault(n.entry("every").key, "write population for the rows of a population, or every (and for_each) for the units of the calendar", "the procedure has both population and every")
	case !n.has("population") && !n.has("every"):
		l.fault(n, "add population: its rows are the items; or every: the units of the calendar are", "the procedure does not say what its items are")
	}
	if n.has("for_each") && !n.has("every") {
		l.fault(n.entry("for_each").key, "add every, or write population", "for_each goes with every")
	}
	if n.has("every") && n.has("date") && p.DateColumn != noDate {
		l.fault(n.entry("date").key, "remove it: the date of an item is the last day of its unit", "date does not go with every")
	}
	if n.has("where") != n.has("where_statement") {
		key, missing := "where", "where_statement: the same in words, for the report"
		if n.has("where_statement") {
			key, missing = "where_statement", "where: the same as an SQL predicate"
		}
		l.fault(n.entry(key).key, "add "+missing, "where and where_statement go together")
	}
	if n.has("where") && n.has("every") && !n.has("for_each") {
		l.fault(n.entry("where").key, "remove it, or add for_each", "where narrows a population, and the procedure has none")
	}
	if n.has("key") && !n.has("items") {
		l.fault(n.entry("key").key, "remove it, or add items: a SELECT that gives several items for a row", "key goes with items")
	}
}

// checkProcedures reports what procedures name that is not there.
func (l *loader) checkProcedures() {
	populations := map[string]*item[Population]{}
	for i := range l.populations {
		populations[l.populations[i].value.Name] = &l.populations[i]
	}
	names := names(l.populations, func(p Population) string { return p.Name })
	for _, it := range l.procedures {
		p, n := &it.value, it.node
		for _, key := range []string{"population", "for_each"} {
			named := n.get(key)
			if named == nil {
				continue
			}
			pop := populations[named.text]
			if pop == nil && l.incomplete["populations"] {
				continue
			}
			if pop == nil {
				l.fault(named, didYouMean(named.text, names, "population in this program"), "%s names the population %s, which there is not", key, quoted(named.text))
				continue
			}
			if pop.node.get("columns").whole() {
				l.checkProcedureColumns(n, p, &pop.value, key)
			}
		}
		if p.Every != "" && p.ForEach == "" && p.Items == "" {
			l.checkShow(n, unitColumns)
		}
	}
}

// checkProcedureColumns reports date and show columns that are not there.
// The columns of items are known only to the engine.
func (l *loader) checkProcedureColumns(n *node, p *soc.Procedure, pop *Population, key string) {
	var columns []string
	for _, c := range pop.Columns {
		columns = append(columns, c.Name)
	}
	if d := n.get("date"); d != nil && d.text != noDate && key == "population" {
		switch c := pop.Column(d.text); {
		case c == nil:
			l.fault(d, didYouMean(d.text, columns, "column in this population"), "date names the column %s, which the population %s does not have", quoted(d.text), pop.Name)
		case c.Type != soc.Day && c.Type != soc.Timestamp:
			l.fault(d, "name a column that is a date or a timestamp", "date names the column %s, which is %s", c.Name, c.Type)
		}
	}
	if key == "for_each" {
		for _, c := range unitColumns {
			if slices.Contains(columns, c) {
				l.fault(n.where(key), "give the column of the population another name", "the population %s has a column %s, which is the name of a column of the calendar's units", pop.Name, c)
			}
		}
		columns = append(slices.Clone(unitColumns), columns...)
	}
	if p.Items == "" {
		l.checkShow(n, columns)
	}
}

func (l *loader) checkShow(n *node, columns []string) {
	for _, s := range n.list("show") {
		if !slices.Contains(columns, s.text) {
			l.fault(s, didYouMean(s.text, columns, "column among the items"), "show names the column %s, which the items do not have", quoted(s.text))
		}
	}
}
