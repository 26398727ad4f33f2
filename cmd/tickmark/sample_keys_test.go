package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/sampling"
)

func read(text string, columns csvColumns) (items []sampling.Placed, err error) {
	source := readLines(strings.NewReader(text))
	if len(columns.key) > 0 {
		source = byMonth(readCSV(strings.NewReader(text), columns), columns.other)
	}
	for item, err := range source {
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

func TestReadKeys(t *testing.T) {
	for name, test := range map[string]struct {
		text    string
		columns csvColumns
		want    []sampling.Placed
		fault   string
	}{
		"lines":           {text: "\ufeffa\r\n\n b \nc", want: []sampling.Placed{{Key: "a"}, {Key: " b "}, {Key: "c"}}},
		"csv":             {text: "\ufeffid,at\n1,2026-04-30\n\"2,x\",2026-05-01 10:00\n", columns: csvColumns{key: []string{"id"}, other: "at"}, want: []sampling.Placed{{Key: "1", Stratum: "2026-04"}, {Key: "2,x", Stratum: "2026-05"}}},
		"two parts":       {text: "a,b\n1,2\n", columns: csvColumns{key: []string{"b", "a"}}, want: []sampling.Placed{{Key: "2 / 1"}}},
		"no header":       {columns: csvColumns{key: []string{"id"}}, fault: "the file is empty"},
		"no column":       {text: "a,b\n", columns: csvColumns{key: []string{"id"}}, fault: `there is no column "id": the file has a, b`},
		"a column twice":  {text: "id,id\n", columns: csvColumns{key: []string{"id"}}, fault: `the column "id" is there twice`},
		"a short record":  {text: "id,b\n1,2\n3\n", columns: csvColumns{key: []string{"id"}}, fault: "line 3: wrong number of fields"},
		"an empty key":    {text: "id,b\n1,2\n,3\n", columns: csvColumns{key: []string{"id"}}, fault: "line 3: column id is empty"},
		"no such day":     {text: "id,at\n1,2026-02-30\n", columns: csvColumns{key: []string{"id"}, other: "at"}, fault: `line 2: column at: "2026-02-30" is not a day`},
		"not only a day":  {text: "id,at\n1,2026-02-280\n", columns: csvColumns{key: []string{"id"}, other: "at"}, fault: `"2026-02-280" is not a day`},
		"a line too long": {text: strings.Repeat("x", 1<<20+1), fault: "line 1"},
	} {
		got, err := read(test.text, test.columns)
		if test.fault != "" {
			if err == nil || !strings.Contains(err.Error(), test.fault) {
				t.Errorf("%s: got %v, want %q", name, err, test.fault)
			}
			continue
		}
		if err != nil || !cmp.Equal(got, test.want) {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, test.want)
		}
	}
}

func FuzzReadKeys(f *testing.F) {
	f.Add("id,at\n1,2026-04-30\n")
	f.Add("\ufeffid,at\n\"a\nb\",2026-04-30T10:00:00Z\n")
	f.Add("id,at\n,\n")
	f.Add("id\n\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		if items, err := read(text, csvColumns{key: []string{"id"}, other: "at"}); err == nil {
			for _, item := range items {
				if item.Key == "" || len(item.Stratum) != 7 {
					t.Errorf("%q: got %+v", text, item)
				}
			}
		}
		if items, err := read(text, csvColumns{}); err == nil {
			for _, item := range items {
				if item.Key == "" {
					t.Errorf("%q: an empty key", text)
				}
			}
		}
	})
}
