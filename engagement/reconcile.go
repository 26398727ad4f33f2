package engagement

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/population"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// reconciliation is the entry in force of one.
type reconciliation struct {
	entry ledger.Entry
	body  reconciledBody
}

func (b reconciledBody) id() string { return b.Population + "/" + b.Reconciliation.Name }

// reconciles returns the populations that a reconciliation reads: those that
// it names, and any word of its SQL that is one's name.
func reconciles(owner string, r soc.Reconciliation, populations []string) []string {
	texts := []string{r.Where, r.WithWhere}
	for _, t := range append(slices.Clone(r.Left), r.Right...) {
		texts = append(texts, t.Where)
	}
	return named(r.Populations(owner), texts, populations)
}

// planned returns a reconciliation as it is to be performed on what is sealed
// now, without what it finds; or why it cannot be.
func (s *state) planned(p *program.Program, owner string, r soc.Reconciliation) (body reconciledBody, missing string, err error) {
	body = reconciledBody{Population: owner, Reconciliation: r}
	if body.Inputs, missing = s.sealedInputs(reconciles(owner, r, populationNames(p.Populations))); missing != "" {
		return body, missing, nil
	}
	body.Fixed, err = reconciledDigest(&p.Engagement, body)
	return body, "", err
}

// reconciledDigest changes whenever something changes that the result of a
// reconciliation depends on, the engine apart.
func reconciledDigest(e *soc.Engagement, body reconciledBody) (string, error) {
	return digestOf(struct {
		Population     string
		Reconciliation soc.Reconciliation
		Inputs         []soc.Input
		Type           int
		Period         soc.Period
		AsOf           soc.Date
		TimeZone       string
		Weekend        []string
		Holidays       []soc.Holiday
	}{body.Population, body.Reconciliation, body.Inputs, e.Type, e.Period, e.AsOf, e.TimeZone, e.Weekend, e.Holidays})
}

// reconcile performs every reconciliation that has no result yet on the
// populations as they are sealed now. Who collects them signs it.
func (r *examineRun) reconcile(ctx context.Context) error {
	var due []reconciledBody
	for _, pop := range r.program.Populations {
		for _, declared := range pop.Reconcile {
			body, missing, err := r.state.planned(r.program, pop.Name, declared)
			if err != nil {
				return err
			}
			before := r.state.reconciled[body.id()]
			done := before != nil && before.body.Fixed == body.Fixed && stands(before.entry, r.who.isThrowAway(r.who.collector()))
			if missing == "" && !done {
				due = append(due, body)
			}
		}
	}
	if len(due) == 0 {
		return nil
	}
	r.opt.Progress.Stage("Reconciling populations", len(due))
	for _, body := range due {
		if err := r.performReconciliation(ctx, body); err != nil {
			return fmt.Errorf("population %s: %w", body.Population, err)
		}
		r.opt.Progress.Step(body.id())
	}
	return nil
}

func (r *examineRun) performReconciliation(ctx context.Context, body reconciledBody) error {
	dir, remove, err := r.workDir("reconcile-*")
	if err != nil {
		return err
	}
	defer remove()
	out, err := r.reconcileAgain(ctx, r.program, body, r.opt, dir)
	if err != nil {
		return err
	}
	body.Found = out.Reconciled
	draft := ledger.Draft{Kind: ledger.PopulationReconciled, Predicate: body}
	if out.RowsPath != "" {
		ref, err := r.objects.Adopt(ctx, out.RowsPath)
		if err != nil {
			return err
		}
		draft.Subjects = []ledger.Subject{subjectOf(subjectUnmatched, ref)}
	}
	if before := r.state.reconciled[body.id()]; before != nil {
		draft.Supersedes = []string{before.entry.ID}
	}
	return r.writeAs(ctx, r.who.collector(), draft)
}

// reconcileAgain performs a reconciliation on the sealed tables that it names,
// at the first time and when it is verified.
func (f *File) reconcileAgain(ctx context.Context, p *program.Program, body reconciledBody, opt ExamineOptions, dir string) (*population.ReconcileOutput, error) {
	definition := func(name string) *soc.Population {
		if pop := p.Population(name); pop != nil {
			return &pop.Population
		}
		return nil
	}
	owner := definition(body.Population)
	if owner == nil {
		return nil, fmt.Errorf("the population %s is not defined", body.Population)
	}
	session := engine.Session{Dir: dir, Calendar: population.CalendarOf(&p.Engagement), Limits: opt.Limits}
	for _, in := range body.Inputs {
		session.Tables = append(session.Tables, engine.Table{Name: in.Population, Path: f.objects.Path(in.Digest)})
	}
	conn, err := opt.Engine.Open(ctx, session)
	if err != nil {
		return nil, fmt.Errorf("start the engine: %w", err)
	}
	defer conn.Close()
	return population.Reconcile(ctx, conn, population.ReconcileInput{Owner: owner, Definition: definition, Reconciliation: body.Reconciliation, Dir: dir})
}

// reconciliations returns those of a population, each with what it found on
// the populations as they are sealed now, or why there is nothing.
func (g *ground) reconciliations(p *program.Program, pop program.Population) ([]soc.ReconciliationRecord, error) {
	var records []soc.ReconciliationRecord
	for _, declared := range pop.Reconcile {
		record := soc.ReconciliationRecord{Reconciliation: declared}
		body, missing, err := g.state.planned(p, pop.Name, declared)
		if err != nil {
			return nil, err
		}
		done := g.state.reconciled[body.id()]
		switch {
		case missing != "":
			record.Failure = missing
		case done == nil || done.body.Fixed != body.Fixed:
			record.Failure = "it has not been performed on the populations as they are sealed now"
		default:
			g.acting = append(g.acting, done.entry)
			record.Found, record.Inputs = done.body.Found, done.body.Inputs
			record.Entry, record.Index = done.entry.ID, done.entry.Index
			record.At, record.By = done.entry.Time, done.entry.Actor.KeyID
			record.RowsDigest = subject(done.entry, subjectUnmatched).SHA256
			if record.Rows, err = readUnmatched(g.file, record.RowsDigest); err != nil {
				return nil, fmt.Errorf("population %s, reconciliation %s: %w", pop.Name, declared.Name, err)
			}
		}
		records = append(records, record)
	}
	return records, nil
}

// shownUnmatched is how many rows without a partner an examination lists; all
// of them are in the sealed object.
const shownUnmatched = 100

func readUnmatched(f *File, digest string) ([]soc.UnmatchedRow, error) {
	if digest == "" {
		return nil, nil
	}
	file, err := f.objects.Open(digest)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	decoder := json.NewDecoder(bufio.NewReader(file))
	var rows []soc.UnmatchedRow
	for decoder.More() && len(rows) < shownUnmatched {
		var row soc.UnmatchedRow
		if err := decoder.Decode(&row); err != nil {
			return nil, fmt.Errorf("read the rows without a partner %s: %w", digest, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}
