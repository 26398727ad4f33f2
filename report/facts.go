package report

import "github.com/tickmark-audit/tickmark/soc"

// Facts are the examination that a document was built from and the figures
// that were derived from it. Every page takes its figures from here, so a
// reader of the data and a reader of the pages see the same ones. What the
// kind of report has no place for is left out, and of a final report what
// stays in the engagement file: plan, gates, proposals, working papers.
type Facts struct {
	Examination *soc.Examination `json:"examination"`
	Summary     Summary          `json:"summary"`
}

// Summary is the examination at a glance. In a report that shows no tests,
// all figures of tests are zero. All counts are over procedures
// that ran to the end; the figures of an incomplete run are left out, because
// none of them may be relied on.
type Summary struct {
	Title string `json:"title"` // SOC 2 Type 2
	// Draft is false for a final report only.
	Draft     bool `json:"draft"`
	Example   bool `json:"example"`
	Readiness bool `json:"readiness"`
	// ThrowAway is true when a key that a run made for itself signed a test.
	ThrowAway bool `json:"throw_away"`

	CriteriaInScope int `json:"criteria_in_scope"`
	CriteriaCovered int `json:"criteria_covered"` // at least one control names them

	Controls               int `json:"controls"`
	ControlsWithDeviations int `json:"controls_with_deviations"`
	ControlsNotOperated    int `json:"controls_not_operated"`
	ControlsNotTested      int `json:"controls_not_tested"` // no complete run with an item, and not "did not operate"

	Procedures         int `json:"procedures"`
	ProceduresComplete int `json:"procedures_complete"`

	// Items adds the items of every procedure: an item that two procedures
	// test counts twice.
	Items int64 `json:"items"`
	// Outcomes counts attribute tests: passed, deviating and unable.
	Outcomes           int64 `json:"outcomes"`
	Deviations         int64 `json:"deviations"` // unable included
	Unable             int64 `json:"unable"`
	ItemsWithDeviation int64 `json:"items_with_deviation"`

	Populations              int `json:"populations"`
	PopulationsShownComplete int `json:"populations_shown_complete"`

	Gates         int `json:"gates"`
	GatesOpen     int `json:"gates_open"`
	GatesBlocking int `json:"gates_blocking"` // open, and nobody may override them

	Results []Result `json:"results"` // in the order of the procedures' ids
}

// Result is what the sealed rows of one procedure say, in figures and in the
// words that the report prints.
type Result struct {
	Procedure string        `json:"procedure"`
	Control   string        `json:"control"`
	Status    soc.RunStatus `json:"status"`
	// Entry is the id of the ledger entry that sealed the rows; "" when
	// there is none.
	Entry string `json:"entry,omitempty"`
	Items int64  `json:"items"`
	// NotShownComplete names the populations that the run read and that are
	// not shown complete. Nothing in the result may be relied on then.
	NotShownComplete []string `json:"not_shown_complete,omitempty"`
	// DidNotOperate is true when populations that are shown complete hold no
	// item for the test.
	DidNotOperate bool `json:"did_not_operate,omitempty"`
	// Text says what holds for the whole procedure; "" when the attributes
	// say it all.
	Text       string    `json:"text,omitempty"`
	Attributes []Finding `json:"attributes,omitempty"`
}

// Finding is the result of one attribute.
type Finding struct {
	Attribute string `json:"attribute"`
	Tested    int64  `json:"tested"`
	Deviation int64  `json:"deviation"`
	Unable    int64  `json:"unable"`
	NotTested int64  `json:"not_tested"`
	// Rate is deviations, unable included, over items tested as an exact
	// fraction that is not reduced: "3/120"; "" when nothing was tested.
	Rate string `json:"rate,omitempty"`
	// NoExceptions is true only when the run is complete, at least one item
	// was tested, none deviates or is unable, and every population that the
	// run read is shown complete. The words "No exceptions noted" are
	// printed for exactly those.
	NoExceptions bool   `json:"no_exceptions"`
	Text         string `json:"text"`
}
