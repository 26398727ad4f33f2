package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"
	"github.com/google/jsonschema-go/jsonschema"

	"github.com/tickmark-audit/tickmark/program"
)

// completePrograms are programs that together use every key.
var completePrograms = []string{"../../program/testdata/complete", "../../program/testdata/complete-soc1"}

// kindOf returns the kind of a file of the complete program, and false for
// the assertion, which has no schema.
func kindOf(t *testing.T, file string) (program.FileKind, bool) {
	t.Helper()
	for _, k := range program.FileKinds() {
		for _, where := range strings.Split(strings.TrimPrefix(k.Where, "front matter of "), " and ") {
			if ok, err := path.Match(where, file); err == nil && ok {
				return k, true
			}
		}
	}
	if path.Base(file) != "assertion.md" {
		t.Fatalf("no kind of file is %s", file)
	}
	return program.FileKind{}, false
}

// readComplete returns the values of every file of a complete program.
func readComplete(t *testing.T, dir string) map[string]any {
	t.Helper()
	values := map[string]any{}
	for name, file := range inMemory(t, dir) {
		if _, ok := kindOf(t, name); !ok {
			continue
		}
		data := file.Data
		if strings.HasSuffix(name, ".md") {
			data = []byte(strings.SplitN(string(data), "---\n", 3)[1])
		}
		var v any
		if err := yaml.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		values[name] = viaJSON(t, v)
	}
	return values
}

// viaJSON returns the value as JSON gives it back: what a schema judges.
func viaJSON(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back any
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

func resolve(t *testing.T, k program.FileKind) *jsonschema.Resolved {
	t.Helper()
	// The schema that a person gets is the one that is judged.
	var out strings.Builder
	if err := runSchema(&out, k.Name); err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal([]byte(out.String()), &s); err != nil {
		t.Fatal(err)
	}
	r, err := s.Resolve(nil)
	if err != nil {
		t.Fatalf("%s: %v", k.Name, err)
	}
	return r
}

func TestSchemaAcceptsTheCompletePrograms(t *testing.T) {
	seen := map[string]bool{}
	for _, dir := range completePrograms {
		for file, value := range readComplete(t, dir) {
			k, _ := kindOf(t, file)
			seen[k.Name] = true
			if err := resolve(t, k).Validate(value); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	for _, k := range program.FileKinds() {
		if !seen[k.Name] {
			t.Errorf("the complete programs have no file of the kind %s", k.Name)
		}
	}
}

// The schema and the reader must agree: each change of a complete program
// that breaks the keys of a file is refused by both.
func TestSchemaAndReaderAgree(t *testing.T) {
	for _, dir := range completePrograms {
		values, whole := readComplete(t, dir), inMemory(t, dir)
		for _, file := range slices.Sorted(maps.Keys(values)) {
			k, _ := kindOf(t, file)
			schema := resolve(t, k)
			for _, change := range changes(values[file], file) {
				value := change.value
				bySchema := schema.Validate(value) != nil
				byReader := !loads(t, whole, file, value)
				if bySchema && !byReader {
					t.Errorf("%s: the schema refuses it, the reader does not", change.name)
				}
				if change.mustFail && !(bySchema && byReader) {
					t.Errorf("%s: refused by the schema %v, by the reader %v", change.name, bySchema, byReader)
				}
			}
		}
	}
}

// change is one mutation of a file.
type change struct {
	name     string
	value    any
	mustFail bool
}

// changes returns copies of a value, each with one key added, removed or
// given a value of another kind.
func changes(v any, where string) []change {
	var list []change
	with := func(m map[string]any, key string, value any) map[string]any {
		c := maps.Clone(m)
		c[key] = value
		return c
	}
	switch v := v.(type) {
	case map[string]any:
		list = append(list, change{where + ": with an unknown key", with(v, "Unknown key", "x"), !strings.HasSuffix(where, "parameters") || strings.HasSuffix(where, "engagement.yaml.parameters")})
		for _, key := range slices.Sorted(maps.Keys(v)) {
			without := maps.Clone(v)
			delete(without, key)
			at := where + "." + key
			list = append(list,
				change{at + ": removed", without, false},
				change{at + ": null", with(v, key, nil), true},
				change{at + ": a map in a list", with(v, key, []any{map[string]any{"x": 1}}), true},
				change{at + ": empty text", with(v, key, ""), true})
			for _, inner := range changes(v[key], at) {
				list = append(list, change{inner.name, with(v, key, inner.value), inner.mustFail})
			}
		}
	case []any:
		for i, item := range v {
			for _, inner := range changes(item, fmt.Sprintf("%s[%d]", where, i)) {
				c := slices.Clone(v)
				c[i] = inner.value
				list = append(list, change{inner.name, c, inner.mustFail})
			}
		}
	}
	return list
}

// loads reports whether the reader takes the complete program with one file
// exchanged. JSON is YAML, so the value is written as JSON.
func loads(t *testing.T, whole fstest.MapFS, file string, value any) bool {
	t.Helper()
	data, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(file, ".md") {
		data = []byte("---\n" + string(data) + "\n---\nText.\n")
	}
	fsys := maps.Clone(whole)
	fsys[file] = &fstest.MapFile{Data: data}
	options := program.Options{}
	if strings.Contains(string(whole["engagement.yaml"].Data), "repository") {
		options.Parameters = map[string]string{"repository": "/srv/repo"}
	}
	_, err = program.Load(t.Context(), fsys, options)
	return err == nil
}

// inMemory is a copy of a folder.
func inMemory(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	whole := fstest.MapFS{}
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		whole[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return whole
}
