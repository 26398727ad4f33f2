package catalog

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

// What management must write depends on the kind of report, and what speaks
// of changes on whether there is a period.
func TestDescriptionFor(t *testing.T) {
	for _, test := range []struct {
		kind soc.ReportKind
		typ  int
		want string
	}{
		{soc.SOC1, 1, "S1-D1 S1-D2 S1-D3 S1-D4 S1-D5 S1-D6 S1-D7 S1-D8 S1-D10"},
		{soc.SOC1, 2, "S1-D1 S1-D2 S1-D3 S1-D4 S1-D5 S1-D6 S1-D7 S1-D8 S1-D9 S1-D10"},
		{soc.SOC2, 1, "DC 1 DC 2 DC 3 DC 4 DC 5 DC 6 DC 7 DC 8"},
		{soc.SOC2, 2, "DC 1 DC 2 DC 3 DC 4 DC 5 DC 6 DC 7 DC 8 DC 9"},
		{soc.SOC3, 0, "BOUNDARY COMMITMENTS"},
	} {
		rules, err := soc.RulesOf(test.kind, test.typ)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, c := range DescriptionFor(rules) {
			ids = append(ids, c.ID)
			if c.Title == "" || !strings.HasSuffix(c.Text, ".") {
				t.Errorf("%s has no title, or its text is no sentence", c.ID)
			}
			if found, ok := DescriptionCriterion(c.ID); !ok || found != c {
				t.Errorf("%s is not found by its id", c.ID)
			}
		}
		if got := strings.Join(ids, " "); got != test.want {
			t.Errorf("%s type %d: got %s, want %s", test.kind, test.typ, got, test.want)
		}
	}
	if list := DescriptionFor(soc.Rules{}); list != nil {
		t.Errorf("no kind of report has the criteria %v", list)
	}
}
