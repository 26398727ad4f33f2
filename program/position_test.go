package program

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
)

// refuseMark is an SQL parser that refuses the word "bad" where it stands.
type refuseMark struct{}

func (refuseMark) ParseSQL(_ context.Context, fragments []Fragment) ([]error, error) {
	errs := make([]error, len(fragments))
	for i, f := range fragments {
		if at := strings.Index(f.SQL, "bad"); at >= 0 {
			errs[i] = &SQLError{Offset: at, Message: "refused"}
		}
	}
	return errs, nil
}

// The place of an SQL fault is the place in the file, however YAML writes the
// text. Each case holds the SQL once, with the word bad where the caret goes.
func TestSQLFaultIsPlacedInEveryStyle(t *testing.T) {
	for name, value := range map[string]string{
		"plain":                      "author IS bad",
		"plain, accents":             "name = 'Zoë' AND bad",
		"plain over lines":           "author IS NOT NULL\n          AND   bad\n          AND true",
		"single quotes":              "'x = ''it''''s'' AND bad'",
		"single over lines":          "'x = ''a''\n          AND\n\n          bad'",
		"double quotes":              `"x = \"a\" AND bad"`,
		"double with escapes":        `"x = \"\u00e9\x41\n\" \tAND\n          \ bad"`,
		"double, escaped end":        "\"x = 1 \\\n          AND bad\"",
		"folded":                     ">-\n          x = 1\n          AND  bad\n          AND y",
		"folded with comment":        "> # what it is\n\n          x = 'é'\n\n            AND\n          bad",
		"literal":                    "|\n          x = 1\n\n            AND bad\n          AND y",
		"literal after a blank line": "|-\n\n          x = 1\n\n           AND bad",
		"literal, first line":        "|-\n          bad",
		"plain on the next line":     "\n          bad",
	} {
		t.Run(name, func(t *testing.T) {
			yaml := "control: C-1\nnature: [inspection]\npopulation: p\nattributes:\n  A:\n        statement: s\n        pass: " + value + "\n"
			for _, end := range []string{"\n", "\r\n"} {
				text := strings.ReplaceAll(yaml, "\n", end)
				fault := onlyFault(t, text)
				before := text[:strings.Index(text, "bad")]
				line := 1 + strings.Count(before, "\n")
				column := 1 + len([]rune(before[strings.LastIndex(before, "\n")+1:]))
				if fault.Line != line || fault.Column != column {
					t.Errorf("line end %q: fault at %d:%d, want %d:%d\n%s", end, fault.Line, fault.Column, line, column, fault)
				}
			}
		})
	}
}

// In a flow mapping, texts end at its punctuation.
func TestSQLFaultIsPlacedInFlow(t *testing.T) {
	text := "control: C-1\nnature: [inspection]\npopulation: p\nattributes:\n  A: {statement: s, \n    pass: x = 1 AND bad, applies: 'true'}\n"
	fault := onlyFault(t, text)
	if fault.Line != 6 || fault.Column != 21 {
		t.Errorf("fault at %d:%d, want 6:21\n%s", fault.Line, fault.Column, fault)
	}
}

func onlyFault(t *testing.T, procedure string) Fault {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range minimal {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	fsys["practitioner/procedures/p.yaml"] = &fstest.MapFile{Data: []byte(procedure)}
	_, err := Load(t.Context(), fsys, Options{SQL: refuseMark{}})
	faults, ok := err.(*Faults)
	if !ok {
		t.Fatalf("no fault: %v", err)
	}
	if len(faults.List) != 1 || !strings.HasPrefix(faults.List[0].Message, "the SQL cannot be used") {
		t.Fatalf("want one fault of SQL, got\n%v", err)
	}
	return faults.List[0]
}

// minimal is the smallest program with a control and a population.
var minimal = map[string]string{
	"engagement.yaml": `report: soc2
type: 2
period: {from: 2026-04-01, to: 2026-06-30}
time_zone: UTC
categories: [security]
service_organization: {name: Larkspur Cloud}
system: {name: Larkspur Platform}
`,
	"management/controls/c.yaml": `id: C-1
title: Control
statement: Someone does something.
criteria: [CC6.1]
owner: Head of IT
frequency: per_event
nature: manual
purpose: preventive
`,
	"management/populations/p.yaml": `name: p
title: Rows
definition: One row for each thing.
rows: snapshot
key: [x]
source: {file: {path: p.csv, format: csv}}
columns: {x: text, y: text}
`,
}
