//go:build !unix

package ledger

import "testing"

type postgres struct{}

func startPostgres(t *testing.T) *postgres {
	t.Skip("SKIPPED: the test starts PostgreSQL on a Unix socket; the store was tested on SQLite only")
	return nil
}

func (*postgres) newDatabase(*testing.T) string { return "" }
