// Package file collects a population from one file: CSV, JSON lines, XLSX or
// Parquet. The raw bytes are the file's bytes, compressed or not, as they are
// on disk.
package file

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/tickmark-audit/tickmark/collect/folder"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// Source is one file.
type Source struct {
	spec   *program.FileSource
	folder folder.Folder
	now    func() time.Time
}

// New returns the source that a program declares. The error names a key that
// is wrong; nothing is read yet.
func New(spec *program.FileSource, f folder.Folder, now func() time.Time) (*Source, error) {
	if err := validate(spec); err != nil {
		return nil, err
	}
	return &Source{spec: spec, folder: f, now: now}, nil
}

// Collect copies the file to raw. It returns an error when the file is
// missing, empty, no regular file, outside of the program's folder without
// permission, or changed while it was read, and when ctx ends. What was
// written to raw before an error must be thrown away.
func (s *Source) Collect(ctx context.Context, raw io.Writer) (soc.Extraction, error) {
	x := soc.Extraction{Kind: "file", Locator: s.spec.Path, Provenance: "upload", Started: s.now()}
	f, err := s.folder.Open(s.spec.Path)
	if err != nil {
		return soc.Extraction{}, fmt.Errorf("file %w", err)
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return soc.Extraction{}, fmt.Errorf("file %q: %w", s.spec.Path, err)
	}
	if before.Size() == 0 {
		return soc.Extraction{}, fmt.Errorf("file %q: %w", s.spec.Path, emptyFile("the file is empty (0 bytes)"))
	}
	n, err := copyContext(ctx, raw, f)
	if err != nil {
		return soc.Extraction{}, fmt.Errorf("file %q: %w", s.spec.Path, err)
	}
	after, err := f.Stat()
	if err != nil {
		return soc.Extraction{}, fmt.Errorf("file %q: %w", s.spec.Path, err)
	}
	if changed(before, after, n) {
		return soc.Extraction{}, fmt.Errorf("file %q changed while it was read; wait until its export is finished and collect again", s.spec.Path)
	}
	x.Finished = s.now()
	return x, nil
}

func changed(before, after os.FileInfo, read int64) bool {
	return before.Size() != read || after.Size() != read || !before.ModTime().Equal(after.ModTime())
}

// copyContext is io.Copy that stops when ctx ends.
func copyContext(ctx context.Context, w io.Writer, r io.Reader) (n int64, err error) {
	buf := make([]byte, 256<<10)
	for {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		k, err := r.Read(buf)
		if _, werr := w.Write(buf[:k]); werr != nil {
			return n, werr
		}
		n += int64(k)
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}
