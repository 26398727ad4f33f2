package folder

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// layout makes a program's folder beside files that are not its own.
func layout(t *testing.T) (dir string) {
	top := t.TempDir()
	dir = filepath.Join(top, "program")
	write(t, filepath.Join(dir, "data", "people.csv"), "inside")
	write(t, filepath.Join(dir, "'; DROP TABLE people; --.csv"), "odd")
	write(t, filepath.Join(top, "secret", "people.csv"), "outside")
	for name, target := range map[string]string{
		"good.csv": "data/people.csv", "bad.csv": "../secret/people.csv", "absolute.csv": filepath.Join(top, "secret", "people.csv"),
		"away": "../secret", "round.csv": "round.csv", "dangling.csv": "data/nothing.csv",
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skipf("SKIPPED: no symbolic links here: %v", err)
		}
	}
	return dir
}

func TestOpen(t *testing.T) {
	dir := layout(t)
	outside := filepath.Join(filepath.Dir(dir), "secret")
	tests := []struct {
		path    string
		allowed []string
		want    string // the content, or the error behind "error: "
	}{
		{"data/people.csv", nil, "inside"},
		{"./data/../data/people.csv", nil, "inside"},
		{"good.csv", nil, "inside"},
		{"'; DROP TABLE people; --.csv", nil, "odd"},
		{filepath.Join(outside, "people.csv"), []string{"relative", outside}, "outside"},
		{filepath.Join(outside, "people.csv"), []string{filepath.Join(outside, "people.csv")}, "outside"},

		{"../secret/people.csv", nil, "error: leads out of the program's folder"},
		{"data/../../secret/people.csv", []string{outside}, "error: leads out of the program's folder"},
		{"bad.csv", nil, "error: leads out of the program's folder"},
		{"absolute.csv", []string{outside}, "error: leads out of the program's folder"},
		{"away/people.csv", nil, "error: leads out of the program's folder"},
		{filepath.Join(outside, "people.csv"), nil, "error: is an absolute path; write one inside the program's folder"},
		{filepath.Join(outside, "people.csv"), []string{outside + "x", filepath.Join(outside, "people")}, "error: is an absolute path"},
		{filepath.Join(outside, "..", "program", "good.csv"), []string{outside}, "error: is an absolute path"},
		{"data", nil, "error: is a directory"},
		{"data/nothing.csv", nil, "error: does not exist"},
		{"dangling.csv", nil, "error: does not exist"},
		{"data/people.csv/x", nil, "error: "},
		{"round.csv", nil, "error: "},
		{"", nil, "error: is no path of a file"},
		{"a\x00b", nil, "error: is no path of a file"},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			f, err := Folder{Dir: dir, Allowed: tt.allowed}.Open(tt.path)
			if want, isError := strings.CutPrefix(tt.want, "error: "); isError {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("error %v, want %s", err, want)
				}
				if want == "does not exist" && !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%v is not fs.ErrNotExist", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if text, err := io.ReadAll(f); err != nil || string(text) != tt.want {
				t.Errorf("got %q, %v", text, err)
			}
		})
	}
}

func TestOpenDevice(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: no device files here")
	}
	if _, err := (Folder{Dir: t.TempDir(), Allowed: []string{"/dev"}}).Open("/dev/zero"); err == nil || !strings.Contains(err.Error(), "is not a regular file") {
		t.Errorf("error %v", err)
	}
}

func TestDirectory(t *testing.T) {
	dir := layout(t)
	f := Folder{Dir: dir}
	if got, err := f.Directory("data"); err != nil || got != filepath.Join(dir, "data") {
		t.Errorf("%q, %v", got, err)
	}
	for path, want := range map[string]string{
		"away": "leads out", "../secret": "leads out", "good.csv": "is not a directory", "nowhere": "does not exist",
		filepath.Dir(dir): "is an absolute path", "": "is no path",
	} {
		if got, err := f.Directory(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v", path, got, err)
		}
	}
	f.Allowed = []string{filepath.Dir(dir)}
	if got, err := f.Directory(dir); err != nil || got != dir {
		t.Errorf("%q, %v", got, err)
	}
}
