package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engagement"
)

func init() { commands = append(commands, newVerifyCommand) }

type verifyOptions struct {
	limits limitOptions
	json   bool
}

func newVerifyCommand() *cobra.Command {
	var opt verifyOptions
	cmd := &cobra.Command{
		Use:   "verify DIR",
		Short: "Check an engagement file and perform every procedure again",
		Long: `Verify checks the engagement file in DIR (or in DIR/.tickmark): the log and
its tree, every signature and checkpoint, and every object. Then it builds
each population again from the sealed raw bytes, performs every procedure
again on the sealed populations, renders the report again, and compares.

It needs no network and writes nothing to the file. It prints what it checked
and every difference by name; the exit code is 1 when there is one.`,
		Args: exactArgs(1, "the folder of a program or of an engagement file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runVerify(cmd.Context(), args[0], opt, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	opt.limits.addTo(cmd.Flags())
	cmd.Flags().BoolVar(&opt.json, "json", false, "print what was checked as JSON")
	return cmd
}

func runVerify(ctx context.Context, dir string, opt verifyOptions, stdout, stderr io.Writer) error {
	file, err := engagement.Resolve(dir)
	if err != nil {
		return err
	}
	show := newProgress(stderr)
	runner, err := newRunner(opt.limits)
	if err != nil {
		return err
	}
	v, err := engagement.Verify(ctx, file, engagement.ExamineOptions{
		Engine:   runner,
		Loader:   newLoader(),
		Limits:   opt.limits.engine(),
		Check:    checkTexts,
		Progress: show,
	}, renderExamination)
	if err != nil {
		return err
	}
	show.Finish()
	if opt.json {
		encoder := json.NewEncoder(stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(v)
	} else {
		printVerification(stdout, v)
	}
	if err == nil && !v.OK() {
		err = errReported
	}
	return err
}

func printVerification(w io.Writer, v *engagement.Verification) {
	r := v.Record
	fmt.Fprintf(w, "Log %s\n", r.Origin)
	fmt.Fprintf(w, "  %s entries by %d keys, %s checkpoints, root %s\n", grouped(r.Entries), len(r.Actors), grouped(r.Checkpoints), r.Root)
	fmt.Fprintf(w, "  %s objects, %s bytes\n", grouped(r.Objects), grouped(r.ObjectBytes))
	fmt.Fprintf(w, "Built again     %d populations from their raw bytes\n", v.Populations)
	if v.Reconciliations > 0 {
		fmt.Fprintf(w, "Reconciled again %d times\n", v.Reconciliations)
	}
	fmt.Fprintf(w, "Performed again %d procedures on %s items\n", v.Tests, grouped(v.Items))
	for _, name := range v.Reports {
		fmt.Fprintf(w, "Rendered again  %s\n", name)
	}
	for _, issued := range v.Issued {
		fmt.Fprintf(w, "Issued          the report dated %s, by %s, entry %d\n", issued.Final.Date.Long(), who(issued.By), issued.Index)
	}
	if v.OK() {
		fmt.Fprintf(w, "\nEverything agrees.\n")
		return
	}
	if len(v.Findings) == 1 {
		fmt.Fprintf(w, "\n1 difference\n")
	} else {
		fmt.Fprintf(w, "\n%d differences\n", len(v.Findings))
	}
	for _, f := range v.Findings {
		fmt.Fprintf(w, "  %s\n", wrap(f.String(), 120, "    "))
	}
}
