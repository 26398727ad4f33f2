package engagement

import (
	"context"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
)

// Forge appends entries as another program could: past every rule of this
// package.
func (f *File) Forge(ctx context.Context, key *keys.Key, drafts ...ledger.Draft) ([]ledger.Entry, error) {
	size, err := f.log.Size(ctx)
	if err != nil {
		return nil, err
	}
	return f.log.Append(ctx, key, size, drafts...)
}

// Size is the size of the log.
func (f *File) Size(ctx context.Context) (int64, error) { return f.log.Size(ctx) }
