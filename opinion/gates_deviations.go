package opinion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

var deviationGates = []rule{
	{id: "G-DEV-01", requirement: "Each deviation is evaluated: nature, cause, intent, extent and dates, and as many as failed", blocks: blocks,
		source: "AT-C 320 on deviations (paragraphs to be checked)", check: deviationsEvaluated, leaves: withoutOperation},
	{id: "G-DEV-02", requirement: "The deviation rate is compared with the tolerable one, and each control is concluded", blocks: blocks,
		source: "By analogy with AU-C 530", check: controlsConcluded},
	{id: "G-DEV-03", requirement: "Isolated rests on additional procedures, and is never taken for granted", blocks: blocks,
		source: "By analogy with AU-C 530 on anomalies (paragraphs to be checked)", check: isolatedSupported, leaves: withoutOperation},
	{id: "G-DEV-04", requirement: "Testing again, or more, does not make a first result disappear", blocks: blocks,
		source: "Statistics: extending after a failure is not free", check: firstResultStays, leaves: withoutOperation},
	{id: "G-DEV-05", requirement: "A compensating control that is relied on is in scope, tested, and operated over the same time", blocks: blocks,
		source: "SOC 2 guide (to be checked)", check: compensatingHolds},
	{id: "G-DEV-06", requirement: "Every deviation appears in the report, whatever its size", blocks: blocks,
		source: "AT-C 320 (paragraph to be checked)", check: deviationsListed, leaves: withoutTests},
	{id: "G-DEV-07", requirement: "Management's response to a deviation stands in Section V only, unaudited", blocks: blocks,
		source: "SOC 2 guide (to be checked)", check: responsesApart, leaves: withoutTests},
}

func deviationsEvaluated(ex *soc.Examination) []string {
	var missing, left []string
	for _, test := range ex.Tests {
		for _, a := range test.Attributes {
			if a.Deviations() == 0 {
				continue
			}
			e := soc.Latest(ex.Records.Evaluations, test.Procedure+" "+a.ID)
			switch {
			case e == nil:
				left = append(left, fmt.Sprintf("%s of %s %s", count(a.Deviations()), test.Procedure, a.ID))
			case e.Record.Deviations != a.Deviations():
				missing = append(missing, fmt.Sprintf("%s attribute %s has %s, and an evaluation (entry %d) of %s; the practitioner evaluates them again.", test.Procedure, a.ID, things(a.Deviations(), "deviation"), e.Index, count(e.Record.Deviations)))
			case e.Index < test.Index:
				missing = append(missing, fmt.Sprintf("%s attribute %s was performed again (entry %d) after its evaluation (entry %d); the practitioner evaluates it again.", test.Procedure, a.ID, test.Index, e.Index))
			}
		}
	}
	if len(left) > 0 {
		missing = append(missing, fmt.Sprintf("Deviations await evaluation: %s; the practitioner evaluates them (deviation-evaluated).", list(left)))
	}
	return missing
}

// controlsConcluded wants a conclusion on every control that the results
// allow. Every item is tested, so the rate is known and there is no upper
// limit to compute; what it is compared with has to be stated.
func controlsConcluded(ex *soc.Examination) []string {
	var missing, left []string
	for _, control := range ex.Controls {
		concluded := conclusionOn(ex, control.ID)
		if concluded == nil {
			left = append(left, control.ID)
			continue
		}
		if err := CheckControlConclusion(ex, concluded.Record); err != nil {
			missing = append(missing, fmt.Sprintf("The conclusion (entry %d) does not stand: %s The practitioner concludes again.", concluded.Index, sentence(err.Error())))
		}
	}
	if len(left) > 0 {
		missing = append(missing, fmt.Sprintf("Nothing is concluded on %s; the practitioner concludes on each ('tickmark conclude').", anyOf(left, len(ex.Controls), "control")))
	}
	if _, stated := tolerableRate(ex); !stated && ex.Engagement.Rules().Operation {
		missing = append(missing, "The plan states no tolerable rate to compare deviations with; the practitioner adds it to practitioner/plan.yaml.")
	}
	return missing
}

func isolatedSupported(ex *soc.Examination) []string {
	var missing []string
	for _, s := range soc.InForce(ex.Records.Evaluations) {
		e := s.Record
		if e.Reading != soc.ReadIsolated {
			continue
		}
		if strings.TrimSpace(e.Additional) == "" {
			missing = append(missing, fmt.Sprintf("The deviations of %s %s are called isolated without additional procedures; the practitioner performs them and says which.", e.Procedure, e.Attribute))
		}
		if control, ok := findControl(ex, controlOf(ex, e.Procedure)); ok && control.Nature == "automated" {
			missing = append(missing, fmt.Sprintf("The deviations of %s %s are called isolated, and %s is automated: what let one item through would let others through; the practitioner reads them as systematic.", e.Procedure, e.Attribute, control.ID))
		}
	}
	return missing
}

// firstResultStays compares each record of a person's tests with the one that
// took its place: an item that failed and now passes needs a reason.
func firstResultStays(ex *soc.Examination) []string {
	now := map[string]soc.ItemResult{}
	for _, s := range soc.InForce(ex.Records.ItemTests) {
		for _, item := range s.Record.Items {
			now[s.Record.Subject()+"\x00"+item.Item] = item
		}
	}
	var missing []string
	for _, s := range ex.Records.ItemTests {
		if !s.Superseded {
			continue
		}
		for _, was := range s.Record.Items {
			if was.Outcome != soc.Deviates && was.Outcome != soc.Unable {
				continue
			}
			is, still := now[s.Record.Subject()+"\x00"+was.Item]
			if !still || is.Outcome == soc.Passed && is.Reason == "" || is.Outcome == soc.NotApplicable && is.Reason == "" {
				missing = append(missing, fmt.Sprintf("%s attribute %s: %s was a deviation (entry %d) and no longer is, without a reason; who tested it gives the reason.", s.Record.Procedure, s.Record.Attribute, was.Item, s.Index))
			}
		}
	}
	return missing
}

// compensatingHolds looks at every control that a conclusion names as
// compensating.
func compensatingHolds(ex *soc.Examination) []string {
	var missing []string
	for _, s := range soc.InForce(ex.Records.Controls) {
		control, ok := findControl(ex, s.Record.Control)
		if !ok {
			continue
		}
		if err := checkCompensating(ex, control, s.Record.Compensating); err != nil {
			missing = append(missing, sentence(err.Error())+" The practitioner tests it, or concludes without it.")
		}
	}
	return missing
}

// deviationsListed holds the deviations that a report prints against those
// that were counted.
func deviationsListed(ex *soc.Examination) []string {
	var missing []string
	for _, test := range ex.Tests {
		for _, a := range test.Attributes {
			var listed int64
			for _, d := range test.Details.Deviations {
				if d.Attribute == a.ID {
					listed++
				}
			}
			if listed != a.Deviations() {
				missing = append(missing, fmt.Sprintf("%s attribute %s has %s and lists %s; the practitioner performs it again.", test.Procedure, a.ID, things(a.Deviations(), "deviation"), count(listed)))
			}
		}
	}
	return missing
}

// responsesApart looks for the words of a response in what is examined.
func responsesApart(ex *soc.Examination) []string {
	plain := func(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
	var missing []string
	for _, r := range ex.Responses {
		text := plain(r.Text)
		for _, s := range ex.Description {
			if text != "" && strings.Contains(plain(s.Markdown), text) {
				missing = append(missing, fmt.Sprintf("Management's response on %s also stands in %s; management takes it out of the description.", r.Control, s.File))
			}
		}
		if text != "" && strings.Contains(plain(ex.Assertion), text) {
			missing = append(missing, fmt.Sprintf("Management's response on %s also stands in the assertion; management takes it out.", r.Control))
		}
		if !slices.ContainsFunc(ex.Controls, func(c soc.Control) bool { return c.ID == r.Control }) {
			missing = append(missing, fmt.Sprintf("A response names %s, which is no control; management corrects it.", r.Control))
		}
	}
	return missing
}
