package opinion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

var testingGates = []rule{
	{id: "G-TST-01", requirement: "Each control has a test of design and, where operation is examined, a test of operation or a shown lack of occasion", blocks: blocks,
		source: "AT-C 320", check: controlsTested},
	{id: "G-TST-02", requirement: "Inquiry is never the only nature of a test of operation", blocks: blocks,
		source: "AT-C 320 (paragraph to be checked)", check: inquiryAlone, leaves: withoutOperation},
	{id: "G-TST-03", requirement: "As many items are tested as the table for the control's frequency asks for, or there is a reason", blocks: override,
		source: "Firm policy; no standard gives a table", check: enoughItems, leaves: withoutOperation},
	{id: "G-TST-04", requirement: "Every item has a result for every attribute, by a named person or procedure, with its evidence", blocks: blocks,
		source: "By analogy with AU-C 530 (to be checked)", check: everyAttributeTested, leaves: withoutOperation},
	{id: "G-TST-05", requirement: "Every piece of work is reviewed, after its last change, by someone who did not prepare it, and no review note is open", blocks: blocks,
		source: "AT-C 105 on supervision (paragraph to be checked)", check: workReviewed},
	{id: "G-TST-06", requirement: "Evidence comes before its result, results before conclusions, and reviews before the opinion", blocks: blocks,
		source: "Our own rule, after published cases of conclusions written before evidence", check: inOrder},
	{id: "G-TST-07", requirement: "A control that was superseded is tested for its part of the period", blocks: blocks,
		source: "AT-C 320 on changes of controls (paragraph to be checked)", check: supersededTested, leaves: withoutOperation},
	{id: "G-TST-08", requirement: "An automated control is tested through the period, or on one instance while change and access controls are effective", blocks: blocks,
		source: "SOC 2 guide (to be checked)", check: automatedBaseline, leaves: withoutOperation},
	{id: "G-TST-09", requirement: "Work of others that was used is evaluated, done again in part, and described", blocks: blocks,
		source: "AT-C 205 on the work of internal audit and specialists (paragraph to be checked)", check: othersWork},
}

func controlsTested(ex *soc.Examination) []string {
	var missing, design []string
	for _, c := range ex.Controls {
		if walkthroughOf(ex, c.ID) == nil {
			design = append(design, c.ID)
		}
	}
	if len(design) > 0 {
		missing = append(missing, fmt.Sprintf("There is no test of the design of %s; the practitioner walks through one instance of each (walkthrough-performed).", anyOf(design, len(ex.Controls), "control")))
	}
	if !ex.Engagement.Rules().Operation {
		return missing
	}
	for _, f := range ex.Controlled {
		if limited(ex, f.Control) {
			continue
		}
		switch f.State {
		case soc.ControlUntested, soc.TestIncomplete, soc.ControlPartly:
			missing = append(missing, fmt.Sprintf("%s: %s The practitioner tests it.", f.Control, f.Reason))
		}
	}
	return missing
}

func inquiryAlone(ex *soc.Examination) []string {
	onlyInquiry := func(natures []soc.TestNature) bool {
		return !slices.ContainsFunc(natures, func(n soc.TestNature) bool { return n != soc.Inquiry })
	}
	var missing []string
	for _, p := range ex.Procedures {
		if onlyInquiry(p.Nature) {
			missing = append(missing, fmt.Sprintf("%s rests on inquiry alone; the practitioner adds a test of another nature.", p.ID))
		}
	}
	for _, s := range soc.InForce(ex.Records.ItemTests) {
		if onlyInquiry(s.Record.Nature) {
			missing = append(missing, fmt.Sprintf("%s attribute %s was tested by inquiry alone (entry %d); who tested it inspects, observes or reperforms as well.", s.Record.Procedure, s.Record.Attribute, s.Index))
		}
	}
	return missing
}

// tableSize is how many of n items the firm's usual table asks for. No
// standard gives one; these are the low ends of what is common.
func tableSize(frequency string, n int64) int64 {
	size := map[string]int64{
		"annual": 1, "semi_annual": 2, "quarterly": 2, "monthly": 3, "weekly": 6, "daily": 25, "continuous": 25,
	}[frequency]
	if size == 0 { // per event: a tenth, at least 5 and at most 25
		size = min(max((n+9)/10, 5), 25)
	}
	return min(size, n)
}

// enoughItems looks at attributes that were tested on some of the items only.
// Where all are tested there is no sample whose size could be too small, and
// where none is, G-TST-04 says so.
func enoughItems(ex *soc.Examination) []string {
	var missing []string
	for _, test := range ex.Tests {
		control, _ := findControl(ex, test.Control)
		for _, a := range test.Attributes {
			of := a.Tested() + a.NotTested
			if want := tableSize(control.Frequency, of); a.NotTested > 0 && a.Tested() > 0 && a.Tested() < want {
				missing = append(missing, fmt.Sprintf("%s attribute %s is tested on %s of %s; the table asks for %s; a person tests more, or the engagement partner records why fewer are enough.",
					test.Procedure, a.ID, count(a.Tested()), things(of, "item"), count(want)))
			}
		}
	}
	return missing
}

func everyAttributeTested(ex *soc.Examination) []string {
	var missing []string
	for _, test := range ex.Tests {
		for _, a := range test.Attributes {
			if a.NotTested > 0 && !limited(ex, test.Control) {
				missing = append(missing, fmt.Sprintf("%s attribute %s has no result for %s; a person tests them ('tickmark test').", test.Procedure, a.ID, things(a.NotTested, "item")))
			}
		}
		if test.Entry != "" && actorOf(ex, test.PerformedBy).Name == "" {
			missing = append(missing, fmt.Sprintf("%s was performed with a key that the file does not name; a practitioner performs it again.", test.Procedure))
		}
	}
	return missing
}

// workReviewed wants a review, by another key, of every piece of work that an
// opinion rests on, that names every entry of it in force.
func workReviewed(ex *soc.Examination) []string {
	var works []string
	for _, t := range ex.Tests {
		works = append(works, "test "+t.Procedure)
	}
	for _, c := range ex.Controls {
		works = append(works, "walkthrough "+c.ID, "control "+c.ID)
	}
	for _, id := range yardstick(ex) {
		works = append(works, "criterion "+id)
	}
	for _, c := range ex.Commitments {
		works = append(works, "commitment "+c.ID)
	}
	for _, p := range ex.Populations {
		works = append(works, "population "+p.Name)
	}
	works = append(works, "description")

	var unreviewed, stale, own []string
	all, totals := ex.AllWork(), map[string]int{}
	for _, work := range works {
		entries := all[work]
		if len(entries) == 0 {
			continue // another gate asks for the work itself
		}
		kind, _, _ := strings.Cut(work, " ")
		totals[kind]++
		review := soc.Latest(ex.Records.Reviews, work)
		switch {
		case review == nil:
			unreviewed = append(unreviewed, work)
		case review.Index < entries[len(entries)-1].Index,
			slices.ContainsFunc(entries, func(w soc.WorkEntry) bool { return !slices.Contains(review.Record.Entries, w.Entry) }):
			stale = append(stale, work)
		case slices.ContainsFunc(entries, func(w soc.WorkEntry) bool { return actorOf(ex, w.By).SamePerson(review.By) }):
			own = append(own, work)
		}
	}
	var missing []string
	if len(unreviewed) > 0 {
		missing = append(missing, fmt.Sprintf("Not reviewed: %s. Someone who did not prepare it reviews it ('tickmark sign review').", byKind(unreviewed, totals)))
	}
	if len(stale) > 0 {
		missing = append(missing, fmt.Sprintf("Changed since the review: %s. The reviewer looks again.", byKind(stale, totals)))
	}
	if len(own) > 0 {
		missing = append(missing, fmt.Sprintf("Reviewed by who prepared it: %s. Someone else reviews it.", byKind(own, totals)))
	}
	for _, note := range soc.InForce(ex.Records.Notes) {
		if !note.Record.Cleared {
			missing = append(missing, fmt.Sprintf("The review note %s on %s is open: %s Whoever it is for answers it, and the reviewer clears it.", note.Record.ID, note.Record.On, sentence(note.Record.Text)))
		}
	}
	return missing
}

func supersededTested(ex *soc.Examination) []string {
	period := ex.Engagement.Period
	var missing []string
	for i, c := range ex.Controls {
		if c.EffectiveTo.IsZero() || !c.EffectiveTo.Before(period.To) || window(ex, c).Empty() || limited(ex, c.ID) {
			continue
		}
		f := ex.Controlled[i]
		if f.State == soc.ControlUntested || f.State == soc.TestIncomplete || f.State == soc.ControlPartly {
			missing = append(missing, fmt.Sprintf("%s was in effect until %s and is not fully tested for that time; the practitioner tests it, or the opinion is modified for a scope limitation.", c.ID, c.EffectiveTo))
		}
	}
	return missing
}

func othersWork(ex *soc.Examination) []string {
	all := soc.InForce(ex.Records.OthersWork)
	if len(all) == 0 {
		return []string{"It is not recorded whether work of internal audit or a specialist was used; a practitioner records it (others-work-considered, used: false when not)."}
	}
	var missing []string
	for _, s := range all {
		w := s.Record
		if w.Used && (w.Competence == "" || w.Objectivity == "" || w.Reperformed == "" || w.Description == "") {
			missing = append(missing, fmt.Sprintf("The work of %s was used without an evaluation of competence and objectivity, without doing some of it again, or without a description; a practitioner completes the record.", w.Who))
		}
		for _, p := range w.Procedures {
			if w.Used && controlOf(ex, p) == "" {
				missing = append(missing, fmt.Sprintf("The work of %s is said to support %s, which is no procedure of the program; a practitioner corrects the record.", w.Who, p))
			}
		}
	}
	return missing
}
