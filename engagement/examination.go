package engagement

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// Examination folds the log into one examination, with its findings and
// gates. The entries at the end that only record a rendering are left out, so
// that rendering twice gives the same report.
//
// Errors: there is no program in the file yet; an entry or object that cannot
// be read, with its name.
func (f *File) Examination(ctx context.Context) (*soc.Examination, error) {
	size, err := f.renderedSize(ctx)
	if err != nil {
		return nil, err
	}
	return f.ExaminationAt(ctx, size)
}

// renderedSize returns the size of the log without its renderings at the end
// (and the admission of a key that signed nothing else).
func (f *File) renderedSize(ctx context.Context) (int64, error) {
	var size int64
	for entry, err := range f.log.Entries(ctx, 0) {
		if err != nil {
			return 0, fmt.Errorf("read the log: %w", err)
		}
		if entry.Kind != ledger.ReportDrafted && entry.Kind != ledger.ActorAdmitted {
			size = entry.Index + 1
		}
	}
	return size, nil
}

// ExaminationAt folds the first size entries.
func (f *File) ExaminationAt(ctx context.Context, size int64) (*soc.Examination, error) {
	s, err := f.fold(ctx, size)
	if err != nil {
		return nil, err
	}
	g, err := f.ground(ctx, s)
	if err != nil {
		return nil, err
	}
	root, err := f.log.Root(ctx, size)
	if err != nil {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	g.ex.Log = soc.LogState{Origin: f.log.Origin(), Size: size, Root: base64.StdEncoding.EncodeToString(root[:])}
	g.ex.Actors = g.actors()
	opinion.Propose(g.ex) // again, now that its gates can see who acted
	return g.ex, nil
}

// shownCasts is how many failed casts an examination lists; all of them are
// in the sealed object.
const shownCasts = 100

func (f *File) populationRecord(s *state, p *program.Program, pop program.Population) (soc.PopulationRecord, error) {
	record := soc.PopulationRecord{Population: pop.Population}
	sealed := s.populations[pop.Name]
	if sealed == nil {
		record.Failure = "it has not been collected yet"
		return record, nil
	}
	definition, err := definitionDigest(p.Engagement, pop)
	if err != nil {
		return record, err
	}
	switch {
	case sealed.failed != nil:
		record.Failure = sealed.failed.Reason
		return record, nil
	case sealed.body.Definition != definition:
		record.Failure = "its definition changed after it was collected"
		return record, nil
	}
	record.Entry = sealed.entry.ID
	record.SealedAt = sealed.entry.Time
	record.SealedBy = sealed.entry.Actor.KeyID
	record.Index = sealed.entry.Index
	record.RawDigest = subject(sealed.entry, subjectRaw).SHA256
	record.TableDigest = subject(sealed.entry, subjectTable).SHA256
	record.Certificate = sealed.body.Certificate
	if casts := subject(sealed.entry, subjectFailedCasts); casts.SHA256 != "" {
		record.FailedCasts, err = readCasts(f, casts.SHA256)
		if err != nil {
			return record, fmt.Errorf("population %s: %w", pop.Name, err)
		}
	}
	return record, nil
}

func readCasts(f *File, digest string) ([]soc.FailedCast, error) {
	file, err := f.objects.Open(digest)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	decoder := json.NewDecoder(bufio.NewReader(file))
	var casts []soc.FailedCast
	for decoder.More() && len(casts) < shownCasts {
		var cast soc.FailedCast
		if err := decoder.Decode(&cast); err != nil {
			return nil, fmt.Errorf("read the failed casts %s: %w", digest, err)
		}
		casts = append(casts, cast)
	}
	return casts, nil
}

// testRecord returns the result in force of a procedure, or a record that
// says why there is none. A result of an earlier text, calendar or table is
// not in force.
func (f *File) testRecord(s *state, p *program.Program, procedure soc.Procedure) (soc.TestRecord, *ledger.Entry, error) {
	record := soc.TestRecord{TestResult: soc.TestResult{Procedure: procedure.ID, Control: procedure.Control, Status: soc.RunNotRun}}
	inputs, missing := s.inputs(procedure, populationNames(p.Populations))
	if missing != "" {
		record.Reason = missing
		return record, nil, nil
	}
	digest, err := fixedDigest(p.Engagement, procedure, inputs)
	if err != nil {
		return record, nil, err
	}
	test := s.tests[procedure.ID]
	if test == nil || test.body.Fixed != digest {
		record.Reason = "it has not been performed on the populations as they are sealed now"
		return record, nil, nil
	}
	record.TestResult = test.body.Result
	record.Entry = test.entry.ID
	record.PerformedAt = test.entry.Time
	record.PerformedBy = test.entry.Actor.KeyID
	record.Index = test.entry.Index
	record.ResultDigest = subject(test.entry, subjectResult).SHA256
	record.DetailsDigest = subject(test.entry, subjectDetails).SHA256
	if record.DetailsDigest != "" {
		data, err := readObject(f.objects, record.DetailsDigest)
		if err == nil {
			err = json.Unmarshal(data, &record.Details)
		}
		if err != nil {
			return record, nil, fmt.Errorf("procedure %s: read its details: %w", procedure.ID, err)
		}
	}
	if sql := subject(test.entry, subjectSQL).SHA256; sql != "" {
		data, err := readObject(f.objects, sql)
		if err != nil {
			return record, nil, fmt.Errorf("procedure %s: read its SQL: %w", procedure.ID, err)
		}
		record.SQL = string(data)
	}
	return record, &test.entry, nil
}
