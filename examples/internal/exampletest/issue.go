package exampletest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/engagement/recordfile"
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

func (b *Bench) record(key string, attached *engagement.Attachments, records ...soc.Record) {
	b.T.Helper()
	if b.keys[key] == nil {
		b.T.Fatalf("no key for %q", key)
	}
	if len(records) == 0 {
		return
	}
	if _, err := b.File.Record(context.Background(), b.keys[key], attached, records...); err != nil {
		var refusal *engagement.Refusal
		if errors.As(err, &refusal) {
			b.T.Fatalf("%s, record %d: %v", key, refusal.Index+1, err)
		}
		b.T.Fatal(err)
	}
}

// recordFiles writes the files of records/ whose names begin with the numbers.
func (b *Bench) recordFiles(numbers ...string) {
	b.T.Helper()
	folder := filepath.Join(b.Folder, "records")
	for _, number := range numbers {
		paths, err := filepath.Glob(filepath.Join(folder, number+"-*.yaml"))
		if err != nil {
			b.T.Fatal(err)
		}
		for _, path := range paths {
			b.recordFile(folder, path)
		}
	}
}

func (b *Bench) recordFile(folder, path string) {
	b.T.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		b.T.Fatal(err)
	}
	if bytes.Contains(content, []byte("${description}")) {
		content = bytes.ReplaceAll(content, []byte("${description}"), []byte(b.description()))
	}
	placed, err := recordfile.Read(path, content)
	if err != nil {
		b.T.Fatal(err)
	}
	var attached engagement.Attachments
	var records []soc.Record
	for _, p := range placed {
		record, err := recordfile.WithDocuments(p.Record, func(name string) (string, error) {
			if name == "assertion" {
				return attached.AddText(context.Background(), "assertion.md", b.Examination().Assertion)
			}
			return attached.Add(context.Background(), filepath.Join(folder, name))
		})
		if err != nil {
			b.T.Fatal(err)
		}
		records = append(records, record)
	}
	parts := strings.Split(filepath.Base(path), ".")
	b.record(parts[len(parts)-2], &attached, records...)
}

// description is the entry that sealed management's part.
func (b *Bench) description() string {
	for _, p := range b.Examination().Programs {
		if p.Party == soc.Management {
			return p.Entry
		}
	}
	b.T.Fatal("management's part is not sealed")
	return ""
}

func (b *Bench) approveDescription() {
	b.record("signatory", nil, soc.DescriptionApproval{Program: b.description()})
}

// independence is stated by everyone on the team about every organization
// that is examined.
func (b *Bench) independence(renewed bool) {
	for _, name := range b.team {
		var records []soc.Record
		for _, organization := range b.organizations() {
			records = append(records, soc.Independence{Organization: organization, Independent: true, SelfReview: "none", Renewed: renewed})
		}
		b.record(name, nil, records...)
	}
}

func (b *Bench) organizations() []string {
	e := b.Examination().Engagement
	return e.Examined()
}

// review has every piece of work reviewed by the manager, or by the partner
// when the manager had a part in it.
func (b *Bench) review() {
	ex := b.Examination()
	var works []string
	for _, t := range ex.Tests {
		works = append(works, "test "+t.Procedure)
	}
	for _, p := range ex.Populations {
		works = append(works, "population "+p.Name)
	}
	for _, c := range ex.Controls {
		works = append(works, "walkthrough "+c.ID, "control "+c.ID)
	}
	for _, c := range ex.Records.Criteria {
		works = append(works, "criterion "+c.Record.Criterion)
	}
	for _, c := range ex.Records.Commitments {
		works = append(works, "commitment "+c.Record.Commitment)
	}
	works = append(works, "description")
	by := map[string][]soc.Record{}
	for _, of := range works {
		review := soc.Review{Of: of}
		reviewer := "manager"
		for _, w := range ex.WorkOn(of) {
			review.Entries = append(review.Entries, w.Entry)
			if w.By == b.keys["manager"].Actor.KeyID {
				reviewer = "partner"
			}
		}
		if len(review.Entries) > 0 {
			by[reviewer] = append(by[reviewer], review)
		}
	}
	b.record("manager", nil, by["manager"]...)
	b.record("partner", nil, by["partner"]...)
}
