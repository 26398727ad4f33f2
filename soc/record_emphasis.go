package soc

import "errors"

// EmphasisMatter is a matter that the auditor's report draws attention to
// without modifying the opinion: something that is already properly shown,
// such as a first period that is short. It never stands in for a
// modification, and a deviation is never one.
type EmphasisMatter struct {
	ID    string `json:"id" yaml:"id"`
	Title string `json:"title,omitempty" yaml:"title"` // "" reads as "Emphasis of matter"
	// Text is the matter, and where in the report it is shown. That the
	// opinion is not modified for it is added when it is printed.
	Text string `json:"text" yaml:"text"`
	// Withdrawn takes the matter out of the report again; Text then says why.
	Withdrawn bool `json:"withdrawn,omitempty" yaml:"withdrawn"`
}

// Kind implements Record.
func (EmphasisMatter) Kind() RecordKind { return "matter-emphasized" }

// Subject implements Record.
func (e EmphasisMatter) Subject() string { return e.ID }

// Fault implements Record.
func (e EmphasisMatter) Fault() error {
	if e.ID == "" || e.Text == "" {
		return errors.New("give id and text")
	}
	return nil
}
