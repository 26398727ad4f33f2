package engagement

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// permit says which roles of a party may write a kind of record.
type permit struct {
	party soc.Party
	roles []string // nil: all
	not   string   // except this one
}

func (p permit) allows(by soc.Actor) bool {
	return by.Party == p.party && (p.roles == nil || slices.Contains(p.roles, by.Role)) && (p.not == "" || by.Role != p.not)
}

func (p permit) String() string {
	switch {
	case p.not != "":
		return fmt.Sprintf("a %s other than the %s", p.party, p.not)
	case p.roles == nil:
		return fmt.Sprintf("a %s", p.party)
	case p.party == soc.Management:
		return "management's " + strings.Join(p.roles, " or ")
	}
	return "the " + strings.Join(p.roles, " or the ")
}

var (
	thePartner     = permit{party: soc.Practitioner, roles: []string{soc.RolePartner}}
	partnerManager = permit{party: soc.Practitioner, roles: []string{soc.RolePartner, soc.RoleManager}}
	theTeam        = permit{party: soc.Practitioner, not: soc.RoleQualityReviewer}
	anyone         = permit{party: soc.Practitioner}
	theSignatory   = permit{party: soc.Management, roles: []string{soc.RoleSignatory}}
)

// permits is the table of docs/design/records.md, "Who may write what".
var permits = map[soc.RecordKind][]permit{
	soc.Acceptance{}.Kind():            {thePartner},
	soc.OpinionPart{}.Kind():           {thePartner},
	soc.EmphasisMatter{}.Kind():        {thePartner},
	soc.Override{}.Kind():              {thePartner},
	soc.EngagementLetter{}.Kind():      {thePartner, theSignatory},
	soc.CriterionConclusion{}.Kind():   {partnerManager},
	soc.CommitmentConclusion{}.Kind():  {partnerManager},
	soc.SubsequentEvents{}.Kind():      {partnerManager},
	soc.QualityReview{}.Kind():         {{party: soc.Practitioner, roles: []string{soc.RoleQualityReviewer}}},
	soc.Independence{}.Kind():          {anyone},
	soc.ReviewNote{}.Kind():            {anyone},
	soc.Review{}.Kind():                {anyone},
	soc.PriorReport{}.Kind():           {theTeam},
	soc.Walkthrough{}.Kind():           {theTeam},
	soc.ItemTest{}.Kind():              {theTeam},
	soc.IPEAssessment{}.Kind():         {theTeam},
	soc.Evaluation{}.Kind():            {theTeam},
	soc.DescriptionComparison{}.Kind(): {theTeam},
	soc.OthersWork{}.Kind():            {theTeam},
	soc.ControlConclusion{}.Kind():     {theTeam},
	soc.DescriptionApproval{}.Kind():   {theSignatory},
	soc.AssertionSignature{}.Kind():    {theSignatory},
	soc.Representation{}.Kind():        {theSignatory},
}

// checkWho returns an error that says who may write the record, unless the
// actor may. What a throw-away key signs binds nobody, so it writes none.
func checkWho(by soc.Actor, record soc.Record) error {
	if by.ThrowAway {
		return errors.New("a throw-away key can write no record: make a lasting one with 'tickmark key new'")
	}
	allowed, known := permits[record.Kind()]
	if !known {
		return fmt.Errorf("%q is no kind of record", record.Kind())
	}
	if q, ok := record.(soc.QualityReview); ok && !q.Required {
		allowed = append(slices.Clone(allowed), thePartner) // who may decide that none is required
	}
	if slices.ContainsFunc(allowed, func(p permit) bool { return p.allows(by) }) {
		return nil
	}
	var names []string
	for _, p := range allowed {
		names = append(names, p.String())
	}
	role := "without a role"
	if by.Role != "" {
		role = "with the role " + by.Role
	}
	return fmt.Errorf("it is for %s to write; the key %s is of %s, %s", strings.Join(names, " or "), by.Name, by.Party, role)
}
