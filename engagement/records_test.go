package engagement_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// The practitioner's work from acceptance to the opinion, with what is refused
// on the way: each step is taken in order, and a refused one leaves nothing.
func TestRecordInOrder(t *testing.T) {
	tm := newTeam(t)
	minutes, seen := tm.document("minutes.pdf", "The minutes of the second quarter.")
	comments, read := tm.document("comments.pdf", "LGTM")
	letter, letterDigest := tm.document("letter.pdf", "The terms.")
	const absent = "0000000000000000000000000000000000000000000000000000000000000000"
	const thistle = "Thistle Works"
	acceptance := soc.Acceptance{Licence: soc.LicenceCheck{Jurisdiction: "XX", Number: "1", Active: true, CheckedOn: day("2026-03-01"), CheckedWith: "the board"}, NoToolVendors: true}
	signed := soc.EngagementLetter{Date: day("2026-03-02"), Report: soc.SOC2, Type: 2, Period: "2026-04-01 to 2026-06-30", Terms: []string{"restricted use"}, Document: letterDigest}
	independent := soc.Independence{Organization: thistle, Independent: true, SelfReview: "none"}
	renewed := independent
	renewed.Renewed = true
	late := walkthrough("CHG-01")
	late.On = day("2026-07-03")
	note := soc.ReviewNote{ID: "N-1", On: "test CHG-01-T1", Text: "Who turned the rule off?"}
	cleared := note
	cleared.Cleared, cleared.Text = true, "An administrator, see the log."
	asserted := soc.AssertionSignature{Organization: thistle, Title: "Chief Executive", Date: day("2026-07-10"), Document: letterDigest, Basis: "quarterly monitoring"}

	for _, step := range []struct {
		who     string
		record  soc.Record
		refused string // "" is written
	}{
		{"sam", acceptance, "engagement partner"},
		{"pat", soc.Acceptance{NoToolVendors: true}, "licence"},
		{"pat", acceptance, ""},
		{"ada", signed, "signatory"},
		{"ceo", signed, ""},
		{"pat", signed, ""},
		{"sam", soc.Independence{Organization: "Somebody Else", SelfReview: "none"}, "Thistle Works"},
		{"sam", renewed, "nothing to renew"},
		{"sam", independent, ""},
		{"sam", renewed, ""},
		{"ceo", independent, "a practitioner"},

		{"kim", walkthrough("CHG-99"), `no control "CHG-99"`},
		{"kim", late, "outside of the period"},
		{"kim", walkthrough("CHG-01"), ""},
		{"kim", walkthrough("CHG-02"), ""},
		{"kim", walkthrough("REV-01"), ""},
		{"kim", walkthrough("EMG-01"), ""},
		{"eve", walkthrough("EMG-01"), "other than the engagement quality reviewer"},

		{"kim", itemTest("CHG-01-T9", "C", passed("C-1", read)), `no procedure "CHG-01-T9"`},
		{"kim", itemTest("CHG-01-T1", "D", passed("C-1", read)), `no attribute of CHG-01-T1 "D"`},
		{"kim", itemTest("CHG-01-T1", "A", passed("C-1", read)), "no item of CHG-01-T1 that a person can test for A"},
		{"kim", itemTest("CHG-01-T1", "C", passed("C-5", read)), `"C-5" is no item`}, // after the period
		{"kim", itemTest("CHG-01-T1", "C", passed("C-1", read), passed("C-1", read)), "twice"},
		{"kim", itemTest("CHG-01-T1", "C", passed("C-1", absent)), "not in the file"},
		{"kim", itemTest("CHG-01-T1", "C", passed("C-1", "minutes.pdf")), "not a digest"},
		{"kim", itemTest("CHG-01-T1", "C", soc.ItemResult{Item: "C-1", Outcome: soc.Passed}), "without evidence"},
		{"kim", itemTest("CHG-01-T1", "C", passed("C-1", read), passed("C-2", read), deviates("C-3", "no comment")), ""},
		{"sam", itemTest("CHG-01-T1", "C", passed("C-3", seen), passed("C-4", read)), ""}, // C-3 again, with better evidence
		{"sam", itemTest("CHG-01-T1", "B", passed("C-3", read)), ""},                      // the procedure could not decide
		{"kim", itemTest("REV-01-T1", "A", passed("2026-Q2 / code host", seen), deviates("2026-Q2 / payroll", "no minutes")), ""},

		{"kim", conclude("CHG-01", soc.NotEffective), "evaluate the deviations of CHG-01-T1 A"},
		{"kim", evaluation("A", 2, "2026-04-20", "2026-04-20"), "has 1 deviations, not 2"},
		{"kim", evaluation("A", 1, "2026-05-20", "2026-05-21"), "lies on 2026-04-20"},
		{"kim", evaluation("A", 1, "2026-03-20", "2026-04-20"), "out of the period"},
		{"kim", evaluation("A", 1, "2026-04-21", "2026-04-20"), "before from"},
		{"kim", evaluation("A", 1, "2026-04-20", "2026-04-20"), ""},
		{"kim", soc.IPEAssessment{Population: "people", Completeness: "counted", Accuracy: "traced"}, `no population "people"`},
		{"kim", soc.IPEAssessment{Population: "changes", Completeness: "counted", Accuracy: "traced", Reliable: true}, ""},

		{"kim", conclude("CHG-01", soc.Effective), "softer"},
		{"kim", conclude("CHG-01", soc.NotExamined), "operation is examined"},
		{"kim", conclude("EMG-01", soc.Effective), "cannot be concluded effective"},
		{"eve", conclude("CHG-01", soc.NotEffective), "other than the engagement quality reviewer"},
		{"kim", conclude("CHG-01", soc.NotEffective), ""},
		{"kim", conclude("CHG-02", soc.Effective), ""},
		{"kim", conclude("EMG-01", soc.NoOperation), ""},
		{"max", soc.CriterionConclusion{Criterion: "CC6.3", Design: true, Reason: "…"}, "conclude REV-01 first"},
		{"max", soc.CriterionConclusion{Criterion: "A1.1", Design: true, Reason: "…"}, `no criterion in scope "A1.1"`},
		{"kim", soc.CriterionConclusion{Criterion: "CC8.1", Design: true, Operation: true, Reason: "…"}, "engagement partner or the manager"},
		{"max", soc.CriterionConclusion{Criterion: "CC8.1", Design: true, Operation: true, Reason: "…"}, "CHG-01"},
		{"max", soc.CriterionConclusion{Criterion: "CC8.1", Design: true, Reason: "CHG-01 failed."}, ""},

		{"sam", note, ""},
		{"sam", soc.ReviewNote{ID: "N-2", On: "test XYZ-01", Text: "?"}, `no work "test XYZ-01"`},
		{"sam", soc.ReviewNote{ID: "N-3", On: "test CHG-01-T1", Text: "Done.", Cleared: true}, "no note N-3"},
		{"kim", cleared, ""},
		{"kim", cleared, "cleared already"},

		{"pat", soc.Override{Gate: "G-XXX-01", Reason: "…"}, "no gate"},
		{"pat", soc.Override{Gate: "G-ACC-01", Reason: "…"}, "cannot be overridden"},
		{"max", soc.Override{Gate: "G-PLN-05", Reason: "…"}, "engagement partner"},
		{"pat", soc.Override{Gate: "G-PLN-05", Reason: "The users asked for a quarter."}, ""},
		{"max", soc.SubsequentEvents{From: day("2026-07-02"), To: day("2026-07-10"), Procedures: []string{"asked"}, Effect: "none"}, "2026-07-01"},
		{"max", soc.SubsequentEvents{From: day("2026-07-01"), To: day("2026-07-10"), Procedures: []string{"asked"}, Effect: "none"}, ""},
		{"pat", soc.QualityReview{Required: true, Policy: "…", Completed: day("2026-07-09"), Matters: "…"}, "engagement quality reviewer"},
		{"pat", soc.QualityReview{Policy: "Not for this engagement."}, ""},
		{"ada", asserted, "signatory"},
		{"ceo", asserted, ""},
		{"pat", soc.OpinionPart{Part: soc.DesignPart, Opinion: soc.Unmodified, Reason: "…"}, "waits for a conclusion on"},
	} {
		what := fmt.Sprintf("%s: %s %s", step.who, step.record.Kind(), step.record.Subject())
		before := tm.examination().Log.Size
		err := tm.record(step.who, []string{minutes, comments, letter}, step.record)
		var refusal *engagement.Refusal
		switch {
		case step.refused == "" && err != nil:
			t.Fatalf("%s: %v", what, err)
		case step.refused == "":
			continue
		case !errors.As(err, &refusal) || !strings.Contains(err.Error(), step.refused):
			t.Errorf("%s: got %v, want a refusal that says %q", what, err, step.refused)
		}
		if after := tm.examination().Log.Size; after != before {
			t.Errorf("%s was refused and left %d entries", what, after-before)
		}
	}
	if v := tm.verify(); !v.OK() {
		t.Errorf("what was written does not verify: %v", v.Findings)
	}
}

// What people find item by item is part of the test: each item's last finding
// counts, and the sealed result stays as it was.
func TestItemTestsBecomePartOfTheTest(t *testing.T) {
	tm := newTeam(t)
	before := findTest(t, tm.examination(), "CHG-01-T1")
	path, read := tm.document("comments.pdf", "LGTM")
	for _, r := range []struct {
		who    string
		record soc.Record
	}{
		{"sam", itemTest("CHG-01-T1", "C", passed("C-1", read), deviates("C-4", "nobody commented"))},
		{"kim", itemTest("CHG-01-T1", "C", passed("C-2", read), passed("C-4", read))},
		{"kim", itemTest("CHG-01-T1", "C", deviates("C-2", "the comment is the author's"))},
		{"kim", itemTest("CHG-01-T1", "B", passed("C-3", read))},
	} {
		if err := tm.record(r.who, []string{path}, r.record); err != nil {
			t.Fatal(err)
		}
	}
	ex := tm.examination()
	after := findTest(t, ex, "CHG-01-T1")
	want := []soc.AttributeResult{
		{ID: "A", Passed: 3, Deviation: 1},
		{ID: "B", Passed: 4}, // C-3 was unable
		{ID: "C", Passed: 2, Deviation: 1, NotTested: 1},
	}
	if diff := cmp.Diff(want, after.Attributes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var deviations []string
	for _, d := range after.Details.Deviations {
		deviations = append(deviations, d.Item+" "+d.Attribute+" "+d.At[:10]+" "+d.Reason)
	}
	if diff := cmp.Diff([]string{"C-2 A 2026-04-20 ", "C-2 C 2026-04-20 the comment is the author's"}, deviations); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if before.ItemsWithDeviation != 2 || after.ItemsWithDeviation != 1 || after.ResultDigest != before.ResultDigest {
		t.Errorf("items with a deviation: %d before, %d after", before.ItemsWithDeviation, after.ItemsWithDeviation)
	}
	var superseded []bool
	for _, r := range ex.Records.ItemTests {
		superseded = append(superseded, r.Superseded)
		if r.Entry == "" || r.At.IsZero() || r.By.Name == "" {
			t.Errorf("a record without its entry: %+v", r)
		}
	}
	if diff := cmp.Diff([]bool{false, false, false, false}, superseded); diff != "" {
		t.Errorf("each record still holds an item: %s", diff)
	}
	if len(ex.Actors) != 3 { // ada, sam, kim
		t.Errorf("actors: %v", ex.Actors)
	}
	if v := tm.verify(); !v.OK() {
		t.Errorf("findings: %v", v.Findings)
	}
}

// A review is of the work as it stands, by someone who wrote none of it, and
// is stale when an entry about the work comes after it.
func TestReview(t *testing.T) {
	tm := newTeam(t)
	path, read := tm.document("comments.pdf", "LGTM")
	write := func(who string, r soc.Record) error { return tm.record(who, []string{path}, r) }
	if err := write("kim", itemTest("CHG-01-T1", "C", passed("C-1", read))); err != nil {
		t.Fatal(err)
	}
	const of = "test CHG-01-T1"
	review := soc.Review{Of: of}
	for _, w := range tm.examination().WorkOn(of) {
		review.Entries = append(review.Entries, w.Entry)
	}
	if len(review.Entries) != 2 {
		t.Fatalf("the work is %v: want the result and what kim found", review.Entries)
	}
	partly := soc.Review{Of: of, Entries: review.Entries[:1]}
	other := soc.Review{Of: "test CHG-02-T1", Entries: review.Entries}
	for _, refused := range []struct {
		who    string
		review soc.Review
		says   string
	}{
		{"sam", review, "did not prepare"}, {"kim", review, "did not prepare"},
		{"max", partly, "leaves out"}, {"max", other, "not part of"},
	} {
		if err := write(refused.who, refused.review); err == nil || !strings.Contains(err.Error(), refused.says) {
			t.Errorf("%s: %v, want %q", refused.who, err, refused.says)
		}
	}
	if err := write("max", review); err != nil {
		t.Fatal(err)
	}
	if ex := tm.examination(); ex.Stale(ex.Records.Reviews[0].Record) {
		t.Error("the review is stale at once")
	}
	if err := write("kim", itemTest("CHG-01-T1", "C", passed("C-2", read))); err != nil {
		t.Fatal(err)
	}
	if ex := tm.examination(); !ex.Stale(ex.Records.Reviews[0].Record) {
		t.Error("the work went on, and the review is not stale")
	}
}

// Every criterion concluded, the opinion follows: unmodified is refused while
// one is unmet, and a modified part names it.
func TestOpinionFollows(t *testing.T) {
	tm := newTeam(t)
	write := func(who string, records ...soc.Record) {
		t.Helper()
		if err := tm.record(who, nil, records...); err != nil {
			t.Fatal(err)
		}
	}
	write("kim", evaluation("A", 1, "2026-04-20", "2026-04-20"), evaluation("B", 1, "2026-05-20", "2026-05-20"))
	var conclusions []soc.Record
	for _, control := range []string{"CHG-01", "CHG-02", "REV-01", "EMG-01"} {
		c := conclude(control, soc.NotEffective)
		c.Design = soc.NotSuitable
		conclusions = append(conclusions, c)
	}
	write("kim", conclusions...)
	var criteria []soc.Record
	var basis []soc.BasisMatter
	for _, c := range catalog.InScope([]soc.Category{soc.Security}) {
		criteria = append(criteria, soc.CriterionConclusion{Criterion: c.ID, Reason: "No control, or one that failed."})
		basis = append(basis, soc.BasisMatter{Criterion: c.ID, Text: "Nothing shows that it was met."})
	}
	write("max", criteria...)
	commitment := soc.CommitmentConclusion{Commitment: "SC-1", Reason: "Nothing shows it."}
	for _, c := range basis {
		commitment.Criteria = append(commitment.Criteria, c.Criterion)
	}
	write("max", commitment)
	part := soc.OpinionPart{Part: soc.OperationPart, Opinion: soc.Adverse, Cause: soc.Misstatement, Pervasive: true, Basis: basis, Reason: "Nothing holds."}
	unmodified := soc.OpinionPart{Part: soc.OperationPart, Opinion: soc.Unmodified, Reason: "…"}
	forgetful := part
	forgetful.Basis = basis[1:]
	for _, refused := range []soc.OpinionPart{unmodified, forgetful} {
		if err := tm.record("pat", nil, refused); err == nil || !strings.Contains(err.Error(), "CC1.1") {
			t.Errorf("%s: %v, want a refusal that names CC1.1", refused.Opinion, err)
		}
	}
	write("pat", part)
	later := part
	later.Reason = "Still nothing."
	write("pat", later)
	all := tm.examination().Records.Opinion
	if len(all) != 2 || !all[0].Superseded || all[1].Superseded {
		t.Errorf("the later opinion does not take the place of the earlier: %+v", all)
	}
}

// Who has a second key does not review with it what they prepared with the
// first.
func TestASecondKeyReviewsNothing(t *testing.T) {
	tm := newTeam(t)
	second, err := keys.New("Sam", soc.Practitioner, soc.RolePartner)
	if err != nil {
		t.Fatal(err)
	}
	tm.key["second"] = second
	test := findTest(t, tm.examination(), "CHG-01-T1")
	review := soc.Review{Of: "test CHG-01-T1", Entries: []string{test.Entry}}
	if err := tm.record("second", nil, review); err == nil || !strings.Contains(err.Error(), "Sam wrote entry") {
		t.Errorf("got %v, want a refusal", err)
	}
	if err := tm.record("pat", nil, review); err != nil {
		t.Error(err)
	}
}
