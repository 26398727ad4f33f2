package ledger

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tickmark-audit/tickmark/ledger/verify"
)

// sealPath lies beside the log's file.
func (l *Log) sealPath() string { return filepath.Join(filepath.Dir(l.path), verify.SealFile) }

// Seal writes what the log's file is now beside it, so that a byte that
// changes anywhere in it is found later. Close calls it. With PostgreSQL it
// does nothing: there is no file. The error is the disk's, or ErrBusy.
func (l *Log) Seal(ctx context.Context) error {
	if l.path == "" {
		return nil
	}
	if l.readOnly {
		return ErrReadOnly
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.seal(ctx)
	if err != nil {
		return fmt.Errorf("seal the log %s: %w", l.path, explain(err))
	}
	l.unsealed = false
	return nil
}

func (l *Log) seal(ctx context.Context) error {
	size, err := l.Size(ctx)
	if err != nil {
		return err
	}
	root, err := l.Root(ctx, size)
	if err != nil {
		return err
	}
	tx, err := l.db.BeginTx(ctx, nil) // keeps every other writer out
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var now int64
	if err := tx.QueryRowContext(ctx, `SELECT size FROM log WHERE one = 1`).Scan(&now); err != nil {
		return err
	}
	if now != size {
		return nil // another process added to it, and will seal it
	}
	bytes, digest, err := l.digestFile()
	if err != nil {
		return err
	}
	seal := verify.Seal{
		File: filepath.Base(l.path), Size: bytes, SHA256: digest,
		Origin: l.origin, LogSize: size, LogRoot: root.String(),
	}
	return writeAtomic(l.sealPath(), seal.Marshal())
}

func (l *Log) digestFile() (int64, string, error) {
	info, err := l.file.Stat()
	if err != nil {
		return 0, "", err
	}
	return verify.FileDigest(io.NewSectionReader(l.file, 0, info.Size()))
}

// checkSeal refuses to write to a file that changed since it was sealed. A
// file with more entries than its seal is one whose last command did not
// finish, or that another process is writing: nothing is wrong with it.
func (l *Log) checkSeal(ctx context.Context) error {
	if l.path == "" {
		return nil
	}
	// Another process may write the file and the seal between our readings of
	// them; what is really changed is still changed when it is read again.
	const readings = 3
	var err error
	for range readings {
		if err = l.compareSeal(ctx); !errors.Is(err, ErrChanged) {
			return err
		}
	}
	return err
}

func (l *Log) compareSeal(ctx context.Context) error {
	data, err := os.ReadFile(l.sealPath())
	if errors.Is(err, fs.ErrNotExist) {
		l.unsealed = true
		return nil
	}
	if err != nil {
		return err
	}
	seal, err := verify.ParseSeal(data)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrChanged, err)
	}
	// The first read undoes what a killed process left half done.
	size, sizeErr := l.Size(ctx)
	bytes, digest, err := l.digestFile()
	if err != nil {
		return err
	}
	if bytes == seal.Size && digest == seal.SHA256 {
		return nil
	}
	if sizeErr != nil {
		return fmt.Errorf("%w: run 'tickmark verify' (%w)", ErrChanged, sizeErr)
	}
	if size > seal.LogSize {
		if root, err := l.Root(ctx, seal.LogSize); err == nil && root.String() == seal.LogRoot {
			l.unsealed = true
			return nil
		}
	}
	return fmt.Errorf("%w: it has SHA-256 %s and was sealed with %s; run 'tickmark verify'", ErrChanged, digest, seal.SHA256)
}

// writeAtomic replaces a file whole or not at all.
func writeAtomic(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".seal-")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// Verify checks the engagement folder that holds the log in file, offline, as
// ledger/verify does. A file that cannot be opened is a finding. It must not
// be called while this process has the log open for writing. The error is
// the context's, or that of a folder that is not there.
func Verify(ctx context.Context, folder, file string) (*verify.Report, error) {
	if _, err := os.Stat(filepath.Join(folder, file)); err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	in := verify.Input{Folder: os.DirFS(folder)}
	log, err := Open(ctx, filepath.Join(folder, file), Options{ReadOnly: true})
	if err != nil {
		in.LogError = err
		return verify.Run(ctx, in)
	}
	defer log.Close()
	in.Log = log
	return verify.Run(ctx, in)
}
