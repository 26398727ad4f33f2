package program

import (
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

func readCUECs(l *loader, f *file) {
	for _, n := range l.readFile(f, cuecsShape, "the file").list("cuecs") {
		c := soc.CUEC{ID: n.value("id"), Statement: n.value("statement"), Criteria: n.values("criteria")}
		l.useCriteria(n, "the complementary user entity control "+c.ID)
		l.once("complementary user entity control", c.ID, n)
		l.program.CUECs = append(l.program.CUECs, c)
	}
}

func readCSOCs(l *loader, f *file) {
	for _, n := range l.readFile(f, csocsShape, "the file").list("csocs") {
		c := soc.CSOC{ID: n.value("id"), Organization: n.value("organization"), Statement: n.value("statement"), Criteria: n.values("criteria")}
		l.useCriteria(n, "the complementary subservice organization control "+c.ID)
		l.once("complementary subservice organization control", c.ID, n)
		l.program.CSOCs = append(l.program.CSOCs, c)
		method, known := l.scope.subservices[c.Organization]
		switch {
		case l.scope.subservices == nil || c.Organization == "":
		case !known:
			l.fault(n.where("organization"), "add it to subservice_organizations in engagement.yaml, or correct the name", "there is no subservice organization %s", quoted(c.Organization))
		case method == "inclusive":
			l.fault(n.where("organization"), "describe its controls as controls, or carve it out", "%s is included, so its controls are described and tested, not assumed", quoted(c.Organization))
		}
	}
}

func readVendors(l *loader, f *file) {
	for _, n := range l.readFile(f, vendorsShape, "the file").list("vendors") {
		v := soc.Vendor{Name: n.value("name"), Services: n.value("services")}
		l.once("vendor", v.Name, n)
		if _, known := l.scope.subservices[v.Name]; known && v.Name != "" {
			l.fault(n.where("name"), "keep it in one of the two", "%s is a subservice organization in engagement.yaml and a vendor here", quoted(v.Name))
		}
		l.program.Vendors = append(l.program.Vendors, v)
	}
}

func readCommitments(l *loader, f *file) {
	for _, n := range l.readFile(f, commitmentsShape, "the file").list("commitments") {
		c := soc.Commitment{ID: n.value("id"), Kind: n.value("kind"), Statement: n.value("statement"),
			Category: soc.Category(n.value("category")), Source: n.value("source")}
		l.once("commitment", c.ID, n)
		if l.scope.categories != nil && c.Category != "" && !slices.Contains(l.scope.categories, c.Category) {
			l.fault(n.where("category"), "add it to the categories of engagement.yaml, or correct it", "the category %s is not in scope", c.Category)
		}
		l.program.Commitments = append(l.program.Commitments, c)
	}
}

func readIncidents(l *loader, f *file) {
	for _, n := range l.readFile(f, incidentsShape, "the file").list("incidents") {
		i := soc.SystemIncident{ID: n.value("id"), Date: date(n.get("date")), Summary: n.value("summary"),
			Disclose: n.value("disclose") == "true", Reason: n.value("reason")}
		l.once("incident", i.ID, n)
		l.program.Incidents = append(l.program.Incidents, i)
	}
}

func readResponses(l *loader, f *file) {
	for _, n := range l.readFile(f, responsesShape, "the file").list("responses") {
		r := soc.ManagementResponse{Control: n.value("control"), Text: n.value("text")}
		l.once("response to the control", r.Control, n)
		l.useControl(n.get("control"), "the response")
		l.program.Responses = append(l.program.Responses, r)
	}
}

func readAssertion(l *loader, f *file) {
	if !l.text(f) {
		return
	}
	markdown := strings.Join(f.lines, "\n")
	if strings.TrimSpace(markdown) == "" {
		l.faultAt(f, 0, 0, "write the assertion, or remove the file until there is one", "the assertion is empty")
		return
	}
	l.program.Assertion = markdown
}

func readPlan(l *loader, f *file) {
	root := l.readFile(f, planShape, "the plan")
	plan := soc.Plan{Materiality: root.value("materiality"), TolerableRate: root.value("tolerable_rate"), ExpectedRate: root.value("expected_rate")}
	for _, n := range root.list("risks") {
		r := soc.Risk{ID: n.value("id"), Statement: n.value("statement"), Controls: n.values("controls")}
		l.once("risk", r.ID, n)
		for _, c := range n.list("controls") {
			l.useControl(c, "the risk "+r.ID)
		}
		plan.Risks = append(plan.Risks, r)
	}
	for _, n := range root.list("team") {
		plan.Team = append(plan.Team, soc.TeamMember{Role: n.value("role"), Competence: n.value("competence")})
	}
	l.program.Plan = plan
}

// once reports the second item of a kind with the same id.
func (l *loader) once(what, id string, n *node) {
	if id == "" {
		return
	}
	key := what + "\x00" + strings.ToLower(id)
	if line, twice := l.seen[key]; twice {
		l.fault(n, "remove one of the two, or give it another name", "the %s %s occurs twice: first in line %d", what, quoted(id), line)
		return
	}
	l.seen[key] = n.line
}

// useControl notes that a control is named, to be checked once all are read.
func (l *loader) useControl(n *node, by string) {
	if n != nil {
		l.controlUses = append(l.controlUses, controlUse{n, by})
	}
}

// controlUse is a place where a control is named.
type controlUse struct {
	node *node
	by   string
}
