package soc

// Inclusive is the method by which a subservice organization's controls are
// part of the examination.
const Inclusive = "inclusive"

// Examined names the organizations whose controls are examined: the service
// organization, and the subservice organizations by the inclusive method. Each
// makes an assertion and representations of its own, and the team is
// independent of each.
func (e *Engagement) Examined() []string {
	names := []string{e.ServiceOrganization.Name}
	for _, sub := range e.SubserviceOrganizations {
		if sub.Method == Inclusive {
			names = append(names, sub.Name)
		}
	}
	return names
}
