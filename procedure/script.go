package procedure

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// The columns of scope when the items are units of the calendar.
const (
	unitLabel = "unit_label"
	unitFirst = "unit_first"
	unitLast  = "unit_last"
)

// The columns of a result. Every name has a dot in it: a column of a
// population has none, and one that a query names so stands in another table.
const (
	itemNumber = "item.number"
	itemDate   = "item.date"
)

func keyColumn(name string) string   { return "key." + name }
func scopeColumn(name string) string { return "scope." + name }
func outcomeColumn(id string) string { return "outcome." + id }
func showColumn(name string) string  { return "show." + name }

// expectedSQL selects the rows that the test is about before where narrows
// them: those dated in the period, or the units of the calendar.
func (p *plan) expectedSQL() string {
	if p.Every == "" {
		sql := "SELECT * FROM " + quote(p.source.Name)
		switch {
		case p.inPeriod && p.dateType == soc.Timestamp:
			sql += fmt.Sprintf("\nWHERE %[1]s >= (SELECT %[2]s FROM period)\n  AND %[1]s < (SELECT %[3]s FROM period)", quote(p.date), p.bounds.startsAt, p.bounds.endsAt)
		case p.inPeriod:
			sql += fmt.Sprintf("\nWHERE %s BETWEEN (SELECT %s FROM period) AND (SELECT %s FROM period)", quote(p.date), p.bounds.firstDay, p.bounds.lastDay)
		}
		return sql
	}
	units := unitsSQL(p.Every, p.bounds)
	if p.source == nil {
		return units
	}
	return fmt.Sprintf("SELECT unit.*, each_row.*\nFROM (%s) AS unit\nCROSS JOIN %s AS each_row", units, quote(p.source.Name))
}

// unitsSQL selects the units of the calendar whose last day lies within the
// bounds. The calendar reaches a year beyond the period on both sides, so
// that none of these units is cut off by its edge.
func unitsSQL(unit soc.Unit, b bounds) string {
	within := "BETWEEN " + b.firstDay + " AND " + b.lastDay
	grouped := func(label, by string) string {
		return fmt.Sprintf("SELECT %s AS unit_label, min(calendar.day) AS unit_first, max(calendar.day) AS unit_last\nFROM calendar, period\nGROUP BY calendar.%s, period.first_day, period.last_day\nHAVING max(calendar.day) %s", label, by, within)
	}
	switch unit {
	case soc.EveryWeek:
		return grouped("strftime(calendar.week_first, '%G-W%V')", "week_first")
	case soc.EveryMonth:
		return grouped("calendar.month", "month")
	case soc.EveryQuarter:
		return grouped("calendar.quarter", "quarter")
	case soc.EveryPeriod:
		return fmt.Sprintf("SELECT strftime(%[1]s, '%%Y-%%m-%%d') || ' to ' || strftime(%[2]s, '%%Y-%%m-%%d') AS unit_label, %[1]s AS unit_first, %[2]s AS unit_last\nFROM period", b.firstDay, b.lastDay)
	}
	sql := "SELECT strftime(calendar.day, '%Y-%m-%d') AS unit_label, calendar.day AS unit_first, calendar.day AS unit_last\nFROM calendar, period\nWHERE calendar.day " + within
	if unit == soc.EveryBusinessDay {
		sql += "\n  AND calendar.business_day"
	}
	return sql
}

// scopeSQL selects the rows that the test is about.
func (p *plan) scopeSQL() string {
	if p.Where == "" {
		return "SELECT * FROM expected"
	}
	return "SELECT * FROM expected\nWHERE " + parenthesized(p.Where)
}

// itemsSQL selects the items with everything that attributes look at.
func (p *plan) itemsSQL() string {
	if p.Items == "" {
		return "SELECT * FROM scope"
	}
	return strings.TrimSpace(p.Items)
}

// resultSQL selects one row an item, in the order of the key: its number, its
// key, the outcome of each attribute, the columns that are shown and its date.
// types are those of the columns of items.
func (p *plan) resultSQL(types map[string]string) string {
	value := func(name, as string) string {
		return storable(quote(name), types[name]) + " AS " + quote(as)
	}
	var keys, order []string
	for _, k := range p.key {
		keys = append(keys, value(k, keyColumn(k)))
		order = append(order, storable(quote(k), types[k])+" ASC NULLS LAST")
	}
	for _, k := range p.scopeKey {
		if !slices.Contains(p.key, k) {
			keys = append(keys, value(k, scopeColumn(k)))
		}
	}
	by := strings.Join(order, ", ")

	var judged, columns []string
	columns = append(columns, "row_number() OVER (ORDER BY "+by+") AS "+quote(itemNumber))
	columns = append(columns, keys...)
	for _, a := range p.Attributes {
		judged = append(judged, judgedSQL(a)...)
		columns = append(columns, outcomeSQL(a)+" AS "+quote(outcomeColumn(a.ID)))
	}
	for _, name := range p.Show {
		columns = append(columns, value(name, showColumn(name)))
	}
	from := "judged"
	switch {
	case p.date == "":
	case p.Items == "":
		columns = append(columns, quote(p.date)+" AS "+quote(itemDate))
	default: // the date is that of the row of scope, whatever items makes of it
		columns = append(columns, quote(itemDate))
		var dated, on []string
		for _, k := range p.scopeKey {
			dated = append(dated, quote(k)+" AS "+quote(scopeColumn(k)))
			on = append(on, fmt.Sprintf("judged.%s = dated.%s", quote(k), quote(scopeColumn(k))))
		}
		from += fmt.Sprintf("\nLEFT JOIN (SELECT %s, %s AS %s FROM scope) AS dated\n  ON %s", strings.Join(dated, ", "), quote(p.date), quote(itemDate), strings.Join(on, " AND "))
	}
	return fmt.Sprintf("WITH judged AS (\nSELECT items.*%s\nFROM items\n)\nSELECT\n  %s\nFROM %s\nORDER BY %s",
		prefixed(",\n  ", judged), strings.Join(columns, ",\n  "), from, quote(itemNumber))
}

// judgedSQL computes the two predicates of an attribute, so that each is
// written once. pass is not looked at for an item to which the attribute does
// not apply.
func judgedSQL(a soc.Attribute) []string {
	if a.Inspect != "" {
		return nil
	}
	pass := parenthesized(a.Pass)
	if a.Applies == "" {
		return []string{pass + " AS " + quote("pass."+a.ID)}
	}
	applies := parenthesized(a.Applies)
	return []string{
		applies + " AS " + quote("applies."+a.ID),
		"CASE WHEN " + applies + " THEN " + pass + " END AS " + quote("pass."+a.ID),
	}
}

// outcomeSQL turns the two predicates into exactly one outcome.
func outcomeSQL(a soc.Attribute) string {
	if a.Inspect != "" {
		return literal(soc.NotTested)
	}
	pass, applies := quote("pass."+a.ID), quote("applies."+a.ID)
	var b strings.Builder
	b.WriteString("CASE")
	if a.Applies != "" {
		fmt.Fprintf(&b, " WHEN %s IS NULL THEN %s WHEN NOT %s THEN %s", applies, literal(soc.Unable), applies, literal(soc.NotApplicable))
	}
	fmt.Fprintf(&b, " WHEN %s IS NULL THEN %s WHEN %s THEN %s ELSE %s END", pass, literal(soc.Unable), pass, literal(soc.Passed), literal(soc.Deviates))
	return b.String()
}

// storable casts the types that a Parquet file would not hold exactly, or not
// at all, to text. A 128-bit integer would become a floating-point number.
func storable(column, typ string) string {
	name, _, _ := strings.Cut(typ, "(")
	switch name {
	case "VARCHAR", "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "DOUBLE":
		return column
	case "DECIMAL":
		if !strings.HasSuffix(typ, "[]") {
			return column
		}
	}
	return "CAST(" + column + " AS VARCHAR)"
}

// parenthesized puts a predicate in parentheses of its own lines, so that a
// comment at its end does not swallow what follows.
func parenthesized(predicate string) string { return "(\n" + strings.TrimSpace(predicate) + "\n)" }

func prefixed(with string, parts []string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(with + p)
	}
	return b.String()
}

func literal(o soc.Outcome) string { return "'" + string(o) + "'" }

// quote writes a name as SQL does.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
