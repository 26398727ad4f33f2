// Package catalog holds the criteria that an examination is measured against:
// the 61 trust services criteria of 2017 (points of focus as revised in 2022)
// and the criteria for the description of the system, by kind of report.
//
// Every text is our own paraphrase; identifiers and numbers are facts. Points
// of focus have no number of their own, and none is a requirement: no report
// may fail for want of one.
package catalog

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

//go:embed criteria.json
var criteriaJSON []byte

// entry is one criterion as criteria.json holds it.
type entry struct {
	soc.Criterion
	Mappings []Mapping `json:"mappings"`
}

var (
	entries = decode[entry](criteriaJSON, "criteria.json")
	index   = indexByID(entries)
)

// decode reads an embedded file. It panics on a file that does not fit, which
// only a change of the repository can cause, and which every test would show.
func decode[T any](data []byte, name string) []T {
	var list []T
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&list); err != nil {
		panic(fmt.Sprintf("soc/catalog/%s: %v", name, err))
	}
	return list
}

func indexByID(list []entry) map[string]int {
	m := make(map[string]int, len(list))
	for i, e := range list {
		m[e.ID] = i
	}
	return m
}

// Criteria returns the 61 criteria in catalog order: CC1.1 to CC9.2, then A,
// C, PI and P. The slice is the caller's; the points of focus are shared.
func Criteria() []soc.Criterion {
	list := make([]soc.Criterion, len(entries))
	for i, e := range entries {
		list[i] = e.Criterion
	}
	return list
}

// Criterion returns the criterion of that id, such as CC6.1, and whether
// there is one. Ids are matched exactly.
func Criterion(id string) (soc.Criterion, bool) {
	i, ok := index[id]
	if !ok {
		return soc.Criterion{}, false
	}
	return entries[i].Criterion, true
}

// InScope returns the criteria that an examination of these categories is
// measured against, in catalog order. The common criteria (security) are in
// scope whatever the categories are; each other category adds its own.
func InScope(categories []soc.Category) []soc.Criterion {
	var list []soc.Criterion
	for _, e := range entries {
		if e.Category == soc.Security || slices.Contains(categories, e.Category) {
			list = append(list, e.Criterion)
		}
	}
	return list
}

// Categories returns the five categories in catalog order.
func Categories() []soc.Category {
	return []soc.Category{soc.Security, soc.Availability, soc.Confidentiality, soc.ProcessingIntegrity, soc.Privacy}
}

// Index returns the place of a criterion in catalog order, and the number of
// criteria for an id that the catalog does not have, so that unknown ids sort
// last.
func Index(id string) int {
	if i, ok := index[id]; ok {
		return i
	}
	return len(entries)
}

// Less reports whether criterion a comes before b in catalog order; ids that
// the catalog does not have come last, in the order of their text.
func Less(a, b string) bool { return Compare(a, b) < 0 }

// Compare is Less for [slices.SortFunc].
func Compare(a, b string) int {
	if i, j := Index(a), Index(b); i != j {
		return i - j
	}
	return strings.Compare(a, b)
}

// Series returns the series that a criterion belongs to: CC6 for CC6.1.
func Series(id string) string {
	series, _, _ := strings.Cut(id, ".")
	return series
}
