package sampling

import (
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func amounts(t *rapid.T) ([]int64, int64) {
	list := rapid.SliceOfN(rapid.Int64Range(0, 500), 1, 30).Draw(t, "amounts")
	list[0]++
	var total int64
	for _, amount := range list {
		total += amount
	}
	return list, total
}

// within fails when a hit's unit does not lie in its item.
func within(t *rapid.T, list []int64, hits []Hit) {
	for _, hit := range hits {
		var before int64
		for _, amount := range list[:hit.Item] {
			before += amount
		}
		if hit.Unit.Cmp(big.NewRat(before, 1)) <= 0 || hit.Unit.Cmp(big.NewRat(before+list[hit.Item], 1)) > 0 {
			t.Fatalf("unit %v is not in item %d", hit.Unit, hit.Item)
		}
	}
}

func TestFixedIntervalTakesLargeItems(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, total := amounts(t)
		interval := rapid.Int64Range(1, 200).Draw(t, "interval")
		start := rapid.Int64Range(1, interval).Draw(t, "start")
		hits, err := FixedInterval(list, big.NewRat(interval, 1), big.NewRat(start, 1))
		if err != nil {
			t.Fatal(err)
		}
		within(t, list, hits)
		if want := (total - start + interval) / interval; int64(len(hits)) != max(0, want) {
			t.Fatalf("got %d hits, want %d", len(hits), want)
		}
		taken := map[int]bool{}
		for _, hit := range hits {
			taken[hit.Item] = true
		}
		for i, amount := range list {
			if amount >= interval && !taken[i] {
				t.Fatalf("item %d of %d is not taken at an interval of %d", i, amount, interval)
			}
		}
	})
}

func TestCellsAndRandomUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, total := amounts(t)
		n := rapid.IntRange(1, int(total/2+total%2)).Draw(t, "n")
		for name, draw := range map[string]func([]int64, int, *Stream) ([]Hit, error){"cells": Cells, "random": RandomUnits} {
			hits, err := draw(list, n, NewStream("seed"))
			if err != nil || len(hits) != n {
				t.Fatalf("%s: got %d hits, %v", name, len(hits), err)
			}
			within(t, list, hits)
			for i := 1; i < n; i++ {
				if hits[i].Unit.Cmp(hits[i-1].Unit) <= 0 {
					t.Fatalf("%s: unit %v follows %v", name, hits[i].Unit, hits[i-1].Unit)
				}
			}
			again, _ := draw(list, n, NewStream("seed"))
			for i := range hits {
				if hits[i].Unit.Cmp(again[i].Unit) != 0 {
					t.Fatalf("%s: the same seed gave another unit", name)
				}
			}
		}
	})
}

func TestUnitsThatCannotBeDrawn(t *testing.T) {
	if _, err := FixedInterval([]int64{5, -1}, big.NewRat(2, 1), big.NewRat(1, 1)); !errors.Is(err, ErrNegative) {
		t.Errorf("got %v", err)
	}
	if _, err := FixedInterval([]int64{5}, big.NewRat(2, 1), big.NewRat(3, 1)); err == nil {
		t.Error("a start above the interval")
	}
	if _, err := FixedInterval([]int64{5}, new(big.Rat), new(big.Rat)); err == nil {
		t.Error("an interval of zero")
	}
	if _, err := Cells([]int64{5}, 6, NewStream("s")); err == nil {
		t.Error("more cells than units")
	}
	if _, err := RandomUnits(nil, 1, NewStream("s")); err == nil {
		t.Error("no units")
	}
	if _, err := RandomUnits([]int64{1 << 62, 1 << 62}, 1, NewStream("s")); err == nil {
		t.Error("a book value above 64 bits")
	}
}

func TestStreamBelow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1<<62).Draw(t, "n")
		stream := NewStream(rapid.String().Draw(t, "seed"))
		for range 4 {
			if got := stream.Below(n); got < 0 || got >= n {
				t.Fatalf("got %d of %d", got, n)
			}
		}
	})
}
