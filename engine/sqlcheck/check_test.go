package sqlcheck_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/sqlcheck"
	"github.com/tickmark-audit/tickmark/program"
)

// tree is a SELECT as json_serialize_sql writes it, with one expression and
// one table.
func tree(expression, from string) string {
	return `{"error":false,"statements":[{"node":{"type":"SELECT_NODE","modifiers":[],"cte_map":{"map":[]},"select_list":[` + expression + `],
		"from_table":` + from + `,"where_clause":null,"group_expressions":[],"group_sets":[],"aggregate_handling":"STANDARD_HANDLING",
		"having":null,"sample":null,"qualify":null},"named_param_map":[]}]}`
}

const (
	one   = `{"class":"CONSTANT","type":"VALUE_CONSTANT","alias":"","query_location":7,"value":{"type":{"id":"INTEGER","type_info":null},"is_null":false,"value":1}}`
	empty = `{"type":"EMPTY","alias":"","sample":null,"query_location":18446744073709551615}`
)

// TestWhatIsNotKnownIsRefused: a later DuckDB may write nodes that this
// package has never seen; none of them passes.
func TestWhatIsNotKnownIsRefused(t *testing.T) {
	if err := sqlcheck.Check(program.Select, []byte(tree(one, empty)), "SELECT 1", sqlcheck.Names{}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"class":    tree(`{"class":"TELEPORT","type":"TELEPORT","query_location":3}`, empty),
		"type":     tree(one, `{"type":"REMOTE_TABLE","query_location":3}`),
		"function": tree(`{"class":"FUNCTION","type":"FUNCTION","function_name":"fly","schema":"","catalog":"","children":[],"query_location":3}`, empty),
		"value":    tree(`{"class":"CAST","type":"OPERATOR_CAST","child":`+one+`,"cast_type":{"id":"SECRET","type_info":null},"query_location":3}`, empty),
		"table function": tree(one, `{"type":"TABLE_FUNCTION","alias":"","query_location":3,"sample":null,"function":
			{"class":"FUNCTION","type":"FUNCTION","function_name":"md5","schema":"","catalog":"","children":[],"query_location":3}}`),
	} {
		if err := sqlcheck.Check(program.Select, []byte(text), "", sqlcheck.Names{Any: true}); !errors.Is(err, engine.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSyntaxErrorIsAtItsByte: DuckDB counts characters there.
func TestSyntaxErrorIsAtItsByte(t *testing.T) {
	const text = "SELECT 'éé' = )"
	err := sqlcheck.Check(program.Select, []byte(`{"error":true,"error_type":"parser","error_message":"syntax error at or near \")\"","position":"14"}`), text, sqlcheck.Names{})
	var bad *engine.SQLError
	if !errors.As(err, &bad) || text[bad.Offset:] != ")" {
		t.Errorf("%+v", bad)
	}
}

func TestSyntaxErrorsSayWhatToDo(t *testing.T) {
	for _, c := range []struct{ text, position, message, want string }{
		{"SELECT at = 1", "10", `syntax error at or near \"=\"`, `syntax error at or near "=" (when at is the name of a column, write it in double quotes: "at")`},
		{"SELECT x > order", "11", `syntax error at or near \"order\"`, `syntax error at or near "order" (when order is the name of a column, write it in double quotes: "order")`},
		{"SELECT a = = b", "11", `syntax error at or near \"=\"`, `syntax error at or near "="`},
		{"SELECT ((((", "9", `memory exhausted at or near \"(\"`, "the SQL is nested too deeply (write it with fewer levels of parentheses, or a list with IN)"},
		{"SELECT\n", "6", "SELECT clause without selection list", "there is no SQL here (write one SELECT or expression)"},
	} {
		err := sqlcheck.Check(program.Select, []byte(`{"error":true,"error_type":"parser","error_message":"`+c.message+`","position":"`+c.position+`"}`), c.text, sqlcheck.Names{})
		var bad *engine.SQLError
		if !errors.As(err, &bad) {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := (&engine.RefusedError{SQL: bad}).Error(); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestShiftStaysInTheFragment(t *testing.T) {
	for _, c := range []struct{ offset, delta, length, want int }{{10, -8, 5, 2}, {3, -8, 5, 0}, {20, -8, 5, 5}, {-1, -8, 5, -1}} {
		bad := &engine.SQLError{Offset: c.offset}
		sqlcheck.Shift(bad, c.delta, c.length)
		if bad.Offset != c.want {
			t.Errorf("%+v gave %d", c, bad.Offset)
		}
	}
}

// FuzzCheckTree: no tree makes Check panic, and one that is not an object of
// statements is never accepted.
func FuzzCheckTree(f *testing.F) {
	for _, seed := range []string{tree(one, empty), `{}`, `{"statements":[{}]}`, `{"statements":[{"node":{"type":"SELECT_NODE"}}]}`, `null`, `[1]`,
		tree(`{"class":"FUNCTION","function_name":"list_sort","children":[]}`, `{"type":"TABLE_FUNCTION"}`)} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, text []byte, isPredicate bool) {
		kind := program.Select
		if isPredicate {
			kind = program.Predicate
		}
		if err := sqlcheck.Check(kind, text, "SELECT 1", sqlcheck.Names{Any: true}); err == nil && !json.Valid(text) {
			t.Errorf("accepted %q", text)
		}
	})
}
