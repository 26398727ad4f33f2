package sql

import (
	"bytes"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

const good = `{"tickmark":"sql rows 1","driver":"postgres","fields":[{"name":"id","type":"int8"},{"name":"name","type":"text"}]}
["1","Ada"]
["2",null]
{"rows":2}
`

// TestAlteredRows: a change to the raw bytes that loses, adds or breaks a row
// shows.
func TestAlteredRows(t *testing.T) {
	var pop program.Population
	pop.Columns = []soc.Column{{Name: "id"}, {Name: "name"}}
	read := func(raw string) (int64, error) {
		r, err := Decode(pop, strings.NewReader(raw), int64(len(raw)))
		if err != nil {
			return 0, err
		}
		return record.Count(r)
	}
	if n, err := read(good); n != 2 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	tests := []struct{ name, old, new, want string }{
		{"a row is gone", "[\"1\",\"Ada\"]\n", "", "2 rows were written and there are 1"},
		{"a row twice", "[\"2\",null]\n", "[\"2\",null]\n[\"2\",null]\n", "2 rows were written and there are 3"},
		{"the end is gone", "{\"rows\":2}\n", "", "the last line, with the number of rows, is missing"},
		{"the end is cut off", "{\"rows\":2}\n", "{\"rows\":2}", "the line with the number of rows is damaged"},
		{"another end", "{\"rows\":2}", "{}", "the line with the number of rows is damaged"},
		{"something behind the end", "{\"rows\":2}\n", "{\"rows\":2}\n[\"3\",null]\n", "something follows the last line"},
		{"a short row", `["2",null]`, `["2"]`, "record 2 (line 3): the row has 1 value, the header has 2"},
		{"a long row", `["2",null]`, `["2",null,"x"]`, "record 2 (line 3): the row has 3 values, the header has 2"},
		{"a number", `["2",null]`, `[2,null]`, `record 2 (line 3), field "id": value 1 is neither text nor null`},
		{"NUL", `["2",null]`, `["\u0000",null]`, `record 2 (line 3), field "id": the text holds NUL`},
		{"an empty line", "[\"2\",null]\n", "\n[\"2\",null]\n", "record 2 (line 3): "},
		{"another header", "sql rows 1", "sql rows 2", `line 1: the raw bytes do not begin with the header of "sql rows 1"`},
		{"another field", `"name":"name"`, `"name":"email"`, `line 1: the source has no field "name"; no column declares the field "email"`},
		{"a field twice", `"name":"name"`, `"name":"id"`, `more than one field is named "id"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := read(strings.Replace(good, tt.old, tt.new, 1)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v\nwant  %s", err, tt.want)
			}
		})
	}
}

// TestRawText: only what is UTF-8 is written.
func TestRawText(t *testing.T) {
	bad := "caf\xe9"
	w := newRawWriter(&bytes.Buffer{})
	if err := w.row([]*string{nil, &bad}); err == nil || !strings.Contains(err.Error(), "row 1: value 2 is text that is not UTF-8") {
		t.Errorf("error %v", err)
	}
}
