package program

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

func readCUECs(l *loader, f *file) {
	for _, n := range l.readFile(f, cuecsShape, "the file").list("cuecs") {
		c := soc.CUEC{ID: n.value("id"), Statement: n.value("statement"), Criteria: n.values("criteria"),
			Objectives: n.values("objectives"), Commitments: n.values("commitments")}
		by := "the complementary user entity control " + c.ID
		l.useYardstick(n, by, true)
		l.useAll(commitments, n, "commitments", by)
		l.once("complementary user entity control", c.ID, n)
		l.onceStated(c.Statement, n)
		l.program.CUECs = append(l.program.CUECs, c)
	}
}

func readUserResponsibilities(l *loader, f *file) {
	for _, n := range l.readFile(f, userResponsibilitiesShape, "the file").list("user_responsibilities") {
		r := soc.UserResponsibility{ID: n.value("id"), Statement: n.value("statement")}
		l.once("user responsibility", r.ID, n)
		l.onceStated(r.Statement, n)
		l.program.UserResponsibilities = append(l.program.UserResponsibilities, r)
	}
}

// onceStated reports what users are told both as a condition and as advice.
func (l *loader) onceStated(statement string, n *node) {
	if statement == "" {
		return
	}
	key := "statement to users\x00" + strings.ToLower(strings.Join(strings.Fields(statement), " "))
	if line, twice := l.seen[key]; twice {
		l.fault(n.where("statement"), "keep it as a complementary control when a commitment depends on it, and as a responsibility when it is advice",
			"users are told the same twice: first in line %d", line)
		return
	}
	l.seen[key] = n.line
}

func readCommitments(l *loader, f *file) {
	if l.notSOC1(f, "commitments") {
		return
	}
	for _, n := range l.readFile(f, commitmentsShape, "the file").list("commitments") {
		c := soc.Commitment{ID: n.value("id"), Kind: n.value("kind"), Statement: n.value("statement"),
			Category: soc.Category(n.value("category")), Source: n.value("source")}
		l.declare(commitments, c.ID, n)
		if l.scope.categories != nil && c.Category != "" && !slices.Contains(l.scope.categories, c.Category) {
			l.fault(n.where("category"), "add it to the categories of engagement.yaml, or correct it", "the category %s is not in scope", c.Category)
		}
		l.program.Commitments = append(l.program.Commitments, c)
	}
}

func readIncidents(l *loader, f *file) {
	root := l.readFile(f, incidentsShape, "the file")
	l.program.IncidentRegister = root.value("register")
	if all := root.get("incidents"); all != nil && len(all.items) == 0 && !root.has("register") {
		l.fault(all, "add register: where incidents were looked for, by which role, and when", "that there was no incident must rest on something")
	}
	for _, n := range root.list("incidents") {
		i := soc.SystemIncident{ID: n.value("id"), Date: date(n.get("date")), Summary: n.value("summary"),
			Disclose: n.value("disclose") == "true", Reason: n.value("reason"),
			Effect: n.value("effect"), Disposition: n.value("disposition"), Reviewer: n.value("reviewer")}
		l.once("incident", i.ID, n)
		l.program.Incidents = append(l.program.Incidents, i)
	}
}

func readResponses(l *loader, f *file) {
	for _, n := range l.readFile(f, responsesShape, "the file").list("responses") {
		r := soc.ManagementResponse{Control: n.value("control"), Text: n.value("text")}
		l.once("response to the control", r.Control, n)
		l.use(controls, n.get("control"), "the response")
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

// readTemplate keeps a template of the firm as it is: whoever writes the
// report knows which ones there are.
func readTemplate(l *loader, f *file) {
	if !l.text(f) {
		return
	}
	if l.program.Templates == nil {
		l.program.Templates = map[string]string{}
	}
	l.program.Templates[path.Base(f.path)] = string(f.data)
}

func readPlan(l *loader, f *file) {
	root := l.readFile(f, planShape, "the plan")
	plan := soc.Plan{Materiality: root.value("materiality"), TolerableRate: root.value("tolerable_rate"), ExpectedRate: root.value("expected_rate"),
		QualityReview: soc.QualityReviewPolicy(root.value("quality_review"))}
	plan.RetentionYears, _ = strconv.Atoi(root.value("retention_years")) // its shape lets nothing but a number through
	for _, n := range root.list("risks") {
		r := soc.Risk{ID: n.value("id"), Statement: n.value("statement"), Controls: n.values("controls")}
		l.once("risk", r.ID, n)
		l.useAll(controls, n, "controls", "the risk "+r.ID)
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

// declare is once for a thing that others name.
func (l *loader) declare(t thing, id string, n *node) {
	if id == "" {
		l.incomplete[t.files] = true
		return
	}
	l.once(t.singular, id, n)
}
