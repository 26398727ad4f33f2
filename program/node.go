package program

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// node is one value of a YAML file with its place. It holds what a program
// may contain and nothing else: scalars as text, mappings with text keys,
// sequences.
type node struct {
	kind         nodeKind
	style        style
	text         string // of a scalar: as written, without quotes; never converted
	plain        plainType
	line, column int
	file         *file
	entries      []entry
	items        []*node
	// bad marks a node that a fault was reported for. What reads it takes it
	// for absent, so that one mistake is reported once.
	bad bool
	// checked marks a node that was compared with its shape.
	checked bool
	// parameter marks a scalar that a parameter changed; before is its text
	// until then.
	parameter bool
	before    string
}

type entry struct{ key, value *node }

type nodeKind int

const (
	absent nodeKind = iota // nothing was written
	scalar
	mapping
	sequence
)

// style is how a scalar is written.
type style int

const (
	plainStyle style = iota
	singleQuoted
	doubleQuoted
	blockStyle // literal or folded
)

// plainType is what YAML takes an unquoted scalar for.
type plainType int

const (
	plainText plainType = iota
	plainNumber
	plainBool
	plainOther // infinity, not a number
)

// builder turns the parser's tree into nodes.
type builder struct {
	loader *loader
	file   *file
}

func (b *builder) at(n *node, tk *token.Token) *node {
	n.file, n.line, n.column = b.file, 1, 1
	if tk != nil && tk.Position != nil {
		n.line, n.column = max(1, tk.Position.Line), max(1, tk.Position.Column)
	}
	return n
}

// build returns the node of an AST node. depth bounds recursion.
func (b *builder) build(a ast.Node, depth int) *node {
	if a == nil {
		return b.at(&node{kind: absent}, nil)
	}
	place := b.at(&node{}, a.GetToken())
	if depth > maxNesting {
		return b.refuse(place, "the values are nested too deep", "a program never needs more than a few levels")
	}
	switch a := a.(type) {
	case *ast.MappingNode:
		return b.mapping(a, depth)
	case *ast.SequenceNode:
		place.kind = sequence
		for _, v := range a.Values {
			place.items = append(place.items, b.build(v, depth+1))
		}
		return place
	case *ast.NullNode:
		place.kind = absent
		return place
	case *ast.LiteralNode:
		place.kind, place.style = scalar, blockStyle
		if a.Value != nil {
			place.text = a.Value.Value
		}
		return place
	case *ast.StringNode:
		return b.scalar(place, a.Token, a.Value, plainText)
	case *ast.IntegerNode:
		return b.scalar(place, a.Token, a.Token.Value, plainNumber)
	case *ast.FloatNode:
		return b.scalar(place, a.Token, a.Token.Value, plainNumber)
	case *ast.BoolNode:
		return b.scalar(place, a.Token, a.Token.Value, plainBool)
	case *ast.InfinityNode:
		return b.scalar(place, a.Token, a.Token.Value, plainOther)
	case *ast.NanNode:
		return b.scalar(place, a.Token, a.Token.Value, plainOther)
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		return b.refuse(place, "anchors and aliases (&name, *name, <<) are not used in a program", "write the value out where it is needed; in text that begins with & or *, use quotes")
	case *ast.TagNode:
		return b.refuse(place, "tags (!name) are not used in a program", "remove the tag; in text that begins with !, use quotes")
	}
	return b.refuse(place, "this kind of YAML is not used in a program", "write a plain value, a list or keys with values")
}

func (b *builder) scalar(n *node, tk *token.Token, text string, plain plainType) *node {
	n.kind, n.text, n.plain = scalar, text, plain
	switch tk.Type {
	case token.SingleQuoteType:
		n.style = singleQuoted
	case token.DoubleQuoteType:
		n.style = doubleQuoted
	}
	return n
}

func (b *builder) mapping(a *ast.MappingNode, depth int) *node {
	n := b.at(&node{kind: mapping}, a.GetToken())
	lines := map[string]int{}
	for i, v := range a.Values {
		var key *node
		switch k := v.Key.(type) {
		case *ast.NullNode:
			// The key "null" of a column is a word like any other.
			key = b.scalar(b.at(&node{}, k.Token), k.Token, k.Token.Value, plainText)
		case *ast.MergeKeyNode, *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
			b.build(v.Key, depth+1)
			continue
		case *ast.MappingKeyNode:
			b.refuse(b.at(&node{}, v.Key.GetToken()), `keys that begin with "?" are not used in a program`, "write the key, a colon and the value")
			continue
		}
		if key == nil {
			key = b.build(v.Key, depth+1)
		}
		if key.kind != scalar {
			if !key.bad {
				b.refuse(key, "a key must be a word", "write the key, a colon and the value")
			}
			continue
		}
		if i == 0 && !a.IsFlowStyle {
			// The parser places a mapping at its first colon.
			n.line, n.column = key.line, key.column
		}
		value := b.build(v.Value, depth+1)
		if first, twice := lines[key.text]; twice {
			b.loader.fault(key, "remove one of the two", "the key %s occurs twice: first in line %d", quoted(key.text), first)
			continue
		}
		lines[key.text] = key.line
		n.entries = append(n.entries, entry{key, value})
	}
	return n
}

// refuse reports a fault and returns the node marked as bad.
func (b *builder) refuse(n *node, message, help string) *node {
	b.loader.fault(n, help, "%s", message)
	n.bad = true
	return n
}

func (n *node) entry(key string) *entry {
	if n == nil {
		return nil
	}
	for i := range n.entries {
		if n.entries[i].key.text == key {
			return &n.entries[i]
		}
	}
	return nil
}

// get returns the value of a key, or nil when the key is absent, has no
// value or carries a fault.
func (n *node) get(key string) *node {
	e := n.entry(key)
	if e == nil || e.value.bad || e.value.kind == absent {
		return nil
	}
	return e.value
}

// has reports whether the key is written, whatever its value is.
func (n *node) has(key string) bool { return n.entry(key) != nil }

// value returns the text of a key's scalar, and "" when there is none.
func (n *node) value(key string) string {
	if v := n.get(key); v != nil {
		return v.text
	}
	return ""
}

// list returns the items of a key's list that carry no fault.
func (n *node) list(key string) []*node {
	v := n.get(key)
	if v == nil {
		return nil
	}
	var list []*node
	for _, item := range v.items {
		if !item.bad && item.kind != absent {
			list = append(list, item)
		}
	}
	return list
}

// values returns the texts of a key's list.
func (n *node) values(key string) []string {
	var texts []string
	for _, item := range n.list(key) {
		texts = append(texts, item.text)
	}
	return texts
}

// where returns the node to point at for a key: its value, or the whole.
func (n *node) where(key string) *node {
	if v := n.get(key); v != nil {
		return v
	}
	return n
}
