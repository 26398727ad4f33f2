package file

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/collect/folder"
	"github.com/tickmark-audit/tickmark/program"
)

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// TestChangedWhileRead changes a file when its first bytes are read.
func TestChangedWhileRead(t *testing.T) {
	content := strings.Repeat("1,2\n", 200_000)
	for name, change := range map[string]func(*os.File) error{
		"grows":     func(f *os.File) error { _, err := f.WriteAt([]byte("3,4\n"), int64(len(content))); return err },
		"shrinks":   func(f *os.File) error { return f.Truncate(400_000) },
		"rewritten": func(f *os.File) error { _, err := f.WriteAt([]byte("9"), 700_000); return err },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.csv")
			if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			old := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
			if err := os.Chtimes(path, old, old); err != nil {
				t.Fatal(err)
			}
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			s, err := New(&program.FileSource{Path: "x.csv", Format: "csv"}, folder.Folder{Dir: filepath.Dir(path)}, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			changed := false
			_, err = s.Collect(context.Background(), writerFunc(func(p []byte) (int, error) {
				if !changed {
					changed = true
					if err := change(f); err != nil {
						t.Fatal(err)
					}
				}
				return len(p), nil
			}))
			if err == nil || !strings.Contains(err.Error(), `file "x.csv" changed while it was read; wait until its export is finished`) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// repeated is a file of a header and very many rows that is never in memory.
type repeated struct {
	header, row string
	size        int64
}

func (r repeated) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for n < len(p) && off < r.size {
		text, at := r.header, off
		if off >= int64(len(r.header)) {
			text, at = r.row, (off-int64(len(r.header)))%int64(len(r.row))
		}
		k := copy(p[n:], text[at:])
		n, off = n+k, off+int64(k)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// TestBoundedMemory reads a CSV file of 256 MB in a few megabytes.
func TestBoundedMemory(t *testing.T) {
	row := "chg-000001,usr-0001,\"a quoted, value\"," + strings.Repeat("x", 960) + "\n"
	const rows = 256_000
	in := repeated{"a,b,c,d\n", row, int64(8 + rows*len(row))}
	pop := population(program.FileSource{Format: "csv", Header: true}, "a", "b", "c", "d")
	r, err := Decode(pop, in, in.size)
	if err != nil {
		t.Fatal(err)
	}
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	most := uint64(0)
	n := 0
	for ; ; n++ {
		if _, err := r.Next(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if n%16_000 == 0 {
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
	}
	if n != rows || most > before.HeapAlloc+32<<20 {
		t.Errorf("%d rows in %d bytes of memory", n, most-before.HeapAlloc)
	}
	if n, err := Count(pop, in, in.size); err != nil || n != rows {
		t.Errorf("counted %d, %v", n, err)
	}
}

// TestQuoteNeverClosed: a missing quote does not read the rest of a large file
// into memory.
func TestQuoteNeverClosed(t *testing.T) {
	in := repeated{"a,b\n1,\"2\n", "3,4\n", 1 << 30}
	r, err := Decode(population(program.FileSource{Format: "csv", Header: true}, "a", "b"), in, in.size)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Next(); err == nil || !strings.Contains(err.Error(), "the quoted value that begins on line 2 is longer than 16 MiB; a closing quote is missing there") {
		t.Errorf("error %v", err)
	}
}

// BenchmarkXLSX decodes a sheet of 20,000 rows and six columns.
func BenchmarkXLSX(b *testing.B) {
	f := workbookOf(b, []any{"a", "b", "c", "d", "e", "f"})
	for i := range 20_000 {
		f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+2), &[]any{fmt.Sprintf("chg-%06d", i), i, 1.1, "same text", true, "other"})
	}
	in := bytes.NewReader([]byte(bytesOf(b, f)))
	pop := xlsx("a", "b", "c", "d", "e", "f")
	for _, run := range []struct {
		name string
		read func() (int64, error)
	}{
		{"decode", func() (n int64, err error) {
			r, err := Decode(pop, in, in.Size())
			if err != nil {
				return 0, err
			}
			defer r.Close()
			for {
				if _, err := r.Next(); err == io.EOF {
					return n, nil
				} else if err != nil {
					return n, err
				}
				n++
			}
		}},
		{"count", func() (int64, error) { return Count(pop, in, in.Size()) }},
	} {
		b.Run(run.name, func(b *testing.B) {
			for b.Loop() {
				if n, err := run.read(); err != nil || n != 20_000 {
					b.Fatal(n, err)
				}
			}
			b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
