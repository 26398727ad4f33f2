package advice

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// Answers are what the advice rests on.
type Answers struct {
	Today soc.Date `json:"today"`
	// FinancialReporting: the services affect what customers report in their
	// financial statements, as payroll, payments or claims do.
	FinancialReporting bool `json:"services_affect_financial_reporting"`
	// CustomerData: data of customers is kept, processed or passed on.
	CustomerData bool `json:"customer_data"`
	// Readers are who asks for a report.
	Readers []Reader `json:"users"`
	// Commitments are the categories beside security in which customers were
	// promised something.
	Commitments []soc.Category `json:"commitments,omitempty"`
	// RequestedType is what a contract names: 1 or 2; 0 when none does.
	RequestedType int `json:"requested_type,omitempty"`
	// ControlsSince is the first day on which the youngest control that
	// matters is in operation; it may lie ahead.
	ControlsSince soc.Date `json:"controls_since"`
	// NeededBy is the day on which the readers need the report.
	NeededBy soc.Date `json:"needed_by"`
	// YearEnds are the last days of the fiscal years of user entities, those
	// of most of them first (SOC 1). The year of each does not matter.
	YearEnds []YearEnd `json:"year_ends,omitempty"`
	// PriorEnd is the last day of the period of the report before; none for
	// the first report.
	PriorEnd soc.Date `json:"prior_period_end,omitzero"`
}

// Reader is a group of readers of a report.
type Reader string

// The groups.
const (
	Auditors  Reader = "auditors"  // auditors of customers' financial statements
	Customers Reader = "customers" // customers, their security staff, partners, regulators
	Public    Reader = "public"    // anyone
)

// Readers lists the groups.
var Readers = []Reader{Auditors, Customers, Public}

// Fault says what is missing or does not fit; nil when advice can be given.
func (a *Answers) Fault() error {
	switch {
	case a.Today.IsZero():
		return errors.New("the day of today is missing")
	case a.NeededBy.IsZero():
		return errors.New("say on which day the report is needed")
	case !a.Today.Before(a.NeededBy):
		return fmt.Errorf("the report is needed by %s, which is not after today, %s", a.NeededBy, a.Today)
	case a.ControlsSince.IsZero():
		return errors.New("say since when the controls are in operation, or from when they will be")
	case len(a.Readers) == 0:
		return errors.New("say who asks for a report")
	case a.RequestedType < 0 || a.RequestedType > 2:
		return fmt.Errorf("there is no type %d: it is 1 or 2", a.RequestedType)
	case !a.PriorEnd.IsZero() && !a.PriorEnd.Before(a.NeededBy):
		return fmt.Errorf("the period before ends on %s, which is not before %s, when the next report is needed", a.PriorEnd, a.NeededBy)
	}
	for _, r := range a.Readers {
		if !slices.Contains(Readers, r) {
			return fmt.Errorf("%q is no group of readers: they are auditors, customers and public", r)
		}
	}
	return nil
}

func (a *Answers) read(r Reader) bool { return slices.Contains(a.Readers, r) }

// YearEnd is the last day of a fiscal year, in any year, such as 12-31.
type YearEnd struct {
	Month, Day int
}

// ParseYearEnd reads a day of the year written as 12-31. The error says how.
func ParseYearEnd(s string) (YearEnd, error) {
	// 2024 has a February 29.
	d, err := soc.ParseDate("2024-" + s)
	if err != nil {
		return YearEnd{}, fmt.Errorf("%q is not a day of the year: write it as 12-31", s)
	}
	return YearEnd{Month: int(d.Month), Day: d.Day}, nil
}

// String returns the day as 12-31.
func (y YearEnd) String() string { return fmt.Sprintf("%02d-%02d", y.Month, y.Day) }

// MarshalText writes the day as String does.
func (y YearEnd) MarshalText() ([]byte, error) { return []byte(y.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (y *YearEnd) UnmarshalText(text []byte) error {
	parsed, err := ParseYearEnd(string(text))
	if err == nil {
		*y = parsed
	}
	return err
}
