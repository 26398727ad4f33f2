package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/tickmark-audit/tickmark/soc"
)

// reconciliations says what the population was set beside and what was found.
func (c certificatePrinter) reconciliations() {
	c.head("Set beside other sources")
	if len(c.p.Reconciliations) == 0 {
		fmt.Fprintln(c.w, "  No reconciliation is declared.")
	}
	for i := range c.p.Reconciliations {
		r := &c.p.Reconciliations[i]
		c.line(r.Name, r.Statement)
		c.line("", reconciledWord(r)+". "+r.Sentence(c.p.Name))
		c.unmatched(r)
	}
}

func reconciledWord(r *soc.ReconciliationRecord) string {
	switch {
	case r.Failure != "" || r.Found.Problem != "":
		return "NOT SHOWN TO AGREE"
	case !r.Found.Agrees:
		return "DOES NOT AGREE"
	}
	return "Agrees"
}

// unmatched lists rows without a partner.
func (c certificatePrinter) unmatched(r *soc.ReconciliationRecord) {
	if len(r.Rows) == 0 {
		return
	}
	const indent = "                     "
	first := r.Rows[:min(len(r.Rows), shownDifferences)]
	w := tabwriter.NewWriter(c.w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%sIN\tROW\tBY\n", indent)
	for _, u := range first {
		fmt.Fprintf(w, "%s%s\t%s\t%s\n", indent, either(u.Side == "there", r.With, c.p.Name), printable(u.Key), shownValues(u.Values))
	}
	w.Flush()
	if more := r.Found.OnlyHere + r.Found.OnlyThere - int64(len(first)); more > 0 {
		fmt.Fprintf(c.w, "%sand %s more, in the object %s\n", indent, grouped(more), r.RowsDigest)
	}
}

func reconciledSentence(body json.RawMessage) string {
	var b struct {
		Population     string
		Reconciliation soc.Reconciliation
		Found          soc.Reconciled
	}
	if json.Unmarshal(body, &b) != nil || b.Population == "" {
		return ""
	}
	record := soc.ReconciliationRecord{Reconciliation: b.Reconciliation, Found: b.Found}
	return fmt.Sprintf("reconciled the population %s (%s): %s", b.Population, b.Reconciliation.Name, record.Sentence(b.Population))
}
