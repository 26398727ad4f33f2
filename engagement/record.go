package engagement

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/soc"
)

// Rendering is one file of a report.
type Rendering struct {
	Name string
	Data []byte
}

func (r Rendering) digest() string {
	sum := sha256.Sum256(r.Data)
	return hex.EncodeToString(sum[:])
}

// RecordReport records the digests of a report that was rendered from ex,
// unless the last record is of the same files. Who performed the examination
// on this File signs. The report itself is not an object: it can be derived
// again. Errors are ErrLocked, those of
// the log, and that Examine was not called before.
func (f *File) RecordReport(ctx context.Context, ex *soc.Examination, files []Rendering) error {
	if f.who == nil {
		return errors.New("record the report: nobody has examined in this session")
	}
	s, err := f.fold(ctx, -1)
	if err != nil {
		return err
	}
	if s.locked != nil {
		return ErrLocked
	}
	body := reportBody{LogSize: ex.Log.Size}
	same := s.report != nil && s.report.body.LogSize == ex.Log.Size
	for _, file := range files {
		digest := file.digest()
		body.Files = append(body.Files, fileDigest{file.Name, digest, int64(len(file.Data))})
		same = same && s.report.body.file(file.Name).SHA256 == digest
	}
	if same {
		return nil
	}
	draft := ledger.Draft{Kind: ledger.ReportDrafted, Predicate: body}
	if s.report != nil {
		draft.Supersedes = []string{s.report.entry.ID}
	}
	key, err := f.who.key(f.who.performer())
	if err != nil {
		return err
	}
	_, err = f.write(ctx, key, draft)
	return err
}

// decode reads the body of an entry.
func decode(entry ledger.Entry, body any) error {
	if err := json.Unmarshal(entry.Predicate, body); err != nil {
		return fmt.Errorf("entry %d (%s) cannot be read: %w", entry.Index, entry.Kind, err)
	}
	return nil
}
