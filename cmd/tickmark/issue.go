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
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

func init() { commands = append(commands, newIssueCommand) }

type issueOptions struct {
	key        string
	passphrase string
	date       string
	city       string
	state      string
	out        string
	reason     string // of a reissue
}

func newIssueCommand() *cobra.Command {
	var opt issueOptions
	cmd := &cobra.Command{
		Use:   "issue DIR --key NAME --date DAY",
		Short: "Issue the final report and lock the file, or say which gates are open",
		Long: `Issue evaluates every gate. While one is open it writes nothing: it prints
what is missing and who can supply it, and the exit code is 1.

Otherwise it renders the report without the word DRAFT, records it in the log
with its files, and puts the files in the place of the draft. From then on the
file is locked: 'tickmark reissue' is the only way on.

The key is the engagement partner's. --date is the date of the auditor's
report. City and state are those of the firm in engagement.yaml unless --city
and --state say otherwise.

Stopped in between, it leaves a draft or an issued report. Run it again with
the same date to write the files of a report that was issued once more.`,
		Example: "  tickmark issue my-program --key pat --date 2026-08-14",
		Args:    exactArgs(1, "the folder of a program or of an engagement file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runIssue(cmd.Context(), args[0], opt, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	opt.flags(cmd)
	return cmd
}

// flags adds the flags that issue and reissue share.
func (opt *issueOptions) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&opt.key, "key", "", "name of the engagement partner's key (required)")
	flags.StringVar(&opt.passphrase, "passphrase-file", "", "file with the passphrase of the key")
	flags.StringVar(&opt.date, "date", "", "date of the auditor's report, such as 2026-08-14 (required)")
	flags.StringVar(&opt.city, "city", "", "city where the firm practises")
	flags.StringVar(&opt.state, "state", "", "state where the firm practises")
	flags.StringVar(&opt.out, "out", "", "folder for the report (default that of the engagement file)")
}

func runIssue(ctx context.Context, dir string, opt issueOptions, stdout, stderr io.Writer) error {
	session, err := openIssue(ctx, dir, opt, stderr)
	if err != nil {
		return err
	}
	defer session.file.Close()
	issued, err := session.file.Issue(ctx, session.key, session.options)
	if errors.Is(err, engagement.ErrLocked) {
		return session.writeAgain(ctx, err, stdout)
	}
	return session.finish(issued, err, stdout)
}

// issueSession is one run of issue or reissue.
type issueSession struct {
	file    *engagement.File
	key     *keys.Key
	options engagement.IssueOptions
	out     string
	dir     string // as the person named it
	show    *progress
}

func openIssue(ctx context.Context, dir string, opt issueOptions, stderr io.Writer) (*issueSession, error) {
	if opt.key == "" || opt.date == "" {
		return nil, usageError{errors.New("name the engagement partner's key and the date of the report: --key NAME --date 2026-08-14")}
	}
	date, err := soc.ParseDate(opt.date)
	if err != nil {
		return nil, usageError{fmt.Errorf("--date: %w", err)}
	}
	folder, err := engagement.Resolve(dir)
	if err != nil {
		return nil, err
	}
	signers, err := loadKeys([]string{opt.key}, opt.passphrase)
	if err != nil {
		return nil, err
	}
	if opt.out == "" {
		opt.out = folder
	}
	if err := os.MkdirAll(opt.out, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder for the report: %w", err)
	}
	file, err := engagement.Open(ctx, folder, engagement.FileOptions{})
	if err != nil {
		return nil, err
	}
	s := &issueSession{file: file, key: signers[0], out: opt.out, dir: dir, show: newProgress(stderr)}
	s.options = engagement.IssueOptions{Date: date, City: opt.city, State: opt.state, Check: checkTexts, Render: renderExamination}
	s.show.Stage("Evaluating the gates and rendering the report", -1)
	return s, nil
}

// finish writes the files of a report that was just issued, or prints why it
// was not.
func (s *issueSession) finish(issued *engagement.Issued, err error, stdout io.Writer) error {
	var open *engagement.OpenGates
	if errors.As(err, &open) {
		s.show.Finish()
		printOpenGates(stdout, open)
		return errReported
	}
	if err != nil {
		return err
	}
	if err := s.file.Close(); err != nil {
		return err
	}
	if err := s.write(issued); err != nil {
		return err
	}
	s.show.Finish()
	what := "Issued the report"
	if issued.Final.Replaces != "" {
		what = fmt.Sprintf("Issued, in the place of the report dated %s, the report", issued.Final.ReplacesDate.Long())
	}
	fmt.Fprintf(stdout, "%s dated %s, by entry %d\n", what, issued.Final.Date.Long(), issued.Entry.Index)
	s.printFiles(stdout, issued)
	for _, gate := range issued.Overridden {
		fmt.Fprintf(stdout, "Overridden: %s. %s\n  %s\n", gate.ID, gate.Requirement, wrap(gate.Overridden, 100, "  "))
	}
	fmt.Fprintf(stdout, "\nThe file is locked. Assemble it and run 'tickmark lock %s --key %s' by %s.\n", s.dir, s.key.Actor.Name, issued.LockBy.Long())
	if !issued.RetainUntil.IsZero() {
		fmt.Fprintf(stdout, "Keep it until %s at least.\n", issued.RetainUntil.Long())
	}
	return nil
}

// writeAgain writes the files of the report that was issued once more, for one
// who asks for the same date again: they may have been stopped before.
func (s *issueSession) writeAgain(ctx context.Context, locked error, stdout io.Writer) error {
	issued, err := s.file.IssuedReport(ctx)
	if err != nil {
		return err
	}
	if issued == nil || issued.Final.Date != s.options.Date {
		return locked
	}
	if err := s.file.Close(); err != nil {
		return err
	}
	if err := s.write(issued); err != nil {
		return err
	}
	s.show.Finish()
	fmt.Fprintf(stdout, "The report dated %s was issued before, by entry %d. Its files are written again.\n", issued.Final.Date.Long(), issued.Entry.Index)
	s.printFiles(stdout, issued)
	return nil
}

func (s *issueSession) write(issued *engagement.Issued) error {
	for _, file := range issued.Files {
		if err := writeWhole(filepath.Join(s.out, file.Name), file.Data); err != nil {
			return fmt.Errorf("the report is issued, but not all of its files are written (run 'tickmark issue' with the date %s again): %w", issued.Final.Date, err)
		}
	}
	return nil
}

func (s *issueSession) printFiles(w io.Writer, issued *engagement.Issued) {
	for _, file := range issued.Files {
		digest := ""
		for _, subject := range issued.Entry.Subjects {
			if subject.Name == file.Name {
				digest = subject.SHA256
			}
		}
		fmt.Fprintf(w, "  %s  %s bytes\n    SHA-256 %s\n", filepath.Join(s.out, file.Name), grouped(int64(len(file.Data))), digest)
	}
}

// printOpenGates prints the gates that stand in the way: what is missing, and
// who can supply it.
func printOpenGates(w io.Writer, open *engagement.OpenGates) {
	fmt.Fprintf(w, "The report cannot be issued: %s open. Nothing was written.\n", isOpen(len(open.Gates)))
	area := ""
	for _, gate := range open.Gates {
		if gate.Area != area {
			area = gate.Area
			fmt.Fprintf(w, "\n  %s\n", area)
		}
		printGate(w, gate)
	}
}

func isOpen(n int) string {
	if n == 1 {
		return "1 gate is"
	}
	return strings.Replace(count(n, "gate"), "gates", "gates are", 1)
}
