package record

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// FieldOf returns the name that a column has in the source.
func FieldOf(c soc.Column) string {
	if c.From != "" {
		return c.From
	}
	return c.Name
}

// Declared returns the fields that the population's columns take from the
// source, in the order of the columns, each once. soc.RecordNumber is no field
// of the source.
func Declared(pop program.Population) []string {
	var fields []string
	for _, c := range pop.Columns {
		if f := FieldOf(c); f != soc.RecordNumber && !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	return fields
}

// Check compares the fields that a source has with the declared columns and
// the ignored fields. It returns an *Error that names every field that is
// missing, not declared, or there twice, and nil when they agree; an ignored
// field may be missing. line is where the source names its fields, or 0.
func Check(pop program.Population, fields []string, line int64) error {
	var faults, help []string
	seen := map[string]bool{}
	var unknown, double, unnamed []string
	declared := Declared(pop)
	for i, f := range fields {
		switch {
		case f == "":
			unnamed = append(unnamed, fmt.Sprint(i+1))
		case seen[f]:
			if !slices.Contains(double, f) {
				double = append(double, f)
			}
		case !slices.Contains(declared, f) && !slices.Contains(pop.Ignore, f):
			unknown = append(unknown, f)
		}
		seen[f] = true
	}
	var missing []string
	for _, f := range declared {
		if !seen[f] {
			missing = append(missing, f)
		}
	}
	if len(missing) > 0 {
		faults = append(faults, "the source has no field "+quoted(missing))
		hint := "check the spelling, or give the column its source name with from"
		if near := nearest(missing[0], unknown); near != "" {
			hint = fmt.Sprintf("if %q is meant, write from: %q on the column", near, near)
		}
		help = append(help, hint)
	}
	if len(unknown) > 0 {
		faults = append(faults, "no column declares the field "+quoted(unknown))
		help = append(help, "declare it as a column, or list it under ignore")
	}
	if len(double) > 0 {
		faults = append(faults, "more than one field is named "+quoted(double))
		help = append(help, "rename one in the export")
	}
	if len(unnamed) > 0 {
		faults = append(faults, "no name is given to field "+strings.Join(unnamed, ", "))
		help = append(help, "name every field in the export, or check the delimiter")
	}
	if len(faults) == 0 {
		return nil
	}
	return &Error{Line: line, Message: strings.Join(faults, "; "), Help: strings.Join(help, "; ")}
}

// nearest returns the unknown field that differs from name only in case,
// spaces and punctuation, or "".
func nearest(name string, unknown []string) string {
	fold := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(" _-.\ufeff", r) {
				return -1
			}
			return r
		}, strings.ToLower(s))
	}
	for _, u := range unknown {
		if fold(u) == fold(name) {
			return u
		}
	}
	return ""
}

func quoted(names []string) string {
	const most = 8
	q := make([]string, 0, len(names))
	for i, n := range names {
		if i == most {
			q = append(q, fmt.Sprintf("and %d more", len(names)-most))
			break
		}
		q = append(q, Excerpt(n))
	}
	return strings.Join(q, ", ")
}
