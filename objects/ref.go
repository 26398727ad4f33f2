package objects

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"golang.org/x/mod/sumdb/tlog"
)

// ChunkSize is the number of bytes in one leaf of an object's tree. The last
// chunk of an object may be shorter; an empty object has none.
const ChunkSize = 1 << 20

// Ref names one object by its content.
type Ref struct {
	SHA256   string `json:"sha256"`    // of all bytes, 64 lower-case hex digits
	TreeRoot string `json:"tree_root"` // RFC 6962 root over chunks of ChunkSize bytes, hex
	Size     int64  `json:"size"`      // bytes
}

// CheckDigest returns an error that quotes s unless it is a SHA-256 written
// as 64 lower-case hexadecimal digits. A string that passes is safe as a part
// of a file's name.
func CheckDigest(s string) error {
	if len(s) != 2*sha256.Size {
		return fmt.Errorf("%q is not a digest: a SHA-256 has 64 hexadecimal digits", shorten(s))
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return fmt.Errorf("%q is not a digest: write it in lower-case hexadecimal digits", s)
		}
	}
	return nil
}

func shorten(s string) string {
	if len(s) > 80 {
		return s[:80] + "…"
	}
	return s
}

// Digester computes the Ref of the bytes that are written to it, in one pass
// and with one chunk of state. The zero value is not usable: call NewDigester.
type Digester struct {
	whole  hash.Hash
	chunk  hash.Hash
	filled int // bytes in the current chunk
	size   int64
	leaves []tlog.Hash
}

// NewDigester returns a Digester that has seen no bytes.
func NewDigester() *Digester {
	d := &Digester{whole: sha256.New(), chunk: sha256.New()}
	d.startChunk()
	return d
}

// leafPrefix separates leaves from inner nodes (RFC 6962, section 2.1).
var leafPrefix = []byte{0x00}

func (d *Digester) startChunk() {
	d.chunk.Reset()
	d.chunk.Write(leafPrefix)
	d.filled = 0
}

// Write adds p to the object. It never fails.
func (d *Digester) Write(p []byte) (int, error) {
	written := len(p)
	d.whole.Write(p)
	d.size += int64(written)
	for len(p) > 0 {
		n := min(len(p), ChunkSize-d.filled)
		d.chunk.Write(p[:n])
		d.filled += n
		p = p[n:]
		if d.filled == ChunkSize {
			d.endChunk()
		}
	}
	return written, nil
}

func (d *Digester) endChunk() {
	var leaf tlog.Hash
	d.chunk.Sum(leaf[:0])
	d.leaves = append(d.leaves, leaf)
	d.startChunk()
}

// Finish returns the Ref and the leaf hash of every chunk, in order. The
// Digester must not be written to afterwards.
func (d *Digester) Finish() (Ref, []tlog.Hash) {
	if d.filled > 0 {
		d.endChunk()
	}
	root := TreeRoot(d.leaves)
	return Ref{
		SHA256:   hex.EncodeToString(d.whole.Sum(nil)),
		TreeRoot: hex.EncodeToString(root[:]),
		Size:     d.size,
	}, d.leaves
}

// TreeRoot returns the RFC 6962 root over leaves that are already hashed.
func TreeRoot(leaves []tlog.Hash) tlog.Hash {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for i, leaf := range leaves {
		hashes, err := tlog.StoredHashesForRecordHash(int64(i), leaf, reader)
		if err != nil {
			panic("objects: a reader over memory failed: " + err.Error()) // it cannot
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(int64(len(leaves)), reader)
	if err != nil {
		panic("objects: a reader over memory failed: " + err.Error())
	}
	return root
}

// Digest reads r to its end and returns its Ref and the leaf hash of every
// chunk. The error is r's, or the context's.
func Digest(ctx context.Context, r io.Reader) (Ref, []tlog.Hash, error) {
	d := NewDigester()
	if _, err := io.Copy(d, contextReader{ctx, r}); err != nil {
		return Ref{}, nil, err
	}
	ref, leaves := d.Finish()
	return ref, leaves, nil
}

// contextReader stops a long read when its context is done.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
