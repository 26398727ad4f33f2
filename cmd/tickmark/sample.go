package main

import (
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/sampling"
)

func init() { commands = append(commands, newSampleCommand) }

func newSampleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sample",
		Short: "Plan, draw and evaluate a sample",
		Long: `Sample is for what a run cannot test on every item: something that a person
has to read. Plan says how many items to draw, draw says which, and evaluate
says what the result shows.

Each of them computes and prints, and writes nothing to an engagement file.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("unknown command %q: use sample plan, sample draw or sample evaluate", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newSamplePlanCommand(), newSampleDrawCommand(), newSampleEvaluateCommand())
	return cmd
}

// noArgs refuses arguments of a command that takes flags only.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("%s takes flags only: what is %q?", cmd.CommandPath(), args[0])}
	}
	return nil
}

// rateFlag reads a flag that holds a rate; nil when it was not given.
func rateFlag(name, text string) (*big.Rat, error) {
	if text == "" {
		return nil, nil
	}
	rate, err := sampling.ParseRate(text)
	if err != nil {
		return nil, usageError{fmt.Errorf("--%s: %w", name, err)}
	}
	return rate, nil
}

// modelFlag picks the model: hypergeometric for a population of known size
// and binomial without one, unless another was named.
func modelFlag(name string, population int64) sampling.Model {
	switch {
	case name != "":
		return sampling.Model(name)
	case population > 0:
		return sampling.Hypergeometric
	}
	return sampling.Binomial
}

// percent is a rate in percent, exact where decimals can say it.
func percent(rate *big.Rat) string {
	scaled := new(big.Rat).Mul(rate, big.NewRat(100, 1))
	if decimals, exact := scaled.FloatPrec(); exact {
		return scaled.FloatString(decimals) + "%"
	}
	return rate.RatString()
}

// foundText is a rate that was found, in percent, rounded to the nearest.
// Limits are rounded up instead (sampling.FormatPercent).
func foundText(rate *big.Rat) string {
	found, _ := rate.Float64()
	return chanceText(found)
}

// chanceText is a computed chance in percent, with three significant digits.
func chanceText(chance float64) string { return fmt.Sprintf("%.3g%%", 100*chance) }

// countOf is a number with its noun: "1 item", "2 items".
func countOf(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// atMost is how many deviations a sample may show, in words.
func atMost(n int64) string {
	if n == 0 {
		return "no deviation"
	}
	return "at most " + countOf(n, "deviation")
}

// printFacts prints names and values in two columns, without the empty ones.
func printFacts(w io.Writer, pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			fmt.Fprintf(w, "  %-22s %s\n", pairs[i], strings.TrimSpace(pairs[i+1]))
		}
	}
}
