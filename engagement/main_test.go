package engagement_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/parquet"
	"github.com/tickmark-audit/tickmark/engine/worker"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestMain(m *testing.M) {
	worker.Intercept()
	if dir := os.Getenv(examineInChild); dir != "" {
		os.Exit(runChild(dir))
	}
	if dir := os.Getenv(issueInChild); dir != "" {
		os.Exit(issueChild(dir))
	}
	os.Exit(m.Run())
}

// bench is a program in a folder of its own with an engagement file beside
// it, so that a test can change either.
type bench struct {
	t    *testing.T
	dir  string
	file string
	keys []*keys.Key
}

// newBench copies testdata/small.
func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir()}
	b.file = filepath.Join(b.dir, engagement.FolderName)
	if err := os.CopyFS(b.dir, os.DirFS("testdata/small")); err != nil {
		t.Fatal(err)
	}
	return b
}

// write replaces a file of the program.
func (b *bench) write(name, content string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, name), []byte(content), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) options() engagement.ExamineOptions {
	b.t.Helper()
	runner, err := worker.New(engine.Limits{})
	if err != nil {
		b.t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 7, 2, 9, 0, 0, 0, time.UTC) }
	return engagement.ExamineOptions{
		Keys:        b.keys,
		Engine:      runner,
		Loader:      parquet.Loader{},
		Environment: collect.Environment{Dir: b.dir, Now: now},
	}
}

// tryExamine runs the program once.
func (b *bench) tryExamine() (*soc.Examination, error) {
	b.t.Helper()
	ctx := context.Background()
	p, err := program.Load(ctx, os.DirFS(b.dir), program.Options{})
	if err != nil {
		return nil, err
	}
	file, err := engagement.Open(ctx, b.file, engagement.FileOptions{Create: true})
	if err != nil {
		return nil, err
	}
	ex, err := file.Examine(ctx, p, b.options())
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	return ex, err
}

// examine is tryExamine for a test that needs it to work.
func (b *bench) examine() *soc.Examination {
	b.t.Helper()
	ex, err := b.tryExamine()
	if err != nil {
		b.t.Fatal(err)
	}
	return ex
}

// verify verifies the file, without reports.
func (b *bench) verify() *engagement.Verification {
	b.t.Helper()
	v, err := engagement.Verify(context.Background(), b.file, b.options(), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// findTest returns the record of a procedure.
func findTest(t *testing.T, ex *soc.Examination, procedure string) soc.TestRecord {
	t.Helper()
	for _, test := range ex.Tests {
		if test.Procedure == procedure {
			return test
		}
	}
	t.Fatalf("no test %s", procedure)
	return soc.TestRecord{}
}
