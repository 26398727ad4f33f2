package engagement

import (
	"slices"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/entry"
	"github.com/tickmark-audit/tickmark/soc"
)

// The table of docs/design/records.md: for each kind, the roles that may write
// it, and no others.
func TestWhoMayWriteWhat(t *testing.T) {
	roles := map[string]soc.Actor{
		"partner":   {Party: soc.Practitioner, Role: soc.RolePartner},
		"manager":   {Party: soc.Practitioner, Role: soc.RoleManager},
		"senior":    {Party: soc.Practitioner, Role: soc.RoleSenior},
		"associate": {Party: soc.Practitioner, Role: soc.RoleAssociate},
		"none":      {Party: soc.Practitioner},
		"reviewer":  {Party: soc.Practitioner, Role: soc.RoleQualityReviewer},
		"signatory": {Party: soc.Management, Role: soc.RoleSignatory},
		"lead":      {Party: soc.Management, Role: "compliance lead"},
		"imposter":  {Party: soc.Management, Role: soc.RolePartner},
		"usurper":   {Party: soc.Practitioner, Role: soc.RoleSignatory},
	}
	const (
		everyone = "associate manager none partner reviewer senior usurper"
		theTeam  = "associate manager none partner senior usurper"
	)
	table := []struct {
		record soc.Record
		may    string
	}{
		{soc.Acceptance{}, "partner"}, {soc.OpinionPart{}, "partner"}, {soc.Override{}, "partner"}, {soc.EmphasisMatter{}, "partner"},
		{soc.EngagementLetter{}, "partner signatory"},
		{soc.CriterionConclusion{}, "manager partner"}, {soc.CommitmentConclusion{}, "manager partner"}, {soc.SubsequentEvents{}, "manager partner"},
		{soc.QualityReview{Required: true}, "reviewer"}, {soc.QualityReview{}, "partner reviewer"},
		{soc.Independence{}, everyone}, {soc.ReviewNote{}, everyone}, {soc.Review{}, everyone},
		{soc.PriorReport{}, theTeam}, {soc.Walkthrough{}, theTeam}, {soc.ItemTest{}, theTeam}, {soc.IPEAssessment{}, theTeam}, {soc.Evaluation{}, theTeam},
		{soc.DescriptionComparison{}, theTeam}, {soc.OthersWork{}, theTeam}, {soc.ControlConclusion{}, theTeam},
		{soc.DescriptionApproval{}, "signatory"}, {soc.AssertionSignature{}, "signatory"}, {soc.Representation{}, "signatory"},
	}
	seen := map[soc.RecordKind]bool{}
	for _, row := range table {
		seen[row.record.Kind()] = true
		var may []string
		for name, actor := range roles {
			err := checkWho(actor, row.record)
			if err == nil {
				may = append(may, name)
				if wall := entry.CheckWall(ledger.Kind(row.record.Kind()), actor.Party); wall != nil {
					t.Errorf("%s: the role may, the party may not: %v", row.record.Kind(), wall)
				}
			} else if !strings.HasPrefix(err.Error(), "it is for ") {
				t.Errorf("%s by %s: %v", row.record.Kind(), name, err)
			}
			actor.ThrowAway = true
			if checkWho(actor, row.record) == nil {
				t.Errorf("a throw-away key of %s writes %s", name, row.record.Kind())
			}
		}
		slices.Sort(may)
		if got := strings.Join(may, " "); got != row.may {
			t.Errorf("%s may be written by %s, want %s", row.record.Kind(), got, row.may)
		}
	}
	for _, kind := range soc.RecordKinds() {
		if !seen[kind] {
			t.Errorf("the table has no row for %s", kind)
		}
	}
}
