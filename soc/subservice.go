package soc

// SubserviceOrganization is a supplier whose controls are necessary, with
// ours, to meet the commitments. A supplier whose controls are not is a
// Vendor.
type SubserviceOrganization struct {
	Name     string   `json:"name"`
	Services string   `json:"services"`
	Method   string   `json:"method"` // carve_out or inclusive
	Criteria []string `json:"criteria,omitempty"`
	// Objectives are the control objectives that its controls help to achieve
	// (SOC 1).
	Objectives []string `json:"objectives,omitempty"`
	// Test is the decision that makes it a subservice organization; nil when
	// none is recorded.
	Test *SupplierTest `json:"test,omitempty"`
	// Monitoring are the ids of our controls that watch over it.
	Monitoring []string `json:"monitoring,omitempty"`
}

// IncludedAssertion is the assertion that a subservice organization makes of
// its part of the system, when it is included.
type IncludedAssertion struct {
	Organization string `json:"organization"`
	Markdown     string `json:"markdown"`
	File         string `json:"file"`
}

// CUEC is a complementary user entity control: necessary, and assumed in the
// design of ours.
type CUEC struct {
	ID        string   `json:"id"`
	Statement string   `json:"statement"`
	Criteria  []string `json:"criteria,omitempty"`
	// Objectives are those that it is necessary for (SOC 1).
	Objectives []string `json:"objectives,omitempty"`
	// Commitments are the commitments and requirements that it is necessary
	// for (SOC 2).
	Commitments []string `json:"commitments,omitempty"`
}

// CSOC is a complementary subservice organization control: a type of control
// expected at a subservice organization that is carved out.
type CSOC struct {
	ID           string   `json:"id"`
	Organization string   `json:"organization"`
	Statement    string   `json:"statement"`
	Criteria     []string `json:"criteria,omitempty"`
	// Objectives are those that it is necessary for (SOC 1).
	Objectives []string `json:"objectives,omitempty"`
}

// Vendor is a supplier that is not a subservice organization.
type Vendor struct {
	Name     string `json:"name"`
	Services string `json:"services"`
	// Test is the decision that makes it a vendor only; nil when none is
	// recorded.
	Test *SupplierTest `json:"test,omitempty"`
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
	// Effect and Disposition are what a description tells of an incident that
	// it discloses: its extent, and what was done.
	Effect      string `json:"effect,omitempty"`
	Disposition string `json:"disposition,omitempty"`
	Reviewer    string `json:"reviewer,omitempty"` // the role that reviewed the decision
}

// ManagementResponse is what management says about deviations. It appears in
// Section V only, unaudited.
type ManagementResponse struct {
	Control string `json:"control"`
	Text    string `json:"text"`
}
