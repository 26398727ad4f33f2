package engagement

import (
	"context"
	"slices"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// ground is what a report and the rules of records stand on: the examination
// as the log tells it, and what of the log the examination does not show.
type ground struct {
	file    *File
	state   *state
	ex      *soc.Examination
	sealed  []soc.TestRecord        // ex.Tests before people tested item by item
	entries map[string]ledger.Entry // of the tests in force, by procedure
	items   map[string][]soc.TestItem
	acting  []ledger.Entry // the entries in force, for their actors
	settled int            // item tests that ex.Tests holds
}

// ground makes the examination of a state, without its place in the log.
func (f *File) ground(ctx context.Context, s *state) (*ground, error) {
	p, err := f.loadSealed(ctx, s)
	if err != nil {
		return nil, err
	}
	return f.groundOf(s, p)
}

func (f *File) groundOf(s *state, p *program.Program) (*ground, error) {
	g := &ground{file: f, state: s, entries: map[string]ledger.Entry{}, items: map[string][]soc.TestItem{}}
	g.ex = &soc.Examination{
		Engagement:  p.Engagement,
		Description: p.Description,
		Assertion:   p.Assertion,
		Controls:    p.Controls,
		CUECs:       p.CUECs,
		CSOCs:       p.CSOCs,
		Vendors:     p.Vendors,
		Commitments: p.Commitments,
		Incidents:   p.Incidents,
		Responses:   p.Responses,
		Plan:        p.Plan,
		Procedures:  p.Procedures,
		Templates:   p.Templates,

		IncludedAssertions: p.IncludedAssertions,

		Objectives:           p.Objectives,
		Transactions:         p.Transactions,
		Components:           p.Components,
		UserResponsibilities: p.UserResponsibilities,
		SubserviceReports:    p.SubserviceReports,
		Changes:              p.Changes,
		NotRelevant:          p.NotRelevant,
		IncidentRegister:     p.IncidentRegister,
	}
	if err := f.rollForward(s, p, g.ex); err != nil {
		return nil, err
	}
	for _, part := range []soc.Party{managementPart, practitionerPart} {
		if sealed := s.programs[part]; sealed != nil {
			g.acting = append(g.acting, sealed.entry)
			g.ex.Programs = append(g.ex.Programs, soc.SealedProgram{
				Party: part, Entry: sealed.entry.ID, Index: sealed.entry.Index, SealedAt: sealed.entry.Time, SealedBy: sealed.entry.Actor.KeyID,
			})
		}
	}
	for _, pop := range p.Populations {
		record, err := f.populationRecord(s, p, pop)
		if err != nil {
			return nil, err
		}
		if record.Reconciliations, err = g.reconciliations(p, pop); err != nil {
			return nil, err
		}
		g.ex.Populations = append(g.ex.Populations, record)
		if sealed := s.populations[pop.Name]; sealed != nil {
			g.acting = append(g.acting, sealed.entry)
		}
	}
	for _, procedure := range p.Procedures {
		record, entry, err := f.testRecord(s, p, procedure)
		if err != nil {
			return nil, err
		}
		g.sealed = append(g.sealed, record)
		if entry != nil {
			g.acting = append(g.acting, *entry)
			g.entries[procedure.ID] = *entry
			g.ex.Readiness = g.ex.Readiness || entry.Kind == ledger.ReadinessTestPerformed
		}
	}
	g.ex.Tests = slices.Clone(g.sealed)
	if err := g.settle(); err != nil {
		return nil, err
	}
	opinion.Propose(g.ex) // a rule asks which gates there are
	return g, nil
}

// settle takes the records of the state into the examination: what people
// found since the last time becomes part of the tests.
func (g *ground) settle() error {
	g.ex.Records = g.state.records
	found := g.ex.Records.ItemTests
	for i, sealed := range g.sealed {
		changed := slices.ContainsFunc(found[g.settled:], func(s soc.Signed[soc.ItemTest]) bool { return s.Record.Procedure == sealed.Procedure })
		if !changed {
			continue
		}
		items, err := g.itemsOf(sealed.Procedure)
		if err != nil {
			return err
		}
		g.ex.Tests[i] = mergeItemTests(sealed, g.ex.Procedures[i], items, found)
	}
	g.settled = len(found)
	return nil
}

// itemsOf returns the sealed items of a procedure's test, when a person has
// something to test of them.
func (g *ground) itemsOf(procedure string) ([]soc.TestItem, error) {
	if items, ok := g.items[procedure]; ok {
		return items, nil
	}
	items, err := g.file.readItems(g.entries[procedure])
	if err == nil {
		g.items[procedure] = items
	}
	return items, err
}

// actors lists who wrote what is in force, in the order of their first entry.
func (g *ground) actors() []soc.Actor {
	type acted struct {
		index int64
		actor soc.Actor
	}
	var all []acted
	for _, entry := range g.acting {
		all = append(all, acted{entry.Index, entry.Actor})
	}
	for _, record := range g.ex.Records.InForce() {
		all = append(all, acted{record.Index, record.By})
	}
	slices.SortFunc(all, func(a, b acted) int { return int(a.index - b.index) })
	var actors []soc.Actor
	for _, a := range all {
		if !slices.Contains(actors, a.actor) {
			actors = append(actors, a.actor)
		}
	}
	return actors
}

func (g *ground) procedure(id string) *soc.Procedure {
	i := slices.IndexFunc(g.ex.Procedures, func(p soc.Procedure) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return &g.ex.Procedures[i]
}

func (g *ground) test(procedure string) *soc.TestRecord {
	i := slices.IndexFunc(g.ex.Tests, func(t soc.TestRecord) bool { return t.Procedure == procedure })
	if i < 0 {
		return nil
	}
	return &g.ex.Tests[i]
}
