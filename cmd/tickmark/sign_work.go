package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/tickmark-audit/tickmark/soc"
)

// listWork lists every piece of work, who prepared it and where its review
// stands.
func listWork(ctx context.Context, dir string, stdout io.Writer) error {
	ex, err := readExamination(ctx, dir)
	if err != nil {
		return err
	}
	names := map[string]string{} // of keys
	for _, a := range ex.Actors {
		names[a.KeyID] = a.Name
	}
	all := ex.AllWork()
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "WORK\tPREPARED BY\tREVIEW")
	for _, work := range slices.Sorted(maps.Keys(all)) {
		var by []string
		for _, entry := range all[work] {
			if name := names[entry.By]; !slices.Contains(by, name) {
				by = append(by, name)
			}
		}
		state := "none"
		if review := soc.Latest(ex.Records.Reviews, work); review != nil {
			state = "by " + review.By.Name
			if ex.Stale(review.Record) {
				state += ", changed since"
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", printable(work), printable(strings.Join(by, ", ")), printable(state))
	}
	return w.Flush()
}
