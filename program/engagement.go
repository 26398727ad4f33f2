package program

import (
	"errors"
	"io/fs"
	"strconv"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

// maxPeriodDays bounds a period: a longer one is a mistake in a year.
const maxPeriodDays = 3653

// scope is what engagement.yaml says that other files are checked against.
type scope struct {
	categories  []soc.Category    // nil: not known
	period      soc.Period        // of a type 1, its one day; no day: not known
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
			Objectives: s.values("objectives"), Test: supplierTest(s.get("test")), Monitoring: s.values("monitoring"),
		})
	}
	p := n.get("practitioner")
	e.Practitioner = soc.Firm{Name: p.value("name"), City: p.value("city"), State: p.value("state"), Licence: soc.Licence{
		Jurisdiction: p.get("licence").value("jurisdiction"), Number: p.get("licence").value("number"),
	}}
	e.Example = n.value("example") == "true"

	l.readRules(n, e)
	l.checkCategories(n, e)
	l.checkTime(n, e)
	l.checkCalendar(n, e)
	l.checkSubservices(n, e)
	l.program.Parameters = l.parameters
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
