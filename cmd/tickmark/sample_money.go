package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"slices"
	"text/tabwriter"

	"github.com/tickmark-audit/tickmark/sampling"
)

// moneyDraw is what draw prints for monetary units.
type moneyDraw struct {
	From       string      `json:"from"`
	Seed       string      `json:"seed"`
	By         string      `json:"by"`
	Population int64       `json:"population"` // items
	Book       string      `json:"book_value"`
	Interval   string      `json:"interval,omitempty"` // a fraction where decimals cannot say it
	Start      string      `json:"start,omitempty"`
	Units      int         `json:"units"`
	Items      []moneyItem `json:"items"`
}

// moneyItem is an item that was drawn, once or more.
type moneyItem struct {
	Key    string `json:"key"`
	Amount string `json:"amount"`
	Hits   int    `json:"hits"`
	// Whole: the amount is at or above the interval, so that the item is
	// tested and evaluated by itself.
	Whole bool `json:"whole,omitempty"`
}

func runDrawMoney(from string, opt sampleDrawOptions, stdin io.Reader, stdout io.Writer) error {
	if len(opt.key) == 0 || opt.seed == "" {
		return usageError{errors.New("--amount needs --key and --seed: monetary units are drawn from a CSV file")}
	}
	if opt.month != "" || opt.after != 0 || opt.population != "" || opt.nonce != "" {
		return usageError{errors.New("--amount goes with neither --month, --after nor --population")}
	}
	input, name, err := openList(from, stdin)
	if err != nil {
		return err
	}
	defer input.Close()
	ledger, err := readAmounts(input, opt)
	if err == nil {
		var draw *moneyDraw
		if draw, err = ledger.draw(opt); err == nil {
			draw.From = name
			if opt.json {
				return printJSON(stdout, draw)
			}
			return draw.print(stdout)
		}
	}
	var usage usageError
	if errors.As(err, &usage) {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// amountList are items in the order of their keys, with their amounts in the
// smallest unit of the currency.
type amountList struct {
	keys     []string
	amounts  []int64
	decimals int
}

// readAmounts reads the items of a CSV file. An error names the line.
func readAmounts(r io.Reader, opt sampleDrawOptions) (*amountList, error) {
	type entry struct {
		key      string
		units    int64
		decimals int
	}
	var entries []entry
	list := &amountList{}
	for item, err := range readCSV(r, csvColumns{key: opt.key, other: opt.amount}) {
		if err != nil {
			return nil, err
		}
		units, decimals, err := parseAmount(item.other)
		if err == nil && units < 0 {
			err = sampling.ErrNegative
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: column %s: %w", item.line, opt.amount, err)
		}
		entries = append(entries, entry{item.key, units, decimals})
		list.decimals = max(list.decimals, decimals)
	}
	if len(entries) == 0 {
		return nil, sampling.ErrNoItems
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	for i, e := range entries {
		if i > 0 && e.key == entries[i-1].key {
			return nil, fmt.Errorf("the key %q is there more than once: an item of a population has one key of its own", e.key)
		}
		for range list.decimals - e.decimals {
			if e.units > math.MaxInt64/10 {
				return nil, fmt.Errorf("item %s: its amount is too large for %d decimals", e.key, list.decimals)
			}
			e.units *= 10
		}
		list.keys = append(list.keys, e.key)
		list.amounts = append(list.amounts, e.units)
	}
	return list, nil
}

func (l *amountList) draw(opt sampleDrawOptions) (*moneyDraw, error) {
	var total int64
	for _, amount := range l.amounts {
		if total > math.MaxInt64-amount {
			return nil, errors.New("the book value is too large")
		}
		total += amount
	}
	if total < int64(opt.size) {
		return nil, fmt.Errorf("%d units cannot be drawn from a book value of %s", opt.size, formatAmount(total, l.decimals))
	}
	draw := &moneyDraw{Seed: opt.seed, By: opt.by, Population: int64(len(l.keys)), Book: formatAmount(total, l.decimals)}
	stream := sampling.NewStream(opt.seed)
	interval := big.NewRat(total, int64(opt.size))
	var hits []sampling.Hit
	var err error
	switch opt.by {
	case "interval":
		whole := total / int64(opt.size)
		start := 1 + stream.Below(whole)
		draw.Interval, draw.Start = amountText(interval, l.decimals), formatAmount(start, l.decimals)
		hits, err = sampling.FixedInterval(l.amounts, interval, big.NewRat(start, 1))
	case "cells":
		hits, err = sampling.Cells(l.amounts, opt.size, stream)
	case "random":
		hits, err = sampling.RandomUnits(l.amounts, opt.size, stream)
	default:
		return nil, usageError{fmt.Errorf("--by: there is no way %q: use interval, cells or random", opt.by)}
	}
	if err != nil {
		return nil, err
	}
	draw.Units = len(hits)
	last := -1
	for _, hit := range hits {
		if hit.Item != last {
			last = hit.Item
			amount := l.amounts[last]
			draw.Items = append(draw.Items, moneyItem{
				Key: l.keys[last], Amount: formatAmount(amount, l.decimals),
				Whole: big.NewRat(amount, 1).Cmp(interval) >= 0,
			})
		}
		draw.Items[len(draw.Items)-1].Hits++
	}
	return draw, nil
}

// amountText is an amount that need not be a whole number of units: exact, as
// a fraction where decimals cannot say it.
func amountText(units *big.Rat, decimals int) string {
	amount := new(big.Rat).Quo(units, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)))
	if places, exact := amount.FloatPrec(); exact {
		return amount.FloatString(max(places, decimals))
	}
	return amount.RatString()
}

func (d *moneyDraw) print(w io.Writer) error {
	fmt.Fprintf(w, "%s in %s of %s.\n", countOf(int64(d.Units), "monetary unit"), countOf(int64(len(d.Items)), "item"), grouped(d.Population))
	printFacts(w, "from", printable(d.From), "seed", printable(d.Seed), "book value", d.Book, "by", d.By, "interval", d.Interval, "start", d.Start)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, item := range d.Items {
		note := countOf(int64(item.Hits), "unit")
		if item.Whole {
			note = "whole"
		}
		fmt.Fprintf(table, "%s\t%s\t  %s\n", item.Amount, note, printable(item.Key))
	}
	return table.Flush()
}
