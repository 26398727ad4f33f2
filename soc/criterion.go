package soc

// Category is a trust services category. Security is the common criteria;
// the others add criteria of their own to them.
type Category string

// The categories.
const (
	Security            Category = "security"
	Availability        Category = "availability"
	ProcessingIntegrity Category = "processing_integrity"
	Confidentiality     Category = "confidentiality"
	Privacy             Category = "privacy"
)

// Criterion is one trust services criterion, in our own words.
type Criterion struct {
	ID       string         `json:"id"`             // CC6.1
	Group    string         `json:"group"`          // Logical and physical access
	Category Category       `json:"category"`       // security for the common criteria
	Text     string         `json:"text"`           // our paraphrase, never AICPA wording
	COSO     string         `json:"coso,omitempty"` // COSO 2013 principle
	Points   []PointOfFocus `json:"points,omitempty"`
}

// PointOfFocus is a characteristic that helps to judge whether the controls
// for a criterion are enough. It is not a requirement: nothing may fail for
// want of one.
type PointOfFocus struct {
	Tag   string `json:"tag"`
	Label string `json:"label"`
}

// DescriptionCriterion is what management's description of the system must
// contain (DC 1 to DC 9 for SOC 2, S1-D1 to S1-D10 for SOC 1), in our own
// words.
type DescriptionCriterion struct {
	ID    string `json:"id"`    // DC 1
	Title string `json:"title"` // Services provided
	Text  string `json:"text"`
	// Type2Only marks a criterion that applies to a period only.
	Type2Only bool `json:"type2_only,omitempty"`
}
