package catalog

import (
	_ "embed"

	"github.com/tickmark-audit/tickmark/soc"
)

//go:embed description.json
var descriptionJSON []byte

var description = decode[soc.DescriptionCriterion](descriptionJSON, "description.json")

// DescriptionCriteria returns what the system description of a SOC 2 report
// of that type (1 or 2) must contain, in order. DC 9 speaks of changes during
// a period and so belongs to type 2 only.
func DescriptionCriteria(reportType int) []soc.DescriptionCriterion {
	var list []soc.DescriptionCriterion
	for _, c := range description {
		if reportType == 2 || !c.Type2Only {
			list = append(list, c)
		}
	}
	return list
}

// DescriptionCriterion returns the description criterion of that id, such as
// "DC 4", and whether there is one.
func DescriptionCriterion(id string) (soc.DescriptionCriterion, bool) {
	for _, c := range description {
		if c.ID == id {
			return c, true
		}
	}
	return soc.DescriptionCriterion{}, false
}
