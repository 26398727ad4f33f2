package report_test

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// The description has a section for each description criterion of its kind; a
// draft names those that management has not written, and what management
// declares as data stands in Section III too.
func TestDescriptionCriteria(t *testing.T) {
	// what says, beside the section of text, that a criterion is told.
	declared := map[string]string{
		"DC 2": "| SC-1 | commitment |", "DC 3": "| Software | ledger service | Posts invoices.", "DC 4": "| INC-1 | 2026-05-02 |", "DC 5": "| CC6.1 |",
		"DC 6": "| CUEC-1 | User entities remove", "DC 7": "| Northmere Hosting | computing and storage | carve-out |", "DC 8": "| CC6.4 | The system has no premises.",
		"DC 9":  "| CH-1 | 2026-05-09 | A new ledger. | None for users. | ended: CHG-02; began: CHG-01",
		"S1-D1": "| TC-1 | Invoices | Invoices of shipping firms", "S1-D6": "| Northmere Hosting | computing and storage | carve-out | CO-1",
		"S1-D7": "| CO-1 | Controls provide reasonable assurance", "S1-D9": "| CH-1 | 2026-05-09 |",
	}
	for _, k := range everyKind {
		if k.kind == soc.SOC3 {
			continue
		}
		base := reporttest.Of(k.kind, k.typ)
		rules := base.Engagement.Rules()
		for _, c := range catalog.DescriptionFor(rules) {
			t.Run(k.file+"/"+c.ID, func(t *testing.T) {
				ex := reporttest.Of(k.kind, k.typ)
				ex.Components.List = []soc.Component{{Kind: soc.Software, Name: "ledger service", Description: "Posts invoices."}}
				ex.NotRelevant = []soc.IrrelevantCriterion{{Criterion: "CC6.4", Reason: "The system has no premises."}}
				ex.Changes = []soc.SystemChange{{ID: "CH-1", Date: reporttest.Day("2026-05-09"), What: "A new ledger.", Effect: "None for users.", Superseded: []string{"CHG-02"}, Successors: []string{"CHG-01"}}}
				ex.Description = nil
				text := built(t, ex)
				missing := "- " + c.ID + ": " + c.Text
				if !strings.Contains(text, missing) {
					t.Error("the draft does not say that it is not described")
				}
				if want := declared[c.ID]; !strings.Contains(text, want) {
					t.Errorf("the report does not say %q", want)
				}
				ex.Description = []soc.DescriptionSection{{Criterion: c.ID, Title: "A title", Markdown: "What management says of it.\n"}}
				text = built(t, ex)
				if !strings.Contains(text, "## "+c.ID+" A title\nWhat management says of it.\n") || strings.Contains(text, missing) {
					t.Errorf("the section is not printed, or still missing")
				}
				reporttest.Issue(ex)
				if text = built(t, ex); strings.Contains(text, "Not described") || !strings.Contains(text, "What management says of it.") {
					t.Error("a final report speaks of what is missing, or leaves the section out")
				}
			})
		}
	}
}

// Responses of management stand in Section V and nowhere else, in every kind
// of report.
func TestResponsesOnlyInSectionV(t *testing.T) {
	for _, k := range everyKind {
		for _, final := range []bool{false, true} {
			ex := reporttest.Of(k.kind, k.typ)
			ex.Responses = []soc.ManagementResponse{{Control: "ACC-02", Text: "The feed of leavers now runs hourly."}}
			if final {
				reporttest.Issue(ex)
			}
			doc, err := report.Build(ex)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range doc.Sections {
				says := strings.Contains(plain(&report.Document{Sections: []*report.Section{s}}), "The feed of leavers now runs hourly.")
				if says != (s.ID == "section-5") {
					t.Errorf("%s (final %v): %s holds the response: %v", k.file, final, s.ID, says)
				}
			}
			if got := section(doc.Sections, "section-5") != nil; got != (k.kind != soc.SOC3) {
				t.Errorf("%s (final %v): Section V is there: %v", k.file, final, got)
			}
		}
	}
}

// A criterion that is not relevant says so where its controls would stand.
func TestNotRelevant(t *testing.T) {
	ex := reporttest.Of(soc.SOC2, 2)
	ex.NotRelevant = []soc.IrrelevantCriterion{{Criterion: "CC6.4", Reason: "The system has no premises of its own."}}
	text := built(t, ex)
	if n := strings.Count(text, "The system has no premises of its own."); n != 2 { // Sections III and IV
		t.Errorf("the reason is printed %d times", n)
	}
	if !strings.Contains(text, "| not relevant |") {
		t.Error("the matrix does not say so")
	}
}

// What kept a run from being complete is printed under its criterion.
func TestProblemsOfIncompleteRuns(t *testing.T) {
	ex := reporttest.Brief()
	for i := range ex.Tests {
		if ex.Tests[i].Status == soc.RunIncomplete {
			ex.Tests[i].Details.Problems = []string{"The item P-099 is returned twice", "Conversion Error: 'x' is no date"}
		}
	}
	text := built(t, ex)
	want := "Why the run of GOV-01-T1 is not complete\n- The item P-099 is returned twice.\n- Conversion Error: 'x' is no date.\n"
	if !strings.Contains(text, want) {
		t.Errorf("the report does not say %q", want)
	}
}

// What people did is told where it belongs: items that a person tested, why
// one deviates, and the work of others.
func TestWorkOfPeopleIsTold(t *testing.T) {
	ex := reporttest.Brief()
	for i := range ex.Tests {
		if test := &ex.Tests[i]; test.Procedure == "ACC-03-T1" {
			test.Attributes[1] = soc.AttributeResult{ID: "B", Passed: 5, Deviation: 1}
			test.ItemsWithDeviation = 1
			test.Details.Deviations = []soc.Deviation{{Procedure: "ACC-03-T1", Item: "crm / Q2", Attribute: "B", Outcome: soc.Deviates, Reason: "Two accounts stayed."}}
		}
	}
	reporttest.Find(ex)
	ex.Records.ItemTests = []soc.Signed[soc.ItemTest]{{Entry: "e1", Record: soc.ItemTest{Procedure: "ACC-03-T1", Attribute: "B", Nature: []soc.TestNature{soc.Inquiry, soc.Inspection}}}}
	ex.Records.OthersWork = []soc.Signed[soc.OthersWork]{
		{Entry: "e2", Record: soc.OthersWork{Used: true, Who: "Internal audit", Description: "It tested the restores of April", Reperformed: "one of three restores"}},
		{Entry: "e3", Record: soc.OthersWork{Who: "A specialist"}},
	}
	text := built(t, ex)
	for _, want := range []string{
		"Tested by a person, by inquiry and inspection: The review and the tickets that it led to.",
		"deviation: Two accounts stayed.",
		"## Work of others\nInternal audit. It tested the restores of April.\nPerformed again by the service auditor: one of three restores.\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	for _, never := range []string{"Inquiry is planned as well", "A specialist"} {
		if strings.Contains(text, never) {
			t.Errorf("the report says %q", never)
		}
	}
}
