package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	_ "time/tzdata" // time zones, on machines that have no database of them

	"github.com/tickmark-audit/tickmark/program"
)

// setFlag is what --set says in the help of every command that reads a
// program.
const setFlag = "give a parameter of the program its value: `name=value`"

// parameters reads the values of --set.
func parameters(sets []string) (map[string]string, error) {
	values := map[string]string{}
	for _, set := range sets {
		name, value, ok := strings.Cut(set, "=")
		if !ok || name == "" {
			return nil, usageError{fmt.Errorf("--set %q: write --set name=value", set)}
		}
		if _, twice := values[name]; twice {
			return nil, usageError{fmt.Errorf("--set names the parameter %s twice", name)}
		}
		values[name] = value
	}
	return values, nil
}

// loadProgram reads the program in a folder. A symbolic link that leads out
// of the folder is not followed. The error is a *program.Faults whose files
// begin with the folder, so that an editor finds them, when the program has
// faults.
func loadProgram(ctx context.Context, dir string, options program.Options) (*program.Program, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		if info, statErr := os.Stat(dir); statErr == nil && !info.IsDir() {
			return nil, fmt.Errorf("%s is a file: name the folder of a program, the one that holds engagement.yaml", dir)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no folder %s: name the folder of a program, or write a new one with: tickmark init %s", dir, dir)
		}
		return nil, fmt.Errorf("open the program's folder: %w", err)
	}
	defer root.Close()
	p, err := program.Load(ctx, root.FS(), options)
	var faults *program.Faults
	if errors.As(err, &faults) {
		for i := range faults.List {
			faults.List[i].File = filepath.ToSlash(filepath.Join(dir, faults.List[i].File))
		}
	}
	return p, err
}

// printFaults writes every fault and how many there are.
func printFaults(w io.Writer, faults *program.Faults) {
	files := map[string]bool{}
	for _, f := range faults.List {
		files[f.File] = true
	}
	fmt.Fprintf(w, "%v\n\n%s in %s\n", faults, count(len(faults.List), "fault"), count(len(files), "file"))
}

// count writes a number with its noun: 1 fault, 2 faults.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
