package soc

import "time"

// Examination is everything that an engagement file says at one size of its
// log. It is the fold of the log, and the only input of a report.
type Examination struct {
	Engagement Engagement `json:"engagement"`
	// Readiness marks an examination that management ran by itself. It can
	// never be issued.
	Readiness bool    `json:"readiness"`
	Actors    []Actor `json:"actors"`

	Description []DescriptionSection `json:"description"`
	Assertion   string               `json:"assertion"` // Markdown; "" when management has given none
	Controls    []Control            `json:"controls"`
	// IncludedAssertions are those of subservice organizations that are
	// included.
	IncludedAssertions []IncludedAssertion `json:"included_assertions,omitempty"`
	// Objectives and Transactions are those of a SOC 1.
	Objectives   []ControlObjective   `json:"objectives,omitempty"`
	Transactions []TransactionClass   `json:"transactions,omitempty"`
	CUECs        []CUEC               `json:"cuecs,omitempty"`
	CSOCs        []CSOC               `json:"csocs,omitempty"`
	Vendors      []Vendor             `json:"vendors,omitempty"`
	Commitments  []Commitment         `json:"commitments,omitempty"`
	Incidents    []SystemIncident     `json:"incidents,omitempty"`
	Responses    []ManagementResponse `json:"responses,omitempty"`

	Components           Components            `json:"components,omitzero"`
	UserResponsibilities []UserResponsibility  `json:"user_responsibilities,omitempty"`
	SubserviceReports    []SubserviceReport    `json:"subservice_reports,omitempty"`
	Changes              []SystemChange        `json:"changes,omitempty"` // in the order of their dates
	NotRelevant          []IrrelevantCriterion `json:"not_relevant,omitempty"`
	// IncidentRegister says where management looked for incidents, and when.
	IncidentRegister string `json:"incident_register,omitempty"`
	Plan             Plan   `json:"plan"`

	Populations []PopulationRecord `json:"populations"` // in the order of their names
	Procedures  []Procedure        `json:"procedures"`  // in the order of their ids
	Tests       []TestRecord       `json:"tests"`       // in the order of the procedures' ids

	Controlled []ControlFinding   `json:"control_findings"`   // in the order of Controls
	Criteria   []CriterionFinding `json:"criterion_findings"` // in the order of the catalog, those in scope
	Gates      []GateState        `json:"gates"`
	Proposals  Proposals          `json:"proposals,omitzero"`

	// Templates are the firm's own templates of the report's texts, by the name
	// of their file: part of the practitioner's program. They are no finding,
	// and no rendering of data has them.
	Templates map[string]string `json:"-"`

	// Programs are the sealed parts of the program in force.
	Programs []SealedProgram `json:"programs,omitempty"`
	// TextsChecked says that the texts of the report were looked through for
	// what they must contain, and TextFaults what they lack. Whoever renders
	// fills both; a text that was not checked is no text without faults.
	TextsChecked bool        `json:"texts_checked,omitempty"`
	TextFaults   []TextFault `json:"text_faults,omitempty"`

	// Records are what people did and decided.
	Records Records `json:"records,omitzero"`
	// Prior is the file that the program was rolled forward from, and
	// RollForward what was carried over, each to be affirmed.
	Prior       *PriorFile        `json:"prior,omitempty"`
	RollForward []RollForwardItem `json:"roll_forward,omitempty"`
	// Final is set when the report is issued, or about to be; nil is a draft.
	Final *FinalReport `json:"final,omitempty"`

	Log LogState `json:"log"`
}

// PopulationRecord is a population with the record that sealed it, or with
// the reason why there is none.
type PopulationRecord struct {
	Population
	// Entry is the id of the entry that sealed it; "" when Failure is set.
	Entry       string       `json:"entry,omitempty"`
	SealedAt    time.Time    `json:"sealed_at,omitzero"`
	SealedBy    string       `json:"sealed_by,omitempty"` // key id
	Index       int64        `json:"index,omitempty"`     // of the entry in the log
	RawDigest   string       `json:"raw_digest,omitempty"`
	TableDigest string       `json:"table_digest,omitempty"`
	Certificate Certificate  `json:"certificate,omitzero"`
	FailedCasts []FailedCast `json:"failed_casts,omitempty"` // at most the first hundred
	// Reconciliations are those that its program declares, in their order.
	Reconciliations []ReconciliationRecord `json:"reconciliations,omitempty"`
	// Failure says why the population could not be collected or read.
	Failure string `json:"failure,omitempty"`
}

// TestRecord is a result with the entry that sealed it and its details.
type TestRecord struct {
	TestResult
	Entry         string    `json:"entry,omitempty"`
	PerformedAt   time.Time `json:"performed_at,omitzero"`
	PerformedBy   string    `json:"performed_by,omitempty"` // key id
	Index         int64     `json:"index,omitempty"`        // of the entry in the log
	ResultDigest  string    `json:"result_digest,omitempty"`
	DetailsDigest string    `json:"details_digest,omitempty"`
	Details       Details   `json:"details"`
}

// DescriptionSection is one part of the system description, as management
// wrote it.
type DescriptionSection struct {
	Criterion string `json:"criterion"` // DC 1
	Title     string `json:"title"`
	Markdown  string `json:"markdown"`
	File      string `json:"file"`
}

// SealedProgram is one party's part of the program, with the entry that sealed
// it.
type SealedProgram struct {
	Party    Party     `json:"party"`
	Entry    string    `json:"entry"`
	Index    int64     `json:"index"` // of the entry in the log
	SealedAt time.Time `json:"sealed_at"`
	SealedBy string    `json:"sealed_by"` // key id
}

// Plan is the practitioner's plan.
type Plan struct {
	Risks         []Risk       `json:"risks,omitempty"`
	Materiality   string       `json:"materiality,omitempty"`
	Team          []TeamMember `json:"team,omitempty"`
	TolerableRate string       `json:"tolerable_rate,omitempty"` // a decimal fraction, such as 0.05
	ExpectedRate  string       `json:"expected_rate,omitempty"`
	// RetentionYears is how long the firm keeps the file; 0 when not stated.
	RetentionYears int `json:"retention_years,omitempty"`
	// QualityReview is the firm's policy on a quality review of this
	// engagement; "" when not stated, and then one is required.
	QualityReview QualityReviewPolicy `json:"quality_review,omitempty"`
}

// QualityReviewPolicy is what the firm's policy says of an engagement quality
// review.
type QualityReviewPolicy string

// The policies.
const (
	ReviewRequired    QualityReviewPolicy = "required"
	ReviewNotRequired QualityReviewPolicy = "not_required"
)

// Risk is a risk that tests answer.
type Risk struct {
	ID        string   `json:"id"`
	Statement string   `json:"statement"`
	Controls  []string `json:"controls"`
}

// TeamMember is a person on the engagement, by role.
type TeamMember struct {
	Role       string `json:"role"`
	Competence string `json:"competence,omitempty"`
}

// LogState names the log that an examination was folded from.
type LogState struct {
	Origin string `json:"origin"`
	Size   int64  `json:"size"`
	Root   string `json:"root"` // base64, RFC 6962
}

// FinalReport is what makes a rendering final: what the engagement partner
// states when a report is issued.
type FinalReport struct {
	Date  Date   `json:"date"` // of the auditor's report
	Firm  string `json:"firm"`
	City  string `json:"city"`
	State string `json:"state"`
	// Replaces is the entry of the report that this one replaces,
	// ReplacesDate the date of that report, and Reason why.
	Replaces     string `json:"replaces,omitempty"`
	ReplacesDate Date   `json:"replaces_date,omitzero"`
	Reason       string `json:"reason,omitempty"`
}
