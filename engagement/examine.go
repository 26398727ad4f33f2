package engagement

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// ExamineOptions are what an examination needs beside its file and program.
type ExamineOptions struct {
	// Keys are the lasting keys of the run, one per party at most. For a
	// party without one a throw-away key is made when it is needed, except
	// that management's key alone makes a readiness examination.
	Keys []*keys.Key
	// Engine runs the procedures, Loader writes the tables.
	Engine engine.Engine
	Loader engine.Loader
	Limits engine.Limits
	// Check looks through the texts of a report that was issued, when it is
	// verified.
	Check CheckTexts
	// Environment is what sources may reach.
	Environment collect.Environment
	// Again names populations to collect again although the sealed ones
	// stand; "*" means all.
	Again []string
	// SealOnly seals the program and stops: the engagement letter and the
	// statements of independence come before any work.
	SealOnly bool
	// Progress is told how far the run has come; nil is Silent.
	Progress Progress
}

// Examine runs a program: it seals it, collects and seals its populations,
// reconciles them, fixes its procedures, performs them, and returns the examination that
// results. What is sealed already and still stands is not done again.
//
// A population that cannot be collected and a procedure that does not finish
// are part of the result, and do not stop the others. The error is ErrLocked,
// or is about the file, the keys or the engine, or is the context's; what was sealed until
// then stays, and the next run goes on from there.
func (f *File) Examine(ctx context.Context, p *program.Program, opt ExamineOptions) (*soc.Examination, error) {
	if opt.Progress == nil {
		opt.Progress = Silent{}
	}
	who, err := newActors(opt.Keys)
	if err != nil {
		return nil, err
	}
	f.who = who
	run := &examineRun{File: f, program: p, opt: opt, who: who}
	stages := []func(context.Context) error{run.open, run.sealProgram, run.sealPopulations, run.reconcile, run.fixProcedures, run.performTests}
	if opt.SealOnly {
		stages = stages[:2]
	}
	for _, stage := range stages {
		if run.state, err = f.fold(ctx, -1); err != nil {
			return nil, err
		}
		if run.state.locked != nil {
			return nil, ErrLocked
		}
		if err := stage(ctx); err != nil {
			return nil, err
		}
	}
	return f.Examination(ctx)
}

// examineRun is one call of Examine. state is the fold of the log at the
// beginning of the current stage.
type examineRun struct {
	*File
	program *program.Program
	opt     ExamineOptions
	who     *actors
	state   *state
}

// open writes the first entry of a new file, and refuses a program of another
// examination.
func (r *examineRun) open(ctx context.Context) error {
	body := opened(&r.program.Engagement)
	if r.state.opened != nil {
		var was openedBody
		if err := decode(*r.state.opened, &was); err != nil {
			return err
		}
		body.Prior = was.Prior // only 'tickmark roll-forward' writes it
		if was != body {
			return fmt.Errorf("%s holds another examination (%s of %s, %s, %s): name another folder with --file, or go back to its program",
				r.dir, was.Title, was.System, was.Organization, was.Period)
		}
		return nil
	}
	return r.writeAs(ctx, soc.Management, ledger.Draft{Kind: ledger.EngagementOpened, Predicate: body})
}

// sealProgram seals each party's part of the program, unless the sealed one
// is the same.
func (r *examineRun) sealProgram(ctx context.Context) error {
	r.opt.Progress.Stage("Sealing the program", 2)
	for _, party := range []soc.Party{managementPart, practitionerPart} {
		signer := party
		if party == practitionerPart && r.who.readiness() {
			// Management planned its own readiness tests: they are its text.
			signer = soc.Management
		}
		if err := r.sealPart(ctx, party, signer); err != nil {
			return err
		}
		r.opt.Progress.Step(string(party))
	}
	return nil
}

func (r *examineRun) sealPart(ctx context.Context, part, signer soc.Party) error {
	data, err := snapshot(r.program, part)
	if err != nil {
		return err
	}
	ref, err := r.put(ctx, data)
	if err != nil {
		return err
	}
	body := programBody{Party: part, Files: len(r.program.Files[part])}
	if part == managementPart {
		body.Parameters = r.program.Parameters
	}
	draft := ledger.Draft{Kind: ledger.ProgramSealed, Subjects: []ledger.Subject{subjectOf(subjectProgram, ref)}, Predicate: body}
	if sealed := r.state.programs[part]; sealed != nil {
		same := sealed.digest == ref.SHA256 && maps.Equal(sealed.parameters, body.Parameters)
		if same && sealed.entry.Actor.Party == signer && stands(sealed.entry, r.who.isThrowAway(signer)) {
			return nil
		}
		draft.Supersedes = []string{sealed.entry.ID}
	}
	return r.writeAs(ctx, signer, draft)
}

// writeAs appends entries with the party's key.
func (r *examineRun) writeAs(ctx context.Context, party soc.Party, drafts ...ledger.Draft) error {
	if len(drafts) == 0 {
		return nil
	}
	key, err := r.who.key(party)
	if err != nil {
		return err
	}
	_, err = r.write(ctx, key, drafts...)
	return err
}

// stopped reports whether err only says that the run was told to stop.
func stopped(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ctx.Err()))
}
