package program

import (
	"context"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// Options say how a program is read.
type Options struct {
	// Parameters are the values that a person names on the command line.
	Parameters map[string]string
	// SQL parses the SQL of the procedures. Without one, SQL is not parsed
	// and Program.SQLChecked is false.
	SQL SQLParser
}

// SQLParser parses SQL without running it.
type SQLParser interface {
	// ParseSQL returns one error per fragment (nil = fine), in order. An
	// *SQLError carries the byte offset in the fragment. The second result
	// is an error of the parser itself: the fragments were not judged.
	ParseSQL(ctx context.Context, fragments []Fragment) ([]error, error)
}

// FragmentKind is what a piece of SQL must be.
type FragmentKind int

// The kinds of fragment.
const (
	Select    FragmentKind = iota // one SELECT statement
	Predicate                     // one boolean expression
)

// Fragment is one piece of SQL of a procedure.
type Fragment struct {
	Kind FragmentKind
	SQL  string
}

// SQLError says why a fragment is not the SQL that it must be.
type SQLError struct {
	Offset  int // bytes from the beginning of the fragment; -1 when not known
	Message string
	Hint    string // what to do; "" when there is nothing to add
}

// Error returns the message.
func (e *SQLError) Error() string { return e.Message }

// Program is a program without faults.
type Program struct {
	Engagement  soc.Engagement
	Controls    []soc.Control            // in the order of the files' names, then as written
	Populations []Population             // in the order of their names
	Procedures  []soc.Procedure          // in the order of their ids
	Description []soc.DescriptionSection // in the order of the criteria, then of the files' names
	Assertion   string                   // Markdown; "" when management has given none
	// IncludedAssertions are those of subservice organizations that are
	// included, in the order of the files' names.
	IncludedAssertions []soc.IncludedAssertion
	// Objectives and Transactions are those of a SOC 1, Commitments and
	// NotRelevant those of a SOC 2 or SOC 3.
	Objectives   []soc.ControlObjective
	Transactions []soc.TransactionClass
	Commitments  []soc.Commitment
	NotRelevant  []soc.IrrelevantCriterion

	Components           soc.Components
	CUECs                []soc.CUEC
	UserResponsibilities []soc.UserResponsibility
	CSOCs                []soc.CSOC
	SubserviceReports    []soc.SubserviceReport
	Vendors              []soc.Vendor
	Incidents            []soc.SystemIncident
	IncidentRegister     string             // where incidents were looked for; "" when not said
	Changes              []soc.SystemChange // in the order of their dates
	Responses            []soc.ManagementResponse
	Plan                 soc.Plan

	// Prior is the file that the program was rolled forward from, nil when
	// there is none, and RollForward what was carried over.
	Prior       *soc.PriorFile
	RollForward []soc.RollForwardItem

	// Templates are the firm's own templates of the report's texts, by the
	// name of their file.
	Templates map[string]string

	// Parameters holds the value of every declared parameter.
	Parameters map[string]string
	// SQLChecked says that the SQL was parsed.
	SQLChecked bool
	// Files lists every file of each party's part, in the order of their
	// paths: what is sealed. engagement.yaml is management's.
	Files map[soc.Party][]File
	// Folders names the folder of each party's part.
	Folders map[soc.Party]string

	contents map[string][]byte
}

// File is one file of a program as it was read.
type File struct {
	Path   string `json:"path"`   // from the program's folder, with slashes
	SHA256 string `json:"sha256"` // hex
	Size   int64  `json:"size"`   // bytes
}

// Content returns the bytes of a file as they were read and hashed, and
// whether the program has the file. The slice must not be changed.
func (p *Program) Content(path string) ([]byte, bool) {
	b, ok := p.contents[path]
	return b, ok
}

// Control returns the control of that id, or nil.
func (p *Program) Control(id string) *soc.Control {
	i := slices.IndexFunc(p.Controls, func(c soc.Control) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &p.Controls[i]
}

// Population returns the population of that name, or nil.
func (p *Program) Population(name string) *Population {
	i := slices.IndexFunc(p.Populations, func(q Population) bool { return q.Name == name })
	if i < 0 {
		return nil
	}
	return &p.Populations[i]
}
