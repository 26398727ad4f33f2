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

// skeleton returns the files of a new program by their paths.
func skeleton(a *answers) map[string]string {
	files := map[string]string{
		"engagement.yaml":                      fill("engagement.yaml", a),
		"README.md":                            fill("README.md", a),
		"management/controls/access.yaml":      fill("control-access.yaml", a),
		"management/populations/accounts.yaml": fill("population-accounts.yaml", a),
		"data/accounts.csv":                    "account_id,person_id,second_factor\n",
		"practitioner/procedures/access.yaml":  fill("procedure-access.yaml", a),
	}
	if a.type2() {
		files["management/controls/change.yaml"] = fill("control-change.yaml", a)
		files["management/populations/changes.yaml"] = fill("population-changes.yaml", a)
		files["data/changes.csv"] = "change_id,author_id,reviewer_id,approved_at,merged_at\n"
		files["practitioner/procedures/change.yaml"] = fill("procedure-change.yaml", a)
	}
	for _, c := range catalog.DescriptionCriteria(int(a.reportType[0] - '0')) {
		number := strings.TrimPrefix(c.ID, "DC ")
		files[fmt.Sprintf("management/description/0%s.md", number)] = fill("description.md", map[string]string{
			"ID": c.ID, "Title": descriptionTitles[c.ID], "Text": c.Text,
		})
	}
	return files
}

var descriptionTitles = map[string]string{
	"DC 1": "Services provided",
	"DC 2": "Principal service commitments and system requirements",
	"DC 3": "Components of the system",
	"DC 4": "System incidents",
	"DC 5": "Criteria and related controls",
	"DC 6": "Complementary user entity controls",
	"DC 7": "Subservice organizations",
	"DC 8": "Criteria that are not relevant",
	"DC 9": "Significant changes during the period",
}

// fill fills in one template. It panics on a template that does not fit,
// which only a change of the repository can cause.
func fill(name string, data any) string {
	if a, ok := data.(*answers); ok {
		data = map[string]any{
			"Organization": a.organization, "System": a.system, "Report": a.report, "Type": a.reportType, "Type2": a.type2(),
			"From": a.from, "To": a.to, "AsOf": a.asOf, "TimeZone": a.timeZone, "Categories": strings.Join(a.categories, ", "),
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
	data := "data/accounts.csv"
	if a.type2() {
		data += " and data/changes.csv"
	}
	return fmt.Sprintf(`
What to do next, in %[1]s:
  1. Replace %[2]s with exports of your own systems: they hold no rows yet.
  2. Make the controls yours, in management/controls, and add those that are missing.
  3. Write the sections of management/description: each says what it must tell.
  4. Run: tickmark check %[1]s
  5. Run: tickmark examine %[1]s
`, dir, data)
}
