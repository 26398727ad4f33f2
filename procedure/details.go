package procedure

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/population"
	"github.com/tickmark-audit/tickmark/soc"
)

// itemsAtOnce is how many items are asked of the engine in one query. A list
// of deviations itself has no end: a deviation never disappears.
const itemsAtOnce = 2000

// deviating is the predicate of a deviating item in the result.
func (p *plan) deviating() string {
	parts := make([]string, len(p.Attributes))
	for i, a := range p.Attributes {
		parts[i] = fmt.Sprintf("%s IN (%s, %s)", quote(outcomeColumn(a.ID)), literal(soc.Deviates), literal(soc.Unable))
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

// count counts the outcomes of each attribute, and insists that every item
// has exactly one of each.
func (r *run) count(ctx context.Context) error {
	p := r.plan
	columns := []string{"count(*)", "count(*) FILTER (WHERE " + p.deviating() + ")"}
	outcomes := []soc.Outcome{soc.Passed, soc.Deviates, soc.Unable, soc.NotApplicable, soc.NotTested}
	for _, a := range p.Attributes {
		for _, o := range outcomes {
			columns = append(columns, fmt.Sprintf("count(*) FILTER (WHERE %s = %s)", quote(outcomeColumn(a.ID)), literal(o)))
		}
	}
	n, err := r.numbers(ctx, "SELECT "+strings.Join(columns, ",\n  ")+"\nFROM "+resultTable, len(columns))
	if err != nil {
		return r.failed(ctx, "the counts", err)
	}
	if n[0] != r.out.Items {
		return fmt.Errorf("%d items were written and %d are in the result", r.out.Items, n[0])
	}
	r.out.ItemsWithDeviation = n[1]
	n = n[2:]
	for _, a := range p.Attributes {
		res := soc.AttributeResult{ID: a.ID, Passed: n[0], Deviation: n[1], Unable: n[2], NotApplicable: n[3], NotTested: n[4]}
		if sum := res.Tested() + res.NotApplicable + res.NotTested; sum != r.out.Items {
			return fmt.Errorf("attribute %s has %d outcomes for %d items", a.ID, sum, r.out.Items)
		}
		r.out.Attributes = append(r.out.Attributes, res)
		n = n[len(outcomes):]
	}
	return nil
}

// listDeviations lists every deviation and unable outcome, by item and then
// by attribute.
func (r *run) listDeviations(ctx context.Context) error {
	r.out.Details.Deviations = []soc.Deviation{}
	return r.eachItem(ctx, "the deviations", r.plan.deviating(), func(item soc.TestItem, outcomes []soc.Outcome) {
		for i, a := range r.plan.Attributes {
			if o := outcomes[i]; o == soc.Deviates || o == soc.Unable {
				r.out.Details.Deviations = append(r.out.Details.Deviations, soc.Deviation{
					Procedure: r.plan.ID, Item: item.Item, Attribute: a.ID, Outcome: o, At: item.At, Values: item.Values,
				})
			}
		}
	})
}

// listItems lists the items when a person must test an attribute of them:
// what that person finds is recorded by the item's key.
func (r *run) listItems(ctx context.Context) error {
	if !slices.ContainsFunc(r.plan.Attributes, func(a soc.Attribute) bool { return a.Inspect != "" }) {
		return nil
	}
	r.out.ItemList = []soc.TestItem{}
	return r.eachItem(ctx, "the items", "true", func(item soc.TestItem, _ []soc.Outcome) {
		r.out.ItemList = append(r.out.ItemList, item)
	})
}

// eachItem calls do for each item of the result that where selects, in the
// order of the key, with the outcomes of its attributes.
func (r *run) eachItem(ctx context.Context, what, where string, do func(soc.TestItem, []soc.Outcome)) error {
	p := r.plan
	columns := []string{itemNumber}
	add := func(names []string, column func(string) string) (from, to int) {
		from = len(columns)
		for _, n := range names {
			columns = append(columns, column(n))
		}
		return from, len(columns)
	}
	keyFrom, keyTo := add(p.key, keyColumn)
	showFrom, _ := add(p.Show, showColumn)
	outcomeFrom := len(columns)
	for _, a := range p.Attributes {
		columns = append(columns, outcomeColumn(a.ID))
	}
	dateAt := len(columns)
	if p.date != "" {
		columns = append(columns, itemDate)
	}
	outcomes := make([]soc.Outcome, len(p.Attributes))
	for last := "0"; ; {
		rows, err := r.conn.Query(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE %s AND %s > %s ORDER BY %s LIMIT %d",
			columnList(columns), resultTable, where, quote(itemNumber), last, quote(itemNumber), itemsAtOnce), itemsAtOnce)
		if err != nil {
			return r.failed(ctx, what, err)
		}
		for _, row := range rows.Values {
			item := soc.TestItem{Item: itemText(row[keyFrom:keyTo])}
			if p.date != "" {
				item.At = row[dateAt].Text
			}
			for i, name := range p.Show {
				v := row[showFrom+i]
				item.Values = append(item.Values, soc.NamedValue{Name: name, Value: v.Text, Null: v.Null})
			}
			for i := range outcomes {
				outcomes[i] = soc.Outcome(row[outcomeFrom+i].Text)
			}
			do(item, outcomes)
			last = row[0].Text
		}
		if len(rows.Values) < itemsAtOnce {
			return nil
		}
	}
}

// countWeeks counts the items of each week of the period by their local day.
// Weeks without an item are there, as zero.
func (r *run) countWeeks(ctx context.Context) error {
	if r.plan.date == "" {
		return nil
	}
	sql := fmt.Sprintf(`SELECT greatest(calendar.week_first, period.first_day), count(*), count(*) FILTER (WHERE %s)
FROM %s JOIN calendar ON calendar.day = CAST(%s AS DATE) CROSS JOIN period
WHERE calendar.day BETWEEN period.first_day AND period.last_day
GROUP BY 1`, r.plan.deviating(), resultTable, quote(itemDate))
	rows, err := r.conn.Query(ctx, sql, 0)
	if err != nil {
		return r.failed(ctx, "the weeks", err)
	}
	type counts struct{ items, deviations int64 }
	found := map[string]counts{}
	var dated int64
	for _, row := range rows.Values {
		n, err := wholes(row[1:], 2)
		if err != nil {
			return err
		}
		found[row[0].Text] = counts{n[0], n[1]}
		dated += n[0]
	}
	for _, first := range population.PeriodOf(&r.in.Engagement).Weeks() {
		n := found[first.String()]
		dated -= n.items
		r.out.Details.Timeline = append(r.out.Details.Timeline, soc.Bucket{First: first, Items: n.items, Deviations: n.deviations})
	}
	if dated != 0 {
		return fmt.Errorf("%d items lie in no week of the period: the session's calendar is not the engagement's", dated)
	}
	return nil
}
