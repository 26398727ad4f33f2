package engagement

import (
	"encoding/json"
	"fmt"
	"path"

	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// carried lists what of a program a person must affirm when it is taken into
// the next period.
func carried(p *program.Program) []soc.RollForwardItem {
	var items []soc.RollForwardItem
	add := func(kind, id string) {
		item := soc.RollForwardItem{Kind: kind, ID: id}
		item.Party = partyOf(item)
		items = append(items, item)
	}
	add("engagement", "engagement.yaml")
	for _, s := range p.Description {
		add("description", path.Base(s.File))
	}
	if p.Assertion != "" {
		add("assertion", "assertion.md")
	}
	for _, a := range p.IncludedAssertions {
		add("assertion", a.Organization)
	}
	for _, c := range p.Components.List {
		add("component", c.Name)
	}
	for _, c := range p.Controls {
		add("control", c.ID)
	}
	for _, pop := range p.Populations {
		add("population", pop.Name)
	}
	for _, c := range p.CUECs {
		add("cuec", c.ID)
	}
	for _, u := range p.UserResponsibilities {
		add("user_responsibility", u.ID)
	}
	for _, c := range p.CSOCs {
		add("csoc", c.ID)
	}
	for _, s := range p.Engagement.SubserviceOrganizations {
		add("subservice_organization", s.Name)
	}
	for _, v := range p.Vendors {
		add("vendor", v.Name)
	}
	for _, c := range p.Commitments {
		add("commitment", c.ID)
	}
	for _, c := range p.NotRelevant {
		add("not_relevant", c.Criterion)
	}
	for _, o := range p.Objectives {
		add("objective", o.ID)
	}
	for _, t := range p.Transactions {
		add("transaction_class", t.ID)
	}
	for _, proc := range p.Procedures {
		add("procedure", proc.ID)
	}
	for _, r := range p.Plan.Risks {
		add("risk", r.ID)
	}
	return items
}

// thing names what an item is about.
type thing struct{ kind, id string }

// rollForward fills in what a program was given from the one of the period
// before. The list that was sealed when the engagement was opened counts: to
// strike a line from roll-forward.yaml affirms nothing.
func (f *File) rollForward(s *state, p *program.Program, ex *soc.Examination) error {
	ex.Prior = p.Prior
	var all []soc.RollForwardItem
	if s.opened != nil {
		var body openedBody
		if err := decode(*s.opened, &body); err != nil {
			return err
		}
		if body.Prior != nil {
			ex.Prior = body.Prior
		}
		if sealed := subject(*s.opened, subjectCarried); sealed.SHA256 != "" {
			data, err := readObject(f.objects, sealed.SHA256)
			if err == nil {
				err = json.Unmarshal(data, &all)
			}
			if err != nil {
				return fmt.Errorf("read what was rolled forward: %w", err)
			}
		}
	}
	listed := map[thing]bool{}
	for _, item := range all {
		listed[thing{item.Kind, item.ID}] = true
	}
	affirmed := map[thing]bool{}
	for _, item := range p.RollForward {
		about := thing{item.Kind, item.ID}
		if !listed[about] {
			all = append(all, item)
		}
		affirmed[about] = item.Affirmed && item.Party == partyOf(item)
	}
	there := map[thing]bool{}
	for _, item := range carried(p) {
		there[thing{item.Kind, item.ID}] = true
	}
	for i := range all {
		about := thing{all[i].Kind, all[i].ID}
		all[i].Party = partyOf(all[i])
		all[i].Affirmed = affirmed[about]
		all[i].Withdrawn = !there[about]
	}
	ex.RollForward = all
	return nil
}

// partyOf is whose part an item is in: that party affirms it, in the
// roll-forward.yaml that it seals.
func partyOf(item soc.RollForwardItem) soc.Party {
	if item.Kind == "procedure" || item.Kind == "risk" {
		return soc.Practitioner
	}
	return soc.Management
}
