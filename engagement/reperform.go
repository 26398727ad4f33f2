package engagement

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/ledger/verify"
	"github.com/tickmark-audit/tickmark/objects"
	"github.com/tickmark-audit/tickmark/population"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// rebuildPopulations decodes the sealed raw bytes of every population again
// and compares the table and the certificate with the sealed ones.
func (v *verification) rebuildPopulations(ctx context.Context) error {
	v.opt.Progress.Stage("Building the populations again", len(v.populations))
	for _, sealed := range v.populations {
		if err := v.rebuildPopulation(ctx, sealed); err != nil {
			return err
		}
		v.out.Populations++
		v.opt.Progress.Step(sealed.entry.body.Name)
	}
	return nil
}

func (v *verification) rebuildPopulation(ctx context.Context, sealed sealedWith[*sealedPopulation]) error {
	body := sealed.entry.body
	where := fmt.Sprintf("entry %d (%s) %s", sealed.entry.entry.Index, sealed.entry.entry.Kind, body.Name)
	pop := sealed.program.Population(body.Name)
	if pop == nil {
		v.out.find(CheckPopulation, where, "the program that was sealed before it does not define it")
		return nil
	}
	dir, err := os.MkdirTemp("", "tickmark-verify-*")
	if err != nil {
		return fmt.Errorf("make a scratch folder: %w", err)
	}
	defer os.RemoveAll(dir)
	built, fault, err := v.buildTable(ctx, tableInput{
		engagement: sealed.program.Engagement,
		population: *pop,
		raw:        subject(sealed.entry.entry, subjectRaw).SHA256,
		extraction: body.Certificate.Extraction,
	}, v.opt, dir)
	if err != nil {
		return err
	}
	if fault != nil {
		v.out.find(CheckPopulation, where, "the sealed raw bytes cannot be read as the table: %v", fault)
		return nil
	}
	digest, err := digestFile(ctx, built.TablePath)
	if err != nil {
		return err
	}
	if recorded := sealed.entry.input().Digest; digest != recorded {
		v.out.differ(CheckPopulation, where, "the table built from the sealed raw bytes differs", recorded, digest)
	}
	v.compareValues(CheckPopulation, where, "the certificate differs", body.Certificate, built.Certificate)
	return nil
}

// compareValues compares two values by their JSON.
func (v *verification) compareValues(check verify.Check, where, problem string, sealed, again any) {
	a, errA := json.Marshal(sealed)
	b, errB := json.Marshal(again)
	if errA != nil || errB != nil || string(a) != string(b) {
		v.out.differ(check, where, problem, string(a), string(b))
	}
}

// reperformTests runs every procedure again on the sealed tables that it was
// fixed for.
func (v *verification) reperformTests(ctx context.Context) error {
	v.opt.Progress.Stage("Performing the procedures again", len(v.tests))
	for _, group := range v.groups() {
		if err := v.reperformGroup(ctx, group); err != nil {
			return err
		}
	}
	return nil
}

// group is tests that can share one session: they are of one program, and
// none of them means another table by the same name.
type group struct {
	program *program.Program
	tables  map[string]string // name to digest
	tests   []*performedTest
}

func (v *verification) groups() []*group {
	var groups []*group
	for _, test := range v.tests {
		fixed, ok := v.fixed[test.entry.body.Fixed]
		where := testWhere(test.entry)
		if !ok {
			v.out.find(CheckTest, where, "no procedure was fixed before it was performed")
			continue
		}
		var home *group
		for _, g := range groups {
			if g.program == test.program && g.fits(fixed.Inputs) {
				home = g
				break
			}
		}
		if home == nil {
			home = &group{program: test.program, tables: map[string]string{}}
			groups = append(groups, home)
		}
		for _, input := range fixed.Inputs {
			home.tables[input.Population] = input.Digest
		}
		home.tests = append(home.tests, test.entry)
	}
	return groups
}

func (g *group) fits(inputs []soc.Input) bool {
	for _, input := range inputs {
		if digest, ok := g.tables[input.Population]; ok && digest != input.Digest {
			return false
		}
	}
	return true
}

func testWhere(test *performedTest) string {
	return fmt.Sprintf("entry %d (%s) %s", test.entry.Index, test.entry.Kind, test.body.Result.Procedure)
}

func (v *verification) reperformGroup(ctx context.Context, g *group) error {
	dir, err := os.MkdirTemp("", "tickmark-verify-*")
	if err != nil {
		return fmt.Errorf("make a scratch folder: %w", err)
	}
	defer os.RemoveAll(dir)
	session := engine.Session{Dir: dir, Calendar: population.CalendarOf(&g.program.Engagement), Limits: v.opt.Limits}
	for _, name := range slices.Sorted(maps.Keys(g.tables)) {
		session.Tables = append(session.Tables, engine.Table{Name: name, Path: v.objects.Path(g.tables[name])})
	}
	conn, err := v.opt.Engine.Open(ctx, session)
	if err != nil {
		return fmt.Errorf("start the engine: %w", err)
	}
	defer conn.Close()
	for _, test := range g.tests {
		if err := v.reperform(ctx, conn, g.program, test); err != nil {
			return err
		}
		v.out.Tests++
		v.out.Items += test.body.Result.Items
		v.opt.Progress.Step(test.body.Result.Procedure)
	}
	return nil
}

// reperform runs one procedure again. Counts and details must be equal on any
// version of the engine; the bytes of the result only on the same.
func (v *verification) reperform(ctx context.Context, conn engine.Conn, p *program.Program, test *performedTest) error {
	where := testWhere(test)
	again, err := run(ctx, conn, v.opt.Engine, p, v.fixed[test.body.Fixed])
	if err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	sealed := test.body.Result
	performed := again.result
	sameEngine := sealed.Engine.Name == performed.Engine.Name && sealed.Engine.Version == performed.Engine.Version
	performed.Engine = sealed.Engine
	if sealed.Status == soc.RunIncomplete && performed.Status == soc.RunIncomplete {
		performed.Reason = sealed.Reason // a limit may be met at another point
	}
	v.compareValues(CheckTest, where, "performed again, the figures differ", sealed, performed)
	for _, object := range again.objects {
		recorded := subject(test.entry, object.name).SHA256
		if object.name == subjectResult && !sameEngine {
			continue
		}
		if object.name == subjectItems && recorded == "" {
			continue // an early version sealed no list of items
		}
		digest, err := object.digest(ctx)
		if err != nil {
			return err
		}
		if digest != recorded {
			v.out.differ(CheckTest, where, "performed again, "+object.name+" differs", recorded, digest)
		}
	}
	return nil
}

func (o ranObject) digest(ctx context.Context) (string, error) {
	if o.path == "" {
		return Rendering{Data: o.data}.digest(), nil
	}
	return digestFile(ctx, o.path)
}

func digestFile(ctx context.Context, path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	ref, _, err := objects.Digest(ctx, file)
	return ref.SHA256, err
}
