package sqlcheck

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
)

// walker visits a syntax tree. Every object of the tree must be of a kind
// that is listed below; what is not listed is refused.
type walker struct {
	names Names
	ctes  []string // names of the WITH clauses in scope
	// inPredicate is true in the expression of a predicate, outside of its
	// subqueries: an aggregate there would turn the query around it into
	// another one.
	inPredicate bool
}

// classes are the kinds of expression.
var classes = set(`CASE CAST BETWEEN COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION LAMBDA OPERATOR
	POSITIONAL_REFERENCE STAR SUBQUERY WINDOW`)

// queryNodes are the kinds of a whole query.
var queryNodes = set(`SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE CTE_NODE`)

// types are the other kinds of node: query nodes, table references,
// modifiers, orders, and the details of types.
var types = set(`SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE CTE_NODE
	BASE_TABLE SUBQUERY JOIN TABLE_FUNCTION EXPRESSION_LIST EMPTY
	ORDER_MODIFIER LIMIT_MODIFIER DISTINCT_MODIFIER
	ORDER_DEFAULT ASCENDING DESCENDING
	DECIMAL_TYPE_INFO LIST_TYPE_INFO STRUCT_TYPE_INFO ARRAY_TYPE_INFO STRING_TYPE_INFO UNBOUND_TYPE_INFO`)

// typeIDs are the types that a value may be cast to.
var typeIDs = set(`BOOLEAN TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT FLOAT DOUBLE
	DECIMAL VARCHAR BLOB BIT UUID DATE TIME TIMESTAMP TIMESTAMP_S TIMESTAMP_MS TIMESTAMP_NS INTERVAL LIST STRUCT MAP ARRAY
	NULL BIGNUM`)

// walk visits whatever the tree holds at one place.
func (w *walker) walk(v any) error {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if err := w.walk(item); err != nil {
				return err
			}
		}
	case map[string]any:
		return w.object(v)
	}
	return nil
}

func (w *walker) object(o map[string]any) error {
	if class, is := o["class"].(string); is {
		return w.expression(class, o)
	}
	if id, is := o["id"].(string); is {
		return w.valueType(id, o)
	}
	if name, is := o["type"].(string); is {
		if !types[name] {
			return refuse(location(o), notSupported(name), "write it with plain SELECT, JOIN and WHERE")
		}
		switch name {
		case "BASE_TABLE":
			return w.table(o)
		case "TABLE_FUNCTION":
			return w.tableFunction(o)
		case "JOIN":
			if kind := o["ref_type"]; kind == "POSITIONAL" {
				return refuse(location(o), "a POSITIONAL JOIN is not allowed", "join on a condition: rows of a population have no order")
			}
		}
	}
	return w.children(o)
}

// children visits the values of an object, with the names of its WITH
// clauses in scope.
func (w *walker) children(o map[string]any) error {
	if o["sample"] != nil {
		return refuse(location(o), "a sample of a table is not allowed", "it gives other rows each time; test the whole population")
	}
	if o["at_clause"] != nil {
		return refuse(location(o), "AT is not allowed after a table's name", "leave it out")
	}
	outside := len(w.ctes)
	defer func() { w.ctes = w.ctes[:outside] }()
	if name, is := o["cte_name"].(string); is {
		w.ctes = append(w.ctes, name)
	}
	if ctes, is := o["cte_map"].(map[string]any); is {
		list, _ := ctes["map"].([]any)
		for _, item := range list {
			entry, _ := item.(map[string]any)
			name, _ := entry["key"].(string)
			w.ctes = append(w.ctes, name)
		}
	}
	for _, key := range sortedKeys(o) {
		if err := w.walk(o[key]); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) expression(class string, o map[string]any) error {
	if !classes[class] {
		return refuse(location(o), notSupported(class), "")
	}
	switch class {
	case "CONSTANT":
		return nil // its value is data, not tree
	case "COLUMN_REF":
		return columnRef(o)
	case "FUNCTION", "WINDOW":
		if err := w.function(class, o); err != nil {
			return err
		}
	case "STAR":
		if w.inPredicate {
			return refuse(location(o), "* is not a condition", "name the column")
		}
	case "SUBQUERY":
		inPredicate := w.inPredicate
		defer func() { w.inPredicate = inPredicate }()
		if err := w.walk(o["child"]); err != nil { // the x of "x IN (SELECT …)"
			return err
		}
		w.inPredicate = false
	}
	return w.children(o)
}

func columnRef(o map[string]any) error {
	names, _ := o["column_names"].([]any)
	if len(names) != 1 {
		return nil
	}
	name, _ := names[0].(string)
	if !valueNames[strings.ToLower(name)] {
		return nil
	}
	hint := "it is not the same each time; for the end of the period use the table period"
	if strings.HasSuffix(strings.ToLower(name), "user") || strings.HasPrefix(strings.ToLower(name), "current_") {
		hint = fmt.Sprintf("when a column has this name, write the table's name before it, such as scope.%q", name)
	}
	return refuse(location(o), fmt.Sprintf("%q is not allowed here", name), hint)
}

func (w *walker) valueType(id string, o map[string]any) error {
	name := id
	info, _ := o["type_info"].(map[string]any)
	if id == "UNBOUND" {
		name, _ = info["name"].(string)
		if strings.EqualFold(name, "json") {
			return nil
		}
	} else if typeIDs[id] || strings.HasSuffix(id, " WITH TIME ZONE") {
		return w.walk(o["type_info"])
	}
	return refuse(-1, fmt.Sprintf("the type %s is not allowed", name), "use text, integer, decimal(p,s), boolean, date, timestamptz, interval, a list or a struct")
}

func (w *walker) table(o map[string]any) error {
	catalog, _ := o["catalog_name"].(string)
	schema, _ := o["schema_name"].(string)
	name, _ := o["table_name"].(string)
	at := location(o)
	if looksLikeFile(name) {
		return refuse(at, fmt.Sprintf("the file %q cannot be read", name), "a test may read the sealed populations only")
	}
	if catalog != "" || schema != "" && schema != "main" {
		return refuse(at, fmt.Sprintf("the table %s cannot be read", strings.Trim(catalog+"."+schema+"."+name, ".")), "a test may read the sealed populations only, by their plain names")
	}
	isCTE := slices.ContainsFunc(w.ctes, func(cte string) bool { return strings.EqualFold(cte, name) })
	if !isCTE && w.names.Any && isSystemName(name) {
		return refuse(at, fmt.Sprintf("the table %q cannot be read", name), "a test may read the sealed populations only")
	}
	if !isCTE && !w.names.has(name) {
		return &engine.SQLError{Offset: at, Message: fmt.Sprintf("there is no table %q", name),
			Hint: "the tables are " + strings.Join(w.names.Tables, ", ")}
	}
	return w.children(o)
}

func looksLikeFile(name string) bool { return strings.ContainsAny(name, `./\:*?[]{}~`) }

func isSystemName(name string) bool {
	name = strings.ToLower(name)
	for _, prefix := range []string{"duckdb_", "pg_", "sqlite_", "pragma_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func notSupported(node string) string {
	return fmt.Sprintf("this form of SQL (%s) is not allowed", strings.ToLower(strings.ReplaceAll(node, "_", " ")))
}

// location returns the byte offset of an object, or -1.
func location(o map[string]any) int {
	number, _ := o["query_location"].(json.Number)
	n, err := number.Int64() // "nowhere" is written as 2^64-1, which overflows
	if err != nil {
		return -1
	}
	return int(n)
}

func sortedKeys(o map[string]any) []string {
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		out[word] = true
	}
	return out
}
