package ledger

import (
	"path/filepath"
	"testing"

	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/ledger/verify"
	"github.com/tickmark-audit/tickmark/soc"
)

// BenchmarkAppend writes one entry per transaction, as a run does.
func BenchmarkAppend(b *testing.B) {
	l, err := Open(b.Context(), filepath.Join(b.TempDir(), "engagement.sqlite"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	key, err := keys.ThrowAway(soc.Management)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		size, err := l.Size(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := l.Append(b.Context(), key, size, draft(size)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerify checks a log of 1,000 entries.
func BenchmarkVerify(b *testing.B) {
	l, err := Open(b.Context(), filepath.Join(b.TempDir(), "engagement.sqlite"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	key, err := keys.ThrowAway(soc.Management)
	if err != nil {
		b.Fatal(err)
	}
	var drafts []Draft
	for i := range int64(999) {
		drafts = append(drafts, draft(i))
	}
	if _, err := l.Append(b.Context(), key, 0, drafts...); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if report, err := verify.Run(b.Context(), verify.Input{Log: l}); err != nil || !report.OK() {
			b.Fatal(err, report.Findings)
		}
	}
}

func BenchmarkOpenClose(b *testing.B) {
	path := filepath.Join(b.TempDir(), "engagement.sqlite")
	for b.Loop() {
		l, err := Open(b.Context(), path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
