package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engagement"
)

func init() { commands = append(commands, newLockCommand) }

type lockOptions struct {
	key        string
	passphrase string
	reason     string
}

func newLockCommand() *cobra.Command {
	var opt lockOptions
	cmd := &cobra.Command{
		Use:   "lock DIR --key NAME",
		Short: "Record that the file of an issued report is assembled",
		Long: `Lock records that the documentation of the report is complete. It is due
within sixty days after the report was issued; later it needs --reason, which
is kept in the log.

The key is the engagement partner's. Records that were written after the
report, and that no report rests on, stand in the way: reissue the report
first.`,
		Args: exactArgs(1, "the folder of a program or of an engagement file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runLock(cmd.Context(), args[0], opt, cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opt.key, "key", "", "name of the engagement partner's key (required)")
	flags.StringVar(&opt.passphrase, "passphrase-file", "", "file with the passphrase of the key")
	flags.StringVar(&opt.reason, "reason", "", "why the file is locked late")
	return cmd
}

func runLock(ctx context.Context, dir string, opt lockOptions, stdout io.Writer) error {
	if opt.key == "" {
		return usageError{errors.New("name the engagement partner's key: --key NAME")}
	}
	folder, err := engagement.Resolve(dir)
	if err != nil {
		return err
	}
	signers, err := loadKeys([]string{opt.key}, opt.passphrase)
	if err != nil {
		return err
	}
	file, err := engagement.Open(ctx, folder, engagement.FileOptions{})
	if err != nil {
		return err
	}
	defer file.Close()
	locked, err := file.Lock(ctx, signers[0], opt.reason)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Locked the file of the report dated %s, on %s, by entry %d.\n", locked.Report.Date.Long(), locked.On.Long(), locked.Entry.Index)
	if locked.Late > 0 {
		fmt.Fprintf(stdout, "That is %s after %s, the last day for it.\n", count(locked.Late, "day"), locked.Deadline.Long())
	}
	if !locked.RetainUntil.IsZero() {
		fmt.Fprintf(stdout, "Keep it until %s at least.\n", locked.RetainUntil.Long())
	}
	return nil
}
