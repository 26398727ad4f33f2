package program

import (
	"strings"
	"testing"
)

// withParameters is an engagement that takes its period from the command line.
var withParameters = strings.Replace(minimal["engagement.yaml"], "period: {from: 2026-04-01, to: 2026-06-30}\n", `period:
  from: ${from}
  to: "${to}"
parameters:
  from: {description: First day, required: true}
  to: {description: Last day, default: 2026-06-30}
  repository: {description: Path, default: .}
`, 1)

var withRepository = `name: p
title: Commits of ${repository}
definition: One row for each commit.
rows: snapshot
key: [x]
source: {git: {repository: "${repository}", branch: main}}
columns: {x: text, y: text}
`

func TestParametersAreReplaced(t *testing.T) {
	p, err := loadMap(t, map[string]string{"engagement.yaml": withParameters, "management/populations/p.yaml": withRepository},
		Options{Parameters: map[string]string{"from": "2026-01-01", "repository": "/srv/repo.git"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Engagement.Period.String(); got != "January 1, 2026 to June 30, 2026" {
		t.Errorf("the period is %s", got)
	}
	if got := p.Populations[0].Source.Git.Repository; got != "/srv/repo.git" {
		t.Errorf("the repository is %s", got)
	}
	if got := p.Populations[0].Title; got != "Commits of /srv/repo.git" {
		t.Errorf("the title is %s", got)
	}
}

func TestParameterFaults(t *testing.T) {
	for name, test := range map[string]struct {
		parameters map[string]string
		want       string
	}{
		"a required one is not set":          {nil, "engagement.yaml:7:3: the parameter from needs a value"},
		"one is not declared":                {map[string]string{"from": "2026-01-01", "repo": "x"}, `the parameter "repo" is set, but the program declares none of that name`},
		"a value does not fit":               {map[string]string{"from": "January"}, `engagement.yaml:4:9: from is not a day: "January"`},
		"a value leads out of the folder":    {map[string]string{"from": "2026-01-01", "repository": "../x"}, "give an absolute path"},
		"a value holds a line end":           {map[string]string{"from": "2026-01-01", "repository": "a\nb"}, "characters that are not text"},
		"a value does not name a parameter":  {map[string]string{"from": "${to}"}, `from is not a day: "${to}"`},
		"a value ends a period that is none": {map[string]string{"from": "2027-01-01"}, "the period ends on 2026-06-30, before it begins"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadMap(t, map[string]string{"engagement.yaml": withParameters, "management/populations/p.yaml": withRepository}, Options{Parameters: test.parameters})
			wantFault(t, err, test.want)
		})
	}
}

// An absolute path is the choice of the person who runs the program. What the
// program itself writes around it must not lead elsewhere.
func TestOnlyAParameterGivesAnAbsolutePath(t *testing.T) {
	for written, want := range map[string]string{
		"${repository}":         "/srv/repo",
		"${repository}/sub":     "/srv/repo/sub",
		"${repository}/../etc":  "",
		"/etc/${repository}":    "",
		"${repository}/../../x": "",
		"data${repository}":     "data/srv/repo",
	} {
		population := strings.Replace(withRepository, `"${repository}"`, `"`+written+`"`, 1)
		p, err := loadMap(t, map[string]string{"engagement.yaml": withParameters, "management/populations/p.yaml": population},
			Options{Parameters: map[string]string{"from": "2026-01-01", "repository": "/srv/repo"}})
		if want == "" {
			wantFault(t, err, "is absolute: a program names what is inside its folder")
			continue
		}
		if err != nil || p.Populations[0].Source.Git.Repository != want {
			t.Errorf("%s: %v, %v", written, p, err)
		}
	}
}
