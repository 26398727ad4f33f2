package procedure

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// plan is a procedure together with what it needs of the population that its
// items are taken from.
type plan struct {
	soc.Procedure
	source    *soc.Population // nil when the items are units of the calendar alone
	scopeKey  []string        // the key of a row of scope
	key       []string        // the key of an item
	date      string          // the column of scope that dates an item; "" for none
	dateType  soc.ColumnType
	inPeriod  bool // scope takes the rows dated within the bounds
	bounds    bounds
	rows      int64
	available []Population
}

// none is what a procedure writes in date to take rows whatever their date.
const none = "none"

// newPlan resolves the names of a procedure. A *stop says what is wrong with
// it; it is not run at all when its population could not be collected.
func newPlan(in Input) (*plan, error) {
	p := &plan{Procedure: in.Procedure, available: in.Populations}
	name := p.Population
	if p.Every != "" {
		name = p.ForEach
		p.scopeKey = []string{unitLabel}
		p.date, p.dateType = unitLast, soc.Day
		if !slices.Contains(soc.Units, p.Every) {
			return nil, stopped("every: %q is not a unit of the calendar", p.Every)
		}
	}
	if name == "" && p.Every == "" {
		return nil, stopped("The procedure names neither a population nor a unit of the calendar.")
	}
	if name != "" {
		i := slices.IndexFunc(in.Populations, func(q Population) bool { return q.Definition.Name == name })
		if i < 0 {
			return nil, &stop{status: soc.RunNotRun, reason: fmt.Sprintf("The population %s could not be collected, so that there is nothing to test.", name)}
		}
		p.source, p.rows = &in.Populations[i].Definition, in.Populations[i].Rows
		p.scopeKey = append(p.scopeKey, p.source.Key...)
	}
	var err error
	if p.bounds, err = boundsOf(p.Window, &in.Engagement); err != nil {
		return nil, err
	}
	if err := p.placeInPeriod(); err != nil {
		return nil, err
	}
	if len(p.scopeKey) == 0 {
		return nil, stopped("The population %s has no key, so that its items cannot be told apart.", name)
	}
	p.key = p.scopeKey
	if len(p.Key) > 0 {
		p.key = p.Key
	}
	return p, p.checkNames()
}

// placeInPeriod finds the column that dates a row of scope.
func (p *plan) placeInPeriod() error {
	if p.Every != "" {
		if p.source != nil {
			for _, c := range []string{unitLabel, unitFirst, unitLast} {
				if p.source.Column(c) != nil {
					return stopped("The population %s has a column %s, which is the name of a column of the calendar's units.", p.source.Name, c)
				}
			}
		}
		return nil
	}
	p.date = p.DateColumn
	if p.date == "" {
		p.date = p.source.DateColumn
	}
	if p.date == none || p.date == "" {
		p.date = ""
		return nil
	}
	column := p.source.Column(p.date)
	if column == nil || (column.Type != soc.Day && column.Type != soc.Timestamp) {
		return stopped("date names %s, which is not a date or timestamp column of the population %s.", p.date, p.source.Name)
	}
	p.dateType, p.inPeriod = column.Type, true
	return nil
}

// checkNames refuses what would give two columns of the result one name. SQL
// takes names that differ in case only for the same.
func (p *plan) checkNames() error {
	var attributes []string
	for _, a := range p.Attributes {
		attributes = append(attributes, a.ID)
		if (a.Pass == "") == (a.Inspect == "") {
			return stopped("Attribute %s must have either pass or inspect.", a.ID)
		}
	}
	for _, sql := range p.written() {
		if ownTable.MatchString(sql) {
			return stopped("There is no table %s: a test reads the sealed populations and its own scope.", resultTable)
		}
	}
	if len(attributes) == 0 {
		return stopped("The procedure has no attributes.")
	}
	for _, part := range []struct {
		what  string
		names []string
	}{{"attribute", attributes}, {"column in key", p.key}, {"column in show", p.Show}} {
		seen := map[string]bool{}
		for _, n := range part.names {
			if seen[strings.ToLower(n)] {
				return stopped("The %s %s is there twice.", part.what, n)
			}
			seen[strings.ToLower(n)] = true
		}
	}
	return nil
}

// written returns the SQL that the author of the procedure wrote.
func (p *plan) written() []string {
	all := []string{p.Where, p.Items}
	for _, a := range p.Attributes {
		all = append(all, a.Applies, a.Pass)
	}
	return all
}

// ownTable finds the runner's table of results in SQL. On a session that
// performs several procedures it would be the result of the one before.
var ownTable = regexp.MustCompile(`(?i)(^|[^a-z0-9_])` + resultTable + `\b`)

// stop is why a run did not happen or is not complete. It is a result, not an
// error of the program: reason holds no data, problems may.
type stop struct {
	status   soc.RunStatus
	reason   string
	problems []string
}

// Error returns the reason.
func (s *stop) Error() string { return s.reason }

func stopped(format string, args ...any) *stop {
	return &stop{status: soc.RunIncomplete, reason: fmt.Sprintf(format, args...)}
}
