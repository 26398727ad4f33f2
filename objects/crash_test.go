//go:build unix

package objects

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
)

// crashFolder, when set, makes the test binary put objects until it is killed.
const crashFolder = "TICKMARK_TEST_OBJECTS"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashFolder); dir != "" {
		os.Exit(putForever(dir))
	}
	os.Exit(m.Run())
}

// putForever acknowledges each object on standard output once it is stored.
func putForever(dir string) int {
	s, err := Open(dir)
	if err != nil {
		return 1
	}
	acknowledged := json.NewEncoder(os.Stdout)
	data := make([]byte, 3*ChunkSize)
	for {
		size := rand.IntN(len(data))
		for i := 0; i < size; i += 4096 {
			data[i] = byte(rand.Uint32())
		}
		ref, err := s.Put(context.Background(), bytes.NewReader(data[:size]))
		if err != nil || acknowledged.Encode(ref) != nil {
			return 1
		}
	}
}

// Kill a writer again and again: what it acknowledged is there and whole,
// and what it had not finished is not visible.
func TestKilledWriterLosesNothing(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var acknowledged []Ref
	for range 10 {
		child := exec.Command(self)
		child.Env = append(os.Environ(), crashFolder+"="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range 1 + rand.IntN(4) {
			lines.Scan()
			acknowledged = append(acknowledged, decodeRef(t, lines.Bytes()))
		}
		child.Process.Kill() // in the middle of the next one, most likely
		for lines.Scan() {   // acknowledged before the signal came
			var ref Ref
			if json.Unmarshal(lines.Bytes(), &ref) == nil {
				acknowledged = append(acknowledged, ref)
			}
		}
		var killed *exec.ExitError
		if err := child.Wait(); !errors.As(err, &killed) || killed.Exited() {
			t.Fatalf("the child ended by itself: %v", err)
		}
	}
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, ref := range acknowledged {
		if err := s.Verify(t.Context(), ref); err != nil {
			t.Error(err)
		}
	}
	list, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, digest := range list.Digests {
		f, err := s.Open(digest)
		if err != nil {
			t.Fatal(err)
		}
		ref, _, err := Digest(t.Context(), f)
		if f.Close(); err != nil || ref.SHA256 != digest {
			t.Errorf("object %s holds other bytes, %v", digest, err)
		}
	}
	if len(list.Strays) > 0 {
		t.Errorf("strays: %v", list.Strays)
	}
}

func decodeRef(t *testing.T, line []byte) Ref {
	t.Helper()
	var ref Ref
	if err := json.Unmarshal(line, &ref); err != nil {
		t.Fatalf("the child said %q: %v", line, err)
	}
	return ref
}
