package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// commands makes the subcommands; each file of this folder adds its own in
// an init function, so that a command is one file.
var commands []func() *cobra.Command

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "tickmark",
		Short:         "Run a SOC examination and leave a file that anyone can verify",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("unknown command %q", args[0])}
			}
			return cmd.Help()
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.HiddenDefaultCmd = true
	for _, newCommand := range commands {
		root.AddCommand(newCommand())
	}
	return root
}

// exactArgs is cobra.ExactArgs with the exit code of a usage error.
func exactArgs(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usageError{fmt.Errorf("%s takes %s: %s", cmd.Name(), what, cmd.UseLine())}
		}
		return nil
	}
}
