package tickmark_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

const coverageFile = "docs/design/coverage.md"

// coverageRow is a row of a table in docs/design/coverage.md.
type coverageRow struct {
	line                 int
	element, where, test string
}

func coverageRows(t *testing.T) []coverageRow {
	t.Helper()
	data, err := os.ReadFile(coverageFile)
	if err != nil {
		t.Fatal(err)
	}
	var rows []coverageRow
	for i, line := range strings.Split(string(data), "\n") {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "|") || len(cells) < 3 {
			continue
		}
		row := coverageRow{line: i + 1, element: clean(cells[0]), where: clean(cells[1]), test: clean(cells[len(cells)-1])}
		if row.element == "element" || strings.Trim(row.element, "-: ") == "" {
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

func clean(cell string) string { return strings.TrimSpace(strings.ReplaceAll(cell, "`", "")) }

var (
	testName   = regexp.MustCompile(`^(?:Test|Fuzz|Example|Benchmark)\w*$`)
	sourceFile = regexp.MustCompile(`^[\w./-]+\.(?:go|json|md|sql|tmpl|txt|yaml)$`)
)

// TestCoverage fails on a row of docs/design/coverage.md that names a file, a
// test or a case of a test that does not exist, or no test at all.
func TestCoverage(t *testing.T) {
	tests, cases := testFunctions(t)
	catalogued := map[string]bool{} // cases that a test takes from the catalog
	for _, id := range criteriaIDs() {
		catalogued[id] = true
	}
	for _, row := range coverageRows(t) {
		at := fmt.Sprintf("%s:%d: %s", coverageFile, row.line, row.element)
		for _, word := range words(row.where) {
			if !sourceFile.MatchString(word) || !strings.Contains(word, "/") {
				continue
			}
			if _, err := os.Stat(word); err != nil {
				t.Errorf("%s: there is no file %s", at, word)
			}
		}
		named := 0
		folder := ""
		for _, word := range words(row.test) {
			if in, test, ok := strings.Cut(word, ".Test"); ok {
				folder, word = in, "Test"+test // report.TestElements
			}
			name, subtest, _ := strings.Cut(word, "/")
			switch {
			case strings.HasSuffix(word, ".txtar"):
				named++
				if _, err := os.Stat(word); err != nil {
					t.Errorf("%s: there is no script %s", at, word)
				}
			case testName.MatchString(name):
				named++
				if !tests[name][folder] && (folder != "" || len(tests[name]) == 0) {
					t.Errorf("%s: there is no test %s in %q", at, name, folder)
				}
				if subtest != "" && !cases[folder][subtest] && !catalogued[subtest] {
					t.Errorf("%s: no test in %q has the case %s", at, folder, subtest)
				}
			default:
				if info, err := os.Stat(word); err == nil && info.IsDir() {
					folder = filepath.ToSlash(filepath.Clean(word))
				}
			}
		}
		if named == 0 {
			t.Errorf("%s: no test is named", at)
		}
	}
}

func words(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(" ,;:()", r) })
}

// testFunctions returns the folders that each test function is in, and the
// strings in the tests of each folder: a case is named by one of them.
func testFunctions(t *testing.T) (tests, cases map[string]map[string]bool) {
	t.Helper()
	tests, cases = map[string]map[string]bool{}, map[string]map[string]bool{}
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() && name != "." && (base == "testdata" || strings.HasPrefix(base, ".")) {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(base, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(filepath.Dir(name))
		if cases[folder] == nil {
			cases[folder] = map[string]bool{}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if text, err := strconv.Unquote(literal.Value); err == nil {
					cases[folder][text] = true
				}
			}
			return true
		})
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && testName.MatchString(f.Name.Name) {
				if tests[f.Name.Name] == nil {
					tests[f.Name.Name] = map[string]bool{}
				}
				tests[f.Name.Name][folder] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tests, cases
}

// TestCoverageLeavesNothingOut fails on a gate, a criterion, a description
// criterion, or an element of the auditor's report or of the assertion that
// has no row.
func TestCoverageLeavesNothingOut(t *testing.T) {
	has := map[string]bool{}
	for _, row := range coverageRows(t) {
		has[row.element] = true
	}
	for _, set := range []struct {
		name string
		ids  []string
	}{
		{"gates", opinion.GateIDs()},
		{"criteria", criteriaIDs()},
		{"description criteria", descriptionIDs()},
		{"elements of the auditor's report", numbered("R-%d", 19)},
		{"elements of the assertion", numbered("AS-%d", 11)},
	} {
		var left []string
		for _, id := range set.ids {
			if !has[id] {
				left = append(left, id)
			}
		}
		if len(left) > 0 {
			t.Errorf("%s: of the %s, these have no row: %s", coverageFile, set.name, strings.Join(left, ", "))
		}
	}
}

func criteriaIDs() []string {
	var ids []string
	for _, c := range catalog.Criteria() {
		ids = append(ids, c.ID)
	}
	return ids
}

func descriptionIDs() []string {
	var ids []string
	for _, kind := range []soc.ReportKind{soc.SOC1, soc.SOC2} {
		rules, err := soc.RulesOf(kind, 2)
		if err != nil {
			panic(err)
		}
		for _, c := range catalog.DescriptionFor(rules) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func numbered(format string, n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf(format, i+1))
	}
	return ids
}
