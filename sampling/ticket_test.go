package sampling

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// seedPlain is the seed whose published tickets the drawer is held against
// where the published files are not there.
const seedPlain = "314159"

func TestDraw(t *testing.T) {
	drawn, err := seedOf(t, seedPlain).Draw(all(strings.Fields("A-1 A-2 A-3 B-1 B-2 B-3")), 4)
	if err != nil || drawn.Population != 6 {
		t.Fatal(drawn, err)
	}
	if got := strings.Join(keysOf(drawn.Items), " "); got != "A-1 A-2 B-1 B-3" {
		t.Errorf("got %s", got)
	}
	ticket := seedOf(t, "01382438112797316654").Ticket("AB-130").String()
	if ticket != "654b3e71876e34e6e350128e0e20df65f0e285727c12837a8c7fdd28ff907b5e" {
		t.Errorf("got %s", ticket)
	}
}

func keysFrom(t *rapid.T) []string {
	return rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Z]{1,3}-[0-9]{1,4}`), 1, 60, rapid.ID).Draw(t, "keys")
}

// The n smallest tickets win, whatever the order of the keys; and a larger
// draw begins with the smaller one.
func TestDrawDependsOnSeedAndKeysAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := keysFrom(t)
		seed, err := NewSeed(rapid.StringN(1, 20, -1).Draw(t, "seed"))
		if err != nil {
			t.Fatal(err)
		}
		n := rapid.IntRange(1, 70).Draw(t, "n")
		drawn, err := seed.Draw(all(keys), n)
		if err != nil {
			t.Fatal(err)
		}
		sorted := slices.Clone(keys)
		slices.SortFunc(sorted, func(a, b string) int { return seed.Ticket(a).Compare(seed.Ticket(b)) })
		if got := keysOf(drawn.Items); !slices.Equal(got, sorted[:min(n, len(sorted))]) {
			t.Fatalf("got %v, want the first %d of %v", got, n, sorted)
		}
		shuffled := rapid.Permutation(keys).Draw(t, "order")
		again, err := seed.Draw(all(shuffled), n)
		if err != nil || !slices.Equal(again.Items, drawn.Items) {
			t.Fatalf("in another order: got %v, want %v", again.Items, drawn.Items)
		}
		more, err := seed.Draw(all(shuffled), n+rapid.IntRange(0, 20).Draw(t, "more"))
		if err != nil || !slices.Equal(more.Items[:len(drawn.Items)], drawn.Items) {
			t.Fatalf("extended: got %v, want %v first", more.Items, drawn.Items)
		}
	})
}

func TestDrawThatCannotBe(t *testing.T) {
	seed := seedOf(t, seedPlain)
	broken := errors.New("line 3 is broken")
	for name, test := range map[string]struct {
		keys []string
		n    int
		want string
	}{
		"no item":   {nil, 1, ErrNoItems.Error()},
		"no size":   {[]string{"a"}, 0, "at least 1"},
		"empty key": {[]string{"a", ""}, 1, "item 2 has an empty key"},
		"not UTF-8": {[]string{"a", "\xff"}, 1, "is not UTF-8"},
		"twice":     {[]string{"a", "b", "a"}, 3, `"a" is there more than once`},
	} {
		if _, err := seed.Draw(all(test.keys), test.n); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	_, err := seed.Draw(func(yield func(string, error) bool) { yield("", broken) }, 1)
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := NewSeed(""); err == nil {
		t.Error("an empty seed")
	}
	if _, err := (Seed{}).Draw(all([]string{"a"}), 1); err == nil {
		t.Error("no seed")
	}
}

// A key that is drawn is never drawn twice, even where only its double would
// fall out of the sample.
func TestDrawNoticesADoubleAtTheEdge(t *testing.T) {
	seed := seedOf(t, seedPlain)
	keys := strings.Fields("A-1 A-2 A-3 B-1 B-2 B-3")
	for n := 1; n <= len(keys); n++ {
		drawn, err := seed.Draw(all(keys), n)
		if err != nil {
			t.Fatal(err)
		}
		last := drawn.Items[n-1].Key
		double, err := seed.Draw(all(append(slices.Clone(keys), last)), n)
		if err == nil && !slices.Equal(double.Items, drawn.Items) {
			t.Errorf("%d: got %v, want an error or %v", n, double.Items, drawn.Items)
		}
	}
}

func TestDeriveSeed(t *testing.T) {
	digest := strings.Repeat("ab", 32)
	a, err := DeriveSeed(digest, "nonce-of-pat")
	if err != nil || len(a) != 64 {
		t.Fatal(a, err)
	}
	if b, err := DeriveSeed(digest, "nonce-of-pa7"); err != nil || a == b {
		t.Error(b, err)
	}
	for _, bad := range [][2]string{{"", "nonce-of-pat"}, {digest[1:], "nonce-of-pat"}, {strings.ToUpper(digest), "nonce-of-pat"}, {digest, "short"}} {
		if got, err := DeriveSeed(bad[0], bad[1]); err == nil {
			t.Errorf("%v: got %s", bad, got)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	seed := seedOf(b, seedPlain)
	keys := make([]string, 100_000)
	for i := range keys {
		keys[i] = fmt.Sprintf("CHG-%06d", i)
	}
	for b.Loop() {
		if _, err := seed.Draw(all(keys), 60); err != nil {
			b.Fatal(err)
		}
	}
}
