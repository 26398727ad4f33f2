package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/engagement/recordfile"
	"github.com/tickmark-audit/tickmark/soc"
)

func init() { commands = append(commands, newConcludeCommand) }

type concludeOptions struct {
	signerOptions
	proposed bool

	design, operation string
	achieved          string
	reason, softer    string
	compensating      []string
	criteria          []string
	opinion, cause    string
	pervasive         bool
	basis             []string
}

func newConcludeCommand() *cobra.Command {
	var opt concludeOptions
	cmd := &cobra.Command{
		Use:   "conclude DIR WHAT ID --key NAME",
		Short: "Conclude on a control, a criterion, a commitment or a part of the opinion",
		Long: `Conclude writes one conclusion. WHAT is control, criterion (or objective, in a
SOC 1), commitment or opinion, and ID says which one.

A conclusion that is softer than the results needs its reason; the program
proposes, and a person decides. With --proposed it prints what the published
rules make of the file so far, as records that a person reads, edits and signs
with 'tickmark record'. It signs nothing by itself.`,
		Example: `  tickmark conclude my-program control --proposed > conclusions.yaml
  tickmark conclude my-program control CHG-01 --design suitable --operation effective --reason "…" --key kim
  tickmark conclude my-program criterion CC8.1 --design met --operation not_met --reason "…" --key max
  tickmark conclude my-program commitment SC-1 --achieved no --criteria CC8.1 --reason "…" --key max
  tickmark conclude my-program opinion operation --opinion qualified --cause misstatement \
      --basis "CC8.1=…" --reason "…" --key pat`,
		Args: func(cmd *cobra.Command, args []string) error {
			if opt.proposed && (len(args) == 1 || len(args) == 2) || !opt.proposed && len(args) == 3 {
				return nil
			}
			return usageError{fmt.Errorf("conclude takes a folder and what is concluded: tickmark %s, or tickmark conclude DIR [WHAT] --proposed", cmd.Use)}
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if opt.proposed {
				return runProposed(cmd.Context(), args[0], args[1:], cmd.OutOrStdout())
			}
			return runConclude(cmd.Context(), args[0], args[1], args[2], opt, cmd.OutOrStdout())
		},
	}
	opt.flags(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&opt.proposed, "proposed", false, "print the proposals as records, and sign nothing")
	flags.StringVar(&opt.design, "design", "", "control: suitable or not_suitable; criterion: met or not_met")
	flags.StringVar(&opt.operation, "operation", "", "control: effective, not_effective, did_not_operate or not_examined; criterion: met or not_met")
	flags.StringVar(&opt.achieved, "achieved", "", "commitment: yes or no")
	flags.StringVar(&opt.reason, "reason", "", "why (required)")
	flags.StringVar(&opt.softer, "softer-reason", "", "why it is softer than the results propose")
	flags.StringSliceVar(&opt.compensating, "compensating", nil, "controls that make up for this one")
	flags.StringSliceVar(&opt.criteria, "criteria", nil, "commitment: the unmet criteria that were considered")
	flags.StringVar(&opt.opinion, "opinion", "", "opinion: unmodified, qualified, adverse or disclaimer")
	flags.StringVar(&opt.cause, "cause", "", "opinion: misstatement or scope_limitation")
	flags.BoolVar(&opt.pervasive, "pervasive", false, "opinion: the matter is pervasive")
	flags.StringArrayVar(&opt.basis, "basis", nil, "opinion: a matter of the basis, as `ID=text`, ID being a criterion, objective or control")
	return cmd
}

func runConclude(ctx context.Context, dir, what, id string, opt concludeOptions, stdout io.Writer) error {
	record, err := opt.conclusion(what, id)
	if err != nil {
		return usageError{err}
	}
	s, err := openSigning(ctx, dir, opt.signerOptions)
	if err != nil {
		return err
	}
	defer s.file.Close()
	if part, ok := record.(soc.OpinionPart); ok {
		if record, err = placeBasis(ctx, s.file, part); err != nil {
			return err
		}
	}
	if err := s.write(ctx, stdout, record); err != nil {
		return err
	}
	return s.file.Close()
}

// conclusion makes the record of the flags.
func (opt concludeOptions) conclusion(what, id string) (soc.Record, error) {
	met := func(flag, value string) (bool, error) { return oneOfTwo(flag, value, "met", "not_met") }
	switch what {
	case "control":
		return soc.ControlConclusion{Control: id, Design: opt.design, Operation: opt.operation, Reason: opt.reason,
			Compensating: opt.compensating, SofterReason: opt.softer}, nil
	case "criterion", "objective":
		design, err := met("design", opt.design)
		if err != nil {
			return nil, err
		}
		operation := design // of a report of type 1
		if opt.operation != "" {
			if operation, err = met("operation", opt.operation); err != nil {
				return nil, err
			}
		}
		return soc.CriterionConclusion{Criterion: id, Design: design, Operation: operation, Reason: opt.reason, SofterReason: opt.softer}, nil
	case "commitment":
		achieved, err := oneOfTwo("achieved", opt.achieved, "yes", "no")
		return soc.CommitmentConclusion{Commitment: id, Achieved: achieved, Criteria: opt.criteria, Reason: opt.reason}, err
	case "opinion":
		part := soc.OpinionPart{Part: soc.OpinionPartName(id), Opinion: soc.OpinionKind(opt.opinion), Cause: opt.cause, Pervasive: opt.pervasive, Reason: opt.reason}
		for _, matter := range opt.basis {
			id, text, ok := strings.Cut(matter, "=")
			if !ok || id == "" || text == "" {
				return nil, fmt.Errorf("--basis %q: write it as ID=text", matter)
			}
			part.Basis = append(part.Basis, soc.BasisMatter{Criterion: id, Text: text})
		}
		return part, nil
	}
	_, err := conclusionKind(what)
	return nil, err
}

// conclusionKind is the kind of record that concludes on what.
func conclusionKind(what string) (soc.RecordKind, error) {
	switch what {
	case "control":
		return soc.ControlConclusion{}.Kind(), nil
	case "criterion", "objective":
		return soc.CriterionConclusion{}.Kind(), nil
	case "commitment":
		return soc.CommitmentConclusion{}.Kind(), nil
	case "opinion":
		return soc.OpinionPart{}.Kind(), nil
	}
	return "", fmt.Errorf("%q cannot be concluded: it is control, criterion, objective, commitment or opinion", what)
}

func oneOfTwo(flag, value, yes, no string) (bool, error) {
	switch value {
	case yes:
		return true, nil
	case no:
		return false, nil
	}
	return false, fmt.Errorf("--%s is %q: it is %s or %s", flag, value, yes, no)
}

// placeBasis tells the controls of a basis from its criteria.
func placeBasis(ctx context.Context, file *engagement.File, part soc.OpinionPart) (soc.Record, error) {
	ex, err := file.Examination(ctx)
	if err != nil {
		return nil, err
	}
	for i, m := range part.Basis {
		if slices.ContainsFunc(ex.Controls, func(c soc.Control) bool { return c.ID == m.Criterion }) {
			part.Basis[i] = soc.BasisMatter{Control: m.Criterion, Text: m.Text}
		}
	}
	return part, nil
}

// runProposed prints the proposals of a file as records: all, or those of what.
func runProposed(ctx context.Context, dir string, what []string, stdout io.Writer) error {
	var only soc.RecordKind
	if len(what) > 0 {
		var err error
		if only, err = conclusionKind(what[0]); err != nil {
			return usageError{err}
		}
	}
	ex, err := readExamination(ctx, dir)
	if err != nil {
		return err
	}
	proposals := slices.DeleteFunc(proposedRecords(ex), func(r recordfile.Remarked) bool {
		return only != "" && r.Record.Kind() != only
	})
	if len(proposals) == 0 {
		return errors.New("everything is concluded: there is nothing to propose")
	}
	fmt.Fprintln(stdout, "# Proposals, which nobody has signed. Read each, edit it, and sign with 'tickmark record'.")
	return recordfile.Write(stdout, proposals)
}

// readExamination folds the engagement file of dir.
func readExamination(ctx context.Context, dir string) (*soc.Examination, error) {
	folder, err := engagement.Resolve(dir)
	if err != nil {
		return nil, err
	}
	file, err := engagement.Open(ctx, folder, engagement.FileOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return file.Examination(ctx)
}
