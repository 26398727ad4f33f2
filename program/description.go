package program

import (
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// frontMatterLine begins and ends the front matter of a section.
const frontMatterLine = "---"

// readDescription reads one section of the system description: front matter
// between two lines of three dashes, then Markdown.
func readDescription(l *loader, f *file) {
	if !l.text(f) {
		return
	}
	const help = "begin the file with the lines ---, criterion: DC 1, title: …, ---"
	if strings.TrimRight(f.line(1), " ") != frontMatterLine {
		l.faultAt(f, 1, 1, help, "the section has no front matter")
		return
	}
	end := 0
	for i := 1; i < len(f.lines); i++ {
		if strings.TrimRight(f.lines[i], " ") == frontMatterLine {
			end = i
			break
		}
	}
	if end == 0 {
		l.faultAt(f, 1, 1, "end it with a line of three dashes", "the front matter does not end")
		return
	}
	// An empty first line keeps every line of the YAML at its place.
	head := append([]string{""}, f.lines[1:end]...)
	n := l.parseLines(f, head)
	if n == nil {
		return
	}
	l.check(n, descriptionShape, "the front matter")
	section := soc.DescriptionSection{
		Criterion: n.value("criterion"), Title: n.value("title"), File: f.path,
		Markdown: strings.Trim(strings.Join(f.lines[end+1:], "\n"), "\n") + "\n",
	}
	if strings.TrimSpace(section.Markdown) == "" {
		l.faultAt(f, 0, 0, "write the section, or remove the file until there is one", "the section has no text")
	}
	l.checkDescriptionCriterion(n, section)
	l.program.Description = append(l.program.Description, section)
}
