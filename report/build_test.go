package report_test

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

var update = flag.Bool("update", false, "write the golden files")

func TestBuildGolden(t *testing.T) {
	golden(t, "testdata/draft.txt", built(t, reporttest.Brief()))
}

// golden compares text with a file, or writes the file with -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}

func TestBuildTwiceIsTheSame(t *testing.T) {
	first, err := report.Build(reporttest.Examination())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, err := report.Build(reporttest.Examination())
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(first, again) {
			t.Fatal("the tree of the same examination differs")
		}
	}
}

// An examination that contradicts itself gives no document.
func TestBuildRefuses(t *testing.T) {
	if _, err := report.Build(nil); err == nil {
		t.Error("nil was taken")
	}
	for name, c := range map[string]struct {
		change func(*soc.Examination)
		want   string
	}{
		"type 3":          {func(ex *soc.Examination) { ex.Engagement.Type = 3 }, "is of type 1 (as of a date) or type 2 (over a period), not 3"},
		"kind":            {func(ex *soc.Examination) { ex.Engagement.Report = "soc9" }, `"soc9" is no kind of report`},
		"type 1, no date": {func(ex *soc.Examination) { ex.Engagement.Type = 1 }, "is as of a date, and none is stated"},
		"objective": {func(ex *soc.Examination) {
			ex.Engagement.Report = soc.SOC1
			ex.Controls[0].Objectives = []string{"CO-9"}
		}, `control objective "CO-9", which management has not stated`},
		"objective twice": {func(ex *soc.Examination) {
			ex.Engagement.Report = soc.SOC1
			ex.Objectives = make([]soc.ControlObjective, 2)
		}, "is given twice"},
		"no finding":        {func(ex *soc.Examination) { ex.Controlled = ex.Controlled[1:] }, "control ACC-01 has no finding"},
		"other finding":     {func(ex *soc.Examination) { ex.Controlled[0].State = soc.HasDeviations }, "its results hold 0 deviations"},
		"zone":              {func(ex *soc.Examination) { ex.Engagement.TimeZone = "Mars/Olympus" }, `time zone "Mars/Olympus" is not known`},
		"period":            {func(ex *soc.Examination) { ex.Engagement.Period.To = reporttest.Day("2026-03-31") }, "is no period"},
		"control twice":     {func(ex *soc.Examination) { ex.Controls = append(ex.Controls, ex.Controls[0]) }, "control ACC-01 is given twice"},
		"criterion":         {func(ex *soc.Examination) { ex.Controls[0].Criteria[0] = "CC99.1" }, `names criterion "CC99.1"`},
		"population twice":  {func(ex *soc.Examination) { ex.Populations = append(ex.Populations, ex.Populations[0]) }, "population alerts is given twice"},
		"no control":        {func(ex *soc.Examination) { ex.Procedures[0].Control = "X" }, `tests control "X", which does not exist`},
		"procedure twice":   {func(ex *soc.Examination) { ex.Procedures[1].ID = "ACC-01-T1" }, "procedure ACC-01-T1 is given twice"},
		"no procedure":      {func(ex *soc.Examination) { ex.Tests[0].Procedure = "X" }, `a result of procedure "X"`},
		"two results":       {func(ex *soc.Examination) { ex.Tests = append(ex.Tests, ex.Tests[0]) }, "ACC-01-T1 has two results"},
		"other control":     {func(ex *soc.Examination) { ex.Tests[0].Control = "CHG-01" }, "is for control CHG-01, the procedure for ACC-01"},
		"status":            {func(ex *soc.Examination) { ex.Tests[0].Status = "" }, `the status "", which is none`},
		"items lost":        {func(ex *soc.Examination) { ex.Tests[0].Items++ }, "has 260 outcomes for 261 items"},
		"attribute lost":    {func(ex *soc.Examination) { ex.Tests[0].Attributes = ex.Tests[0].Attributes[:1] }, "says nothing of attribute B"},
		"attribute added":   {func(ex *soc.Examination) { ex.Procedures[0].Attributes = ex.Procedures[0].Attributes[:1] }, "counts 2 attributes, the procedure has 1"},
		"negative":          {func(ex *soc.Examination) { ex.Tests[0].Attributes[0].Unable = -1 }, "a negative count"},
		"deviation lost":    {func(ex *soc.Examination) { d := &ex.Tests[4].Details; d.Deviations = d.Deviations[1:] }, "counts 1000 deviations and 0 unable, and lists 999 and 0"},
		"deviation invents": {func(ex *soc.Examination) { ex.Tests[4].Details.Deviations[0].Attribute = "Z" }, `attribute "Z", which it does not have`},
		"outcome":           {func(ex *soc.Examination) { ex.Tests[4].Details.Deviations[0].Outcome = soc.Passed }, `with the outcome "passed"`},
	} {
		t.Run(name, func(t *testing.T) {
			ex := reporttest.Examination()
			c.change(ex)
			doc, err := report.Build(ex)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want one that says %q", err, c.want)
			}
			if doc != nil {
				t.Error("a document came with the error")
			}
		})
	}
}

// An empty examination is a draft that says that everything is missing.
func TestBuildEmpty(t *testing.T) {
	full := reporttest.Examination()
	ex := &soc.Examination{Engagement: full.Engagement}
	ex.Engagement.SubserviceOrganizations = nil
	text := built(t, ex)
	for _, want := range []string{
		"The run tested nothing: no procedure ran to the end on an item.",
		"The gates were not evaluated, so none of them can be taken as met.",
		"Management has given no assertion",
		"Not described: 9 of the description criteria",
		"The file holds no population.",
		"The file names no key.",
		"Management has given no response to the results, and no other information.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(text, "No exceptions noted") {
		t.Error("an empty examination has a result")
	}
}

// What must hold in every draft, whatever is in it.
func TestDraftNeverReadsAsAReport(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)\b(certified|certificat(e|ion) of compliance|compliant|passed the audit|in our opinion|fairly presents?|unqualified|we have examined)\b`)
	effective := regexp.MustCompile(`(?i)[^.\n]*\b(operated|operating|are|were|is|was) effective(ly)?\b[^.\n]*`)
	for _, readiness := range []bool{false, true} {
		ex := reporttest.Examination()
		ex.Readiness = readiness
		text := built(t, ex)
		if found := forbidden.FindString(text); found != "" {
			t.Errorf("the draft says %q", found)
		}
		for _, s := range effective.FindAllString(text, -1) {
			if !strings.Contains(s, "hether") && !strings.Contains(s, "did not operate effectively") {
				t.Errorf("the draft speaks of effectiveness outside a question: %q", s)
			}
		}
		if strings.Contains(text, "[M]") || strings.Contains(text, "¶") && strings.Contains(text, "AT-C") {
			t.Error("the draft quotes paragraph numbers")
		}
		for _, want := range []string{"No opinion is expressed", "not signed", "This is not a report"} {
			if !strings.Contains(text, want) {
				t.Errorf("the draft does not say %q", want)
			}
		}
		if got := strings.Contains(text, "Tests performed by management (readiness)"); got != readiness {
			t.Errorf("readiness %v: the heads of the tests say so: %v", readiness, got)
		}
	}
}

func TestWatermarks(t *testing.T) {
	ex := reporttest.Examination()
	for _, c := range []struct {
		example, readiness bool
		want               string
	}{
		{false, false, "DRAFT"}, {true, false, "DRAFT EXAMPLE"}, {false, true, "DRAFT READINESS"}, {true, true, "DRAFT EXAMPLE READINESS"},
	} {
		ex.Engagement.Example, ex.Readiness = c.example, c.readiness
		doc, err := report.Build(ex)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(doc.Watermarks, " "); got != c.want {
			t.Errorf("the watermarks are %q, want %q", got, c.want)
		}
	}
}

// Every one of a thousand deviations is printed, or counted exactly and named
// by the digest of the list that holds it.
func TestThousandDeviations(t *testing.T) {
	ex := reporttest.Examination()
	text := built(t, ex)
	all := ex.Tests[4].Details.Deviations
	for i, d := range all {
		want := fmt.Sprintf("| %d | %s |", i+1, d.Item)
		if i+1 >= 1000 {
			want = fmt.Sprintf("| 1,000 | %s |", d.Item)
		}
		if printed := strings.Contains(text, want); printed != (i < 500) {
			t.Fatalf("deviation %d printed: %v", i+1, printed)
		}
	}
	want := "Deviations 1 to 500 of 1,000 are printed, in the order of the items’ keys. The other 500 are in the sealed list of this test, SHA-256 " + ex.Tests[4].DetailsDigest
	if !strings.Contains(text, want) {
		t.Errorf("the report does not say %q", want)
	}
}
