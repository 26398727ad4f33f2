package html_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"flag"
	"os"
	"regexp"
	"strings"
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

func TestWriteGolden(t *testing.T) {
	got := page(t, reporttest.Brief())
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

func TestWriteTwiceIsTheSame(t *testing.T) {
	if !bytes.Equal(page(t, reporttest.Examination()), page(t, reporttest.Examination())) {
		t.Error("two renderings of the same examination differ")
	}
}

// The page runs nothing, fetches nothing, and its policy allows its one style
// sheet by its digest.
func TestSelfContained(t *testing.T) {
	got := string(page(t, reporttest.Examination()))
	for _, word := range []string{"<script", "<link", "<img", "<iframe", " style=", " src=", "@import", "url("} {
		if strings.Contains(strings.Replace(got, `fill="url(#watermark-pattern)"`, "", 1), word) {
			t.Errorf("the page has %q", word)
		}
	}
	css := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(got)[1]
	sum := sha256.Sum256([]byte(css))
	if want := "default-src &#39;none&#39;; style-src &#39;sha256-" + base64.StdEncoding.EncodeToString(sum[:]); !strings.Contains(got, want) {
		t.Errorf("the policy does not allow the style sheet: want %s", want)
	}
}

// Someone who cannot see the page can find their way in it.
func TestAccessible(t *testing.T) {
	got := string(page(t, reporttest.Examination()))
	for _, want := range []string{
		`<html lang="en-US">`, `<a class="skip" href="#content">`, `<main id="content">`, `<nav class="contents" aria-label="Contents">`,
		`scope="col"`, `scope="row"`, `<svg role="img" aria-labelledby="figure-1-title" aria-describedby="figure-1-desc"`, `<strong>DRAFT · EXAMPLE</strong>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not have %s", want)
		}
	}
	if n := strings.Count(got, "<h1"); n != 1 {
		t.Errorf("the page has %d first headings", n)
	}
	level := 1
	for _, m := range regexp.MustCompile(`<h([1-6])`).FindAllStringSubmatch(got, -1) {
		next := int(m[1][0] - '0')
		if next > level+1 {
			t.Errorf("a heading of level %d follows one of level %d", next, level)
		}
		level = next
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(got, -1) {
		if ids[m[1]] {
			t.Errorf("the id %q occurs twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`(?:href="#|aria-labelledby="|aria-describedby=")([^"]*)"`).FindAllStringSubmatch(got, -1) {
		if !ids[m[1]] {
			t.Errorf("the id %q is referred to and is not there", m[1])
		}
	}
}

// Every result on the page carries the id of the entry that it is derived
// from.
func TestResultsCarryTheirEntry(t *testing.T) {
	ex := reporttest.Examination()
	got := string(page(t, ex))
	for _, test := range ex.Tests {
		if !strings.Contains(got, `data-record="`+test.Entry+`"`) {
			t.Errorf("nothing on the page carries the entry of %s", test.Procedure)
		}
	}
	for _, p := range ex.Populations {
		if p.Entry != "" && !strings.Contains(got, `data-record="`+p.Entry+`"`) {
			t.Errorf("nothing on the page carries the entry of population %s", p.Name)
		}
	}
}

func TestWriteErrors(t *testing.T) {
	doc := &report.Document{Sections: []*report.Section{{ID: "a", Title: "A", Level: 1, Blocks: []report.Block{nil}}}}
	var b bytes.Buffer
	if err := html.Write(&b, doc); err == nil || b.Len() > 0 {
		t.Errorf("a block that is none gave the error %v and %d bytes", err, b.Len())
	}
	full := errors.New("disk full")
	if err := html.Write(failing{full}, &report.Document{}); !errors.Is(err, full) {
		t.Errorf("the error of the writer was lost: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
