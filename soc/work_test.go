package soc

import (
	"strings"
	"testing"
)

// Work is what its entries in force are, by name; a review is stale when the
// work has an entry that it does not name.
func TestWorkOn(t *testing.T) {
	ex := &Examination{
		Tests:       []TestRecord{{TestResult: TestResult{Procedure: "CHG-01-T1"}, Entry: "t1", Index: 1}, {TestResult: TestResult{Procedure: "CHG-02-T1"}}},
		Populations: []PopulationRecord{{Population: Population{Name: "changes"}, Entry: "p1", Index: 0}},
	}
	for i, r := range []Record{
		ItemTest{Procedure: "CHG-01-T1", Attribute: "B", Items: []ItemResult{{Item: "C-1"}}},
		Evaluation{Procedure: "CHG-01-T1", Attribute: "A"},
		Evaluation{Procedure: "CHG-01-T1", Attribute: "A"}, // in place of the one before
		IPEAssessment{Population: "changes"},
		Walkthrough{Control: "CHG-01"}, ControlConclusion{Control: "CHG-01"}, CriterionConclusion{Criterion: "CC8.1"},
		CommitmentConclusion{Commitment: "SC-1"}, DescriptionComparison{}, OpinionPart{Part: DesignPart}, OpinionPart{Part: OperationPart},
	} {
		if err := ex.Records.Add(Signed[Record]{Entry: "r" + string(rune('a'+i)), Index: int64(i + 2), Record: r}); err != nil {
			t.Fatal(err)
		}
	}
	for of, want := range map[string]string{
		"test CHG-01-T1":     "t1 ra rc",
		"test CHG-02-T1":     "",
		"population changes": "p1 rd",
		"walkthrough CHG-01": "re",
		"control CHG-01":     "rf",
		"criterion CC8.1":    "rg",
		"commitment SC-1":    "rh",
		"description":        "ri",
		"opinion":            "rj rk",
		"control":            "",
		"weather":            "",
	} {
		var ids []string
		for _, w := range ex.WorkOn(of) {
			ids = append(ids, w.Entry)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s is %q, want %q", of, got, want)
		}
		if len(ex.AllWork()[of]) != len(ids) {
			t.Errorf("%s is %v in one pass, want %q", of, ex.AllWork()[of], want)
		}
		if stale := ex.Stale(Review{Of: of, Entries: ids}); stale {
			t.Errorf("a review of all of %s is stale", of)
		}
		if stale := ex.Stale(Review{Of: of, Entries: []string{"t1"}}); stale != (want != "" && want != "t1") {
			t.Errorf("a review of only t1 of %s: stale is %v", of, stale)
		}
	}
}

func TestExamined(t *testing.T) {
	e := Engagement{ServiceOrganization: Organization{Name: "Thistle"}, SubserviceOrganizations: []SubserviceOrganization{
		{Name: "Host", Method: "carve_out"}, {Name: "Mailer", Method: Inclusive},
	}}
	if got := strings.Join(e.Examined(), ", "); got != "Thistle, Mailer" {
		t.Errorf("examined: %s", got)
	}
}
