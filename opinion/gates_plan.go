package opinion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

func teamCompetence(ex *soc.Examination) []string {
	if len(ex.Plan.Team) == 0 {
		return []string{"The plan names no team; the practitioner adds it to practitioner/plan.yaml."}
	}
	var missing []string
	for _, member := range ex.Plan.Team {
		if member.Competence == "" {
			missing = append(missing, fmt.Sprintf("The competence of the %s is not stated; the practitioner adds it to practitioner/plan.yaml.", member.Role))
		}
	}
	return missing
}

func testsAnswerRisks(ex *soc.Examination) []string {
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
	if len(without) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("No risk of the plan names %s; the practitioner links each tested control to a risk in practitioner/plan.yaml.", list(without))}
}

func materiality(ex *soc.Examination) []string {
	if ex.Plan.Materiality == "" {
		return []string{"The plan does not consider materiality; the practitioner adds it to practitioner/plan.yaml."}
	}
	return nil
}

func criteriaCovered(ex *soc.Examination) []string {
	var without []string
	for _, f := range ex.Criteria {
		if f.State == soc.CriterionUncovered {
			without = append(without, f.Criterion)
		}
	}
	if len(without) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("No control serves %s; management describes one, or says under DC 8 why the criterion is not relevant.", list(without))}
}

// periodLength flags a period under six months. No standard sets a minimum;
// user auditors commonly find less than six months of little use.
func periodLength(ex *soc.Examination) []string {
	if ex.Engagement.Type != 2 {
		return nil
	}
	switch p := ex.Engagement.Period; {
	case !p.From.AddMonths(3).Before(p.To.AddDays(2)):
		return []string{fmt.Sprintf("The period has %d days, under three months; the engagement partner records why it is useful nonetheless.", p.Days())}
	case !p.From.AddMonths(6).Before(p.To.AddDays(2)):
		return []string{fmt.Sprintf("The period has %d days, under six months; the engagement partner records the reason.", p.Days())}
	}
	return nil
}

func descriptionSections(ex *soc.Examination) []string {
	var missing []string
	for _, criterion := range catalog.DescriptionCriteria(ex.Engagement.Type) {
		if criterion.ID == "DC 8" && noCriterionLeftOut(ex) {
			continue // nothing was left out, so there is nothing to explain
		}
		if !slices.ContainsFunc(ex.Description, func(s soc.DescriptionSection) bool {
			return s.Criterion == criterion.ID && strings.TrimSpace(s.Markdown) != ""
		}) {
			missing = append(missing, fmt.Sprintf("The description has no section for %s; management writes it in management/description.", criterion.ID))
		}
	}
	return missing
}

func noCriterionLeftOut(ex *soc.Examination) bool {
	return !slices.ContainsFunc(ex.Criteria, func(f soc.CriterionFinding) bool { return f.State == soc.CriterionUncovered })
}

// placeholderWords mark text that its author meant to come back to.
var placeholderWords = []string{"TODO", "TBD", "FIXME", "lorem ipsum", "[insert", "<insert"}

func placeholders(ex *soc.Examination) []string {
	var missing []string
	for _, section := range ex.Description {
		for _, word := range placeholderWords {
			if strings.Contains(strings.ToLower(section.Markdown), strings.ToLower(word)) {
				missing = append(missing, fmt.Sprintf("%s still holds %q; management finishes the text.", section.File, word))
			}
		}
	}
	return missing
}

func subserviceOrganizations(ex *soc.Examination) []string {
	var missing []string
	for _, sub := range ex.Engagement.SubserviceOrganizations {
		if len(sub.Criteria) == 0 {
			missing = append(missing, fmt.Sprintf("No criterion is named that %s helps to meet; management adds it to engagement.yaml.", sub.Name))
		}
		expected := slices.ContainsFunc(ex.CSOCs, func(c soc.CSOC) bool { return c.Organization == sub.Name })
		if sub.Method == "carve_out" && !expected {
			missing = append(missing, fmt.Sprintf("No control is named that is expected at %s; management adds it to management/csocs.yaml.", sub.Name))
		}
	}
	return missing
}

func assertionSigned(ex *soc.Examination) []string {
	if ex.Assertion == "" {
		return []string{"There is no assertion; management writes management/assertion.md and signs it."}
	}
	return []string{"The assertion is a draft; management signs it."}
}
