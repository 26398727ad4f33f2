package engagement_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// wholeBench is testdata/whole with everybody's keys: an examination that is
// done from acceptance to the opinion, so that every gate is shut. The clock
// of the file stands still until a test sets it.
type wholeBench struct {
	bench
	now                              time.Time
	signatory, partner, manager, sam *keys.Key
}

// reportDay is the day on which everything is done.
var reportDay = soc.Date{Year: 2026, Month: time.August, Day: 14}

func newWholeBench(t *testing.T) *wholeBench {
	t.Helper()
	b := &wholeBench{bench: bench{t: t, dir: t.TempDir()}, now: time.Date(2026, 8, 14, 14, 0, 0, 0, time.UTC)}
	b.file = filepath.Join(b.dir, engagement.FolderName)
	if err := os.CopyFS(b.dir, os.DirFS("testdata/whole")); err != nil {
		t.Fatal(err)
	}
	key := func(name string, party soc.Party, role string) *keys.Key {
		k, err := keys.New(name, party, role)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	b.signatory = key("sig", soc.Management, soc.RoleSignatory)
	b.partner = key("pat", soc.Practitioner, soc.RolePartner)
	b.manager = key("max", soc.Practitioner, soc.RoleManager)
	b.sam = key("sam", soc.Practitioner, soc.RoleSenior)
	return b
}

// open opens the file with the bench's clock.
func (b *wholeBench) open() *engagement.File {
	b.t.Helper()
	file, err := engagement.Open(context.Background(), b.file, engagement.FileOptions{Create: true, Clock: func() time.Time { return b.now }})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { file.Close() })
	return file
}

// run examines the program with the keys.
func (b *wholeBench) run(file *engagement.File, signers ...*keys.Key) *soc.Examination {
	b.t.Helper()
	ctx := context.Background()
	p, err := program.Load(ctx, os.DirFS(b.dir), program.Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	options := b.options()
	options.Keys = signers
	options.Environment = collect.Environment{Dir: b.dir, Now: func() time.Time { return b.now }}
	ex, err := file.Examine(ctx, p, options)
	if err != nil {
		b.t.Fatal(err)
	}
	return ex
}

func (b *wholeBench) record(file *engagement.File, key *keys.Key, records ...soc.Record) {
	b.t.Helper()
	if _, err := file.Record(context.Background(), key, nil, records...); err != nil {
		b.t.Fatal(err)
	}
}

// recordWith is record with documents: the path of each by its name.
func (b *wholeBench) recordWith(file *engagement.File, key *keys.Key, path string, record func(digest string) soc.Record) {
	b.t.Helper()
	var attached engagement.Attachments
	digest, err := attached.Add(context.Background(), filepath.Join(b.dir, path))
	if err == nil {
		_, err = file.Record(context.Background(), key, &attached, record(digest))
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// finish does everything that is to be done before the report is issued.
func (b *wholeBench) finish() *engagement.File {
	b.t.Helper()
	b.write("letter.txt", "The terms of the engagement.\n")
	b.write("representations.txt", "What management represents.\n")
	file := b.open()
	b.run(file, b.signatory) // management's own run: nothing of it is issued
	b.accept(file)
	b.run(file, b.signatory, b.sam)
	b.work(file)
	b.conclude(file)
	b.sign(file, reportDay)
	return file
}

func (b *wholeBench) accept(file *engagement.File) {
	for _, k := range []*keys.Key{b.partner, b.manager, b.sam} {
		b.record(file, k, soc.Independence{Organization: "Thistle Works", Independent: true, SelfReview: "none"})
	}
	b.record(file, b.partner, soc.Acceptance{
		Licence: soc.LicenceCheck{Jurisdiction: "XX", Number: "NOT-A-LICENCE-000", Active: true, CheckedOn: soc.Date{Year: 2026, Month: 1, Day: 5}, CheckedWith: "the board's register"},
		Preconditions: soc.Preconditions{ResponsibilityAcknowledged: true, SubjectMatterAppropriate: true, CriteriaSuitable: true,
			EvidenceAccessible: true, WrittenReport: true},
		Integrity: "Nothing known against it.", Competence: "The team knows the field and its systems.", NoToolVendors: true,
	})
	letter := func(digest string) soc.Record {
		return soc.EngagementLetter{
			Date: soc.Date{Year: 2026, Month: 1, Day: 6}, Report: soc.SOC2, Type: 2, Period: "January 1, 2026 to June 30, 2026",
			Categories: []soc.Category{soc.Security}, Document: digest,
			Terms: []string{"criteria", "responsibilities of both parties", "restricted use"},
		}
	}
	b.recordWith(file, b.partner, "letter.txt", letter)
	b.recordWith(file, b.signatory, "letter.txt", letter)
}

func (b *wholeBench) work(file *engagement.File) {
	b.t.Helper()
	ex := b.examination(file)
	b.record(file, b.sam,
		soc.PriorReport{None: true},
		soc.Walkthrough{Control: "CHG-01", On: soc.Date{Year: 2026, Month: 5, Day: 19}, Item: "C-10", Nature: []soc.TestNature{"inquiry", "inspection"},
			Steps: "One change was followed from its proposal to its merge.", DesignSuitable: true, Implemented: true},
		soc.OthersWork{Used: false},
		soc.IPEAssessment{Population: "changes", Completeness: "Rows agree with the control total.", Accuracy: "Items were traced.", Reliable: true,
			Traced: []soc.TraceItem{{Item: "C-1", Source: "the code host", Agrees: true}}},
		soc.ControlConclusion{Control: "CHG-01", Design: soc.Suitable, Operation: soc.Effective, Reason: "Every change was reviewed."},
	)
	comparison := soc.DescriptionComparison{Program: programOf(ex, soc.Management), ComplementaryAgree: true,
		Others: []soc.TextComparison{{With: "the descriptions of the firm's other engagements", Share: "0.02"}}}
	for _, s := range ex.Description {
		comparison.Sections = append(comparison.Sections, soc.SectionComparison{Criterion: s.Criterion, Evidence: "The system was seen.", Fair: true})
	}
	b.record(file, b.sam, comparison)
}

func (b *wholeBench) conclude(file *engagement.File) {
	b.t.Helper()
	var records []soc.Record
	works := []string{"test CHG-01-T1", "walkthrough CHG-01", "control CHG-01", "population changes", "description", "commitment SC-1", "commitment SR-1"}
	for _, c := range catalog.InScope([]soc.Category{soc.Security}) {
		records = append(records, soc.CriterionConclusion{Criterion: c.ID, Design: true, Operation: true, Reason: "Its control is effective."})
		works = append(works, "criterion "+c.ID)
	}
	for _, id := range []string{"SC-1", "SR-1"} {
		works = append(works, "commitment "+id)
		records = append(records, soc.CommitmentConclusion{Commitment: id, Achieved: true, Reason: "Every criterion is met."})
	}
	b.record(file, b.manager, records...)
	b.review(file, works...)
}

// review has the partner review work that others prepared.
func (b *wholeBench) review(file *engagement.File, works ...string) {
	b.t.Helper()
	ex := b.examination(file)
	var reviews []soc.Record
	for _, of := range works {
		review := soc.Review{Of: of}
		for _, w := range ex.WorkOn(of) {
			review.Entries = append(review.Entries, w.Entry)
		}
		reviews = append(reviews, review)
	}
	b.record(file, b.partner, reviews...)
}

// sign writes what bears the date of the report.
func (b *wholeBench) sign(file *engagement.File, day soc.Date) {
	b.t.Helper()
	ex := b.examination(file)
	b.record(file, b.manager, soc.SubsequentEvents{From: soc.Date{Year: 2026, Month: 7, Day: 1}, To: day,
		Procedures: []string{"The incident register was read to this day."}, Effect: "none"})
	for _, k := range []*keys.Key{b.partner, b.manager, b.sam} {
		b.record(file, k, soc.Independence{Organization: "Thistle Works", Independent: true, SelfReview: "none", Renewed: true})
	}
	if len(ex.Records.Approvals) == 0 {
		b.record(file, b.signatory, soc.DescriptionApproval{Program: programOf(ex, soc.Management)})
		b.recordWith(file, b.signatory, "management/assertion.md", func(digest string) soc.Record {
			return soc.AssertionSignature{Organization: "Thistle Works", Title: "Chief Executive", Date: day, Document: digest, Basis: "Monthly reviews of changes."}
		})
	}
	b.recordWith(file, b.signatory, "representations.txt", func(digest string) soc.Record {
		letter := soc.Representation{Organization: "Thistle Works", Title: "Chief Executive", Date: day, Document: digest}
		for _, r := range catalog.Representations(ex.Engagement.Rules(), false) {
			letter.Items = append(letter.Items, r.ID)
		}
		return letter
	})
	var parts []soc.Record
	for _, part := range ex.Engagement.Rules().Parts {
		parts = append(parts, soc.OpinionPart{Part: part, Opinion: soc.Unmodified, Reason: "Nothing speaks against it."})
	}
	b.record(file, b.partner, parts...)
	b.record(file, b.partner, soc.QualityReview{Required: false, Policy: "None for engagements of this kind."})
}

func (b *wholeBench) examination(file *engagement.File) *soc.Examination {
	b.t.Helper()
	ex, err := file.Examination(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return ex
}

func programOf(ex *soc.Examination, party soc.Party) string {
	for _, p := range ex.Programs {
		if p.Party == party {
			return p.Entry
		}
	}
	return ""
}

// issueOptions issue on the day of the bench's clock. The report is its data:
// the texts of a real one are package report's.
func (b *wholeBench) issueOptions(day soc.Date) engagement.IssueOptions {
	return engagement.IssueOptions{Date: day, Check: noFault, Render: renderWhole}
}

func noFault(*soc.Examination) ([]soc.TextFault, error) { return nil, nil }

// renderWhole renders two files, so that a report can be half written.
func renderWhole(ex *soc.Examination) ([]engagement.Rendering, error) {
	data, err := json.Marshal(ex)
	if err != nil {
		return nil, err
	}
	title := ex.Engagement.Title()
	if ex.Final != nil {
		title += " of " + ex.Final.Date.Long()
	}
	return []engagement.Rendering{{Name: "report.html", Data: []byte(title)}, {Name: "report.json", Data: data}}, nil
}
