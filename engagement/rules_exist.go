package engagement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/objects"
	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// checkExists holds that a record names only what the file holds.
func (g *ground) checkExists(record soc.Record) error {
	switch r := record.(type) {
	case soc.Independence:
		return g.organizationExists(r.Organization)
	case soc.AssertionSignature:
		return g.organizationExists(r.Organization)
	case soc.Representation:
		return g.organizationExists(r.Organization)
	case soc.Walkthrough:
		return g.controlExists(r.Control)
	case soc.ItemTest:
		return g.itemsExist(r)
	case soc.IPEAssessment:
		return g.populationExists(r.Population)
	case soc.Evaluation:
		return g.attributeExists(r.Procedure, r.Attribute)
	case soc.OthersWork:
		return eachExists(r.Procedures, g.procedureExists)
	case soc.ControlConclusion:
		return eachExists(append([]string{r.Control}, r.Compensating...), g.controlExists)
	case soc.CriterionConclusion:
		return g.criterionExists(r.Criterion)
	case soc.CommitmentConclusion:
		if err := g.commitmentExists(r.Commitment); err != nil {
			return err
		}
		return eachExists(r.Criteria, g.criterionExists)
	case soc.OpinionPart:
		return g.basisExists(r)
	case soc.DescriptionApproval:
		return g.descriptionInForce(r.Program)
	case soc.DescriptionComparison:
		return g.sectionsExist(r)
	case soc.Override:
		return g.gateYields(r.Gate)
	case soc.ReviewNote:
		return g.workExists(r.On)
	case soc.Review:
		return g.workExists(r.Of)
	}
	return nil
}

func eachExists(ids []string, exists func(string) error) error {
	for _, id := range ids {
		if err := exists(id); err != nil {
			return err
		}
	}
	return nil
}

// among returns an error unless id is one of the known ids.
func among(what, id string, known []string) error {
	if slices.Contains(known, id) {
		return nil
	}
	if len(known) == 0 {
		return fmt.Errorf("there is no %s %q: this examination has none", what, id)
	}
	const shown = 12
	list := known
	more := ""
	if len(list) > shown {
		list, more = list[:shown], fmt.Sprintf(" and %d more", len(list)-shown)
	}
	return fmt.Errorf("there is no %s %q: there are %s%s", what, id, strings.Join(list, ", "), more)
}

func (g *ground) controlExists(id string) error {
	var ids []string
	for _, c := range g.ex.Controls {
		ids = append(ids, c.ID)
	}
	return among("control", id, ids)
}

func (g *ground) procedureExists(id string) error {
	var ids []string
	for _, p := range g.ex.Procedures {
		ids = append(ids, p.ID)
	}
	return among("procedure", id, ids)
}

func (g *ground) populationExists(name string) error {
	var names []string
	for _, p := range g.ex.Populations {
		if p.Name == name && p.Entry == "" {
			return fmt.Errorf("the population %s is not sealed: %s", name, p.Failure)
		}
		names = append(names, p.Name)
	}
	return among("population", name, names)
}

func (g *ground) attributeExists(procedure, attribute string) error {
	if err := g.procedureExists(procedure); err != nil {
		return err
	}
	var ids []string
	for _, a := range g.procedure(procedure).Attributes {
		ids = append(ids, a.ID)
	}
	return among("attribute of "+procedure, attribute, ids)
}

// yardstick returns the ids of what is concluded upon: the control objectives
// of a SOC 1, otherwise the criteria in scope.
func (g *ground) yardstick() []string {
	var ids []string
	if g.ex.Engagement.Rules().Objectives {
		for _, o := range g.ex.Objectives {
			ids = append(ids, o.ID)
		}
		return ids
	}
	for _, c := range catalog.InScope(g.ex.Engagement.Categories) {
		ids = append(ids, c.ID)
	}
	return ids
}

func (g *ground) criterionExists(id string) error {
	what := "criterion in scope"
	if g.ex.Engagement.Rules().Objectives {
		what = "control objective"
	}
	return among(what, id, g.yardstick())
}

func (g *ground) commitmentExists(id string) error {
	var ids []string
	for _, c := range g.ex.Commitments {
		ids = append(ids, c.ID)
	}
	return among("commitment", id, ids)
}

func (g *ground) basisExists(r soc.OpinionPart) error {
	parts := g.ex.Engagement.Rules().Parts
	if !slices.Contains(parts, r.Part) {
		return fmt.Errorf("a %s has no opinion on the part %s", g.ex.Engagement.Title(), r.Part)
	}
	for _, m := range r.Basis {
		if m.Text == "" {
			return fmt.Errorf("give each matter of the basis its text: what happened, when and how far, and why it matters")
		}
		if m.Criterion != "" {
			if err := g.criterionExists(m.Criterion); err != nil {
				return err
			}
		}
		if m.Control != "" {
			if err := g.controlExists(m.Control); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *ground) organizationExists(name string) error {
	return among("examined organization", name, g.ex.Engagement.Examined())
}

// descriptionInForce wants the entry that sealed management's part as it
// stands: an approval of an earlier text approves nothing.
func (g *ground) descriptionInForce(entry string) error {
	if sealed := g.state.programs[managementPart].entry; sealed.ID != entry {
		return fmt.Errorf("the description in force was sealed by the entry %s (number %d), not by %s", sealed.ID, sealed.Index, entry)
	}
	return nil
}

func (g *ground) sectionsExist(r soc.DescriptionComparison) error {
	if err := g.descriptionInForce(r.Program); err != nil {
		return err
	}
	var ids []string
	for _, section := range g.ex.Description {
		ids = append(ids, section.Criterion)
	}
	for _, c := range catalog.DescriptionFor(g.ex.Engagement.Rules()) {
		ids = append(ids, c.ID)
	}
	for _, s := range r.Sections {
		if err := among("section of the description", s.Criterion, ids); err != nil {
			return err
		}
	}
	return nil
}

// gateYields wants a gate that may be overridden.
func (g *ground) gateYields(id string) error {
	var ids []string
	for _, gate := range g.ex.Gates {
		if gate.ID == id && gate.Blocks {
			return fmt.Errorf("the gate %s cannot be overridden: what is missing must be supplied", id)
		}
		if !gate.Blocks {
			ids = append(ids, gate.ID)
		}
	}
	return among("gate that may be overridden", id, ids)
}

// workExists wants work that is in the file, in the words of soc.Review.Of.
func (g *ground) workExists(of string) error {
	if len(g.ex.WorkOn(of)) == 0 {
		return fmt.Errorf("there is no work %q in the file: write it as test, walkthrough, control, criterion or commitment with the id, population with the name, description or opinion", of)
	}
	return nil
}

// checkDocuments wants every document that a record rests on to be an object
// of the file, or one that is about to be.
func (g *ground) checkDocuments(record soc.Record, attached func(digest string) bool) error {
	for _, digest := range documentsOf(record) {
		if err := objects.CheckDigest(digest); err != nil {
			return err
		}
		if attached(digest) {
			continue
		}
		file, err := g.file.objects.Open(digest)
		if err != nil {
			return fmt.Errorf("the document %s is not in the file: name it as a file, so that it is sealed", digest)
		}
		file.Close()
	}
	return nil
}
