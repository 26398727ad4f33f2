package report

import (
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// auditorSection is Section I: in a draft the parts of such a report with what
// each awaits, in a final report the report of the service auditor.
func (b *book) auditorSection() (*Section, error) {
	if !b.final() {
		return b.auditorDraft(), nil
	}
	source, err := b.auditorText()
	if err != nil {
		return nil, err
	}
	title, rest := cutTitle(source)
	s := &Section{ID: "section-1", Number: "I", Title: orElse(title, "Report of the service auditor"), Level: 1, NewPage: true}
	markdown(s, rest)
	return s, nil
}

// auditorTemplate is the file of the service auditor's report.
func auditorTemplate(rules soc.Rules) string {
	if rules.Kind == soc.SOC3 {
		return "auditor-soc3.md"
	}
	return "auditor.md"
}

// auditorText is the service auditor's report as Markdown, from the template
// for it. The error names the template, or the part of the opinion that is
// not formed.
func (b *book) auditorText() (string, error) {
	if _, err := opinionOf(b.ex); err != nil {
		return "", err
	}
	return fill(b.ex.Templates, auditorTemplate(b.rules), b.templateData())
}

// cutTitle takes a heading of the first level off the start of Markdown.
func cutTitle(source string) (title, rest string) {
	source = strings.TrimLeft(source, "\n")
	if !strings.HasPrefix(source, "# ") {
		return "", source
	}
	line, rest, _ := strings.Cut(source, "\n")
	return oneLine(strings.TrimPrefix(line, "# ")), rest
}
