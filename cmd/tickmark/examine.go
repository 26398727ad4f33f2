package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/soc"
)

func init() { commands = append(commands, newExamineCommand) }

type examineOptions struct {
	file       string   // the engagement file
	out        string   // where the report goes
	set        []string // parameters, name=value
	keys       []string // names of lasting keys
	passphrase string   // file with the passphrase of the keys
	again      []string // populations to collect again
	sealOnly   bool
	limits     limitOptions
	json       bool
}

func newExamineCommand() *cobra.Command {
	var opt examineOptions
	cmd := &cobra.Command{
		Use:   "examine DIR",
		Short: "Examine a program and write a draft report",
		Long: `Examine reads the program in DIR, seals it, collects and seals its
populations, performs its procedures on every item, and writes a draft report.

What it finds is kept in an engagement file, DIR/.tickmark unless --file says
otherwise. A second run does only what has changed since.

Without --key, a throw-away key stands in for each party, and the draft says
that it can never be issued. With management's key alone the run is a
readiness examination.

Deviations are a result: the exit code is 0. It is 1 when a population could
not be collected or a procedure did not finish, and the report says which.`,
		Args: exactArgs(1, "the folder of a program"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runExamine(cmd.Context(), args[0], opt, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opt.file, "file", "", "folder of the engagement file (default DIR/.tickmark)")
	flags.StringVar(&opt.out, "out", "", "folder for the report (default that of the engagement file)")
	flags.StringArrayVar(&opt.set, "set", nil, setFlag)
	flags.StringArrayVar(&opt.keys, "key", nil, "name of a key to sign with, one per party (see 'tickmark key')")
	flags.StringVar(&opt.passphrase, "passphrase-file", "", "file with the passphrase of the keys")
	flags.StringArrayVar(&opt.again, "again", nil, "collect this population again although it is sealed; * for all")
	flags.BoolVar(&opt.sealOnly, "seal-only", false, "seal the program and stop: the engagement letter and independence come before any work")
	opt.limits.addTo(flags)
	flags.BoolVar(&opt.json, "json", false, "print the summary as JSON")
	return cmd
}

func runExamine(ctx context.Context, dir string, opt examineOptions, stdout, stderr io.Writer) error {
	parameters, err := parameters(opt.set)
	if err != nil {
		return err
	}
	signers, err := loadKeys(opt.keys, opt.passphrase)
	if err != nil {
		return err
	}
	if opt.file == "" {
		opt.file = filepath.Join(dir, engagement.FolderName)
	}
	if opt.out == "" {
		opt.out = opt.file
	}
	runner, err := newRunner(opt.limits)
	if err != nil {
		return err
	}
	show := newProgress(stderr)
	show.Stage("Reading the program", -1)
	p, err := loadProgram(ctx, dir, program.Options{Parameters: parameters, SQL: runner})
	var faults *program.Faults
	if errors.As(err, &faults) {
		printFaults(stderr, faults)
		return errReported
	}
	if err != nil {
		return err
	}
	if err := report.CheckTemplates(p.Templates); err != nil {
		return err
	}
	file, err := engagement.Open(ctx, opt.file, engagement.FileOptions{Create: true})
	if err != nil {
		return err
	}
	defer file.Close()

	ex, err := file.Examine(ctx, p, engagement.ExamineOptions{
		Keys:        signers,
		Engine:      runner,
		Loader:      newLoader(),
		Limits:      opt.limits.engine(),
		Environment: collect.Environment{Dir: dir, Allowed: absolutePaths(parameters)},
		Again:       opt.again,
		SealOnly:    opt.sealOnly,
		Progress:    show,
	})
	if err != nil {
		return err
	}
	if opt.sealOnly {
		show.Finish()
		fmt.Fprintf(stdout, "Sealed the program in %s. Nothing was collected or tested yet.\n", opt.file)
		return file.Close()
	}
	files, err := writeReport(ctx, file, ex, opt.out, show)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	show.Finish()

	summary, err := newExamineSummary(ex, files)
	if err != nil {
		return err
	}
	if opt.json {
		encoder := json.NewEncoder(stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(summary); err != nil {
			return err
		}
	} else {
		summary.print(stdout)
	}
	return unfinished(ex)
}

// unfinished returns an error that names what could not be completed, or nil.
func unfinished(ex *soc.Examination) error {
	var what []string
	for _, p := range ex.Populations {
		if p.Failure != "" {
			what = append(what, "population "+p.Name)
		}
	}
	for _, t := range ex.Tests {
		if t.Status != soc.RunComplete {
			what = append(what, "procedure "+t.Procedure)
		}
	}
	if len(what) == 0 {
		return nil
	}
	return fmt.Errorf("the examination is not complete: %s. The report says why for each", strings.Join(what, ", "))
}

// absolutePaths are the parameters by which a person named a place outside
// the program's folder.
func absolutePaths(parameters map[string]string) []string {
	var paths []string
	for _, value := range parameters {
		if filepath.IsAbs(value) {
			paths = append(paths, value)
		}
	}
	slices.Sort(paths)
	return paths
}

// writeReport renders the examination in every format, writes the files and
// records their digests in the log.
func writeReport(ctx context.Context, file *engagement.File, ex *soc.Examination, out string, show *progress) ([]string, error) {
	show.Stage("Writing the report", len(formats))
	doc, err := report.Build(ex)
	if err != nil {
		return nil, err
	}
	renderings, err := renderDocument(doc, show.Step)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder for the report: %w", err)
	}
	var files []string
	for _, r := range renderings {
		path := filepath.Join(out, r.Name)
		if err := writeWhole(path, r.Data); err != nil {
			return nil, err
		}
		files = append(files, path)
	}
	return files, file.RecordReport(ctx, ex, renderings)
}

// writeWhole replaces a file in one step, so that a reader never sees half.
func writeWhole(path string, data []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(temporary.Name())
	if _, err = temporary.Write(data); err == nil {
		err = temporary.Chmod(0o644)
	}
	if closeErr := temporary.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
