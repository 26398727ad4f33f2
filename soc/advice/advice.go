package advice

import (
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// Advice is what the answers lead to.
type Advice struct {
	Answers Answers `json:"answers"`
	// Reports are the recommended reports; none when no SOC report fits, and
	// NoReport says why.
	Reports  []Recommendation `json:"reports"`
	NoReport string           `json:"no_report,omitempty"`
	// Otherwise says what would change the advice, one sentence each.
	Otherwise []string `json:"what_would_change_it"`
}

// Recommendation is one report with its reasons.
type Recommendation struct {
	Report     soc.ReportKind   `json:"report"`
	Type       int              `json:"type,omitempty"` // 0 for a SOC 3
	Reason     string           `json:"reason"`
	TypeReason string           `json:"type_reason"`
	Categories []CategoryAdvice `json:"categories,omitempty"`
	Period     soc.Period       `json:"period,omitzero"`
	AsOf       soc.Date         `json:"as_of,omitzero"`
	TimeReason string           `json:"time_reason"`
	Dates      []Milestone      `json:"dates"` // in the order in which they come
	// InTime says that the report can be there when it is needed.
	InTime   bool         `json:"in_time"`
	Coverage []FiscalYear `json:"user_entities_years,omitempty"` // SOC 1 with a period
	Warnings []string     `json:"warnings,omitempty"`
}

// Title returns what a reader calls the report.
func (r *Recommendation) Title() string {
	e := soc.Engagement{Report: r.Report, Type: r.Type}
	return e.Title()
}

// CategoryAdvice is one category with the reason why it is in scope.
type CategoryAdvice struct {
	Category soc.Category `json:"category"`
	Reason   string       `json:"reason"`
}

// Milestone is a day by which something must be done.
type Milestone struct {
	What string   `json:"what"`
	Date soc.Date `json:"date"`
	Past bool     `json:"past,omitempty"` // the day is before today
}

// Give advises. The error is that of [Answers.Fault].
func Give(a Answers) (*Advice, error) {
	if err := a.Fault(); err != nil {
		return nil, err
	}
	out := &Advice{Answers: a, Reports: []Recommendation{}}
	switch {
	case !a.FinancialReporting && !a.CustomerData && len(a.Commitments) == 0:
		out.NoReport = "The services neither affect what customers report in their financial statements nor touch their data, and nothing beside was promised: a SOC report would have nothing to say about. A questionnaire or a contract clause answers what customers ask."
	default:
		for _, kind := range a.kinds() {
			out.Reports = append(out.Reports, a.recommend(kind))
		}
	}
	for i := 1; i < len(out.Reports); i++ {
		if first, r := &out.Reports[0], &out.Reports[i]; first.Period != r.Period || first.AsOf != r.AsOf {
			r.Warnings = append(r.Warnings, fmt.Sprintf("The %s covers another time: the same time for both lets one fieldwork serve both.", first.Title()))
		}
	}
	out.Otherwise = a.otherwise(out)
	return out, nil
}

// kinds returns the kinds of report that the readers need.
func (a *Answers) kinds() []soc.ReportKind {
	var kinds []soc.ReportKind
	trust := a.CustomerData || len(a.Commitments) > 0
	onlyAuditors := !a.read(Customers) && !a.read(Public)
	if a.FinancialReporting && (a.read(Auditors) || a.read(Customers) || !trust) {
		kinds = append(kinds, soc.SOC1)
	}
	if trust && (a.read(Customers) || onlyAuditors && !a.FinancialReporting) {
		kinds = append(kinds, soc.SOC2)
	}
	if trust && a.read(Public) {
		kinds = append(kinds, soc.SOC3)
	}
	return kinds
}

func (a *Answers) recommend(kind soc.ReportKind) Recommendation {
	r := Recommendation{Report: kind}
	switch kind {
	case soc.SOC1:
		r.Reason = "The services affect what customers report in their financial statements: a SOC 1 tells them and their auditors about the controls over that, measured against objectives that you state."
	case soc.SOC2:
		r.Reason = "Customers want to know how their data and the services that they rely on are protected: a SOC 2 is measured against the trust services criteria. Its use is restricted to readers who know the services."
		if !a.read(Customers) {
			r.Reason = "The services do not affect financial statements, so a SOC 1 is not what the auditors of customers need: a SOC 2 tells how data and services are protected."
		}
	case soc.SOC3:
		r.Reason = "Anyone may read a SOC 3: it says what the opinion is and shows no controls and no tests. It rests on the same work as a SOC 2 over the same period."
	}
	if kind != soc.SOC1 {
		r.Categories = a.categories()
	}
	a.plan(&r)
	return r
}

// categories returns security and those in which something was promised.
func (a *Answers) categories() []CategoryAdvice {
	list := []CategoryAdvice{{soc.Security, "Always in scope: its criteria are the common criteria, which every other category builds on."}}
	for _, c := range promised {
		if slices.Contains(a.Commitments, c.category) {
			list = append(list, CategoryAdvice{c.category, c.because})
		}
	}
	return list
}

// promised are the categories beside security, with what brings each into
// scope.
var promised = []struct {
	category       soc.Category
	because, would string
}{
	{soc.Availability, "Customers were promised that the services can be used, or recovered in a stated time.", "a promise of uptime or of recovery brings in availability"},
	{soc.Confidentiality, "Customers were promised that information is kept from others, and disposed of in the end.", "a promise to keep or to destroy information brings in confidentiality"},
	{soc.ProcessingIntegrity, "Customers were promised that processing is complete, valid, accurate and timely.", "a promise about the accuracy of processing brings in processing integrity"},
	{soc.Privacy, "People were promised how personal information about them is collected, used, kept, disclosed and disposed of.", "a promise to the people whom personal information is about brings in privacy"},
}

// otherwise says what would change the advice.
func (a *Answers) otherwise(out *Advice) []string {
	var list []string
	if !a.FinancialReporting {
		list = append(list, "If customers' auditors rely on what you process for figures in financial statements, add a SOC 1.")
	}
	if !a.CustomerData {
		list = append(list, "If you keep, process or pass on data of customers, a SOC 2 is what they will ask for.")
	} else if !slices.ContainsFunc(out.Reports, func(r Recommendation) bool { return r.Report == soc.SOC2 }) {
		list = append(list, "If customers ask how their data is protected, add a SOC 2.")
	}
	if !a.read(Public) && len(out.Reports) > 0 {
		list = append(list, "If anyone is to read it, as on a web site, add a SOC 3: the others are restricted.")
	}
	hasTrust := slices.ContainsFunc(out.Reports, func(r Recommendation) bool { return r.Report != soc.SOC1 })
	for _, c := range promised {
		if hasTrust && !slices.Contains(a.Commitments, c.category) {
			list = append(list, "Another commitment changes the categories: "+c.would+".")
		}
	}
	for i := range out.Reports {
		list = append(list, a.laterIsBetter(&out.Reports[i])...)
	}
	return slices.Compact(list)
}

func long(p soc.Period) string { return fmt.Sprintf("%s to %s", p.From.Long(), p.To.Long()) }
