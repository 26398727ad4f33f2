package engagement_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/ledger/verify"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// renderJSON stands for the report in these tests.
func renderJSON(ex *soc.Examination) ([]engagement.Rendering, error) {
	data, err := json.Marshal(ex)
	return []engagement.Rendering{{Name: "report.json", Data: data}}, err
}

// examineWithReport is a whole run: the report is written and recorded.
func (b *bench) examineWithReport() {
	b.t.Helper()
	ctx := context.Background()
	p, err := program.Load(ctx, os.DirFS(b.dir), program.Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	file, err := engagement.Open(ctx, b.file, engagement.FileOptions{Create: true})
	if err != nil {
		b.t.Fatal(err)
	}
	defer file.Close()
	ex, err := file.Examine(ctx, p, b.options())
	if err != nil {
		b.t.Fatal(err)
	}
	renderings, err := renderJSON(ex)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := file.RecordReport(ctx, ex, renderings); err != nil {
		b.t.Fatal(err)
	}
	for _, r := range renderings {
		if err := os.WriteFile(filepath.Join(b.file, r.Name), r.Data, 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *bench) verifyWithReport() *engagement.Verification {
	b.t.Helper()
	v, err := engagement.Verify(context.Background(), b.file, b.options(), renderJSON)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// What was not touched verifies, and verifying writes nothing.
func TestVerify(t *testing.T) {
	b := newBench(t)
	b.examineWithReport()
	before := readTree(t, b.file)
	v := b.verifyWithReport()
	if !v.OK() {
		t.Fatalf("findings: %v", v.Findings)
	}
	if v.Tests != 3 || v.Populations != 3 || len(v.Reports) != 1 || v.Items == 0 || v.Record.Objects == 0 {
		t.Errorf("checked too little: %+v", v)
	}
	for name, data := range readTree(t, b.file) {
		if !bytes.Equal(before[name], data) {
			t.Errorf("verify changed %s", name)
		}
	}
}

// One flipped bit in any file is found, and the finding names the file or the
// entry that it is in.
func TestVerifyFindsEveryFlip(t *testing.T) {
	b := newBench(t)
	b.examineWithReport()
	random := rand.New(rand.NewPCG(1, 2))
	flips := 0
	for name, data := range readTree(t, b.file) {
		if len(data) == 0 {
			continue
		}
		offsets := []int{0, len(data) - 1}
		for range 4 {
			offsets = append(offsets, random.IntN(len(data)))
		}
		for _, offset := range offsets {
			damaged := bytes.Clone(data)
			damaged[offset] ^= 1 << random.IntN(8)
			overwrite(t, filepath.Join(b.file, name), damaged)
			v := b.verifyWithReport()
			switch {
			case v.OK():
				t.Errorf("%s: the flip at byte %d was not found", name, offset)
			case !names(v.Findings, name):
				t.Errorf("%s: the flip at byte %d was found but not named: %v", name, offset, v.Findings)
			}
			flips++
		}
		overwrite(t, filepath.Join(b.file, name), data)
	}
	if v := b.verifyWithReport(); !v.OK() {
		t.Errorf("after mending: %v", v.Findings)
	}
	t.Logf("%d flips, each found and named", flips)
}

// names reports whether a finding points at the file: by its path, by the
// log for what is in the log's file, or by the digest that is an object's name.
func names(findings []verify.Finding, file string) bool {
	for _, f := range findings {
		if strings.Contains(f.String(), filepath.ToSlash(file)) {
			return true
		}
	}
	return false
}

// An added and a missing file are found too.
func TestVerifyFindsStrayAndMissing(t *testing.T) {
	b := newBench(t)
	b.examineWithReport()
	var object string
	for name := range readTree(t, b.file) {
		if strings.HasPrefix(name, "objects/") && filepath.Ext(name) == "" {
			object = name
			break
		}
	}
	if err := os.Remove(filepath.Join(b.file, object)); err != nil {
		t.Fatal(err)
	}
	if v := b.verifyWithReport(); !names(v.Findings, object) {
		t.Errorf("the missing %s is not named: %v", object, v.Findings)
	}
}

// A result that was signed but is not what the procedure gives is found by
// performing it again: a practitioner's key does not make a figure true.
func TestVerifyOfAnotherProgram(t *testing.T) {
	b := newBench(t)
	b.examineWithReport()
	if err := os.WriteFile(filepath.Join(b.file, "report.json"), []byte(`{"opinion":"unmodified"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	v := b.verifyWithReport()
	if v.OK() || v.Findings[0].Check != engagement.CheckReport {
		t.Errorf("a replaced report is not found: %v", v.Findings)
	}
}

func readTree(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name], err = os.ReadFile(filepath.Join(dir, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// overwrite changes a file that may be read-only.
func overwrite(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
