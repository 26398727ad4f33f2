package report

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// printedUnmatched is how many rows without a partner a certificate prints; it
// says how many there are.
const printedUnmatched = 25

// reconciliationBlocks say what a population was set beside and what was
// found, with the rows that have no partner.
func (b *book) reconciliationBlocks(p *soc.PopulationRecord) []Block {
	if len(p.Reconciliations) == 0 {
		return nil
	}
	blocks := []Block{subHeading("Reconciliations")}
	for i := range p.Reconciliations {
		r := &p.Reconciliations[i]
		word, tone := "Agrees", Good
		switch {
		case r.Failure != "" || r.Found.Problem != "":
			word, tone = "Not shown to agree", Caution
		case !r.Found.Agrees:
			word, tone = "Does not agree", Bad
		}
		n := &Notice{Title: word + ": " + r.Name, Tone: tone, Blocks: []Block{
			prose(sentence(oneLine(r.Statement))),
			para(derived(sentence(oneLine(r.Sentence(p.Name))), r.Entry)),
		}}
		if r.Entry != "" {
			n.Blocks = append(n.Blocks, small(text("Performed "+instant(r.At, b.loc)+" with "+b.keyWords(r.By)+"; entry "), mono(r.Entry)))
		}
		blocks = append(blocks, n)
		if len(r.Rows) > 0 {
			blocks = append(blocks, unmatchedTable(p, r))
		}
	}
	return blocks
}

// unmatchedTable lists rows without a partner.
func unmatchedTable(p *soc.PopulationRecord, r *soc.ReconciliationRecord) *Table {
	list := r.Rows[:min(len(r.Rows), printedUnmatched)]
	t := &Table{
		Caption: fmt.Sprintf("Rows without a partner in %s: %s of %s", r.Name, number(int64(len(list))), number(r.Found.OnlyHere+r.Found.OnlyThere)), Compact: true,
		Columns: []Column{{Title: "In", Weight: 20}, {Title: "Row", Weight: 35}, {Title: "By", Weight: 45}},
	}
	for _, u := range list {
		in := p.Name
		if u.Side == "there" {
			in = r.With
		}
		var by []Span
		for i, v := range u.Values {
			if i > 0 {
				by = append(by, text(", "))
			}
			value := oneLine(v.Value)
			if v.Null {
				value = "no value"
			}
			by = append(by, text(v.Name+" "), mono(value))
		}
		t.Rows = append(t.Rows, row(cell(in), cell(oneLine(u.Key)), spanCell(by...)))
	}
	return t
}
