package sampling

import (
	"cmp"
	"fmt"
	"iter"
	"math/big"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// Allocate divides n items among strata in proportion to their sizes: each
// gets the whole part of its share, and those with the largest remainders one
// more (Hamilton). Of equal remainders the earlier stratum comes first. No
// stratum gets more than it has.
//
// The error says that a size is negative, or that n is more than there are.
func Allocate(n int64, sizes []int64) ([]int64, error) {
	var total int64
	for i, size := range sizes {
		if size < 0 {
			return nil, fmt.Errorf("stratum %d has %d items", i+1, size)
		}
		total += size
	}
	if n < 0 || n > total {
		return nil, fmt.Errorf("%d items cannot be drawn from %d", n, total)
	}
	out := make([]int64, len(sizes))
	if n == 0 {
		return out, nil
	}
	type share struct {
		stratum   int
		remainder *big.Int
	}
	var shares []share
	left := n
	for i, size := range sizes {
		exact := new(big.Int).Mul(big.NewInt(n), big.NewInt(size))
		part, remainder := exact.QuoRem(exact, big.NewInt(total), new(big.Int))
		out[i] = part.Int64()
		left -= out[i]
		shares = append(shares, share{i, remainder})
	}
	slices.SortStableFunc(shares, func(a, b share) int { return b.remainder.Cmp(a.remainder) })
	for _, s := range shares[:left] {
		out[s.stratum]++
	}
	return out, nil
}

// Extend divides more items among strata that gave some already: in
// proportion to what is left in each, so that nothing drawn is given back.
// (Dividing the larger sample anew could take an item from a stratum.)
//
// The error is that of Allocate, or says that a stratum gave more than it has.
func Extend(more int64, sizes, given []int64) ([]int64, error) {
	if len(given) != len(sizes) {
		return nil, fmt.Errorf("%d strata gave items, but there are %d", len(given), len(sizes))
	}
	left := make([]int64, len(sizes))
	for i := range sizes {
		if left[i] = sizes[i] - given[i]; left[i] < 0 || given[i] < 0 {
			return nil, fmt.Errorf("stratum %d gave %d of %d items", i+1, given[i], sizes[i])
		}
	}
	added, err := Allocate(more, left)
	for i := range added {
		added[i] += given[i]
	}
	return added, err
}

// Month is the stratum of a day: "2026-04".
func Month(day soc.Date) string { return day.String()[:7] }

// Stratum is the part of a sample that was drawn from one stratum.
type Stratum struct {
	Name string
	Drawn
}

// Placed is an item's key with its stratum.
type Placed struct{ Key, Stratum string }

// DrawStrata draws n items over the strata of a population, in proportion to
// their sizes; strata are taken in the order of their names. The tickets are
// those of Draw: in each stratum the smallest win.
//
// It keeps the keys of the whole population. The error is ErrNoItems, that of
// Draw or Allocate, or the one that the sequence ends with.
func (s Seed) DrawStrata(items iter.Seq2[Placed, error], n int) ([]Stratum, error) {
	keys := map[string][]string{}
	for item, err := range items {
		if err != nil {
			return nil, err
		}
		keys[item.Stratum] = append(keys[item.Stratum], item.Key)
	}
	if len(keys) == 0 {
		return nil, ErrNoItems
	}
	names := sortedKeys(keys)
	sizes := make([]int64, len(names))
	for i, name := range names {
		sizes[i] = int64(len(keys[name]))
	}
	parts, err := Allocate(int64(n), sizes)
	if err != nil {
		return nil, err
	}
	var drawn []Stratum
	for i, name := range names {
		stratum := Stratum{Name: name, Drawn: Drawn{Population: sizes[i]}}
		if parts[i] > 0 {
			stratum.Drawn, err = s.Draw(keySequence(keys[name]), int(parts[i]))
			if err != nil {
				return nil, fmt.Errorf("stratum %s: %w", cmp.Or(name, "(none)"), err)
			}
		}
		drawn = append(drawn, stratum)
	}
	return drawn, nil
}

func keySequence(keys []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, key := range keys {
			if !yield(key, nil) {
				return
			}
		}
	}
}
