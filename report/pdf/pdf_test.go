package pdf

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
)

var writeTo = flag.String("pdf", "", "write the sample to this file, to look at it")

func render(t testing.TB, doc *report.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSample(t *testing.T) {
	data := render(t, sample())
	if *writeTo != "" {
		if err := os.WriteFile(*writeTo, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
