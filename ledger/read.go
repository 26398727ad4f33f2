package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/transparency-dev/formats/log"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/tickmark-audit/tickmark/ledger/entry"
)

// pageSize is how many rows are read at a time. No cursor stays open while
// the caller works, so that it may append meanwhile.
const pageSize = 256

// Size returns the number of entries.
func (l *Log) Size(ctx context.Context) (int64, error) {
	var size int64
	err := l.db.QueryRowContext(ctx, `SELECT size FROM log WHERE one = 1`).Scan(&size)
	return size, explain(err)
}

// Entries yields the entries from index from on, in order, those included
// that are added while it runs. It ends after the first error: the disk's, or
// that of an entry that cannot be read. Signatures are not checked here.
func (l *Log) Entries(ctx context.Context, from int64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		index := from
		for data, err := range l.envelopes(ctx, from) {
			var e Entry
			if err == nil {
				e, err = entry.Parse(data)
				if err != nil {
					err = fmt.Errorf("entry %d: %w", index, err)
				}
			}
			e.Index = index
			if !yield(e, err) || err != nil {
				return
			}
			index++
		}
	}
}

// Envelopes yields the bytes of every entry, in order.
func (l *Log) Envelopes(ctx context.Context) iter.Seq2[[]byte, error] { return l.envelopes(ctx, 0) }

func (l *Log) envelopes(ctx context.Context, from int64) iter.Seq2[[]byte, error] {
	return l.column(ctx, "entry", from, true, `SELECT idx, envelope FROM entries WHERE idx >= $1 ORDER BY idx LIMIT $2`)
}

// StoredHashes yields the hashes of the tree in the order of
// tlog.StoredHashIndex.
func (l *Log) StoredHashes(ctx context.Context) iter.Seq2[[]byte, error] {
	return l.column(ctx, "tree hash", 0, true, `SELECT idx, hash FROM hashes WHERE idx >= $1 ORDER BY idx LIMIT $2`)
}

// Checkpoints yields the signed checkpoints in the order of their sizes.
func (l *Log) Checkpoints(ctx context.Context) iter.Seq2[[]byte, error] {
	return l.column(ctx, "checkpoint", 0, false, `SELECT size, note FROM checkpoints WHERE size >= $1 ORDER BY size LIMIT $2`)
}

// column pages through a table of a number and bytes. With dense, the numbers
// must have no gaps.
func (l *Log) column(ctx context.Context, what string, from int64, dense bool, query string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for {
			page, err := l.page(ctx, query, from)
			if err != nil {
				yield(nil, fmt.Errorf("read the log: %w", explain(err)))
				return
			}
			for _, row := range page {
				if dense && row.number != from {
					yield(nil, fmt.Errorf("%s %d is missing", what, from))
					return
				}
				if !yield(row.data, nil) {
					return
				}
				from = row.number + 1
			}
			if len(page) < pageSize {
				return
			}
		}
	}
}

type row struct {
	number int64
	data   []byte
}

func (l *Log) page(ctx context.Context, query string, from int64) ([]row, error) {
	rows, err := l.db.QueryContext(ctx, query, from, pageSize)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []row
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.number, &r.data); err != nil {
			return nil, err
		}
		page = append(page, r)
	}
	return page, rows.Err()
}

// Root returns the Merkle tree's root over the first size entries. The error
// says that the log does not have so many.
func (l *Log) Root(ctx context.Context, size int64) (tlog.Hash, error) {
	have, err := l.Size(ctx)
	if err != nil {
		return tlog.Hash{}, err
	}
	if size < 0 || size > have {
		return tlog.Hash{}, fmt.Errorf("the log has %d entries: it has no root at %d", have, size)
	}
	return tlog.TreeHash(size, l.hashReader(ctx, size, nil))
}

// Checkpoint returns the newest checkpoint, a C2SP signed note. The error
// wraps sql.ErrNoRows when the log is empty.
func (l *Log) Checkpoint(ctx context.Context) ([]byte, error) {
	var data []byte
	err := l.db.QueryRowContext(ctx, `SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1`).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("an empty log has no checkpoint: %w", err)
	}
	return data, explain(err)
}

// trustedRoot is Root, held against the checkpoint of that size, so that
// nothing is built on a damaged tree.
func (l *Log) trustedRoot(ctx context.Context, size int64) (tlog.Hash, error) {
	root, err := l.Root(ctx, size)
	if err != nil || size == 0 {
		return root, err
	}
	var data []byte
	if err := l.db.QueryRowContext(ctx, `SELECT note FROM checkpoints WHERE size = $1`, size).Scan(&data); err != nil {
		return tlog.Hash{}, fmt.Errorf("checkpoint of %d entries: %w", size, err)
	}
	var c log.Checkpoint
	if _, err := c.Unmarshal(data); err != nil {
		return tlog.Hash{}, err
	}
	if c.Origin != l.origin || c.Size != uint64(size) || string(c.Hash) != string(root[:]) {
		return tlog.Hash{}, errors.New("the log is damaged: its tree does not agree with its checkpoint; run 'tickmark verify'")
	}
	return root, nil
}

// hashReader reads the hashes of the first size entries from the database and
// those after from memory.
func (l *Log) hashReader(ctx context.Context, size int64, added []tlog.Hash) tlog.HashReader {
	stored := tlog.StoredHashCount(size)
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if index >= stored {
				hashes[i] = added[index-stored]
				continue
			}
			var data []byte
			if err := l.db.QueryRowContext(ctx, `SELECT hash FROM hashes WHERE idx = $1`, index).Scan(&data); err != nil {
				return nil, fmt.Errorf("tree hash %d: %w", index, explain(err))
			}
			if len(data) != tlog.HashSize {
				return nil, fmt.Errorf("tree hash %d is damaged: it has %d bytes", index, len(data))
			}
			copy(hashes[i][:], data)
		}
		return hashes, nil
	})
}
