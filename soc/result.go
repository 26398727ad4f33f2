package soc

import "math/big"

// RunStatus says whether a procedure ran on all of its items.
type RunStatus string

// The statuses of a run.
const (
	RunComplete   RunStatus = "complete"
	RunIncomplete RunStatus = "incomplete" // Reason says why; no figure of it may be relied on
	RunNotRun     RunStatus = "not_run"
)

// TestResult is what one run of one procedure found. It holds counts and
// digests; the items themselves are in the sealed result object.
type TestResult struct {
	Procedure string    `json:"procedure"`
	Control   string    `json:"control"`
	Status    RunStatus `json:"status"`
	Reason    string    `json:"reason,omitempty"`

	PopulationRows int64             `json:"population_rows"` // in the population, before period and where
	Items          int64             `json:"items"`
	Attributes     []AttributeResult `json:"attributes"`
	// ItemsWithDeviation counts the items with at least one deviation or
	// unable attribute.
	ItemsWithDeviation int64 `json:"items_with_deviation"`

	// Inputs are the sealed populations that the run could read, by name.
	Inputs []Input `json:"inputs"`
	// SQL is the exact text that was run, Engine what ran it.
	SQL    string     `json:"sql"`
	Engine EngineInfo `json:"engine"`
}

// Tested returns the number of attribute outcomes that are a pass, a
// deviation or unable.
func (r *TestResult) Tested() int64 {
	var n int64
	for _, a := range r.Attributes {
		n += a.Tested()
	}
	return n
}

// Deviations returns the number of attribute outcomes that are a deviation or
// unable.
func (r *TestResult) Deviations() int64 {
	var n int64
	for _, a := range r.Attributes {
		n += a.Deviations()
	}
	return n
}

// Input is a sealed table that a run read.
type Input struct {
	Population string `json:"population"`
	Digest     string `json:"digest"` // SHA-256 of the sealed Parquet, hex
	Rows       int64  `json:"rows"`
}

// EngineInfo names the engine of a run, so that it can be re-performed.
type EngineInfo struct {
	Name     string            `json:"name"`
	Version  string            `json:"version"`
	Settings map[string]string `json:"settings,omitempty"`
}

// AttributeResult counts the outcomes of one attribute.
type AttributeResult struct {
	ID            string `json:"id"`
	Passed        int64  `json:"passed"`
	Deviation     int64  `json:"deviation"`
	Unable        int64  `json:"unable"`
	NotApplicable int64  `json:"not_applicable"`
	NotTested     int64  `json:"not_tested"`
}

// Tested returns how many items the attribute was tested on.
func (a AttributeResult) Tested() int64 { return a.Passed + a.Deviation + a.Unable }

// Deviations returns how many of them deviate; unable counts as a deviation
// until a person resolves it.
func (a AttributeResult) Deviations() int64 { return a.Deviation + a.Unable }

// Rate returns deviations over items tested, exactly, or nil when nothing was
// tested.
func (a AttributeResult) Rate() *big.Rat {
	if a.Tested() == 0 {
		return nil
	}
	return big.NewRat(a.Deviations(), a.Tested())
}

// Details is the part of a result that may hold personal data. It is sealed
// as an object of its own and never written into an entry.
type Details struct {
	// Deviations lists every deviation and unable outcome, ordered by item
	// key and attribute.
	Deviations []Deviation `json:"deviations"`
	// Timeline counts items and deviating items per week of the period, when
	// items are dated.
	Timeline []Bucket `json:"timeline,omitempty"`
	// Problems say what kept a run from being complete, with the keys of some
	// of the items concerned. TestResult.Reason says the same without them.
	Problems []string `json:"problems,omitempty"`
}

// Deviation is one item that failed one attribute.
type Deviation struct {
	Procedure string       `json:"procedure"`
	Item      string       `json:"item"` // the item's key: its parts joined by " / "
	Attribute string       `json:"attribute"`
	Outcome   Outcome      `json:"outcome"`          // deviation or unable
	At        string       `json:"at,omitempty"`     // the item's date: RFC 3339 in the engagement's zone, or a day
	Values    []NamedValue `json:"values,omitempty"` // the columns that the procedure shows, in its order
	// Reason is what the person who tested the item wrote of it; "" when the
	// procedure decided by itself.
	Reason string `json:"reason,omitempty"`
}

// TestItem is one item of a procedure that a person tests.
type TestItem struct {
	Item   string       `json:"item"`             // its key, its parts joined by " / "
	At     string       `json:"at,omitempty"`     // as in Deviation
	Values []NamedValue `json:"values,omitempty"` // the columns that the procedure shows, in its order
}

// NamedValue is a column of an item with its value as text; a missing value
// is Null.
type NamedValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Null  bool   `json:"null,omitempty"`
}

// Bucket counts the items of one week.
type Bucket struct {
	First      Date  `json:"first"`
	Items      int64 `json:"items"`
	Deviations int64 `json:"deviations"` // items with at least one deviation
}
