package exampletest

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/parquet"
	"github.com/tickmark-audit/tickmark/engine/worker"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// Case is an example that is taken from acceptance to a report.
type Case struct {
	Folder string // of the program, with its data
	// Accepted, Tested and Report are the days of the three parts of the
	// work. The clock stands still on each.
	Accepted, Tested, Report string
	// Correct, when set, is called after the first run and may change the
	// folder; a second run follows.
	Correct func(t *testing.T, folder string, ex *soc.Examination)
}

// Bench is an engagement file with everybody's keys.
type Bench struct {
	*Case
	T    *testing.T
	Dir  string
	File *engagement.File
	now  time.Time
	keys map[string]*keys.Key
	team []string // the practitioner's keys, in the order of the team
}

// roles are the keys of an example. Their names are those of roles: nobody
// real signs an example.
var roles = []struct {
	name  string
	party soc.Party
	role  string
}{
	{"compliance", soc.Management, "compliance lead"},
	{"signatory", soc.Management, soc.RoleSignatory},
	{"partner", soc.Practitioner, soc.RolePartner},
	{"quality", soc.Practitioner, soc.RoleQualityReviewer},
	{"manager", soc.Practitioner, soc.RoleManager},
	{"senior", soc.Practitioner, soc.RoleSenior},
	{"associate", soc.Practitioner, soc.RoleAssociate},
	{"specialist", soc.Practitioner, "specialist"},
	{"included", soc.Management, soc.RoleSignatory}, // of an included subservice organization
}

// Finish takes an example from acceptance to the eve of its report: it
// examines it, and writes every record of its folder records/ with the key
// that the file is named for (05-controls.senior.yaml), with reviews by
// somebody who did not prepare the work.
func Finish(t *testing.T, c Case) *Bench {
	t.Helper()
	b := &Bench{Case: &c, T: t, Dir: t.TempDir(), keys: map[string]*keys.Key{}}
	b.at(c.Accepted)
	file, err := engagement.Open(context.Background(), b.Dir, engagement.FileOptions{Create: true, Clock: func() time.Time { return b.now }})
	if err != nil {
		t.Fatal(err)
	}
	b.File = file
	t.Cleanup(func() { file.Close() })
	team := len(b.load(c.Folder).Plan.Team)
	for _, r := range roles {
		if r.party == soc.Practitioner && len(b.team) == team {
			continue
		}
		k, err := keys.New("example-"+r.name, r.party, r.role)
		if err != nil {
			t.Fatal(err)
		}
		b.keys[r.name] = k
		if r.party == soc.Practitioner {
			b.team = append(b.team, r.name)
		}
	}

	b.run(b.load(b.planned()), true)
	b.independence(false)
	b.recordFiles("01", "02")
	b.at(c.Tested)
	ex := b.run(b.load(c.Folder), false)
	if c.Correct != nil {
		c.Correct(t, c.Folder, ex)
		b.run(b.load(c.Folder), false)
	}
	b.recordFiles("03", "04", "05", "06", "07", "08")
	b.review()
	b.at(c.Report)
	b.approveDescription()
	b.recordFiles("09")
	b.independence(true)
	b.recordFiles("10", "11", "12")
	return b
}

// at sets the clock to ten in the morning, New York time in winter, of a day.
func (b *Bench) at(day string) {
	b.T.Helper()
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		b.T.Fatal(err)
	}
	b.now = d.Add(15 * time.Hour)
}

// written are the files that do not exist yet when an engagement is accepted:
// what tells of the period, of the results, and how they are obtained.
var written = []string{"management/description", "management/populations", "management/assertion.md", "management/assertions", "management/responses.yaml", "management/changes.yaml",
	"management/incidents.yaml", "management/subservice_reports.yaml", "practitioner/procedures"}

// planned is a copy of the program as it is when the engagement is accepted.
func (b *Bench) planned() string {
	b.T.Helper()
	folder := b.T.TempDir()
	CopyProgram(b.T, b.Folder, folder)
	for _, name := range written {
		if err := os.RemoveAll(filepath.Join(folder, name)); err != nil {
			b.T.Fatal(err)
		}
	}
	return folder
}

// CopyProgram copies the two parties' parts of a program and engagement.yaml.
func CopyProgram(t *testing.T, from, to string) {
	t.Helper()
	for _, part := range []string{"management", "practitioner"} {
		if err := os.CopyFS(filepath.Join(to, part), os.DirFS(filepath.Join(from, part))); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(filepath.Join(from, "engagement.yaml"))
	if err == nil {
		err = os.WriteFile(filepath.Join(to, "engagement.yaml"), content, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (b *Bench) load(folder string) *program.Program {
	b.T.Helper()
	runner, err := worker.New(engine.Limits{})
	if err != nil {
		b.T.Fatal(err)
	}
	p, err := program.Load(context.Background(), os.DirFS(folder), program.Options{SQL: runner})
	if err != nil {
		b.T.Fatal(err)
	}
	return p
}

func (b *Bench) options() engagement.ExamineOptions {
	b.T.Helper()
	runner, err := worker.New(engine.Limits{})
	if err != nil {
		b.T.Fatal(err)
	}
	return engagement.ExamineOptions{
		Keys: []*keys.Key{b.keys["compliance"], b.keys["senior"]}, Engine: runner, Loader: parquet.Loader{},
		Environment: collect.Environment{Dir: b.Folder, Now: func() time.Time { return b.now }},
	}
}

func (b *Bench) run(p *program.Program, sealOnly bool) *soc.Examination {
	b.T.Helper()
	opt := b.options()
	opt.SealOnly = sealOnly
	ex, err := b.File.Examine(context.Background(), p, opt)
	if err != nil {
		b.T.Fatal(err)
	}
	return ex
}

// Examination is the file as it stands.
func (b *Bench) Examination() *soc.Examination {
	b.T.Helper()
	ex, err := b.File.Examination(context.Background())
	if err != nil {
		b.T.Fatal(err)
	}
	return ex
}
