package catalog

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

func TestCatalogHasTheCriteriaOf2017(t *testing.T) {
	if n := len(Criteria()); n != 61 {
		t.Errorf("%d criteria, want 61", n)
	}
	perCategory := map[soc.Category]int{}
	perSeries := map[string]int{}
	points := 0
	for _, c := range Criteria() {
		perCategory[c.Category]++
		perSeries[Series(c.ID)]++
		points += len(c.Points)
	}
	for category, want := range map[soc.Category]int{
		soc.Security: 33, soc.Availability: 3, soc.Confidentiality: 2, soc.ProcessingIntegrity: 5, soc.Privacy: 18,
	} {
		if got := perCategory[category]; got != want {
			t.Errorf("%s has %d criteria, want %d", category, got, want)
		}
	}
	for series, want := range map[string]int{
		"CC1": 5, "CC2": 3, "CC3": 4, "CC4": 2, "CC5": 3, "CC6": 8, "CC7": 5, "CC8": 1, "CC9": 2,
		"A1": 3, "C1": 2, "PI1": 5, "P1": 1, "P2": 1, "P3": 2, "P4": 3, "P5": 2, "P6": 7, "P7": 1, "P8": 1,
	} {
		if got := perSeries[series]; got != want {
			t.Errorf("series %s has %d criteria, want %d", series, got, want)
		}
	}
	if points != 330 {
		t.Errorf("%d points of focus, want 330", points)
	}
}

// COSO 2013 has 17 principles; CC1 to CC5 take one each.
func TestCOSOPrinciplesAreTakenOnce(t *testing.T) {
	seen := map[string]string{}
	for _, c := range Criteria() {
		common := regexp.MustCompile(`^CC[1-5]\.`).MatchString(c.ID)
		if (c.COSO != "") != common {
			t.Errorf("%s: COSO %q", c.ID, c.COSO)
		}
		if c.COSO == "" {
			continue
		}
		if other := seen[c.COSO]; other != "" {
			t.Errorf("%s and %s both have COSO %s", other, c.ID, c.COSO)
		}
		seen[c.COSO] = c.ID
	}
	if len(seen) != 17 {
		t.Errorf("%d COSO principles, want 17", len(seen))
	}
}

func TestCatalogTextsAreClean(t *testing.T) {
	tag := regexp.MustCompile(`^(K(\([a-z. -]+\))?|T|A|C|P|PI|S|pr|ct|pr/ct)$`)
	for _, c := range Criteria() {
		if c.Text == "" || c.Group == "" || c.ID == "" || strings.ContainsAny(c.Text+c.Group, "~*|") {
			t.Errorf("%+v: a text is empty or carries a mark", c)
		}
		if regexp.MustCompile(`^[A-Z]+[0-9]`).MatchString(c.Group) {
			t.Errorf("%s: group %q carries its series", c.ID, c.Group)
		}
		for _, p := range c.Points {
			if !tag.MatchString(p.Tag) || p.Label == "" || strings.ContainsAny(p.Label, "~*|") {
				t.Errorf("%s: point of focus %+v", c.ID, p)
			}
		}
	}
}

func TestInScopeAlwaysHasTheCommonCriteria(t *testing.T) {
	for _, test := range []struct {
		categories []soc.Category
		want       int
	}{
		{nil, 33},
		{[]soc.Category{soc.Security}, 33},
		{[]soc.Category{soc.Privacy, soc.Availability}, 33 + 18 + 3},
		{Categories(), 61},
	} {
		got := InScope(test.categories)
		if len(got) != test.want {
			t.Errorf("%v: %d criteria in scope, want %d", test.categories, len(got), test.want)
		}
		if !slices.IsSortedFunc(got, func(a, b soc.Criterion) int { return Compare(a.ID, b.ID) }) {
			t.Errorf("%v: not in catalog order", test.categories)
		}
	}
}

func TestOrder(t *testing.T) {
	ids := []string{"X9", "P1.1", "A1.2", "CC10.1", "CC6.1", "PI1.1", "CC2.1", "C1.1"}
	slices.SortFunc(ids, Compare)
	want := []string{"CC2.1", "CC6.1", "A1.2", "C1.1", "PI1.1", "P1.1", "CC10.1", "X9"}
	if !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
	if Less("CC6.1", "CC6.1") || !Less("CC1.5", "CC2.1") {
		t.Error("Less does not follow the catalog")
	}
	if _, ok := Criterion("cc6.1"); ok {
		t.Error("an id was found in the wrong case")
	}
	if c, ok := Criterion("CC6.1"); !ok || c.Group != "Logical and physical access" {
		t.Errorf("CC6.1 is %+v", c)
	}
}

func TestCriteriaIsACopy(t *testing.T) {
	Criteria()[0].Text = "changed"
	if Criteria()[0].Text == "changed" {
		t.Error("a caller can change the catalog")
	}
}

func TestMappings(t *testing.T) {
	pairs, corroborated := 0, 0
	for _, c := range Criteria() {
		for _, m := range Mappings(c.ID) {
			pairs++
			if m.Corroborated {
				corroborated++
			}
			if m.ID == "" || strings.Contains(m.ID, "~") {
				t.Errorf("%s: mapping %+v", c.ID, m)
			}
		}
	}
	if pairs != 508 || corroborated != 396 {
		t.Errorf("%d pairs, %d corroborated; want 508 and 396", pairs, corroborated)
	}
	if Mappings("CC10.1") != nil {
		t.Error("an unknown criterion has mappings")
	}
}
