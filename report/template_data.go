package report

// TemplateData is what a template may print. Texts that come from the program
// or from records are escaped, so that they stand in a line of Markdown as
// they are. Lists are in the order of the program.
type TemplateData struct {
	Kind, Title      string // "SOC 2", "SOC 2 Type 2"; a SOC 3 has no type
	SOC1, SOC2, SOC3 bool
	Operation        bool // the report covers operation: a type 2 or a SOC 3

	Organization  string
	System        string
	SystemSummary string // "" when there is none
	Firm          string
	Place         string // of the firm: "Alder Falls, XX"
	Date          string // of the report; "" while there is none

	When   string // "throughout the period April 1, 2026 to June 30, 2026", "as of June 30, 2026"
	Span   string // "April 1, 2026 to June 30, 2026", "June 30, 2026"
	OverIt string // "throughout that period", "as of that date"

	Categories          string // "security and availability"; "" in a SOC 1
	OneCategory         bool   // Categories is one
	DescriptionCriteria string // what the description is measured against
	Yardstick           string // "the trust services criteria for …"; "" in a SOC 1
	Aims                string // what controls are to achieve: "the control objectives stated in the description"
	AimsShort           string // "the control objectives", "the commitments and requirements"
	AimsTitle           string // AimsShort as the start of a sentence
	Would               string // "were"; "would be" in IfOperated and in a type 1
	ControlsOf          string // "of … stated in the description", "of … within the system"
	Transactions        string // classes of transactions of a SOC 1, as a list in prose

	CarvedOut, Included []TemplateSubservice
	CUECs               bool
	// Complementary names the complementary controls that were assumed, of
	// subservice organizations and user entities; "" when none were.
	Complementary    string
	OtherInformation bool // there is a Section V

	Opinion  TemplateOpinion // empty until each part is formed
	Emphasis []TemplateMatter

	// Exceptions are what the assertion has to except because the opinion is
	// modified for it.
	Exceptions []string
	// Representations are those of the representation letter.
	Representations []Representation
	KnownDeviations []string // a sentence for each attribute with deviations

	// BridgeFrom is the day after the report's last; BridgeTo the last day of
	// the bridge letter, "" when not known yet.
	BridgeFrom, BridgeTo string
	BridgeDays           int
	BridgeLong           bool // more than about three months
}

// IfOperated is the data with the words for a part of the opinion that
// supposes operation: what would be achieved.
func (d *TemplateData) IfOperated() *TemplateData {
	out := *d
	out.Would = "would be"
	return &out
}

// TemplateSubservice is a subservice organization.
type TemplateSubservice struct{ Name, Services string }

// TemplateMatter is a matter that is emphasized.
type TemplateMatter struct{ Title, Text string }

// TemplateOpinion is the opinion.
type TemplateOpinion struct {
	Heading         string // "Opinion", "Qualified opinion", "Adverse opinion", "Disclaimer of opinion", or several joined
	BasisHeading    string // "Basis for qualified opinion"; "" when no part is modified
	Noun            string // "opinion", "qualified opinion"
	Many            bool   // more than one matter in all
	Parts           []*TemplatePart
	Modified        []*TemplatePart // qualified, adverse or disclaimed
	Expressed       []*TemplatePart // an opinion is expressed on them
	Disclaimed      []*TemplatePart // none is
	DisclaimedWords string          // "the operation of the controls"
}

// TemplatePart is the opinion on one part.
type TemplatePart struct {
	Report                         *TemplateData
	Description, Design, Operation bool // which part it is
	Qualified, Adverse, Disclaimer bool // none of them: unmodified
	ScopeLimitation                bool // evidence is wanting; otherwise the evidence is against
	Matters                        []TemplateBasis
	Many                           bool   // more than one matter
	Affected                       string // "criteria CC6.2 and CC8.1", "control objective CO-1"
	Reach                          string // "is" or "are", for Affected
}

// TemplateBasis is one matter that an opinion is modified for.
type TemplateBasis struct {
	Label  string // "Criterion CC6.2, control ACC-02 (Access of leavers ends)"
	Text   string // as the engagement partner wrote it
	Extent string // what the results in Section IV hold of the control; "" where there are none
}

// Representation is one thing that management represents.
type Representation struct{ ID, Text string }
