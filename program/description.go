package program

import (
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// frontMatterLine begins and ends the front matter of a section.
const frontMatterLine = "---"

// readDescription reads one section of the system description: front matter
// between two lines of three dashes, then Markdown.
func readDescription(l *loader, f *file) {
	n, markdown := l.frontMatter(f, descriptionShape, "the section", "criterion: DC 1, title: …")
	if n == nil {
		return
	}
	section := soc.DescriptionSection{Criterion: n.value("criterion"), Title: n.value("title"), File: f.path, Markdown: markdown}
	l.checkDescriptionCriterion(n, section)
	l.program.Description = append(l.program.Description, section)
}

// readIncludedAssertion reads the assertion of a subservice organization that
// is included: front matter that names it, then Markdown.
func readIncludedAssertion(l *loader, f *file) {
	n, markdown := l.frontMatter(f, includedAssertionShape, "the assertion", "organization: …")
	if n == nil {
		return
	}
	a := soc.IncludedAssertion{Organization: n.value("organization"), File: f.path, Markdown: markdown}
	l.once("assertion of", a.Organization, n.where("organization"))
	included := func(so soc.SubserviceOrganization) bool {
		return so.Name == a.Organization && so.Method == "inclusive"
	}
	if a.Organization != "" && !slices.ContainsFunc(l.program.Engagement.SubserviceOrganizations, included) {
		l.fault(n.where("organization"), "name one under subservice_organizations whose method is inclusive, or remove the file",
			"%s is no subservice organization that is included", quoted(a.Organization))
	}
	l.program.IncludedAssertions = append(l.program.IncludedAssertions, a)
}

// frontMatter reads a file that begins with front matter between two lines of
// three dashes, and returns it with the Markdown below. The node is nil when
// the file cannot be read as such; every fault is reported.
func (l *loader) frontMatter(f *file, shape *Shape, what, keys string) (*node, string) {
	if !l.text(f) {
		return nil, ""
	}
	help := "begin the file with the lines ---, " + keys + ", ---"
	if strings.TrimRight(f.line(1), " ") != frontMatterLine {
		l.faultAt(f, 1, 1, help, "%s has no front matter", what)
		return nil, ""
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
		return nil, ""
	}
	// An empty first line keeps every line of the YAML at its place.
	head := append([]string{""}, f.lines[1:end]...)
	n := l.parseLines(f, head)
	if n == nil {
		return nil, ""
	}
	l.check(n, shape, "the front matter")
	markdown := strings.Trim(strings.Join(f.lines[end+1:], "\n"), "\n") + "\n"
	if strings.TrimSpace(markdown) == "" {
		l.faultAt(f, 0, 0, "write "+what+", or remove the file until there is one", "%s has no text", what)
	}
	return n, markdown
}
