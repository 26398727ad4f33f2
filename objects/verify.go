package objects

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Damage is an object that is not what its name says.
type Damage struct {
	File     string // inside the store: ab/cdef…
	Expected Ref
	Found    Ref
	// Chunk is the first chunk that differs, counted from 0, or -1 when it
	// cannot be told. Its first byte is at Chunk times ChunkSize.
	Chunk int64
}

func (d *Damage) Error() string {
	where := ""
	if d.Chunk >= 0 {
		where = fmt.Sprintf(", first in chunk %d (from byte %d)", d.Chunk, d.Chunk*ChunkSize)
	}
	if d.Found.Size != d.Expected.Size && d.Expected.Size >= 0 {
		return fmt.Sprintf("object %s is damaged%s: it has %d bytes and should have %d", d.File, where, d.Found.Size, d.Expected.Size)
	}
	if d.Found.SHA256 == d.Expected.SHA256 {
		return fmt.Sprintf("object %s: its tree root is %s and should be %s", d.File, d.Found.TreeRoot, d.Expected.TreeRoot)
	}
	return fmt.Sprintf("object %s is damaged%s: its SHA-256 is %s", d.File, where, d.Found.SHA256)
}

// Verify hashes an object again and compares it with ref. The error is a
// *Damage when the bytes differ, wraps fs.ErrNotExist when the object is
// missing, and is the disk's otherwise.
func (s *Store) Verify(ctx context.Context, ref Ref) error {
	return VerifyFS(ctx, os.DirFS(s.dir), ref)
}

// VerifyFS is Verify for a store that is read through fsys, such as one in an
// archive.
func VerifyFS(ctx context.Context, fsys fs.FS, ref Ref) error {
	if err := CheckDigest(ref.SHA256); err != nil {
		return err
	}
	name := path.Join(ref.SHA256[:2], ref.SHA256[2:])
	f, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("object %s is missing: %w", name, fs.ErrNotExist)
	}
	if err != nil {
		return err
	}
	found, leaves, err := Digest(ctx, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("object %s: %w", name, err)
	}
	chunks, chunksErr := fs.ReadFile(fsys, name+chunksSuffix)
	if found != ref {
		return &Damage{File: name, Expected: ref, Found: found, Chunk: firstBadChunk(chunks, leaves, ref, found)}
	}
	return checkChunks(name+chunksSuffix, chunks, chunksErr, len(leaves), ref)
}

// firstBadChunk compares the leaves found with the sealed ones. The sealed
// ones count only when they are the tree that ref names.
func firstBadChunk(chunks []byte, found []tlog.Hash, ref, foundRef Ref) int64 {
	if foundRef.SHA256 == ref.SHA256 {
		return -1 // the bytes are right; the size or root of ref is not theirs
	}
	if ref.Size >= 0 && ref.Size <= ChunkSize {
		return 0
	}
	sealed, err := decodeChunks(chunks)
	if err != nil || hexRoot(sealed) != ref.TreeRoot {
		return -1
	}
	for i := range sealed {
		if i >= len(found) || found[i] != sealed[i] {
			return int64(i)
		}
	}
	return int64(len(sealed)) // bytes were added after a whole last chunk
}

func checkChunks(name string, chunks []byte, readErr error, leaves int, ref Ref) error {
	if errors.Is(readErr, fs.ErrNotExist) {
		if leaves > 1 {
			return fmt.Errorf("chunk hashes %s are missing: %w", name, fs.ErrNotExist)
		}
		return nil
	}
	if readErr != nil {
		return readErr
	}
	sealed, err := decodeChunks(chunks)
	if err != nil {
		return fmt.Errorf("chunk hashes %s are damaged: the file %w", name, err)
	}
	if root := hexRoot(sealed); root != ref.TreeRoot || leaves <= 1 {
		return fmt.Errorf("chunk hashes %s are damaged: their root is %s and should be %s", name, root, ref.TreeRoot)
	}
	return nil
}

// Listing is what lies in a store.
type Listing struct {
	Digests []string // objects, in the order of their digests; not hashed again
	Strays  []string // paths inside the store that are no part of one
}

// List says what lies in the store. The error is the disk's.
func (s *Store) List(ctx context.Context) (Listing, error) {
	return ListFS(ctx, os.DirFS(s.dir))
}

// ListFS is List for a store that is read through fsys.
func ListFS(ctx context.Context, fsys fs.FS) (Listing, error) {
	var l Listing
	have := map[string]bool{}
	var chunks []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if d.IsDir() {
			return nil
		}
		digest := strings.Replace(name, "/", "", 1)
		isObject := len(name) > 2 && name[2] == '/' && d.Type().IsRegular()
		switch {
		case isObject && CheckDigest(digest) == nil:
			l.Digests = append(l.Digests, digest)
			have[name] = true
		case isObject && CheckDigest(strings.TrimSuffix(digest, chunksSuffix)) == nil:
			chunks = append(chunks, name)
		default:
			l.Strays = append(l.Strays, name)
		}
		return nil
	})
	for _, name := range chunks {
		if !have[strings.TrimSuffix(name, chunksSuffix)] {
			l.Strays = append(l.Strays, name)
		}
	}
	return l, err
}
