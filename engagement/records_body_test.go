package engagement

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/soc"
)

// However many documents an item test rests on, its parts name few enough for
// one entry each, and together say what it says.
func TestSplitSaysTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		test := soc.ItemTest{Procedure: "P", Attribute: "A", Nature: []soc.TestNature{soc.Inspection}}
		n := rapid.IntRange(1, 80).Draw(t, "items")
		for i := range n {
			item := soc.ItemResult{Item: fmt.Sprint(i), Outcome: soc.Passed}
			for range rapid.IntRange(0, 9).Draw(t, "documents") {
				item.Evidence = append(item.Evidence, fmt.Sprint(rapid.IntRange(0, 400).Draw(t, "digest")))
			}
			test.Items = append(test.Items, item)
		}
		var items []soc.ItemResult
		for _, part := range split(test) {
			p := part.(soc.ItemTest)
			if p.Subject() != test.Subject() || len(p.Items) == 0 || len(documentsOf(p)) > documentsAtOnce {
				t.Fatalf("a part of %d items and %d documents about %s", len(p.Items), len(documentsOf(p)), p.Subject())
			}
			items = append(items, p.Items...)
		}
		if len(items) != n {
			t.Fatalf("%d items became %d", n, len(items))
		}
		for i, item := range items {
			if item.Item != fmt.Sprint(i) {
				t.Fatalf("item %d is %s", i, item.Item)
			}
		}
	})
}

// One item with more documents than an entry holds stays whole: the log says
// that it is too large.
func TestSplitKeepsAnItemWhole(t *testing.T) {
	test := soc.ItemTest{Procedure: "P", Attribute: "A"}
	for i := range 3 {
		item := soc.ItemResult{Item: fmt.Sprint(i)}
		for j := range documentsAtOnce + 1 {
			item.Evidence = append(item.Evidence, fmt.Sprint(i, j))
		}
		test.Items = append(test.Items, item)
	}
	if parts := split(test); len(parts) != 3 {
		t.Errorf("%d parts, want one for each item", len(parts))
	}
}
