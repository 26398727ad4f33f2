package opinion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

var acceptanceGates = []rule{
	{id: "G-ACC-01", requirement: "The firm holds an active licence to do attest work, and the report names its city and state", blocks: blocks,
		source: "State law; AT-C 105 (paragraph to be checked)", check: licence},
	{id: "G-ACC-02", requirement: "Everyone on the engagement stated independence of the organization before their first work, and again at the date of the report", blocks: blocks,
		source: "AICPA Code of Professional Conduct on SSAE engagements (ET 1.297, to be checked); AT-C 105 (paragraph to be checked)", check: independence},
	{id: "G-ACC-03", requirement: "Nobody on the engagement designed, implemented or operates a control in scope, wrote the description, or administers the compliance tool", blocks: blocks,
		source: "AICPA Code of Professional Conduct on nonattest services (ET 1.295); published guidance of April 2026 on tool providers", check: selfReview},
	{id: "G-ACC-04", requirement: "Relationships with vendors of the organization's tools are disclosed and limit nothing", blocks: blocks,
		source: "Published guidance of April 2026 on the ethics of tool providers", check: toolVendors},
	{id: "G-ACC-05", requirement: "The preconditions of the examination hold", blocks: blocks,
		source: "AT-C 105 on preconditions (paragraphs to be checked)", check: preconditions},
	{id: "G-ACC-06", requirement: "Both parties signed the engagement letter on these terms before fieldwork, and a change of terms has its reason", blocks: blocks,
		source: "AT-C 205, AT-C 320 on the terms of the engagement (paragraphs to be checked)", check: engagementLetter},
	{id: "G-ACC-07", requirement: "The competence of the team, IT included, is recorded", blocks: override,
		source: "AT-C 105 (paragraph to be checked)", check: teamCompetence},
}

const notAccepted = "The acceptance of the engagement is not recorded; the engagement partner records it (acceptance-decided)."

func acceptance(ex *soc.Examination) *soc.Acceptance {
	if s := soc.Latest(ex.Records.Acceptance, "engagement"); s != nil {
		return &s.Record
	}
	return nil
}

func licence(ex *soc.Examination) []string {
	a, firm := acceptance(ex), ex.Engagement.Practitioner
	if a == nil {
		return []string{notAccepted}
	}
	var missing []string
	if !a.Licence.Active {
		missing = append(missing, "The licence was checked and is not active; the engagement partner records an active one.")
	}
	if a.Licence.Jurisdiction != firm.Licence.Jurisdiction || a.Licence.Number != firm.Licence.Number {
		missing = append(missing, fmt.Sprintf("The licence that was checked (%s %s) is not the one of engagement.yaml (%s %s); the engagement partner corrects the one that is wrong.",
			a.Licence.Jurisdiction, a.Licence.Number, firm.Licence.Jurisdiction, firm.Licence.Number))
	}
	if firm.City == "" || firm.State == "" {
		missing = append(missing, "The firm's city and state are not stated; the practitioner adds them to engagement.yaml.")
	}
	if f := ex.Final; f != nil && (f.City != firm.City || f.State != firm.State) {
		missing = append(missing, fmt.Sprintf("The report is to be signed in %s, %s, and the firm is in %s, %s; the engagement partner corrects one of them.", f.City, f.State, firm.City, firm.State))
	}
	return missing
}

func independence(ex *soc.Examination) []string {
	var missing []string
	people := slices.DeleteFunc(practitioners(ex), func(p participant) bool { return p.actor.ThrowAway }) // G-KEY-01 names those
	stated := map[string]bool{}
	for _, p := range people {
		for _, organization := range ex.Engagement.Examined() {
			if fault := independentOf(ex, p, organization); fault != "" {
				missing = append(missing, fault)
			}
		}
		stated[p.actor.KeyID] = slices.ContainsFunc(ex.Records.Independence, func(s soc.Signed[soc.Independence]) bool { return s.By.KeyID == p.actor.KeyID })
	}
	signed := 0
	for _, yes := range stated {
		if yes {
			signed++
		}
	}
	switch {
	case len(people) == 0:
		missing = append(missing, "No practitioner has stated their independence; each member of the team signs (independence-stated).")
	case signed < len(ex.Plan.Team):
		missing = append(missing, fmt.Sprintf("The plan names a team of %d, of whom %d stated their independence; the others sign too, with a key each.", len(ex.Plan.Team), signed))
	}
	return missing
}

// independentOf says what one person's statements about one organization
// lack.
func independentOf(ex *soc.Examination, p participant, organization string) string {
	var first, renewed *soc.Signed[soc.Independence]
	for i := range ex.Records.Independence {
		s := &ex.Records.Independence[i]
		if s.Superseded || s.By.KeyID != p.actor.KeyID || s.Record.Organization != organization {
			continue
		}
		if !s.Record.Independent {
			return fmt.Sprintf("%s states that they are not independent of %s; the engagement partner takes them off the engagement, or ends it.", person(p.actor), organization)
		}
		if first == nil {
			first = s
		}
		if s.Record.Renewed && s != first {
			renewed = s
		}
	}
	switch {
	case first == nil:
		return fmt.Sprintf("%s has not stated independence of %s; they sign it.", person(p.actor), organization)
	case p.worked && p.firstWork < first.Index:
		return fmt.Sprintf("%s stated independence of %s (entry %d) only after their first work (entry %d); another person performs that work again.", person(p.actor), organization, first.Index, p.firstWork)
	case renewed == nil || dayAt(ex, renewed.At).Before(coverage(&ex.Engagement).To):
		return fmt.Sprintf("%s has not renewed their statement of independence of %s at the date of the report; they sign it again (renewed: true).", person(p.actor), organization)
	}
	if date, ok := reportDate(ex); ok && date.Before(dayAt(ex, renewed.At)) {
		return fmt.Sprintf("%s renewed their independence of %s after the date of the report, %s; the report is dated on or after that day.", person(p.actor), organization, date)
	}
	return ""
}

func selfReview(ex *soc.Examination) []string {
	var missing []string
	for _, s := range soc.InForce(ex.Records.Independence) {
		if !strings.EqualFold(strings.TrimSpace(s.Record.SelfReview), "none") {
			missing = append(missing, fmt.Sprintf("%s states: %s That is part of what is examined; the engagement partner takes them off the engagement.", person(s.By), sentence(s.Record.SelfReview)))
		}
	}
	if len(ex.Records.Independence) == 0 {
		missing = append(missing, "Nobody has stated what they designed, operated or wrote for the organization; each member of the team signs (independence-stated, self_review).")
	}
	parties := map[string]soc.Party{}
	for _, a := range everyActor(ex) {
		if a.ThrowAway {
			continue
		}
		if other, ok := parties[a.Name]; ok && other != a.Party {
			missing = append(missing, fmt.Sprintf("%s has a key of each party; one person never writes for both.", a.Name))
		}
		parties[a.Name] = a.Party
	}
	return missing
}

func toolVendors(ex *soc.Examination) []string {
	a := acceptance(ex)
	if a == nil {
		return []string{notAccepted}
	}
	if !a.NoToolVendors && len(a.ToolVendors) == 0 {
		return []string{"Nothing is said of relationships with tool vendors; the engagement partner lists them or states that there is none."}
	}
	var missing []string
	for _, r := range a.ToolVendors {
		if len(r.Limits) > 0 {
			missing = append(missing, fmt.Sprintf("The relationship with %s limits %s; the engagement partner has that term removed, or does not accept.", r.Vendor, list(r.Limits)))
		}
	}
	return missing
}

func preconditions(ex *soc.Examination) []string {
	a := acceptance(ex)
	if a == nil {
		return []string{notAccepted}
	}
	var missing []string
	for _, m := range a.Preconditions.Missing() {
		missing = append(missing, fmt.Sprintf("It is not stated that %s; the engagement partner settles it and records it, or does not accept.", m))
	}
	return missing
}

func teamCompetence(ex *soc.Examination) []string {
	var missing []string
	if len(ex.Plan.Team) == 0 {
		missing = append(missing, "The plan names no team; the practitioner adds it to practitioner/plan.yaml.")
	}
	for _, member := range ex.Plan.Team {
		if member.Competence == "" {
			missing = append(missing, fmt.Sprintf("The competence of the %s is not stated; the practitioner adds it to practitioner/plan.yaml.", member.Role))
		}
	}
	if a := acceptance(ex); a == nil {
		missing = append(missing, notAccepted)
	} else if a.Competence == "" {
		missing = append(missing, "The acceptance says nothing of the team's competence, IT included; the engagement partner records it.")
	}
	return missing
}
