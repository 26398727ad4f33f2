package report

import (
	"embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

//go:embed templates/*.md
var embedded embed.FS

// Letter names a text that management or the practitioner starts from.
type Letter string

// The letters, by the file of their template.
const (
	AssertionLetter      Letter = "assertion"
	RepresentationLetter Letter = "representation"
	EngagementLetter     Letter = "engagement"
	BridgeLetter         Letter = "bridge"
)

// Letters lists the letters in the order in which they are needed.
var Letters = []Letter{EngagementLetter, AssertionLetter, RepresentationLetter, BridgeLetter}

// sharedTemplate holds the phrases that the others call.
const sharedTemplate = "parts.md"

// TemplateNames lists the templates, by their files, that a firm may replace:
// auditor.md (the service auditor's report of a SOC 1 or 2), auditor-soc3.md,
// the letters, and parts.md with the phrases that they share.
func TemplateNames() []string {
	entries, err := embedded.ReadDir("templates")
	if err != nil {
		panic(err) // embedded with the program
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// CheckTemplates returns an error that names a firm's template, by the name of
// its file, that is none of TemplateNames or that cannot be read as one.
func CheckTemplates(firm map[string]string) error {
	names := TemplateNames()
	for _, name := range slices.Sorted(maps.Keys(firm)) {
		if !slices.Contains(names, name) {
			return fmt.Errorf("the firm's template %s has no use: the files are %s", name, strings.Join(names, ", "))
		}
		if _, err := parseTemplate(firm, name); err != nil {
			return err
		}
	}
	return nil
}

// readTemplate reads a template: the firm's, or ours when the firm has none
// of that name.
func readTemplate(firm map[string]string, name string) (text, whose string, err error) {
	if text, ok := firm[name]; ok {
		return text, "the firm's template", nil
	}
	data, err := embedded.ReadFile("templates/" + name)
	if err != nil {
		return "", "", fmt.Errorf("there is no template %s: %w", name, err)
	}
	return string(data), "the template", nil
}

func parseTemplate(firm map[string]string, name string) (*template.Template, error) {
	t := template.New(name).Option("missingkey=error")
	for _, file := range []string{sharedTemplate, name} {
		text, whose, err := readTemplate(firm, file)
		if err != nil {
			return nil, err
		}
		if file == name {
			_, err = t.Parse(text)
		} else {
			_, err = t.New(file).Parse(text)
		}
		if err != nil {
			return nil, fmt.Errorf("%s %s cannot be read: %w", whose, file, err)
		}
	}
	return t, nil
}

var blankLines = regexp.MustCompile(`\n[ \t]*\n(?:[ \t]*\n)+`)

// fill writes a template with its data as Markdown, with at most one blank
// line between blocks.
func fill(firm map[string]string, name string, data *TemplateData) (string, error) {
	t, err := parseTemplate(firm, name)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	if err := t.Execute(&out, data); err != nil {
		return "", fmt.Errorf("the template %s cannot be filled: %w", name, err)
	}
	return strings.TrimSpace(blankLines.ReplaceAllString(out.String(), "\n\n")) + "\n", nil
}

// entity is what Markdown reads as a character by name or number.
var entity = regexp.MustCompile(`^&(#[0-9xX]|[a-zA-Z])`)

// plainText makes text that came as data stand as it is in a line of
// Markdown: in one line, with every character escaped that Markdown reads.
func plainText(s string) string {
	s = oneLine(visible(s))
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_[]<>", r),
			r == '&' && entity.MatchString(s[i:]),
			i == 0 && strings.ContainsRune("+-=#~|!", r),
			(r == '.' || r == ')') && i > 0 && strings.Trim(s[:i], "0123456789") == "":
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
