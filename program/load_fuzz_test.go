package program

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzLoad puts any bytes into every file of a program. Whatever they hold,
// Load ends without a panic, and every fault points into the file.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/complete/*.yaml", "testdata/complete/*/*.yaml", "testdata/complete/*/*/*.*", "testdata/complete-soc1/*.yaml", "testdata/complete-soc1/*/*.yaml", "testdata/faults/*/program/*/*.yaml", "testdata/faults/*/program/*/*/*.yaml"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			if data, err := os.ReadFile(name); err == nil {
				f.Add(data)
			}
		}
	}
	f.Add([]byte("a: &a [*a, *a]\n"))
	f.Add([]byte("? {a: b}\n: !!binary |\n  x\n"))
	files := []string{"engagement.yaml", "management/controls/c.yaml", "management/populations/p.yaml", "management/cuecs.yaml",
		"management/objectives.yaml", "management/components.yaml", "management/subservice_reports.yaml", "management/changes.yaml", "management/not_relevant.yaml",
		"management/description/1.md", "practitioner/plan.yaml", "practitioner/procedures/p.yaml"}
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := fstest.MapFS{}
		for _, name := range files {
			fsys[name] = &fstest.MapFile{Data: data}
			if whole, ok := minimal[name]; ok && name != "engagement.yaml" {
				fsys[strings.Replace(name, ".yaml", "2.yaml", 1)] = &fstest.MapFile{Data: []byte(whole)}
			}
		}
		for _, engagement := range []string{string(data), minimal["engagement.yaml"], strings.Replace(minimal["engagement.yaml"], "soc2", "soc1", 1)} {
			fsys["engagement.yaml"] = &fstest.MapFile{Data: []byte(engagement)}
			p, err := Load(t.Context(), fsys, Options{SQL: refuseMark{}})
			var faults *Faults
			if (p == nil) == (err == nil) || (err != nil && !errors.As(err, &faults)) {
				t.Fatalf("program %v, error %v", p, err)
			}
			if p != nil {
				p.Notes()
			}
			if faults != nil {
				checkPlaces(t, faults, fsys)
			}
		}
	})
}

func checkPlaces(t *testing.T, faults *Faults, fsys fstest.MapFS) {
	t.Helper()
	for _, fault := range faults.List {
		if fault.Message == "" || fault.File == "" || fault.Line < 0 || strings.ContainsRune(fault.String(), 0x1b) {
			t.Fatalf("fault %+v", fault)
		}
		if fault.Line == 0 {
			continue
		}
		file, ok := fsys[fault.File]
		if !ok {
			t.Fatalf("the fault points to no file: %+v", fault)
		}
		if lines := strings.Count(string(file.Data), "\n") + 1; fault.Line > lines || fault.Column < 1 {
			t.Fatalf("the fault points to line %d, column %d of %d lines: %+v", fault.Line, fault.Column, lines, fault)
		}
	}
}
