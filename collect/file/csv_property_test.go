package file

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/program"
)

// TestCSVRoundTrip: what encoding/csv writes is read as it was, in every
// encoding, with either line end, and counted right.
func TestCSVRoundTrip(t *testing.T) {
	value := rapid.StringOfN(rapid.SampledFrom([]rune("ab ,;\"'\n\r\té€ÿ😀")), 0, 6, -1)
	latin := rapid.StringOfN(rapid.SampledFrom([]rune("ab ,\"\n\réÿ")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		encoding := rapid.SampledFrom([]string{utf8Encoding, utf16le, utf16be, iso88591}).Draw(t, "encoding")
		values := value
		if encoding == iso88591 {
			values = latin
		}
		rows := rapid.SliceOfN(rapid.SliceOfN(values, 3, 3), 0, 5).Draw(t, "rows")
		var text bytes.Buffer
		w := csv.NewWriter(&text)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		w.Write([]string{"a", "b", "c"})
		for _, row := range rows {
			w.Write(row)
		}
		w.Flush()
		want := rows
		if w.UseCRLF { // encoding/csv then writes line ends in a value as CRLF too
			want = nil
			for _, row := range rows {
				var changed []string
				for _, v := range row {
					changed = append(changed, crlf(v))
				}
				want = append(want, changed)
			}
		}
		raw := text.String()
		switch encoding {
		case utf16le:
			raw = utf16Text(raw, 0)
		case utf16be:
			raw = utf16Text(raw, 1)
		case iso88591:
			var b []byte
			for _, r := range raw {
				b = append(b, byte(r))
			}
			raw = string(b)
		}
		pop := population(program.FileSource{Format: "csv", Header: true, Encoding: encoding}, "a", "b", "c")
		got, err := decode(pop, raw)
		if err != nil || fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Fatalf("text %q\ngot  %q, %v\nwant %q", text.String(), got, err, want)
		}
		if n, err := Count(pop, bytes.NewReader([]byte(raw)), int64(len(raw))); err != nil || n != int64(len(rows)) {
			t.Fatalf("counted %d, %v; there are %d", n, err, len(rows))
		}
	})
}

// crlf does to a quoted value what csv.Writer does with UseCRLF: it leaves
// carriage returns out and writes each line feed as both.
func crlf(v string) string {
	var b bytes.Buffer
	for _, r := range v {
		switch r {
		case '\r':
		case '\n':
			b.WriteString("\r\n")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
