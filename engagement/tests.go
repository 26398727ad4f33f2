package engagement

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/objects"
	"github.com/tickmark-audit/tickmark/population"
	"github.com/tickmark-audit/tickmark/procedure"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// fixProcedures writes down the text of every procedure together with the
// sealed tables that it will read, before any of them runs. One whose text,
// calendar and tables are as they were stays fixed.
func (r *examineRun) fixProcedures(ctx context.Context) error {
	var drafts []ledger.Draft
	party := r.who.performer()
	for _, p := range r.program.Procedures {
		inputs, missing := r.inputs(p)
		if missing != "" {
			continue // it cannot run; the examination says why
		}
		digest, err := fixedDigest(r.program.Engagement, p, inputs)
		if err != nil {
			return err
		}
		draft := ledger.Draft{Kind: ledger.ProcedureFixed, Predicate: procedureBody{Fixed: digest, Procedure: p, Inputs: inputs}}
		if fixed := r.state.fixed[p.ID]; fixed != nil {
			if r.fixedStands(fixed, digest) {
				continue
			}
			draft.Supersedes = []string{fixed.entry.ID}
		}
		drafts = append(drafts, draft)
	}
	return r.writeAs(ctx, party, drafts...)
}

// fixedStands reports whether a procedure need not be fixed again: nothing
// that it depends on changed, and it was fixed by the party that performs, or
// by the practitioner when management would only repeat it.
func (r *examineRun) fixedStands(fixed *fixedProcedure, digest string) bool {
	party := r.who.performer()
	by := fixed.entry.Actor.Party
	return fixed.body.Fixed == digest && (by == party || by == soc.Practitioner) && stands(fixed.entry, r.who.isThrowAway(party))
}

// inputs returns the sealed tables that a procedure reads, in the order of
// their names, or why it cannot read one.
func (r *examineRun) inputs(p soc.Procedure) (inputs []soc.Input, missing string) {
	return r.state.inputs(p, populationNames(r.program.Populations))
}

// performTests runs every fixed procedure that has no result yet, and seals
// what it found.
func (r *examineRun) performTests(ctx context.Context) error {
	var due []*fixedProcedure
	for _, p := range r.program.Procedures {
		fixed := r.state.fixed[p.ID]
		if fixed == nil || r.testStands(fixed) {
			continue
		}
		if _, missing := r.inputs(p); missing != "" {
			continue
		}
		due = append(due, fixed)
	}
	r.opt.Progress.Stage("Performing procedures", len(due))
	if len(due) == 0 {
		return nil
	}
	dir, remove, err := r.workDir("tests-*")
	if err != nil {
		return err
	}
	defer remove()
	conn, err := r.opt.Engine.Open(ctx, r.session(dir))
	if err != nil {
		return fmt.Errorf("start the engine: %w", err)
	}
	defer conn.Close()
	for _, fixed := range due {
		if err := r.performTest(ctx, conn, fixed); err != nil {
			return fmt.Errorf("procedure %s: %w", fixed.body.Procedure.ID, err)
		}
		r.opt.Progress.Step(fixed.body.Procedure.ID)
	}
	return nil
}

// testStands reports whether a procedure need not be performed again.
func (r *examineRun) testStands(fixed *fixedProcedure) bool {
	test := r.state.tests[fixed.body.Procedure.ID]
	if test == nil || test.body.Fixed != fixed.body.Fixed || !stands(test.entry, r.who.isThrowAway(r.who.performer())) {
		return false
	}
	if awaitsPerson(fixed.body.Procedure) && test.body.Result.Status == soc.RunComplete && subject(test.entry, subjectItems).SHA256 == "" {
		return false // sealed before the items of such a test were listed
	}
	// A practitioner's result is not replaced by management's own run.
	return !test.readiness() || r.who.readiness()
}

func (r *examineRun) performTest(ctx context.Context, conn engine.Conn, fixed *fixedProcedure) error {
	done, err := run(ctx, conn, r.opt.Engine, r.program, fixed.body)
	if err != nil {
		return err
	}
	subjects, err := r.seal(ctx, done)
	if err != nil {
		return err
	}
	draft := ledger.Draft{
		Kind:      ledger.TestPerformed,
		Subjects:  subjects,
		Predicate: testBody{Fixed: fixed.body.Fixed, Result: done.result},
	}
	if r.who.readiness() {
		draft.Kind = ledger.ReadinessTestPerformed
	}
	if before := r.state.tests[fixed.body.Procedure.ID]; before != nil {
		draft.Supersedes = []string{before.entry.ID}
	}
	return r.writeAs(ctx, r.who.performer(), draft)
}

// session is an engine session over every table that is sealed and in force.
func (r *examineRun) session(dir string) engine.Session {
	session := engine.Session{Dir: dir, Calendar: population.CalendarOf(&r.program.Engagement), Limits: r.opt.Limits}
	for _, name := range populationNames(r.program.Populations) {
		sealed := r.state.populations[name]
		if sealed == nil || sealed.failed != nil {
			continue
		}
		session.Tables = append(session.Tables, engine.Table{Name: name, Path: r.objects.Path(sealed.input().Digest)})
	}
	return session
}

// ran is one run of a procedure, before anything of it is sealed.
type ran struct {
	result  soc.TestResult // without its SQL, which is an object
	objects []ranObject
}

// ranObject is a part of a result that is sealed as an object: bytes, or a
// file in the session's folder.
type ranObject struct {
	name string
	data []byte
	path string
}

// run performs a fixed procedure on the tables of conn.
func run(ctx context.Context, conn engine.Conn, eng engine.Engine, p *program.Program, fixed procedureBody) (*ran, error) {
	in := procedure.Input{Procedure: fixed.Procedure, Engagement: p.Engagement, Engine: eng.Info()}
	for _, input := range fixed.Inputs {
		definition := p.Population(input.Population)
		if definition == nil {
			return nil, fmt.Errorf("the population %s is not defined", input.Population)
		}
		in.Populations = append(in.Populations, procedure.Population{Definition: definition.Population, Digest: input.Digest, Rows: input.Rows})
	}
	out, err := procedure.Run(ctx, conn, in)
	if err != nil {
		return nil, err
	}
	details, err := json.Marshal(out.Details)
	if err != nil {
		return nil, fmt.Errorf("write the details: %w", err)
	}
	done := &ran{result: out.TestResult, objects: []ranObject{{name: subjectDetails, data: append(details, '\n')}}}
	if out.ItemList != nil {
		items, err := itemLines(out.ItemList)
		if err != nil {
			return nil, err
		}
		done.objects = append(done.objects, ranObject{name: subjectItems, data: items})
	}
	if out.SQL != "" {
		done.result.SQL = ""
		done.objects = append(done.objects, ranObject{name: subjectSQL, data: []byte(out.SQL)})
	}
	if out.ResultPath != "" {
		done.objects = append(done.objects, ranObject{name: subjectResult, path: out.ResultPath})
	}
	return done, nil
}

// seal puts the objects of a run in the store.
func (f *File) seal(ctx context.Context, done *ran) ([]ledger.Subject, error) {
	var subjects []ledger.Subject
	for _, object := range done.objects {
		var ref objects.Ref
		var err error
		if object.path != "" {
			ref, err = f.objects.Adopt(ctx, object.path)
		} else {
			ref, err = f.put(ctx, object.data)
		}
		if err != nil {
			return nil, fmt.Errorf("seal %s: %w", object.name, err)
		}
		subjects = append(subjects, subjectOf(object.name, ref))
	}
	return subjects, nil
}
