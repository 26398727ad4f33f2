package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/worker"
	"github.com/tickmark-audit/tickmark/program"
)

func init() { commands = append(commands, newInitCommand) }

type initOptions struct {
	dir      string
	advice   string // file of tickmark advise --json
	answers  answers
	out      io.Writer
	in       io.Reader
	terminal bool // whether a person can be asked
}

func newInitCommand() *cobra.Command {
	var opt initOptions
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Write a new program into an empty folder",
		Long: `Init writes a small program into DIR, which must be empty or not exist: the
engagement, one or two controls with their populations and procedures, and a
section for each part of the system description that management must write.

On a terminal it asks for what no flag says. Elsewhere every answer comes from
a flag, or from the advice of tickmark advise --json. The program passes
tickmark check; it says nothing about your organization until you replace what
it holds.`,
		Example: `  tickmark init audit
  tickmark init audit --from-advice advice.json
  tickmark init audit --organization "Larkspur Cloud" --system "Larkspur Platform" \
      --from 2026-04-01 --to 2026-06-30 --time-zone America/New_York`,
		Args: exactArgs(1, "one folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opt.dir, opt.in, opt.out = args[0], cmd.InOrStdin(), cmd.OutOrStdout()
			opt.terminal = isatty.IsTerminal(os.Stdin.Fd())
			return runInit(cmd.Context(), opt)
		},
	}
	initInterview.addFlags(cmd.Flags(), &opt.answers)
	cmd.Flags().StringVar(&opt.advice, "from-advice", "", "take report, type, time and categories from this file of tickmark advise --json")
	return cmd
}

// runInit asks, writes the program beside its place, checks it as tickmark
// check does, and only then moves it there: it is all there, or nothing is.
func runInit(ctx context.Context, opt initOptions) error {
	if err := mustBeEmpty(opt.dir); err != nil {
		return err
	}
	if opt.advice != "" {
		if err := opt.answers.takeAdvice(opt.advice); err != nil {
			return err
		}
	}
	ask := asker{in: bufio.NewReader(opt.in), out: opt.out, terminal: opt.terminal}
	if err := initInterview.all(&ask, &opt.answers); err != nil {
		return err
	}
	parent := filepath.Dir(filepath.Clean(opt.dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("make the folder around the program: %w", err)
	}
	temporary, err := os.MkdirTemp(parent, ".tickmark-init-")
	if err != nil {
		return fmt.Errorf("make a folder for the new program: %w", err)
	}
	defer os.RemoveAll(temporary)
	if err := writeTree(temporary, skeleton(&opt.answers)); err != nil {
		return err
	}
	parser, err := worker.New(engine.Limits{})
	if err != nil {
		return err
	}
	p, err := loadProgram(ctx, temporary, program.Options{SQL: parser})
	if err != nil {
		return fmt.Errorf("nothing was written: the answers do not make a program:\n%w", err)
	}
	if err := moveInto(temporary, opt.dir); err != nil {
		return err
	}
	info := parser.Info()
	summarize(opt.out, opt.dir, p, info.Name+" "+info.Version)
	fmt.Fprint(opt.out, nextSteps(opt.dir, &opt.answers))
	return nil
}

// mustBeEmpty refuses a folder that holds anything: init never overwrites.
func mustBeEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look into %s: %w", dir, err)
	case len(entries) > 0:
		return fmt.Errorf("%s is not empty: it holds %s. Name a new folder: init never writes over what is there", dir, entries[0].Name())
	}
	return nil
}

func writeTree(dir string, files map[string]string) error {
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return fmt.Errorf("write the program: %w", err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			return fmt.Errorf("write the program: %w", err)
		}
	}
	return nil
}

// moveInto puts the finished program at its place, which is an empty folder
// or nothing.
func moveInto(temporary, dir string) error {
	if err := os.Chmod(temporary, 0o755); err != nil {
		return fmt.Errorf("write the program: %w", err)
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(temporary, dir); err != nil {
			return fmt.Errorf("put the program into %s: %w", dir, err)
		}
		return nil
	}
	// The folder itself stays: it may be the one that the person is in.
	entries, err := os.ReadDir(temporary)
	if err != nil {
		return fmt.Errorf("put the program into %s: %w", dir, err)
	}
	for _, e := range entries {
		if err := os.Rename(filepath.Join(temporary, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			return fmt.Errorf("put the program into %s: %w", dir, err)
		}
	}
	return nil
}
