// Package objects keeps evidence in a folder, each object named by what it
// holds.
//
// An object is the file ab/cdef…, where abcdef… is the SHA-256 of its bytes in
// hex. Objects are read-only and never change: the same bytes put twice are
// one object. An object of more than one chunk has a file of the same name
// with ".chunks" beside it: the RFC 6962 leaf hash of each chunk, 32 bytes
// each, so that damage can be told to the mebibyte. Files under tmp/ are being
// written and are no part of the store.
package objects

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	tmpFolder    = "tmp"
	chunksSuffix = ".chunks"
)

// Store is a folder of objects. It may be used by several goroutines, and
// several processes may open one folder.
type Store struct {
	dir string
	// tmp is the open folder of files being written; nil when the store is
	// for reading. Its lock tells other processes that those files are in use.
	tmp *os.File
}

// ErrReadOnly means that the store was opened for reading.
var ErrReadOnly = errors.New("the object store is open for reading only")

// Open opens the store in dir and makes the folder if it does not exist. What
// an earlier process left half written is removed. The error names the folder
// that could not be made or read.
func Open(dir string) (*Store, error) {
	tmpDir := filepath.Join(dir, tmpFolder)
	if err := os.MkdirAll(tmpDir, 0o755); err != nil {
		return nil, fmt.Errorf("object store: %w", err)
	}
	tmp, err := os.Open(tmpDir)
	if err != nil {
		return nil, fmt.Errorf("object store: %w", err)
	}
	s := &Store{dir: dir, tmp: tmp}
	if lockExclusive(tmp) {
		err = s.removeLeftovers()
	}
	if err == nil {
		err = lockShared(tmp)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("object store: %w", err), tmp.Close())
	}
	return s, nil
}

// OpenReadOnly opens the store in dir and changes nothing there. The error
// wraps fs.ErrNotExist when there is no such folder.
func OpenReadOnly(dir string) (*Store, error) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is not a folder", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("object store: %w", err)
	}
	return &Store{dir: dir}, nil
}

func (s *Store) removeLeftovers() error {
	leftovers, err := os.ReadDir(s.tmp.Name())
	if err != nil {
		return err
	}
	for _, f := range leftovers {
		if err := os.Remove(filepath.Join(s.tmp.Name(), f.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Close releases the folder. Objects that are open stay open.
func (s *Store) Close() error {
	if s.tmp == nil {
		return nil
	}
	return s.tmp.Close()
}

// Path returns where the object of that digest lies, whether it is there or
// not. It returns "" for a string that is not a digest.
func (s *Store) Path(digest string) string {
	if CheckDigest(digest) != nil {
		return ""
	}
	return filepath.Join(s.dir, digest[:2], digest[2:])
}

// Open opens an object for reading. It does not hash it again: Verify does.
// The error wraps fs.ErrNotExist when the store does not hold the object.
func (s *Store) Open(digest string) (*os.File, error) {
	if err := CheckDigest(digest); err != nil {
		return nil, err
	}
	f, err := os.Open(s.Path(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("object %s is missing from %s: %w", digest, s.dir, fs.ErrNotExist)
	}
	return f, err
}

// Remove takes an object out of the store. It is for what an interrupted
// command stored and no entry names; never for evidence. Removing what is not
// there is no error.
func (s *Store) Remove(digest string) error {
	if err := CheckDigest(digest); err != nil {
		return err
	}
	if s.tmp == nil {
		return ErrReadOnly
	}
	for _, path := range []string{s.Path(digest), s.Path(digest) + chunksSuffix} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("object store: %w", err)
		}
	}
	return nil
}

// Put stores everything that r yields. Nothing is visible in the store unless
// Put returns without an error. The error is r's, the context's or the
// folder's.
func (s *Store) Put(ctx context.Context, r io.Reader) (Ref, error) {
	w, err := s.Create()
	if err != nil {
		return Ref{}, err
	}
	if _, err := io.Copy(w, contextReader{ctx, r}); err != nil {
		return Ref{}, errors.Join(err, w.Abort())
	}
	return w.Commit()
}

// Adopt stores a finished file and removes it from where it was. The caller
// must not hold it open for writing. On an error the file stays where it was.
// A file on another disk is copied.
func (s *Store) Adopt(ctx context.Context, path string) (Ref, error) {
	if s.tmp == nil {
		return Ref{}, ErrReadOnly
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0) // for Sync
	if err != nil {
		return Ref{}, fmt.Errorf("object store: %w", err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a file", path)
	}
	var ref Ref
	w := &Writer{store: s, path: path}
	if err == nil {
		ref, w.leaves, err = Digest(ctx, f)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return Ref{}, fmt.Errorf("object store: %w", err)
	}
	err = w.place(ref)
	if err != nil && isOtherDevice(err) {
		return s.adoptCopy(ctx, path)
	}
	return ref, err
}

func (s *Store) adoptCopy(ctx context.Context, path string) (Ref, error) {
	f, err := os.Open(path)
	if err != nil {
		return Ref{}, fmt.Errorf("object store: %w", err)
	}
	defer f.Close()
	ref, err := s.Put(ctx, f)
	if err != nil {
		return Ref{}, err
	}
	return ref, os.Remove(path)
}
