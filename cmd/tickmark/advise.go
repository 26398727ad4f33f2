package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/advice"
)

func init() { commands = append(commands, newAdviseCommand) }

type adviseOptions struct {
	answers  adviceAnswers
	today    string
	json     bool
	out, ask io.Writer
	in       io.Reader
	terminal bool
}

func newAdviseCommand() *cobra.Command {
	var opt adviseOptions
	cmd := &cobra.Command{
		Use:   "advise",
		Short: "Recommend a report: which kind, which type, which period",
		Long: `Advise asks what the services do, who asks for a report and by when, and
recommends SOC 1, SOC 2 or SOC 3, Type 1 or Type 2, categories and a period,
each with its reason. Dates are worked back from the day on which the report
is needed. It says what would change the advice.

On a terminal it asks for what no flag says. Elsewhere every answer comes from
a flag. With --json the advice is written for tickmark init --from-advice.

It is advice: readers decide what they need, and a CPA firm what it accepts.`,
		Example: `  tickmark advise
  tickmark advise --services-affect-financial-reporting no --customer-data yes \
      --users customers --controls-since 2026-01-01 --needed-by 2026-12-01 --json >advice.json`,
		Args: exactArgs(0, "no argument"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			opt.in, opt.out, opt.ask = cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr()
			opt.terminal = isatty.IsTerminal(os.Stdin.Fd())
			return runAdvise(opt)
		},
	}
	adviceInterview.addFlags(cmd.Flags(), &opt.answers)
	cmd.Flags().StringVar(&opt.today, "today", "", "the day from which dates are counted; today when absent")
	cmd.Flags().BoolVar(&opt.json, "json", false, "write the advice as JSON")
	return cmd
}

func runAdvise(opt adviseOptions) error {
	today := soc.NewDate(time.Now())
	if opt.today != "" {
		var err error
		if today, err = soc.ParseDate(opt.today); err != nil {
			return usageError{fmt.Errorf("--today: %w", err)}
		}
	}
	// Questions go to standard error, so that the advice can go to a file.
	ask := asker{in: bufio.NewReader(opt.in), out: opt.ask, terminal: opt.terminal}
	if err := adviceInterview.all(&ask, &opt.answers); err != nil {
		return err
	}
	answers, err := opt.answers.parse(today)
	if err != nil {
		return usageError{err}
	}
	given, err := advice.Give(answers)
	if err != nil {
		return usageError{err}
	}
	if opt.json {
		out := json.NewEncoder(opt.out)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		return out.Encode(given)
	}
	_, err = io.WriteString(opt.out, adviceText(given))
	return err
}

// adviceText writes the advice for a person.
func adviceText(a *advice.Advice) string {
	var b strings.Builder
	if a.NoReport != "" {
		b.WriteString("Recommended: no SOC report\n" + indented("", a.NoReport))
	}
	for i := range a.Reports {
		if i > 0 {
			b.WriteString("\n")
		}
		writeRecommendation(&b, &a.Reports[i])
	}
	b.WriteString("\nWhat would change the advice\n")
	for _, s := range a.Otherwise {
		b.WriteString(indented("-", s))
	}
	if len(a.Reports) > 0 {
		b.WriteString("\nNext: run this again with --json >advice.json, then: tickmark init DIR --from-advice advice.json\n")
	}
	return b.String()
}

func writeRecommendation(b *strings.Builder, r *advice.Recommendation) {
	e := soc.Engagement{Report: r.Report, Type: r.Type, Period: r.Period, AsOf: r.AsOf}
	fmt.Fprintf(b, "Recommended: %s, %s\n", r.Title(), e.When())
	b.WriteString(indented("report", r.Reason))
	b.WriteString(indented("type", r.TypeReason))
	for i, c := range r.Categories {
		name := "categories"
		if i > 0 {
			name = ""
		}
		b.WriteString(indented(name, strings.ReplaceAll(string(c.Category), "_", " ")+": "+c.Reason))
	}
	b.WriteString(indented("time", r.TimeReason))
	for i, m := range r.Dates {
		name := "dates"
		if i > 0 {
			name = ""
		}
		b.WriteString(indented(name, m.Date.String()+"  "+m.What))
	}
	for i, f := range r.Coverage {
		name := "year ends"
		if i > 0 {
			name = ""
		}
		text := fmt.Sprintf("%s: %d of the %d days of the fiscal year to %s are covered. %s", f.YearEnd, f.Covered, f.Days, f.Year.To.Long(), f.Bridge)
		b.WriteString(indented(name, strings.TrimSpace(text)))
	}
	for i, w := range r.Warnings {
		name := "take care"
		if i > 0 {
			name = ""
		}
		b.WriteString(indented(name, w))
	}
}

// indented writes a name and a text beside it, broken into lines.
func indented(name, text string) string {
	const width, column = 78, 14
	first := fmt.Sprintf("  %-*s", column-2, name)
	if name == "-" {
		first = "  - "
	}
	return first + wrap(text, width-len(first), strings.Repeat(" ", len(first))) + "\n"
}
