package procedure

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/population"
)

// scriptText is the SQL of a run as a script that a reader can follow and
// perform by hand: the tables it read, the views in their order, and the
// SELECT whose rows are the result.
func (p *plan) scriptText(in Input, result string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "-- Procedure %s of control %s, as it was run by %s %s.\n", p.ID, p.Control, in.Engine.Name, in.Engine.Version)
	b.WriteString("-- The sealed tables that it could read:\n")
	for _, q := range inputs(p.available) {
		fmt.Fprintf(&b, "--   %s: %s, SHA-256 %s\n", q.Population, population.Quantity(q.Rows, "row", "rows"), q.Digest)
	}
	b.WriteString(calendarText(population.CalendarOf(&in.Engagement)))
	view := func(name, sql string) { fmt.Fprintf(&b, "\nCREATE OR REPLACE VIEW %s AS\n%s;\n", name, sql) }
	view("expected", p.expectedSQL())
	view("scope", p.scopeSQL())
	view("items", p.itemsSQL())
	if result != "" {
		fmt.Fprintf(&b, "\n-- The result.\n%s;\n", result)
	}
	return b.String()
}

// calendarText says which calendar the tables period and calendar were made
// from.
func calendarText(c engine.Calendar) string {
	var b strings.Builder
	fmt.Fprintf(&b, "-- The tables period and calendar: %s to %s in %s; weekend %s", c.Period.From, c.Period.To, c.TimeZone, strings.Join(c.Weekend, ", "))
	if len(c.Holidays) > 0 {
		b.WriteString("; holidays")
		for i, h := range c.Holidays {
			b.WriteString(map[bool]string{true: " ", false: ", "}[i == 0] + h.Date.String())
		}
	}
	fmt.Fprintf(&b, ".\nSET TimeZone = '%s';\n", c.TimeZone)
	return b.String()
}
