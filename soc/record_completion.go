package soc

import "errors"

// SubsequentEvents is what was done about events after the period.
type SubsequentEvents struct {
	From       Date     `json:"from" yaml:"from"` // the day after the period
	To         Date     `json:"to" yaml:"to"`     // the date of the report
	Procedures []string `json:"procedures" yaml:"procedures"`
	Findings   []string `json:"findings,omitempty" yaml:"findings"`
	Effect     string   `json:"effect" yaml:"effect"` // on the description or the opinion; "none" when none
}

// Kind implements Record.
func (SubsequentEvents) Kind() RecordKind { return "subsequent-events-examined" }

// Subject implements Record.
func (SubsequentEvents) Subject() string { return "subsequent events" }

// Fault implements Record.
func (s SubsequentEvents) Fault() error {
	if s.From.IsZero() || s.To.IsZero() || len(s.Procedures) == 0 || s.Effect == "" {
		return errors.New("give from, to, procedures and effect (none, when none)")
	}
	return nil
}

// QualityReview is the engagement quality review, or the firm's reason why
// its policy requires none.
type QualityReview struct {
	Required  bool   `json:"required" yaml:"required"`
	Policy    string `json:"policy" yaml:"policy"` // what the firm's policy says
	Completed Date   `json:"completed,omitzero" yaml:"completed"`
	Matters   string `json:"matters,omitempty" yaml:"matters"` // what was looked at, and how it was settled
}

// Kind implements Record.
func (QualityReview) Kind() RecordKind { return "quality-review-completed" }

// Subject implements Record.
func (QualityReview) Subject() string { return "quality review" }

// Fault implements Record.
func (q QualityReview) Fault() error {
	if q.Policy == "" || q.Required && (q.Completed.IsZero() || q.Matters == "") {
		return errors.New("give policy, and when a review is required, completed and matters")
	}
	return nil
}

// OthersWork is how the work of others (internal audit, a specialist) was
// used.
type OthersWork struct {
	Used        bool     `json:"used" yaml:"used"`
	Who         string   `json:"who,omitempty" yaml:"who"`
	Competence  string   `json:"competence,omitempty" yaml:"competence"`
	Objectivity string   `json:"objectivity,omitempty" yaml:"objectivity"`
	Procedures  []string `json:"procedures,omitempty" yaml:"procedures"`   // whose results rest on it
	Reperformed string   `json:"reperformed,omitempty" yaml:"reperformed"` // which of it was done again
	Description string   `json:"description,omitempty" yaml:"description"` // what Section IV says of it
}

// Kind implements Record.
func (OthersWork) Kind() RecordKind { return "others-work-considered" }

// Subject implements Record.
func (o OthersWork) Subject() string { return o.Who }

// Fault implements Record.
func (o OthersWork) Fault() error {
	if o.Used && (o.Who == "" || o.Competence == "" || o.Objectivity == "" || o.Reperformed == "" || o.Description == "") {
		return errors.New("give who, competence, objectivity, reperformed and description, or state used: false")
	}
	return nil
}

// Override is the engagement partner's decision to go on although a gate that
// may be overridden is open. Its reason is printed in the file.
type Override struct {
	Gate   string `json:"gate" yaml:"gate"`
	Reason string `json:"reason" yaml:"reason"`
}

// Kind implements Record.
func (Override) Kind() RecordKind { return "gate-overridden" }

// Subject implements Record.
func (o Override) Subject() string { return o.Gate }

// Fault implements Record.
func (o Override) Fault() error {
	if o.Gate == "" || o.Reason == "" {
		return errors.New("give gate and reason")
	}
	return nil
}

// DescriptionApproval is management's approval of the description as sealed.
type DescriptionApproval struct {
	Program string `json:"program" yaml:"program"` // id of the entry that sealed management's part
}

// Kind implements Record.
func (DescriptionApproval) Kind() RecordKind { return "description-approved" }

// Subject implements Record.
func (DescriptionApproval) Subject() string { return "description" }

// Fault implements Record.
func (d DescriptionApproval) Fault() error {
	if d.Program == "" {
		return errors.New("give program: the entry that sealed the description")
	}
	return nil
}

// DescriptionComparison is the practitioner's comparison of the description
// with evidence, section by section, and of the complementary controls with
// the assertion and the report.
type DescriptionComparison struct {
	Program  string              `json:"program" yaml:"program"`
	Sections []SectionComparison `json:"sections" yaml:"sections"`
	// ComplementaryAgree says that the CUECs and CSOCs are the same in the
	// description, the assertion and the auditor's report.
	ComplementaryAgree bool `json:"complementary_agree" yaml:"complementary_agree"`
	// Others are the descriptions of other engagements that the text was
	// compared with.
	Others []TextComparison `json:"others,omitempty" yaml:"others"`
}

// TextComparison is how much of a description another engagement's has too.
type TextComparison struct {
	With string `json:"with" yaml:"with"` // the other engagement
	// Share is the part of the text's phrases that the other has too, a
	// decimal fraction such as 0.07.
	Share       string `json:"share" yaml:"share"`
	Explanation string `json:"explanation,omitempty" yaml:"explanation"`
}

// SectionComparison is one section of the description beside evidence.
type SectionComparison struct {
	Criterion string `json:"criterion" yaml:"criterion"` // DC 1
	Evidence  string `json:"evidence" yaml:"evidence"`
	Fair      bool   `json:"fair" yaml:"fair"`
	Reason    string `json:"reason,omitempty" yaml:"reason"`
}

// Kind implements Record.
func (DescriptionComparison) Kind() RecordKind { return "description-compared" }

// Subject implements Record.
func (DescriptionComparison) Subject() string { return "description" }

// Fault implements Record.
func (d DescriptionComparison) Fault() error {
	if d.Program == "" || len(d.Sections) == 0 {
		return errors.New("give program and sections")
	}
	for _, s := range d.Sections {
		if s.Criterion == "" || s.Evidence == "" || !s.Fair && s.Reason == "" {
			return errors.New("give criterion and evidence for each section, and a reason where it is not fair")
		}
	}
	return nil
}

// AssertionSignature is management's signature under its assertion.
type AssertionSignature struct {
	Organization string `json:"organization" yaml:"organization"` // the service organization, or an included subservice organization
	Title        string `json:"title" yaml:"title"`               // of who signs
	Date         Date   `json:"date" yaml:"date"`
	Document     string `json:"document" yaml:"document"` // SHA-256 of the assertion's text, hex
	Basis        string `json:"basis" yaml:"basis"`       // the monitoring and testing that it rests on
	// Exceptions are what the assertion itself says does not hold.
	Exceptions []string `json:"exceptions,omitempty" yaml:"exceptions"`
}

// Kind implements Record.
func (AssertionSignature) Kind() RecordKind { return "assertion-signed" }

// Subject implements Record.
func (a AssertionSignature) Subject() string { return a.Organization }

// Fault implements Record.
func (a AssertionSignature) Fault() error {
	if a.Organization == "" || a.Title == "" || a.Date.IsZero() || a.Document == "" || a.Basis == "" {
		return errors.New("give organization, title, date, document and basis")
	}
	return nil
}

// Representation is management's signature under the representation letter.
type Representation struct {
	Organization string   `json:"organization" yaml:"organization"`
	Title        string   `json:"title" yaml:"title"`
	Date         Date     `json:"date" yaml:"date"`
	Document     string   `json:"document" yaml:"document"` // SHA-256 of the letter, hex
	Items        []string `json:"items" yaml:"items"`       // ids of the representations that it makes
}

// Kind implements Record.
func (Representation) Kind() RecordKind { return "representation-signed" }

// Subject implements Record.
func (r Representation) Subject() string { return r.Organization }

// Fault implements Record.
func (r Representation) Fault() error {
	if r.Organization == "" || r.Title == "" || r.Date.IsZero() || r.Document == "" || len(r.Items) == 0 {
		return errors.New("give organization, title, date, document and items")
	}
	return nil
}

// Records are all records of an engagement file, in the order of the log.
type Records struct {
	Acceptance       []Signed[Acceptance]            `json:"acceptance,omitempty"`
	Independence     []Signed[Independence]          `json:"independence,omitempty"`
	Letters          []Signed[EngagementLetter]      `json:"letters,omitempty"`
	PriorReport      []Signed[PriorReport]           `json:"prior_report,omitempty"`
	Walkthroughs     []Signed[Walkthrough]           `json:"walkthroughs,omitempty"`
	ItemTests        []Signed[ItemTest]              `json:"item_tests,omitempty"`
	IPE              []Signed[IPEAssessment]         `json:"ipe,omitempty"`
	Evaluations      []Signed[Evaluation]            `json:"evaluations,omitempty"`
	Reviews          []Signed[Review]                `json:"reviews,omitempty"`
	Notes            []Signed[ReviewNote]            `json:"notes,omitempty"`
	Controls         []Signed[ControlConclusion]     `json:"controls,omitempty"`
	Criteria         []Signed[CriterionConclusion]   `json:"criteria,omitempty"`
	Commitments      []Signed[CommitmentConclusion]  `json:"commitments,omitempty"`
	Opinion          []Signed[OpinionPart]           `json:"opinion,omitempty"`
	Emphasis         []Signed[EmphasisMatter]        `json:"emphasis,omitempty"`
	SubsequentEvents []Signed[SubsequentEvents]      `json:"subsequent_events,omitempty"`
	QualityReview    []Signed[QualityReview]         `json:"quality_review,omitempty"`
	OthersWork       []Signed[OthersWork]            `json:"others_work,omitempty"`
	Overrides        []Signed[Override]              `json:"overrides,omitempty"`
	Approvals        []Signed[DescriptionApproval]   `json:"approvals,omitempty"`
	Comparisons      []Signed[DescriptionComparison] `json:"comparisons,omitempty"`
	Assertions       []Signed[AssertionSignature]    `json:"assertions,omitempty"`
	Representations  []Signed[Representation]        `json:"representations,omitempty"`
}
