package engagement

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/soc"
)

// checkOrder holds the rules of order of docs/design/records.md: a record
// rests on work that was done before it, and agrees with it.
func (g *ground) checkOrder(by soc.Actor, record soc.Record) error {
	switch r := record.(type) {
	case soc.Independence:
		return g.renewsStatement(by, r)
	case soc.Walkthrough:
		return g.walkthroughInTime(r)
	case soc.Evaluation:
		return g.evaluatesAll(r)
	case soc.SubsequentEvents:
		return g.followsPeriod(r)
	case soc.ReviewNote:
		return g.clearsNote(r)
	case soc.Review:
		return g.reviewsOthers(by, r)
	}
	return nil
}

// lastDay is the last day that the report covers.
func (g *ground) lastDay() soc.Date {
	if e := g.ex.Engagement; e.Rules().Period {
		return e.Period.To
	}
	return g.ex.Engagement.AsOf
}

// outsidePeriod reports whether a day lies outside of the period of a report
// that has one.
func (g *ground) outsidePeriod(d soc.Date) bool {
	e := g.ex.Engagement
	return e.Rules().Period && !e.Period.Contains(d)
}

// renewsStatement wants a renewal to follow a first statement by the same key
// about the same organization.
func (g *ground) renewsStatement(by soc.Actor, r soc.Independence) error {
	if !r.Renewed || slices.ContainsFunc(g.ex.Records.Independence, func(s soc.Signed[soc.Independence]) bool {
		return s.By.KeyID == by.KeyID && s.Record.Organization == r.Organization
	}) {
		return nil
	}
	return fmt.Errorf("there is nothing to renew: %s has stated nothing about %s yet", by.Name, r.Organization)
}

// walkthroughInTime wants a reason for a walkthrough outside of the period:
// it does not show what was in place within it.
func (g *ground) walkthroughInTime(r soc.Walkthrough) error {
	if g.outsidePeriod(r.On) && r.Reason == "" {
		return fmt.Errorf("%s lies outside of the period (%s): say in reason why it is evidence for the period", r.On, g.ex.Engagement.Period)
	}
	return nil
}

// evaluatesAll wants an evaluation to be of every deviation of the result in
// force, and its dates to lie where they are.
func (g *ground) evaluatesAll(r soc.Evaluation) error {
	test := g.test(r.Procedure)
	if test.Status != soc.RunComplete {
		return fmt.Errorf("the procedure %s has no complete result: %s", r.Procedure, test.Reason)
	}
	for _, a := range test.Attributes {
		if a.ID == r.Attribute && a.Deviations() != r.Deviations {
			return fmt.Errorf("attribute %s of %s has %d deviations, not %d: evaluate all of them", a.ID, r.Procedure, a.Deviations(), r.Deviations)
		}
	}
	if r.To.Before(r.From) {
		return fmt.Errorf("to (%s) lies before from (%s)", r.To, r.From)
	}
	for _, d := range test.Details.Deviations {
		day, dated := dayOf(d.At)
		if d.Attribute != r.Attribute || !dated {
			continue
		}
		if day.Before(r.From) || r.To.Before(day) {
			return fmt.Errorf("a deviation lies on %s, outside of %s to %s", day, r.From, r.To)
		}
		if g.outsidePeriod(r.From) || g.outsidePeriod(r.To) {
			return fmt.Errorf("%s to %s reaches out of the period, and the deviations do not", r.From, r.To)
		}
	}
	return nil
}

// followsPeriod wants the look at later events to begin where the period ends.
func (g *ground) followsPeriod(r soc.SubsequentEvents) error {
	if want := g.lastDay().AddDays(1); r.From != want {
		return fmt.Errorf("from is %s: it is the day after the report's last day, %s", r.From, want)
	}
	if r.To.Before(r.From) {
		return fmt.Errorf("to (%s) lies before from (%s)", r.To, r.From)
	}
	return nil
}

// clearsNote wants a note to be open before it is cleared.
func (g *ground) clearsNote(r soc.ReviewNote) error {
	earlier := soc.Latest(g.ex.Records.Notes, r.ID)
	switch {
	case r.Cleared && earlier == nil:
		return fmt.Errorf("there is no note %s to clear", r.ID)
	case r.Cleared && earlier.Record.Cleared:
		return fmt.Errorf("the note %s was cleared already", r.ID)
	case r.Cleared && earlier.Record.On != r.On:
		return fmt.Errorf("the note %s is on %s, not on %s", r.ID, earlier.Record.On, r.On)
	}
	return nil
}

// reviewsOthers wants a review of the work as it stands, by someone who wrote
// none of it, with this key or with another of the same name.
func (g *ground) reviewsOthers(by soc.Actor, r soc.Review) error {
	work, people := g.ex.WorkOn(r.Of), g.actors()
	for _, id := range r.Entries {
		i := slices.IndexFunc(work, func(w soc.WorkEntry) bool { return w.Entry == id })
		if i < 0 {
			return fmt.Errorf("the entry %s is not part of %s as it stands", id, r.Of)
		}
		if slices.ContainsFunc(people, func(a soc.Actor) bool { return a.KeyID == work[i].By && a.SamePerson(by) }) {
			return fmt.Errorf("%s wrote entry %d of %s: someone who did not prepare the work reviews it", by.Name, work[i].Index, r.Of)
		}
	}
	if g.ex.Stale(r) {
		return fmt.Errorf("it leaves out an entry of %s: review the work as it stands", r.Of)
	}
	return nil
}

// itemsExist wants each item of an item test to be an item of the sealed
// result, once, and the attribute to be one that needs a person for it.
func (g *ground) itemsExist(r soc.ItemTest) error {
	if err := g.attributeExists(r.Procedure, r.Attribute); err != nil {
		return err
	}
	test := g.test(r.Procedure)
	entry, performed := g.entries[r.Procedure]
	switch {
	case g.state.fixed[r.Procedure] == nil:
		return fmt.Errorf("the procedure %s is not fixed: run 'tickmark examine' with a practitioner's key", r.Procedure)
	case !performed || test.Status != soc.RunComplete:
		return fmt.Errorf("the procedure %s has no complete result: %s", r.Procedure, test.Reason)
	case entry.Kind == ledger.ReadinessTestPerformed:
		return fmt.Errorf("management performed %s by itself: a practitioner performs it before they test its items", r.Procedure)
	}
	known, err := g.testable(r.Procedure, r.Attribute)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, item := range r.Items {
		switch {
		case !known[item.Item]:
			return fmt.Errorf("%q is no item of %s that a person can test for %s", item.Item, r.Procedure, r.Attribute)
		case seen[item.Item]:
			return fmt.Errorf("the item %q is there twice", item.Item)
		}
		seen[item.Item] = true
	}
	return nil
}

// testable returns the items that a person may test an attribute of: all of
// them when the attribute needs a person, otherwise those that the procedure
// could not decide.
func (g *ground) testable(procedure, attribute string) (map[string]bool, error) {
	known := map[string]bool{}
	for _, a := range g.procedure(procedure).Attributes {
		if a.ID != attribute || a.Inspect == "" {
			continue
		}
		items, err := g.itemsOf(procedure)
		if err != nil {
			return nil, err
		}
		if items == nil {
			return nil, fmt.Errorf("the items of %s were not listed when it was performed: run 'tickmark examine' again", procedure)
		}
		for _, item := range items {
			if known[item.Item] {
				return nil, fmt.Errorf("two items of %s are both called %q, and cannot be told apart", procedure, item.Item)
			}
			known[item.Item] = true
		}
		return known, nil
	}
	i := slices.IndexFunc(g.sealed, func(t soc.TestRecord) bool { return t.Procedure == procedure })
	if i < 0 {
		return nil, errors.New("there is no result of " + procedure)
	}
	for _, d := range g.sealed[i].Details.Deviations {
		if d.Attribute == attribute && d.Outcome == soc.Unable {
			known[d.Item] = true
		}
	}
	return known, nil
}
