package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/sampling"
)

type sampleDrawOptions struct {
	key         []string
	month       string
	seed        string
	size, after int
	amount, by  string
	population  string
	nonce       string
	limits      limitOptions
	json        bool
}

func newSampleDrawCommand() *cobra.Command {
	var opt sampleDrawOptions
	cmd := &cobra.Command{
		Use:   "draw FILE|-|DIR",
		Short: "Say which items are in a sample",
		Long: `Draw gives every item a ticket, SHA-256 of the hexadecimal SHA-256 of the
seed followed by the item's key, and takes the items with the smallest. The
same seed and keys give the same sample on any machine, in any order. A larger
size begins with the same items: to extend a sample, or to replace an item
that was void, draw the next tickets with --after.

From a CSV file, name the columns of the key with --key; without it, every
line of FILE is a key. A single - reads standard input.

From a sealed population, give the folder of the engagement with --population
and a --nonce. The seed is then made of the population's digest and the nonce,
which must be chosen, and its hash shared, before the population is sealed.

With --amount, monetary units are drawn in place of items: by a fixed interval
from a random start, one from each of as many cells, or at random (--by). Items
lie in the order of their keys.

With --month, the sample is spread over the months of a column of days, in
proportion to their items.

Nothing is written to an engagement file: keep the output.`,
		Example: `  tickmark sample draw changes.csv --key number --seed 31415926 --size 25
  cut -f1 list.txt | tickmark sample draw - --seed 31415926 --size 25
  tickmark sample draw changes.csv --key number --seed 31415926 --size 30 --after 25
  tickmark sample draw payouts.csv --key id --amount net --seed 31415926 --size 143
  tickmark sample draw my-program --population changes --nonce 7c1f3a9e --size 25`,
		Args: exactArgs(1, "a file, - for standard input, or the folder of an engagement"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runSampleDraw(cmd.Context(), args[0], opt, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&opt.key, "key", nil, "`column` of the key in a CSV file; several make one key")
	flags.StringVar(&opt.month, "month", "", "`column` of days: spread the sample over their months")
	flags.StringVar(&opt.seed, "seed", "", "seed of a draw from a file")
	flags.IntVar(&opt.size, "size", 0, "number of items to draw (required)")
	flags.IntVar(&opt.after, "after", 0, "leave out the first `n`, which were drawn before")
	flags.StringVar(&opt.amount, "amount", "", "`column` of amounts: draw monetary units")
	flags.StringVar(&opt.by, "by", "interval", "how monetary units are drawn: interval, cells or random")
	flags.StringVar(&opt.population, "population", "", "sealed population of the engagement in DIR")
	flags.StringVar(&opt.nonce, "nonce", "", "what the practitioner committed to before the population was sealed")
	opt.limits.addTo(flags)
	flags.BoolVar(&opt.json, "json", false, "print the sample as JSON")
	return cmd
}

// sampleDraw is what draw prints.
type sampleDraw struct {
	From       string         `json:"from"`
	Digest     string         `json:"population_digest,omitempty"`
	Verdict    string         `json:"population_verdict,omitempty"`
	Nonce      string         `json:"nonce,omitempty"`
	Seed       string         `json:"seed"`
	Population int64          `json:"population"` // items
	Size       int            `json:"size"`
	After      int            `json:"after,omitempty"`
	Strata     []drawnStratum `json:"strata,omitempty"`
	Items      []drawnItem    `json:"items"`
}

type drawnStratum struct {
	Name       string `json:"name"`
	Population int64  `json:"population"`
	Size       int    `json:"size"`
}

type drawnItem struct {
	Place   int    `json:"place"` // in the order of tickets, from 1; in its stratum
	Key     string `json:"key"`
	Ticket  string `json:"ticket"`
	Stratum string `json:"stratum,omitempty"`
}

func runSampleDraw(ctx context.Context, from string, opt sampleDrawOptions, stdin io.Reader, stdout io.Writer) error {
	if opt.size < 1 || opt.size > sampling.MaxSize {
		return usageError{fmt.Errorf("give --size, the number of items to draw, from 1 to %d", sampling.MaxSize)}
	}
	if opt.after < 0 || opt.after >= opt.size {
		return usageError{errors.New("--after is how many were drawn before, out of --size: it must be smaller")}
	}
	if opt.after > 0 && opt.month != "" {
		return usageError{errors.New("--after does not go with --month: a larger sample divides itself over the months anew")}
	}
	if opt.amount != "" {
		return runDrawMoney(from, opt, stdin, stdout)
	}
	var draw *sampleDraw
	var err error
	if opt.population != "" {
		draw, err = drawSealed(ctx, from, opt)
	} else {
		draw, err = drawFile(from, opt, stdin)
	}
	if err != nil {
		return err
	}
	if opt.json {
		return printJSON(stdout, draw)
	}
	return draw.print(stdout)
}

// drawFile draws from a file or standard input.
func drawFile(from string, opt sampleDrawOptions, stdin io.Reader) (*sampleDraw, error) {
	if opt.nonce != "" {
		return nil, usageError{errors.New("--nonce needs --population: it makes the seed together with the digest of a sealed population")}
	}
	if opt.month != "" && len(opt.key) == 0 {
		return nil, usageError{errors.New("--month needs --key: lines have no columns")}
	}
	seed, err := sampling.NewSeed(opt.seed)
	if err != nil {
		return nil, usageError{fmt.Errorf("--seed: %w", err)}
	}
	input, name, err := openList(from, stdin)
	if err != nil {
		return nil, err
	}
	defer input.Close()
	items := readLines(input)
	if len(opt.key) > 0 {
		items = byMonth(readCSV(input, csvColumns{key: opt.key, other: opt.month}), opt.month)
	}
	draw, err := drawFrom(seed, items, opt)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	draw.From, draw.Seed = name, opt.seed
	return draw, nil
}

// openList opens a file, or standard input for "-", with a name for messages.
func openList(from string, stdin io.Reader) (io.ReadCloser, string, error) {
	if from == "-" {
		return io.NopCloser(stdin), "standard input", nil
	}
	if info, err := os.Stat(from); err == nil && info.IsDir() {
		return nil, "", usageError{fmt.Errorf("%s is a folder: name one of its populations with --population", from)}
	}
	file, err := os.Open(from)
	if err != nil {
		return nil, "", fmt.Errorf("read the population: %w", err)
	}
	return file, from, nil
}

// drawFrom draws from items, over months or not.
func drawFrom(seed sampling.Seed, items iter.Seq2[sampling.Placed, error], opt sampleDrawOptions) (*sampleDraw, error) {
	draw := &sampleDraw{After: opt.after}
	if opt.month == "" {
		drawn, err := seed.Draw(justKeys(items), opt.size)
		if err != nil {
			return nil, err
		}
		if len(drawn.Items) <= opt.after {
			return nil, fmt.Errorf("all %d items were drawn before", drawn.Population)
		}
		draw.Population = drawn.Population
		draw.add(drawn.Items, "", opt.after)
		return draw, nil
	}
	strata, err := seed.DrawStrata(items, opt.size)
	if err != nil {
		return nil, err
	}
	for _, s := range strata {
		draw.Population += s.Population
		draw.Strata = append(draw.Strata, drawnStratum{s.Name, s.Population, len(s.Items)})
		draw.add(s.Items, s.Name, 0)
	}
	return draw, nil
}

func (d *sampleDraw) add(items []sampling.Item, stratum string, after int) {
	for i, item := range items[after:] {
		d.Items = append(d.Items, drawnItem{Place: after + i + 1, Key: item.Key, Ticket: item.Ticket.String(), Stratum: stratum})
	}
	d.Size = len(d.Items)
}

func (d *sampleDraw) print(w io.Writer) error {
	fmt.Fprintf(w, "%s of %s.\n", countOf(int64(d.Size), "item"), grouped(d.Population))
	after := ""
	if d.After > 0 {
		after = fmt.Sprintf("the first %d, which were drawn before", d.After)
	}
	printFacts(w, "from", printable(d.From), "digest", d.Digest, "completeness", d.Verdict, "nonce", printable(d.Nonce), "seed", printable(d.Seed), "left out", after)
	for _, s := range d.Strata {
		printFacts(w, "month "+s.Name, fmt.Sprintf("%d of %s", s.Size, countOf(s.Population, "item")))
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, item := range d.Items {
		fmt.Fprintf(table, "%4d\t%s\t", item.Place, item.Ticket)
		if item.Stratum != "" {
			fmt.Fprintf(table, "%s\t", item.Stratum)
		}
		fmt.Fprintf(table, "%s\n", printable(item.Key))
	}
	return table.Flush()
}
