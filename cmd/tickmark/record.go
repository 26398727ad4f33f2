package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/engagement/recordfile"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

func init() { commands = append(commands, newRecordCommand) }

func newRecordCommand() *cobra.Command {
	var opt signerOptions
	cmd := &cobra.Command{
		Use:   "record DIR --key NAME FILE…",
		Short: "Write what people did and decided to the log, from YAML",
		Long: `Record signs records and writes them to the log of an engagement, one entry
each: all of them, or none. A FILE is a list; each element is one record under
the name of its kind. - reads the standard input.

  - walkthrough-performed:
      control: CHG-01
      on: 2026-05-04
      item: C-1
      nature: [inquiry, inspection]
      steps: Followed one change from the ticket to its deployment.
      design_suitable: true
      implemented: true

A document (document, evidence) is named by its path, from the folder of FILE,
and is sealed with the record; or by its SHA-256 when the file holds it
already. program: in_force is the entry that sealed management's part of the
program last. Records are held against what is in the file, in their order; what a
rule refuses is named with its place.

The kinds: ` + kindsText() + `.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usageError{fmt.Errorf("record takes a folder and files of records: tickmark %s", cmd.Use)}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return runRecord(cmd.Context(), args[0], args[1:], opt, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	opt.flags(cmd)
	return cmd
}

func runRecord(ctx context.Context, dir string, names []string, opt signerOptions, stdin io.Reader, stdout, stderr io.Writer) error {
	placed, folders, err := readRecords(names, stdin)
	var faults *program.Faults
	if errors.As(err, &faults) {
		printFaults(stderr, faults)
		return errReported
	}
	if err != nil {
		return err
	}
	s, err := openSigning(ctx, dir, opt)
	if err != nil {
		return err
	}
	defer s.file.Close()
	records := make([]soc.Record, len(placed))
	for i, p := range placed {
		records[i], err = recordfile.WithDocuments(p.Record, func(path string) (string, error) {
			if !filepath.IsAbs(path) {
				path = filepath.Join(folders[i], path)
			}
			return s.attached.Add(ctx, path)
		})
		if err != nil {
			faults = &program.Faults{List: []program.Fault{p.Fault("name it from the folder of this file", "%s: %v", recordfile.Describe(p.Record), err)}}
			printFaults(stderr, faults)
			return errReported
		}
		if records[i], err = recordfile.WithProgram(records[i], func() (string, error) { return s.programInForce(ctx) }); err != nil {
			return err
		}
	}
	err = s.write(ctx, stdout, records...)
	var refusal *engagement.Refusal
	if errors.As(err, &refusal) {
		printFaults(stderr, &program.Faults{List: []program.Fault{placed[refusal.Index].Fault("nothing was written", "%v", err)}})
		return errReported
	}
	if err != nil {
		return err
	}
	return s.file.Close()
}

// kindsText lists the kinds of records in lines that fit a terminal.
func kindsText() string {
	var kinds []string
	for _, k := range soc.RecordKinds() {
		kinds = append(kinds, string(k))
	}
	return wrap(strings.Join(kinds, ", "), 72, "")
}

// readRecords reads every file. folders holds, for each record, the folder
// that its paths begin at. A *program.Faults holds the faults of all files.
func readRecords(names []string, stdin io.Reader) (placed []recordfile.Placed, folders []string, err error) {
	var all program.Faults
	for _, name := range names {
		var data []byte
		if name == "-" {
			data, err = io.ReadAll(stdin)
		} else {
			data, err = os.ReadFile(name)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read the records: %w", err)
		}
		read, err := recordfile.Read(filepath.ToSlash(name), data)
		var faults *program.Faults
		if errors.As(err, &faults) {
			all.List = append(all.List, faults.List...)
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		for _, p := range read {
			placed = append(placed, p)
			folders = append(folders, filepath.Dir(name))
		}
	}
	if len(all.List) > 0 {
		return nil, nil, &all
	}
	return placed, folders, nil
}
