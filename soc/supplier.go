package soc

// SupplierTest is the recorded decision whether a supplier is a subservice
// organization or a vendor. It is a subservice organization only when its
// controls are necessary, together with ours, to achieve the commitments and
// requirements (SOC 2, SOC 3) or the control objectives (SOC 1).
type SupplierTest struct {
	// Relevant: what the supplier does is part of the services that users of
	// the report use.
	Relevant bool `json:"relevant"`
	// Necessary: without controls at the supplier, ours would not be enough.
	Necessary bool `json:"necessary"`
	// MonitoringSuffices: our own monitoring of the supplier is enough by
	// itself, whatever its controls do.
	MonitoringSuffices bool   `json:"monitoring_suffices"`
	Reason             string `json:"reason"`
	DecidedBy          string `json:"decided_by"` // a role
}

// Subservice reports whether the answers make the supplier a subservice
// organization.
func (t SupplierTest) Subservice() bool {
	return t.Relevant && t.Necessary && !t.MonitoringSuffices
}

// UserResponsibility is advice to user entities. Unlike a CUEC, no commitment
// and no control objective depends on it.
type UserResponsibility struct {
	ID        string `json:"id"`
	Statement string `json:"statement"`
}

// SubserviceReport is a SOC report of a subservice organization, as
// management reviewed it.
type SubserviceReport struct {
	Organization string      `json:"organization"`
	Report       ReportKind  `json:"report"`
	Type         int         `json:"type"`            // 1 or 2; 0 for a SOC 3
	Period       Period      `json:"period,omitzero"` // type 2 and SOC 3
	AsOf         Date        `json:"as_of,omitzero"`  // type 1
	Scope        string      `json:"scope"`           // whether it covers the services that are used
	Opinion      OpinionKind `json:"opinion"`
	// OpinionEffect says what a modified opinion means for the system.
	OpinionEffect string `json:"opinion_effect,omitempty"`
	// Deviations says how the deviations that it lists were evaluated.
	Deviations string       `json:"deviations"`
	CUECs      []MappedCUEC `json:"cuecs,omitempty"`
	// Gap says how the days that no report covers are covered.
	Gap        string `json:"gap,omitempty"`
	ReviewedBy string `json:"reviewed_by"` // a role
	ReviewedOn Date   `json:"reviewed_on"`
}

// MappedCUEC is a user entity control that a subservice organization assumes
// of us, with the control of ours that is it, or the reason why none is
// needed.
type MappedCUEC struct {
	CUEC    string `json:"cuec"`
	Control string `json:"control,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// SubserviceCoverage returns how many days of the period the reports of an
// organization cover with tests of operation. Reports as of a date cover
// none, because they hold no such test.
func SubserviceCoverage(period Period, organization string, reports []SubserviceReport) Coverage {
	var by []Period
	for _, r := range reports {
		if r.Organization == organization && r.Type != 1 {
			by = append(by, r.Period)
		}
	}
	return Cover(period, by...)
}
