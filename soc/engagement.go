package soc

import (
	"fmt"
	"time"
)

// ReportKind is the kind of report that an examination ends in.
type ReportKind string

// The kinds of report.
const (
	SOC1 ReportKind = "soc1"
	SOC2 ReportKind = "soc2"
	SOC3 ReportKind = "soc3"
)

// Title returns the name of the report as the field writes it: SOC 2.
func (k ReportKind) Title() string {
	if len(k) != 4 {
		return string(k)
	}
	return "SOC " + string(k[3])
}

// Engagement is one SOC examination of one system, for one period (type 2) or
// as of one date (type 1).
type Engagement struct {
	Report   ReportKind `json:"report"`
	Type     int        `json:"type"`            // 1 or 2; 0 for a SOC 3, which has no types
	AsOf     Date       `json:"as_of,omitzero"`  // type 1
	Period   Period     `json:"period,omitzero"` // type 2 and SOC 3
	TimeZone string     `json:"time_zone"`       // IANA name, such as America/New_York
	Weekend  []string   `json:"weekend"`         // lower-case English day names
	Holidays []Holiday  `json:"holidays,omitempty"`

	// Categories are the trust services categories in scope; none in a SOC 1.
	Categories              []Category               `json:"categories,omitempty"`
	ServiceOrganization     Organization             `json:"service_organization"`
	System                  System                   `json:"system"`
	SubserviceOrganizations []SubserviceOrganization `json:"subservice_organizations,omitempty"`
	Practitioner            Firm                     `json:"practitioner"`

	// Example marks a program that ships with Tickmark. Its report carries
	// the word EXAMPLE on every page, whatever else happens to it.
	Example bool `json:"example,omitempty"`
}

// Title returns what a reader calls the report: "SOC 2 Type 2", "SOC 3".
func (e *Engagement) Title() string {
	if e.Report == SOC3 {
		return e.Report.Title()
	}
	return fmt.Sprintf("%s Type %d", e.Report.Title(), e.Type)
}

// When returns the time that the report is about, as a report writes it.
func (e *Engagement) When() string {
	if e.Type == 1 {
		return "as of " + e.AsOf.Long()
	}
	return e.Period.String()
}

// Location loads the engagement's time zone. The error names the zone; it is
// nil for every engagement that the program reader has accepted.
func (e *Engagement) Location() (*time.Location, error) {
	loc, err := time.LoadLocation(e.TimeZone)
	if err != nil || e.TimeZone == "" || e.TimeZone == "Local" {
		return nil, fmt.Errorf("time zone %q is not known: use an IANA name such as America/New_York or UTC", e.TimeZone)
	}
	return loc, nil
}

// Holiday is a day on which the service organization does not work.
type Holiday struct {
	Date Date   `json:"date"`
	Name string `json:"name"`
}

// System is the system that is described and examined.
type System struct {
	Name    string `json:"name"`
	Summary string `json:"summary,omitempty"`
}
