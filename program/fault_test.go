package program

import (
	"strings"
	"testing"
)

func TestExcerptPutsTheCaretBelow(t *testing.T) {
	for _, test := range []struct {
		name, line string
		column     int
		want       string
	}{
		{"plain", "    ownr: Head of IT", 5, "   12 |     ownr: Head of IT\n      |     ^\n"},
		{"tab", "a:\tb", 4, "   12 | a: b\n      |    ^\n"},
		{"wide characters", "日本: x", 5, "   12 | 日本: x\n      |       ^\n"},
		{"terminal escape", "a: \x1b[31mred", 4, "   12 | a: �[31mred\n      |    ^\n"},
		{"after the end", "a:", 9, "   12 | a:\n      |   ^\n"},
		{"empty", "", 1, "   12 | \n      | ^\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := excerpt(test.line, 12, test.column); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
	long := excerpt(strings.Repeat("x", 500)+"Y"+strings.Repeat("z", 500), 1, 501)
	lines := strings.Split(long, "\n")
	if at := strings.IndexRune(lines[1], '^'); []rune(lines[0])[at] != 'Y' || len([]rune(lines[0])) > 120 {
		t.Errorf("the caret of a long line is not below its place:\n%s", long)
	}
}

func TestFaultsAreInOrderAndOnce(t *testing.T) {
	got := sortFaults([]Fault{{File: "b", Line: 1}, {File: "a", Line: 2, Column: 2}, {File: "a", Line: 2, Column: 1}, {File: "a", Line: 10}, {File: "b", Line: 1}})
	var order []string
	for _, f := range got {
		order = append(order, strings.TrimSpace(f.String()))
	}
	if want := "a:2:1: | a:2:2: | a:10:0: | b:1:0:"; strings.Join(order, " | ") != want {
		t.Errorf("got %s, want %s", strings.Join(order, " | "), want)
	}
}
