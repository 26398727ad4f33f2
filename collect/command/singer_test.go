package command

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

func singer(columns ...string) program.Population {
	var pop program.Population
	pop.Name = "items"
	pop.Source.Command = &program.CommandSource{Run: []string{"tap"}, Output: "singer", Stream: "users"}
	for _, c := range columns {
		pop.Columns = append(pop.Columns, soc.Column{Name: c, Type: soc.Text})
	}
	return pop
}

const (
	schema = `{"type":"SCHEMA","stream":"users","schema":{"type":"object","properties":{"id":{"type":"integer"},"name":{"type":["null","string"]}}},"key_properties":["id"]}` + "\n"
	other  = `{"type":"SCHEMA","stream":"teams","schema":{"properties":{"x":{}}},"key_properties":[]}` + "\n" + `{"type":"RECORD","stream":"teams","record":{"x":{"y":1}}}` + "\n"
	state  = `{"type":"STATE","value":{"bookmarks":{}}}` + "\n"
)

func recordOf(object string) string {
	return `{"type":"RECORD","stream":"users","record":` + object + "}\n"
}

func TestSinger(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"records", other + schema + recordOf(`{"id":12345678901234567890,"name":"é"}`) + state + other + recordOf(`{"id":2,"name":null}`) + "\n", `[["12345678901234567890" "é"] ["2" "<null>"]]`},
		{"a property that is not there", schema + recordOf(`{"id":1}`), `[["1" "<null>"]]`},
		{"none", schema + state, `[]`},
		{"the same schema again", schema + recordOf(`{"id":1}`) + schema + recordOf(`{"id":2}`), `[["1" "<null>"] ["2" "<null>"]]`},
		{"booleans and exact numbers", schema + recordOf(`{"id":1.10,"name":true}`), `[["1.10" "true"]]`},

		{"nothing", "", `no SCHEMA message names the stream "users"; streams that are named: none`},
		{"another stream only", other, `no SCHEMA message names the stream "users"; streams that are named: teams`},
		{"record first", recordOf(`{"id":1}`), "line 1: a RECORD message comes before the SCHEMA"},
		{"a field that is not declared", schema + recordOf(`{"id":1,"email":"x"}`), `record 1 (line 2), field "email": no column declares this field`},
		{"nested", schema + recordOf(`{"id":{"a":1}}`), `record 1 (line 2), field "id": the value is an object`},
		{"twice", schema + recordOf(`{"id":1,"id":2}`), `record 1 (line 2): the object has the name "id" twice`},
		{"a record that is no object", schema + recordOf(`[1]`), "line 2: a RECORD message needs a stream and an object"},
		{"the schema changes", schema + strings.Replace(schema, `"name"`, `"email"`, 1), "line 2: the stream's SCHEMA changes"},
		{"a batch", schema + `{"type":"BATCH","stream":"users"}`, `messages of the type "BATCH" are not read`},
		{"cut off", schema + recordOf(`{"id":1}`)[:40], "line 2: the JSON ends too early"},
		{"no JSON", schema + "INFO starting\n", "line 2: the line is not valid JSON"},
		{"no type", schema + `{"stream":"users"}`, "line 2: the line is not a Singer message"},
		{"not UTF-8", schema + recordOf("{\"id\":\"\xff\"}"), "line 2: the line is not UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pop := singer("id", "name")
			var got [][]string
			r, err := Decode(pop, strings.NewReader(tt.raw), int64(len(tt.raw)))
			for err == nil {
				var rec record.Record
				if rec, err = r.Next(); err == nil {
					row := append([]string(nil), rec.Values...)
					for i, null := range rec.Null {
						if null {
							row[i] = "<null>"
						}
					}
					got = append(got, row)
				}
			}
			if !strings.HasPrefix(tt.want, "[") {
				if err == io.EOF || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("error %v\nwant  %s", err, tt.want)
				}
				return
			}
			if err != io.EOF || fmt.Sprintf("%q", got) != tt.want {
				t.Errorf("got  %q, %v\nwant %s", got, err, tt.want)
			}
			if n, err := Count(pop, strings.NewReader(tt.raw), int64(len(tt.raw))); err != nil || n != int64(len(got)) {
				t.Errorf("counted %d, %v; decoded %d", n, err, len(got))
			}
		})
	}
}

func TestSingerIgnore(t *testing.T) {
	raw := strings.Replace(schema, `"id":{`, `"team":{"type":"object"},"id":{`, 1) + recordOf(`{"team":{"nested":[1]},"id":1,"name":"x"}`)
	pop := singer("id", "name")
	if _, err := Decode(pop, strings.NewReader(raw), int64(len(raw))); err == nil || !strings.Contains(err.Error(), `no column declares the field "team"`) {
		t.Errorf("error %v", err)
	}
	pop.Ignore = []string{"team"}
	r, err := Decode(pop, strings.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	if rec, err := r.Next(); err != nil || fmt.Sprint(rec.Values) != "[1 x]" || fmt.Sprint(r.Fields()) != "[id name]" {
		t.Errorf("%v of %v, %v", rec.Values, r.Fields(), err)
	}
}

// FuzzSinger holds the decoder against the counter.
func FuzzSinger(f *testing.F) {
	f.Add([]byte(other + schema + recordOf(`{"id":1,"name":"x"}`) + state))
	f.Add([]byte(schema + `{"type":"RECORD","stream":"users","record":{"id":"😀"},"Type":"x"}`))
	f.Add([]byte(schema + "\u00a0\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		pop := singer("id", "name")
		r, err := Decode(pop, bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			return
		}
		n, err := record.Count(r)
		if err != nil {
			return
		}
		counted, err := Count(pop, bytes.NewReader(raw), int64(len(raw)))
		if err != nil || counted != n {
			t.Fatalf("decoded %d, counted %d, %v", n, counted, err)
		}
	})
}
