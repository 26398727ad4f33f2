// Package folder opens what a program may read: files inside its own folder,
// and the absolute paths that a person named.
package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Folder is the folder of a program and what lies outside of it that a person
// allowed.
type Folder struct {
	Dir string
	// Allowed are absolute paths that a person gave, as values of parameters:
	// they, and what lies beneath them, may be read.
	Allowed []string
}

// Open opens a file for reading. A relative path is inside the folder and may
// not leave it, by ".." or by a symbolic link; an absolute one must be
// allowed. It returns an error that says what to do when the path leaves the
// folder, is not allowed, does not exist, or is not a regular file. errors.Is
// finds fs.ErrNotExist and fs.ErrPermission.
func (f Folder) Open(path string) (*os.File, error) {
	file, err := f.open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("%q: %w", path, err)
	}
	if info.IsDir() {
		file.Close()
		return nil, fmt.Errorf("%q is a directory; a population is read from one file: name the file in it", path)
	}
	if !info.Mode().IsRegular() {
		file.Close()
		return nil, fmt.Errorf("%q is not a regular file (%s); copy its content into a file first", path, info.Mode().Type())
	}
	return file, nil
}

func (f Folder) open(path string) (*os.File, error) {
	if strings.ContainsRune(path, 0) || path == "" {
		return nil, fmt.Errorf("%q is no path of a file", path)
	}
	// Opening a named pipe would wait for a writer for ever.
	const flags = os.O_RDONLY | syscall.O_NONBLOCK
	if filepath.IsAbs(path) {
		if !f.allows(path) {
			return nil, notAllowed(path)
		}
		file, err := os.OpenFile(path, flags, 0)
		return file, explain(path, err)
	}
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return nil, fmt.Errorf("the program's folder cannot be opened: %w", err)
	}
	defer root.Close()
	file, err := root.OpenFile(filepath.FromSlash(path), flags, 0)
	return file, explain(path, err)
}

// Directory returns the absolute path of a directory, under the same rules as
// Open. The path is checked when the call is made; what is done with it later
// is not held to the folder.
func (f Folder) Directory(path string) (string, error) {
	if strings.ContainsRune(path, 0) || path == "" {
		return "", fmt.Errorf("%q is no path of a directory", path)
	}
	full := path
	var info fs.FileInfo
	var err error
	if filepath.IsAbs(path) {
		if !f.allows(path) {
			return "", notAllowed(path)
		}
		info, err = os.Stat(path)
	} else {
		root, rootErr := os.OpenRoot(f.Dir)
		if rootErr != nil {
			return "", fmt.Errorf("the program's folder cannot be opened: %w", rootErr)
		}
		defer root.Close()
		info, err = root.Stat(filepath.FromSlash(path))
		full = filepath.Join(f.Dir, filepath.FromSlash(path))
	}
	if err != nil {
		return "", explain(path, err)
	}
	if !info.IsDir() {
		return "", fmt.Errorf("%q is not a directory", path)
	}
	return filepath.Abs(full)
}

func (f Folder) allows(path string) bool {
	path = filepath.Clean(path)
	for _, a := range f.Allowed {
		if !filepath.IsAbs(a) {
			continue
		}
		rel, err := filepath.Rel(filepath.Clean(a), path)
		if err == nil && filepath.IsLocal(rel) {
			return true
		}
	}
	return false
}

func notAllowed(path string) error {
	return fmt.Errorf("%q is an absolute path; write one inside the program's folder, or let the person name it with a parameter (--set)", path)
}

func explain(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return &fault{fmt.Sprintf("%q does not exist; put it there, or correct the path", path), fs.ErrNotExist}
	case errors.Is(err, fs.ErrPermission):
		return &fault{fmt.Sprintf("%q may not be read by this user; give the user the right to read it", path), fs.ErrPermission}
	case strings.Contains(err.Error(), "path escapes"):
		return fmt.Errorf("%q leads out of the program's folder, by .. or by a symbolic link; copy the file into the folder, or let the person name it with a parameter (--set)", path)
	}
	return fmt.Errorf("%q: %w", path, err)
}

// fault is an error in our own words, with the one of fs that it is.
type fault struct {
	text string
	is   error
}

func (f *fault) Error() string { return f.text }

func (f *fault) Unwrap() error { return f.is }
