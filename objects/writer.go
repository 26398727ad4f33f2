package objects

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

// Writer writes one object. Call Commit or Abort exactly once; a deferred
// Abort after Commit does nothing.
type Writer struct {
	store    *Store
	file     *os.File
	path     string // where the bytes lie until they are placed
	digester *Digester
	leaves   []tlog.Hash
	err      error // the first write that failed
	done     bool
}

// Create begins an object. The error names the file that could not be made.
func (s *Store) Create() (*Writer, error) {
	if s.tmp == nil {
		return nil, ErrReadOnly
	}
	f, err := os.CreateTemp(s.tmp.Name(), "object-")
	if err != nil {
		return nil, fmt.Errorf("object store: %w", err)
	}
	return &Writer{store: s, file: f, path: f.Name(), digester: NewDigester()}, nil
}

// Write adds p to the object.
func (w *Writer) Write(p []byte) (int, error) {
	if w.done {
		return 0, errors.New("object store: write after Commit or Abort")
	}
	n, err := w.file.Write(p)
	w.digester.Write(p[:n])
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("object store: %w", err)
	}
	return n, err
}

// Commit makes the object durable and visible and returns what it is called.
// When any Write failed, Commit fails too and leaves nothing.
func (w *Writer) Commit() (Ref, error) {
	if w.done {
		return Ref{}, errors.New("object store: Commit called after Commit or Abort")
	}
	if w.err != nil {
		return Ref{}, errors.Join(w.err, w.Abort())
	}
	if err := w.file.Sync(); err != nil {
		return Ref{}, errors.Join(fmt.Errorf("object store: %w", err), w.Abort())
	}
	w.done = true
	if err := w.file.Close(); err != nil {
		return Ref{}, errors.Join(fmt.Errorf("object store: %w", err), os.Remove(w.path))
	}
	var ref Ref
	ref, w.leaves = w.digester.Finish()
	if err := w.place(ref); err != nil {
		if removeErr := os.Remove(w.path); !errors.Is(removeErr, fs.ErrNotExist) {
			err = errors.Join(err, removeErr)
		}
		return Ref{}, err
	}
	return ref, nil
}

// Abort drops the object. It does nothing after Commit or Abort.
func (w *Writer) Abort() error {
	if w.done {
		return nil
	}
	w.done = true
	return errors.Join(w.file.Close(), os.Remove(w.path))
}

// place moves the finished, synced file at w.path to its name. The chunk
// hashes come second, so that a crash never leaves them without their object.
func (w *Writer) place(ref Ref) error {
	target := w.store.Path(ref.SHA256)
	folder := filepath.Dir(target)
	if err := makeFolder(folder); err != nil {
		return fmt.Errorf("object store: %w", err)
	}
	if err := os.Chmod(w.path, 0o444); err != nil {
		return fmt.Errorf("object store: %w", err)
	}
	// Replacing an object by itself is harmless, and mends one that was damaged.
	if err := replace(w.path, target); err != nil {
		return fmt.Errorf("object store: %w", err)
	}
	if len(w.leaves) > 1 {
		if err := w.placeChunks(target + chunksSuffix); err != nil {
			return fmt.Errorf("object store: %w", err)
		}
	}
	return syncFolder(folder)
}

func (w *Writer) placeChunks(target string) error {
	f, err := os.CreateTemp(w.store.tmp.Name(), "chunks-")
	if err != nil {
		return err
	}
	buf := make([]byte, 0, len(w.leaves)*tlog.HashSize)
	for _, leaf := range w.leaves {
		buf = append(buf, leaf[:]...)
	}
	_, err = f.Write(buf)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Chmod(f.Name(), 0o444)
	}
	if err == nil {
		err = replace(f.Name(), target)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// makeFolder makes one folder and makes its name durable.
func makeFolder(folder string) error {
	err := os.Mkdir(folder, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(folder))
}

// replace renames from to to, also where a read-only file cannot be replaced
// (Windows).
func replace(from, to string) error {
	err := os.Rename(from, to)
	if errors.Is(err, fs.ErrPermission) {
		if chmodErr := os.Chmod(to, 0o644); chmodErr == nil {
			err = os.Rename(from, to)
		}
	}
	return err
}

// decodeChunks reads a .chunks file.
func decodeChunks(data []byte) ([]tlog.Hash, error) {
	if len(data)%tlog.HashSize != 0 {
		return nil, fmt.Errorf("holds %d bytes, not a multiple of %d", len(data), tlog.HashSize)
	}
	leaves := make([]tlog.Hash, len(data)/tlog.HashSize)
	for i := range leaves {
		copy(leaves[i][:], data[i*tlog.HashSize:])
	}
	return leaves, nil
}

func hexRoot(leaves []tlog.Hash) string {
	root := TreeRoot(leaves)
	return hex.EncodeToString(root[:])
}
