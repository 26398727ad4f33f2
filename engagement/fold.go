package engagement

import (
	"context"
	"fmt"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/soc"
)

// The parts of a program, each sealed by its own party.
const (
	managementPart   = soc.Management
	practitionerPart = soc.Practitioner
)

// state is the fold of a log: for everything that can be superseded, the
// entry that is in force.
type state struct {
	opened      *ledger.Entry
	programs    map[soc.Party]*sealedProgram
	populations map[string]*sealedPopulation
	reconciled  map[string]*reconciliation // by population and name
	fixed       map[string]*fixedProcedure // by procedure id
	tests       map[string]*performedTest  // by procedure id
	report      *draftedReport
	records     soc.Records
	issued      []issuedReport // in the order of the log; the last is in force
	locked      *ledger.Entry  // the last entry that issued a report or locked the file
	size        int64          // entries folded
	rendered    int64          // of them, up to the last that a rendering shows
	file        *File          // whose objects hold what entries only name
}

type sealedProgram struct {
	entry      ledger.Entry
	digest     string
	parameters map[string]string
}

type sealedPopulation struct {
	entry  ledger.Entry
	body   populationBody
	failed *populationFailedBody // set instead of body
}

func (p *sealedPopulation) input() soc.Input {
	return soc.Input{
		Population: p.body.Name,
		Digest:     subject(p.entry, subjectTable).SHA256,
		Rows:       p.body.Certificate.RowsLoaded,
	}
}

type fixedProcedure struct {
	entry ledger.Entry
	body  procedureBody
}

type performedTest struct {
	entry ledger.Entry
	body  testBody
}

func (t *performedTest) readiness() bool { return t.entry.Kind == ledger.ReadinessTestPerformed }

type draftedReport struct {
	entry ledger.Entry
	body  reportBody
}

func (f *File) newState() *state {
	return &state{
		file:        f,
		programs:    map[soc.Party]*sealedProgram{},
		populations: map[string]*sealedPopulation{},
		reconciled:  map[string]*reconciliation{},
		fixed:       map[string]*fixedProcedure{},
		tests:       map[string]*performedTest{},
	}
}

// fold reads the first size entries of the log, or all of them when size is
// negative.
func (f *File) fold(ctx context.Context, size int64) (*state, error) {
	s := f.newState()
	for entry, err := range f.log.Entries(ctx, 0) {
		if err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
		if size >= 0 && entry.Index >= size {
			break
		}
		if err := s.apply(entry); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// apply adds one entry. A kind that this version does not know is passed
// over: it cannot change what the known ones say.
func (s *state) apply(entry ledger.Entry) error {
	s.size = entry.Index + 1
	if entry.Kind != ledger.ReportDrafted && entry.Kind != ledger.ActorAdmitted {
		s.rendered = s.size
	}
	read := func(body any) error { return decode(entry, body) }
	switch entry.Kind {
	case ledger.EngagementOpened:
		s.opened = &entry
	case ledger.ProgramSealed:
		var body programBody
		if err := read(&body); err != nil {
			return err
		}
		s.programs[body.Party] = &sealedProgram{entry, subject(entry, subjectProgram).SHA256, body.Parameters}
	case ledger.PopulationSealed:
		var body populationBody
		if err := read(&body); err != nil {
			return err
		}
		s.populations[body.Name] = &sealedPopulation{entry: entry, body: body}
	case ledger.PopulationFailed:
		var body populationFailedBody
		if err := read(&body); err != nil {
			return err
		}
		s.populations[body.Name] = &sealedPopulation{entry: entry, failed: &body}
	case ledger.PopulationReconciled:
		var body reconciledBody
		if err := read(&body); err != nil {
			return err
		}
		s.reconciled[body.id()] = &reconciliation{entry, body}
	case ledger.ProcedureFixed:
		var body procedureBody
		if err := read(&body); err != nil {
			return err
		}
		s.fixed[body.Procedure.ID] = &fixedProcedure{entry, body}
	case ledger.TestPerformed, ledger.ReadinessTestPerformed:
		var body testBody
		if err := read(&body); err != nil {
			return err
		}
		s.tests[body.Result.Procedure] = &performedTest{entry, body}
	case ledger.ReportDrafted:
		var body reportBody
		if err := read(&body); err != nil {
			return err
		}
		s.report = &draftedReport{entry, body}
	case ledger.ReportIssued, ledger.ReportReissued:
		var body issuedBody
		if err := read(&body); err != nil {
			return err
		}
		s.issued = append(s.issued, issuedReport{entry, body})
		s.locked = &entry
	case ledger.FileLocked:
		s.locked = &entry
	default:
		return s.applyRecord(entry)
	}
	return nil
}

// subject returns the entry's subject of that name, or none.
func subject(entry ledger.Entry, name string) ledger.Subject {
	for _, s := range entry.Subjects {
		if s.Name == name {
			return s
		}
	}
	return ledger.Subject{}
}

// stands reports whether what an entry says may stand for a run with this
// key: what a throw-away key signed does not stand for a lasting one.
func stands(entry ledger.Entry, keyIsThrowAway bool) bool {
	return keyIsThrowAway || !entry.Actor.ThrowAway
}
