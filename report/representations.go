package report

import "github.com/tickmark-audit/tickmark/soc/catalog"

// representations lists what management has to represent in its letter, each
// with the id by which the record representation-signed names it. Each
// subservice organization that is included gives a letter of its own.
func (b *book) representations() []Representation {
	var list []Representation
	for _, r := range catalog.Representations(b.rules, len(b.ex.Engagement.SubserviceOrganizations) > 0) {
		list = append(list, Representation{r.ID, r.Text})
	}
	return list
}
