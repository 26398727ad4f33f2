package main

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/sampling"
)

type samplePlanOptions struct {
	risk, tolerable, expected string
	model                     string
	allow, population         int64
	first, firstAllow, second int64
	money                     bool
	book                      string
	frequency, level, policy  string
	json                      bool
}

func newSamplePlanCommand() *cobra.Command {
	var opt samplePlanOptions
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Say how many items to draw",
		Long: `Plan says how many items to draw, in one of four ways:

  by statistics    --risk and --tolerable, with --expected or --allow
  in two stages    the same, with --first and --second (or --first alone, and
                   the smallest second stage is found)
  monetary units   the same with --money, as shares of the book value
  by a policy      --frequency, from a firm's own table of sizes

The risk is that of relying on a control that fails: one minus confidence.
Sizes from a policy are judgement. They come with no such figure.`,
		Example: `  tickmark sample plan --risk 5% --tolerable 5%
  tickmark sample plan --risk 10% --tolerable 10% --allow 1 --population 250
  tickmark sample plan --risk 10% --tolerable 10% --first 25 --second 15 --allow 1
  tickmark sample plan --money --risk 5% --tolerable 3% --expected 0.5% --book 1250000.00
  tickmark sample plan --frequency weekly --policy firm.yaml`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runSamplePlan(opt, cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opt.risk, "risk", "", "risk of relying on a control that fails, such as 5%")
	flags.StringVar(&opt.tolerable, "tolerable", "", "`rate` of deviations that would be too many, such as 5%")
	flags.StringVar(&opt.expected, "expected", "", "`rate` of deviations that the sample may show")
	flags.Int64Var(&opt.allow, "allow", 0, "number of deviations that the sample may show")
	flags.Int64Var(&opt.population, "population", 0, "number of items in the population, when it is known")
	flags.StringVar(&opt.model, "model", "", "binomial, hypergeometric or poisson (default by --population)")
	flags.Int64Var(&opt.first, "first", 0, "items of the first of two stages")
	flags.Int64Var(&opt.firstAllow, "first-allow", 0, "deviations with which the first stage accepts at once")
	flags.Int64Var(&opt.second, "second", 0, "items of the second stage")
	flags.BoolVar(&opt.money, "money", false, "plan a sample of monetary units")
	flags.StringVar(&opt.book, "book", "", "book `value`, for the interval")
	flags.StringVar(&opt.frequency, "frequency", "", "how often the control runs: take the size from a policy")
	flags.StringVar(&opt.level, "level", "moderate", "level of risk in the policy: low, moderate or high")
	flags.StringVar(&opt.policy, "policy", "", "YAML `file` with the firm's policy (default a table of common practice)")
	flags.BoolVar(&opt.json, "json", false, "print the plan as JSON")
	return cmd
}

// samplePlan is what plan prints. A judgement has size and basis only.
type samplePlan struct {
	Kind       string `json:"kind"` // attributes, two_stages, monetary_units or judgement
	Model      string `json:"model,omitempty"`
	Risk       string `json:"risk,omitempty"`
	Tolerable  string `json:"tolerable,omitempty"`
	Expected   string `json:"expected,omitempty"`
	Population int64  `json:"population,omitempty"`
	Size       int64  `json:"size"`
	Allowed    *int64 `json:"allowed,omitempty"`
	First      int64  `json:"first,omitempty"`
	FirstAllow *int64 `json:"first_allowed,omitempty"`
	Second     int64  `json:"second,omitempty"`
	// Achieved is the chance of accepting at the tolerable rate.
	Achieved string `json:"achieved_risk,omitempty"`
	Taints   string `json:"expected_taints,omitempty"`
	Factor   string `json:"factor,omitempty"`
	Interval string `json:"interval,omitempty"`
	Basis    string `json:"basis,omitempty"`

	within bool // two stages: the achieved risk is within the risk
}

func runSamplePlan(opt samplePlanOptions, stdout io.Writer) error {
	plan, err := opt.plan()
	if err != nil {
		return err
	}
	if opt.json {
		return printJSON(stdout, plan)
	}
	plan.print(stdout)
	return nil
}

func (opt samplePlanOptions) plan() (*samplePlan, error) {
	if opt.frequency != "" {
		if opt.risk != "" || opt.tolerable != "" || opt.expected != "" || opt.allow != 0 || opt.first != 0 || opt.money {
			return nil, usageError{errors.New("a size by --frequency is judgement, and takes no figures of statistics: use either")}
		}
		return opt.judge()
	}
	if opt.policy != "" {
		return nil, usageError{errors.New("--policy needs --frequency: how often does the control run?")}
	}
	risk, err := rateFlag("risk", opt.risk)
	if err != nil {
		return nil, err
	}
	tolerable, err := rateFlag("tolerable", opt.tolerable)
	if err != nil {
		return nil, err
	}
	expected, err := rateFlag("expected", opt.expected)
	if err != nil {
		return nil, err
	}
	if risk == nil || tolerable == nil {
		return nil, usageError{errors.New("give --risk and --tolerable for statistics, or --frequency for the firm's policy")}
	}
	plan := &samplePlan{Risk: percent(risk), Tolerable: percent(tolerable), Population: opt.population}
	if expected != nil {
		plan.Expected = percent(expected)
	}
	switch {
	case opt.money:
		return plan, opt.planMoney(plan, sampling.MoneyPlan{Risk: risk, Tolerable: tolerable, Expected: expected})
	case opt.book != "":
		return nil, usageError{errors.New("--book needs --money")}
	case opt.first != 0 || opt.second != 0 || opt.firstAllow != 0:
		return plan, opt.planStages(plan, risk, tolerable)
	}
	model := modelFlag(opt.model, opt.population)
	size, err := sampling.Plan{Model: model, Risk: risk, Tolerable: tolerable, Expected: expected, Allowed: opt.allow, Population: opt.population}.Size()
	plan.Kind, plan.Model, plan.Size, plan.Allowed = "attributes", string(model), size.Items, &size.Allowed
	plan.Achieved = chanceText(size.Risk)
	return plan, err
}

func (opt samplePlanOptions) planStages(plan *samplePlan, risk, tolerable *big.Rat) error {
	if opt.expected != "" {
		return usageError{errors.New("a plan in two stages takes --allow, not --expected")}
	}
	stages := sampling.TwoStage{
		Model: modelFlag(opt.model, opt.population), Population: opt.population,
		First: opt.first, FirstAllowed: opt.firstAllow, Second: opt.second, Allowed: opt.allow,
	}
	var err error
	if opt.second == 0 {
		if stages, err = stages.SecondFor(risk, tolerable); err != nil {
			return err
		}
	}
	achieved, err := stages.Acceptance(tolerable)
	if err != nil {
		return err
	}
	plan.Kind, plan.Model, plan.Size = "two_stages", string(stages.Model), stages.First+stages.Second
	plan.First, plan.FirstAllow, plan.Second, plan.Allowed = stages.First, &stages.FirstAllowed, stages.Second, &stages.Allowed
	plan.Achieved = sampling.FormatPercent(achieved, 2)
	plan.within = achieved.Cmp(risk) <= 0
	return nil
}

func (opt samplePlanOptions) planMoney(plan *samplePlan, money sampling.MoneyPlan) error {
	if opt.allow != 0 || opt.first != 0 || opt.second != 0 || opt.population != 0 {
		return usageError{errors.New("a plan of monetary units takes --expected as a share of the book value, and neither items nor stages")}
	}
	if opt.model != "" && opt.model != string(sampling.Poisson) {
		return usageError{errors.New("monetary units are planned with the poisson model")}
	}
	size, err := money.Size()
	if err != nil {
		return err
	}
	plan.Kind, plan.Model, plan.Size = "monetary_units", string(sampling.Poisson), size.Units
	plan.Taints, plan.Factor = decimalText(size.Taints), decimalText(size.Factor)
	if opt.book == "" {
		return nil
	}
	book, decimals, err := parseAmount(opt.book)
	if err != nil || book <= 0 {
		return usageError{fmt.Errorf("--book: %q is not an amount above zero, such as 1250000.00", opt.book)}
	}
	plan.Interval = formatAmount(book/size.Units, decimals)
	return nil
}

// judge takes the size from a policy.
func (opt samplePlanOptions) judge() (*samplePlan, error) {
	policy := sampling.CommonPolicy()
	if opt.policy != "" {
		data, err := os.ReadFile(opt.policy)
		if err != nil {
			return nil, fmt.Errorf("read the policy: %w", err)
		}
		if policy, err = parsePolicy(data); err != nil {
			return nil, fmt.Errorf("%s: %w", opt.policy, err)
		}
	}
	judgement, err := policy.Size(opt.frequency, opt.level, opt.population)
	if err != nil {
		return nil, err
	}
	return &samplePlan{Kind: "judgement", Population: opt.population, Size: judgement.Size, Basis: judgement.Basis}, nil
}

// parsePolicy reads a policy and checks it. The error has line and column
// where the YAML is at fault. A panic of the YAML reader becomes an error: the
// bytes come from somebody else.
func parsePolicy(data []byte) (policy sampling.Policy, err error) {
	defer func() {
		if r := recover(); r != nil {
			policy, err = sampling.Policy{}, fmt.Errorf("the YAML reader failed: %v", r)
		}
	}()
	if err := yaml.UnmarshalWithOptions(data, &policy, yaml.Strict()); err != nil {
		return sampling.Policy{}, errors.New(yaml.FormatError(err, false, true))
	}
	return policy, policy.Check()
}

func (p *samplePlan) print(w io.Writer) {
	switch p.Kind {
	case "judgement":
		fmt.Fprintf(w, "Take %s.\n", countOf(p.Size, "item"))
		printFacts(w, "from", p.Basis)
		fmt.Fprintln(w, "This size is judgement, not statistics: what the items show holds for the items.")
		return
	case "two_stages":
		fmt.Fprintf(w, "First draw %s. With %s, accept. With more than %d, reject.\n", countOf(p.First, "item"), atMost(*p.FirstAllow), *p.Allowed)
		fmt.Fprintf(w, "Otherwise draw %s more, and accept with %s in all %d.\n", grouped(p.Second), atMost(*p.Allowed), p.Size)
		fmt.Fprintf(w, "If %s of the items deviate, this plan accepts with a chance of %s.\n", p.Tolerable, p.Achieved)
		if !p.within {
			fmt.Fprintf(w, "That is above the risk of %s: the second chance is not free. Draw more, or allow less.\n", p.Risk)
		}
		fmt.Fprintln(w, "Fix the plan before the first item is drawn.")
	case "monetary_units":
		fmt.Fprintf(w, "Draw %s.\n", countOf(p.Size, "monetary unit"))
		fmt.Fprintf(w, "If the book value is overstated by %s, the sample passes with a chance of at most %s.\n", p.Tolerable, p.Risk)
	default:
		fmt.Fprintf(w, "Draw %s, and accept with %s.\n", countOf(p.Size, "item"), atMost(*p.Allowed))
		fmt.Fprintf(w, "If %s of the items deviate, the sample passes with a chance of %s, within the risk of %s.\n", p.Tolerable, p.Achieved, p.Risk)
	}
	population := ""
	if p.Population > 0 {
		population = countOf(p.Population, "item")
	}
	printFacts(w, "model", p.Model, "population", population, "expected", p.Expected,
		"sum of expected taints", p.Taints, "factor", p.Factor, "interval", p.Interval)
}
