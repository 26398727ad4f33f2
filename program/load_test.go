package program

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/soc"
)

// load reads a program of a folder as a command does.
func load(t *testing.T, dir string, options Options) (*Program, error) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	return Load(t.Context(), root.FS(), options)
}

// loadMap reads the minimal program with some files exchanged or added.
func loadMap(t *testing.T, files map[string]string, options Options) (*Program, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range minimal {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return Load(t.Context(), fsys, options)
}

func complete(t *testing.T) *Program {
	t.Helper()
	p, err := load(t, "testdata/complete", Options{Parameters: map[string]string{"repository": "/srv/repo"}, SQL: refuseMark{}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func day2026(month, day int) soc.Date {
	d, err := soc.ParseDate(fmt.Sprintf("2026-%02d-%02d", month, day))
	if err != nil {
		panic(err)
	}
	return d
}

func TestLoadEngagement(t *testing.T) {
	want := soc.Engagement{
		Report: soc.SOC2, Type: 2, Period: soc.Period{From: day2026(4, 1), To: day2026(6, 30)}, TimeZone: "America/New_York",
		Weekend:             []string{"saturday", "sunday"},
		Holidays:            []soc.Holiday{{Date: day2026(5, 25), Name: "Memorial Day"}, {Date: day2026(6, 19), Name: "Juneteenth"}},
		Categories:          []soc.Category{soc.Security, soc.Availability},
		ServiceOrganization: soc.Organization{Name: "Larkspur Cloud", City: "Alder Falls", State: "XX"},
		System:              soc.System{Name: "Larkspur Platform", Summary: "A fictional platform."},
		SubserviceOrganizations: []soc.SubserviceOrganization{
			{Name: "Northmere Hosting", Services: "Data centres", Method: "carve_out", Criteria: []string{"CC6.4", "A1.2"}, Monitoring: []string{"SUB-01"},
				Test: &soc.SupplierTest{Relevant: true, Necessary: true, Reason: "We cannot see who enters its data centres.", DecidedBy: "Head of Security"}},
			{Name: "Fernhill Messaging", Services: "Delivery of messages", Method: "inclusive", Criteria: []string{"CC7.2"}},
		},
		Practitioner: soc.Firm{Name: "Fictional CPA Firm", City: "Alder Falls", State: "XX", Licence: soc.Licence{Jurisdiction: "XX", Number: "NOT-A-LICENCE-000"}},
		Example:      true,
	}
	p := complete(t)
	if diff := cmp.Diff(want, p.Engagement); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if want := map[string]string{"repository": "/srv/repo", "branch": "main"}; !cmp.Equal(want, p.Parameters) {
		t.Errorf("parameters %v, want %v", p.Parameters, want)
	}
	if !p.SQLChecked {
		t.Error("SQL was parsed, and SQLChecked is false")
	}
}

func TestLoadControlsAndPopulations(t *testing.T) {
	p := complete(t)
	want := &soc.Control{
		ID: "CHG-01", Title: "Independent review of changes",
		Statement: "Before a change is merged, an engineer other than its author reviews and approves it in the code host.",
		Criteria:  []string{"CC8.1", "CC5.1"}, Owner: "Head of Engineering", Frequency: "per_event", Nature: "manual", Purpose: "preventive",
		EffectiveFrom: day2026(4, 1), EffectiveTo: day2026(6, 30), Components: []string{"code host"},
	}
	if diff := cmp.Diff(want, p.Control("CHG-01")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	changes := &Population{
		Population: soc.Population{
			Name: "changes", Title: "Changes merged to production branches",
			Definition: "One row for each change merged to a production branch in the period.",
			Owner:      "Head of Engineering", Rows: soc.Events, Key: []string{"change_id"}, DateColumn: "merged_at", OutsidePeriod: soc.OutsideCounted,
			Columns: []soc.Column{
				{Name: "change_id", Type: soc.Text},
				{Name: "ticket_no", Type: soc.Integer},
				{Name: "amount", Type: soc.Decimal, Precision: 18, Scale: 2},
				{Name: "author_id", Type: soc.Text},
				{Name: "reviewer_id", Type: soc.Text, From: "Reviewed by"},
				{Name: "kind", Type: soc.Text},
				{Name: "merged_at", Type: soc.Timestamp, Format: "rfc3339", Required: true},
				{Name: "approved_at", Type: soc.Timestamp, Format: "2006-01-02 15:04:05", TimeZone: "America/New_York", Null: []string{"-"}},
				{Name: "closed_on", Type: soc.Day, Format: "iso_date"},
				{Name: "emergency", Type: soc.Boolean, True: "yes", False: "no"},
				{Name: "severity", Type: soc.Text, Values: []string{"low", "medium", "high", "critical"}, KeepEmpty: true},
			},
			ControlTotals: []soc.ControlTotal{
				{Value: "3120", Source: "Code host, audit export screen, read 2026-07-01"},
				{Column: "amount", Value: "1829.10", Source: "Ledger, trial balance"},
			},
			Sequence:   "ticket_no",
			Exclusions: []soc.Exclusion{{What: "Documentation repositories", Reason: "They hold nothing that is deployed"}},
		},
		Source: Source{File: &FileSource{Path: "data/changes.csv.gz", Format: "csv", Compression: "gzip", Encoding: "utf-8", Delimiter: ",", Quote: `"`, Header: true}},
		Ignore: []string{"Comment"},
	}
	if diff := cmp.Diff(changes, p.Population("changes")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for name, want := range map[string]Source{
		"commits": {Git: &GitSource{Repository: "/srv/repo", Branch: "main", History: "first_parent"}},
		"people": {SQL: &SQLSource{Driver: "postgres", DSNEnv: "HR_DATABASE_URL",
			Query: "SELECT person_id FROM people WHERE hired_on <= $1", Parameters: []QueryParameter{{"from", "2026-04-01"}}}},
		"systems": {File: &FileSource{Path: "data/systems.xlsx", Format: "xlsx", Sheet: "Sheet1", HeaderRow: 1}},
		"tickets": {Command: &CommandSource{Run: []string{"tap-tickets", "--config", "tap.json"}, Output: "singer", Stream: "tickets",
			Env: []string{"TICKETS_TOKEN"}, Timeout: DefaultCommandTimeout}},
	} {
		if diff := cmp.Diff(want, p.Population(name).Source); diff != "" {
			t.Errorf("source of %s: -want +got\n%s", name, diff)
		}
	}
}

func TestLoadProcedures(t *testing.T) {
	want := []soc.Procedure{
		{ID: "ACC-02-T1", Control: "ACC-02", Nature: []soc.TestNature{soc.Inquiry, soc.Inspection}, Every: soc.EveryQuarter, ForEach: "systems",
			Attributes: []soc.Attribute{{ID: "A", Statement: "The owner is known", Pass: "owner IS NOT NULL"}}, Show: []string{"unit_last", "owner"}},
		{ID: "CHG-01-T1", Control: "CHG-01", Title: "Review before merge", Nature: []soc.TestNature{soc.Inspection, soc.Reperformance},
			Population: "changes", DateColumn: "merged_at", Where: "kind <> 'emergency'", WhereStatement: "changes other than emergency changes",
			Attributes: []soc.Attribute{
				{ID: "A", Statement: "Approved by someone other than the author", Pass: "reviewer_id IS NOT NULL AND reviewer_id <> author_id"},
				{ID: "B", Statement: "Approved before it was merged", Pass: "approved_at <= merged_at", Applies: "kind <> 'emergency'"},
				{ID: "C", Statement: "The review looked at the change", Inspect: "The review and its comments"},
			}, Show: []string{"author_id", "reviewer_id", "merged_at"}},
		{ID: "CHG-01-T2", Control: "CHG-01", Nature: []soc.TestNature{soc.Inspection}, Population: "people", DateColumn: "none",
			Items: "SELECT s.*, c.change_id\nFROM scope s\nJOIN changes c ON c.author_id = s.person_id\n", Key: []string{"person_id", "change_id"},
			Attributes: []soc.Attribute{{ID: "A", Statement: "Has a ticket", Pass: "change_id IS NOT NULL"}}, Show: []string{"change_id"}},
	}
	if diff := cmp.Diff(want, complete(t).Procedures); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestLoadTheOtherFiles(t *testing.T) {
	p := complete(t)
	got := []any{p.IncludedAssertions, p.Description, p.Assertion, p.CUECs, p.CSOCs, p.Vendors, p.Commitments, p.Incidents, p.Responses, p.Plan}
	want := []any{
		[]soc.IncludedAssertion{{Organization: "Fernhill Messaging", Markdown: "We assert that our part of the system was designed and operated as the description says, from April 1 to June 30, 2026.\n", File: "management/assertions/fernhill.md"}},
		[]soc.DescriptionSection{{Criterion: "DC 1", Title: "Services", Markdown: "Larkspur Cloud is a fictional company that runs a platform.\n", File: "management/description/01-services.md"}},
		"Management of Larkspur Cloud, a fictional company, asserts nothing here.\n",
		[]soc.CUEC{{ID: "CUEC-1", Statement: "User entities tell us who leaves.", Criteria: []string{"CC6.2"}, Commitments: []string{"SR-1"}}},
		[]soc.CSOC{{ID: "CSOC-1", Organization: "Northmere Hosting", Statement: "Access to data centres is limited.", Criteria: []string{"CC6.4"}}},
		[]soc.Vendor{{Name: "Papercrane Mail", Services: "Newsletters", Test: &soc.SupplierTest{MonitoringSuffices: true, Reason: "No customer depends on newsletters.", DecidedBy: "Head of Security"}}},
		[]soc.Commitment{
			{ID: "SC-1", Kind: "commitment", Statement: "The platform can be reached 99.9% of each month.", Category: soc.Availability, Source: "Master service agreement"},
			{ID: "SR-1", Kind: "requirement", Statement: "Changes are reviewed.", Category: soc.Security, Source: "Change policy"},
		},
		[]soc.SystemIncident{{ID: "INC-1", Date: day2026(5, 2), Summary: "A queue filled up.", Reason: "No commitment was missed",
			Effect: "Messages were late for ten minutes.", Disposition: "The queue was made longer.", Reviewer: "Head of Security"}},
		[]soc.ManagementResponse{{Control: "ACC-02", Text: "The review is now opened by the platform itself."}},
		soc.Plan{
			Risks:       []soc.Risk{{ID: "R-1", Statement: "A change is released without review.", Controls: []string{"CHG-01"}}},
			Materiality: "By the effect on the service commitments.",
			Team:        []soc.TeamMember{{Role: "engagement partner", Competence: "Twenty examinations of cloud platforms"}}, TolerableRate: "0.05", ExpectedRate: "0",
			RetentionYears: 7, QualityReview: soc.ReviewRequired,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// What is sealed is every file of a party, as it was read.
func TestFilesAreListedPerParty(t *testing.T) {
	p := complete(t)
	if n := len(p.Files[soc.Management]); n != 21 {
		t.Errorf("management has %d files, want 21", n)
	}
	if n := len(p.Files[soc.Practitioner]); n != 4 {
		t.Errorf("the practitioner has %d files, want 4", n)
	}
	for party, files := range p.Files {
		if !slices.IsSortedFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) }) {
			t.Errorf("the files of %s are not in order", party)
		}
		for _, f := range files {
			onDisk, err := os.ReadFile("testdata/complete/" + f.Path)
			sum := sha256.Sum256(onDisk)
			content, ok := p.Content(f.Path)
			if err != nil || f.Size != int64(len(onDisk)) || f.SHA256 != hex.EncodeToString(sum[:]) || !ok || string(content) != string(onDisk) {
				t.Errorf("%s is not listed as it is on disk: %+v %v", f.Path, f, err)
			}
		}
	}
	if p.Files[soc.Management][0].Path != "engagement.yaml" {
		t.Error("engagement.yaml is not management's")
	}
}

func TestWindowsFilesReadAlike(t *testing.T) {
	crlf := map[string]string{}
	for name, data := range minimal {
		crlf[name] = "\ufeff" + strings.ReplaceAll(data, "\n", "\r\n")
	}
	want, err := loadMap(t, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := loadMap(t, crlf, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{want.Engagement, want.Controls, want.Populations}, []any{got.Engagement, got.Controls, got.Populations}); diff != "" {
		t.Errorf("-LF +CRLF\n%s", diff)
	}
}

func TestParserFailureIsNotAFault(t *testing.T) {
	files := map[string]string{"practitioner/procedures/p.yaml": "control: C-1\nnature: [inspection]\npopulation: p\nattributes: {A: {statement: s, pass: x = y}}\n"}
	for name, parser := range map[string]SQLParser{
		"it fails":             failing{errors.New("the engine did not start")},
		"it answers too short": failing{nil},
	} {
		p, err := loadMap(t, files, Options{SQL: parser})
		var faults *Faults
		if p != nil || err == nil || errors.As(err, &faults) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type failing struct{ err error }

func (f failing) ParseSQL(context.Context, []Fragment) ([]error, error) { return nil, f.err }

func TestLoadStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Load(ctx, os.DirFS("testdata/complete"), Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
