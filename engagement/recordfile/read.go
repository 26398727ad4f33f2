package recordfile

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// Placed is a record with its place in a file.
type Placed struct {
	Record soc.Record

	document *program.Document
	at       *token.Token
}

// Fault makes a fault of the record's place.
func (p Placed) Fault(help, format string, args ...any) program.Fault {
	return p.document.Fault(p.at, help, format, args...)
}

// Read reads the records of a file. Every record is complete in itself
// (soc.Record.Fault); whether it follows from what is in an engagement file is
// not asked here. The error is a *program.Faults with every fault by file,
// line and column.
func Read(name string, data []byte) ([]Placed, error) {
	d, err := program.ParseDocument(name, data)
	if err != nil {
		return nil, err
	}
	list, ok := d.Root.(*ast.SequenceNode)
	if !ok {
		f := d.Fault(d.Root.GetToken(), "begin each record with a dash: - control-concluded: {…}", "the file must hold a list of records")
		return nil, &program.Faults{List: []program.Fault{f}}
	}
	var records []Placed
	var faults []program.Fault
	for _, element := range list.Values {
		placed, fault := read(d, element)
		if fault != nil {
			faults = append(faults, *fault)
			continue
		}
		records = append(records, placed)
	}
	if len(faults) > 0 {
		return nil, &program.Faults{List: faults}
	}
	return records, nil
}

func read(d *program.Document, element ast.Node) (Placed, *program.Fault) {
	fail := func(at *token.Token, help, format string, args ...any) (Placed, *program.Fault) {
		f := d.Fault(at, help, format, args...)
		return Placed{}, &f
	}
	entry, ok := onlyEntry(element)
	if !ok {
		return fail(element.GetToken(), "write it as - kind: {…}", "each record is one kind with its fields")
	}
	at := entry.Key.GetToken()
	kind := soc.RecordKind(at.Value)
	if !slices.Contains(soc.RecordKinds(), kind) {
		return fail(at, "'tickmark record --help' lists the kinds", "%q is no kind of record", kind)
	}
	if entry.Value.Type() == ast.NullType {
		return fail(at, "write its fields below it", "%s has no fields", kind)
	}
	var fault *program.Fault
	record, _ := soc.DecodeRecord(kind, func(into any) error {
		if fault = d.Decode(entry.Value, into); fault != nil && strings.HasPrefix(fault.Message, "unknown field") {
			fault.Help = string(kind) + " has " + strings.Join(fields(into), ", ")
		}
		return nil
	})
	if fault != nil {
		return Placed{}, fault
	}
	if err := record.Fault(); err != nil {
		return fail(at, "", "%s: %v", kind, err)
	}
	return Placed{Record: record, document: d, at: at}, nil
}

// onlyEntry returns the one key with its value that a mapping has.
func onlyEntry(n ast.Node) (*ast.MappingValueNode, bool) {
	switch m := n.(type) {
	case *ast.MappingValueNode:
		return m, true
	case *ast.MappingNode:
		if len(m.Values) == 1 {
			return m.Values[0], true
		}
	}
	return nil, false
}

// fields names the keys of a record, for one who misspelled one of them.
func fields(into any) []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(into).Elem()) {
		if tag, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); tag != "" {
			names = append(names, tag)
		}
	}
	return names
}

// Describe names a record as a person would: control-concluded CHG-01.
func Describe(r soc.Record) string {
	if r.Subject() == "" {
		return string(r.Kind())
	}
	return fmt.Sprintf("%s %s", r.Kind(), r.Subject())
}
