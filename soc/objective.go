package soc

// ControlObjective is an aim of controls in a SOC 1 examination, set by
// management and tied to assertions in user entities' financial statements.
type ControlObjective struct {
	ID        string `json:"id"`        // CO-1
	Statement string `json:"statement"` // Controls provide reasonable assurance that …
	Area      string `json:"area"`      // access, change, operations, authorization …
	// Assertions are those of user entities' financial statements that it
	// bears on, of Assertions.
	Assertions []string `json:"assertions"`
	// Transactions names the classes of transactions, when it is about some.
	Transactions []string `json:"transactions,omitempty"`
	// Risks are what could go wrong.
	Risks []string `json:"risks"`
}

// Assertions are the assertions of financial statements that a control
// objective may bear on.
var Assertions = []string{"completeness", "accuracy", "occurrence", "existence", "cutoff", "classification", "rights_and_obligations", "presentation"}

// TransactionClass is a class of transactions that a service organization
// processes for user entities (SOC 1).
type TransactionClass struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
}
