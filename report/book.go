package report

import (
	"errors"
	"fmt"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// book is an examination with what the sections look up in it. The maps are
// for looking up only; whatever is printed follows the order of a slice.
type book struct {
	ex    *soc.Examination
	rules soc.Rules
	loc   *time.Location
	scope []yardstick // in the order of the catalog, or of management
	weeks []soc.Date  // first days of the weeks of the period
	sum   Summary

	inScope    map[string]bool
	controls   map[string]*soc.Control
	procedures map[string]*soc.Procedure
	tests      map[string]*soc.TestRecord
	results    map[string]*Result
	pops       map[string]*soc.PopulationRecord
	actors     map[string]*soc.Actor
	findings   map[string]*soc.ControlFinding
	criteria   map[string]*soc.CriterionFinding
	byControl  map[string][]*soc.Procedure // in the order of Procedures
	serving    map[string][]*soc.Control   // criterion → controls, in the order of Controls
	spill      []deviationSpill            // deviations that go to the end of Section IV
	slugs      slugs
}

// newBook indexes an examination and checks that its parts agree with each
// other, which the letters need too; complete asks for what a report needs.
func newBook(ex *soc.Examination) (*book, error) {
	if ex == nil {
		return nil, errors.New("there is no examination")
	}
	e := &ex.Engagement
	rules, err := soc.RulesOf(e.Report, e.Type)
	if err != nil {
		return nil, err
	}
	loc, err := e.Location()
	if err != nil {
		return nil, err
	}
	if rules.Period && e.Period.Empty() {
		return nil, fmt.Errorf("the period from %q to %q is no period: both days must be stated, the first not after the last", e.Period.From, e.Period.To)
	}
	if !rules.Period && e.AsOf.IsZero() {
		return nil, fmt.Errorf("a %s report is as of a date, and none is stated", e.Title())
	}
	b := &book{
		ex: ex, rules: rules, loc: loc, scope: yardsticks(ex, rules),
		inScope:    map[string]bool{},
		controls:   map[string]*soc.Control{},
		procedures: map[string]*soc.Procedure{},
		tests:      map[string]*soc.TestRecord{},
		results:    map[string]*Result{},
		pops:       map[string]*soc.PopulationRecord{},
		actors:     map[string]*soc.Actor{},
		findings:   map[string]*soc.ControlFinding{},
		criteria:   map[string]*soc.CriterionFinding{},
		byControl:  map[string][]*soc.Procedure{},
		serving:    map[string][]*soc.Control{},
		slugs:      newSlugs(),
	}
	if rules.Period {
		b.weeks = weeksOf(e.Period)
	}
	if err := b.index(); err != nil {
		return nil, err
	}
	for i := range ex.Tests {
		if err := b.check(&ex.Tests[i]); err != nil {
			return nil, err
		}
	}
	b.readResults()
	return b, nil
}

// index fills the maps; the error names an id that is given twice or that
// nothing has.
func (b *book) index() error {
	ex := b.ex
	for _, c := range b.scope {
		if b.inScope[c.ID] {
			return fmt.Errorf("control objective %s is given twice", c.ID)
		}
		b.inScope[c.ID] = true
	}
	for i := range ex.Actors {
		b.actors[ex.Actors[i].KeyID] = &ex.Actors[i]
	}
	for i := range ex.Controls {
		c := &ex.Controls[i]
		if b.controls[c.ID] != nil {
			return fmt.Errorf("control %s is given twice", c.ID)
		}
		b.controls[c.ID] = c
		for _, id := range b.serves(c) {
			if _, known := catalog.Criterion(id); !known && !b.rules.Objectives {
				return fmt.Errorf("control %s names criterion %q, which the catalog does not have", c.ID, id)
			}
			if b.rules.Objectives && !b.inScope[id] {
				return fmt.Errorf("control %s names control objective %q, which management has not stated", c.ID, id)
			}
			b.serving[id] = append(b.serving[id], c)
		}
	}
	for i := range ex.Populations {
		p := &ex.Populations[i]
		if b.pops[p.Name] != nil {
			return fmt.Errorf("population %s is given twice", p.Name)
		}
		b.pops[p.Name] = p
		b.populationID(p.Name)
	}
	for i := range ex.Procedures {
		p := &ex.Procedures[i]
		if b.procedures[p.ID] != nil {
			return fmt.Errorf("procedure %s is given twice", p.ID)
		}
		if b.controls[p.Control] == nil {
			return fmt.Errorf("procedure %s tests control %q, which does not exist", p.ID, p.Control)
		}
		b.procedures[p.ID] = p
		b.deviationsID(p.ID)
		b.furtherID(p.ID)
		b.byControl[p.Control] = append(b.byControl[p.Control], p)
	}
	for i := range ex.Tests {
		t := &ex.Tests[i]
		if b.procedures[t.Procedure] == nil {
			return fmt.Errorf("there is a result of procedure %q, which does not exist", t.Procedure)
		}
		if b.tests[t.Procedure] != nil {
			return fmt.Errorf("procedure %s has two results", t.Procedure)
		}
		b.tests[t.Procedure] = t
	}
	for i := range ex.Controlled {
		b.findings[ex.Controlled[i].Control] = &ex.Controlled[i]
	}
	for i := range ex.Criteria {
		b.criteria[ex.Criteria[i].Criterion] = &ex.Criteria[i]
	}
	return nil
}

// organization, system and firm are names that a page can print even when
// the program leaves them out.
func (b *book) organization() string {
	return oneLine(orElse(b.ex.Engagement.ServiceOrganization.Name, "the service organization"))
}

func (b *book) system() string {
	return oneLine(orElse(b.ex.Engagement.System.Name, "the system"))
}

func (b *book) firm() string {
	return oneLine(orElse(b.ex.Engagement.Practitioner.Name, "no practitioner is named"))
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// population names a population as prose does: its title, and its name.
func (b *book) populationTitle(name string) string {
	if p := b.pops[name]; p != nil && p.Title != "" {
		return oneLine(p.Title)
	}
	return name
}

// populationID, deviationsID and furtherID are the anchors of a population's
// certificate, of a procedure's deviations, and of those that are printed at
// the end of Section IV.
func (b *book) populationID(name string) string      { return b.slugs.of("population", name) }
func (b *book) deviationsID(procedure string) string { return b.slugs.of("deviations", procedure) }
func (b *book) furtherID(procedure string) string    { return b.slugs.of("further", procedure) }

// weeksOf returns the first day of each week of a period: its first day, and
// every Monday after it.
func weeksOf(p soc.Period) []soc.Date {
	weeks := []soc.Date{p.From}
	for d := p.From.AddDays(1); !p.To.Before(d); d = d.AddDays(1) {
		if d.Weekday() == time.Monday {
			weeks = append(weeks, d)
		}
	}
	return weeks
}
