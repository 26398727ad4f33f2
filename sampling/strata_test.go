package sampling

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/soc"
)

func TestAllocate(t *testing.T) {
	for _, test := range []struct {
		n           int64
		sizes, want []int64
	}{
		{25, []int64{100, 100, 50}, []int64{10, 10, 5}},
		{10, []int64{1, 1, 1}, nil},
		{2, []int64{1, 1, 1}, []int64{1, 1, 0}}, // equal remainders: the earlier first
		{10, []int64{6, 6, 2}, []int64{4, 4, 2}},
		{11, []int64{6, 6, 2}, []int64{5, 5, 1}}, // a larger sample takes one back
		{0, []int64{3}, []int64{0}},
		{1, []int64{-1, 3}, nil},
	} {
		got, err := Allocate(test.n, test.sizes)
		if (err == nil) != (test.want != nil) || !slices.Equal(got, test.want) {
			t.Errorf("%+v: got %v, %v", test, got, err)
		}
	}
	// Extending never takes back.
	if got, err := Extend(1, []int64{6, 6, 2}, []int64{4, 4, 2}); err != nil || !slices.Equal(got, []int64{5, 4, 2}) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestAllocateIsProportional(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.Int64Range(0, 1000), 1, 13).Draw(t, "sizes")
		var total int64
		for _, size := range sizes {
			total += size
		}
		n := rapid.Int64Range(0, total).Draw(t, "n")
		got, err := Allocate(n, sizes)
		if err != nil {
			t.Fatal(err)
		}
		var sum int64
		for i := range got {
			sum += got[i]
			if got[i] > sizes[i] || total > 0 && (got[i] < n*sizes[i]/total || got[i] > (n*sizes[i]+total-1)/total) {
				t.Fatalf("%d of %v: got %v", n, sizes, got)
			}
		}
		if sum != n {
			t.Fatalf("%d of %v: got %v", n, sizes, got)
		}
		more := rapid.Int64Range(0, total-n).Draw(t, "more")
		extended, err := Extend(more, sizes, got)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			sum += extended[i] - got[i]
			if extended[i] < got[i] || extended[i] > sizes[i] {
				t.Fatalf("extended from %v to %v", got, extended)
			}
		}
		if sum != n+more {
			t.Fatalf("extended to %d, want %d", sum, n+more)
		}
	})
}

func TestDrawStrata(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, _ := NewSeed(seedPlain)
		var items []Placed
		for _, key := range keysFrom(t) {
			day := soc.NewDate(time.Date(2026, time.April+time.Month(rapid.IntRange(0, 2).Draw(t, "month")), 15, 0, 0, 0, 0, time.UTC))
			items = append(items, Placed{Key: key, Stratum: Month(day)})
		}
		n := rapid.IntRange(1, len(items)).Draw(t, "n")
		draw := func(items []Placed) []Stratum {
			strata, err := seed.DrawStrata(func(yield func(Placed, error) bool) {
				for _, item := range items {
					if !yield(item, nil) {
						return
					}
				}
			}, n)
			if err != nil {
				t.Fatal(err)
			}
			return strata
		}
		strata := draw(items)
		total := 0
		for _, s := range strata {
			total += len(s.Items)
			for _, item := range s.Items {
				if !slices.Contains(items, Placed{item.Key, s.Name}) {
					t.Fatalf("%s was drawn from %s", item.Key, s.Name)
				}
			}
		}
		if total != n {
			t.Fatalf("drew %d of %d", total, n)
		}
		again := draw(rapid.Permutation(items).Draw(t, "order"))
		for i := range strata {
			if !slices.Equal(strata[i].Items, again[i].Items) {
				t.Fatal("another order drew others")
			}
		}
	})
	_, err := seedOf(t, seedPlain).DrawStrata(func(func(Placed, error) bool) {}, 1)
	if !errors.Is(err, ErrNoItems) {
		t.Errorf("got %v", err)
	}
}
