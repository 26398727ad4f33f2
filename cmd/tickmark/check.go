package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/worker"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

func init() { commands = append(commands, newCheckCommand) }

type checkOptions struct {
	dir string
	set []string
	out io.Writer
}

func newCheckCommand() *cobra.Command {
	var opt checkOptions
	cmd := &cobra.Command{
		Use:   "check DIR",
		Short: "Read a program and report every fault in it",
		Long: `Check reads the program in DIR and reports every fault in one run: the file,
the line and the column, an excerpt, and what to do. It collects nothing and
tests nothing.

The SQL of the procedures is parsed by the engine that will run it. Whether
its tables and columns exist is only known once populations are collected.

A control without a procedure and a criterion without a control are no
faults: the summary names them, and an examination says "not tested". Nor is
what it lists as to settle, which will be asked for before a report is issued.`,
		Example: "  tickmark check examples/larkspur-soc2\n  tickmark check examples/git-changes --set repository=/srv/repo",
		Args:    exactArgs(1, "one folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opt.dir, opt.out = args[0], cmd.OutOrStdout()
			return runCheck(cmd.Context(), opt)
		},
	}
	cmd.Flags().StringArrayVar(&opt.set, "set", nil, setFlag)
	return cmd
}

func runCheck(ctx context.Context, opt checkOptions) error {
	values, err := parameters(opt.set)
	if err != nil {
		return err
	}
	parser, err := worker.New(engine.Limits{})
	if err != nil {
		return err
	}
	p, err := loadProgram(ctx, opt.dir, program.Options{Parameters: values, SQL: parser})
	var faults *program.Faults
	if errors.As(err, &faults) {
		printFaults(opt.out, faults)
		return errReported
	}
	if err != nil {
		return err
	}
	if err := report.CheckTemplates(p.Templates); err != nil {
		return err
	}
	info := parser.Info()
	summarize(opt.out, opt.dir, p, info.Name+" "+info.Version)
	return nil
}

// summarize says what a program without faults covers, and what it does not.
func summarize(w io.Writer, dir string, p *program.Program, parser string) {
	e := &p.Engagement
	rules := e.Rules()
	fmt.Fprintf(w, "%s: no faults\n", dir)
	row := func(name, text string, more ...string) {
		fmt.Fprintf(w, "  %-12s %s\n", name, text)
		for _, line := range more {
			fmt.Fprintf(w, "  %-12s %s\n", "", line)
		}
	}
	row("report", fmt.Sprintf("%s on %s, %s", e.Title(), e.System.Name, e.When()))
	yardstick := "criteria"
	if rules.Objectives {
		yardstick = "objectives"
	}
	row(yardstick, coverage(p), uncovered(p)...)
	row("controls", fmt.Sprint(len(p.Controls)), untested(p)...)
	row("populations", fmt.Sprint(len(p.Populations)))
	if rules.Operation {
		row("procedures", fmt.Sprint(len(p.Procedures)), byHand(p)...)
	} else {
		row("procedures", "none: as of a date there is no test of operation")
	}
	if p.SQLChecked {
		row("SQL", "parsed by "+parser)
	} else {
		row("SQL", "SQL was not parsed")
	}
	for i, note := range p.Notes() {
		name := "to settle"
		if i > 0 {
			name = ""
		}
		row(name, wrap(note, 64, strings.Repeat(" ", 17)))
	}
}

func coverage(p *program.Program) string {
	all := inScope(p)
	return fmt.Sprintf("%d in scope, %d covered by a control", len(all), len(all)-len(without(all, p)))
}

// inScope returns the ids of what the report is measured against: control
// objectives, or criteria without those that are not relevant.
func inScope(p *program.Program) []string {
	var ids []string
	if p.Engagement.Rules().Objectives {
		for _, o := range p.Objectives {
			ids = append(ids, o.ID)
		}
		return ids
	}
	for _, c := range catalog.InScope(p.Engagement.Categories) {
		if !slices.ContainsFunc(p.NotRelevant, func(n soc.IrrelevantCriterion) bool { return n.Criterion == c.ID }) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// without returns the ids that no control serves.
func without(inScope []string, p *program.Program) []string {
	return slices.DeleteFunc(slices.Clone(inScope), func(id string) bool {
		return slices.ContainsFunc(p.Controls, func(c soc.Control) bool {
			return slices.Contains(c.Criteria, id) || slices.Contains(c.Objectives, id)
		})
	})
}

func uncovered(p *program.Program) []string {
	return named("no control for", without(inScope(p), p))
}

func untested(p *program.Program) []string {
	if !p.Engagement.Rules().Operation {
		return nil
	}
	var ids []string
	for _, c := range p.Controls {
		if !slices.ContainsFunc(p.Procedures, func(proc soc.Procedure) bool { return proc.Control == c.ID }) {
			ids = append(ids, c.ID)
		}
	}
	return named("no procedure for", ids)
}

// byHand names the attributes that a run cannot test.
func byHand(p *program.Program) []string {
	var ids []string
	for _, proc := range p.Procedures {
		for _, a := range proc.Attributes {
			if a.Inspect != "" {
				ids = append(ids, proc.ID+" "+a.ID)
			}
		}
	}
	return named("a person must test", ids)
}

// named is a list of ids, broken into lines.
func named(what string, ids []string) []string {
	if len(ids) == 0 {
		return nil
	}
	const width = 64
	lines := []string{what + " "}
	for i, id := range ids {
		if i < len(ids)-1 {
			id += ", "
		}
		if last := len(lines) - 1; len(lines[last])+len(id) <= width {
			lines[last] += id
		} else {
			lines = append(lines, "  "+id)
		}
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}
