package catalog

import (
	_ "embed"

	"github.com/tickmark-audit/tickmark/soc"
)

//go:embed representations.json
var representationsJSON []byte

// Representation is one thing that management represents in its letter, in
// our own words. The ids are ours: a firm's letter names what it covers by
// them, whatever its wording.
type Representation struct {
	ID   string `json:"id"` // REP-01
	Text string `json:"text"`
	// Subservice marks one that is made when there is a subservice
	// organization, SOC1 one that belongs to that kind of report.
	Subservice bool `json:"subservice,omitempty"`
	SOC1       bool `json:"soc1,omitempty"`
}

var representations = decode[Representation](representationsJSON, "representations.json")

// Representations returns what management's representation letter must
// contain for a kind of report, in order (AT-C 205 and AT-C 320 on written
// representations; the paragraphs are to be checked). subservice says that
// there is a subservice organization.
func Representations(rules soc.Rules, subservice bool) []Representation {
	var list []Representation
	for _, r := range representations {
		if r.Subservice && !subservice || r.SOC1 && rules.Kind != soc.SOC1 {
			continue
		}
		list = append(list, r)
	}
	return list
}
