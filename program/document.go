package program

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Document is a YAML file beside a program, such as one of records. It is read
// with the same care: as bounded text, without anchors and aliases, and with
// the place of everything.
type Document struct {
	// Root is what the file holds.
	Root ast.Node

	file *file
}

// ParseDocument parses the text of a file. The error is a *Faults that names
// the file, line and column.
func ParseDocument(name string, data []byte) (*Document, error) {
	l := &loader{}
	f := &file{path: name, data: data}
	d := &Document{file: f}
	if len(data) > maxFileSize {
		l.faultAt(f, 0, 0, "split it", "the file is larger than %d bytes", maxFileSize)
	} else if l.text(f) {
		d.parse(l)
	}
	if len(l.faults) > 0 {
		return nil, &Faults{List: sortFaults(l.faults)}
	}
	return d, nil
}

func (d *Document) parse(l *loader) {
	if line := tooDeep(d.file.lines); line > 0 {
		l.faultAt(d.file, line, 1, "write it flat", "the values are nested too deep")
		return
	}
	tree, err := parseYAML(string(d.file.data) + "\n")
	if err != nil {
		l.syntaxFault(d.file, err)
		return
	}
	for _, doc := range tree.Docs {
		switch {
		case doc.Body == nil || doc.Body.Type() == ast.CommentType:
			continue
		case d.Root != nil:
			at := doc.Body.GetToken().Position
			l.faultAt(d.file, at.Line, at.Column, `remove the line "---"`, "a second document in one file")
			return
		}
		d.Root = doc.Body
	}
	if d.Root == nil {
		l.faultAt(d.file, 0, 0, "write what belongs here", "the file is empty")
		return
	}
	ast.Walk(noAliases{l, d.file}, d.Root)
}

// noAliases finds anchors and aliases: a few of them can stand for more text
// than a machine holds.
type noAliases struct {
	loader *loader
	file   *file
}

// Visit implements ast.Visitor.
func (v noAliases) Visit(n ast.Node) ast.Visitor {
	if t := n.Type(); t == ast.AnchorType || t == ast.AliasType {
		at := n.GetToken().Position
		v.loader.faultAt(v.file, at.Line, at.Column, "write the value out", "an anchor or alias")
	}
	return v
}

// Fault makes a fault of the place of a token.
func (d *Document) Fault(at *token.Token, help, format string, args ...any) Fault {
	l := &loader{}
	line, column := 0, 0
	if at != nil && at.Position != nil {
		line, column = at.Position.Line, at.Position.Column
	}
	l.faultAt(d.file, line, column, help, format, args...)
	return l.faults[0]
}

// Decode reads a part of the document into a Go value with yaml tags. A key
// that the value does not have is a fault, and so is one that is there twice.
func (d *Document) Decode(from ast.Node, into any) (fault *Fault) {
	defer func() {
		if r := recover(); r != nil { // the bytes come from somebody else
			f := d.Fault(from.GetToken(), "", "the YAML decoder failed: %v", r)
			fault = &f
		}
	}()
	err := yaml.NodeToValue(from, into, yaml.Strict())
	if err == nil {
		return nil
	}
	at, message := from.GetToken(), firstLine(err.Error())
	var placed yaml.Error
	if errors.As(err, &placed) && placed.GetToken() != nil {
		at, message = placed.GetToken(), firstLine(placed.GetMessage())
	}
	f := d.Fault(at, "", "%s", fmt.Sprint(message))
	return &f
}
