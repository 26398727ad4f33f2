package sampling

import "fmt"

// Fate is what became of an item that was drawn.
type Fate string

// The fates.
const (
	// Found: the item was there and can be tested.
	Found Fate = "found"
	// Void: it turned out not to belong to the population, such as a ticket
	// opened by mistake. The next ticket takes its place.
	Void Fate = "void"
	// Missing: it belongs to the population and cannot be located, or its
	// evidence cannot. Nothing replaces it: it is a deviation.
	Missing Fate = "missing"
)

// Settled is a sample after its items were looked for.
type Settled struct {
	// Sample are the n items that count, in the order of their tickets,
	// those that are missing among them.
	Sample []Item
	// Deviations are the items of the sample that are missing.
	Deviations []Item
	// Replaced are the items that were void.
	Replaced []Item
	// Open are the items of the sample that nobody has looked for yet.
	Open []Item
}

// Settle applies the rules of substitution to a draw: of the items in the
// order of their tickets, the first n that are not void are the sample. Draw
// more than n, or draw again with a larger n when it says so: the first n are
// the same.
//
// The error names a fate that there is not, or an item with a fate that was
// not drawn, or says that more tickets must be drawn.
func Settle(drawn []Item, n int, fates map[string]Fate) (Settled, error) {
	var settled Settled
	known := map[string]bool{}
	for _, item := range drawn {
		known[item.Key] = true
		fate, looked := fates[item.Key]
		switch {
		case fate == Void:
			settled.Replaced = append(settled.Replaced, item)
			continue
		case looked && fate != Found && fate != Missing:
			return Settled{}, fmt.Errorf("item %q: there is no fate %q: use found, void or missing", item.Key, fate)
		case len(settled.Sample) == n:
			continue // a reserve, which stays unread
		case fate == Missing:
			settled.Deviations = append(settled.Deviations, item)
		case !looked:
			settled.Open = append(settled.Open, item)
		}
		settled.Sample = append(settled.Sample, item)
	}
	for _, key := range sortedKeys(fates) {
		if !known[key] {
			return Settled{}, fmt.Errorf("item %q has a fate and was not drawn", key)
		}
	}
	if len(settled.Sample) < n {
		return Settled{}, fmt.Errorf("%d of %d items were void: draw %d more tickets", len(settled.Replaced), len(drawn), n-len(settled.Sample))
	}
	return settled, nil
}
