package program

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// writeProgram writes the minimal program into a new folder.
func writeProgram(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range minimal {
		write(t, filepath.Join(dir, name), []byte(data))
	}
	return dir
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func wantFault(t *testing.T, err error, want string) {
	t.Helper()
	var faults *Faults
	if !errors.As(err, &faults) || !strings.Contains(err.Error(), want) {
		t.Errorf("want a fault with %q, got\n%v", want, err)
	}
}

func TestLinksStayInTheFolder(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "control.yaml")
	write(t, outside, []byte(minimal["management/controls/c.yaml"]))

	t.Run("a link out of the folder", func(t *testing.T) {
		dir := writeProgram(t)
		if err := os.Symlink(outside, filepath.Join(dir, "management/controls/x.yaml")); err != nil {
			t.Skip("no symbolic links here:", err)
		}
		_, err := load(t, dir, Options{})
		wantFault(t, err, "management/controls/x.yaml: a symbolic link that leads out of the program's folder")
	})
	t.Run("a link to nothing", func(t *testing.T) {
		dir := writeProgram(t)
		if err := os.Symlink("gone.yaml", filepath.Join(dir, "management/controls/x.yaml")); err != nil {
			t.Skip("no symbolic links here:", err)
		}
		_, err := load(t, dir, Options{})
		wantFault(t, err, "management/controls/x.yaml: the file is not there")
	})
	t.Run("a link inside the folder", func(t *testing.T) {
		dir := writeProgram(t)
		write(t, filepath.Join(dir, "shared/plan.yaml"), []byte("materiality: By effect.\n"))
		if err := os.Mkdir(filepath.Join(dir, "practitioner"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("../shared/plan.yaml", filepath.Join(dir, "practitioner/plan.yaml")); err != nil {
			t.Skip("no symbolic links here:", err)
		}
		p, err := load(t, dir, Options{})
		if err != nil || p.Plan.Materiality != "By effect." {
			t.Errorf("the plan was not read: %v", err)
		}
	})
	t.Run("a folder that is a link out", func(t *testing.T) {
		dir := writeProgram(t)
		if err := os.Symlink(filepath.Dir(outside), filepath.Join(dir, "practitioner")); err != nil {
			t.Skip("no symbolic links here:", err)
		}
		_, err := load(t, dir, Options{})
		wantFault(t, err, "practitioner: a symbolic link that leads out of the program's folder")
	})
}

func TestBounds(t *testing.T) {
	control := minimal["management/controls/c.yaml"]
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"a large file":  {bytes.Repeat([]byte("# text\n"), maxFileSize/7+1), "the file is larger than 1048576 bytes"},
		"a long line":   {[]byte(control + "# " + strings.Repeat("x", maxLineLength)), "a line of 20002 bytes"},
		"many lines":    {[]byte(control + strings.Repeat("\n", maxLines)), "at most 20000 are read"},
		"deep brackets": {[]byte("a: " + strings.Repeat("[", 9000)), "nested too deep"},
		"deep dashes":   {[]byte(strings.Repeat("- ", 5000) + "x"), "nested too deep"},
		"deep blocks":   {[]byte(deepBlocks(200)), "nested too deep"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeProgram(t)
			write(t, filepath.Join(dir, "management/controls/x.yaml"), test.data)
			_, err := load(t, dir, Options{})
			wantFault(t, err, test.want)
		})
	}
}

func deepBlocks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func TestHiddenFilesAndOtherFoldersAreLeftAlone(t *testing.T) {
	dir := writeProgram(t)
	for _, name := range []string{"README.md", "data/p.csv", ".git/config", "management/.DS_Store", "management/controls/.c.yaml.swp"} {
		write(t, filepath.Join(dir, name), []byte("\x00"))
	}
	p, err := load(t, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for party, files := range p.Files {
		for _, f := range files {
			if _, expected := minimal[f.Path]; !expected {
				t.Errorf("%s lists %s", party, f.Path)
			}
		}
	}
}

func TestUnreadableFilesAreFaults(t *testing.T) {
	fsys := fstest.MapFS{}
	for name, data := range minimal {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	_, err := Load(t.Context(), refuse{fsys, "management/controls/c.yaml"}, Options{})
	wantFault(t, err, "management/controls/c.yaml: no permission to read it")
	_, err = Load(t.Context(), refuse{fsys, "engagement.yaml"}, Options{})
	wantFault(t, err, "engagement.yaml: no permission to read it")
}

// refuse is a file system in which one file may not be opened.
type refuse struct {
	fstest.MapFS
	name string
}

func (r refuse) Open(name string) (fs.File, error) {
	if name == r.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return r.MapFS.Open(name)
}
