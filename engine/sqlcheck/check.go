// Package sqlcheck decides whether parsed SQL may run: it walks the syntax
// tree that DuckDB's json_serialize_sql writes, and accepts only what it
// knows. A kind of node, a function or a type that a later DuckDB adds is
// refused until it is put on a list here.
//
// Nothing in this package parses SQL. What runs is the text that the tree was
// made from.
package sqlcheck

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/program"
)

// Names are the tables that SQL may use. The zero value knows none.
type Names struct {
	// Any accepts every plain name: for SQL that is checked before its
	// tables exist.
	Any    bool
	Tables []string
}

func (n Names) has(name string) bool {
	for _, t := range n.Tables {
		if strings.EqualFold(t, name) {
			return true
		}
	}
	return n.Any
}

// Check reads the tree that json_serialize_sql wrote of text, and
// returns nil when the fragment may run. Errors: an *engine.SQLError for
// what does not parse or names no known table, an *engine.RefusedError for
// what is not allowed. Offsets are bytes in the SQL that was serialized.
//
// A Predicate is the SQL "SELECT <expression>": Check makes sure that it is
// one expression and nothing else.
func Check(kind program.FragmentKind, tree []byte, text string, names Names) error {
	node, err := selectNode(tree, text)
	if err != nil {
		return err
	}
	w := &walker{names: names}
	if kind == program.Predicate {
		expression, err := onlyExpression(node)
		if err != nil {
			return err
		}
		w.inPredicate = true
		return w.walk(expression)
	}
	return w.walk(node)
}

// selectNode returns the query node of the only statement.
func selectNode(tree []byte, text string) (map[string]any, error) {
	var doc struct {
		Error    bool   `json:"error"`
		Type     string `json:"error_type"`
		Message  string `json:"error_message"`
		Position *int64 `json:"position,string"`

		Statements []struct {
			Node       map[string]any `json:"node"`
			Parameters []any          `json:"named_param_map"`
		} `json:"statements"`
	}
	decoder := json.NewDecoder(bytes.NewReader(tree))
	decoder.UseNumber()
	if err := decoder.Decode(&doc); err != nil {
		return nil, fmt.Errorf("read the syntax tree: %w", err)
	}
	switch {
	case doc.Error && doc.Type == "not implemented":
		if strings.Contains(doc.Message, "Only SELECT") {
			return nil, refuse(0, "only a SELECT may run", "a program reads the sealed populations and changes nothing")
		}
		if strings.HasPrefix(doc.Message, "Max expression depth") {
			return nil, syntaxError(text, doc.Message, -1)
		}
		return nil, refuse(-1, "this form of SQL is not supported: "+doc.Message, "write it with plain SELECT, JOIN and WHERE")
	case doc.Error:
		offset := -1
		if doc.Position != nil {
			offset = byteOffset(text, int(*doc.Position))
		}
		return nil, syntaxError(text, doc.Message, offset)
	case len(doc.Statements) == 0:
		return nil, &engine.SQLError{Offset: 0, Message: "there is no SQL here", Hint: "write one SELECT or expression"}
	case len(doc.Statements) > 1:
		return nil, refuse(-1, fmt.Sprintf("there are %d statements; only one SELECT may run", len(doc.Statements)), "put each in a place of its own")
	case len(doc.Statements[0].Parameters) > 0:
		return nil, refuse(-1, "parameters such as $1 or ? have no value here", "write the value itself")
	}
	node := doc.Statements[0].Node
	if kind, _ := node["type"].(string); !queryNodes[kind] {
		return nil, refuse(-1, notSupported(kind), "write one SELECT")
	}
	return node, nil
}

// onlyExpression returns the expression of "SELECT <expression>", and an
// error when anything else is there.
func onlyExpression(node map[string]any) (any, error) {
	errNotOne := refuse(-1, "this is not a single expression", "write a condition such as approved_at <= merged_at, without SELECT, FROM, WHERE or a name after it")
	if node["type"] != "SELECT_NODE" {
		return nil, errNotOne
	}
	list, _ := node["select_list"].([]any)
	from, _ := node["from_table"].(map[string]any)
	if len(list) != 1 || from["type"] != "EMPTY" {
		return nil, errNotOne
	}
	ctes, _ := node["cte_map"].(map[string]any)
	for _, rest := range []any{node["where_clause"], node["having"], node["qualify"], node["sample"],
		node["modifiers"], node["group_expressions"], node["group_sets"], ctes["map"]} {
		if items, isList := rest.([]any); rest != nil && (!isList || len(items) > 0) {
			return nil, errNotOne
		}
	}
	if node["aggregate_handling"] != "STANDARD_HANDLING" {
		return nil, errNotOne
	}
	expression, _ := list[0].(map[string]any)
	if alias, _ := expression["alias"].(string); alias != "" {
		return nil, errNotOne
	}
	return expression, nil
}

func refuse(offset int, message, hint string) error {
	return &engine.RefusedError{SQL: &engine.SQLError{Offset: offset, Message: message, Hint: hint}}
}

// byteOffset returns the offset of the n-th character: DuckDB counts the
// place of a syntax error in characters, and every other place in bytes.
func byteOffset(text string, n int) int {
	for offset := range text {
		if n == 0 {
			return offset
		}
		n--
	}
	return len(text)
}

// Shift moves the offset of an SQLError within err by delta, for SQL that
// was checked behind a prefix or between characters that are not its own.
// An offset that lands outside [0, length] becomes the nearest end.
func Shift(err error, delta, length int) error {
	var sqlErr *engine.SQLError
	if errors.As(err, &sqlErr) && sqlErr.Offset >= 0 {
		sqlErr.Offset = max(0, min(sqlErr.Offset+delta, length))
	}
	return err
}
