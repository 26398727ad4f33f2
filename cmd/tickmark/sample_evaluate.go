package main

import (
	"errors"
	"fmt"
	"io"
	"math/big"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/sampling"
)

type sampleEvaluateOptions struct {
	risk, tolerable, model       string
	size, deviations, population int64
	money, judgement             bool
	taints                       []string
	book                         string
	json                         bool
}

func newSampleEvaluateCommand() *cobra.Command {
	var opt sampleEvaluateOptions
	cmd := &cobra.Command{
		Use:   "evaluate",
		Short: "Say what the deviations of a sample show",
		Long: `Evaluate says what a sample shows about its population: the upper limit of
the rate of deviations at a risk, and whether it stays within the tolerable
rate. An item that could not be located counts as a deviation.

With --money it evaluates monetary units: the upper limit of misstatement by
Stringer's bound, from the taints that were found. Items at or above the
interval are evaluated by themselves.

With --judgement, for a size that was not computed, it prints counts alone.
When every item was tested the rate is known, and there is no limit to give.`,
		Example: `  tickmark sample evaluate --size 60 --deviations 1 --risk 5% --tolerable 10%
  tickmark sample evaluate --size 25 --deviations 0 --population 250 --risk 10%
  tickmark sample evaluate --size 6 --deviations 1 --judgement
  tickmark sample evaluate --money --size 145 --taint 100% --taint 9.887% --risk 5%`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runSampleEvaluate(opt, cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.Int64Var(&opt.size, "size", 0, "number of items, or monetary units, that were tested")
	flags.Int64Var(&opt.deviations, "deviations", 0, "number of deviations among them")
	flags.StringVar(&opt.risk, "risk", "", "risk of relying on a control that fails, such as 5%")
	flags.StringVar(&opt.tolerable, "tolerable", "", "`rate` that would be too much, such as 5%")
	flags.Int64Var(&opt.population, "population", 0, "number of items in the population, when it is known")
	flags.StringVar(&opt.model, "model", "", "binomial, hypergeometric or poisson (default by --population)")
	flags.BoolVar(&opt.money, "money", false, "evaluate monetary units")
	flags.StringArrayVar(&opt.taints, "taint", nil, "misstatement of a unit's item as a share of its value, such as 12.5%")
	flags.StringVar(&opt.book, "book", "", "book `value` that the units were drawn from")
	flags.BoolVar(&opt.judgement, "judgement", false, "the size was judgement: print counts alone")
	flags.BoolVar(&opt.json, "json", false, "print the evaluation as JSON")
	return cmd
}

// sampleEvaluation is what evaluate prints.
type sampleEvaluation struct {
	Kind       string `json:"kind"` // attributes, monetary_units, judgement or every_item
	Model      string `json:"model,omitempty"`
	Risk       string `json:"risk,omitempty"`
	Population int64  `json:"population,omitempty"`
	Size       int64  `json:"size"`
	Deviations int64  `json:"deviations"`
	Rate       string `json:"rate,omitempty"` // found, in the sample
	// UpperLimit is rounded up; of monetary units it is Stringer's bound.
	UpperLimit  string `json:"upper_limit,omitempty"`
	UpperAmount string `json:"upper_amount,omitempty"`
	// WholeTaints is the limit that takes each taint as a whole one.
	WholeTaints string `json:"upper_limit_whole_taints,omitempty"`
	Tolerable   string `json:"tolerable,omitempty"`
	Supports    *bool  `json:"supports,omitempty"`
}

func runSampleEvaluate(opt sampleEvaluateOptions, stdout io.Writer) error {
	result, err := opt.evaluate()
	if err != nil {
		return err
	}
	if opt.json {
		return printJSON(stdout, result)
	}
	result.print(stdout)
	return nil
}

func (opt sampleEvaluateOptions) evaluate() (*sampleEvaluation, error) {
	if opt.size <= 0 || opt.deviations < 0 || opt.deviations > opt.size {
		return nil, usageError{errors.New("give --size, the number that was tested, and --deviations, which cannot be more")}
	}
	if opt.population < 0 || opt.population > 0 && opt.size > opt.population {
		return nil, usageError{fmt.Errorf("%d items cannot be drawn from a population of %d", opt.size, opt.population)}
	}
	e := &sampleEvaluation{Size: opt.size, Deviations: opt.deviations, Population: opt.population}
	statistics := opt.risk != "" || opt.tolerable != "" || opt.model != "" || opt.money
	if opt.judgement {
		if statistics {
			return nil, usageError{errors.New("--judgement takes no figures of statistics: a size that was not computed gives none back")}
		}
		e.Kind = "judgement"
		return e, nil
	}
	if !opt.money && (len(opt.taints) > 0 || opt.book != "") {
		return nil, usageError{errors.New("--taint and --book need --money")}
	}
	risk, err := rateFlag("risk", opt.risk)
	if err != nil {
		return nil, err
	}
	tolerable, err := rateFlag("tolerable", opt.tolerable)
	if err != nil {
		return nil, err
	}
	if !opt.money && opt.population == opt.size {
		return e, opt.known(e, tolerable)
	}
	if risk == nil {
		return nil, usageError{errors.New("give --risk, or --judgement when the size was not computed")}
	}
	e.Risk = percent(risk)
	if tolerable != nil {
		e.Tolerable = percent(tolerable)
	}
	if opt.money {
		return e, opt.evaluateMoney(e, risk, tolerable)
	}
	e.Kind, e.Model = "attributes", string(modelFlag(opt.model, opt.population))
	e.Rate = foundText(big.NewRat(opt.deviations, opt.size))
	r := sampling.Result{Model: sampling.Model(e.Model), Risk: risk, Items: opt.size, Deviations: opt.deviations, Population: opt.population}
	limit, err := r.UpperLimit(3)
	if err != nil {
		return nil, err
	}
	e.UpperLimit = sampling.FormatPercent(limit, 1)
	if tolerable == nil {
		return e, nil
	}
	supports, err := r.Supports(tolerable)
	e.Supports = &supports
	return e, err
}

// known is the evaluation when every item was tested.
func (opt sampleEvaluateOptions) known(e *sampleEvaluation, tolerable *big.Rat) error {
	rate := big.NewRat(opt.deviations, opt.size)
	e.Kind, e.Rate = "every_item", foundText(rate)
	if tolerable != nil {
		within := rate.Cmp(tolerable) <= 0
		e.Tolerable, e.Supports = percent(tolerable), &within
	}
	return nil
}

func (opt sampleEvaluateOptions) evaluateMoney(e *sampleEvaluation, risk, tolerable *big.Rat) error {
	if opt.population != 0 || opt.deviations != 0 {
		return usageError{errors.New("monetary units take --taint for each misstatement, and no --population or --deviations")}
	}
	r := sampling.MoneyResult{Model: sampling.Model(opt.model), Risk: risk, Units: opt.size}
	if opt.model == "" {
		r.Model = sampling.Poisson
	}
	for _, text := range opt.taints {
		taint, err := rateFlag("taint", text)
		if err != nil {
			return err
		}
		if taint == nil {
			return usageError{errors.New("--taint is empty: write a share, such as 12.5%")}
		}
		r.Taints = append(r.Taints, taint)
	}
	likely, err := r.MostLikely()
	if err != nil {
		return err
	}
	limit, err := r.Stringer()
	if err != nil {
		return err
	}
	whole, err := r.Attributes()
	if err != nil {
		return err
	}
	e.Kind, e.Model, e.Deviations = "monetary_units", string(r.Model), int64(len(r.Taints))
	e.Rate, e.UpperLimit, e.WholeTaints = foundText(likely), sampling.FormatPercent(limit, 2), sampling.FormatPercent(whole, 2)
	if tolerable != nil {
		supports := limit.Cmp(tolerable) <= 0
		e.Supports = &supports
	}
	if opt.book != "" {
		book, decimals, err := parseAmount(opt.book)
		if err != nil || book <= 0 {
			return usageError{fmt.Errorf("--book: %q is not an amount above zero, such as 1250000.00", opt.book)}
		}
		e.UpperAmount = formatAmountUp(new(big.Rat).Mul(limit, big.NewRat(book, 1)), decimals)
	}
	return nil
}

func (e *sampleEvaluation) print(w io.Writer) {
	switch e.Kind {
	case "judgement":
		fmt.Fprintf(w, "%s in %s tested.\n", countOf(e.Deviations, "deviation"), countOf(e.Size, "item"))
		fmt.Fprintln(w, "The size was judgement, not statistics: what the items show holds for the items.")
		return
	case "every_item":
		fmt.Fprintf(w, "%s in all %s of the population: %s.\n", countOf(e.Deviations, "deviation"), countOf(e.Size, "item"), e.Rate)
		fmt.Fprintln(w, "Every item was tested: the rate is known, and there is no limit to give.")
	case "monetary_units":
		fmt.Fprintf(w, "%s in %s tested: most likely %s of the book value.\n", countOf(e.Deviations, "misstatement"), countOf(e.Size, "monetary unit"), e.Rate)
		amount := ""
		if e.UpperAmount != "" {
			amount = ", which is " + e.UpperAmount
		}
		fmt.Fprintf(w, "At a risk of %s, no more than %s of the book value is misstated%s (Stringer's bound).\n", e.Risk, e.UpperLimit, amount)
	default:
		fmt.Fprintf(w, "%s in %s tested: %s.\n", countOf(e.Deviations, "deviation"), countOf(e.Size, "item"), e.Rate)
		fmt.Fprintf(w, "At a risk of %s, no more than %s of the items deviate.\n", e.Risk, e.UpperLimit)
	}
	if e.Supports != nil {
		verdict := "That is within the tolerable %s.\n"
		if !*e.Supports {
			verdict = "That is above the tolerable %s.\n"
		}
		fmt.Fprintf(w, verdict, e.Tolerable)
	}
	population := ""
	if e.Population > 0 {
		population = countOf(e.Population, "item")
	}
	printFacts(w, "model", e.Model, "population", population, "with whole taints", e.WholeTaints)
}
