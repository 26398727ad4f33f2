package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"
)

func init() { commands = append(commands, newReissueCommand) }

func newReissueCommand() *cobra.Command {
	var opt issueOptions
	cmd := &cobra.Command{
		Use:   "reissue DIR --key NAME --date DAY --reason TEXT",
		Short: "Replace a report that was issued, for a reason",
		Long: `Reissue is the only way on after a report was issued: it issues another one,
which says which report it replaces and why. The earlier one stays in the log
and among the objects.

What was examined is closed. What may have been recorded since are the
conclusions, the reviews, the letters and the procedures on events up to the
new date. Every gate is evaluated again, at the new date.`,
		Example: `  tickmark reissue my-program --key pat --date 2026-09-02 \
    --reason "The description named the wrong subservice organization."`,
		Args: exactArgs(1, "the folder of a program or of an engagement file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runReissue(cmd.Context(), args[0], opt, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	opt.flags(cmd)
	cmd.Flags().StringVar(&opt.reason, "reason", "", "why the report is replaced, as the new one says it (required)")
	return cmd
}

func runReissue(ctx context.Context, dir string, opt issueOptions, stdout, stderr io.Writer) error {
	if opt.reason == "" {
		return usageError{errors.New("say why the report is replaced, as the new one is to say it: --reason TEXT")}
	}
	session, err := openIssue(ctx, dir, opt, stderr)
	if err != nil {
		return err
	}
	defer session.file.Close()
	issued, err := session.file.Reissue(ctx, session.key, opt.reason, session.options)
	return session.finish(issued, err, stdout)
}
