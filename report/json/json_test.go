package json_test

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/json"
	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

var update = flag.Bool("update", false, "write the golden files")

func render(t *testing.T, ex *soc.Examination) []byte {
	t.Helper()
	doc, err := report.Build(ex)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.Write(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWriteGolden(t *testing.T) {
	got := render(t, reporttest.Brief())
	const file = "testdata/draft.json"
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}

// What is written can be read back into the examination that it came from.
func TestWriteKeepsTheExamination(t *testing.T) {
	ex := reporttest.Examination()
	var back struct {
		Schema      string
		Examination *soc.Examination
		Summary     report.Summary
	}
	if err := stdjson.Unmarshal(render(t, ex), &back); err != nil {
		t.Fatal(err)
	}
	if back.Schema != json.Schema {
		t.Errorf("schema is %q", back.Schema)
	}
	if diff := cmp.Diff(ex, back.Examination); diff != "" {
		t.Errorf("the examination changed on the way (-want +got):\n%s", diff)
	}
	for _, r := range back.Summary.Results {
		if r.Entry == "" {
			t.Errorf("the result of %s carries no entry", r.Procedure)
		}
	}
	if len(back.Summary.Results) != len(ex.Procedures) {
		t.Errorf("%d results of %d procedures", len(back.Summary.Results), len(ex.Procedures))
	}
}

func TestWriteTwiceIsTheSame(t *testing.T) {
	if !bytes.Equal(render(t, reporttest.Examination()), render(t, reporttest.Examination())) {
		t.Error("two renderings of the same examination differ")
	}
}

func TestWriteErrors(t *testing.T) {
	if err := json.Write(&bytes.Buffer{}, &report.Document{}); err == nil {
		t.Error("a document without facts was written")
	}
	doc, err := report.Build(reporttest.Examination())
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	if err := json.Write(failing{full}, doc); !errors.Is(err, full) {
		t.Errorf("the error of the writer was lost: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
