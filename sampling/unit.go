package sampling

import (
	"errors"
	"fmt"
	"math"
	"math/big"
)

// Hit is a monetary unit that was drawn, and the item that it lies in.
type Hit struct {
	Unit *big.Rat // its place in the book value, from 1; whole but for FixedInterval
	Item int      // index of the item
}

// ErrNegative is returned for an amount below zero: such items need a
// population, and a test, of their own.
var ErrNegative = errors.New("an amount is below 0: test such items as a population of their own")

// FixedInterval draws the units start, start+interval, start+2·interval and
// so on, and returns the item of each. Amounts are in the smallest unit of
// the currency; an item at or above the interval is always drawn, one of zero
// never. With amounts of 1 it draws items.
//
// The error is ErrNegative, or says that start is not above 0 and at most the
// interval.
func FixedInterval(amounts []int64, interval, start *big.Rat) ([]Hit, error) {
	if _, err := bookValue(amounts); err != nil {
		return nil, err
	}
	if start.Sign() <= 0 || start.Cmp(interval) > 0 {
		return nil, fmt.Errorf("the start %s must be above 0 and at most the interval %s", start.RatString(), interval.RatString())
	}
	var hits []Hit
	point := new(big.Rat).Set(start)
	end := new(big.Rat)
	for i, amount := range amounts {
		end.Add(end, big.NewRat(amount, 1))
		for point.Cmp(end) <= 0 {
			hits = append(hits, Hit{Unit: new(big.Rat).Set(point), Item: i})
			if len(hits) > MaxSize {
				return nil, fmt.Errorf("an interval of %s draws more than %d units", interval.RatString(), MaxSize)
			}
			point.Add(point, interval)
		}
	}
	return hits, nil
}

// Cells divides the book value into n cells, the i-th from the unit after
// ⌊i·total/n⌋ to ⌊(i+1)·total/n⌋, and draws one unit of each from the stream.
//
// The error is ErrNegative, or says that there are fewer units than cells.
func Cells(amounts []int64, n int, stream *Stream) ([]Hit, error) {
	total, err := unitsFor(amounts, n)
	if err != nil {
		return nil, err
	}
	edge := func(i int) int64 {
		at := new(big.Int).Mul(big.NewInt(total), big.NewInt(int64(i)))
		return at.Quo(at, big.NewInt(int64(n))).Int64()
	}
	units := make([]int64, n)
	for i := range units {
		units[i] = edge(i) + 1 + stream.Below(edge(i+1)-edge(i))
	}
	return locate(amounts, units), nil
}

// RandomUnits draws n different units from the stream, in the order of the
// book value.
//
// The error is ErrNegative, or says that there are fewer units than n.
func RandomUnits(amounts []int64, n int, stream *Stream) ([]Hit, error) {
	total, err := unitsFor(amounts, n)
	if err != nil {
		return nil, err
	}
	drawn := map[int64]bool{}
	for len(drawn) < n {
		drawn[1+stream.Below(total)] = true
	}
	return locate(amounts, sortedKeys(drawn)), nil
}

// unitsFor is the book value, when n units can be drawn from it.
func unitsFor(amounts []int64, n int) (int64, error) {
	total, err := bookValue(amounts)
	if err != nil {
		return 0, err
	}
	if n < 1 || n > MaxSize || int64(n) > total/2+total%2 {
		return 0, fmt.Errorf("%d units cannot be drawn from a book value of %d: draw from 1 to %d, and at most half of the units", n, total, MaxSize)
	}
	return total, nil
}

func bookValue(amounts []int64) (int64, error) {
	var total int64
	for i, amount := range amounts {
		if amount < 0 {
			return 0, fmt.Errorf("item %d: %w", i+1, ErrNegative)
		}
		if total > math.MaxInt64-amount {
			return 0, fmt.Errorf("item %d: the book value is above %d", i+1, int64(math.MaxInt64))
		}
		total += amount
	}
	return total, nil
}

// locate finds the items of units that rise.
func locate(amounts []int64, units []int64) []Hit {
	var hits []Hit
	item, end := 0, int64(0)
	if len(amounts) > 0 {
		end = amounts[0]
	}
	for _, unit := range units {
		for end < unit {
			item++
			end += amounts[item]
		}
		hits = append(hits, Hit{Unit: big.NewRat(unit, 1), Item: item})
	}
	return hits
}
