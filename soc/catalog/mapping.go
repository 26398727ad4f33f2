package catalog

import "slices"

// Mapping relates a criterion to a requirement of another framework.
type Mapping struct {
	Framework Framework `json:"framework"`
	ID        string    `json:"id"` // the framework's own identifier
	// Corroborated says that at least one published mapping pairs the two.
	// The others are our own judgement.
	Corroborated bool `json:"corroborated,omitempty"`
}

// Framework names the framework of a mapping.
type Framework string

// The frameworks.
const (
	NIST80053 Framework = "nist_800_53r5"  // NIST SP 800-53 revision 5
	NISTCSF   Framework = "nist_csf_2_0"   // NIST Cybersecurity Framework 2.0
	ISO27001  Framework = "iso_27001_2022" // ISO/IEC 27001:2022, clauses and Annex A
)

// Mappings returns what a criterion is mapped to, by framework; nil for an id
// that the catalog does not have. The lists are short on purpose: they name
// the closest requirements, not every one that touches the subject.
func Mappings(id string) []Mapping {
	i, ok := index[id]
	if !ok {
		return nil
	}
	return slices.Clone(entries[i].Mappings)
}
