package engagement

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"

	"github.com/tickmark-audit/tickmark/objects"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// snapshot packs the files of one party's part of a program, as they were
// read, into one object, so that the part has one digest. Files are stored in
// order, uncompressed and without times: the same files give the same bytes.
func snapshot(p *program.Program, party soc.Party) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, file := range p.Files[party] {
		data, ok := p.Content(file.Path)
		if !ok {
			return nil, fmt.Errorf("seal %s: its content was not kept", file.Path)
		}
		w, err := archive.CreateHeader(&zip.FileHeader{Name: file.Path, Method: zip.Store})
		if err != nil {
			return nil, fmt.Errorf("seal %s: %w", file.Path, err)
		}
		if _, err := w.Write(data); err != nil {
			return nil, fmt.Errorf("seal %s: %w", file.Path, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("seal the program: %w", err)
	}
	return out.Bytes(), nil
}

// unpack joins the sealed parts of a program into one file system, the one
// that the program was read from.
func unpack(store *objects.Store, digests ...string) (fs.FS, error) {
	var out bytes.Buffer
	joined := zip.NewWriter(&out)
	for _, digest := range digests {
		if digest == "" {
			continue
		}
		data, err := readObject(store, digest)
		if err != nil {
			return nil, fmt.Errorf("read the sealed program: %w", err)
		}
		part, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil, fmt.Errorf("read the sealed program %s: %w", digest, err)
		}
		for _, file := range part.File {
			if err := joined.Copy(file); err != nil {
				return nil, fmt.Errorf("read %s of the sealed program: %w", file.Name, err)
			}
		}
	}
	if err := joined.Close(); err != nil {
		return nil, fmt.Errorf("read the sealed program: %w", err)
	}
	fsys, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		return nil, fmt.Errorf("read the sealed program: %w", err)
	}
	return fsys, nil
}

// loadSealed reads the program that the log holds as sealed. SQL is not
// parsed again: it was, before it was sealed.
func (f *File) loadSealed(ctx context.Context, s *state) (*program.Program, error) {
	management, practitioner := s.programs[managementPart], s.programs[practitionerPart]
	if management == nil {
		return nil, fmt.Errorf("no program is sealed in %s: run 'tickmark examine' on the program's folder first", f.dir)
	}
	digests := []string{management.digest}
	if practitioner != nil {
		digests = append(digests, practitioner.digest)
	}
	fsys, err := unpack(f.objects, digests...)
	if err != nil {
		return nil, err
	}
	loaded, err := program.Load(ctx, fsys, program.Options{Parameters: management.parameters})
	if err != nil {
		return nil, fmt.Errorf("the sealed program can no longer be read, perhaps because this version of Tickmark is stricter: %w", err)
	}
	return loaded, nil
}

func readObject(store *objects.Store, digest string) ([]byte, error) {
	file, err := store.Open(digest)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}
