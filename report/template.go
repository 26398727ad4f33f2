package report

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
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

// TemplateNames lists the files that a firm's folder of templates may hold:
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

// CheckTemplates returns an error that names a file of a firm's folder that
// is no template of TemplateNames, or that cannot be read as one. A folder
// that is not there has nothing wrong with it.
func CheckTemplates(folder fs.FS) error {
	entries, err := fs.ReadDir(folder, ".")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the firm's templates: %w", err)
	}
	names := TemplateNames()
	for _, e := range entries {
		if !slices.Contains(names, e.Name()) {
			return fmt.Errorf("the firm's template %s has no use: the files are %s", e.Name(), strings.Join(names, ", "))
		}
		if _, err := parseTemplate(Options{Templates: folder}, e.Name()); err != nil {
			return err
		}
	}
	return nil
}

// maxTemplate is how long a template may be.
const maxTemplate = 1 << 20

// readTemplate reads a template: the firm's, or ours when the firm has none
// of that name.
func readTemplate(opt Options, name string) (text, whose string, err error) {
	if opt.Templates != nil {
		data, err := fs.ReadFile(opt.Templates, name)
		switch {
		case err == nil && len(data) > maxTemplate:
			return "", "", fmt.Errorf("the firm's template %s is longer than 1 MiB", name)
		case err == nil:
			return string(data), "the firm's template", nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", "", fmt.Errorf("read the firm's template %s: %w", name, err)
		}
	}
	data, err := embedded.ReadFile("templates/" + name)
	if err != nil {
		return "", "", fmt.Errorf("there is no template %s: %w", name, err)
	}
	return string(data), "the template", nil
}

func parseTemplate(opt Options, name string) (*template.Template, error) {
	t := template.New(name).Option("missingkey=error")
	for _, file := range []string{sharedTemplate, name} {
		text, whose, err := readTemplate(opt, file)
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
func fill(opt Options, name string, data *TemplateData) (string, error) {
	t, err := parseTemplate(opt, name)
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
