//go:build unix

package program

import (
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe would make the reader wait for ever.
func TestPipeIsNotRead(t *testing.T) {
	dir := writeProgram(t)
	if err := syscall.Mkfifo(filepath.Join(dir, "management/controls/x.yaml"), 0o644); err != nil {
		t.Skip("no pipes here:", err)
	}
	_, err := load(t, dir, Options{})
	wantFault(t, err, "management/controls/x.yaml: not a plain file")
}
