package opinion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// The structured part of each description criterion: what management declares
// beside the text, where a rule can be held against it.

// transactionsStated is the classes of transactions of S1-D1; DC 1 is text.
func transactionsStated(ex *soc.Examination) []string {
	if ex.Engagement.Rules().Objectives && len(ex.Transactions) == 0 {
		return []string{"No class of transactions is named; management adds them."}
	}
	return nil
}

// commitmentsStated is DC 2, the yardstick of the opinion. A SOC 1 has control
// objectives in its place, and S1-D2 is text.
func commitmentsStated(ex *soc.Examination) []string {
	if ex.Engagement.Rules().Objectives {
		return nil
	}
	var missing []string
	for _, kind := range []string{"commitment", "requirement"} {
		if !slices.ContainsFunc(ex.Commitments, func(c soc.Commitment) bool { return c.Kind == kind }) {
			missing = append(missing, fmt.Sprintf("No principal %s is stated; management adds it to management/commitments.yaml.", kind))
		}
	}
	for _, category := range ex.Engagement.Categories {
		if !slices.ContainsFunc(ex.Commitments, func(c soc.Commitment) bool { return c.Category == category }) {
			missing = append(missing, fmt.Sprintf("No commitment or requirement is of the category %s, which is in scope; management adds one.", category))
		}
	}
	for _, c := range ex.Commitments {
		if c.Source == "" {
			missing = append(missing, fmt.Sprintf("%s does not say where it is made; management adds its source.", c.ID))
		}
	}
	return missing
}

// systemStated is DC 3 (and the boundary of a SOC 3); S1-D3 is text.
func systemStated(ex *soc.Examination) []string {
	if ex.Engagement.Rules().Objectives {
		return nil
	}
	var missing []string
	if ex.Components.Boundary == "" {
		missing = append(missing, "It is not stated where the system ends; management states the boundary with its components.")
	}
	names := map[string]bool{}
	for _, kind := range soc.ComponentKinds {
		found := false
		for _, c := range ex.Components.List {
			names[c.Name] = true
			found = found || c.Kind == kind
		}
		if !found && ex.Engagement.Rules().FullDescription {
			missing = append(missing, fmt.Sprintf("No component of the kind %s is named; management adds it.", kind))
		}
	}
	var unknown []string
	for _, control := range ex.Controls {
		for _, component := range control.Components {
			if !names[component] && !slices.Contains(unknown, component) {
				unknown = append(unknown, component)
			}
		}
	}
	if len(unknown) > 0 {
		missing = append(missing, fmt.Sprintf("Controls work on what is named no component of the system: %s; management adds the components or corrects the controls.", list(unknown)))
	}
	return missing
}

// incidentsStated is DC 4: a decision for each incident, and for none at all,
// where management looked.
func incidentsStated(ex *soc.Examination) []string {
	if ex.Engagement.Report != soc.SOC2 {
		return nil
	}
	var missing []string
	if ex.IncidentRegister == "" {
		missing = append(missing, "It is not stated where incidents were looked for, and when; management states it with the incidents.")
	}
	var undecided, untold []string
	for _, i := range ex.Incidents {
		if i.Reason == "" || i.Reviewer == "" {
			undecided = append(undecided, i.ID)
		}
		if i.Disclose && (i.Effect == "" || i.Disposition == "") {
			untold = append(untold, i.ID)
		}
	}
	if len(undecided) > 0 {
		missing = append(missing, fmt.Sprintf("The decision on %s lacks its reason or who reviewed it; management adds it.", list(undecided)))
	}
	if len(untold) > 0 {
		missing = append(missing, fmt.Sprintf("Disclosed without the effect or what was done: %s; management adds it.", list(untold)))
	}
	return missing
}

// controlsStated is DC 5: no control that serves nothing in scope. In a SOC 1
// that is S1-D7.
func controlsStated(ex *soc.Examination) []string {
	if ex.Engagement.Rules().Objectives {
		return nil
	}
	return append(criteriaCovered(ex), orphans(ex)...)
}

func orphans(ex *soc.Examination) []string {
	ids := yardstick(ex)
	var missing []string
	for _, control := range ex.Controls {
		if !slices.ContainsFunc(ids, func(id string) bool { return serves(control, id) }) {
			missing = append(missing, fmt.Sprintf("%s serves no %s in scope; management names one, or leaves the control out.", control.ID, criterionWord(ex)))
		}
	}
	return missing
}

// userControlsStated is DC 6. In a SOC 1 the sixth criterion is about
// subservice organizations.
func userControlsStated(ex *soc.Examination) []string {
	if ex.Engagement.Rules().Objectives {
		return subservicesDescribed(ex)
	}
	var loose []string
	for _, c := range ex.CUECs {
		if len(c.Criteria) == 0 || len(c.Commitments) == 0 {
			loose = append(loose, c.ID)
		}
	}
	if len(loose) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("It is not said which criteria and which commitments these are necessary for: %s; management adds them, or lists them as user responsibilities.", list(loose))}
}

// subservicesStated is DC 7. In a SOC 1 the seventh criterion is the control
// objectives with their controls.
func subservicesStated(ex *soc.Examination) []string {
	if !ex.Engagement.Rules().Objectives {
		return subservicesDescribed(ex)
	}
	var missing []string
	if len(ex.Objectives) == 0 {
		missing = append(missing, "No control objective is stated; management adds them.")
	}
	missing = append(missing, criteriaCovered(ex)...)
	missing = append(missing, orphans(ex)...)
	for _, c := range ex.CUECs {
		if len(c.Objectives) == 0 {
			missing = append(missing, fmt.Sprintf("%s does not say which control objectives it is necessary for; management adds them, or lists it as a user responsibility.", c.ID))
		}
	}
	return missing
}

// subservicesDescribed wants each subservice organization named in its
// section, with the controls expected there (carve-out) or its components and
// controls (inclusive).
func subservicesDescribed(ex *soc.Examination) []string {
	id := "DC 7"
	if ex.Engagement.Rules().Objectives {
		id = "S1-D6"
	}
	var missing []string
	for _, sub := range ex.Engagement.SubserviceOrganizations {
		if !strings.Contains(section(ex, id), sub.Name) {
			missing = append(missing, fmt.Sprintf("The section for %s does not name %s; management describes its services there.", id, sub.Name))
		}
		if sub.Method != soc.Inclusive {
			continue
		}
		if !slices.ContainsFunc(ex.Controls, func(c soc.Control) bool { return c.Organization == sub.Name }) {
			missing = append(missing, fmt.Sprintf("%s is included and no control of it is described; management adds its controls.", sub.Name))
		}
		if !ex.Engagement.Rules().Objectives && !slices.ContainsFunc(ex.Components.List, func(c soc.Component) bool { return c.Organization == sub.Name }) {
			missing = append(missing, fmt.Sprintf("%s is included and no component of it is described; management adds the relevant ones.", sub.Name))
		}
	}
	return missing
}

// irrelevanceStated is DC 8; S1-D8 is text.
func irrelevanceStated(ex *soc.Examination) []string {
	var missing []string
	for _, n := range ex.NotRelevant {
		if n.Reason == "" || n.Reviewer == "" {
			missing = append(missing, fmt.Sprintf("%s is said not to be relevant without a reason or without who reviewed it; management adds it.", n.Criterion))
		}
		if len(controlsFor(ex, n.Criterion)) > 0 {
			missing = append(missing, fmt.Sprintf("%s is said not to be relevant and has controls; management corrects one of the two.", n.Criterion))
		}
	}
	return missing
}

// changesStated is DC 9 and S1-D9: a control that began or ended within the
// period is part of a change that is described.
func changesStated(ex *soc.Examination) []string {
	period := ex.Engagement.Period
	var missing []string
	for _, c := range ex.Changes {
		if c.What == "" || c.Effect == "" || !period.Contains(c.Date) {
			missing = append(missing, fmt.Sprintf("The change %s lacks what changed or its effect, or is dated outside of the period; management corrects it.", c.ID))
		}
	}
	for _, control := range ex.Controls {
		began := !control.EffectiveFrom.IsZero() && period.From.Before(control.EffectiveFrom)
		ended := !control.EffectiveTo.IsZero() && control.EffectiveTo.Before(period.To)
		told := slices.ContainsFunc(ex.Changes, func(c soc.SystemChange) bool {
			return began && slices.Contains(c.Successors, control.ID) || ended && slices.Contains(c.Superseded, control.ID)
		})
		if (began || ended) && !told {
			missing = append(missing, fmt.Sprintf("%s began or ended within the period, and no change names it; management describes the change.", control.ID))
		}
	}
	return missing
}

// placeholderWords mark text that its author meant to come back to.
var placeholderWords = []string{"todo:", "todo ", "tbd", "fixme", "lorem ipsum", "[insert", "<insert", "xxxx"}

// unmeasurableWords are claims that no evidence can support, and words that do
// not belong in any report of this kind.
var unmeasurableWords = []string{
	"best-in-class", "best in class", "world-class", "world class", "state-of-the-art", "state of the art", "industry-leading", "industry leading",
	"cutting-edge", "cutting edge", "bulletproof", "military-grade", "military grade", "unbreakable", "unhackable", "100% secure", "completely secure",
	"soc certified", "soc 1 certified", "soc 2 certified", "soc 3 certified", "soc 2 certification", "soc 2 compliant", "soc 2 compliance",
}

func wording(ex *soc.Examination) []string {
	var missing []string
	look := func(file, text string) {
		text = strings.ToLower(strings.Join(strings.Fields(text), " ")) + " "
		for _, word := range placeholderWords {
			if strings.Contains(text, word) {
				missing = append(missing, fmt.Sprintf("%s still holds %q; management finishes the text.", file, strings.TrimSpace(word)))
			}
		}
		for _, word := range unmeasurableWords {
			if strings.Contains(text, word) {
				missing = append(missing, fmt.Sprintf("%s says %q, which nobody can measure or which is no result of such a report; management says what is done.", file, word))
			}
		}
	}
	for _, s := range ex.Description {
		look(s.File, s.Title+" "+s.Markdown)
	}
	if ex.Assertion != "" {
		look("The assertion", ex.Assertion)
	}
	return missing
}
