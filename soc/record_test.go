package soc

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var aDay = Date{Year: 2026, Month: 5, Day: 4}

const aDigest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

// wholeRecords holds one record of each kind without a fault, and the fields
// without which it has one.
var wholeRecords = []struct {
	record   Record
	required []string
}{
	{Acceptance{Licence: LicenceCheck{Jurisdiction: "XX", Number: "1", Active: true, CheckedOn: aDay, CheckedWith: "the board"}, NoToolVendors: true}, []string{"Licence", "NoToolVendors"}},
	{Independence{Organization: "Thistle Works", Independent: true, SelfReview: "none"}, []string{"Organization", "SelfReview"}},
	{EngagementLetter{Date: aDay, Report: SOC2, Type: 2, Period: "a quarter", Terms: []string{"restricted use"}, Document: aDigest}, []string{"Date", "Report", "Type", "Period", "Terms", "Document"}},
	{PriorReport{To: aDay}, []string{"To"}},
	{Walkthrough{Control: "CHG-01", On: aDay, Item: "C-1", Nature: []TestNature{Inspection}, Steps: "…", DesignSuitable: true, Implemented: true}, []string{"Control", "On", "Item", "Nature", "Steps", "DesignSuitable", "Implemented"}},
	{ItemTest{Procedure: "P", Attribute: "A", Nature: []TestNature{Inspection}, Items: []ItemResult{{Item: "C-1", Outcome: Passed, Evidence: []string{aDigest}}}}, []string{"Procedure", "Attribute", "Nature", "Items"}},
	{IPEAssessment{Population: "changes", Completeness: "…", Accuracy: "…"}, []string{"Population", "Completeness", "Accuracy"}},
	{Evaluation{Procedure: "P", Attribute: "A", Deviations: 1, Nature: "late", Cause: "…", From: aDay, To: aDay, Effect: "none", Reading: ReadSystematic}, []string{"Procedure", "Attribute", "Deviations", "Nature", "Cause", "From", "To", "Effect", "Reading"}},
	{OthersWork{Used: true, Who: "internal audit", Competence: "…", Objectivity: "…", Reperformed: "…", Description: "…"}, []string{"Who", "Competence", "Objectivity", "Reperformed", "Description"}},
	{ReviewNote{ID: "N-1", On: "opinion", Text: "…"}, []string{"ID", "On", "Text"}},
	{Review{Of: "opinion", Entries: []string{"id"}}, []string{"Of", "Entries"}},
	{ControlConclusion{Control: "CHG-01", Design: Suitable, Operation: Effective, Reason: "…"}, []string{"Control", "Design", "Operation", "Reason"}},
	{CriterionConclusion{Criterion: "CC8.1", Reason: "…"}, []string{"Criterion", "Reason"}},
	{CommitmentConclusion{Commitment: "SC-1", Reason: "…"}, []string{"Commitment", "Reason"}},
	{DescriptionApproval{Program: "id"}, []string{"Program"}},
	{DescriptionComparison{Program: "id", Sections: []SectionComparison{{Criterion: "DC 1", Evidence: "…", Fair: true}}}, []string{"Program", "Sections"}},
	{AssertionSignature{Organization: "Thistle Works", Title: "…", Date: aDay, Document: aDigest, Basis: "…"}, []string{"Organization", "Title", "Date", "Document", "Basis"}},
	{SubsequentEvents{From: aDay, To: aDay, Procedures: []string{"…"}, Effect: "none"}, []string{"From", "To", "Procedures", "Effect"}},
	{Representation{Organization: "Thistle Works", Title: "…", Date: aDay, Document: aDigest, Items: []string{"REP-1"}}, []string{"Organization", "Title", "Date", "Document", "Items"}},
	{OpinionPart{Part: OperationPart, Opinion: Unmodified, Reason: "…"}, []string{"Part", "Opinion", "Reason"}},
	{EmphasisMatter{ID: "EOM-1", Text: "…"}, []string{"ID", "Text"}},
	{QualityReview{Required: true, Policy: "…", Completed: aDay, Matters: "…"}, []string{"Policy", "Completed", "Matters"}},
	{Override{Gate: "G-PLN-05", Reason: "…"}, []string{"Gate", "Reason"}},
}

// Each kind has a record here; it has no fault whole, and one without any of
// the fields that it needs.
func TestRecordFault(t *testing.T) {
	var kinds []RecordKind
	for _, whole := range wholeRecords {
		kinds = append(kinds, whole.record.Kind())
		if err := whole.record.Fault(); err != nil {
			t.Errorf("%s: %v", whole.record.Kind(), err)
		}
		for _, field := range whole.required {
			without := reflect.New(reflect.TypeOf(whole.record)).Elem()
			without.Set(reflect.ValueOf(whole.record))
			without.FieldByName(field).SetZero()
			if without.Interface().(Record).Fault() == nil {
				t.Errorf("%s has no fault without %s", whole.record.Kind(), field)
			}
		}
	}
	if !slices.Equal(kinds, RecordKinds()) {
		t.Errorf("kinds: %v\nwant:  %v", kinds, RecordKinds())
	}
}

// What the fields say together is a fault too, and the message says what to do.
func TestRecordFaultOfTogether(t *testing.T) {
	item := func(r ItemResult, nature ...TestNature) ItemTest {
		return ItemTest{Procedure: "P", Attribute: "A", Nature: append(nature, Inspection), Items: []ItemResult{r}}
	}
	licence := LicenceCheck{Jurisdiction: "XX", Number: "1", CheckedOn: aDay, CheckedWith: "the board"}
	vendors := []ToolRelationship{{Vendor: "Tool", Relationship: "referral"}}
	matter := []BasisMatter{{Criterion: "CC8.1", Text: "…"}}
	part := func(o OpinionKind, cause string, pervasive bool, basis []BasisMatter) OpinionPart {
		return OpinionPart{Part: OperationPart, Opinion: o, Cause: cause, Pervasive: pervasive, Basis: basis, Reason: "…"}
	}
	for name, tc := range map[string]struct {
		record Record
		want   string // "" is no fault
	}{
		"vendors and none":         {Acceptance{Licence: licence, ToolVendors: vendors, NoToolVendors: true}, "not both"},
		"vendors":                  {Acceptance{Licence: licence, ToolVendors: vendors}, ""},
		"no prior report":          {PriorReport{None: true}, ""},
		"none and a date":          {PriorReport{None: true, To: aDay}, "none: true"},
		"not implemented":          {Walkthrough{Control: "C", On: aDay, Item: "i", Nature: []TestNature{Inspection}, Steps: "…", DesignSuitable: true}, "reason"},
		"not implemented, why":     {Walkthrough{Control: "C", On: aDay, Item: "i", Nature: []TestNature{Inspection}, Steps: "…", DesignSuitable: true, Reason: "…"}, ""},
		"passed without evidence":  {item(ItemResult{Item: "i", Outcome: Passed}), "without evidence"},
		"deviates without reason":  {item(ItemResult{Item: "i", Outcome: Deviates}), "give a reason"},
		"unable with reason":       {item(ItemResult{Item: "i", Outcome: Unable, Reason: "lost"}), ""},
		"not tested":               {item(ItemResult{Item: "i", Outcome: NotTested, Reason: "later"}), "one of passed"},
		"inquiry with another":     {item(ItemResult{Item: "i", Outcome: Unable, Reason: "lost"}, Inquiry), ""},
		"inquiry alone":            {ItemTest{Procedure: "P", Attribute: "A", Nature: []TestNature{Inquiry}, Items: []ItemResult{{Item: "i", Outcome: Unable, Reason: "x"}}}, "inquiry alone"},
		"inquiry twice":            {ItemTest{Procedure: "P", Attribute: "A", Nature: []TestNature{Inquiry, Inquiry}, Items: []ItemResult{{Item: "i", Outcome: Unable, Reason: "x"}}}, "inquiry alone"},
		"walked by inquiry alone":  {Walkthrough{Control: "C", On: aDay, Item: "i", Nature: []TestNature{Inquiry}, Steps: "…", DesignSuitable: true, Implemented: true}, "inquiry alone"},
		"a word for a nature":      {item(ItemResult{Item: "i", Outcome: Unable, Reason: "lost"}, "looked"), `nature is "looked"`},
		"isolated":                 {Evaluation{Procedure: "P", Attribute: "A", Deviations: 1, Nature: "late", Cause: "…", From: aDay, To: aDay, Effect: "none", Reading: ReadIsolated}, "additional procedures"},
		"isolated, shown":          {Evaluation{Procedure: "P", Attribute: "A", Deviations: 1, Nature: "late", Cause: "…", From: aDay, To: aDay, Effect: "none", Reading: ReadIsolated, Additional: "…"}, ""},
		"unfair without reason":    {DescriptionComparison{Program: "id", Sections: []SectionComparison{{Criterion: "DC 1", Evidence: "…"}}}, "a reason where it is not fair"},
		"no work of others":        {OthersWork{}, ""},
		"no quality review":        {QualityReview{Policy: "Not for this engagement."}, ""},
		"a word for operation":     {ControlConclusion{Control: "C", Design: Suitable, Operation: "fine", Reason: "…"}, `operation is "fine"`},
		"a word for a part":        {OpinionPart{Part: "controls", Opinion: Unmodified, Reason: "…"}, `part is "controls"`},
		"a word for an opinion":    {part("clean", "", false, nil), `opinion is "clean"`},
		"unmodified with a basis":  {part(Unmodified, "", false, matter), "no basis"},
		"qualified":                {part(Qualified, Misstatement, false, matter), ""},
		"qualified, no evidence":   {part(Qualified, ScopeLimitation, false, matter), ""},
		"qualified and pervasive":  {part(Qualified, Misstatement, true, matter), "adverse"},
		"qualified without basis":  {part(Qualified, Misstatement, false, nil), "needs its basis"},
		"qualified without cause":  {part(Qualified, "", false, matter), "cause"},
		"adverse":                  {part(Adverse, Misstatement, true, matter), ""},
		"adverse, not pervasive":   {part(Adverse, Misstatement, false, matter), "pervasive"},
		"adverse for a limitation": {part(Adverse, ScopeLimitation, true, matter), "misstatement"},
		"disclaimer":               {part(Disclaimer, ScopeLimitation, true, matter), ""},
		"disclaimer for evidence":  {part(Disclaimer, Misstatement, true, matter), "scope limitation"},
	} {
		t.Run(name, func(t *testing.T) {
			err := tc.record.Fault()
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestPreconditionsMissing(t *testing.T) {
	all := Preconditions{true, true, true, true, true}
	if missing := all.Missing(); missing != nil {
		t.Errorf("missing %v", missing)
	}
	all.WrittenReport = false
	if missing := all.Missing(); len(missing) != 1 || !strings.Contains(missing[0], "written report") {
		t.Errorf("missing %v", missing)
	}
	if n := len((Preconditions{}).Missing()); n != 5 {
		t.Errorf("%d of 5 are missing when none is stated", n)
	}
}

// A later record about the same subject takes the place of the earlier one,
// which stays; records that stand for themselves all stay in force.
func TestRecordsInForce(t *testing.T) {
	var records Records
	index := int64(0)
	add := func(r Record) {
		t.Helper()
		index++
		if err := records.Add(Signed[Record]{Entry: "e" + string(rune('0'+index)), Index: index, By: Actor{Name: "kim"}, Record: r}); err != nil {
			t.Fatal(err)
		}
	}
	conclusion := func(control, operation string) ControlConclusion {
		return ControlConclusion{Control: control, Design: Suitable, Operation: operation, Reason: "…"}
	}
	add(conclusion("CHG-01", Effective)) // e1
	add(conclusion("CHG-02", Effective)) // e2
	add(Independence{Organization: "A"}) // e3
	before := records.Controls           // what was handed out stays as it was
	replaced := records.Replaced(conclusion("CHG-01", NotEffective))
	add(conclusion("CHG-01", NotEffective)) // e4
	add(Independence{Organization: "A"})    // e5

	if before[0].Superseded || !records.Controls[0].Superseded {
		t.Error("the first conclusion is not superseded, or was changed in place")
	}
	if len(replaced) != 1 || replaced[0].Entry != "e1" {
		t.Errorf("it would replace %v", replaced)
	}
	if latest := Latest(records.Controls, "CHG-01"); latest == nil || latest.Entry != "e4" || latest.By.Name != "kim" || latest.Record.Operation != NotEffective {
		t.Errorf("latest on CHG-01: %+v", latest)
	}
	if Latest(records.Controls, "CHG-09") != nil {
		t.Error("there is a conclusion on a control without one")
	}
	entries := func(list []Signed[Record]) string {
		var ids []string
		for _, s := range list {
			ids = append(ids, s.Entry)
		}
		return strings.Join(ids, " ")
	}
	if got := entries(records.InForce()); got != "e2 e3 e4 e5" {
		t.Errorf("in force: %s", got)
	}
	if n := len(InForce(records.Controls)); n != 2 {
		t.Errorf("%d conclusions in force", n)
	}
}

// A team tests the items of an attribute between them: a record is replaced
// only when all of its items are found again.
func TestItemTestsReplace(t *testing.T) {
	found := func(items ...string) ItemTest {
		test := ItemTest{Procedure: "P", Attribute: "A"}
		for _, item := range items {
			test.Items = append(test.Items, ItemResult{Item: item, Outcome: Passed})
		}
		return test
	}
	other := found("a", "b")
	other.Attribute = "B"
	for _, tc := range []struct {
		earlier, later ItemTest
		replaced       bool
	}{
		{found("a", "b"), found("b"), false},
		{found("a", "b"), found("c"), false},
		{found("a", "b"), found("c", "b", "a"), true},
		{found("a", "b"), other, false},
	} {
		var records Records
		for i, r := range []Record{tc.earlier, tc.later} {
			if err := records.Add(Signed[Record]{Index: int64(i), Record: r}); err != nil {
				t.Fatal(err)
			}
		}
		if records.ItemTests[0].Superseded != tc.replaced {
			t.Errorf("%v then %v: superseded is %v", tc.earlier.Items, tc.later.Items, !tc.replaced)
		}
	}
}

func TestDecodeRecord(t *testing.T) {
	r, err := DecodeRecord("gate-overridden", func(into any) error {
		into.(*Override).Gate = "G-PLN-05"
		return nil
	})
	if err != nil || r != (Override{Gate: "G-PLN-05"}) {
		t.Errorf("%v, %v", r, err)
	}
	broken := errors.New("broken")
	if _, err := DecodeRecord("gate-overridden", func(any) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("the reader's error is lost: %v", err)
	}
	if _, err := DecodeRecord("gate", nil); err == nil {
		t.Error(`"gate" is taken for a kind`)
	}
}
