package ledger

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

func testPaging(t *testing.T, path string) {
	l := openLog(t, path, Options{})
	key := newKey(t, "ada", soc.Management)
	var drafts []Draft
	for i := range int64(2*pageSize - 1) {
		drafts = append(drafts, draft(i))
	}
	if _, err := l.Append(t.Context(), key, 0, drafts...); err != nil {
		t.Fatal(err)
	}
	// Appending while reading is allowed, and what is added is yielded too.
	want := int64(3)
	for e, err := range l.Entries(t.Context(), want) {
		if err != nil || e.Index != want {
			t.Fatalf("entry %d, %v; want %d", e.Index, err, want)
		}
		if want == 10 {
			if _, err := l.Append(t.Context(), key, 2*pageSize, draft(0)); err != nil {
				t.Fatal(err)
			}
		}
		want++
	}
	if want != 2*pageSize+1 {
		t.Errorf("read up to %d", want)
	}
	verifyLog(t, l)
}

// The roots that the log keeps are those of RFC 6962, computed here from the
// envelopes by the definition.
func testIndependent(t *testing.T, path string) {
	l := openLog(t, path, Options{})
	key := newKey(t, "ada", soc.Management)
	for i := range int64(6) {
		size, err := l.Size(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Append(t.Context(), key, size, draft(i), draft(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	var envelopes [][]byte
	for data, err := range l.Envelopes(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		envelopes = append(envelopes, data)
	}
	if len(envelopes) != 13 {
		t.Fatalf("%d envelopes", len(envelopes))
	}
	for size := range int64(14) {
		root, err := l.Root(t.Context(), size)
		if want := merkleTreeHash(envelopes[:size]); err != nil || [32]byte(root) != want {
			t.Errorf("root at %d = %x, %v; want %x", size, root, err, want)
		}
	}
}

func merkleTreeHash(leaves [][]byte) [32]byte {
	switch len(leaves) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, leaves[0]...))
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	left, right := merkleTreeHash(leaves[:k]), merkleTreeHash(leaves[k:])
	return sha256.Sum256(slices.Concat([]byte{1}, left[:], right[:]))
}

func TestReadOnlyNeedsAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "engagement.sqlite")
	if _, err := Open(context.Background(), path, Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open = %v, want fs.ErrNotExist", err)
	}
	if _, err := Open(context.Background(), filepath.Join(path, "deeper"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open in a folder that is not there = %v", err)
	}
}
