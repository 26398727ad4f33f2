package soc

// SubserviceOrganization is a supplier whose controls are necessary, with
// ours, to meet the commitments. A supplier whose controls are not is a
// Vendor.
type SubserviceOrganization struct {
	Name     string   `json:"name"`
	Services string   `json:"services"`
	Method   string   `json:"method"` // carve_out or inclusive
	Criteria []string `json:"criteria,omitempty"`
}

// CUEC is a complementary user entity control: necessary, and assumed in the
// design of ours.
type CUEC struct {
	ID        string   `json:"id"`
	Statement string   `json:"statement"`
	Criteria  []string `json:"criteria"`
}

// CSOC is a complementary subservice organization control: a type of control
// expected at a subservice organization that is carved out.
type CSOC struct {
	ID           string   `json:"id"`
	Organization string   `json:"organization"`
	Statement    string   `json:"statement"`
	Criteria     []string `json:"criteria"`
}

// Vendor is a supplier that is not a subservice organization.
type Vendor struct {
	Name     string `json:"name"`
	Services string `json:"services"`
}

// Commitment is a principal service commitment or system requirement.
type Commitment struct {
	ID        string   `json:"id"`
	Kind      string   `json:"kind"` // commitment or requirement
	Statement string   `json:"statement"`
	Category  Category `json:"category"`
	Source    string   `json:"source"` // contract, SLA, notice, law
}

// SystemIncident is an incident that the description may have to disclose
// (DC 4).
type SystemIncident struct {
	ID       string `json:"id"`
	Date     Date   `json:"date"`
	Summary  string `json:"summary"`
	Disclose bool   `json:"disclose"`
	Reason   string `json:"reason"`
}

// ManagementResponse is what management says about deviations. It appears in
// Section V only, unaudited.
type ManagementResponse struct {
	Control string `json:"control"`
	Text    string `json:"text"`
}
