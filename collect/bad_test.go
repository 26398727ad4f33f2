package collect_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

var update = flag.Bool("update", false, "rewrite the golden messages")

// TestBadData collects and decodes every file of testdata/bad, as a program
// would declare it by its name, and compares what a person is told with
// testdata/bad.golden.
func TestBadData(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/bad")); err != nil {
		t.Fatal(err)
	}
	// What a repository cannot hold.
	const good = "id,name,amount\n1,Ada,1.50\n"
	hostile := "'x'; DROP TABLE people; --.csv"
	if err := os.WriteFile(filepath.Join(dir, hostile), []byte(good), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "directory.csv"), 0o755); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "outside.csv")
	if err := os.WriteFile(outside, []byte(good), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link-out.csv")); err != nil {
		t.Skipf("SKIPPED: no symbolic links here: %v", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"missing.csv", "../outside.csv", "/etc/hostname"}
	for _, e := range entries {
		paths = append(paths, e.Name())
	}
	slices.Sort(paths)
	var got strings.Builder
	for _, path := range paths {
		fmt.Fprintf(&got, "== %s\n%s\n", path, tell(declare(path), dir))
	}
	const golden = "testdata/bad.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the messages changed (go test -update accepts them): want -, got +\n%s", diff)
	}
}

// declare reads format and compression off a file's name.
func declare(path string) program.Population {
	var pop program.Population
	pop.Name = "people"
	for _, c := range []string{"id", "name", "amount"} {
		pop.Columns = append(pop.Columns, soc.Column{Name: c, Type: soc.Text})
	}
	spec := &program.FileSource{Path: path, Format: "csv", Header: true}
	pop.Source.File = spec
	name, zipped := strings.CutSuffix(path, ".gz")
	if zipped {
		spec.Compression = "gzip"
	}
	switch filepath.Ext(name) {
	case ".jsonl":
		spec.Format = "jsonl"
	case ".xlsx", ".zip":
		spec.Format = "xlsx"
	case ".parquet":
		spec.Format = "parquet"
	}
	return pop
}

// tell says what comes of a population: the message of its first error, or
// its records.
func tell(pop program.Population, dir string) string {
	source, err := collect.Open(pop, collect.Environment{Dir: dir})
	if err != nil {
		return "open: " + err.Error()
	}
	var raw bytes.Buffer
	if _, err := source.Collect(context.Background(), &raw); err != nil {
		return "collect: " + err.Error()
	}
	in := bytes.NewReader(raw.Bytes())
	records, err := collect.Decode(pop, in, in.Size())
	if err != nil {
		return "decode: " + err.Error()
	}
	defer records.Close()
	var rows strings.Builder
	n := int64(0)
	for ; ; n++ {
		rec, err := records.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return "decode: " + err.Error()
		}
		fmt.Fprintf(&rows, "\n  %q", rec.Values)
	}
	counted, err := collect.CountPhysical(pop, in, in.Size())
	if err != nil {
		return "count: " + err.Error()
	}
	return fmt.Sprintf("records: %d, counted: %d%s", n, counted, rows.String())
}

// TestBadDeclarations: what a program cannot say is refused before anything
// is read.
func TestBadDeclarations(t *testing.T) {
	var none program.Population
	none.Name = "people"
	if _, err := collect.Open(none, collect.Environment{}); err == nil || err.Error() != "population people: it has no source; write file, git, sql or command under source" {
		t.Errorf("no source: %v", err)
	}
	for want, change := range map[string]func(*program.FileSource){
		`format "ods" is not known; write csv, jsonl, xlsx or parquet`: func(s *program.FileSource) { s.Format = "ods" },
		`encoding "ebcdic" is not known`:                               func(s *program.FileSource) { s.Encoding = "ebcdic" },
		`compression "zip" is not known; write none or gzip`:           func(s *program.FileSource) { s.Compression = "zip" },
		`delimiter ";;" must be one ASCII character`:                   func(s *program.FileSource) { s.Delimiter = ";;" },
		`quote "«" must be one ASCII character`:                        func(s *program.FileSource) { s.Quote = "«" },
		`delimiter and quote are both "'"`:                             func(s *program.FileSource) { s.Delimiter, s.Quote = "'", "'" },
	} {
		pop := declare("x.csv")
		change(pop.Source.File)
		if _, err := collect.Open(pop, collect.Environment{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v\nwant  %s", err, want)
		}
		if _, err := collect.Decode(pop, strings.NewReader("a"), 1); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("decode: error %v\nwant  %s", err, want)
		}
	}
}
