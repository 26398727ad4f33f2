package sampling

import (
	"cmp"
	"container/heap"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Ticket is what an item draws from a seed: SHA-256 of the hexadecimal
// SHA-256 of the seed, followed by the item's key. Whoever has the smallest
// tickets is in the sample.
type Ticket [sha256.Size]byte

// String is the ticket in hexadecimal.
func (t Ticket) String() string { return hex.EncodeToString(t[:]) }

// Compare orders tickets as numbers.
func (t Ticket) Compare(other Ticket) int { return slices.Compare(t[:], other[:]) }

// Seed draws the ticket of any item.
type Seed struct{ prefix string }

// NewSeed prepares a seed. The error says that it is empty.
func NewSeed(seed string) (Seed, error) {
	if seed == "" {
		return Seed{}, errors.New("the seed is empty: anyone could have chosen it")
	}
	sum := sha256.Sum256([]byte(seed))
	return Seed{prefix: hex.EncodeToString(sum[:])}, nil
}

// DeriveSeed is the seed of a sealed population: the hexadecimal SHA-256 of
// the population's digest, a full stop, and a nonce. The population must be
// sealed before the nonce is known, and the nonce be committed to before the
// population is sealed; then neither side alone can steer the sample.
//
// The error says that the digest is not a SHA-256 in hexadecimal, or that the
// nonce is shorter than 8 characters.
func DeriveSeed(digest, nonce string) (string, error) {
	if raw, err := hex.DecodeString(digest); err != nil || len(raw) != sha256.Size || digest != strings.ToLower(digest) {
		return "", fmt.Errorf("%q is not a SHA-256 in lower-case hexadecimal", digest)
	}
	if len(nonce) < 8 {
		return "", errors.New("the nonce has fewer than 8 characters: it could be guessed")
	}
	sum := sha256.Sum256([]byte(digest + "." + nonce))
	return hex.EncodeToString(sum[:]), nil
}

// Hashed is the hexadecimal SHA-256 of the seed: what a ticket is made of,
// before the key.
func (s Seed) Hashed() string { return s.prefix }

// Ticket draws the ticket of an item.
func (s Seed) Ticket(key string) Ticket { return sha256.Sum256([]byte(s.prefix + key)) }

// Item is an item with its ticket.
type Item struct {
	Key    string
	Ticket Ticket
}

func compareItems(a, b Item) int {
	return cmp.Or(a.Ticket.Compare(b.Ticket), cmp.Compare(a.Key, b.Key))
}

// Drawn is what Draw returns.
type Drawn struct {
	// Items are the items with the n smallest tickets, in the order of their
	// tickets; all of them when the population has no more. The first n of a
	// larger draw from the same seed are the same.
	Items []Item
	// Population is the number of keys that were read.
	Population int64
}

// ErrNoItems is returned for a population without items.
var ErrNoItems = errors.New("the population holds no item")

// Draw draws n items. It reads the keys once, in any order, and keeps no more
// than n of them.
//
// The error is ErrNoItems, names a key that is empty, is not UTF-8 or was drawn twice, or
// is the one that the sequence ends with. A key that repeats without being
// drawn changes nothing and is not noticed: that keys are unique is for the
// population's certificate to show.
func (s Seed) Draw(keys iter.Seq2[string, error], n int) (Drawn, error) {
	if s.prefix == "" {
		return Drawn{}, errors.New("a draw needs a seed")
	}
	if n < 1 {
		return Drawn{}, fmt.Errorf("a sample of %d items cannot be drawn: ask for at least 1", n)
	}
	var drawn Drawn
	kept := largestFirst{}
	for key, err := range keys {
		if err != nil {
			return Drawn{}, err
		}
		drawn.Population++
		if key == "" {
			return Drawn{}, fmt.Errorf("item %d has an empty key", drawn.Population)
		}
		if !utf8.ValidString(key) {
			return Drawn{}, fmt.Errorf("item %d: the key %q is not UTF-8, so another program may read it otherwise: convert the list", drawn.Population, key)
		}
		item := Item{Key: key, Ticket: s.Ticket(key)}
		// One more than asked for is never needed: equal keys have equal
		// tickets, and lie side by side.
		switch {
		case len(kept) < n:
			heap.Push(&kept, item)
		case compareItems(item, kept[0]) < 0:
			kept[0] = item
			heap.Fix(&kept, 0)
		}
	}
	if drawn.Population == 0 {
		return Drawn{}, ErrNoItems
	}
	slices.SortFunc(kept, compareItems)
	for i := 1; i < len(kept); i++ {
		if kept[i].Key == kept[i-1].Key {
			return Drawn{}, fmt.Errorf("the key %q is there more than once: an item of a population has one key of its own", kept[i].Key)
		}
	}
	drawn.Items = kept
	return drawn, nil
}

// largestFirst is a heap whose first item has the largest ticket.
type largestFirst []Item

func (h largestFirst) Len() int           { return len(h) }
func (h largestFirst) Less(i, j int) bool { return compareItems(h[i], h[j]) > 0 }
func (h largestFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *largestFirst) Push(item any)     { *h = append(*h, item.(Item)) }
func (h *largestFirst) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
