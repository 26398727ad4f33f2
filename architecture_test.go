package tickmark_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/tickmark-audit/tickmark/"

// arrows are the packages of ours that each package may import, beside soc.
// Data flows one way: program → collect → ledger → population → procedure →
// opinion → engagement → report. A package that is not listed may not exist.
var arrows = []struct {
	folder string
	may    []string
	reason string
}{
	{"soc", nil, "the field's nouns rest on nothing"},
	{"soc/catalog", nil, "criteria are nouns too"},
	{"soc/advice", nil, "which report to have is asked before there is a program"},
	{"program", []string{"soc/catalog"}, "a program is read before anything else exists"},
	{"collect", []string{"program", "collect/file", "collect/git", "collect/sql", "collect/command", "collect/record", "collect/folder"}, "a source knows its declaration and nothing of what becomes of its rows"},
	{"collect/", []string{"program", "collect", "collect/record", "collect/folder", "collect/jsonl", "collect/sql/sqltest"}, "a source never knows another source"},
	{"objects", nil, "evidence is bytes under a digest"},
	{"ledger", []string{"ledger/entry", "ledger/keys", "ledger/verify"}, "the ledger holds entries, whatever they say"},
	{"ledger/entry", nil, "the format of an entry rests on nothing, so that anyone can read one"},
	{"ledger/keys", []string{"ledger/entry"}, "a key signs; it knows no log"},
	{"ledger/verify", []string{"objects", "ledger/entry"}, "the verifier needs no database: it shares the format with the log, and no code with its store"},
	{"engine", []string{"program"}, "an engine runs SQL and knows no test"},
	{"engine/", []string{"program", "engine", "engine/worker", "engine/duckdb", "engine/sqlcheck", "engine/enginetest"}, "implementations know the interface, not their users"},
	{"population", []string{"program", "collect", "collect/record", "engine"}, "rows become a typed table before any test sees them"},
	{"procedure", []string{"program", "engine", "population"}, "a test knows tables, not where they came from"},
	{"sampling", nil, "a sample is arithmetic: it knows items by their keys alone"},
	{"opinion", []string{"soc/catalog"}, "proposals are derived from results alone"},
	{"engagement", []string{"soc/catalog", "program", "collect", "objects", "ledger", "ledger/keys", "ledger/verify", "engine", "population", "procedure", "opinion"}, "the use cases join the stages; they do not render"},
	{"engagement/recordfile", []string{"program", "objects"}, "records are read as text; the engagement file judges them"},
	{"report", []string{"soc/catalog"}, "a report is derived from one examination and nothing else"},
	{"report/", []string{"report", "soc/catalog"}, "a writer renders the tree and knows no other writer"},
}

// TestArchitecture fails on an import that is not an allowed arrow and says
// why the arrow is not there.
func TestArchitecture(t *testing.T) {
	for file, imports := range importsByFile(t) {
		folder := path.Dir(file)
		if folder == "." || strings.HasPrefix(folder, "cmd/") || strings.HasPrefix(folder, "examples/") || strings.HasPrefix(folder, "bench/") {
			continue // commands and examples may use all of them
		}
		isTest := strings.HasSuffix(file, "_test.go") || strings.HasSuffix(folder, "test")
		rule := -1
		for i, a := range arrows {
			if a.folder == folder || strings.HasSuffix(a.folder, "/") && strings.HasPrefix(folder+"/", a.folder) {
				rule = i
				if a.folder == folder {
					break
				}
			}
		}
		if rule < 0 {
			t.Errorf("%s: the package %s is not in the architecture: add it to docs/design/architecture.md and to architecture_test.go, with its reason", file, folder)
			continue
		}
		for _, imported := range imports {
			own, ours := strings.CutPrefix(imported, module)
			switch {
			case !ours && folder == "soc" && !isTest && strings.Contains(imported, "."):
				t.Errorf("%s imports %s: soc imports the standard library only, so that anyone can build on it", file, imported)
			case !ours || own == "soc" || own == folder || slices.Contains(arrows[rule].may, own):
			case isTest:
				// A test may build its fixture from any package.
			default:
				t.Errorf("%s imports %s: %s", file, own, arrows[rule].reason)
			}
		}
	}
}

// TestOnlyOneCgo keeps cgo in engine/duckdb, so that everything else builds
// without a C compiler.
func TestOnlyOneCgo(t *testing.T) {
	for file, imports := range importsByFile(t) {
		for _, imported := range imports {
			cgo := imported == "C" || strings.HasPrefix(imported, "github.com/duckdb/")
			if cgo && !strings.HasPrefix(file, "engine/duckdb/") {
				t.Errorf("%s imports %s: cgo is allowed in engine/duckdb only", file, imported)
			}
		}
	}
}

func importsByFile(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() && name != "." && (base == "testdata" || strings.HasPrefix(base, ".")) {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(base, ".go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			out[filepath.ToSlash(name)] = append(out[filepath.ToSlash(name)], imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
