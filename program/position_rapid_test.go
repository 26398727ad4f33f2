package program

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// Whatever the text and however it is written, each of its characters is
// found at its place in the file.
func TestPositionFindsEveryCharacter(t *testing.T) {
	word := rapid.StringMatching(`[a-zé日<>='"\\.()]{1,8}`)
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(word, 1, 4).Draw(t, "words"), rapid.SampledFrom([]string{" ", "  "}).Draw(t, "space"))
		}), 1, 4).Draw(t, "lines")
		text := strings.Join(lines, "\n")
		var written string
		switch rapid.SampledFrom([]string{"literal", "folded", "double", "single"}).Draw(t, "style") {
		case "literal":
			written = "|-\n    " + strings.Join(lines, "\n    ")
		case "folded":
			written = ">-\n    " + strings.Join(lines, "\n\n    ")
		case "double":
			data, err := json.Marshal(text)
			if err != nil {
				t.Fatal(err)
			}
			written = string(data)
		case "single":
			written = "'" + strings.ReplaceAll(strings.Join(lines, "\n\n    "), "'", "''") + "'"
		}
		l := &loader{}
		f := &file{path: "x.yaml", data: []byte("before: 1\nkey: " + written + "\nafter: 2\n")}
		root := l.parse(f)
		if root == nil {
			t.Skip("the parser does not take it")
		}
		n := root.get("key")
		for offset, r := range n.text {
			if unicode.IsSpace(r) {
				continue
			}
			line, column := n.position(offset)
			source := []rune(f.line(line))
			if column > len(source) || (source[column-1] != r && source[column-1] != '\\') {
				t.Fatalf("%q at %d is placed at %d:%d of\n%s", r, offset, line, column, f.data)
			}
		}
	})
}
