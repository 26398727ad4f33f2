package engagement

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/verify"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// The checks of this package, beside those of ledger/verify.
const (
	CheckWall       verify.Check = "wall"       // a party wrote the other's part
	CheckPopulation verify.Check = "population" // the raw bytes do not give the sealed table
	CheckTest       verify.Check = "test"       // a procedure does not give the sealed result
	CheckReport     verify.Check = "report"     // a file is not the report of this record
)

// Verification is what was checked and what does not hold.
type Verification struct {
	Record          *verify.Report   `json:"record"` // log, signatures and objects
	Populations     int              `json:"populations"`
	Reconciliations int              `json:"reconciliations"`
	Tests           int              `json:"tests"`
	Items           int64            `json:"items"`
	Reports         []string         `json:"reports"`
	Issued          []IssuedEntry    `json:"issued,omitempty"` // in the order of the log
	Findings        []verify.Finding `json:"findings"`         // all of them, those of Record included
}

// OK reports whether everything holds.
func (v *Verification) OK() bool { return len(v.Findings) == 0 }

func (v *Verification) find(check verify.Check, where, format string, args ...any) {
	v.Findings = append(v.Findings, verify.Finding{Check: check, Where: where, Problem: fmt.Sprintf(format, args...)})
}

func (v *Verification) differ(check verify.Check, where, problem string, expected, found any) {
	v.Findings = append(v.Findings, verify.Finding{
		Check: check, Where: where, Problem: problem,
		Expected: fmt.Sprint(expected), Found: fmt.Sprint(found),
	})
}

// Render renders an examination; the same examination gives the same bytes.
type Render func(*soc.Examination) ([]Rendering, error)

// Verify checks the engagement file in dir: the log, its signatures and
// checkpoints, and every object; then, if these hold, that the sealed raw
// bytes give the sealed tables, that every procedure gives the sealed result,
// and that the reports beside the file are those of this record.
//
// What does not hold is a finding. The error is about the machine (no engine,
// no scratch space) or the context's, and wraps ErrNoFile when there is no
// engagement file at all.
func Verify(ctx context.Context, dir string, opt ExamineOptions, render Render) (*Verification, error) {
	if opt.Progress == nil {
		opt.Progress = Silent{}
	}
	if _, err := os.Stat(filepath.Join(dir, logName)); err != nil {
		return nil, fmt.Errorf("%w in %s", ErrNoFile, dir)
	}
	opt.Progress.Stage("Checking the record", -1)
	v := &Verification{}
	file, openErr := Open(ctx, dir, FileOptions{ReadOnly: true})
	input := verify.Input{LogError: openErr, Folder: os.DirFS(dir)}
	if openErr == nil {
		defer file.Close()
		input.Log = file.log
	}
	var err error
	if v.Record, err = verify.Run(ctx, input); err != nil {
		return nil, err
	}
	v.Findings = append(v.Findings, v.Record.Findings...)
	if openErr != nil || !readable(v.Record) {
		return v, nil // what cannot be trusted cannot be re-performed
	}
	check := &verification{File: file, opt: opt, out: v, programs: map[string]*program.Program{}}
	for _, step := range []func(context.Context) error{check.fold, check.rebuildPopulations, check.reperformReconciliations, check.reperformTests} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return v, check.compareReports(ctx, render)
}

// readable reports whether the entries and objects are sound enough to be
// re-performed: stray files and a stale seal do not matter for that.
func readable(r *verify.Report) bool {
	for _, f := range r.Findings {
		switch f.Check {
		case verify.CheckStray, verify.CheckSeal, verify.CheckSealStale:
		default:
			return false
		}
	}
	return true
}

// verification is one call of Verify after the record was found sound.
type verification struct {
	*File
	opt ExamineOptions
	out *Verification

	programs    map[string]*program.Program // by the digests of their parts
	populations []sealedWith[*sealedPopulation]
	reconciled  []sealedWith[*reconciliation]
	tests       []sealedWith[*performedTest]
	fixed       map[string]procedureBody // by the digest of what was fixed
}

// sealedWith is an entry with the program that was in force when it was
// written.
type sealedWith[T any] struct {
	entry   T
	program *program.Program
}

// fold reads the whole log and keeps every population and every test that was
// ever sealed, superseded ones too.
func (v *verification) fold(ctx context.Context) error {
	s := v.newState()
	v.fixed = map[string]procedureBody{}
	rules := recordRules{file: v.File}
	for entry, err := range v.log.Entries(ctx, 0) {
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		where := fmt.Sprintf("entry %d (%s)", entry.Index, entry.Kind)
		if check, problem := rules.before(ctx, s, entry); problem != "" {
			v.out.find(check, where, "%s", problem)
		}
		if err := s.apply(entry); err != nil {
			v.out.find(verify.CheckEntry, where, "%v", err)
			continue
		}
		if err := rules.after(entry); err != nil {
			v.out.find(CheckRecord, where, "%v", err)
		}
		switch entry.Kind {
		case ledger.ProgramSealed:
			v.checkPart(where, entry, s)
		case ledger.ProcedureFixed:
			var body procedureBody
			if decode(entry, &body) == nil {
				v.fixed[body.Fixed] = body
			}
		case ledger.PopulationSealed, ledger.PopulationReconciled, ledger.TestPerformed, ledger.ReadinessTestPerformed:
			p, err := v.programOf(ctx, s)
			if err != nil {
				v.out.find(verify.CheckEntry, where, "%v", err)
				continue
			}
			v.keep(entry, s, p)
		}
	}
	return nil
}

func (v *verification) keep(entry ledger.Entry, s *state, p *program.Program) {
	if entry.Kind == ledger.PopulationSealed {
		var body populationBody
		if decode(entry, &body) == nil {
			v.populations = append(v.populations, sealedWith[*sealedPopulation]{s.populations[body.Name], p})
		}
		return
	}
	if entry.Kind == ledger.PopulationReconciled {
		var body reconciledBody
		if decode(entry, &body) == nil {
			v.reconciled = append(v.reconciled, sealedWith[*reconciliation]{s.reconciled[body.id()], p})
		}
		return
	}
	var body testBody
	if decode(entry, &body) == nil {
		v.tests = append(v.tests, sealedWith[*performedTest]{s.tests[body.Result.Procedure], p})
	}
}

// checkPart holds that management's part of a program is sealed by
// management alone. Management may seal the procedures too, for a readiness
// examination.
func (v *verification) checkPart(where string, entry ledger.Entry, s *state) {
	var body programBody
	if err := decode(entry, &body); err != nil {
		v.out.find(verify.CheckEntry, where, "%v", err)
		return
	}
	if body.Party == soc.Management && entry.Actor.Party != soc.Management {
		v.out.find(CheckWall, where, "management's description and controls were sealed by the %s %s", entry.Actor.Party, entry.Actor.Name)
	}
}

// programOf returns the program in force, reading each only once.
func (v *verification) programOf(ctx context.Context, s *state) (*program.Program, error) {
	var id string
	for _, part := range []soc.Party{managementPart, practitionerPart} {
		if sealed := s.programs[part]; sealed != nil {
			id += sealed.digest + fmt.Sprint(sealed.parameters) + "|"
		}
	}
	if p := v.programs[id]; p != nil {
		return p, nil
	}
	p, err := v.loadSealed(ctx, s)
	if err != nil {
		return nil, err
	}
	v.programs[id] = p
	return p, nil
}

// compareReports renders the examination again and compares it with the files
// that the log names and that lie beside it.
func (v *verification) compareReports(ctx context.Context, render Render) error {
	s, err := v.File.fold(ctx, -1)
	if err != nil && ctx.Err() == nil && !v.out.OK() {
		return nil // an entry that cannot be read, which is a finding already
	}
	if err != nil || render == nil {
		return err
	}
	if len(s.issued) > 0 {
		return v.compareIssued(ctx, s, render)
	}
	if s.report == nil {
		return nil
	}
	where := fmt.Sprintf("entry %d (%s)", s.report.entry.Index, s.report.entry.Kind)
	ex, err := v.ExaminationAt(ctx, s.report.body.LogSize)
	if err != nil {
		v.out.find(CheckReport, where, "the examination that it was derived from cannot be read: %v", err)
		return nil
	}
	renderings, err := render(ex)
	if err != nil {
		v.out.find(CheckReport, where, "it cannot be rendered again: %v", err)
		return nil
	}
	for _, again := range renderings {
		recorded := s.report.body.file(again.Name)
		if recorded.SHA256 == "" {
			continue
		}
		v.out.Reports = append(v.out.Reports, again.Name)
		if digest := again.digest(); digest != recorded.SHA256 {
			v.out.differ(CheckReport, again.Name, "rendered again from the record, it is not what "+where+" names (another version of Tickmark renders differently)", recorded.SHA256, digest)
		}
		v.compareBeside(again.Name, where, recorded.SHA256)
	}
	return nil
}
