package soc

// Procedure is one test of a control: items down, attributes across.
type Procedure struct {
	ID      string `json:"id"` // unique; "<control>-T1" when the program does not say
	Control string `json:"control"`
	Title   string `json:"title,omitempty"`
	// Nature is how the evidence is obtained. Inquiry is never alone.
	Nature []TestNature `json:"nature"`

	// Population names what the items are taken from. It is empty when Every
	// is set without ForEach.
	Population string `json:"population,omitempty"`
	// DateColumn places an item in the period; "" is the population's own,
	// and "none" takes every row whatever its date.
	DateColumn string `json:"date,omitempty"`
	// Where narrows the population by a predicate; the report says so.
	Where string `json:"where,omitempty"`
	// WhereStatement is Where in words; required with Where.
	WhereStatement string `json:"where_statement,omitempty"`

	// Every generates the items from the calendar, so that an instance that
	// never happened is a row.
	Every Unit `json:"every,omitempty"`
	// ForEach names a population: one item per unit of Every and row of it.
	ForEach string `json:"for_each,omitempty"`

	// Items, when set, is a SELECT over the table "scope" (the items as
	// defined above) and any population. It must return each item exactly
	// once, or at least once when Key is set.
	Items string `json:"items,omitempty"`
	// Key is the key of an item when one row of scope gives several items,
	// such as every account of every leaver.
	Key []string `json:"key,omitempty"`

	// Window is the part of the period in which its control was in effect: no
	// item is dated outside of it. The zero Period is the whole period.
	Window Period `json:"window,omitzero"`

	Attributes []Attribute `json:"attributes"`
	// Show names the columns that are kept with each result, so that a
	// reader sees why an item deviates.
	Show []string `json:"show,omitempty"`
}

// TestNature is how evidence is obtained.
type TestNature string

// The natures of a test.
const (
	Inquiry       TestNature = "inquiry"
	Observation   TestNature = "observation"
	Inspection    TestNature = "inspection"
	Reperformance TestNature = "reperformance"
)

// Natures lists the natures from the weakest to the strongest.
var Natures = []TestNature{Inquiry, Observation, Inspection, Reperformance}

// Unit is a unit of the calendar.
type Unit string

// The units.
const (
	EveryDay         Unit = "day"
	EveryBusinessDay Unit = "business_day"
	EveryWeek        Unit = "week"
	EveryMonth       Unit = "month"
	EveryQuarter     Unit = "quarter"
	EveryPeriod      Unit = "period" // once in the period
)

// Units lists the units.
var Units = []Unit{EveryDay, EveryBusinessDay, EveryWeek, EveryMonth, EveryQuarter, EveryPeriod}

// Attribute is one thing that is tested of every item.
type Attribute struct {
	ID        string `json:"id"` // A, B, …
	Statement string `json:"statement"`
	// Pass is an SQL predicate. NULL is "unable", never a pass.
	Pass string `json:"pass,omitempty"`
	// Applies, when set, is a predicate; false makes the item not applicable.
	Applies string `json:"applies,omitempty"`
	// Inspect says what a person must read. An attribute has Pass or
	// Inspect, never both. One with Inspect is not tested by a run.
	Inspect string `json:"inspect,omitempty"`
}

// Outcome is the outcome of one attribute for one item.
type Outcome string

// The outcomes.
const (
	Passed        Outcome = "passed"
	Deviates      Outcome = "deviation"
	NotApplicable Outcome = "not_applicable"
	Unable        Outcome = "unable" // counted as a deviation until a person resolves it
	NotTested     Outcome = "not_tested"
)
