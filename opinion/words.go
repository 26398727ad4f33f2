package opinion

import (
	"fmt"
	"strconv"
	"strings"
)

// count writes a number as a report does: 12,345.
func count(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// things writes a number with its noun: 1 item, 2 items.
func things(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return count(n) + " " + noun + "s"
}

// list joins names: "a", "a and b", "a, b and c".
func list(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// anyOf names ids, or says "any of the 52 controls" when they are all that
// there are and too many to read.
func anyOf(ids []string, total int, noun string) string {
	if len(ids) == total && total > shortList {
		return fmt.Sprintf("any of the %d %s", total, plural(noun))
	}
	return list(ids)
}

// shortList is how many names are read at a glance.
const shortList = 6

func plural(noun string) string {
	if strings.HasSuffix(noun, "criterion") {
		return strings.TrimSuffix(noun, "on") + "a"
	}
	return noun + "s"
}

// byKind groups names such as "test CHG-01-T1" by their first word: "tests
// CHG-01-T1 and CHG-02-T1; all 60 controls". totals is how many there are of
// each kind.
func byKind(names []string, totals map[string]int) string {
	var kinds []string
	ids := map[string][]string{}
	for _, name := range names {
		kind, id, _ := strings.Cut(name, " ")
		if ids[kind] == nil {
			kinds = append(kinds, kind)
		}
		ids[kind] = append(ids[kind], id)
	}
	var out []string
	for _, kind := range kinds {
		switch n := len(ids[kind]); {
		case ids[kind][0] == "":
			out = append(out, kind)
		case n == totals[kind] && n > shortList:
			out = append(out, fmt.Sprintf("all %d %s", n, plural(kind)))
		case n == 1:
			out = append(out, kind+" "+ids[kind][0])
		default:
			out = append(out, plural(kind)+" "+list(ids[kind]))
		}
	}
	return strings.Join(out, "; ")
}

// sentence ends s with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
