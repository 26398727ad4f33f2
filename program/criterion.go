package program

import (
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// checkCriteria reports criteria that are unknown or out of scope.
func (l *loader) checkCriteria() {
	var ids []string
	for _, c := range catalog.Criteria() {
		ids = append(ids, c.ID)
	}
	for _, use := range l.criterions {
		c, ok := catalog.Criterion(use.node.text)
		if !ok {
			l.fault(use.node, criterionHelp(use.node.text, ids), "%s names the criterion %s, which there is not", use.by, quoted(use.node.text))
			continue
		}
		if l.scope.categories != nil && c.Category != soc.Security && !slices.Contains(l.scope.categories, c.Category) {
			l.fault(use.node, "add "+string(c.Category)+" to the categories of engagement.yaml, or remove the criterion",
				"%s names %s, which belongs to %s: that category is not in scope", use.by, c.ID, c.Category)
		}
	}
}

// criterionHelp names the criteria of the series that was meant.
func criterionHelp(id string, ids []string) string {
	var series []string
	for _, known := range ids {
		if catalog.Series(known) == catalog.Series(id) {
			series = append(series, known)
		}
	}
	if len(series) > 0 {
		return "the series " + catalog.Series(id) + " has " + strings.Join(series, ", ")
	}
	if s := suggest(id, ids); s != "" {
		return "did you mean " + s + "?"
	}
	return "the criteria are CC1.1 to CC9.2, A1.1 to A1.3, C1.1 to C1.2, PI1.1 to PI1.5 and P1.1 to P8.1"
}
