package engagement

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

// ErrLocked is wrapped by what would add work to a file whose report was
// issued.
var ErrLocked = errors.New("the report was issued and the file is locked: 'tickmark reissue' is the only way on")

// Refusal is a record that the rules do not let into the log.
type Refusal struct {
	Index   int // among the records that were given, from 0
	Kind    soc.RecordKind
	Subject string
	Err     error // which rule, and what to do
}

// Error names the record and says why.
func (r *Refusal) Error() string {
	what := string(r.Kind)
	if r.Subject != "" && !strings.HasPrefix(r.Err.Error(), r.Subject) {
		what += " " + r.Subject
	}
	return fmt.Sprintf("%s: %v", what, r.Err)
}

// Unwrap returns Err.
func (r *Refusal) Unwrap() error { return r.Err }

// Record writes records to the log, one entry each and in their order, or
// none: each is held against the rules of docs/design/records.md as if those
// before it were written already. A record supersedes the earlier one about
// the same subject. An item test that rests on very many documents becomes
// several entries.
//
// attached holds the documents that are not in the file yet; nil is none. They
// are sealed when every record was found good.
//
// Errors: *Refusal for a record that a rule refuses; ErrLocked; a document
// that changed since it was added; those of the log, such as
// ledger.ErrStale when someone else wrote meanwhile.
func (f *File) Record(ctx context.Context, key *keys.Key, attached *Attachments, records ...soc.Record) ([]ledger.Entry, error) {
	s, replaced, err := f.judge(ctx, key.Actor, attached, records)
	if err != nil {
		return nil, err
	}
	refs, err := f.sealDocuments(ctx, attached, records)
	if err != nil {
		return nil, err
	}
	var drafts []ledger.Draft
	for i, record := range records {
		for _, part := range split(record) {
			draft, err := f.draft(ctx, part, attached, refs)
			if err != nil {
				return nil, err
			}
			draft.Supersedes = replaced[i]
			drafts = append(drafts, draft)
		}
	}
	if len(drafts) == 0 {
		return nil, nil
	}
	f.append.Lock()
	defer f.append.Unlock()
	entries, err := f.log.Append(ctx, key, s.size, drafts...)
	if err != nil {
		return nil, fmt.Errorf("write to the log: %w", err)
	}
	return entries, nil
}

// CheckRecords holds records against the rules as Record does, and writes
// nothing. Its errors are Record's.
func (f *File) CheckRecords(ctx context.Context, by soc.Actor, attached *Attachments, records ...soc.Record) error {
	_, _, err := f.judge(ctx, by, attached, records)
	return err
}

// judge holds each record against the rules, with those before it in force.
// replaced holds, for each, the ids of the entries in the log that it
// supersedes.
func (f *File) judge(ctx context.Context, by soc.Actor, attached *Attachments, records []soc.Record) (s *state, replaced [][]string, err error) {
	if s, err = f.fold(ctx, -1); err != nil {
		return nil, nil, err
	}
	g, err := f.ground(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	for i, record := range records {
		if err := mayFollow(s.locked, ledger.Kind(record.Kind())); err != nil {
			return nil, nil, err
		}
		if err := g.check(by, record, attached.has); err != nil {
			return nil, nil, &Refusal{Index: i, Kind: record.Kind(), Subject: record.Subject(), Err: err}
		}
		var ids []string
		for _, earlier := range s.records.Replaced(record) {
			if earlier.Entry != pending(earlier.Index) {
				ids = append(ids, earlier.Entry)
			}
		}
		replaced = append(replaced, ids)
		index := s.size + int64(i)
		err := s.records.Add(soc.Signed[soc.Record]{Entry: pending(index), Index: index, By: by, Record: record})
		if err == nil {
			err = g.settle()
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return s, replaced, nil
}

// pending names the entry of a record that is being judged and is not in the
// log yet.
func pending(index int64) string { return fmt.Sprintf("pending %d", index) }

// check holds one record against every rule. The first that does not hold is
// the error.
func (g *ground) check(by soc.Actor, record soc.Record, attached func(string) bool) error {
	for _, rule := range []func() error{
		record.Fault,
		func() error { return checkWho(by, record) },
		func() error { return g.checkExists(record) },
		func() error { return g.checkDocuments(record, attached) },
		func() error { return g.checkOrder(by, record) },
		func() error { return g.checkConclusion(record) },
	} {
		if err := rule(); err != nil {
			return err
		}
	}
	return nil
}
