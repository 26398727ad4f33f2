package objects

import (
	"errors"
	"io/fs"
	"os"
	"testing"
)

// damage rewrites an object in place.
func damage(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.Chmod(path, 0o644)
	}
	if err == nil {
		err = os.WriteFile(path, change(data), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func flip(at int) func([]byte) []byte {
	return func(data []byte) []byte {
		data[at] ^= 1
		return data
	}
}

func TestVerifyNamesTheFirstBadChunk(t *testing.T) {
	data := randomBytes(3*ChunkSize + 10)
	for _, test := range []struct {
		name   string
		size   int
		change func([]byte) []byte
		chunk  int64
	}{
		{"one byte of the third chunk", len(data), flip(2*ChunkSize + 7), 2},
		{"the very last byte", len(data), flip(len(data) - 1), 3},
		{"cut short", len(data), func(b []byte) []byte { return b[:ChunkSize] }, 1},
		{"something added", 2 * ChunkSize, func(b []byte) []byte { return append(b, 0) }, 2},
		{"a small object", 10, flip(3), 0},
		{"emptied", 10, func([]byte) []byte { return nil }, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := openStore(t)
			ref := put(t, s, data[:test.size])
			if err := s.Verify(t.Context(), ref); err != nil {
				t.Fatal(err)
			}
			damage(t, s.Path(ref.SHA256), test.change)
			var found *Damage
			if err := s.Verify(t.Context(), ref); !errors.As(err, &found) || found.Chunk != test.chunk {
				t.Fatalf("Verify = %v, want damage in chunk %d", err, test.chunk)
			}
			put(t, s, data[:test.size])
			if err := s.Verify(t.Context(), ref); err != nil {
				t.Errorf("after the object was put again: %v", err)
			}
		})
	}
}

func TestVerifyFindsDamagedChunkHashes(t *testing.T) {
	s := openStore(t)
	ref := put(t, s, randomBytes(2*ChunkSize))
	chunks := s.Path(ref.SHA256) + chunksSuffix
	damage(t, chunks, flip(40))
	if err := s.Verify(t.Context(), ref); err == nil {
		t.Error("a flipped byte in the chunk hashes was not found")
	}
	damage(t, s.Path(ref.SHA256), flip(0))
	var found *Damage
	if err := s.Verify(t.Context(), ref); !errors.As(err, &found) || found.Chunk != -1 {
		t.Errorf("Verify = %v; it must not name a chunk by hashes that are damaged too", err)
	}
	if err := os.Remove(chunks); err != nil {
		t.Fatal(err)
	}
	put(t, s, randomBytes(2*ChunkSize))
	if err := os.Remove(chunks); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), ref); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without chunk hashes: %v", err)
	}
}

func TestVerifyFindsAWrongRef(t *testing.T) {
	s := openStore(t)
	right := put(t, s, []byte("evidence"))
	for _, wrong := range []Ref{
		{right.SHA256, right.TreeRoot, 7},
		{right.SHA256, right.SHA256, right.Size},
	} {
		var found *Damage
		if err := s.Verify(t.Context(), wrong); !errors.As(err, &found) || found.Chunk != -1 {
			t.Errorf("Verify(%+v) = %v", wrong, err)
		}
	}
}
