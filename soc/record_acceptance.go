package soc

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Acceptance is the engagement partner's decision to accept the engagement.
type Acceptance struct {
	Licence       LicenceCheck       `json:"licence" yaml:"licence"`
	Preconditions Preconditions      `json:"preconditions" yaml:"preconditions"`
	Integrity     string             `json:"integrity" yaml:"integrity"`   // what is known of management's integrity
	Competence    string             `json:"competence" yaml:"competence"` // of the team, IT included
	ToolVendors   []ToolRelationship `json:"tool_vendors" yaml:"tool_vendors"`
	// NoToolVendors states that there is no such relationship; a list that is
	// merely empty states nothing.
	NoToolVendors bool `json:"no_tool_vendors,omitempty" yaml:"no_tool_vendors"`
}

// LicenceCheck is how the firm's licence to do attest work was checked.
type LicenceCheck struct {
	Jurisdiction string `json:"jurisdiction" yaml:"jurisdiction"`
	Number       string `json:"number" yaml:"number"`
	Active       bool   `json:"active" yaml:"active"`
	CheckedOn    Date   `json:"checked_on" yaml:"checked_on"`
	CheckedWith  string `json:"checked_with" yaml:"checked_with"`
}

// Preconditions are what must hold before an attestation engagement is
// accepted (AT-C 105).
type Preconditions struct {
	ResponsibilityAcknowledged bool `json:"responsibility_acknowledged" yaml:"responsibility_acknowledged"`
	SubjectMatterAppropriate   bool `json:"subject_matter_appropriate" yaml:"subject_matter_appropriate"`
	CriteriaSuitable           bool `json:"criteria_suitable" yaml:"criteria_suitable"`
	EvidenceAccessible         bool `json:"evidence_accessible" yaml:"evidence_accessible"`
	WrittenReport              bool `json:"written_report" yaml:"written_report"`
}

// Missing names the preconditions that are not stated to hold.
func (p Preconditions) Missing() []string {
	var missing []string
	for _, c := range []struct {
		holds bool
		name  string
	}{
		{p.ResponsibilityAcknowledged, "management acknowledges its responsibility"},
		{p.SubjectMatterAppropriate, "the subject matter is appropriate"},
		{p.CriteriaSuitable, "the criteria are suitable and available"},
		{p.EvidenceAccessible, "the evidence can be had"},
		{p.WrittenReport, "a written report will be given"},
	} {
		if !c.holds {
			missing = append(missing, c.name)
		}
	}
	return missing
}

// ToolRelationship is a relationship between the firm and a vendor of the
// service organization's compliance tool.
type ToolRelationship struct {
	Vendor       string `json:"vendor" yaml:"vendor"`
	Relationship string `json:"relationship" yaml:"relationship"` // referral, fee, exclusivity, marketing …
	// Limits names what the relationship limits: scope, timing, evidence,
	// communication. Any of them stops acceptance.
	Limits    []string `json:"limits,omitempty" yaml:"limits"`
	Safeguard string   `json:"safeguard,omitempty" yaml:"safeguard"`
}

// Kind implements Record.
func (Acceptance) Kind() RecordKind { return "acceptance-decided" }

// Subject implements Record: there is one decision.
func (Acceptance) Subject() string { return "engagement" }

// Fault implements Record.
func (a Acceptance) Fault() error {
	if a.Licence.Jurisdiction == "" || a.Licence.Number == "" || a.Licence.CheckedOn.IsZero() || a.Licence.CheckedWith == "" {
		return errors.New("licence: give jurisdiction, number, checked_on and checked_with")
	}
	if a.NoToolVendors == (len(a.ToolVendors) > 0) {
		return errors.New("tool_vendors: list the relationships, or state no_tool_vendors: true, and not both")
	}
	return nil
}

// Independence is what a member of the team states about their independence
// of one organization. Each signs with a key of their own.
type Independence struct {
	Organization string `json:"organization" yaml:"organization"` // the service organization, or a subservice organization that is included
	Independent  bool   `json:"independent" yaml:"independent"`
	// SelfReview is what the member designed, implemented, operated, wrote or
	// administers for the organization that is in scope; "none" when nothing.
	SelfReview string `json:"self_review" yaml:"self_review"`
	Threats    string `json:"threats,omitempty" yaml:"threats"` // with their safeguards
	// Renewed marks the statement made again at the date of the report.
	Renewed bool `json:"renewed,omitempty" yaml:"renewed"`
}

// Kind implements Record.
func (Independence) Kind() RecordKind { return "independence-stated" }

// Subject implements Record. Each statement stands for itself: the first
// and the renewal are both kept in force.
func (Independence) Subject() string { return "" }

// Fault implements Record.
func (i Independence) Fault() error {
	if i.Organization == "" || i.SelfReview == "" {
		return errors.New("give organization, and self_review (none, or what was designed, operated or written)")
	}
	return nil
}

// EngagementLetter is the agreement on the terms, signed by each party.
type EngagementLetter struct {
	Date       Date       `json:"date" yaml:"date"`
	Report     ReportKind `json:"report" yaml:"report"`
	Type       int        `json:"type" yaml:"type"`
	Period     string     `json:"period" yaml:"period"`
	Categories []Category `json:"categories,omitempty" yaml:"categories"`
	Terms      []string   `json:"terms" yaml:"terms"`       // criteria, responsibilities, restricted use, in a few words each
	Document   string     `json:"document" yaml:"document"` // SHA-256 of the letter, hex
	// ChangeReason is why a later letter changes the terms.
	ChangeReason string `json:"change_reason,omitempty" yaml:"change_reason"`
}

// Kind implements Record.
func (EngagementLetter) Kind() RecordKind { return "engagement-letter-signed" }

// Subject implements Record: each signature stands for itself.
func (EngagementLetter) Subject() string { return "" }

// Fault implements Record.
func (l EngagementLetter) Fault() error {
	if l.Date.IsZero() || l.Report == "" || l.Type == 0 || l.Period == "" || len(l.Terms) == 0 || l.Document == "" {
		return errors.New("give date, report, type, period, terms and document (the SHA-256 of the letter)")
	}
	return nil
}

// PriorReport is what is known of the report before this one.
type PriorReport struct {
	None         bool   `json:"none,omitempty" yaml:"none"`
	To           Date   `json:"to,omitzero" yaml:"to"`                      // its last day
	Acknowledged string `json:"acknowledged,omitempty" yaml:"acknowledged"` // what is said of the gap or overlap
}

// Kind implements Record.
func (PriorReport) Kind() RecordKind { return "prior-report-considered" }

// Subject implements Record.
func (PriorReport) Subject() string { return "prior report" }

// Fault implements Record.
func (p PriorReport) Fault() error {
	if p.None != p.To.IsZero() {
		return errors.New("state none: true, or give the last day of the prior report (to)")
	}
	return nil
}

// oneOf returns a fault unless value is one of the allowed.
func oneOf(field, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return fmt.Errorf("%s is %q: it is one of %s", field, value, strings.Join(allowed, ", "))
}
