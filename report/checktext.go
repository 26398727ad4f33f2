package report

import (
	"regexp"
	"strings"
)

// checkedText is a text as the checks read it: Markdown or plain text in small
// letters, without marks of emphasis, with straight quotes, in sections.
type checkedText struct {
	sections []checkedSection
	whole    string
}

// checkedSection is a heading with the text up to the next; a text without
// headings is one section.
type checkedSection struct {
	heading string
	blocks  []string // paragraphs and list items, in order
	text    string   // the blocks, joined by spaces
}

var (
	headingLine = regexp.MustCompile(`^\s{0,3}(#{1,6}\s+.*|\*\*[^*]+\*\*\s*)$`)
	listItem    = regexp.MustCompile(`^\s*([-*+]|\d+[.)]|\([a-z0-9]+\))\s+`)
	escaped     = regexp.MustCompile(`\\([[:punct:]])`)
	markup      = strings.NewReplacer("*", "", "_", " ", "`", "", "“", `"`, "”", `"`, "‘", "'", "’", "'", "–", "-", "—", "-", "\u00a0", " ")
)

// readText reads a text for the checks. A line that is a Markdown heading, or
// in bold alone, starts a section; a blank line or a list item starts a block.
func readText(source string) checkedText {
	t := checkedText{sections: []checkedSection{{}}}
	var block []string
	flush := func() {
		if text := normal(strings.Join(block, " ")); text != "" {
			s := &t.sections[len(t.sections)-1]
			s.blocks = append(s.blocks, text)
		}
		block = nil
	}
	for line := range strings.Lines(strings.ReplaceAll(source, "\r\n", "\n")) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.TrimSpace(line) == "":
			flush()
		case headingLine.MatchString(line):
			flush()
			t.sections = append(t.sections, checkedSection{heading: normal(strings.Trim(strings.TrimSpace(line), "#"))})
		case listItem.MatchString(line):
			flush()
			block = append(block, listItem.ReplaceAllString(line, ""))
		default:
			block = append(block, line)
		}
	}
	flush()
	var all []string
	for i := range t.sections {
		s := &t.sections[i]
		s.text = strings.Join(s.blocks, " ")
		all = append(all, s.heading, s.text)
	}
	t.whole = normal(strings.Join(all, " "))
	return t
}

// normal is the form in which texts are compared.
func normal(s string) string {
	s = escaped.ReplaceAllString(s, "$1")
	return strings.ToLower(oneLine(markup.Replace(s)))
}

// names reports whether a text has a name or word of the examination, however
// it is spaced or quoted; an empty name is always there.
func names(text, name string) bool { return strings.Contains(text, normal(plainText(name))) }

// some finds a section whose heading or text has a match of every pattern.
func (t checkedText) some(patterns ...*regexp.Regexp) bool {
	for _, s := range t.sections {
		if matchesAll(s.heading+" "+s.text, patterns) {
			return true
		}
	}
	return false
}

// block finds a paragraph or list item that has a name and a match of every
// pattern.
func (t checkedText) block(name string, patterns ...*regexp.Regexp) bool {
	for _, s := range t.sections {
		for _, b := range s.blocks {
			if names(b, name) && matchesAll(b, patterns) {
				return true
			}
		}
	}
	return false
}

func matchesAll(text string, patterns []*regexp.Regexp) bool {
	for _, p := range patterns {
		if !p.MatchString(text) {
			return false
		}
	}
	return true
}

// headed returns the first section whose heading matches, and its place; -1
// when there is none.
func (t checkedText) headed(pattern *regexp.Regexp) (checkedSection, int) {
	for i, s := range t.sections {
		if pattern.MatchString(s.heading) {
			return s, i
		}
	}
	return checkedSection{}, -1
}
