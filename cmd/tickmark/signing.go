package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/engagement/recordfile"
	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

// signerOptions are the flags of every command that writes records.
type signerOptions struct {
	key        string
	passphrase string
	dryRun     bool
}

func (opt *signerOptions) flags(cmd *cobra.Command) {
	flags := cmd.PersistentFlags()
	flags.StringVar(&opt.key, "key", "", "name of the key to sign with (see 'tickmark key')")
	flags.StringVar(&opt.passphrase, "passphrase-file", "", "file with the passphrase of the key")
	flags.BoolVar(&opt.dryRun, "dry-run", false, "hold the records against the rules and write nothing")
}

// signing is an engagement file opened to write records with one key.
type signing struct {
	file     *engagement.File
	key      *keys.Key
	attached engagement.Attachments
	dryRun   bool
}

// openSigning opens the engagement file of dir. The caller closes its file.
func openSigning(ctx context.Context, dir string, opt signerOptions) (*signing, error) {
	if opt.key == "" {
		return nil, usageError{errors.New("name the key to sign with: --key NAME (see 'tickmark key')")}
	}
	folder, err := engagement.Resolve(dir)
	if err != nil {
		return nil, err
	}
	signers, err := loadKeys([]string{opt.key}, opt.passphrase)
	if err != nil {
		return nil, err
	}
	file, err := engagement.Open(ctx, folder, engagement.FileOptions{ReadOnly: opt.dryRun})
	if err != nil {
		return nil, err
	}
	return &signing{file: file, key: signers[0], dryRun: opt.dryRun}, nil
}

// attach adds a document, or every file of a folder in the order of their
// paths, and returns the digests.
func (s *signing) attach(ctx context.Context, path string) ([]string, error) {
	var digests []string
	err := filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		digest, err := s.attached.Add(ctx, name)
		if err == nil && !slices.Contains(digests, digest) {
			digests = append(digests, digest)
		}
		return err
	})
	if err == nil && len(digests) == 0 {
		err = fmt.Errorf("the folder %s holds no file", path)
	}
	return digests, err
}

// programInForce is the entry that sealed management's part of the program.
func (s *signing) programInForce(ctx context.Context) (string, error) {
	ex, err := s.file.Examination(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range ex.Programs {
		if p.Party == soc.Management {
			return p.Entry, nil
		}
	}
	return "", errors.New("management has sealed no description yet: run 'tickmark examine'")
}

// write writes the records, or only checks them, and says so.
func (s *signing) write(ctx context.Context, stdout io.Writer, records ...soc.Record) error {
	if s.dryRun {
		if err := s.file.CheckRecords(ctx, s.key.Actor, &s.attached, records...); err != nil {
			return err
		}
		for _, r := range records {
			fmt.Fprintf(stdout, "Would write %s\n", printable(recordfile.Describe(r)))
		}
		return nil
	}
	entries, err := s.file.Record(ctx, s.key, &s.attached, records...)
	if err != nil {
		return err
	}
	return printWritten(ctx, stdout, s.file, entries)
}

// printWritten says what was written, one entry a line, as the log does.
func printWritten(ctx context.Context, stdout io.Writer, file *engagement.File, entries []ledger.Entry) error {
	numbers, err := file.Numbers(ctx)
	if err != nil {
		return err
	}
	for _, e := range entries {
		text := sentence(e)
		var replaced []string
		for _, id := range e.Supersedes {
			replaced = append(replaced, fmt.Sprint(numbers[id]))
		}
		if len(replaced) > 0 {
			text += fmt.Sprintf(" (in place of %s)", strings.Join(replaced, ", "))
		}
		fmt.Fprintf(stdout, "Entry %d: %s %s\n", e.Index, who(e.Actor), text)
	}
	return nil
}
