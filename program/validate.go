package program

import (
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// check compares a value with its shape and reports every difference. It
// also replaces parameters. what names the value in messages.
func (l *loader) check(n *node, s *Shape, what string) {
	if n.bad || n.checked {
		return
	}
	n.checked = true
	if n.kind == absent {
		l.bad(n, "write a value, or remove the key", "%s has no value", what)
		return
	}
	if s.Short != nil && n.kind == scalar {
		s = s.Short
	}
	switch s.Kind {
	case Object:
		l.checkObject(n, s, what)
	case Map:
		l.checkMap(n, s, what)
	case List:
		l.checkList(n, s, what)
	default:
		l.checkScalar(n, s, what)
	}
}

// bad reports a fault of a node and makes its readers take it for absent.
func (l *loader) bad(n *node, help, format string, args ...any) {
	l.fault(n, help, format, args...)
	n.bad = true
}

func (l *loader) checkObject(n *node, s *Shape, what string) {
	if n.kind != mapping {
		l.bad(n, "write the keys "+strings.Join(keyNames(s), ", "), "%s must have keys", what)
		return
	}
	var absent []string
	for _, name := range keyNames(s) {
		if !n.has(name) {
			absent = append(absent, name)
		}
	}
	meant := map[string]bool{}
	for _, e := range n.entries {
		key := s.key(e.key.text)
		if key == nil {
			help := "the keys here are " + strings.Join(keyNames(s), ", ")
			if likely := suggest(e.key.text, absent); likely != "" {
				help, meant[likely] = "did you mean "+likely+"?", true
			}
			l.fault(e.key, help, "unknown key %s in %s", quoted(e.key.text), what)
			continue
		}
		l.check(e.value, key.Shape, key.Name)
	}
	for _, key := range s.Keys {
		if key.Required && !n.has(key.Name) && !meant[key.Name] {
			l.fault(n, "add "+key.Name+": "+lowerFirst(key.Doc), "%s has no %s", what, key.Name)
		}
	}
}

func (l *loader) checkMap(n *node, s *Shape, what string) {
	if n.kind != mapping {
		l.bad(n, "write a key and a value for each", "%s must have keys", what)
		return
	}
	if s.NotEmpty && len(n.entries) == 0 {
		l.bad(n, "write at least one", "%s is empty", what)
	}
	for _, e := range n.entries {
		if s.Pattern != nil && !s.Pattern.MatchString(e.key.text) {
			l.fault(e.key, s.Form, "%s cannot be a name in %s", quoted(e.key.text), what)
			e.key.bad = true
		}
		l.check(e.value, s.Values, what+"."+printable(e.key.text))
	}
}

func (l *loader) checkList(n *node, s *Shape, what string) {
	if n.kind != sequence {
		help := "write each on a line of its own that begins with -"
		if n.kind == scalar && s.Values.Kind >= Text {
			help = "write [" + printable(n.text) + "]"
		}
		l.bad(n, help, "%s must be a list", what)
		return
	}
	if s.NotEmpty && len(n.items) == 0 {
		l.bad(n, "write at least one", "%s is empty", what)
	}
	seen := map[string]bool{}
	for _, item := range n.items {
		l.check(item, s.Values, itemName(item, s.Values, what))
		if item.kind != scalar || item.bad {
			continue
		}
		if seen[item.text] {
			l.bad(item, "remove one of the two", "%s names %s twice", what, quoted(item.text))
		}
		seen[item.text] = true
	}
}

// itemName names an item of a list by its id, when it has one.
func itemName(n *node, s *Shape, what string) string {
	if s.Kind != Object {
		return what
	}
	for _, key := range []string{"id", "name", "control"} {
		if id := n.value(key); id != "" && s.key(key) != nil {
			return quoted(id)
		}
	}
	return "an item of " + what
}

func (l *loader) checkScalar(n *node, s *Shape, what string) {
	if n.kind != scalar {
		l.bad(n, "write a single value", "%s must be %s", what, s.kindInWords())
		return
	}
	if s.Kind == SQL {
		if use := parameterUse.FindString(n.text); use != "" {
			l.bad(n, "let the source or a column carry the value: SQL is the same for every run", "a parameter cannot be used in SQL: %s", use)
			return
		}
	} else if !s.Literal && !l.substitute(n) {
		return
	}
	switch s.Kind {
	case Text, SQL:
		l.checkText(n, s, what)
	case Word:
		if s.hasWord(n.text) {
			return
		}
		l.bad(n, didYouMean(n.text, s.Words, what), "%s cannot be %s", what, quoted(n.text))
	case Integer:
		v, err := strconv.Atoi(n.text)
		switch {
		case err != nil || (n.plain != plainNumber && !n.parameter):
			l.bad(n, "write digits, without quotes", "%s must be a whole number, not %s", what, quoted(n.text))
		case v < s.Minimum || v > s.Maximum:
			l.bad(n, "", "%s must be from %d to %d", what, s.Minimum, s.Maximum)
		}
	case Boolean:
		if (n.plain != plainBool && !n.parameter) || (n.text != "true" && n.text != "false") {
			l.bad(n, "write true or false, without quotes", "%s must be true or false, not %s", what, quoted(n.text))
		}
	case Date:
		d, err := soc.ParseDate(n.text)
		if err != nil {
			l.bad(n, "write a day as 2026-06-30", "%s is not a day: %s", what, quoted(n.text))
		} else if d.Year < 1970 || d.Year > 2199 {
			l.bad(n, "write a day as 2026-06-30", "%s is in the year %d; years from 1970 to 2199 are read", what, d.Year)
		}
	}
}

func (l *loader) checkText(n *node, s *Shape, what string) {
	switch {
	case n.style == plainStyle && (n.plain == plainBool || n.plain == plainOther) && !n.parameter:
		l.bad(n, `put it in quotes if it is text: "`+n.text+`"`, "%s must be text, not %s", what, n.text)
	case s.Pattern != nil && !s.Pattern.MatchString(n.text):
		l.bad(n, s.Form, "%s cannot be %s", what, quoted(n.text))
	case s.Pattern == nil && strings.TrimSpace(n.text) == "":
		l.bad(n, "write a value, or remove the key", "%s is empty", what)
	case strings.ContainsRune(n.text, 0):
		l.bad(n, "remove it", "%s holds a NUL character", what)
	}
}

func (s *Shape) kindInWords() string {
	switch s.Kind {
	case Word:
		return "a word"
	case Integer:
		return "a whole number"
	case Boolean:
		return "true or false"
	case Date:
		return "a day"
	case SQL:
		return "SQL"
	}
	return "text"
}

func (s *Shape) hasWord(word string) bool {
	for _, w := range s.Words {
		if w == word {
			return true
		}
	}
	return false
}

func (s *Shape) key(name string) *Key {
	for i := range s.Keys {
		if s.Keys[i].Name == name {
			return &s.Keys[i]
		}
	}
	return nil
}

func keyNames(s *Shape) []string {
	names := make([]string, len(s.Keys))
	for i, key := range s.Keys {
		names[i] = key.Name
	}
	return names
}

// lowerFirst is for a sentence that follows a colon; an abbreviation stays.
func lowerFirst(s string) string {
	if len(s) < 2 || (s[1] >= 'A' && s[1] <= 'Z') {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
