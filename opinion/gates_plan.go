package opinion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

var planningGates = []rule{
	{id: "G-PLN-01", requirement: "Risks are assessed, and each test answers one", blocks: blocks,
		source: "AT-C 205 on risk assessment (paragraph to be checked)", check: testsAnswerRisks},
	{id: "G-PLN-02", requirement: "Materiality is considered for each part of the opinion", blocks: blocks,
		source: "AT-C 205, AT-C 320 on materiality (paragraphs to be checked)", check: materiality},
	{id: "G-PLN-03", requirement: "Every criterion or control objective in scope has a control, or a reason why it is not relevant", blocks: blocks,
		source: "Description criteria DC 5 and DC 8", check: criteriaCovered},
	{id: "G-PLN-04", requirement: "Every control has an owner, a frequency, a nature and a walkthrough", blocks: blocks,
		source: "AT-C 320 on understanding the system (paragraph to be checked)", check: controlsUnderstood},
	{id: "G-PLN-05", requirement: "The period ends after it begins and before the report; under six months has a reason", blocks: override,
		source: "No standard sets a minimum; common guidance", check: periodLength, never: periodOrder},
	{id: "G-PLN-06", requirement: "The gap or overlap with the report before is known and acknowledged", blocks: override,
		source: "Common guidance", check: priorReport},
}

// testsAnswerRisks needs no look at the order: a procedure is fixed in the
// log, with the plan, before any result of it.
func testsAnswerRisks(ex *soc.Examination) []string {
	var missing []string
	if len(ex.Plan.Risks) == 0 {
		missing = append(missing, "The plan assesses no risk; the practitioner adds the risks to practitioner/plan.yaml.")
	}
	answered := map[string]bool{}
	for _, risk := range ex.Plan.Risks {
		for _, control := range risk.Controls {
			answered[control] = true
		}
	}
	var without []string
	for _, procedure := range ex.Procedures {
		if !answered[procedure.Control] && !slices.Contains(without, procedure.Control) {
			without = append(without, procedure.Control)
		}
	}
	if len(without) > 0 {
		missing = append(missing, fmt.Sprintf("No risk of the plan names %s; the practitioner links each tested control to a risk in practitioner/plan.yaml.", list(without)))
	}
	return missing
}

// partStems are how the word for a part of the opinion begins in a text.
var partStems = map[soc.OpinionPartName]string{
	soc.DescriptionPart: "descri", soc.DesignPart: "design", soc.OperationPart: "operat",
}

func materiality(ex *soc.Examination) []string {
	if strings.TrimSpace(ex.Plan.Materiality) == "" {
		return []string{"The plan does not consider materiality; the practitioner adds it to practitioner/plan.yaml."}
	}
	text := strings.ToLower(ex.Plan.Materiality)
	var missing []string
	for _, part := range ex.Engagement.Rules().Parts {
		if !strings.Contains(text, partStems[part]) {
			missing = append(missing, fmt.Sprintf("The plan says nothing of materiality for %s; the practitioner adds it to practitioner/plan.yaml.", part))
		}
	}
	return missing
}

func criteriaCovered(ex *soc.Examination) []string {
	var missing, without []string
	for _, f := range ex.Criteria {
		if f.State == soc.CriterionUncovered {
			without = append(without, f.Criterion)
		}
	}
	if len(ex.Criteria) == 0 {
		missing = append(missing, fmt.Sprintf("No %s is in scope; management states what the controls are measured against.", criterionWord(ex)))
	}
	if len(without) > 0 {
		relief := ", or says under DC 8 why the criterion is not relevant"
		if ex.Engagement.Rules().Objectives {
			relief = ", or takes the objective back"
		}
		missing = append(missing, fmt.Sprintf("No control serves %s; management describes one%s.", list(without), relief))
	}
	return missing
}

func controlsUnderstood(ex *soc.Examination) []string {
	var missing, without []string
	for _, c := range ex.Controls {
		var lacks []string
		for _, field := range []struct{ value, name string }{{c.Owner, "an owner"}, {c.Frequency, "a frequency"}, {c.Nature, "a nature"}} {
			if field.value == "" {
				lacks = append(lacks, field.name)
			}
		}
		if len(lacks) > 0 {
			missing = append(missing, fmt.Sprintf("%s lacks %s; management adds it to the control.", c.ID, list(lacks)))
		}
		if walkthroughOf(ex, c.ID) == nil {
			without = append(without, c.ID)
		}
	}
	if len(without) > 0 {
		missing = append(missing, fmt.Sprintf("No walkthrough is recorded of %s; the practitioner follows one instance of each from end to end (walkthrough-performed).", anyOf(without, len(ex.Controls), "control")))
	}
	return missing
}

// periodOrder is what no override mends: a period that ends before it begins,
// and a report dated before what it reports on has ended.
func periodOrder(ex *soc.Examination) []string {
	covered := coverage(&ex.Engagement)
	if covered.Empty() || ex.Engagement.Rules().Period && !covered.From.Before(covered.To) {
		return []string{"The period does not end after it begins; management corrects engagement.yaml."}
	}
	date, known := reportDate(ex)
	switch {
	case !known:
	case ex.Engagement.Rules().Period && !covered.To.Before(date):
		return []string{fmt.Sprintf("The report is dated %s, not after the last day of the period, %s; the engagement partner dates it after the period.", date, covered.To)}
	case date.Before(covered.To):
		return []string{fmt.Sprintf("The report is dated %s, before the day that it is as of, %s; the engagement partner dates it on or after that day.", date, covered.To)}
	}
	return nil
}

// periodLength flags a period under six months. No standard sets a minimum;
// user auditors commonly find less than six months of little use.
func periodLength(ex *soc.Examination) []string {
	if !ex.Engagement.Rules().Period {
		return nil
	}
	switch p := ex.Engagement.Period; {
	case p.Empty():
	case !p.From.AddMonths(3).Before(p.To.AddDays(2)):
		return []string{fmt.Sprintf("The period has %d days, under three months; the engagement partner records why it is useful nonetheless.", p.Days())}
	case !p.From.AddMonths(6).Before(p.To.AddDays(2)):
		return []string{fmt.Sprintf("The period has %d days, under six months; the engagement partner records the reason.", p.Days())}
	}
	return nil
}

// priorReport computes the days between the last day of the report before and
// the first of this one.
func priorReport(ex *soc.Examination) []string {
	prior := soc.Latest(ex.Records.PriorReport, "prior report")
	if prior == nil {
		return []string{"It is not recorded whether there is a report before this one; the practitioner records it (prior-report-considered)."}
	}
	if prior.Record.None || prior.Record.Acknowledged != "" {
		return nil
	}
	first := coverage(&ex.Engagement).From
	switch days := prior.Record.To.DaysUntil(first) - 1; {
	case days > 0:
		return []string{fmt.Sprintf("%s pass between the report before, to %s, and this one; the practitioner records what is said of the gap (acknowledged).", things(int64(days), "day"), prior.Record.To)}
	case days < 0:
		return []string{fmt.Sprintf("This report overlaps the one before, to %s, by %s; the practitioner records what is said of it (acknowledged).", prior.Record.To, things(int64(-days), "day"))}
	}
	return nil
}
