package program

import (
	"path"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// Bounds of one file. They keep a hostile or mistaken program from taking the
// machine's memory or time; a real program comes nowhere near them.
const (
	maxFileSize   = 1 << 20 // bytes
	maxLineLength = 20_000  // bytes
	maxLines      = 20_000
	maxNesting    = 100
	maxFiles      = 5_000
)

// file is one file of the program as it was read.
type file struct {
	path  string
	party soc.Party
	data  []byte
	lines []string // without their ends; set once the bytes are known to be text
}

// splitLines cuts text into lines without their ends (LF or CR LF).
func splitLines(text string) []string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "\r")
	}
	return lines
}

// line returns line n, 1 being the first, and "" when there is none.
func (f *file) line(n int) string {
	if n < 1 || n > len(f.lines) {
		return ""
	}
	return f.lines[n-1]
}

// stem returns the name of the file without folder and extension: what a file
// that is the only one of its kind is called in messages and in the loader.
func (f *file) stem() string { return stem(f.path) }

func stem(name string) string { return strings.TrimSuffix(path.Base(name), path.Ext(name)) }
