package program

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

const inclusive = "inclusive"

// supplierTest reads the decision whether a supplier is a subservice
// organization; nil for none.
func supplierTest(n *node) *soc.SupplierTest {
	if n == nil {
		return nil
	}
	return &soc.SupplierTest{
		Relevant: n.value("relevant") == "true", Necessary: n.value("necessary") == "true",
		MonitoringSuffices: n.value("monitoring_suffices") == "true", Reason: n.value("reason"), DecidedBy: n.value("decided_by"),
	}
}

// testIsWhole reports whether every answer of a test could be read.
func testIsWhole(n *node) bool {
	return n.get("relevant") != nil && n.get("necessary") != nil && n.get("monitoring_suffices") != nil
}

func (l *loader) checkSubservices(n *node, e *soc.Engagement) {
	l.scope.subservices = map[string]string{}
	for i, s := range n.list("subservice_organizations") {
		org := e.SubserviceOrganizations[i]
		by := "the subservice organization " + org.Name
		l.useYardstick(s, by, false)
		l.useAll(controls, s, "monitoring", by)
		if org.Test != nil && testIsWhole(s.get("test")) && !org.Test.Subservice() {
			l.fault(s.where("test"), "move it to vendors.yaml, or correct the test: it must be relevant and necessary, and monitoring must not suffice",
				"by its test, %s is a vendor and not a subservice organization", quoted(org.Name))
		}
		if _, twice := l.scope.subservices[org.Name]; twice && org.Name != "" {
			l.fault(s.where("name"), "remove one of the two", "the subservice organization %s occurs twice", quoted(org.Name))
			continue
		}
		l.scope.subservices[org.Name] = org.Method
	}
}

// included reports an organization that is named as included and is not.
func (l *loader) included(n *node, by string) {
	if n == nil || l.scope.subservices == nil {
		return
	}
	switch method, known := l.scope.subservices[n.text]; {
	case !known:
		l.fault(n, "add it to subservice_organizations in engagement.yaml, or correct the name", "%s belongs to %s, which is no subservice organization", by, quoted(n.text))
	case method != inclusive && method != "":
		l.fault(n, "write what is expected of it in csocs.yaml, or make its method inclusive", "%s belongs to %s, which is carved out", by, quoted(n.text))
	}
}

func readVendors(l *loader, f *file) {
	for _, n := range l.readFile(f, vendorsShape, "the file").list("vendors") {
		v := soc.Vendor{Name: n.value("name"), Services: n.value("services"), Test: supplierTest(n.get("test"))}
		l.once("vendor", v.Name, n)
		if _, known := l.scope.subservices[v.Name]; known && v.Name != "" {
			l.fault(n.where("name"), "keep it in one of the two", "%s is a subservice organization in engagement.yaml and a vendor here", quoted(v.Name))
		}
		if v.Test != nil && testIsWhole(n.get("test")) && v.Test.Subservice() {
			l.fault(n.where("test"), "move it to subservice_organizations in engagement.yaml, or correct the test", "by its test, %s is a subservice organization and not a vendor", quoted(v.Name))
		}
		l.program.Vendors = append(l.program.Vendors, v)
	}
}

func readCSOCs(l *loader, f *file) {
	for _, n := range l.readFile(f, csocsShape, "the file").list("csocs") {
		c := soc.CSOC{ID: n.value("id"), Organization: n.value("organization"), Statement: n.value("statement"),
			Criteria: n.values("criteria"), Objectives: n.values("objectives")}
		l.useYardstick(n, "the complementary subservice organization control "+c.ID, true)
		l.once("complementary subservice organization control", c.ID, n)
		l.program.CSOCs = append(l.program.CSOCs, c)
		method, known := l.scope.subservices[c.Organization]
		switch {
		case l.scope.subservices == nil || c.Organization == "":
		case !known:
			l.fault(n.where("organization"), "add it to subservice_organizations in engagement.yaml, or correct the name", "there is no subservice organization %s", quoted(c.Organization))
		case method == inclusive:
			l.fault(n.where("organization"), "describe its controls as controls, or carve it out", "%s is included, so its controls are described and tested, not assumed", quoted(c.Organization))
		}
	}
}

func readSubserviceReports(l *loader, f *file) {
	last := map[string]*node{}  // the last report of each organization
	broken := map[string]bool{} // organizations with a report whose time is not known
	for _, n := range l.readFile(f, subserviceReportsShape, "the file").list("subservice_reports") {
		r := soc.SubserviceReport{
			Organization: n.value("organization"), Report: soc.ReportKind(n.value("report")), Type: integer(n.get("type")),
			Period: soc.Period{From: date(n.get("period").get("from")), To: date(n.get("period").get("to"))}, AsOf: date(n.get("as_of")),
			Scope: n.value("scope"), Opinion: soc.OpinionKind(n.value("opinion")), OpinionEffect: n.value("opinion_effect"),
			Deviations: n.value("deviations"), Gap: n.value("gap"), ReviewedBy: n.value("reviewed_by"), ReviewedOn: date(n.get("reviewed_on")),
		}
		for _, c := range n.list("cuecs") {
			r.CUECs = append(r.CUECs, soc.MappedCUEC{CUEC: c.value("cuec"), Control: c.value("control"), Reason: c.value("reason")})
			l.use(controls, c.get("control"), "a control that "+printable(r.Organization)+" assumes of us")
			if c.has("control") == c.has("reason") {
				l.fault(c, "write control: the id of ours that it is; or reason: why none is needed", "one of control and reason must be given for a control that is assumed of us")
			}
		}
		if _, known := l.scope.subservices[r.Organization]; l.scope.subservices != nil && !known && r.Organization != "" {
			l.fault(n.where("organization"), "add it to subservice_organizations in engagement.yaml, or correct the name", "there is no subservice organization %s", quoted(r.Organization))
		} else if r.Organization != "" {
			last[r.Organization] = n
		}
		if r.Opinion != "" && r.Opinion != soc.Unmodified && !n.has("opinion_effect") {
			l.fault(n.where("opinion"), "add opinion_effect: what that means for the system", "the opinion is %s, and nothing says what that means here", r.Opinion)
		}
		if !l.checkReportTime(n, &r) {
			broken[r.Organization] = true
		}
		l.program.SubserviceReports = append(l.program.SubserviceReports, r)
	}
	for name, n := range last {
		if !broken[name] {
			l.checkGap(name, n)
		}
	}
}

// checkReportTime reports a report of a supplier whose kind, type and time do
// not go together, and returns whether they do.
func (l *loader) checkReportTime(n *node, r *soc.SubserviceReport) bool {
	if n.get("report") == nil {
		return false
	}
	rules, err := soc.RulesOf(r.Report, r.Type)
	if err != nil {
		l.fault(n.where("type"), "write the type that its cover names", "%s", err)
		return false
	}
	if r.Report == soc.SOC3 {
		r.Type = 0
	}
	want, other := "period", "as_of"
	if !rules.Period {
		want, other = other, want
	}
	const help = "give the period of a type 2 or SOC 3, and as_of of a type 1"
	switch {
	case !n.has(want):
		l.fault(n, help, "the report has no %s", want)
	case n.has(other):
		l.fault(n.entry(other).key, help, "the report has %s beside %s", other, want)
	case rules.Period && !r.Period.From.IsZero() && r.Period.To.Before(r.Period.From) && !r.Period.To.IsZero():
		l.fault(n.get("period").where("to"), "exchange the two, or correct the year", "the period ends on %s, before it begins on %s", r.Period.To, r.Period.From)
	default:
		return !rules.Period || !r.Period.Empty()
	}
	return false
}

// checkGap reports days of the period that no report of an organization
// covers, when nothing says how they are covered.
func (l *loader) checkGap(name string, n *node) {
	said := false
	for _, r := range l.program.SubserviceReports {
		said = said || r.Organization == name && r.Gap != ""
	}
	cover := soc.SubserviceCoverage(l.scope.period, name, l.program.SubserviceReports)
	if said || cover.Missing() == 0 {
		return
	}
	var gaps []string
	for _, g := range cover.Gaps {
		gaps = append(gaps, fmt.Sprintf("%s to %s", g.From, g.To))
	}
	l.fault(n, "add gap: how those days are covered, such as a letter of its management or our own monitoring",
		"the reports of %s cover %d of the %d days that are examined, not %s", quoted(name), cover.Covered, cover.Days, strings.Join(gaps, " and "))
}
