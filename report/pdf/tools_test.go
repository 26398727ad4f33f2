package pdf

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
)

// run runs an independent reader on a document's file. It skips, and says so,
// where the program is not installed.
func run(t *testing.T, doc *report.Document, program, debian string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("NOT CHECKED: %s is not installed (Debian package %s)", program, debian)
	}
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, render(t, doc), 0o644); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	var errs strings.Builder
	cmd := exec.Command(path, args...)
	cmd.Stderr = &errs
	out, err := cmd.Output()
	// What MuPDF says about itself, and the pages that it draws, are no complaint.
	complaints := strings.Contains(strings.ReplaceAll(errs.String(), "warning: ICC support is not available", ""), "warning") || strings.Contains(errs.String(), "rror")
	if err != nil || complaints {
		t.Errorf("%s %s: %v\n%s%s", program, strings.Join(args, " "), err, errs.String(), out)
	}
	return string(out)
}

func TestQpdf(t *testing.T) {
	for name, doc := range map[string]*report.Document{"sample": sample(), "awkward": awkward(), "empty": {}} {
		t.Run(name, func(t *testing.T) { run(t, doc, "qpdf", "qpdf", "--check", "FILE") })
	}
}

func TestPdffonts(t *testing.T) {
	out := run(t, sample(), "pdffonts", "poppler-utils", "FILE")
	lines := strings.Split(strings.TrimSpace(out), "\n")[2:]
	if len(lines) < 6 {
		t.Errorf("%d fonts:\n%s", len(lines), out)
	}
	for _, l := range lines {
		if !strings.Contains(l, "CID TrueType      Identity-H       yes yes yes") {
			t.Errorf("not embedded, not a subset or without Unicode: %s", l)
		}
	}
}

func TestPdftotext(t *testing.T) {
	out := run(t, sample(), "pdftotext", "poppler-utils", "-enc", "UTF-8", "FILE", "-")
	got := strings.Join(strings.Fields(out), "")
	for _, s := range texts(sample()) {
		for _, w := range strings.Fields(s) {
			if len(w) < 20 && !strings.Contains(got, w) {
				t.Errorf("the word %q of %q is missing", w, s)
			}
		}
	}
}

func TestStructText(t *testing.T) {
	out := run(t, sample(), "pdfinfo", "poppler-utils", "-struct-text", "FILE")
	for _, want := range []string{"H1 (block)", "TOCI", "THead", "TBody", "TR", "TD", "LBody", "Figure", "BlockQuote", "Code (inline)", "Caption"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in the structure", want)
		}
	}
	var got strings.Builder
	for l := range strings.Lines(out) {
		if l = strings.TrimSpace(l); strings.HasPrefix(l, `"`) {
			got.WriteString(strings.Trim(l, `"`))
		}
	}
	checkTexts(t, sample(), got.String())
}

func TestMutool(t *testing.T) {
	run(t, awkward(), "mutool", "mupdf-tools", "info", "FILE")
	run(t, awkward(), "mutool", "mupdf-tools", "draw", "-r", "20", "-o", os.DevNull, "-F", "ppm", "FILE")
}
