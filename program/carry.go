package program

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// Redate returns the text of engagement.yaml with the days of its period, or
// the day that it is as of, exchanged; all else stays as it was written.
// period is that of a report over a period, asOf that of a type 1.
//
// Errors: *Faults, when the file cannot be read; that it does not say its
// days, or only by a parameter.
func Redate(content []byte, period soc.Period, asOf soc.Date) ([]byte, error) {
	text, root, err := readAlone(engagementPath, content)
	if err != nil {
		return nil, err
	}
	days := map[*node]soc.Date{}
	if !asOf.IsZero() {
		days[root.get("as_of")] = asOf
	} else {
		days[root.get("period").get("from")] = period.From
		days[root.get("period").get("to")] = period.To
	}
	for n := range days {
		if n == nil || n.kind != scalar {
			return nil, fmt.Errorf("%s does not say its days: write period: {from: %s, to: %s}, or as_of of a type 1", engagementPath, period.From, period.To)
		}
		if strings.Contains(n.text, "${") {
			return nil, fmt.Errorf("%s:%d: the day is given by a parameter: write it out, so that it can be exchanged", engagementPath, n.line)
		}
	}
	for n, day := range days {
		// Days have one length, so that the places of the others stay.
		line := []rune(text[n.line-1])
		head, tail := string(line[:n.column-1]), string(line[n.column-1:])
		if !strings.Contains(tail, n.text) || len(n.text) != len(day.String()) {
			return nil, fmt.Errorf("%s:%d: the day %s cannot be exchanged: write it as %s", engagementPath, n.line, quoted(n.text), day)
		}
		text[n.line-1] = head + strings.Replace(tail, n.text, day.String(), 1)
	}
	return []byte(strings.Join(text, "\n")), nil
}

// DropControlTotals returns the text of a file of populations without their
// control totals: those are figures of one period.
//
// Errors: *Faults, when the file cannot be read; control totals that share a
// line with something else.
func DropControlTotals(path string, content []byte) ([]byte, error) {
	text, root, err := readAlone(path, content)
	if err != nil {
		return nil, err
	}
	populations := root.list("populations")
	if !root.has("populations") {
		populations = []*node{root}
	}
	drop := map[int]bool{}
	for _, p := range populations {
		e := p.entry("control_totals")
		if e == nil {
			continue
		}
		indent := e.key.column - 1
		if strings.TrimSpace(string([]rune(text[e.key.line-1])[:indent])) != "" {
			return nil, fmt.Errorf("%s:%d: write control_totals on a line of its own, so that the figures of one period can be left out of the next", path, e.key.line)
		}
		drop[e.key.line-1] = true
		for i := e.key.line; i < len(text) && isInside(text[i], indent); i++ {
			drop[i] = true
		}
	}
	var kept []string
	for i, line := range text {
		if !drop[i] {
			kept = append(kept, line)
		}
	}
	return []byte(strings.Join(kept, "\n")), nil
}

// isInside reports whether a line belongs to the value of a key before it that
// is indented so far. The items of a list may stand below the key's first
// letter.
func isInside(line string, indent int) bool {
	trimmed := strings.TrimLeft(line, " ")
	depth := len(line) - len(trimmed)
	return trimmed != "" && (depth > indent || depth == indent && strings.HasPrefix(trimmed, "- "))
}

// readAlone parses one file by itself, and returns its lines too.
func readAlone(path string, content []byte) ([]string, *node, error) {
	l := &loader{program: &Program{}, seen: map[string]int{}, incomplete: map[string]bool{}}
	f := &file{path: path, data: content}
	root := l.parse(f)
	if len(l.faults) > 0 || root == nil {
		return nil, nil, &Faults{List: sortFaults(l.faults)}
	}
	return strings.Split(string(bytes.TrimPrefix(content, []byte("\ufeff"))), "\n"), root, nil
}
