package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

func init() { commands = append(commands, newSignCommand) }

func newSignCommand() *cobra.Command {
	var opt signerOptions
	cmd := &cobra.Command{
		Use:   "sign WHAT DIR --key NAME",
		Short: "Sign the description, the assertion, a letter, a review or independence",
		Long: `Sign writes a signature to the log of an engagement, with the key of who
signs: management's signatory for the description, the assertion and the
representation letter; anyone of the practitioner's for a review of work that
they did not do, and for their own independence.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("%q cannot be signed: use sign description, assertion, representation, review or independence", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	opt.flags(cmd)
	cmd.AddCommand(newSignDescription(&opt), newSignAssertion(&opt), newSignRepresentation(&opt), newSignReview(&opt), newSignIndependence(&opt))
	return cmd
}

// signature makes the records that are signed from the examination as it is.
type signature func(ctx context.Context, s *signing, ex *soc.Examination) ([]soc.Record, error)

// runSign opens the file, makes the records and writes them.
func runSign(ctx context.Context, dir string, opt *signerOptions, make signature, stdout io.Writer) error {
	s, err := openSigning(ctx, dir, *opt)
	if err != nil {
		return err
	}
	defer s.file.Close()
	ex, err := s.file.Examination(ctx)
	if err != nil {
		return err
	}
	records, err := make(ctx, s, ex)
	if err != nil {
		return err
	}
	if err := s.write(ctx, stdout, records...); err != nil {
		return err
	}
	return s.file.Close()
}

func signCommand(opt *signerOptions, use, short, long string, sign signature) *cobra.Command {
	return &cobra.Command{
		Use: use + " DIR", Short: short, Long: long,
		Args: exactArgs(1, "the folder of a program or of an engagement file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runSign(cmd.Context(), args[0], opt, sign, cmd.OutOrStdout())
		},
	}
}

func newSignDescription(opt *signerOptions) *cobra.Command {
	return signCommand(opt, "description", "Approve the description as it is sealed",
		"Approves the description in the part of the program that management sealed last.\nA description that is edited and sealed again is approved again.",
		func(ctx context.Context, s *signing, _ *soc.Examination) ([]soc.Record, error) {
			entry, err := s.programInForce(ctx)
			return []soc.Record{soc.DescriptionApproval{Program: entry}}, err
		})
}

func newSignAssertion(opt *signerOptions) *cobra.Command {
	var r soc.AssertionSignature
	var date, document string
	cmd := signCommand(opt, "assertion", "Sign management's assertion",
		"Signs the text in management/assertion.md as it is sealed, or the document that\n--document names.",
		func(ctx context.Context, s *signing, ex *soc.Examination) (_ []soc.Record, err error) {
			if r.Date, err = signedDay(date); err != nil {
				return nil, err
			}
			setDefault(&r.Organization, ex.Engagement.ServiceOrganization.Name)
			switch {
			case document != "":
				r.Document, err = s.attached.Add(ctx, document)
			case ex.Assertion == "":
				err = errors.New("there is no assertion: write management/assertion.md and run 'tickmark examine', or name a document")
			default:
				r.Document, err = s.attached.AddText(ctx, "assertion.md", ex.Assertion)
			}
			return []soc.Record{r}, err
		})
	flags := cmd.Flags()
	flags.StringVar(&r.Organization, "organization", "", "who asserts (default the service organization)")
	flags.StringVar(&r.Title, "title", "", "title of who signs (required)")
	flags.StringVar(&date, "date", "", "date of the assertion, such as 2026-07-10 (required)")
	flags.StringVar(&r.Basis, "basis", "", "the monitoring and testing that it rests on (required)")
	flags.StringArrayVar(&r.Exceptions, "exception", nil, "what the assertion itself says does not hold")
	flags.StringVar(&document, "document", "", "the signed text, when it is not management/assertion.md")
	return cmd
}

func newSignRepresentation(opt *signerOptions) *cobra.Command {
	var r soc.Representation
	var date, document string
	cmd := signCommand(opt, "representation", "Sign the representation letter",
		"Signs the representation letter, dated as of the auditor's report, and names the\nrepresentations that it makes.",
		func(ctx context.Context, s *signing, ex *soc.Examination) (_ []soc.Record, err error) {
			if document == "" {
				return nil, usageError{errors.New("name the letter: --document FILE")}
			}
			if r.Date, err = signedDay(date); err != nil {
				return nil, err
			}
			setDefault(&r.Organization, ex.Engagement.ServiceOrganization.Name)
			if slices.Equal(r.Items, []string{"all"}) {
				r.Items = nil
				for _, item := range catalog.Representations(ex.Engagement.Rules(), len(ex.Engagement.SubserviceOrganizations) > 0) {
					r.Items = append(r.Items, item.ID)
				}
			}
			r.Document, err = s.attached.Add(ctx, document)
			return []soc.Record{r}, err
		})
	flags := cmd.Flags()
	flags.StringVar(&r.Organization, "organization", "", "who represents (default the service organization)")
	flags.StringVar(&r.Title, "title", "", "title of who signs (required)")
	flags.StringVar(&date, "date", "", "date of the letter, such as 2026-08-14 (required)")
	flags.StringSliceVar(&r.Items, "items", nil, "ids of the representations that the letter makes, or all, when it makes every one (required)")
	flags.StringVar(&document, "document", "", "the letter (required)")
	return cmd
}

func newSignReview(opt *signerOptions) *cobra.Command {
	var works []string
	var comment string
	cmd := signCommand(opt, "review", "Sign a review of work that somebody else did",
		"Signs the review of all entries that make up a piece of work as it stands: test,\nwalkthrough, control, criterion or commitment with the id, population with the\nname, description or opinion. An entry that comes later makes the review stale.",
		func(_ context.Context, _ *signing, ex *soc.Examination) ([]soc.Record, error) {
			if len(works) == 0 {
				return nil, usageError{errors.New(`name the work: --of "test CHG-01-T1"`)}
			}
			var records []soc.Record
			for _, of := range works {
				review := soc.Review{Of: of, Comment: comment}
				for _, w := range ex.WorkOn(of) {
					review.Entries = append(review.Entries, w.Entry)
				}
				if len(review.Entries) == 0 {
					return nil, fmt.Errorf("there is no work %q in the file: see 'tickmark sign review --help'", of)
				}
				records = append(records, review)
			}
			return records, nil
		})
	list := false
	sign := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if list {
			return listWork(cmd.Context(), args[0], cmd.OutOrStdout())
		}
		return sign(cmd, args)
	}
	cmd.Flags().BoolVar(&list, "list", false, "list the work and where its review stands, and sign nothing")
	cmd.Flags().StringArrayVar(&works, "of", nil, "the work that was reviewed; several are reviewed alike")
	cmd.Flags().StringVar(&comment, "comment", "", "what there is to say of it")
	return cmd
}

func newSignIndependence(opt *signerOptions) *cobra.Command {
	r := soc.Independence{Independent: true}
	cmd := signCommand(opt, "independence", "State your independence",
		"States that you are independent of the organization that is examined. Each\nmember of the team signs with a key of their own, before the first work, and\nagain (--renewed) at the date of the report. Who is not independent writes so\nwith 'tickmark record'.",
		func(_ context.Context, _ *signing, ex *soc.Examination) ([]soc.Record, error) {
			if r.Organization != "" {
				return []soc.Record{r}, nil
			}
			records := []soc.Record{}
			for _, name := range ex.Engagement.Examined() {
				one := r
				one.Organization = name
				records = append(records, one)
			}
			return records, nil
		})
	flags := cmd.Flags()
	flags.StringVar(&r.Organization, "organization", "", "of whom (default the service organization and every included subservice organization)")
	flags.StringVar(&r.SelfReview, "self-review", "", "what you designed, operate, wrote or administer for it; none, when nothing (required)")
	flags.StringVar(&r.Threats, "threats", "", "threats to independence, with their safeguards")
	flags.BoolVar(&r.Renewed, "renewed", false, "the statement is made again at the date of the report")
	return cmd
}

func signedDay(date string) (soc.Date, error) {
	if date == "" {
		return soc.Date{}, usageError{errors.New("give the date: --date 2026-07-10")}
	}
	day, err := soc.ParseDate(date)
	if err != nil {
		return soc.Date{}, usageError{fmt.Errorf("--date: %w", err)}
	}
	return day, nil
}

func setDefault(value *string, otherwise string) {
	if *value == "" {
		*value = otherwise
	}
}
