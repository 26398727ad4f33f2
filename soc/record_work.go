package soc

import (
	"errors"
	"fmt"
)

// Walkthrough is a test of one: an instance of a control followed from end to
// end, which shows whether it is designed suitably and implemented.
type Walkthrough struct {
	Control string       `json:"control" yaml:"control"`
	On      Date         `json:"on" yaml:"on"`
	Item    string       `json:"item" yaml:"item"` // which instance was followed
	Nature  []TestNature `json:"nature" yaml:"nature"`
	Steps   string       `json:"steps" yaml:"steps"` // what was asked, seen and read
	// DesignSuitable and Implemented are the two conclusions.
	DesignSuitable bool   `json:"design_suitable" yaml:"design_suitable"`
	Implemented    bool   `json:"implemented" yaml:"implemented"`
	Reason         string `json:"reason,omitempty" yaml:"reason"` // when either is not so
}

// Kind implements Record.
func (Walkthrough) Kind() RecordKind { return "walkthrough-performed" }

// Subject implements Record.
func (w Walkthrough) Subject() string { return w.Control }

// Fault implements Record.
func (w Walkthrough) Fault() error {
	switch {
	case w.Control == "" || w.On.IsZero() || w.Item == "" || w.Steps == "" || len(w.Nature) == 0:
		return errors.New("give control, on, item, nature and steps")
	case (!w.DesignSuitable || !w.Implemented) && w.Reason == "":
		return errors.New("give reason: why the design is not suitable, or the control not implemented")
	}
	return natureFault(w.Nature)
}

// natureFault holds that each nature is one of Natures, and that inquiry is
// not the only one.
func natureFault(natures []TestNature) error {
	known := make([]string, len(Natures))
	for i, n := range Natures {
		known[i] = string(n)
	}
	alone := true
	for _, n := range natures {
		if err := oneOf("nature", string(n), known...); err != nil {
			return err
		}
		alone = alone && n == Inquiry
	}
	if alone {
		return errors.New("inquiry alone is no evidence that a control is in place or operates: add what was inspected, observed or reperformed")
	}
	return nil
}

// ItemTest is the result of an attribute that a person tested, item by item.
// The evidence that was read is sealed beside it.
type ItemTest struct {
	Procedure string       `json:"procedure" yaml:"procedure"`
	Attribute string       `json:"attribute" yaml:"attribute"`
	Nature    []TestNature `json:"nature" yaml:"nature"`
	Items     []ItemResult `json:"items" yaml:"items"`
}

// ItemResult is the outcome for one item.
type ItemResult struct {
	Item    string  `json:"item" yaml:"item"` // its key, its parts joined by " / "
	Outcome Outcome `json:"outcome" yaml:"outcome"`
	Reason  string  `json:"reason,omitempty" yaml:"reason"`
	// Evidence lists the SHA-256 of each document that was read.
	Evidence []string `json:"evidence" yaml:"evidence"`
}

// Kind implements Record.
func (ItemTest) Kind() RecordKind { return "item-tested" }

// Subject implements Record.
func (t ItemTest) Subject() string { return t.Procedure + " " + t.Attribute }

// Fault implements Record.
func (t ItemTest) Fault() error {
	if t.Procedure == "" || t.Attribute == "" || len(t.Items) == 0 || len(t.Nature) == 0 {
		return errors.New("give procedure, attribute, nature and items")
	}
	if err := natureFault(t.Nature); err != nil {
		return err
	}
	for _, item := range t.Items {
		if err := oneOf("outcome of "+item.Item, string(item.Outcome), string(Passed), string(Deviates), string(NotApplicable), string(Unable)); err != nil {
			return err
		}
		if item.Outcome == Passed && len(item.Evidence) == 0 {
			return fmt.Errorf("%s passed without evidence: name the document that was read", item.Item)
		}
		if item.Outcome != Passed && item.Reason == "" {
			return fmt.Errorf("give a reason for %s, which is %s", item.Item, item.Outcome)
		}
	}
	return nil
}

// IPEAssessment is how far information that the entity produced can be relied
// on: one population, or one report that a control uses.
type IPEAssessment struct {
	Population   string      `json:"population" yaml:"population"`
	Completeness string      `json:"completeness" yaml:"completeness"` // what was done about it
	Accuracy     string      `json:"accuracy" yaml:"accuracy"`
	Traced       []TraceItem `json:"traced" yaml:"traced"` // items followed to their source document
	// Tool assesses the tool of the service organization that captured the
	// evidence, when one did.
	Tool     string `json:"tool,omitempty" yaml:"tool"`
	Reliable bool   `json:"reliable" yaml:"reliable"`
}

// TraceItem is one item followed to its source document, or back.
type TraceItem struct {
	Item   string `json:"item" yaml:"item"`
	Source string `json:"source" yaml:"source"`
	Agrees bool   `json:"agrees" yaml:"agrees"`
}

// Kind implements Record.
func (IPEAssessment) Kind() RecordKind { return "ipe-assessed" }

// Subject implements Record.
func (a IPEAssessment) Subject() string { return a.Population }

// Fault implements Record.
func (a IPEAssessment) Fault() error {
	if a.Population == "" || a.Completeness == "" || a.Accuracy == "" {
		return errors.New("give population, completeness and accuracy: what was done about each")
	}
	return nil
}

// Evaluation evaluates the deviations of one attribute of one procedure.
type Evaluation struct {
	Procedure   string `json:"procedure" yaml:"procedure"`
	Attribute   string `json:"attribute" yaml:"attribute"`
	Deviations  int64  `json:"deviations" yaml:"deviations"` // as many as the result has
	Nature      string `json:"nature" yaml:"nature"`         // late, missing, wrong person, failed
	Cause       string `json:"cause" yaml:"cause"`
	Intentional bool   `json:"intentional,omitempty" yaml:"intentional"`
	From        Date   `json:"from" yaml:"from"`
	To          Date   `json:"to" yaml:"to"`
	Effect      string `json:"effect" yaml:"effect"` // what came of it
	// Reading is isolated or systematic. Isolated needs Additional.
	Reading    string `json:"reading" yaml:"reading"`
	Additional string `json:"additional,omitempty" yaml:"additional"` // the additional procedures
}

// The readings of deviations.
const (
	ReadIsolated   = "isolated"
	ReadSystematic = "systematic"
)

// Kind implements Record.
func (Evaluation) Kind() RecordKind { return "deviation-evaluated" }

// Subject implements Record.
func (e Evaluation) Subject() string { return e.Procedure + " " + e.Attribute }

// Fault implements Record.
func (e Evaluation) Fault() error {
	switch {
	case e.Procedure == "" || e.Attribute == "" || e.Deviations <= 0:
		return errors.New("give procedure, attribute and the number of deviations")
	case e.Nature == "" || e.Cause == "" || e.Effect == "" || e.From.IsZero() || e.To.IsZero():
		return errors.New("give nature, cause, effect, from and to")
	case e.Reading == ReadIsolated && e.Additional == "":
		return errors.New("isolated needs evidence from additional procedures: say which in additional")
	}
	return oneOf("reading", e.Reading, ReadIsolated, ReadSystematic)
}

// Review is the review of work by someone who did not prepare it.
type Review struct {
	// Of names the work: "test CHG-01-T1", "walkthrough CHG-01",
	// "control CHG-01", "criterion CC8.1", "population changes", "description",
	// "opinion".
	Of string `json:"of" yaml:"of"`
	// Entries are the ids of the entries that were reviewed; a later entry
	// about the same work makes the review stale.
	Entries []string `json:"entries" yaml:"entries"`
	Comment string   `json:"comment,omitempty" yaml:"comment"`
}

// Kind implements Record.
func (Review) Kind() RecordKind { return "reviewed" }

// Subject implements Record.
func (r Review) Subject() string { return r.Of }

// Fault implements Record.
func (r Review) Fault() error {
	if r.Of == "" || len(r.Entries) == 0 {
		return errors.New("give of (the work) and the entries that were reviewed")
	}
	return nil
}

// ReviewNote is a question or a finding of a reviewer. It stays open until
// another record with the same ID clears it.
type ReviewNote struct {
	ID      string `json:"id" yaml:"id"`
	On      string `json:"on" yaml:"on"`
	Text    string `json:"text" yaml:"text"`
	Cleared bool   `json:"cleared,omitempty" yaml:"cleared"` // Text then says how
}

// Kind implements Record.
func (ReviewNote) Kind() RecordKind { return "review-note" }

// Subject implements Record.
func (n ReviewNote) Subject() string { return n.ID }

// Fault implements Record.
func (n ReviewNote) Fault() error {
	if n.ID == "" || n.On == "" || n.Text == "" {
		return errors.New("give id, on and text")
	}
	return nil
}
