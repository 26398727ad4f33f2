package objects

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func openStore(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "objects"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func put(t *testing.T, s *Store, data []byte) Ref {
	t.Helper()
	ref, err := s.Put(t.Context(), bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// randomBytes are the same in every run.
func randomBytes(n int) []byte {
	data := make([]byte, n)
	rand.NewChaCha8([32]byte{1}).Read(data)
	return data
}

func TestPutNamesByContent(t *testing.T) {
	s := openStore(t)
	data := []byte("change_id,merged_at\n1,2026-04-01\n")
	ref := put(t, s, data)

	sum := sha256.Sum256(data)
	leaf := tlog.RecordHash(data) // one chunk: the root is the leaf
	want := Ref{hex.EncodeToString(sum[:]), hex.EncodeToString(leaf[:]), int64(len(data))}
	if ref != want {
		t.Errorf("Put = %+v, want %+v", ref, want)
	}
	f, err := s.Open(ref.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, _ := io.ReadAll(f); !bytes.Equal(got, data) {
		t.Errorf("read back %q", got)
	}
	info, err := os.Stat(s.Path(ref.SHA256))
	if err != nil || info.Mode().Perm() != 0o444 {
		t.Errorf("mode %v, %v; want 0444", info.Mode(), err)
	}
	if again := put(t, s, data); again != ref {
		t.Errorf("the second Put = %+v", again)
	}
	checkListing(t, s, []string{ref.SHA256}, nil)
}

func checkListing(t *testing.T, s *Store, digests, strays []string) {
	t.Helper()
	l, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(l.Digests, " ") != strings.Join(digests, " ") || strings.Join(l.Strays, " ") != strings.Join(strays, " ") {
		t.Errorf("List = %v, strays %v; want %v, %v", l.Digests, l.Strays, digests, strays)
	}
}

// The tree root is that of RFC 6962, computed here from its definition.
func TestTreeRootIsRFC6962(t *testing.T) {
	var mth func(chunks [][]byte) [32]byte
	mth = func(chunks [][]byte) [32]byte {
		switch len(chunks) {
		case 0:
			return sha256.Sum256(nil)
		case 1:
			return sha256.Sum256(append([]byte{0}, chunks[0]...))
		}
		k := 1
		for k*2 < len(chunks) {
			k *= 2
		}
		left, right := mth(chunks[:k]), mth(chunks[k:])
		return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
	}
	data := randomBytes(5*ChunkSize + 17)
	for _, size := range []int{0, 1, ChunkSize - 1, ChunkSize, ChunkSize + 1, 3 * ChunkSize, len(data)} {
		var chunks [][]byte
		for rest := data[:size]; len(rest) > 0; {
			n := min(len(rest), ChunkSize)
			chunks = append(chunks, rest[:n])
			rest = rest[n:]
		}
		// The size of a write must not matter.
		ref, _, err := Digest(t.Context(), iotest.HalfReader(bytes.NewReader(data[:size])))
		if err != nil {
			t.Fatal(err)
		}
		want := mth(chunks)
		if ref.TreeRoot != hex.EncodeToString(want[:]) {
			t.Errorf("%d bytes: root %s, want %x", size, ref.TreeRoot, want)
		}
	}
}

func TestFailedPutLeavesNothing(t *testing.T) {
	s := openStore(t)
	broken := errors.New("the cable is out")
	if _, err := s.Put(t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("Put = %v, want the reader's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, strings.NewReader("late")); !errors.Is(err, context.Canceled) {
		t.Errorf("Put = %v, want the context's error", err)
	}
	w, err := s.Create()
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("changed my mind"))
	if err := errors.Join(w.Abort(), w.Abort()); err != nil {
		t.Error(err)
	}
	if _, err := w.Commit(); err == nil {
		t.Error("Commit after Abort succeeded")
	}
	checkListing(t, s, nil, nil)
}

func TestAdoptMovesTheFile(t *testing.T) {
	s := openStore(t)
	path := filepath.Join(t.TempDir(), "result.parquet")
	data := randomBytes(2*ChunkSize + 5)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	ref, err := s.Adopt(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the file is still where it was")
	}
	if want := put(t, s, data); ref != want {
		t.Errorf("Adopt = %+v, Put = %+v", ref, want)
	}
	if err := s.Verify(t.Context(), ref); err != nil {
		t.Error(err)
	}
	if _, err := s.Adopt(t.Context(), t.TempDir()); err == nil {
		t.Error("Adopt took a folder")
	}
	if _, err := s.Adopt(t.Context(), path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Adopt of a missing file = %v", err)
	}
}

func TestOpenRemovesLeftoversThatNobodyUses(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Create()
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("in use"))
	other, err := Open(dir) // while s writes
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(w.path); err != nil {
		t.Error("a second Open removed a file that is being written")
	}
	// A process that died leaves its file and no lock.
	w.file.Close()
	s.Close()
	other.Close()
	third, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer third.Close()
	if _, err := os.Stat(w.path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the leftover is still there")
	}
}

func TestDigestsAreNotPaths(t *testing.T) {
	s := openStore(t)
	for _, bad := range []string{
		"", "..", "../../../../etc/passwd", strings.Repeat("A", 64), strings.Repeat("0", 63),
		strings.Repeat("../", 21) + "a", strings.Repeat("0", 62) + "/0", strings.Repeat("a", 1<<20),
	} {
		if p := s.Path(bad); p != "" {
			t.Errorf("Path(%.70q) = %q", bad, p)
		}
		if _, err := s.Open(bad); err == nil || len(err.Error()) > 200 {
			t.Errorf("Open(%.70q) = %v", bad, err)
		}
		if err := s.Verify(t.Context(), Ref{SHA256: bad}); err == nil {
			t.Errorf("Verify(%.70q) found it", bad)
		}
	}
	if _, err := s.Open(strings.Repeat("0", 64)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing object: %v", err)
	}
}

func TestListFindsStrays(t *testing.T) {
	s := openStore(t)
	ref := put(t, s, []byte("x"))
	orphan := strings.Repeat("0", 64)
	for _, name := range []string{"notes.txt", ref.SHA256[:2] + "/notes.txt", orphan[:2] + "/" + orphan[2:] + chunksSuffix} {
		path := filepath.Join(s.dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, nil, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	checkListing(t, s, []string{ref.SHA256},
		[]string{ref.SHA256[:2] + "/notes.txt", "notes.txt", orphan[:2] + "/" + orphan[2:] + chunksSuffix})
}

func TestReadOnlyChangesNothing(t *testing.T) {
	s := openStore(t)
	ref := put(t, s, []byte("x"))
	if _, err := OpenReadOnly(filepath.Join(s.dir, "elsewhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("OpenReadOnly of a missing folder = %v", err)
	}
	if err := os.Remove(filepath.Join(s.dir, tmpFolder)); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReadOnly(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	_, putErr := r.Put(t.Context(), strings.NewReader("y"))
	_, adoptErr := r.Adopt(t.Context(), s.Path(ref.SHA256))
	for _, err := range []error{putErr, adoptErr, r.Remove(ref.SHA256)} {
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("%v, want ErrReadOnly", err)
		}
	}
	if err := errors.Join(r.Verify(t.Context(), ref), r.Close()); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(s.dir, tmpFolder)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a reader made a folder")
	}
}

func TestRemove(t *testing.T) {
	s := openStore(t)
	ref := put(t, s, randomBytes(ChunkSize+1))
	if err := errors.Join(s.Remove(ref.SHA256), s.Remove(ref.SHA256)); err != nil {
		t.Fatal(err)
	}
	checkListing(t, s, nil, nil)
	if err := s.Remove("../x"); err == nil {
		t.Error("removed what is no object")
	}
}

// However the bytes are cut into writes, the object is the same.
func TestWritesOfAnySize(t *testing.T) {
	s := openStore(t)
	data := randomBytes(3*ChunkSize + 99)
	want := put(t, s, data)
	rapid.Check(t, func(t *rapid.T) {
		w, err := s.Create()
		if err != nil {
			t.Fatal(err)
		}
		defer w.Abort()
		for rest := data; len(rest) > 0; {
			n := rapid.IntRange(1, min(len(rest), 2*ChunkSize)).Draw(t, "write")
			if _, err := w.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		ref, err := w.Commit()
		if err != nil || ref != want {
			t.Fatalf("Commit = %+v, %v; want %+v", ref, err, want)
		}
	})
}
