package opinion

import (
	"fmt"
	"slices"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

var reportGates = []rule{
	{id: elementsGate, requirement: "The auditor's report has every element that its kind and type needs, and a report of type 1 no results of tests", blocks: blocks,
		source: "AT-C 205, AT-C 320 on the report (paragraphs to be checked); SOC 2 guide", check: reportElements},
	{id: "G-RPT-02", requirement: "The numbers of the report are those of the sealed results", blocks: blocks,
		source: "Integrity of the file", check: numbersAgree, leaves: withoutTests},
	{id: "G-RPT-03", requirement: "The report is dated on or after the last evidence, the last review and the representations", blocks: blocks,
		source: "AT-C 205 on the date of the report (paragraph to be checked)", check: datedLast},
	{id: "G-RPT-04", requirement: "A restricted report says so and is not published; a SOC 3 report has no detail of tests", blocks: blocks,
		source: "AT-C 205 on restricted use (paragraph to be checked)", check: restricted},
	{id: draftGate, requirement: "The report is a draft with a watermark until every other gate is shut", blocks: blocks,
		source: "Our own rule"},
	{id: "G-DOC-01", requirement: "The file is complete and locked within 60 days of the report; nothing is deleted after", blocks: blocks,
		source: "AT-C 105 on documentation (paragraph 41 region, to be checked)", check: assembledInTime, leaves: beforeRelease},
	{id: "G-DOC-02", requirement: "It is set how long the file is kept: five years or more", blocks: override,
		source: "By analogy with AU-C 230; state law and firm policy may ask for more", check: retention},
	{id: "G-KEY-01", requirement: "Every entry is signed with a lasting key of its party, and the tests with a practitioner's", blocks: blocks,
		source: "Our own rule", check: lastingKeys},
}

func reportElements(ex *soc.Examination) []string {
	missing := textsChecked(ex)
	if r := ex.Engagement.Rules(); !r.Operation && (len(ex.Tests) > 0 || len(ex.Procedures) > 0) {
		missing = append(missing, "The program has tests of operation, which a report of type 1 does not have; the practitioner takes them out.")
	}
	return missing
}

// restricted waits for a text to look through: there is none before there is
// an opinion.
func restricted(ex *soc.Examination) []string {
	if len(soc.InForce(ex.Records.Opinion)) == 0 {
		return []string{"There is no auditor's report to look through yet; the engagement partner forms the opinion first."}
	}
	return textsChecked(ex)
}

// numbersAgree recounts every result: the outcomes of an attribute add up to
// its items, and the items with a deviation to those that are listed.
func numbersAgree(ex *soc.Examination) []string {
	var missing []string
	for _, test := range ex.Tests {
		if test.Status != soc.RunComplete {
			continue
		}
		for _, a := range test.Attributes {
			if sum := a.Tested() + a.NotApplicable + a.NotTested; sum != test.Items {
				missing = append(missing, fmt.Sprintf("%s attribute %s has %s and outcomes for %s; the practitioner performs it again.", test.Procedure, a.ID, things(test.Items, "item"), count(sum)))
			}
		}
		items := map[string]bool{}
		for _, d := range test.Details.Deviations {
			items[d.Item] = true
		}
		if int64(len(items)) != test.ItemsWithDeviation {
			missing = append(missing, fmt.Sprintf("%s counts %s with a deviation and lists %s; the practitioner performs it again.", test.Procedure, things(test.ItemsWithDeviation, "item"), count(int64(len(items)))))
		}
	}
	return missing
}

// datedLast holds the date of the report against the day of every entry that
// it rests on.
func datedLast(ex *soc.Examination) []string {
	date, ok := reportDate(ex)
	if !ok {
		return []string{"The report has no date yet; management's representation letter and the engagement partner ('tickmark issue --date') give it."}
	}
	what, at := lastEntry(ex)
	var missing []string
	if what != "" && date.Before(dayAt(ex, at)) {
		missing = append(missing, fmt.Sprintf("The report is dated %s, before %s of %s; the engagement partner dates it on or after that day.", date, what, dayAt(ex, at)))
	}
	return append(missing, datedAhead(ex, date)...)
}

// datedAhead lists what people dated after the report: it had not happened when
// it was written down.
func datedAhead(ex *soc.Examination, date soc.Date) []string {
	var missing []string
	ahead := func(what string, day soc.Date, index int64) {
		if date.Before(day) {
			missing = append(missing, fmt.Sprintf("%s (entry %d) is dated %s, after the report (%s); who wrote it corrects the day.", what, index, day, date))
		}
	}
	for _, s := range soc.InForce(ex.Records.Walkthroughs) {
		ahead("The walkthrough of "+s.Record.Control, s.Record.On, s.Index)
	}
	for _, s := range soc.InForce(ex.Records.Acceptance) {
		ahead("The check of the licence", s.Record.Licence.CheckedOn, s.Index)
	}
	for _, s := range soc.InForce(ex.Records.Letters) {
		ahead("The engagement letter", s.Record.Date, s.Index)
	}
	return missing
}

// lastEntry returns the last entry in force.
func lastEntry(ex *soc.Examination) (what string, at time.Time) {
	later := func(name string, t time.Time) {
		if t.After(at) {
			what, at = name, t
		}
	}
	for _, p := range ex.Populations {
		later("the population "+p.Name, p.SealedAt)
	}
	for _, t := range ex.Tests {
		later("the result of "+t.Procedure, t.PerformedAt)
	}
	for _, s := range ex.Records.InForce() {
		later(fmt.Sprintf("entry %d (%s)", s.Index, s.Record.Kind()), s.At)
	}
	return what, at
}

// documentationDays is how long after the report the file may be completed.
const documentationDays = 60

func beforeRelease(ex *soc.Examination) string {
	if ex.Final == nil {
		return fmt.Sprintf("The %d days begin with the date of the report.", documentationDays)
	}
	return ""
}

func assembledInTime(ex *soc.Examination) []string {
	last := ex.Final.Date.AddDays(documentationDays)
	if what, at := lastEntry(ex); what != "" && last.Before(dayAt(ex, at)) {
		return []string{fmt.Sprintf("%s is of %s, more than %d days after the date of the report; the engagement partner dates the report later, or leaves it out.", capital(what), dayAt(ex, at), documentationDays)}
	}
	return nil
}

// retentionYears is the shortest time that is common.
const retentionYears = 5

func retention(ex *soc.Examination) []string {
	switch years := ex.Plan.RetentionYears; {
	case years == 0:
		return []string{"It is not set how long the file is kept; the practitioner adds retention_years to practitioner/plan.yaml."}
	case years < retentionYears:
		return []string{fmt.Sprintf("The file is kept for %s, under %d; the engagement partner records why that is enough.", things(int64(years), "year"), retentionYears)}
	}
	return nil
}

// lastingKeys holds back what a throw-away key or the wrong party signed.
func lastingKeys(ex *soc.Examination) []string {
	var missing []string
	if ex.Readiness {
		missing = append(missing, "Management ran this examination by itself, for readiness; a practitioner performs the tests again with their own key.")
	}
	for _, actor := range everyActor(ex) {
		if actor.ThrowAway {
			missing = append(missing, fmt.Sprintf("A throw-away key stood in for %s; make a lasting one with 'tickmark key new' and run again in a new file.", actor.Party))
		}
	}
	missing = append(missing, bothParties(ex)...)
	for _, test := range ex.Tests {
		if actor := actorOf(ex, test.PerformedBy); test.Entry != "" && actor.Party == soc.Management && !ex.Readiness {
			missing = append(missing, fmt.Sprintf("%s was performed by management (%s); a practitioner performs it again.", test.Procedure, person(actor)))
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

// bothParties finds who signed for management and for the practitioner.
func bothParties(ex *soc.Examination) []string {
	var missing []string
	all := everyActor(ex)
	for _, m := range all {
		for _, p := range all {
			if m.Party == soc.Management && p.Party == soc.Practitioner && m.SamePerson(p) {
				missing = append(missing, fmt.Sprintf("%s signed for management and for the practitioner; nobody examines themselves, and another person signs for one of the two.", m.Name))
			}
		}
	}
	return missing
}
