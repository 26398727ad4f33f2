package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/soc"
)

func init() { commands = append(commands, newTestCommand) }

type testOptions struct {
	signerOptions
	items    []string
	outcome  string
	reason   string
	nature   []string
	evidence []string
}

func newTestCommand() *cobra.Command {
	var opt testOptions
	cmd := &cobra.Command{
		Use:   "test DIR [PROCEDURE ATTRIBUTE] --key NAME",
		Short: "Test, item by item, what a person must read",
		Long: `Test records what a person found of items: of an attribute that says what to
inspect, or of items for which a procedure could not decide.

Without a procedure it lists what there is to test; with one and without
--item, the items, with the columns that the procedure shows and what was
found so far. Each --evidence is a file, or a folder with all of its files,
that was read for every item named; it is sealed with the record.

A finding becomes part of the test. A later one about the same item takes its
place, and both stay in the log.`,
		Example: `  tickmark test my-program
  tickmark test my-program CHG-01-T1 C
  tickmark test my-program CHG-01-T1 C --item C-1 --outcome passed --evidence review-C-1.png --key sam
  tickmark test my-program CHG-01-T1 C --item C-4 --outcome deviation --reason "Nobody commented." --key sam`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 && len(args) != 3 {
				return usageError{fmt.Errorf("test takes a folder, or a folder, a procedure and an attribute: tickmark %s", cmd.Use)}
			}
			if len(args) == 1 && len(opt.items) > 0 {
				return usageError{errors.New("name the procedure and the attribute that the items are tested for")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 1:
				return runTestList(cmd.Context(), args[0], cmd.OutOrStdout())
			case len(opt.items) == 0:
				return runTestItems(cmd.Context(), args[0], args[1], args[2], cmd.OutOrStdout())
			}
			return runTest(cmd.Context(), args[0], args[1], args[2], opt, cmd.OutOrStdout())
		},
	}
	opt.flags(cmd)
	flags := cmd.Flags()
	flags.StringArrayVar(&opt.items, "item", nil, "key of an item; several are tested alike")
	flags.StringVar(&opt.outcome, "outcome", "", "passed, deviation, not_applicable or unable")
	flags.StringVar(&opt.reason, "reason", "", "why; required unless it passed")
	flags.StringSliceVar(&opt.nature, "nature", []string{string(soc.Inspection)}, "how the evidence was obtained: inquiry, observation, inspection, reperformance")
	flags.StringArrayVar(&opt.evidence, "evidence", nil, "file or folder that was read; it is sealed")
	return cmd
}

func runTest(ctx context.Context, dir, procedure, attribute string, opt testOptions, stdout io.Writer) error {
	s, err := openSigning(ctx, dir, opt.signerOptions)
	if err != nil {
		return err
	}
	defer s.file.Close()
	record := soc.ItemTest{Procedure: procedure, Attribute: attribute}
	for _, nature := range opt.nature {
		record.Nature = append(record.Nature, soc.TestNature(nature))
	}
	var digests []string
	for _, path := range opt.evidence {
		added, err := s.attach(ctx, path)
		if err != nil {
			return err
		}
		digests = append(digests, added...)
	}
	for _, item := range opt.items {
		record.Items = append(record.Items, soc.ItemResult{Item: item, Outcome: soc.Outcome(opt.outcome), Reason: opt.reason, Evidence: digests})
	}
	if err := s.write(ctx, stdout, record); err != nil {
		return err
	}
	return s.file.Close()
}

// readManual lists what people test in the engagement file of dir.
func readManual(ctx context.Context, dir string) ([]engagement.ManualAttribute, error) {
	folder, err := engagement.Resolve(dir)
	if err != nil {
		return nil, err
	}
	file, err := engagement.Open(ctx, folder, engagement.FileOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return file.ManualAttributes(ctx)
}

func runTestList(ctx context.Context, dir string, stdout io.Writer) error {
	manual, err := readManual(ctx, dir)
	if err != nil {
		return err
	}
	if len(manual) == 0 {
		fmt.Fprintln(stdout, "Nothing awaits a person: every attribute was decided by its procedure.")
		return nil
	}
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PROCEDURE\tATTRIBUTE\tITEMS\tTO TEST\tWHAT TO READ")
	for _, m := range manual {
		what := m.Attribute.Inspect
		if what == "" {
			what = "what the procedure could not decide: " + m.Attribute.Statement
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", m.Procedure, m.Attribute.ID, grouped(int64(len(m.Items))), grouped(int64(m.Open())), printable(what))
	}
	return w.Flush()
}

func runTestItems(ctx context.Context, dir, procedure, attribute string, stdout io.Writer) error {
	manual, err := readManual(ctx, dir)
	if err != nil {
		return err
	}
	for _, m := range manual {
		if m.Procedure != procedure || m.Attribute.ID != attribute {
			continue
		}
		fmt.Fprintf(stdout, "%s %s: %s\n", m.Procedure, m.Attribute.ID, printable(m.Attribute.Statement))
		if m.Attribute.Inspect != "" {
			fmt.Fprintf(stdout, "Read: %s\n", printable(m.Attribute.Inspect))
		}
		fmt.Fprintln(stdout)
		w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ITEM\tDATE\tFOUND\tBY\tSHOWN")
		for _, item := range m.Items {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", printable(item.Item), or(dayPart(item.At)), spaced(string(item.Outcome)), or(item.By), or(shownValues(item.Values)))
		}
		return w.Flush()
	}
	return fmt.Errorf("%s has no items to test for %s: 'tickmark test %s' lists what there is", procedure, attribute, dir)
}

// dayPart is the day of an item's date.
func dayPart(at string) string {
	day, _, _ := strings.Cut(at, "T")
	return day
}

func or(s string) string { return either(s == "", "-", s) }

func shownValues(values []soc.NamedValue) string {
	var parts []string
	for _, v := range values {
		parts = append(parts, v.Name+" "+either(v.Null, "(none)", v.Value))
	}
	return printable(strings.Join(parts, ", "))
}
