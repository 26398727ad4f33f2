package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

func population(columns ...string) program.Population {
	var pop program.Population
	for _, c := range columns {
		pop.Columns = append(pop.Columns, soc.Column{Name: c, Type: soc.Text})
	}
	pop.Ignore = []string{"ignored"}
	return pop
}

// decode returns every record's values; a null is written as <null>.
func decode(pop program.Population, raw string) ([][]string, error) {
	r := Decode(pop, strings.NewReader(raw))
	var out [][]string
	for {
		rec, err := r.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		row := append([]string(nil), rec.Values...)
		for i, null := range rec.Null {
			if null {
				row[i] = "<null>"
			}
		}
		out = append(out, row)
	}
}

func TestDecode(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"plain", `{"a":"1","b":"2"}` + "\n", `[["1" "2"]]`},
		{"any order, white space, no line end", "{ \"b\" : \"2\" ,\t\"a\":\"1\" } \r\n\n \n{\"a\":\"3\",\"b\":\"4\"}", `[["1" "2"] ["3" "4"]]`},
		{"numbers keep their text", `{"a":12345678901234567890,"b":-1.10E+2}`, `[["12345678901234567890" "-1.10E+2"]]`},
		{"booleans and null", `{"a":true,"b":null}` + "\n" + `{"a":false,"b":""}`, `[["true" "<null>"] ["false" ""]]`},
		{"a member that is not there", `{"a":"1"}` + "\n" + `{"b":"2"}`, `[["1" "<null>"] ["<null>" "2"]]`},
		{"escapes", `{"a":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00","\u0062":"é"}`, `[["\"\\/\b\f\n\r\té😀" "é"]]`},
		{"ignored, nested", `{"a":"1","ignored":{"x":["}",{"\"":1}]},"b":"2"}`, `[["1" "2"]]`},
		{"nothing", "", `[]`},
		{"blank lines", "\n \n\t\r\n", `[]`},

		{"unknown field", `{"a":"1","b":"2","c":"3"}`, `record 1 (line 1), field "c": no column declares this field; declare it as a column, or list it under ignore`},
		{"nested object", "\n" + `{"a":{"x":1}}`, `record 1 (line 2), field "a": the value is an object, and a column holds a single value`},
		{"nested list", `{"a":[1]}`, `field "a": the value is a list`},
		{"twice", `{"a":1,"\u0061":2}`, `record 1 (line 1): the object has the name "a" twice`},
		{"no object", `[1,2]`, "record 1 (line 1): the line is not a JSON object"},
		{"two on a line", `{"a":1}{"a":2}`, "record 1 (line 1): the line is not valid JSON at byte 8"},
		{"over two lines", "{\"a\":1,\n\"b\":2}", "record 1 (line 1): the JSON ends too early"},
		{"cut off", `{"a":"1","b":"2"}` + "\n" + `{"a":"3`, "record 2 (line 2): the JSON ends too early"},
		{"comma at the end", `{"a":1,}`, "not valid JSON"},
		{"not UTF-8", "{\"a\":\"caf\xe9\"}", "record 1 (line 1): the line is not UTF-8"},
		{"NUL", `{"a":"x\u0000"}`, `field "a": the text holds NUL`},
		{"NUL byte", "{\"a\":\"x\x00\"}", "not valid JSON"},
		{"half a pair", `{"a":"\ud83d"}`, `field "a": the text holds half of a surrogate pair`},
		{"a wrong pair", `{"a":"\ud83d\u0061"}`, "half of a surrogate pair"},
		{"a field that no record has", `{"a":1}` + "\n" + `{"a":2}`, `no record has the field "b"; check the spelling`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decode(population("a", "b"), tt.raw)
			if !strings.HasPrefix(tt.want, "[") {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("error %v\nwant  %s", err, tt.want)
				}
				return
			}
			if err != nil || fmt.Sprintf("%q", got) != tt.want {
				t.Errorf("got  %q, %v\nwant %s", got, err, tt.want)
			}
			if n, err := Count(strings.NewReader(tt.raw)); err != nil || n != int64(len(got)) {
				t.Errorf("counted %d, %v; decoded %d", n, err, len(got))
			}
		})
	}
}

// TestStopsAtAFault: nothing is read behind a record that does not fit.
func TestStopsAtAFault(t *testing.T) {
	r := Decode(population("a"), strings.NewReader("{\"a\":1}\n{\"a\":[]}\n{\"a\":3}\n"))
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	_, first := r.Next()
	_, second := r.Next()
	if first == nil || first != second || first == io.EOF {
		t.Errorf("first %v, then %v", first, second)
	}
}

func TestLongLine(t *testing.T) {
	in := io.MultiReader(strings.NewReader(`{"a":"`), io.LimitReader(endless{}, record.MaxLine+1), strings.NewReader(`"}`))
	if _, err := Decode(population("a"), in).Next(); err == nil || !strings.Contains(err.Error(), "line 1: the line is longer than 16 MiB") {
		t.Errorf("error %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// FuzzJSONLines holds the decoder against the counter, and against
// encoding/json: a text that both accept is the same.
func FuzzJSONLines(f *testing.F) {
	for _, s := range []string{`{"a":"1","b":2}` + "\n", `{"a":"\ud83d\ude00","b":null}`, "\n\t\r\n", `{"a":{},"ignored":[[]]}`, `{"a":"\\\"","b":1e400}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := Decode(population("a", "b"), bytes.NewReader(raw))
		n := int64(0)
		lines := record.NewLines(bytes.NewReader(raw))
		for {
			rec, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return
			}
			n++
			line, _ := lines.Next()
			for lines.Number() < rec.Line {
				line, _ = lines.Next()
			}
			var object map[string]any
			if err := json.Unmarshal(line, &object); err != nil {
				var number *json.UnmarshalTypeError // a number that no float holds
				if !errors.As(err, &number) {
					t.Fatalf("%q is taken for an object: %v", line, err)
				}
				continue
			}
			for i, field := range r.Fields() {
				if s, ok := object[field].(string); ok && s != rec.Values[i] {
					t.Fatalf("%s is %q, encoding/json has %q", field, rec.Values[i], s)
				}
				if !utf8.ValidString(rec.Values[i]) {
					t.Fatalf("%q is no text", rec.Values[i])
				}
			}
		}
		if counted, err := Count(bytes.NewReader(raw)); err != nil || counted != n {
			t.Fatalf("decoded %d, counted %d, %v", n, counted, err)
		}
	})
}
