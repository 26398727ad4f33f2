package main

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

func init() { commands = append(commands, newKeyCommand) }

func newKeyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Make and show the keys that people sign with",
		Long: `A key says who wrote an entry of an engagement file. It belongs to one party,
management or practitioner, for good, and lies in a file that only you may
read: in the folder keys of $TICKMARK_CONFIG, or else of your configuration
folder. Nobody can replace a key that is lost; make a new one instead.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("unknown command %q: use key new, key list or key show", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newKeyNewCommand(), newKeyListCommand(), newKeyShowCommand())
	return cmd
}

type keyNewOptions struct {
	name           string
	party          string
	role           string
	passphraseFile string
}

func newKeyNewCommand() *cobra.Command {
	var opt keyNewOptions
	cmd := &cobra.Command{
		Use:   "new NAME --party management|practitioner",
		Short: "Make a key",
		Example: `  tickmark key new ada --party management --role "compliance lead"
  tickmark key new pat --party practitioner --role "engagement partner"`,
		Args: exactArgs(1, "the name of the new key"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opt.name = args[0]
			return runKeyNew(opt, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVar(&opt.party, "party", "", "whose key it is: management or practitioner (required)")
	cmd.Flags().StringVar(&opt.role, "role", "", "what its owner is, as a report may name it: engagement partner")
	cmd.Flags().StringVar(&opt.passphraseFile, "passphrase-file", "", "file with the passphrase; without it the terminal is asked")
	return cmd
}

func runKeyNew(opt keyNewOptions, stdout, stderr io.Writer) error {
	if opt.party == "" {
		return usageError{fmt.Errorf("say whose key it is: --party management or --party practitioner")}
	}
	key, err := keys.New(opt.name, soc.Party(opt.party), opt.role)
	if err != nil {
		return usageError{err}
	}
	dir, err := keys.DefaultDir()
	if err != nil {
		return err
	}
	phrase, err := choosePassphrase(opt.passphraseFile, opt.name, stderr)
	if err != nil {
		return err
	}
	path, err := keys.Save(dir, key, phrase)
	if err != nil {
		return fmt.Errorf("make the key %s: %w", opt.name, err)
	}
	fmt.Fprintf(stdout, "Made the key %s of %s.\n", key.Actor.Name, key.Actor.Party)
	fmt.Fprintf(stdout, "Key id      %s\nPublic key  %s\nFile        %s\n", key.Actor.KeyID, hex.EncodeToString(key.Public), path)
	if len(phrase) == 0 {
		fmt.Fprintln(stdout, "It has no passphrase: whoever can read the file can sign with it.")
	}
	return nil
}

func newKeyListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List your keys",
		Args:  exactArgs(0, "no arguments"),
		RunE:  func(cmd *cobra.Command, _ []string) error { return runKeyList(cmd.OutOrStdout()) },
	}
}

func runKeyList(stdout io.Writer) error {
	dir, err := keys.DefaultDir()
	if err != nil {
		return err
	}
	infos, err := keys.List(dir)
	if len(infos) > 0 {
		w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "NAME\tPARTY\tROLE\tPASSPHRASE\tMADE\tKEY ID")
		for _, k := range infos {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%.16s…\n", k.Actor.Name, k.Actor.Party, printable(cmp.Or(k.Actor.Role, "-")),
				yesNo(k.Encrypted), k.Created.Format("2006-01-02"), k.Actor.KeyID)
		}
		w.Flush()
	} else if err == nil {
		fmt.Fprintf(stdout, "There are no keys in %s: make one with 'tickmark key new'.\n", dir)
	}
	return err
}

func newKeyShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show NAME",
		Short: "Show the public half of a key",
		Args:  exactArgs(1, "the name of a key"),
		RunE:  func(cmd *cobra.Command, args []string) error { return runKeyShow(args[0], cmd.OutOrStdout()) },
	}
}

func runKeyShow(name string, stdout io.Writer) error {
	dir, err := keys.DefaultDir()
	if err != nil {
		return err
	}
	k, err := keys.Show(dir, name)
	if err != nil {
		return err
	}
	for _, line := range [][2]string{
		{"Name", k.Actor.Name},
		{"Party", string(k.Actor.Party)},
		{"Role", cmp.Or(k.Actor.Role, "-")},
		{"Key id", k.Actor.KeyID},
		{"Public key", hex.EncodeToString(k.Public)},
		{"Passphrase", yesNo(k.Encrypted)},
		{"Made", k.Created.Format("2006-01-02 15:04:05 UTC")},
		{"File", k.Path},
	} {
		fmt.Fprintf(stdout, "%-11s %s\n", line[0], printable(line[1]))
	}
	return nil
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
