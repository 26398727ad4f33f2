package file

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// population declares text columns of those names over a file.
func population(spec program.FileSource, columns ...string) program.Population {
	var pop program.Population
	pop.Name = "items"
	pop.Source.File = &spec
	for _, c := range columns {
		pop.Columns = append(pop.Columns, soc.Column{Name: c, Type: soc.Text})
	}
	return pop
}

// decode returns the values of every record, and the error that ended them.
func decode(pop program.Population, raw string) ([][]string, error) {
	r, err := Decode(pop, strings.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out [][]string
	for {
		rec, err := r.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, append([]string(nil), rec.Values...))
	}
}

func TestCSV(t *testing.T) {
	csv := program.FileSource{Format: "csv", Header: true}
	with := func(change func(*program.FileSource)) program.FileSource {
		s := csv
		change(&s)
		return s
	}
	tests := []struct {
		name string
		spec program.FileSource
		raw  string
		want string // of fmt.Sprintf("%q"), or the error
	}{
		{"plain", csv, "a,b\n1,2\n3,4\n", `[["1" "2"] ["3" "4"]]`},
		{"no line feed at the end", csv, "a,b\n1,2", `[["1" "2"]]`},
		{"carriage return and line feed", csv, "a,b\r\n1,2\r\n", `[["1" "2"]]`},
		{"white space is kept", csv, "a,b\n 1 ,\t2\n", `[[" 1 " "\t2"]]`},
		{"quoted delimiter and quote", csv, "a,b\n\"1,\"\"x\",2\n", `[["1,\"x" "2"]]`},
		{"quoted line ends are kept", csv, "a,b\n\"1\r\n2\n\",2\r\n", `[["1\r\n2\n" "2"]]`},
		{"empty values", csv, "a,b\n,\n\"\",\"\"\n", `[["" ""] ["" ""]]`},
		{"quoted last value without line feed", csv, "a,b\n1,\"2\"", `[["1" "2"]]`},
		{"delimiter after quoted at the end", csv, "a,b\n\"1\",", `[["1" ""]]`},
		{"header only", csv, "a,b\n", `[]`},
		{"quoted header", csv, "\"a\",\"b\"\n1,2\n", `[["1" "2"]]`},
		{"byte order mark", csv, "\ufeffa,b\n1,2\n", `[["1" "2"]]`},
		{"other delimiter and quote", with(func(s *program.FileSource) { s.Delimiter = ";"; s.Quote = "'" }), "a;b\n'1;';\"\n", `[["1;" "\""]]`},
		{"nothing is quoted", with(func(s *program.FileSource) { s.Delimiter = "\t"; s.Quote = "none" }), "a\tb\n\"\t5\" pipe\n", `[["\"" "5\" pipe"]]`},
		{"no header", with(func(s *program.FileSource) { s.Header = false }), "1,2\n", `[["1" "2"]]`},
		{"windows-1252", with(func(s *program.FileSource) { s.Encoding = "windows-1252" }), "a,b\n\x80,\xe9\n", `[["€" "é"]]`},
		{"iso-8859-1", with(func(s *program.FileSource) { s.Encoding = "iso-8859-1" }), "a,b\n\xe9,x\n", `[["é" "x"]]`},
		{"utf-16le", with(func(s *program.FileSource) { s.Encoding = "utf-16le" }), utf16Text("\ufeffa,b\nĊ,😀\n", 0), `[["Ċ" "😀"]]`},
		{"utf-16be", with(func(s *program.FileSource) { s.Encoding = "utf-16be" }), utf16Text("a,b\n1,\"x\ny\"\n", 1), `[["1" "x\ny"]]`},

		{"short row", csv, "a,b\n1,2\n3\n", "record 2 (line 3): the row has 1 field, the header has 2"},
		{"extra comma", csv, "a,b\n1,2,\n", "record 1 (line 2): the row has 3 fields, the header has 2"},
		{"line after a quoted line end", csv, "a,b\n\"x\n\ny\",2\n3\n", "record 2 (line 5): the row has 1 field"},
		{"empty line", csv, "a,b\n1,2\n\n", "record 2 (line 3): the line is empty"},
		{"bare quote", csv, "a,b\n1\",2\n", "record 1 (line 2): value 1 has a quote and does not begin with one"},
		{"text after a quote", csv, "a,b\n\"1\"x,2\n", "record 1 (line 2): text follows the closing quote of value 1"},
		{"quote never closed", csv, "a,b\n1,\"2\n3,4\n", "record 1 (line 2): the quoted value that begins here is never closed"},
		{"bare carriage return", csv, "a,b\n1\r2,3\n", "record 1 (line 2): a carriage return stands alone"},
		{"NUL", csv, "a,b\n1,\x002\n", "record 1 (line 2): byte 3 of the line is NUL"},
		{"not UTF-8", csv, "a,b\n1,caf\xe9\n", "record 1 (line 2): byte 6 of the line (0xE9) is not UTF-8"},
		{"unknown field", csv, "a,b,c\n", `line 1: no column declares the field "c"`},
		{"missing field", csv, "a,B\n", `line 1: the source has no field "b"; no column declares the field "B"; if "B" is meant, write from: "B"`},
		{"field twice", csv, "a,b,a\n", `line 1: more than one field is named "a"`},
		{"field without name", csv, "a,b,\n", `line 1: no name is given to field 3`},
		{"other byte order mark", csv, "\xff\xfea", "the file begins with the byte order mark of utf-16le"},
		{"half a surrogate pair", with(func(s *program.FileSource) { s.Encoding = "utf-16be" }), utf16Text("a,b\n", 1) + "\xd8\x00\x00\x61", "half of a UTF-16 surrogate pair"},
		{"no character of windows-1252", with(func(s *program.FileSource) { s.Encoding = "windows-1252" }), "a,b\n\x81,1\n", "byte 0x81 is no character"},
		{"empty", csv, "", "the file is empty (0 bytes)"},
		{"gzip undeclared", csv, "\x1f\x8b", "declare compression: gzip"},
		{"not gzip", with(func(s *program.FileSource) { s.Compression = "gzip" }), "a,b\n1,2\n3,4\n", "the file is not compressed with gzip"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pop := population(tt.spec, "a", "b")
			got, err := decode(pop, tt.raw)
			if !strings.HasPrefix(tt.want, "[") {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Fatalf("error %v, want %q", err, tt.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if s := fmt.Sprintf("%q", got); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
			n, err := Count(pop, strings.NewReader(tt.raw), int64(len(tt.raw)))
			if err != nil || n != int64(len(got)) {
				t.Errorf("counted %d, %v; decoded %d", n, err, len(got))
			}
		})
	}
}

// utf16Text returns s in UTF-16; low says which byte of a unit is the low one.
func utf16Text(s string, low int) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		pair := []byte{byte(u >> 8), byte(u >> 8)}
		pair[low] = byte(u)
		out = append(out, pair...)
	}
	return string(out)
}

// FuzzCSV holds the decoder against the counter: whatever is decoded to its
// end has as many records as were counted.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a,b\r\n\"x\r\ny\",2", "\ufeffa,b\n\"\"\"\",\n", "a,b\n\"1\"x,2\n", "a,b\n1\r,2\n", "\n\n", "a,b\n1,2\n\n"} {
		f.Add([]byte(s), byte(0))
		f.Add([]byte(utf16Text(s, 0)), byte(1))
	}
	encodings := []string{utf8Encoding, utf16le, utf16be, windows1252, iso88591}
	f.Fuzz(func(t *testing.T, raw []byte, kind byte) {
		spec := program.FileSource{Format: "csv", Header: kind&8 == 0, Encoding: encodings[int(kind&7)%len(encodings)]}
		if kind&16 != 0 {
			spec.Quote = "none"
		}
		pop := population(spec, "a", "b")
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

// BenchmarkCSV decodes and counts 100,000 rows of eight fields, one in ten
// with a quoted value.
func BenchmarkCSV(b *testing.B) {
	var raw bytes.Buffer
	raw.WriteString("a,b,c,d,e,f,g,h\n")
	const rows = 100_000
	for i := range rows {
		last := "plain"
		if i%10 == 0 {
			last = `"quoted, with ""quotes"""`
		}
		fmt.Fprintf(&raw, "chg-%06d,usr-%04d,usr-%04d,2026-04-01T09:30:00Z,2026-04-02T10:00:00Z,normal,github,%s\n", i, i%200, i%177, last)
	}
	pop := population(program.FileSource{Format: "csv", Header: true}, "a", "b", "c", "d", "e", "f", "g", "h")
	in := bytes.NewReader(raw.Bytes())
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(in.Size())
		b.ReportAllocs()
		for b.Loop() {
			r, err := Decode(pop, in, in.Size())
			if err != nil {
				b.Fatal(err)
			}
			if n, err := record.Count(r); err != nil || n != rows {
				b.Fatal(n, err)
			}
		}
		b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
	b.Run("count", func(b *testing.B) {
		b.SetBytes(in.Size())
		for b.Loop() {
			if n, err := Count(pop, in, in.Size()); err != nil || n != rows {
				b.Fatal(n, err)
			}
		}
		b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}
