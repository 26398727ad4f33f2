package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/transparency-dev/formats/log"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/tickmark-audit/tickmark/ledger/entry"
)

// Append signs the drafts and adds them, all or none, and returns one entry
// for each. against is the size of the log that the caller has read; when the
// log has grown since, the error wraps ErrStale and nothing is written. A key
// that the log does not know is admitted first, by an entry that is not among
// those returned.
//
// Other errors: a draft that its actor may not write or that is too large, a
// superseded id that the log does not hold, a key that was admitted as
// somebody else, a clock that lies before the last entry, ErrBusy,
// ErrReadOnly. When Append returns without an error the entries are on the
// disk.
func (l *Log) Append(ctx context.Context, key *Key, against int64, drafts ...Draft) ([]Entry, error) {
	if l.readOnly {
		return nil, ErrReadOnly
	}
	if len(drafts) == 0 {
		return nil, errors.New("append: no drafts")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	batch, err := l.prepare(ctx, key, against, drafts)
	if err != nil {
		return nil, fmt.Errorf("append to the log: %w", explain(err))
	}
	l.unsealed = true
	if err := l.write(ctx, against, batch); err != nil {
		return nil, fmt.Errorf("append to the log: %w", explain(err))
	}
	for _, e := range batch.entries {
		l.state.add(e)
	}
	return batch.entries[len(batch.entries)-len(drafts):], nil
}

// batch is what one transaction writes.
type batch struct {
	entries    []Entry
	hashes     []tlog.Hash // from tlog.StoredHashIndex(0, against)
	checkpoint []byte
}

func (l *Log) prepare(ctx context.Context, key *Key, against int64, drafts []Draft) (batch, error) {
	if err := l.catchUp(ctx); err != nil {
		return batch{}, err
	}
	if l.state.size != against {
		return batch{}, stale(against, l.state.size)
	}
	if entry.KeyID(key.Public) != key.Actor.KeyID {
		return batch{}, fmt.Errorf("the key %s does not have the id %s", key.Actor.Name, key.Actor.KeyID)
	}
	who, known := l.state.admitted[key.Actor.KeyID]
	if known && who.actor != key.Actor {
		return batch{}, fmt.Errorf("key %s was admitted as %s of %s (role %q): it cannot write as %s of %s (role %q)", key.Actor.KeyID,
			who.actor.Name, who.actor.Party, who.actor.Role, key.Actor.Name, key.Actor.Party, key.Actor.Role)
	}
	for _, d := range drafts {
		if d.Kind == ActorAdmitted {
			return batch{}, fmt.Errorf("a key is admitted by its first entry: do not draft %s", ActorAdmitted)
		}
	}
	if !known {
		drafts = append([]Draft{entry.AdmissionDraft(key.Public)}, drafts...)
	}
	root, err := l.trustedRoot(ctx, against)
	if err != nil {
		return batch{}, err
	}
	b := batch{}
	if b.entries, err = l.sign(key, entry.LogState{Origin: l.origin, Size: against, Root: root}, drafts); err != nil {
		return batch{}, err
	}
	if b.hashes, err = l.treeHashes(ctx, against, b.entries); err != nil {
		return batch{}, err
	}
	b.checkpoint, err = l.signCheckpoint(ctx, key, against, b)
	return b, err
}

func (l *Log) sign(key *Key, at entry.LogState, drafts []Draft) ([]Entry, error) {
	now := l.clock().UTC().Truncate(time.Microsecond)
	if now.Before(l.state.last.Add(-entry.ClockTolerance)) {
		return nil, fmt.Errorf("the clock says %s, but the last entry is of %s: set the clock", now.Format(time.RFC3339), l.state.last.Format(time.RFC3339))
	}
	var entries []Entry
	ids := map[string]bool{}
	for i, d := range drafts {
		for _, id := range d.Supersedes {
			if !l.state.ids[id] && !ids[id] {
				return nil, fmt.Errorf("%s entry: it supersedes %s, which is no earlier entry of this log", d.Kind, id)
			}
		}
		e, err := entry.Sign(key, at, now, d)
		if err != nil {
			return nil, err
		}
		if !e.Verify(key.Public) {
			return nil, fmt.Errorf("%s entry: the key %s does not sign for its own public key", d.Kind, key.Actor.Name)
		}
		e.Index = at.Size + int64(i)
		ids[e.ID] = true
		entries = append(entries, e)
	}
	return entries, nil
}

// treeHashes returns the hashes to store for the new entries.
func (l *Log) treeHashes(ctx context.Context, against int64, entries []Entry) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for i, e := range entries {
		added, err := tlog.StoredHashes(against+int64(i), e.Envelope, l.hashReader(ctx, against, hashes))
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, added...)
	}
	return hashes, nil
}

func (l *Log) signCheckpoint(ctx context.Context, key *Key, against int64, b batch) ([]byte, error) {
	size := against + int64(len(b.entries))
	root, err := tlog.TreeHash(size, l.hashReader(ctx, against, b.hashes))
	if err != nil {
		return nil, err
	}
	text := log.Checkpoint{Origin: l.origin, Size: uint64(size), Hash: root[:]}.Marshal()
	return note.Sign(&note.Note{Text: string(text)}, key.NoteSigner(l.origin))
}

// write puts a batch on the disk in one transaction. The update of the log's
// size lets exactly one of several writers through.
func (l *Log) write(ctx context.Context, against int64, b batch) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	size := against + int64(len(b.entries))
	result, err := tx.ExecContext(ctx, `UPDATE log SET size = $1 WHERE one = 1 AND size = $2`, size, against)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, l.staleIn(ctx, tx, against))
	}
	for _, e := range b.entries {
		if _, err := tx.ExecContext(ctx, `INSERT INTO entries (idx, id, envelope) VALUES ($1, $2, $3)`, e.Index, e.ID, e.Envelope); err != nil {
			return err
		}
	}
	first := tlog.StoredHashIndex(0, against)
	for i, h := range b.hashes {
		if _, err := tx.ExecContext(ctx, `INSERT INTO hashes (idx, hash) VALUES ($1, $2)`, first+int64(i), h[:]); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO checkpoints (size, note) VALUES ($1, $2)`, size, b.checkpoint); err != nil {
		return err
	}
	return tx.Commit()
}

func (l *Log) staleIn(ctx context.Context, tx *sql.Tx, against int64) error {
	var size int64
	if err := tx.QueryRowContext(ctx, `SELECT size FROM log WHERE one = 1`).Scan(&size); err != nil {
		return err
	}
	return stale(against, size)
}

func stale(against, size int64) error {
	return fmt.Errorf("%w: it had %d entries and has %d; another command wrote to it: run this one again when that is done", ErrStale, against, size)
}

// catchUp reads the entries that other writers added.
func (l *Log) catchUp(ctx context.Context) error {
	if l.state.ids == nil {
		l.state = state{ids: map[string]bool{}, admitted: map[string]admitted{}}
	}
	for e, err := range l.Entries(ctx, l.state.size) {
		if err != nil {
			return err
		}
		if e.Kind == ActorAdmitted {
			if _, err := entry.ParseAdmission(e); err != nil {
				return fmt.Errorf("entry %d: %w", e.Index, err)
			}
		}
		l.state.add(e)
	}
	return nil
}

// add takes an entry that was checked.
func (s *state) add(e Entry) {
	s.size = e.Index + 1
	s.ids[e.ID] = true
	if e.Time.After(s.last) {
		s.last = e.Time
	}
	if e.Kind == ActorAdmitted {
		public, _ := entry.ParseAdmission(e)
		s.admitted[e.Actor.KeyID] = admitted{e.Actor, public}
	}
}
