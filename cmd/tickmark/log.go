package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/soc"
)

func init() { commands = append(commands, newLogCommand) }

type logOptions struct {
	json  bool
	entry int64 // -1: all
}

func newLogCommand() *cobra.Command {
	var opt logOptions
	cmd := &cobra.Command{
		Use:   "log DIR",
		Short: "List the entries of an engagement file in words",
		Long: `Log lists what happened in an engagement, one entry a line: its number, its
time in UTC, who wrote it and what they did. DIR is an engagement file or the
folder of its program.

It shows what the log says and checks nothing: 'tickmark verify' does.`,
		Args: exactArgs(1, "the folder of a program or of an engagement file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("entry") && opt.entry < 0 {
				return usageError{fmt.Errorf("entries are numbered from 0: there is no entry %d", opt.entry)}
			}
			return runLog(cmd.Context(), args[0], opt, cmd.OutOrStdout())
		},
	}
	cmd.Flags().BoolVar(&opt.json, "json", false, "print the entries as JSON")
	cmd.Flags().Int64Var(&opt.entry, "entry", -1, "show one entry whole, by its number")
	return cmd
}

func runLog(ctx context.Context, dir string, opt logOptions, stdout io.Writer) error {
	folder, err := engagement.Resolve(dir)
	if err != nil {
		return err
	}
	l, err := ledger.Open(ctx, filepath.Join(folder, ledger.FileName), ledger.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer l.Close()
	entries, err := readLog(ctx, l, opt.entry)
	if err != nil {
		return err
	}
	switch {
	case opt.json && opt.entry >= 0:
		return printJSON(stdout, entries[0])
	case opt.json:
		return printJSON(stdout, entries)
	case opt.entry >= 0:
		return printEntry(stdout, entries[0])
	}
	for _, e := range entries {
		fmt.Fprintln(stdout, e.line())
	}
	return nil
}

// loggedEntry is an entry with what it says in words.
type loggedEntry struct {
	ledger.Entry
	Sentence string  `json:"sentence"`
	Replaces []int64 `json:"replaces,omitempty"` // the entries that it supersedes, by number
}

// readLog reads all entries, or the one that is asked for.
func readLog(ctx context.Context, l *ledger.Log, only int64) ([]loggedEntry, error) {
	entries := []loggedEntry{}
	index := map[string]int64{}
	for e, err := range l.Entries(ctx, 0) {
		if err != nil {
			return nil, fmt.Errorf("%w; run 'tickmark verify'", err)
		}
		index[e.ID] = e.Index
		if only >= 0 && e.Index != only {
			continue
		}
		logged := loggedEntry{Entry: e, Sentence: sentence(e)}
		for _, id := range e.Supersedes {
			if i, known := index[id]; known {
				logged.Replaces = append(logged.Replaces, i)
			}
		}
		entries = append(entries, logged)
	}
	if only >= 0 && len(entries) == 0 {
		return nil, fmt.Errorf("there is no entry %d: the log has %d, numbered from 0", only, len(index))
	}
	return entries, nil
}

func (e loggedEntry) line() string {
	return fmt.Sprintf("%5d  %s  %s %s%s", e.Index, e.Time.Format("2006-01-02 15:04:05"), who(e.Actor), e.Sentence, e.replacing())
}

func (e loggedEntry) replacing() string {
	if len(e.Replaces) == 0 {
		return ""
	}
	var numbers []string
	for _, i := range e.Replaces {
		numbers = append(numbers, fmt.Sprint(i))
	}
	return fmt.Sprintf(" (in place of %s)", strings.Join(numbers, ", "))
}

// who names an actor: ada (management, compliance lead).
func who(a soc.Actor) string {
	about := []string{string(a.Party)}
	if a.Role != "" {
		about = append(about, a.Role)
	}
	name := a.Name
	if a.ThrowAway {
		name = "a throw-away key"
	}
	return printable(fmt.Sprintf("%s (%s)", name, strings.Join(about, ", ")))
}

// printEntry shows an entry whole.
func printEntry(w io.Writer, e loggedEntry) error {
	fmt.Fprintf(w, "Entry %d: %s %s%s\n\n", e.Index, who(e.Actor), e.Sentence, e.replacing())
	for _, line := range [][2]string{
		{"Kind", string(e.Kind)},
		{"Id", e.ID},
		{"Time", e.Time.Format("2006-01-02 15:04:05.000000 UTC")},
		{"Key", e.Actor.KeyID},
		{"Seen by", string(e.Visibility)},
		{"Log", e.Origin},
		{"Written at", fmt.Sprintf("size %d, root %s", e.LogSize, e.LogRoot)},
	} {
		fmt.Fprintf(w, "%-11s %s\n", line[0], printable(line[1]))
	}
	for _, s := range e.Subjects {
		fmt.Fprintf(w, "%-11s %s, %s bytes, SHA-256 %s\n", "Object", printable(s.Name), grouped(s.Size), s.SHA256)
	}
	var body bytes.Buffer
	if err := json.Indent(&body, e.Predicate, "", "  "); err != nil {
		return fmt.Errorf("entry %d: %w", e.Index, err)
	}
	fmt.Fprintln(w)
	for line := range strings.Lines(body.String()) {
		fmt.Fprintln(w, printable(strings.TrimSuffix(line, "\n")))
	}
	return nil
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
