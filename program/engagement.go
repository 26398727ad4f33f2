package program

import (
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// maxPeriodDays bounds a period: a longer one is a mistake in a year.
const maxPeriodDays = 3653

// scope is what engagement.yaml says that other files are checked against.
type scope struct {
	categories  []soc.Category    // nil: not known
	reportType  int               // 0: not known
	subservices map[string]string // method by name; nil: not known
}

// readRoot parses engagement.yaml and reads the parameters that it declares.
// It returns nil after reporting why there is none.
func (l *loader) readRoot() *node {
	l.engagementFile = &file{path: engagementPath, party: soc.Management}
	if _, err := fs.Stat(l.fsys, engagementPath); errors.Is(err, fs.ErrNotExist) {
		l.wholeFile(engagementPath, "name the folder of a program, or write a new one with: tickmark init DIR", "the folder is not a program: it has no engagement.yaml")
		return nil
	}
	f := l.open(engagementPath, soc.Management)
	if f == nil {
		return nil
	}
	l.engagementFile = f
	root := l.parse(f)
	if root == nil {
		return nil
	}
	l.readParameters(root)
	l.check(root, engagementShape, "the engagement")
	return root
}

func (l *loader) readEngagement(n *node) {
	if n == nil {
		return
	}
	e := &l.program.Engagement
	e.Report = soc.ReportKind(n.value("report"))
	e.Type = integer(n.get("type"))
	e.AsOf = date(n.get("as_of"))
	e.Period = soc.Period{From: date(n.get("period").get("from")), To: date(n.get("period").get("to"))}
	e.TimeZone = n.value("time_zone")
	e.Weekend = n.values("weekend")
	if !n.has("weekend") {
		e.Weekend = []string{"saturday", "sunday"}
	}
	for _, h := range n.list("holidays") {
		e.Holidays = append(e.Holidays, soc.Holiday{Date: date(h.get("date")), Name: h.value("name")})
	}
	for _, c := range n.values("categories") {
		e.Categories = append(e.Categories, soc.Category(c))
	}
	o := n.get("service_organization")
	e.ServiceOrganization = soc.Organization{Name: o.value("name"), City: o.value("city"), State: o.value("state")}
	e.System = soc.System{Name: n.get("system").value("name"), Summary: n.get("system").value("summary")}
	for _, s := range n.list("subservice_organizations") {
		e.SubserviceOrganizations = append(e.SubserviceOrganizations, soc.SubserviceOrganization{
			Name: s.value("name"), Services: s.value("services"), Method: s.value("method"), Criteria: s.values("criteria"),
		})
		l.useCriteria(s, "the subservice organization "+s.value("name"))
	}
	p := n.get("practitioner")
	e.Practitioner = soc.Firm{Name: p.value("name"), City: p.value("city"), State: p.value("state"), Licence: soc.Licence{
		Jurisdiction: p.get("licence").value("jurisdiction"), Number: p.get("licence").value("number"),
	}}
	e.Example = n.value("example") == "true"

	l.checkReport(n, e)
	l.checkTime(n, e)
	l.checkCalendar(n, e)
	l.checkSubservices(n, e)
	l.program.Parameters = l.parameters
}

// checkReport compares the report, its type and its categories.
func (l *loader) checkReport(n *node, e *soc.Engagement) {
	l.scope.reportType = e.Type
	if e.Report == soc.SOC1 {
		l.fault(n.where("report"), "write soc2 or soc3", "a SOC 1 report is measured against control objectives, which this version does not read yet")
	}
	if e.Report == soc.SOC3 && e.Type == 1 {
		l.fault(n.where("type"), "write type: 2 and a period", "a SOC 3 report always covers a period")
	}
	if categories := n.get("categories"); categories != nil && len(e.Categories) == len(categories.items) {
		l.scope.categories = e.Categories
		if !slices.Contains(e.Categories, soc.Security) {
			l.fault(categories, "add security", "security is missing: its criteria are the common criteria, which every category builds on")
		}
	}
	slices.SortFunc(e.Categories, func(a, b soc.Category) int {
		return slices.Index(catalog.Categories(), a) - slices.Index(catalog.Categories(), b)
	})
}

// checkTime compares the period or the date with the type.
func (l *loader) checkTime(n *node, e *soc.Engagement) {
	period := n.get("period")
	switch {
	case e.Type == 2 && n.has("as_of"):
		l.fault(n.entry("as_of").key, "remove it, and write a period", "as_of belongs to type 1; a type 2 report covers a period")
	case e.Type == 1 && n.has("period"):
		l.fault(n.entry("period").key, "remove it, and write as_of", "period belongs to type 2; a type 1 report is as of one day")
	}
	if e.Type == 2 && !n.has("period") {
		l.fault(n, "add period: {from: 2026-04-01, to: 2026-06-30}", "a type 2 report needs a period")
	}
	if e.Type == 1 && !n.has("as_of") {
		l.fault(n, "add as_of: 2026-06-30", "a type 1 report needs the day that it is as of")
	}
	from, to := e.Period.From, e.Period.To
	if !from.IsZero() && !to.IsZero() {
		switch {
		case to.Before(from):
			l.fault(period.where("to"), "exchange the two, or correct the year", "the period ends on %s, before it begins on %s", to, from)
		case e.Period.Days() > maxPeriodDays:
			l.fault(period.where("to"), "correct the year", "the period has %d days; at most %d are read", e.Period.Days(), maxPeriodDays)
		}
	}
	if zone := n.get("time_zone"); zone != nil {
		l.checkZone(zone)
	}
}

// checkZone reports a time zone that is not known. "Local" would mean
// another zone on every machine.
func (l *loader) checkZone(n *node) {
	if _, err := time.LoadLocation(n.text); err != nil || n.text == "Local" {
		l.bad(n, "use an IANA name such as America/New_York, Europe/Zurich or UTC", "the time zone %s is not known", quoted(n.text))
	}
}

func (l *loader) checkCalendar(n *node, e *soc.Engagement) {
	if len(e.Weekend) >= len(weekdays) {
		l.fault(n.where("weekend"), "leave out the days on which people work", "the weekend takes the whole week, so there would be no business day")
	}
	seen := map[soc.Date]*node{}
	for _, h := range n.list("holidays") {
		d := date(h.get("date"))
		if first := seen[d]; first != nil && !d.IsZero() {
			l.fault(h.where("date"), "remove one of the two", "%s is a holiday twice: first in line %d", d, first.line)
		}
		seen[d] = h
	}
}

func (l *loader) checkSubservices(n *node, e *soc.Engagement) {
	l.scope.subservices = map[string]string{}
	for i, s := range e.SubserviceOrganizations {
		if _, twice := l.scope.subservices[s.Name]; twice && s.Name != "" {
			l.fault(n.list("subservice_organizations")[i].where("name"), "remove one of the two", "the subservice organization %s occurs twice", quoted(s.Name))
			continue
		}
		l.scope.subservices[s.Name] = s.Method
	}
}

// criterionUse is a place where a criterion is named.
type criterionUse struct {
	node *node
	by   string
}

// useCriteria notes the criteria of an item, to be checked once the
// categories are known.
func (l *loader) useCriteria(n *node, by string) {
	for _, c := range n.list("criteria") {
		l.criterions = append(l.criterions, criterionUse{c, by})
	}
}

// checkCriteria reports criteria that are unknown or out of scope.
func (l *loader) checkCriteria() {
	var ids []string
	for _, c := range catalog.Criteria() {
		ids = append(ids, c.ID)
	}
	for _, use := range l.criterions {
		c, ok := catalog.Criterion(use.node.text)
		if !ok {
			l.fault(use.node, criterionHelp(use.node.text, ids), "%s names the criterion %s, which there is not", use.by, quoted(use.node.text))
			continue
		}
		if l.scope.categories != nil && c.Category != soc.Security && !slices.Contains(l.scope.categories, c.Category) {
			l.fault(use.node, "add "+string(c.Category)+" to the categories of engagement.yaml, or remove the criterion",
				"%s names %s, which belongs to %s: that category is not in scope", use.by, c.ID, c.Category)
		}
	}
}

// criterionHelp names the criteria of the series that was meant.
func criterionHelp(id string, ids []string) string {
	var series []string
	for _, known := range ids {
		if catalog.Series(known) == catalog.Series(id) {
			series = append(series, known)
		}
	}
	if len(series) > 0 {
		return "the series " + catalog.Series(id) + " has " + strings.Join(series, ", ")
	}
	if s := suggest(id, ids); s != "" {
		return "did you mean " + s + "?"
	}
	return "the criteria are CC1.1 to CC9.2, A1.1 to A1.3, C1.1 to C1.2, PI1.1 to PI1.5 and P1.1 to P8.1"
}

// integer returns the whole number of a node that was checked; 0 for nil.
func integer(n *node) int {
	if n == nil {
		return 0
	}
	v, _ := strconv.Atoi(n.text) // checked to be one
	return v
}

// date returns the day of a node that was checked; the zero Date for nil.
func date(n *node) soc.Date {
	if n == nil || n.bad {
		return soc.Date{}
	}
	d, _ := soc.ParseDate(n.text) // checked to be one
	return d
}
