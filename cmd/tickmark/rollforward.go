package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/soc"
)

func init() { commands = append(commands, newRollForwardCommand) }

type rollForwardOptions struct {
	key        string
	passphrase string
	from       string
	to         string
	asOf       string
}

func newRollForwardCommand() *cobra.Command {
	var opt rollForwardOptions
	cmd := &cobra.Command{
		Use:   "roll-forward DIR NEWDIR --key NAME --from DAY --to DAY",
		Short: "Begin the next period's program and engagement from an issued one",
		Long: `Roll-forward writes into the new folder NEWDIR the program under which the
report in DIR was issued, with the days of the next period, and opens an
engagement file there that names the old file and its report.

Nothing is carried as tested: no population, no control total, no result, no
record, and no incident, change, response or supplier's report of the old
period. Everything that is carried over is listed in roll-forward.yaml, in the
folder of the party whose it is. A person looks at each thing as it is now and
writes affirmed: true; until then the gate G-RFW-01 is open.`,
		Example: `  tickmark roll-forward my-program my-program-2027 --key pat --from 2026-07-01 --to 2027-06-30
  tickmark roll-forward type1 type1-2027 --key pat --as-of 2027-06-30`,
		Args: exactArgs(2, "the folder of an issued engagement and the folder to make"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runRollForward(cmd.Context(), args[0], args[1], opt, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opt.key, "key", "", "name of the key to open the new engagement with (required)")
	flags.StringVar(&opt.passphrase, "passphrase-file", "", "file with the passphrase of the key")
	flags.StringVar(&opt.from, "from", "", "first day of the new period")
	flags.StringVar(&opt.to, "to", "", "last day of the new period")
	flags.StringVar(&opt.asOf, "as-of", "", "type 1: the day that the new report is as of")
	return cmd
}

func (opt rollForwardOptions) days() (days engagement.RollForwardOptions, err error) {
	for _, d := range []struct {
		flag, value string
		into        *soc.Date
	}{{"--from", opt.from, &days.Period.From}, {"--to", opt.to, &days.Period.To}, {"--as-of", opt.asOf, &days.AsOf}} {
		if d.value == "" {
			continue
		}
		if *d.into, err = soc.ParseDate(d.value); err != nil {
			return days, usageError{fmt.Errorf("%s: %w", d.flag, err)}
		}
	}
	return days, nil
}

func runRollForward(ctx context.Context, dir, newDir string, opt rollForwardOptions, stdout, stderr io.Writer) error {
	if opt.key == "" {
		return usageError{errors.New("name the key to open the new engagement with: --key NAME")}
	}
	days, err := opt.days()
	if err != nil {
		return err
	}
	folder, err := engagement.Resolve(dir)
	if err != nil {
		return err
	}
	signers, err := loadKeys([]string{opt.key}, opt.passphrase)
	if err != nil {
		return err
	}
	file, err := engagement.Open(ctx, folder, engagement.FileOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer file.Close()
	out, err := file.RollForward(ctx, signers[0], newDir, days)
	if err != nil {
		return err
	}
	printRolledForward(stdout, newDir, out)
	if out.Faults != nil {
		fmt.Fprintf(stdout, "\nBefore it can be examined:\n")
		printFaults(stdout, out.Faults)
	}
	return nil
}

func printRolledForward(w io.Writer, dir string, out *engagement.RolledForward) {
	byParty := map[soc.Party]int{}
	for _, item := range out.Items {
		byParty[item.Party]++
	}
	fmt.Fprintf(w, "Wrote the program of the next period to %s.\n", dir)
	fmt.Fprintf(w, "It follows the report dated %s. Nothing of it counts as tested.\n", out.Prior.Date.Long())
	fmt.Fprintf(w, "  %s for management to affirm, %d for the practitioner, in roll-forward.yaml\n", count(byParty[soc.Management], "item"), byParty[soc.Practitioner])
	for _, name := range out.LeftOut {
		fmt.Fprintf(w, "  left out, to be told anew: %s\n", name)
	}
	for _, place := range out.Dated {
		fmt.Fprintf(w, "  still names a day of the old period: %s\n", place)
	}
}
