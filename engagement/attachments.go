package engagement

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/objects"
	"github.com/tickmark-audit/tickmark/soc"
)

// Attachments are documents that records rest on, to be sealed with them.
type Attachments struct {
	documents map[string]document // by digest
}

// document is a file, or bytes that came from elsewhere.
type document struct {
	name string
	path string
	data []byte
}

func (d document) open() (io.ReadCloser, error) {
	if d.path == "" {
		return io.NopCloser(bytes.NewReader(d.data)), nil
	}
	return os.Open(d.path)
}

// Add reads a file and returns its SHA-256, by which records name it. Errors
// are those of the file.
func (a *Attachments) Add(ctx context.Context, path string) (string, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return "", fmt.Errorf("read a document: %s is not a file", path)
	}
	return a.add(ctx, document{name: filepath.Base(path), path: path})
}

// AddText is Add for a text that is in no file of its own.
func (a *Attachments) AddText(ctx context.Context, name, text string) (string, error) {
	return a.add(ctx, document{name: name, data: []byte(text)})
}

func (a *Attachments) add(ctx context.Context, d document) (string, error) {
	file, err := d.open()
	if err != nil {
		return "", fmt.Errorf("read a document: %w", err)
	}
	defer file.Close()
	ref, _, err := objects.Digest(ctx, file)
	if err != nil {
		return "", fmt.Errorf("read the document %s: %w", d.name, err)
	}
	if a.documents == nil {
		a.documents = map[string]document{}
	}
	if !a.has(ref.SHA256) {
		a.documents[ref.SHA256] = d
	}
	return ref.SHA256, nil
}

func (a *Attachments) has(digest string) bool {
	if a == nil {
		return false
	}
	_, ok := a.documents[digest]
	return ok
}

// sealDocuments puts the attached documents that the records name in the
// store, and returns the references of all documents by digest.
func (f *File) sealDocuments(ctx context.Context, attached *Attachments, records []soc.Record) (map[string]objects.Ref, error) {
	refs := map[string]objects.Ref{}
	for _, record := range records {
		for _, digest := range documentsOf(record) {
			if _, done := refs[digest]; done {
				continue
			}
			ref, err := f.sealDocument(ctx, attached, digest)
			if err != nil {
				return nil, err
			}
			if ref.SHA256 != digest {
				return nil, fmt.Errorf("the document %s changed while it was read: run the command again", attached.documents[digest].name)
			}
			refs[digest] = ref
		}
	}
	return refs, nil
}

func (f *File) sealDocument(ctx context.Context, attached *Attachments, digest string) (ref objects.Ref, err error) {
	var file io.ReadCloser
	if attached.has(digest) {
		file, err = attached.documents[digest].open()
	} else {
		file, err = f.objects.Open(digest)
	}
	if err != nil {
		return ref, fmt.Errorf("seal a document: %w", err)
	}
	defer file.Close()
	if attached.has(digest) {
		ref, err = f.objects.Put(ctx, file)
	} else {
		ref, _, err = objects.Digest(ctx, file)
	}
	if err != nil {
		return ref, fmt.Errorf("seal a document: %w", err)
	}
	return ref, nil
}

// draft makes the entry of a record. Its subjects are the object that holds
// what the entry does not, and the documents that the record rests on.
func (f *File) draft(ctx context.Context, record soc.Record, attached *Attachments, refs map[string]objects.Ref) (ledger.Draft, error) {
	body, object, err := bodyOf(record)
	if err != nil {
		return ledger.Draft{}, err
	}
	draft := ledger.Draft{Kind: ledger.Kind(record.Kind()), Predicate: body}
	if object != nil {
		ref, err := f.put(ctx, object)
		if err != nil {
			return ledger.Draft{}, err
		}
		draft.Subjects = append(draft.Subjects, subjectOf(subjectItemResults, ref))
	}
	for _, digest := range documentsOf(record) {
		draft.Subjects = append(draft.Subjects, subjectOf(documentName(draft.Subjects, attached, digest), refs[digest]))
	}
	return draft, nil
}

// documentName names a document in an entry: by its file, or else by the
// beginning of its digest. No two subjects of an entry have one name.
func documentName(taken []ledger.Subject, attached *Attachments, digest string) string {
	base := digest[:12]
	if attached.has(digest) {
		base = attached.documents[digest].name
	}
	name := "document/" + base
	for n := 2; slices.ContainsFunc(taken, func(s ledger.Subject) bool { return s.Name == name }); n++ {
		name = fmt.Sprintf("document/%d/%s", n, base)
	}
	return name
}
