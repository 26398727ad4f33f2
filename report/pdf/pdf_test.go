package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
)

var (
	writeTo   = flag.String("pdf", "", "write the sample to this file, to look at it")
	awkwardTo = flag.String("awkward", "", "write the awkward document to this file")
	claims    = flag.String("claims", "", "XMP properties to claim in those files, for a validator")
	builtTo   = flag.String("built", "", "write the report of the test examination to this file")
	update    = flag.Bool("update", false, "write the golden files")
)

func render(t testing.TB, doc *report.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSample(t *testing.T) {
	for name, doc := range map[string]*report.Document{*writeTo: sample(), *awkwardTo: awkward(), *builtTo: built(t)} {
		if name == "" {
			continue
		}
		var b bytes.Buffer
		if err := write(&b, doc, *claims); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The golden digest is of the objects before compression, so that it changes
// with the writer and not with the Go version.
func TestGolden(t *testing.T) {
	r := read(t, render(t, sample()))
	h := sha256.New()
	for _, n := range slices.Sorted(maps.Keys(r.objects)) {
		if strings.Contains(r.objects[n], "/FlateDecode") {
			fmt.Fprintf(h, "%d stream\n", n)
		} else {
			fmt.Fprintf(h, "%d %s\n", n, r.objects[n])
		}
		h.Write(r.streams[n])
	}
	got := fmt.Sprintf("%x\n", h.Sum(nil))
	const golden = "testdata/sample.sha256"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the sample's PDF changed: digest %swant %sLook at it (-pdf FILE), then run with -update.", got, want)
	}
}

func TestSameBytes(t *testing.T) {
	first := render(t, sample())
	doc := sample()
	for range 2 { // setting a document does not change it
		if !bytes.Equal(first, render(t, doc)) {
			t.Error("the same document gave other bytes")
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if !bytes.Equal(first, render(t, sample())) {
		t.Error("the same document gave other bytes on one processor")
	}
}

func TestEmpty(t *testing.T) {
	r := read(t, render(t, &report.Document{}))
	if n := len(r.pages()); n != 1 {
		t.Errorf("an empty document has %d pages", n)
	}
	extract(t, r)
}

type brokenWriter struct{}

var errBroken = errors.New("no space left")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestWriterError(t *testing.T) {
	if err := Write(brokenWriter{}, sample()); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}
