package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"text/template"

	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// skeletonFiles are the templates of what init writes. They hold no result
// and no figure: data files have a header and no row.
//
//go:embed skeleton
var skeletonFiles embed.FS

// skeleton returns the files of a new program by their paths. A report as of
// a date has no tests of operation, so that it needs no populations either; a
// SOC 1 begins with one control objective.
func skeleton(a *answers) map[string]string {
	rules := a.rules()
	files := map[string]string{
		"engagement.yaml":                 fill("engagement.yaml", a),
		"README.md":                       fill("README.md", a),
		"management/controls/change.yaml": fill("control-change.yaml", a),
	}
	if rules.Objectives {
		files["management/objectives.yaml"] = fill("objectives.yaml", a)
		files["management/transactions.yaml"] = fill("transactions.yaml", a)
	} else {
		files["management/controls/access.yaml"] = fill("control-access.yaml", a)
	}
	if rules.Operation {
		files["management/populations/changes.yaml"] = fill("population-changes.yaml", a)
		files["data/changes.csv"] = "change_id,author_id,reviewer_id,approved_at,merged_at\n"
		files["practitioner/procedures/change.yaml"] = fill("procedure-change.yaml", a)
	}
	if rules.Operation && !rules.Objectives {
		files["management/populations/accounts.yaml"] = fill("population-accounts.yaml", a)
		files["data/accounts.csv"] = "account_id,person_id,second_factor\n"
		files["practitioner/procedures/access.yaml"] = fill("procedure-access.yaml", a)
	}
	for i, c := range catalog.DescriptionFor(rules) {
		files[fmt.Sprintf("management/description/%02d.md", i+1)] = fill("description.md", c)
	}
	return files
}

// fill fills in one template. It panics on a template that does not fit,
// which only a change of the repository can cause.
func fill(name string, data any) string {
	if a, ok := data.(*answers); ok {
		rules := a.rules()
		data = map[string]any{
			"Organization": a.organization, "System": a.system, "Report": a.report, "Type": a.reportType, "Period": rules.Period, "Operation": rules.Operation, "Objectives": rules.Objectives,
			"From": a.from, "To": a.to, "AsOf": a.asOf, "TimeZone": a.timeZone, "Categories": strings.Join(a.scope(), ", "),
		}
	}
	t := template.Must(template.New(name).Funcs(template.FuncMap{"quote": quoteYAML}).ParseFS(skeletonFiles, "skeleton/"+name))
	var out bytes.Buffer
	if err := t.Execute(&out, data); err != nil {
		panic(fmt.Sprintf("skeleton/%s: %v", name, err))
	}
	return out.String()
}

// quoteYAML writes text in double quotes; a JSON text is a YAML text.
func quoteYAML(s string) (string, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return "", err
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// nextSteps says what to do with the new program.
func nextSteps(dir string, a *answers) string {
	rules := a.rules()
	steps := []string{"Make the controls yours, in management/controls, and add those that are missing."}
	if rules.Objectives {
		steps = append([]string{"State the control objectives and the classes of transactions, in management: one of each is there to begin with."}, steps...)
	}
	if rules.Operation {
		data := "data/accounts.csv and data/changes.csv with exports of your own systems: they hold"
		if rules.Objectives {
			data = "data/changes.csv with an export of your own system: it holds"
		}
		steps = append([]string{"Replace " + data + " no rows yet."}, steps...)
	}
	steps = append(steps, "Write the sections of management/description: each says what it must tell.", "Run: tickmark check "+dir, "Run: tickmark examine "+dir)
	var b strings.Builder
	fmt.Fprintf(&b, "\nWhat to do next, in %s:\n", dir)
	for i, s := range steps {
		fmt.Fprintf(&b, "  %d. %s\n", i+1, s)
	}
	return b.String()
}
