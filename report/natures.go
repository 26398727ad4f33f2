package report

import (
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// performed is what a run did, for the natures that a run can have. It stands
// before "all n items".
func performed(natures []soc.TestNature) string {
	inspects, reperforms := false, false
	for _, n := range natures {
		inspects = inspects || n == soc.Inspection
		reperforms = reperforms || n == soc.Reperformance
	}
	switch {
	case inspects && reperforms:
		return "Inspected the records of, and reperformed the check on,"
	case reperforms:
		return "Reperformed the check on"
	case inspects:
		return "Inspected the records of"
	}
	return "Computed, from the records, the attributes of"
}

// byPerson are the natures of the tests that people recorded of an attribute;
// of every attribute of the procedure for "".
func (b *book) byPerson(procedure, attribute string) []string {
	var words []string
	for _, t := range soc.InForce(b.ex.Records.ItemTests) {
		if t.Record.Procedure != procedure || attribute != "" && t.Record.Attribute != attribute {
			continue
		}
		for _, n := range t.Record.Nature {
			words = appendNew(words, string(n))
		}
	}
	return words
}

// notPerformed says which planned natures no run performs and no person
// recorded.
func (b *book) notPerformed(p *soc.Procedure) string {
	done := b.byPerson(p.ID, "")
	var words []string
	for _, n := range p.Nature {
		if (n == soc.Inquiry || n == soc.Observation) && !slices.Contains(done, string(n)) {
			words = append(words, string(n))
		}
	}
	switch len(words) {
	case 0:
		return ""
	case 1:
		return capital(words[0]) + " is planned as well; a run does not perform it and none is recorded."
	}
	return capital(listed(words)) + " are planned as well; a run does not perform them and none is recorded."
}
