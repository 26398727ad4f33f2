package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/soc"
)

func init() { commands = append(commands, newLetterCommand) }

type letterOptions struct {
	dir    string
	letter string
	set    []string
	to     string // last day of a bridge letter
	file   string // where the letter goes; "" is the standard output
	out    io.Writer
}

func newLetterCommand() *cobra.Command {
	var opt letterOptions
	cmd := &cobra.Command{
		Use:   "letter DIR engagement|assertion|representation|bridge",
		Short: "Write a letter for a person to edit, complete and sign",
		Long: `Letter writes a letter as Markdown, filled with what the program in DIR says:

  engagement      the terms between the firm and management
  assertion       management's assertion, for management/assertion.md
  representation  management's representations at the date of the report
  bridge          management's word on the time after the report; no auditor's

A person edits it, fills in what stands in square brackets, and signs it;
nothing that this command writes is signed or said by anyone. When DIR has an
engagement file, the letter is written from it: the representation letter then
names the deviations that were found, and the assertion excepts what the
opinion is modified for, because management may not assert what the auditor
denies.

'tickmark gates' looks through the assertion for what it lacks.`,
		Example: `  tickmark letter audit assertion --out audit/management/assertion.md
  tickmark letter audit bridge --to 2026-09-30`,
		Args: exactArgs(2, "a folder and the name of a letter"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opt.dir, opt.letter, opt.out = args[0], args[1], cmd.OutOrStdout()
			return runLetter(cmd.Context(), opt)
		},
	}
	cmd.Flags().StringVar(&opt.to, "to", "", "last day that a bridge letter covers, such as 2026-09-30")
	cmd.Flags().StringVar(&opt.file, "out", "", "write to this `file`, which must not be there yet")
	cmd.Flags().StringArrayVar(&opt.set, "set", nil, setFlag)
	return cmd
}

func runLetter(ctx context.Context, opt letterOptions) error {
	var options report.LetterOptions
	if opt.to != "" {
		day, err := soc.ParseDate(opt.to)
		switch {
		case err != nil:
			return usageError{fmt.Errorf("--to: %w", err)}
		case opt.letter != string(report.BridgeLetter):
			return usageError{errors.New("--to is for a bridge letter")}
		}
		options.BridgeTo = day
	}
	if !isLetter(opt.letter) {
		return usageError{fmt.Errorf("%q is no letter: it is one of %s", opt.letter, letters())}
	}
	ex, err := letterSource(ctx, opt)
	var faults *program.Faults
	if errors.As(err, &faults) {
		printFaults(opt.out, faults)
		return errReported
	}
	if err != nil {
		return err
	}
	text, err := report.WriteLetter(ex, report.Letter(opt.letter), options)
	if err != nil {
		return err
	}
	if opt.file == "" {
		_, err = io.WriteString(opt.out, text)
		return err
	}
	return writeNew(opt.file, text)
}

// letterSource is what a letter is written from: the engagement file when
// there is one, otherwise the program alone.
func letterSource(ctx context.Context, opt letterOptions) (*soc.Examination, error) {
	ex, err := examinationIn(ctx, opt.dir)
	if !errors.Is(err, engagement.ErrNoFile) {
		return ex, err
	}
	values, err := parameters(opt.set)
	if err != nil {
		return nil, err
	}
	p, err := loadProgram(ctx, opt.dir, program.Options{Parameters: values})
	if err != nil {
		return nil, err
	}
	return &soc.Examination{
		Engagement: p.Engagement, Description: p.Description, Controls: p.Controls, Assertion: p.Assertion,
		Objectives: p.Objectives, Transactions: p.Transactions, Commitments: p.Commitments, NotRelevant: p.NotRelevant,
		CUECs: p.CUECs, CSOCs: p.CSOCs, Vendors: p.Vendors, UserResponsibilities: p.UserResponsibilities, Components: p.Components,
		Templates: p.Templates,
	}, nil
}

// writeNew writes a file that must not be there: a person's edits are never
// written over.
func writeNew(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and is not written over: name another file with --out", path)
	}
	if err != nil {
		return fmt.Errorf("write the letter: %w", err)
	}
	_, err = f.WriteString(text)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func isLetter(name string) bool {
	for _, l := range report.Letters {
		if name == string(l) {
			return true
		}
	}
	return false
}

func letters() string {
	var names []string
	for _, l := range report.Letters {
		names = append(names, string(l))
	}
	return strings.Join(names, ", ")
}
