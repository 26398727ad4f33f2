package html_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/html"
	"github.com/tickmark-audit/tickmark/report/reporttest"
)

var update = flag.Bool("update", false, "write the golden files")

func render(t testing.TB, doc *report.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := html.Write(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func draft(t testing.TB) *report.Document {
	t.Helper()
	doc, err := report.Build(reporttest.Brief())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestWriteGolden(t *testing.T) {
	got := render(t, draft(t))
	const file = "testdata/draft.html"
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
	if !bytes.Equal(want, got) {
		t.Errorf("%s differs: run the test with -update and read the difference", file)
	}
}
