package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/soc"
)

func init() { commands = append(commands, newPopulationCommand) }

type populationOptions struct {
	diff   string
	limits limitOptions
	json   bool
}

func newPopulationCommand() *cobra.Command {
	var opt populationOptions
	cmd := &cobra.Command{
		Use:   "population DIR [NAME]",
		Short: "Show what shows that a population is complete",
		Long: `Population lists the populations of an engagement, or shows the completeness
certificate of one: what was asked of which source, by whom and when, what was
counted, what agrees with what, and what follows.

With --diff it compares the sealed table with that of the same population in
another engagement file, row by row: the practitioner's own pull beside
management's. Rows are identified by the key that the first one declares. A
row that matches has the same value in every column. The exit code is 1 when
the two are not equal, or when a column of one is not in the other.`,
		Example: `  tickmark population my-program
  tickmark population my-program changes
  tickmark population my-program changes --diff our-own-pull`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) != 1 && len(args) != 2:
				return usageError{fmt.Errorf("population takes the folder of a program or of an engagement file, and the name of a population: tickmark %s", cmd.Use)}
			case opt.diff != "" && len(args) == 1:
				return usageError{errors.New("name the population that --diff compares")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 1:
				return runPopulations(cmd.Context(), args[0], opt, cmd.OutOrStdout())
			case opt.diff == "":
				return runPopulation(cmd.Context(), args[0], args[1], opt, cmd.OutOrStdout())
			}
			return runPopulationDiff(cmd.Context(), args[0], args[1], opt, cmd.OutOrStdout())
		},
	}
	opt.limits.addTo(cmd.Flags())
	cmd.Flags().StringVar(&opt.diff, "diff", "", "compare with the same population of another `engagement`")
	cmd.Flags().BoolVar(&opt.json, "json", false, "print it as JSON, whole")
	return cmd
}

// shownPopulation is a population with who sealed it.
type shownPopulation struct {
	soc.PopulationRecord
	Sealer *soc.Actor `json:"sealer,omitempty"`
}

func shown(ex *soc.Examination, record soc.PopulationRecord) shownPopulation {
	p := shownPopulation{PopulationRecord: record}
	if i := slices.IndexFunc(ex.Actors, func(a soc.Actor) bool { return a.KeyID == record.SealedBy }); i >= 0 && record.SealedBy != "" {
		p.Sealer = &ex.Actors[i]
	}
	return p
}

func (p shownPopulation) sealer() string {
	switch {
	case p.Sealer != nil:
		return who(*p.Sealer)
	case p.SealedBy != "":
		return "key " + p.SealedBy
	}
	return "-"
}

// verdict says in a few words whether the population is shown complete.
func (p shownPopulation) verdict() string {
	switch {
	case p.Failure != "":
		return "not collected"
	case p.Certificate.Verdict == soc.Complete:
		return "shown complete"
	case p.Certificate.Verdict == soc.ZeroConfirmed:
		return "shown to be empty"
	}
	return "not shown complete"
}

func runPopulations(ctx context.Context, dir string, opt populationOptions, stdout io.Writer) error {
	ex, err := examinationIn(ctx, dir)
	if err != nil {
		return err
	}
	all := []shownPopulation{}
	for _, record := range ex.Populations {
		all = append(all, shown(ex, record))
	}
	if opt.json {
		return printJSON(stdout, all)
	}
	if len(all) == 0 {
		fmt.Fprintln(stdout, "The program declares no population.")
		return nil
	}
	zone, err := ex.Engagement.Location()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "POPULATION\tROWS\tIN PERIOD\tVERDICT\tSEALED\tBY")
	for _, p := range all {
		rows, in := "-", "-"
		if p.Failure == "" {
			rows, in = grouped(p.Certificate.RowsLoaded), grouped(p.Certificate.InPeriod)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", p.Name, rows, in, p.verdict(), momentIn(p.SealedAt, zone), p.sealer())
	}
	return w.Flush()
}

func runPopulation(ctx context.Context, dir, name string, opt populationOptions, stdout io.Writer) error {
	ex, err := examinationIn(ctx, dir)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(ex.Populations, func(p soc.PopulationRecord) bool { return p.Name == name })
	if i < 0 {
		_, err := sealedPopulation(ex, name) // says which there are
		return err
	}
	p := shown(ex, ex.Populations[i])
	if opt.json {
		return printJSON(stdout, p)
	}
	return printCertificate(stdout, ex, p)
}

// momentIn writes a moment in the engagement's time zone.
func momentIn(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(zone).Format("2006-01-02 15:04:05 MST")
}
