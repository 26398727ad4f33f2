package opinion_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// The people of a complete examination.
var (
	signatory = soc.Actor{KeyID: "m1", Name: "alex", Party: soc.Management, Role: soc.RoleSignatory}
	lead      = soc.Actor{KeyID: "m2", Name: "robin", Party: soc.Management, Role: "compliance lead"}
	partner   = soc.Actor{KeyID: "p1", Name: "pat", Party: soc.Practitioner, Role: soc.RolePartner}
	manager   = soc.Actor{KeyID: "p2", Name: "max", Party: soc.Practitioner, Role: soc.RoleManager}
	senior    = soc.Actor{KeyID: "p3", Name: "sam", Party: soc.Practitioner, Role: soc.RoleSenior}
	reviewer  = soc.Actor{KeyID: "p4", Name: "quinn", Party: soc.Practitioner, Role: soc.RoleQualityReviewer}
)

const (
	serviceOrg = "Harrow Freight"
	systemName = "Harrow Dispatch"
	hosting    = "Northmere Hosting"
)

// filled builds an examination entry by entry, as a file grows.
type filled struct {
	ex   *soc.Examination
	next int64
	now  time.Time
}

func (f *filled) entry() (string, int64) {
	f.next++
	f.now = f.now.Add(time.Minute)
	return fmt.Sprintf("e%d", f.next), f.next
}

func (f *filled) sign(by soc.Actor, record soc.Record) {
	id, index := f.entry()
	if err := f.ex.Records.Add(soc.Signed[soc.Record]{Entry: id, Index: index, At: f.now, By: by, Record: record}); err != nil {
		panic(err)
	}
	if err := record.Fault(); err != nil {
		panic(fmt.Sprintf("%T: %v", record, err))
	}
}

// review has everything reviewed that stands at this point and was not yet.
func (f *filled) review(works ...string) {
	for _, work := range works {
		var entries []string
		by := manager
		for _, w := range f.ex.WorkOn(work) {
			entries = append(entries, w.Entry)
			if w.By == manager.KeyID {
				by = partner
			}
		}
		if len(entries) > 0 {
			f.sign(by, soc.Review{Of: work, Entries: entries})
		}
	}
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// variant is what differs between the complete examinations.
type variant struct {
	report soc.ReportKind
	typ    int
	// ends is how the operation part of the opinion ends; unmodified when "".
	ends soc.OpinionKind
	// rolled marks one that was rolled forward.
	rolled bool
}

// complete returns an examination of a kind in which every gate that applies
// is shut: dated, with its texts checked, and ready to be issued.
func complete(v variant) *soc.Examination {
	if v.report == "" {
		v.report, v.typ = soc.SOC2, 2
	}
	f := &filled{ex: scope(v), now: time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)}
	f.accept()
	f.perform(v)
	f.conclude(v)
	f.close(v)
	ex := f.ex
	day := soc.NewDate(f.now)
	for i := range ex.Records.Representations {
		ex.Records.Representations[i].Record.Date = day
	}
	ex.Records.SubsequentEvents[0].Record.To = day
	ex.Final = &soc.FinalReport{Date: day, Firm: ex.Engagement.Practitioner.Name, City: "Alder Falls", State: "XX"}
	ex.TextsChecked = true
	opinion.Propose(ex)
	return ex
}

// accept is the work before fieldwork.
func (f *filled) accept() {
	for _, p := range []soc.Actor{partner, manager, senior, reviewer} {
		f.sign(p, soc.Independence{Organization: serviceOrg, Independent: true, SelfReview: "none"})
	}
	f.sign(partner, soc.Acceptance{
		Licence:       soc.LicenceCheck{Jurisdiction: "XX", Number: "1", Active: true, CheckedOn: date("2026-01-02"), CheckedWith: "The state board's register"},
		Preconditions: soc.Preconditions{ResponsibilityAcknowledged: true, SubjectMatterAppropriate: true, CriteriaSuitable: true, EvidenceAccessible: true, WrittenReport: true},
		Integrity:     "Nothing against it", Competence: "Two people who know the technology", NoToolVendors: true,
	})
	covered := f.ex.Engagement.Period.String()
	typ := f.ex.Engagement.Type
	if !f.ex.Engagement.Rules().Period {
		covered = "2026-06-30"
	}
	if typ == 0 {
		typ = 2
	}
	letter := soc.EngagementLetter{Date: date("2026-01-05"), Report: f.ex.Engagement.Report, Type: typ, Period: covered, Categories: f.ex.Engagement.Categories, Terms: []string{"criteria", "responsibilities", "restricted use"}, Document: digest("letter")}
	f.sign(signatory, letter)
	f.sign(partner, letter)
	f.sign(manager, soc.PriorReport{To: date("2025-11-30"), Acknowledged: "A month is not covered; users were told."})
}

// perform is fieldwork: populations, walkthroughs, tests.
func (f *filled) perform(v variant) {
	ex := f.ex
	for _, part := range []struct {
		party soc.Party
		by    soc.Actor
	}{{soc.Management, lead}, {soc.Practitioner, senior}} {
		id, index := f.entry()
		ex.Programs = append(ex.Programs, soc.SealedProgram{Party: part.party, Entry: id, Index: index, SealedAt: f.now, SealedBy: part.by.KeyID})
	}
	rules := ex.Engagement.Rules()
	if rules.Operation {
		id, index := f.entry()
		pop := soc.PopulationRecord{
			Population: soc.Population{Name: "accounts", Rows: soc.Events, DateColumn: "opened"}, Entry: id, Index: index, SealedAt: f.now, SealedBy: lead.KeyID,
			RawDigest: digest("raw"), TableDigest: digest("table"),
		}
		pop.Certificate = soc.Certificate{Verdict: soc.Complete, RowsLoaded: 40, InPeriod: 40, Extraction: soc.Extraction{Kind: "command", Locator: "tap", Provenance: "child_process", Started: f.now, Finished: f.now}}
		for week := range 26 {
			pop.Certificate.Weeks = append(pop.Certificate.Weeks, soc.WeekCount{First: date("2026-01-05").AddDays(7 * week), Rows: 2})
		}
		ex.Populations = []soc.PopulationRecord{pop}
		f.sign(senior, soc.IPEAssessment{Population: "accounts", Completeness: "Counted at the source", Accuracy: "Traced", Traced: []soc.TraceItem{{Item: "A-1", Source: "ticket", Agrees: true}}, Tool: "Configuration and access inspected", Reliable: true})
	}
	for _, c := range ex.Controls {
		f.sign(senior, soc.Walkthrough{Control: c.ID, On: date("2026-06-30"), Item: "one", Nature: []soc.TestNature{soc.Inquiry, soc.Inspection}, Steps: "Asked and read", DesignSuitable: true, Implemented: true})
		if !rules.Operation {
			continue
		}
		procedure := soc.Procedure{ID: c.ID + "-T1", Control: c.ID, Nature: []soc.TestNature{soc.Inspection}, Population: "accounts", Attributes: []soc.Attribute{{ID: "A", Statement: "Approved", Inspect: "The approval"}}}
		ex.Procedures = append(ex.Procedures, procedure)
		id, index := f.entry()
		result := soc.TestRecord{TestResult: soc.TestResult{Procedure: procedure.ID, Control: c.ID, Status: soc.RunComplete, Items: 40,
			Attributes: []soc.AttributeResult{{ID: "A", Passed: 40}}, Inputs: []soc.Input{{Population: "accounts", Digest: digest("table"), Rows: 40}}},
			Entry: id, Index: index, PerformedAt: f.now, PerformedBy: senior.KeyID}
		if c.ID == "ACC-01" && (v.ends == soc.Qualified || v.ends == soc.Adverse) {
			result.ItemsWithDeviation = 2
			result.Attributes[0] = soc.AttributeResult{ID: "A", Passed: 38, Deviation: 2}
			for _, item := range []string{"A-1", "A-2"} {
				result.Details.Deviations = append(result.Details.Deviations, soc.Deviation{Procedure: procedure.ID, Item: item, Attribute: "A", Outcome: soc.Deviates, At: "2026-03-01"})
			}
		}
		ex.Tests = append(ex.Tests, result)
		f.sign(senior, soc.ItemTest{Procedure: procedure.ID, Attribute: "A", Nature: []soc.TestNature{soc.Inspection}, Items: []soc.ItemResult{{Item: "A-3", Outcome: soc.Passed, Evidence: []string{digest("document")}}}})
		if result.ItemsWithDeviation > 0 {
			f.sign(senior, soc.Evaluation{Procedure: procedure.ID, Attribute: "A", Deviations: 2, Nature: "missing", Cause: "overlooked", From: date("2026-03-01"), To: date("2026-03-01"), Effect: "none found", Reading: soc.ReadIsolated, Additional: "All approvals of the quarter inspected"})
		}
	}
	f.sign(manager, soc.OthersWork{})
}

// failing is the only criterion or objective that is not met where the opinion
// is modified.
func failing(ex *soc.Examination) string {
	if ex.Engagement.Rules().Objectives {
		return "CO-1"
	}
	return "CC6.1"
}

// conclude takes the examination to the opinion.
func (f *filled) conclude(v variant) {
	ex := f.ex
	modified := v.ends != "" && v.ends != soc.Unmodified
	limited := v.ends == soc.Disclaimer
	rules := ex.Engagement.Rules()
	for _, c := range ex.Controls {
		conclusion := soc.ControlConclusion{Control: c.ID, Design: soc.Suitable, Operation: soc.Effective, Reason: "As tested"}
		if !rules.Operation {
			conclusion.Operation = soc.NotExamined
		} else if modified && c.ID == "ACC-01" {
			conclusion.Operation = soc.NotEffective
		}
		f.sign(senior, conclusion)
	}
	program := ex.Programs[0].Entry
	f.sign(signatory, soc.DescriptionApproval{Program: program})
	comparison := soc.DescriptionComparison{Program: program, ComplementaryAgree: true, Others: []soc.TextComparison{{With: "another engagement", Share: "0.02"}}}
	for _, s := range ex.Description {
		comparison.Sections = append(comparison.Sections, soc.SectionComparison{Criterion: s.Criterion, Evidence: "Inspected", Fair: true})
	}
	f.sign(senior, comparison)
	for _, id := range yardstickOf(ex) {
		c := soc.CriterionConclusion{Criterion: id, Design: true, Operation: true, Reason: "As concluded on its controls"}
		if modified && id == failing(ex) {
			c.Operation = false
		} else if modified {
			c.SofterReason = "Two approvals of forty do not bear on it."
		}
		f.sign(manager, c)
	}
	if !rules.Objectives {
		for _, c := range ex.Commitments {
			conclusion := soc.CommitmentConclusion{Commitment: c.ID, Achieved: !modified, Reason: "As concluded on the criteria"}
			if modified {
				conclusion.Criteria = []string{failing(ex)}
			}
			f.sign(manager, conclusion)
		}
	}
	var works []string
	for _, p := range ex.Procedures {
		works = append(works, "test "+p.ID)
	}
	for _, c := range ex.Controls {
		works = append(works, "walkthrough "+c.ID, "control "+c.ID)
	}
	for _, id := range yardstickOf(ex) {
		works = append(works, "criterion "+id)
	}
	for _, c := range ex.Commitments {
		works = append(works, "commitment "+c.ID)
	}
	f.review(append(works, "population accounts", "description")...)
	for _, part := range rules.Parts {
		o := soc.OpinionPart{Part: part, Opinion: soc.Unmodified, Reason: "As concluded"}
		if modified && part == soc.OperationPart {
			o.Opinion, o.Cause, o.Pervasive = v.ends, soc.Misstatement, v.ends != soc.Qualified
			if limited {
				o.Cause = soc.ScopeLimitation
			}
			o.Basis = []soc.BasisMatter{{Criterion: failing(ex), Control: "ACC-01", Text: "Two of forty accounts were opened without approval."}}
		}
		f.sign(partner, o)
	}
}

// close is what comes between the opinion and the report.
func (f *filled) close(v variant) {
	ex := f.ex
	assertion := soc.AssertionSignature{Organization: serviceOrg, Title: "Chief executive", Date: date("2026-07-01"), Document: digest(ex.Assertion), Basis: "Monthly monitoring"}
	if v.ends != "" {
		assertion.Exceptions = []string{failing(ex) + " was not met in operation."}
	}
	f.sign(signatory, assertion)
	letter := soc.Representation{Organization: serviceOrg, Title: "Chief executive", Date: date("2026-07-01"), Document: digest("letter")}
	for _, r := range catalog.Representations(ex.Engagement.Rules(), true) {
		letter.Items = append(letter.Items, r.ID)
	}
	f.sign(signatory, letter)
	f.sign(manager, soc.SubsequentEvents{From: date("2026-07-01"), To: date("2026-07-01"), Procedures: []string{"Minutes read", "Management asked"}, Effect: "none"})
	f.sign(reviewer, soc.QualityReview{Required: true, Policy: "Every examination", Completed: date("2026-07-01"), Matters: "The opinion"})
	for _, p := range []soc.Actor{partner, manager, senior, reviewer} {
		f.sign(p, soc.Independence{Organization: serviceOrg, Independent: true, SelfReview: "none", Renewed: true})
	}
}

func yardstickOf(ex *soc.Examination) []string {
	var ids []string
	if ex.Engagement.Rules().Objectives {
		for _, o := range ex.Objectives {
			ids = append(ids, o.ID)
		}
		return ids
	}
	for _, c := range catalog.InScope(ex.Engagement.Categories) {
		if !slices.ContainsFunc(ex.NotRelevant, func(n soc.IrrelevantCriterion) bool { return n.Criterion == c.ID }) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// A complete examination of each kind and type, and of each opinion, has every
// gate shut.
func TestACompleteExaminationHasNoOpenGate(t *testing.T) {
	for _, v := range []variant{
		{report: soc.SOC1, typ: 1}, {report: soc.SOC1, typ: 2}, {report: soc.SOC2, typ: 1}, {report: soc.SOC2, typ: 2}, {report: soc.SOC3},
		{report: soc.SOC2, typ: 2, ends: soc.Qualified}, {report: soc.SOC2, typ: 2, ends: soc.Adverse}, {report: soc.SOC2, typ: 2, ends: soc.Disclaimer},
		{report: soc.SOC1, typ: 2, ends: soc.Qualified}, {report: soc.SOC2, typ: 2, rolled: true},
	} {
		t.Run(fmt.Sprintf("%s type %d %s", v.report, v.typ, v.ends), func(t *testing.T) {
			for _, g := range opinion.Open(complete(v).Gates) {
				t.Errorf("%s: %q", g.ID, g.Missing)
			}
		})
	}
}
