package engagement

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/objects"
	"github.com/tickmark-audit/tickmark/population"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// collectors is how many populations are collected at a time.
const collectors = 2

// sealPopulations collects every population and seals it, or records why it
// could not be. One that fails does not stop the others.
func (r *examineRun) sealPopulations(ctx context.Context) error {
	r.opt.Progress.Stage("Collecting and sealing populations", len(r.program.Populations))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(collectors)
	for _, pop := range r.program.Populations {
		group.Go(func() error {
			if err := r.sealPopulation(ctx, pop); err != nil {
				return fmt.Errorf("population %s: %w", pop.Name, err)
			}
			r.opt.Progress.Step(pop.Name)
			return nil
		})
	}
	return group.Wait()
}

func (r *examineRun) sealPopulation(ctx context.Context, pop program.Population) error {
	definition, err := definitionDigest(r.program.Engagement, pop)
	if err != nil {
		return err
	}
	party := r.who.collector()
	sealed := r.state.populations[pop.Name]
	current := sealed != nil && sealed.failed == nil && sealed.body.Definition == definition &&
		stands(sealed.entry, r.who.isThrowAway(party)) && !r.again(pop.Name)
	if current && !readAgain(pop) {
		return nil
	}

	draft, fault, err := r.buildPopulation(ctx, pop, definition, func(raw string) bool {
		return current && raw == subject(sealed.entry, subjectRaw).SHA256
	})
	if err != nil || draft == nil && fault == nil {
		return err
	}
	if fault != nil {
		body := populationFailedBody{Name: pop.Name, Definition: definition, Reason: fault.Error()}
		if sealed != nil && sealed.failed != nil && *sealed.failed == body {
			return nil
		}
		draft = &ledger.Draft{Kind: ledger.PopulationFailed, Predicate: body}
	}
	if sealed != nil {
		draft.Supersedes = []string{sealed.entry.ID}
	}
	return r.writeAs(ctx, party, *draft)
}

// again reports whether the person asked for the population to be collected
// again.
func (r *examineRun) again(name string) bool {
	return slices.Contains(r.opt.Again, name) || slices.Contains(r.opt.Again, "*")
}

// readAgain reports whether a source is read at each run, to see whether it
// is still what was sealed. A file and a repository are: reading them has no
// effect and gives the same bytes. A database or a program may answer
// differently each time, so what it gave stands until a person asks again.
func readAgain(pop program.Population) bool {
	return pop.Source.File != nil || pop.Source.Git != nil
}

// buildPopulation collects a population, decodes and types it, and puts its
// objects in the store. It returns the entry to write; or a fault, which is
// what the source or its data are to blame for; or neither when unchanged
// says that the raw bytes are those already sealed.
func (r *examineRun) buildPopulation(ctx context.Context, pop program.Population, definition string, unchanged func(raw string) bool) (draft *ledger.Draft, fault, err error) {
	source, fault := collect.Open(pop, r.opt.Environment)
	if fault != nil {
		return nil, fault, nil
	}
	raw, extraction, fault, err := r.collectRaw(ctx, source)
	if fault != nil || err != nil {
		return nil, fault, err
	}
	if unchanged(raw.SHA256) {
		return nil, nil, nil
	}
	dir, remove, err := r.workDir("population-*")
	if err != nil {
		return nil, nil, err
	}
	defer remove()

	built, fault, err := r.buildTable(ctx, tableInput{r.program.Engagement, pop, raw.SHA256, extraction}, r.opt, dir)
	if fault != nil || err != nil {
		return nil, fault, err
	}
	subjects := []ledger.Subject{subjectOf(subjectRaw, raw)}
	for _, object := range []struct{ name, path string }{
		{subjectTable, built.TablePath},
		{subjectFailedCasts, built.FailedCastsPath},
	} {
		if object.path == "" {
			continue
		}
		ref, err := r.objects.Adopt(ctx, object.path)
		if err != nil {
			return nil, nil, err
		}
		subjects = append(subjects, subjectOf(object.name, ref))
	}
	return &ledger.Draft{
		Kind:     ledger.PopulationSealed,
		Subjects: subjects,
		Predicate: populationBody{
			Name:        pop.Name,
			Definition:  definition,
			Declared:    pop.Population,
			Certificate: built.Certificate,
		},
	}, nil, nil
}

// collectRaw seals the source's bytes as they come.
func (r *examineRun) collectRaw(ctx context.Context, source collect.Source) (ref objects.Ref, extraction soc.Extraction, fault, err error) {
	w, err := r.objects.Create()
	if err != nil {
		return objects.Ref{}, soc.Extraction{}, nil, err
	}
	extraction, fault = source.Collect(ctx, w)
	if fault != nil {
		w.Abort()
		if stopped(ctx, fault) {
			return objects.Ref{}, soc.Extraction{}, nil, fault
		}
		return objects.Ref{}, soc.Extraction{}, fault, nil
	}
	ref, err = w.Commit()
	return ref, extraction, nil, err
}

// tableInput is what a typed table is built from, at the first time and when
// it is verified.
type tableInput struct {
	engagement soc.Engagement
	population program.Population
	raw        string // digest
	extraction soc.Extraction
}

// buildTable decodes sealed raw bytes and writes the typed table in dir. The
// fault is about the data; the error about the machine, or the context's.
func (f *File) buildTable(ctx context.Context, in tableInput, opt ExamineOptions, dir string) (built *population.Built, fault, err error) {
	raw, err := f.objects.Open(in.raw)
	if err != nil {
		return nil, nil, err
	}
	defer raw.Close()
	info, err := raw.Stat()
	if err != nil {
		return nil, nil, err
	}
	physical, fault := collect.CountPhysical(in.population, raw, info.Size())
	if fault != nil {
		return nil, fault, nil
	}
	records, fault := collect.Decode(in.population, raw, info.Size())
	if fault != nil {
		return nil, fault, nil
	}
	defer records.Close()
	built, err = population.Build(ctx, opt.Loader, opt.Engine, population.Input{
		Definition: in.population,
		Engagement: in.engagement,
		Extraction: in.extraction,
		Records:    records,
		Physical:   physical,
		Dir:        dir,
	})
	if err != nil && !ofMachine(ctx, err) {
		return nil, err, nil
	}
	return built, nil, err
}

// ofMachine reports whether an error says nothing about the data: the run
// was stopped, the disk is full, the engine died.
func ofMachine(ctx context.Context, err error) bool {
	var path *fs.PathError
	return stopped(ctx, err) || errors.Is(err, engine.ErrDied) || errors.As(err, &path)
}

func (f *File) put(ctx context.Context, data []byte) (objects.Ref, error) {
	ref, err := f.objects.Put(ctx, bytes.NewReader(data))
	if err != nil {
		return objects.Ref{}, fmt.Errorf("seal: %w", err)
	}
	return ref, nil
}
