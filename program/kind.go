package program

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// readRules finds the rules of the report's kind and type. They stay unknown
// when the engagement does not name a kind that there is.
func (l *loader) readRules(n *node, e *soc.Engagement) {
	kind := n.get("report")
	if kind == nil {
		return
	}
	written := n.get("type")
	if e.Report == soc.SOC3 {
		rules, err := soc.RulesOf(soc.SOC3, e.Type)
		if err != nil && written != nil {
			l.fault(written, "remove type, and write a period", "%s", err)
			rules, _ = soc.RulesOf(soc.SOC3, 0)
		}
		e.Type = 0
		l.rules = &rules
		return
	}
	if !n.has("type") {
		l.fault(n, "add type: 1 (as of a date) or 2 (over a period)", "the engagement has no type")
	}
	if written == nil {
		return
	}
	rules, err := soc.RulesOf(e.Report, e.Type)
	if err != nil {
		l.fault(written, "correct report or type", "%s", err)
		return
	}
	l.rules = &rules
}

// reportName names the report in a sentence about its time.
func (l *loader) reportName() string {
	if l.rules.Kind == soc.SOC3 {
		return "a SOC 3 report"
	}
	return fmt.Sprintf("a type %d report", l.rules.Type)
}

// checkCategories compares the categories with the kind of report.
func (l *loader) checkCategories(n *node, e *soc.Engagement) {
	categories := n.get("categories")
	switch {
	case l.rules == nil:
	case l.rules.Objectives && n.has("categories"):
		l.fault(n.entry("categories").key, "remove it, and state the objectives in management/objectives.yaml",
			"categories belong to SOC 2 and SOC 3; a SOC 1 report is measured against control objectives")
	case l.rules.Objectives:
	case !n.has("categories"):
		l.fault(n, "add categories: [security], and the others that are in scope", "the engagement has no categories")
	case categories != nil && len(e.Categories) == len(categories.items):
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
	if l.rules != nil {
		l.checkWhen(n)
	}
	from, to := e.Period.From, e.Period.To
	if !from.IsZero() && !to.IsZero() {
		period := n.get("period")
		switch {
		case to.Before(from):
			l.fault(period.where("to"), "exchange the two, or correct the year", "the period ends on %s, before it begins on %s", to, from)
		case e.Period.Days() > maxPeriodDays:
			l.fault(period.where("to"), "correct the year", "the period has %d days; at most %d are read", e.Period.Days(), maxPeriodDays)
		default:
			l.scope.period = e.Period
		}
	}
	if l.rules != nil && !l.rules.Period {
		l.scope.period = soc.Period{From: e.AsOf, To: e.AsOf}
	}
	if zone := n.get("time_zone"); zone != nil {
		l.checkZone(zone)
	}
}

// checkWhen reports a period where a day belongs, and the reverse.
func (l *loader) checkWhen(n *node) {
	switch {
	case l.rules.Period && n.has("as_of"):
		l.fault(n.entry("as_of").key, "remove it, and write a period", "as_of belongs to type 1; %s covers a period", l.reportName())
	case !l.rules.Period && n.has("period"):
		l.fault(n.entry("period").key, "remove it, and write as_of", "period belongs to type 2; a type 1 report is as of one day")
	}
	if l.rules.Period && !n.has("period") {
		l.fault(n, "add period: {from: 2026-04-01, to: 2026-06-30}", "%s needs a period", l.reportName())
	}
	if !l.rules.Period && !n.has("as_of") {
		l.fault(n, "add as_of: 2026-06-30", "a type 1 report needs the day that it is as of")
	}
}

// refuse reports a file that the kind of report does not have, and returns
// whether it does so.
func (l *loader) refuse(f *file, refused bool, help, message string) bool {
	if refused {
		l.wholeFile(f.path, help, "%s", message)
	}
	return refused
}

// onlySOC1 reports a file of control objectives in another kind of report.
func (l *loader) onlySOC1(f *file, what string) bool {
	return l.refuse(f, l.rules != nil && !l.rules.Objectives, "remove the file, or write report: soc1 in engagement.yaml",
		what+" belong to SOC 1; "+l.title()+" is measured against the trust services criteria")
}

// notSOC1 reports a file of the criteria in a SOC 1.
func (l *loader) notSOC1(f *file, what string) bool {
	return l.refuse(f, l.rules != nil && l.rules.Objectives, "remove the file, and state what is promised as control objectives",
		what+" belong to SOC 2 and SOC 3; a SOC 1 report is measured against control objectives")
}

func (l *loader) title() string {
	if l.rules == nil {
		return "the report"
	}
	return "a " + l.rules.Kind.Title() + " report"
}

// useYardstick notes what an item serves: criteria in SOC 2 and SOC 3,
// control objectives in SOC 1, never both. must says that it must serve one.
func (l *loader) useYardstick(n *node, by string, must bool) {
	if l.rules == nil {
		return
	}
	right, wrong, help := "criteria", "objectives", "add criteria: ids of the criteria that it serves."
	if l.rules.Objectives {
		right, wrong, help = "objectives", "criteria", "add objectives: ids of the control objectives that it serves."
	}
	switch {
	case n.has(wrong):
		yardstick := "the trust services criteria"
		if l.rules.Objectives {
			yardstick = "control objectives"
		}
		l.fault(n.entry(wrong).key, "write "+right+" in its place", "%s names %s, and %s is measured against %s", by, wrong, l.title(), yardstick)
	case must && n.kind == mapping && !n.has(right) && !misspelt(n, right):
		l.fault(n, help, "%s has no %s", strings.TrimSpace(by), right)
	}
	if l.rules.Objectives {
		l.useAll(objectives, n, "objectives", by)
		return
	}
	for _, c := range n.list("criteria") {
		l.criterions = append(l.criterions, use{c, by})
	}
}

// misspelt reports whether a key was reported that most likely means another.
func misspelt(n *node, key string) bool {
	return slices.ContainsFunc(n.entries, func(e entry) bool { return suggest(e.key.text, []string{key}) != "" })
}

// checkDescriptionCriterion reports a section of another kind of report.
func (l *loader) checkDescriptionCriterion(n *node, section soc.DescriptionSection) {
	if l.rules == nil || section.Criterion == "" {
		return
	}
	ids := descriptionIDs(*l.rules)
	if slices.Contains(ids, section.Criterion) {
		return
	}
	overPeriod := *l.rules
	overPeriod.Period = true
	if slices.Contains(descriptionIDs(overPeriod), section.Criterion) {
		l.fault(n.where("criterion"), "remove the section, or make the report type 2", "%s is about changes during a period, and a type 1 report has none", section.Criterion)
		return
	}
	l.fault(n.where("criterion"), oneOf(ids), "%s is not what %s asks of management", section.Criterion, l.title())
}

// descriptionIDs are what management must write for a report.
func descriptionIDs(rules soc.Rules) []string {
	return ids(catalog.DescriptionFor(rules), func(c soc.DescriptionCriterion) string { return c.ID })
}
