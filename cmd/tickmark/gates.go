package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

func init() { commands = append(commands, newGatesCommand) }

type gatesOptions struct {
	json   bool
	open   bool
	beside []string
}

func newGatesCommand() *cobra.Command {
	var opt gatesOptions
	cmd := &cobra.Command{
		Use:   "gates DIR",
		Short: "List what keeps the report from being issued, and who can supply it",
		Long: `Gates lists every rule that must hold before the report can be issued, in the
order of the work and by area: first those that are open, with what is missing
and who can supply it, then those that were overridden, with the reason, and
those that are shut or do not apply.

A gate marked B blocks: nobody can override it. One marked W can be overridden
by the engagement partner with a reason, which is printed in the file.

The texts of the report are looked through as they would be issued. What depends
on the date of the report takes that of management's representation letter
until the report is issued.

The exit code is 0 whenever the gates could be evaluated.`,
		Example: "  tickmark gates my-program --open",
		Args:    exactArgs(1, "the folder of a program or of an engagement file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runGates(cmd.Context(), args[0], opt, cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&opt.json, "json", false, "print the gates as JSON")
	flags.BoolVar(&opt.open, "open", false, "list the open gates only")
	flags.StringArrayVar(&opt.beside, "beside", nil, "say how much of the description another engagement's has too (gate G-DSC-11); may be repeated")
	return cmd
}

// gateList is what 'gates --json' prints.
type gateList struct {
	Title  string          `json:"title"`
	Issued soc.Date        `json:"issued,omitzero"` // the date of the report, when one was issued
	Open   int             `json:"open"`
	Gates  []soc.GateState `json:"gates"`
	Shared []sharedText    `json:"shared_text,omitempty"`
}

// sharedText is how much of a description another one has too.
type sharedText struct {
	With  string `json:"with"`
	Share string `json:"share"` // a decimal fraction
}

func runGates(ctx context.Context, dir string, opt gatesOptions, stdout io.Writer) error {
	ex, err := examinationIn(ctx, dir)
	if err != nil {
		return err
	}
	if ex.TextFaults, err = checkTexts(ex); err != nil {
		return fmt.Errorf("look through the texts of the report: %w", err)
	}
	ex.TextsChecked = true
	opinion.Propose(ex)

	l := gateList{Title: ex.Engagement.Title(), Open: len(opinion.Open(ex.Gates)), Gates: ex.Gates}
	if ex.Final != nil {
		l.Issued = ex.Final.Date
	}
	if opt.open {
		l.Gates = opinion.Open(ex.Gates)
	}
	for _, other := range opt.beside {
		beside, err := examinationIn(ctx, other)
		if err != nil {
			return err
		}
		l.Shared = append(l.Shared, sharedText{other, opinion.SharedText(ex.Description, beside.Description).FloatString(2)})
	}
	if opt.json {
		return printJSON(stdout, l)
	}
	l.print(stdout, opt.open)
	return nil
}

// examinationIn reads the examination of an engagement file, with the date of
// its report when one was issued, and writes nothing.
func examinationIn(ctx context.Context, dir string) (*soc.Examination, error) {
	folder, err := engagement.Resolve(dir)
	if err != nil {
		return nil, err
	}
	file, err := engagement.Open(ctx, folder, engagement.FileOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer file.Close()
	ex, err := file.Examination(ctx)
	if err != nil {
		return nil, err
	}
	issued, err := file.IssuedReport(ctx)
	if issued != nil {
		ex.Final = &issued.Final
	}
	return ex, err
}

// The groups that gates are printed in, in their order.
var gateGroups = []struct {
	title string
	of    func(soc.GateState) bool
}{
	{"Open", func(g soc.GateState) bool { return g.Open }},
	{"Overridden by the engagement partner", func(g soc.GateState) bool { return g.Overridden != "" }},
	{"Shut", func(g soc.GateState) bool { return !g.Open && g.Overridden == "" && g.NotApplicable == "" }},
	{"Not applicable", func(g soc.GateState) bool { return g.NotApplicable != "" }},
}

func (l gateList) print(w io.Writer, openOnly bool) {
	if !l.Issued.IsZero() {
		fmt.Fprintf(w, "The report was issued, dated %s.\n", l.Issued.Long())
	}
	if l.Open == 0 {
		fmt.Fprintf(w, "%s: no gate is open.\n", l.Title)
	} else {
		fmt.Fprintf(w, "%s: %s open. B blocks; W may be overridden by the engagement partner, with a reason.\n", l.Title, isOpen(l.Open))
	}
	for _, group := range gateGroups {
		area, titled := "", false
		for _, g := range l.Gates {
			if !group.of(g) {
				continue
			}
			if !titled {
				fmt.Fprintf(w, "\n%s\n", strings.ToUpper(group.title))
				titled = true
			}
			if g.Area != area {
				area = g.Area
				fmt.Fprintf(w, "  %s\n", area)
			}
			printGate(w, g)
		}
		if openOnly {
			break
		}
	}
	for _, s := range l.Shared {
		fmt.Fprintf(w, "\n%s of the description's phrases are also in the description of %s.\n", s.Share, printable(s.With))
	}
}

func printGate(w io.Writer, g soc.GateState) {
	const width, indent = 88, "                  "
	severity := "W"
	if g.Blocks {
		severity = "B"
	}
	say := func(mark, text string) {
		if text != "" {
			fmt.Fprintf(w, "                %s %s\n", mark, wrap(printable(text), width, indent))
		}
	}
	fmt.Fprintf(w, "    %-8s  %s  %s\n", g.ID, severity, wrap(printable(g.Requirement), width, "                 "))
	if g.Open || g.Overridden != "" {
		for _, missing := range g.Missing {
			say("-", missing)
		}
	}
	if g.Overridden != "" {
		say("=", "Overridden: "+g.Overridden)
	}
	say("!", g.Refused)
	say("=", g.NotApplicable)
}
