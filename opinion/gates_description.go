package opinion

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

var descriptionGates = append(describedGates(), []rule{
	{id: "G-DSC-10", requirement: "Management approved the description after its last edit, and the practitioner compared each section with evidence", blocks: blocks,
		source: "AT-C 320 on the description (paragraph to be checked)", check: descriptionApproved},
	{id: "G-DSC-11", requirement: "The description was compared with those of other engagements, and what it has in common with them is explained", blocks: override,
		source: "Our own rule, after published cases of copied descriptions", check: descriptionOriginal, leaves: withoutDescription},
	{id: "G-DSC-12", requirement: "The description and the assertion hold no placeholder, and no claim that nobody can measure", blocks: blocks,
		source: "SOC 2 guide (to be checked)", check: wording},
}...)

// describedGates are G-DSC-01 to G-DSC-09: one description criterion each.
func describedGates() []rule {
	checks := []func(*soc.Examination) []string{transactionsStated, commitmentsStated, systemStated, incidentsStated, controlsStated, userControlsStated, subservicesStated, irrelevanceStated, changesStated}
	var gates []rule
	for i, also := range checks {
		n := i + 1
		gates = append(gates, rule{
			id: fmt.Sprintf("G-DSC-%02d", n), blocks: blocks, source: "Description criteria (DC section 200 for SOC 2); AT-C 320 minimum criteria for SOC 1 (paragraphs to be checked)",
			requirement: fmt.Sprintf("The description meets criterion %d", n),
			says: func(ex *soc.Examination) string {
				if c, ok := catalog.DescriptionCriterion(descriptionID(ex, n)); ok {
					return fmt.Sprintf("%s: %s", c.ID, c.Text)
				}
				return fmt.Sprintf("The description meets criterion %d", n)
			},
			leaves: func(ex *soc.Examination) string { return leavesDescription(ex, n) },
			check: func(ex *soc.Examination) []string {
				return append(sectionWritten(ex, n), also(ex)...)
			},
		})
	}
	return gates
}

// descriptionID returns the id of the n-th criterion for what management
// writes: DC n, S1-Dn, or the attachments of a SOC 3.
func descriptionID(ex *soc.Examination, n int) string {
	switch ex.Engagement.Report {
	case soc.SOC1:
		return fmt.Sprintf("S1-D%d", n)
	case soc.SOC2:
		return fmt.Sprintf("DC %d", n)
	}
	return map[int]string{2: "COMMITMENTS", 3: "BOUNDARY"}[n]
}

func leavesDescription(ex *soc.Examination, n int) string {
	id := descriptionID(ex, n)
	if id == "" {
		return "A SOC 3 report has a summary of the boundary and the commitments in place of a description."
	}
	if !slices.ContainsFunc(catalog.DescriptionFor(ex.Engagement.Rules()), func(c soc.DescriptionCriterion) bool { return c.ID == id }) {
		return "A report as of a date tells of no changes during a period."
	}
	return ""
}

// sectionWritten wants a section for the criterion, unless there is nothing
// that it could tell.
func sectionWritten(ex *soc.Examination, n int) []string {
	id := descriptionID(ex, n)
	nothing := map[string]bool{
		"DC 6":  len(ex.CUECs) == 0,
		"DC 7":  len(ex.Engagement.SubserviceOrganizations) == 0,
		"DC 8":  len(ex.NotRelevant) == 0,
		"S1-D6": len(ex.Engagement.SubserviceOrganizations) == 0,
	}
	if nothing[id] || section(ex, id) != "" {
		return nil
	}
	return []string{fmt.Sprintf("There is no section for %s; management writes it in management/description.", id)}
}

// section returns what management wrote for a description criterion.
func section(ex *soc.Examination, id string) string {
	var text []string
	for _, s := range ex.Description {
		if s.Criterion == id {
			text = append(text, s.Markdown)
		}
	}
	return strings.TrimSpace(strings.Join(text, "\n\n"))
}

// descriptionApproved wants management's approval of the part of the program
// in force, and a comparison of each of its sections with evidence. A section
// found not to be fair does not keep the gate open: it modifies the opinion.
func descriptionApproved(ex *soc.Examination) []string {
	var missing []string
	sealed := ""
	for _, p := range ex.Programs {
		if p.Party == soc.Management {
			sealed = p.Entry
		}
	}
	approved := soc.Latest(ex.Records.Approvals, "description")
	switch {
	case sealed == "":
		missing = append(missing, "Management's part of the program is not sealed; management seals it with 'tickmark examine'.")
	case approved == nil:
		missing = append(missing, "The description is not approved; management's signatory approves it ('tickmark sign').")
	case approved.Record.Program != sealed:
		missing = append(missing, "The description changed after management approved it; management's signatory approves it again.")
	}
	compared := soc.Latest(ex.Records.Comparisons, "description")
	switch {
	case compared == nil:
		return append(missing, "The description is not compared with evidence; the practitioner compares each section (description-compared).")
	case sealed != "" && compared.Record.Program != sealed:
		return append(missing, "The description changed after the practitioner compared it with evidence; the practitioner compares it again.")
	}
	var left []string
	for _, s := range ex.Description {
		done := slices.ContainsFunc(compared.Record.Sections, func(c soc.SectionComparison) bool { return c.Criterion == s.Criterion })
		if !done && !slices.Contains(left, s.Criterion) {
			left = append(left, s.Criterion)
		}
	}
	if len(left) > 0 {
		missing = append(missing, fmt.Sprintf("%s: not compared with evidence; the practitioner adds it to the comparison.", list(left)))
	}
	return missing
}

// commonText is the share of a description's phrases that it may have in
// common with another before an explanation is needed. It is our own figure.
var commonText = big.NewRat(1, 4)

func descriptionOriginal(ex *soc.Examination) []string {
	compared := soc.Latest(ex.Records.Comparisons, "description")
	if compared == nil || len(compared.Record.Others) == 0 {
		return []string{"The text is not compared with the descriptions of other engagements; the practitioner compares it ('tickmark gates DIR --beside OTHER' computes what they share) and records it in description-compared (others)."}
	}
	var missing []string
	for _, o := range compared.Record.Others {
		share, ok := new(big.Rat).SetString(o.Share)
		if o.Explanation == "" && (!ok || share.Cmp(commonText) > 0) {
			missing = append(missing, fmt.Sprintf("A share of %s of the text is also in %s; the practitioner records why (explanation), or management writes its own.", o.Share, o.With))
		}
	}
	return missing
}
