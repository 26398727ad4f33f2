package engagement

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/soc"
)

// Whatever people find, in whatever order: each attribute has one outcome for
// each item, the deviations are listed once and in order, and the counts are
// those of the list.
func TestMergeKeepsCount(t *testing.T) {
	procedure := soc.Procedure{ID: "P", Attributes: []soc.Attribute{{ID: "A", Pass: "x"}, {ID: "B", Inspect: "y"}, {ID: "C", Inspect: "z"}}}
	outcomes := []soc.Outcome{soc.Passed, soc.Deviates, soc.NotApplicable, soc.Unable}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "items")
		sealed := soc.TestRecord{Entry: "e", Index: 5, TestResult: soc.TestResult{Procedure: "P", Items: int64(n)}}
		a := soc.AttributeResult{ID: "A"}
		var items []soc.TestItem
		var undecided []string
		for i := range n {
			item := soc.TestItem{Item: fmt.Sprintf("I-%02d", i), At: fmt.Sprintf("2026-04-%02dT10:00:00-04:00", 1+i)}
			items = append(items, item)
			o := rapid.SampledFrom(outcomes).Draw(t, "A")
			*counter(&a, o)++
			if o == soc.Deviates || o == soc.Unable {
				sealed.Details.Deviations = append(sealed.Details.Deviations, soc.Deviation{Procedure: "P", Item: item.Item, Attribute: "A", Outcome: o, At: item.At})
			}
			if o == soc.Unable {
				undecided = append(undecided, item.Item)
			}
		}
		sealed.Attributes = []soc.AttributeResult{a, {ID: "B", NotTested: int64(n)}, {ID: "C", NotTested: int64(n)}}
		april := soc.Date{Year: 2026, Month: 4, Day: 1}
		sealed.Details.Timeline = []soc.Bucket{{First: april}, {First: april.AddDays(7)}}

		var records []soc.Signed[soc.ItemTest]
		last := map[itemKey]soc.Outcome{}
		for range rapid.IntRange(0, 6).Draw(t, "records") {
			attribute := rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "attribute")
			index := rapid.SampledFrom([]int64{3, 7}).Draw(t, "index") // before or after the result
			test := soc.ItemTest{Procedure: "P", Attribute: attribute}
			for _, item := range items {
				if attribute == "A" && !slices.Contains(undecided, item.Item) || rapid.Bool().Draw(t, "skip") {
					continue
				}
				o := rapid.SampledFrom(outcomes).Draw(t, "outcome")
				test.Items = append(test.Items, soc.ItemResult{Item: item.Item, Outcome: o, Reason: "why"})
				if index > sealed.Index {
					last[itemKey{attribute, item.Item}] = o
				}
			}
			records = append(records, soc.Signed[soc.ItemTest]{Index: index, Record: test})
		}
		merged := mergeItemTests(sealed, procedure, items, records)

		if sealed.Attributes[1].NotTested != int64(n) {
			t.Fatal("the sealed result was changed")
		}
		deviating := map[string]bool{}
		for i, r := range merged.Attributes {
			if total := r.Tested() + r.NotApplicable + r.NotTested; total != int64(n) {
				t.Fatalf("attribute %s has %d outcomes for %d items", r.ID, total, n)
			}
			listed := int64(0)
			for _, d := range merged.Details.Deviations {
				if d.Attribute == r.ID {
					listed++
					deviating[d.Item] = true
				}
			}
			if listed != r.Deviations() {
				t.Fatalf("attribute %s: %d deviations are listed, %d counted", r.ID, listed, r.Deviations())
			}
			for key, o := range last {
				if key.attribute != r.ID {
					continue
				}
				is := slices.ContainsFunc(merged.Details.Deviations, func(d soc.Deviation) bool {
					return d.Attribute == key.attribute && d.Item == key.item && d.Outcome == o && d.Reason == "why"
				})
				if (o == soc.Deviates || o == soc.Unable) != is {
					t.Fatalf("%s %s was found %s, and listed is %v", key.item, procedure.Attributes[i].ID, o, is)
				}
			}
		}
		if merged.ItemsWithDeviation != int64(len(deviating)) && len(last) > 0 {
			t.Fatalf("%d items with a deviation, want %d", merged.ItemsWithDeviation, len(deviating))
		}
		weeks := int64(0)
		for _, b := range merged.Details.Timeline {
			weeks += b.Deviations
		}
		if len(last) > 0 && weeks != merged.ItemsWithDeviation {
			t.Fatalf("the weeks hold %d deviating items, want %d", weeks, merged.ItemsWithDeviation)
		}
		if len(last) > 0 && !slices.IsSortedFunc(merged.Details.Deviations, func(a, b soc.Deviation) int {
			if a.Item != b.Item {
				return map[bool]int{true: -1, false: 1}[a.Item < b.Item]
			}
			return map[bool]int{true: -1, false: 1}[a.Attribute < b.Attribute]
		}) {
			t.Fatalf("out of order: %v", merged.Details.Deviations)
		}
	})
}
