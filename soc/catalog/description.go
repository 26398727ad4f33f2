package catalog

import (
	_ "embed"

	"github.com/tickmark-audit/tickmark/soc"
)

//go:embed description.json
var descriptionJSON []byte

//go:embed description_soc1.json
var descriptionSOC1JSON []byte

//go:embed description_soc3.json
var descriptionSOC3JSON []byte

// descriptions are the criteria for what management writes of the system, by
// kind of report: DC section 200 for SOC 2, the minimum criteria of AT-C 320
// for SOC 1, and for SOC 3, which has no description, the two attachments of
// its report.
var descriptions = map[soc.ReportKind][]soc.DescriptionCriterion{
	soc.SOC1: decode[soc.DescriptionCriterion](descriptionSOC1JSON, "description_soc1.json"),
	soc.SOC2: decode[soc.DescriptionCriterion](descriptionJSON, "description.json"),
	soc.SOC3: decode[soc.DescriptionCriterion](descriptionSOC3JSON, "description_soc3.json"),
}

// DescriptionFor returns what management must write of the system for a
// report of that kind and type, in order: S1-D1 to S1-D10 (SOC 1), DC 1 to
// DC 9 (SOC 2), or BOUNDARY and COMMITMENTS (SOC 3). What speaks of changes
// during a period is left out of a report as of a date.
func DescriptionFor(rules soc.Rules) []soc.DescriptionCriterion {
	var list []soc.DescriptionCriterion
	for _, c := range descriptions[rules.Kind] {
		if rules.Period || !c.Type2Only {
			list = append(list, c)
		}
	}
	return list
}

// DescriptionCriterion returns the criterion of that id, such as "DC 4" or
// "S1-D2", of any kind of report, and whether there is one.
func DescriptionCriterion(id string) (soc.DescriptionCriterion, bool) {
	for _, list := range descriptions {
		for _, c := range list {
			if c.ID == id {
				return c, true
			}
		}
	}
	return soc.DescriptionCriterion{}, false
}
