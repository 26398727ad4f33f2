package opinion

import (
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

func populationsSealed(ex *soc.Examination) []string {
	var missing []string
	for _, pop := range ex.Populations {
		if pop.Failure != "" {
			missing = append(missing, fmt.Sprintf("The population %s was not collected: %s Its owner makes it available.", pop.Name, sentence(pop.Failure)))
		}
	}
	return missing
}

func populationsComplete(ex *soc.Examination) []string {
	var missing []string
	for _, pop := range ex.Populations {
		if pop.Failure == "" && !pop.Certificate.ShownComplete() {
			missing = append(missing, fmt.Sprintf("The population %s is not shown complete: %s", pop.Name, joinSentences(pop.Certificate.Reasons)))
		}
	}
	return missing
}

func joinSentences(reasons []string) string {
	out := ""
	for _, r := range reasons {
		if out != "" {
			out += " "
		}
		out += sentence(r)
	}
	return out
}

// populationsCoverPeriod names event populations that are silent at an end of
// the period for longer than anywhere within it: an extraction that began
// late or stopped early looks like that.
func populationsCoverPeriod(ex *soc.Examination) []string {
	if ex.Engagement.Type != 2 {
		return nil
	}
	var missing []string
	for _, pop := range ex.Populations {
		if pop.Failure != "" || pop.Rows != soc.Events || pop.Certificate.InPeriod == 0 {
			continue
		}
		weeks := pop.Certificate.Weeks
		head, tail, inner := silences(weeks)
		if head > inner+1 {
			missing = append(missing, fmt.Sprintf("The population %s has no row in the first %d weeks of the period; its owner confirms that nothing happened.", pop.Name, head))
		}
		if tail > inner+1 {
			missing = append(missing, fmt.Sprintf("The population %s has no row in the last %d weeks of the period; its owner confirms that nothing happened.", pop.Name, tail))
		}
	}
	return missing
}

// silences returns how many weeks in a row are empty at the head, at the tail
// and, at most, in between.
func silences(weeks []soc.WeekCount) (head, tail, inner int) {
	run, seen := 0, false
	for _, w := range weeks {
		if w.Rows == 0 {
			run++
			continue
		}
		if !seen {
			head, seen = run, true
		} else {
			inner = max(inner, run)
		}
		run = 0
	}
	return head, run, inner
}

func controlsTested(ex *soc.Examination) []string {
	var missing []string
	for _, f := range ex.Controlled {
		switch f.State {
		case soc.ControlUntested, soc.TestIncomplete, soc.ControlPartly:
			missing = append(missing, fmt.Sprintf("%s: %s The practitioner tests it.", f.Control, f.Reason))
		}
	}
	return missing
}

func inquiryAlone(ex *soc.Examination) []string {
	var missing []string
	for _, p := range ex.Procedures {
		if !slices.ContainsFunc(p.Nature, func(n soc.TestNature) bool { return n != soc.Inquiry }) {
			missing = append(missing, fmt.Sprintf("%s rests on inquiry alone; the practitioner adds a test of another nature.", p.ID))
		}
	}
	return missing
}

func everyAttributeTested(ex *soc.Examination) []string {
	var missing []string
	for _, test := range ex.Tests {
		for _, a := range test.Attributes {
			if a.NotTested > 0 {
				missing = append(missing, fmt.Sprintf("%s attribute %s has no result for %s items; a person tests them.", test.Procedure, a.ID, count(a.NotTested)))
			}
		}
	}
	return missing
}

func deviationsEvaluated(ex *soc.Examination) []string {
	var missing []string
	for _, f := range ex.Controlled {
		if f.Deviations > 0 {
			missing = append(missing, fmt.Sprintf("%s: %s deviations await evaluation by the practitioner.", f.Control, count(f.Deviations)))
		}
	}
	return missing
}

func controlsConcluded(ex *soc.Examination) []string {
	return []string{fmt.Sprintf("None of the %d controls is concluded; the practitioner concludes on each.", len(ex.Controls))}
}

// lastingKeys holds back what a throw-away key or the wrong party signed.
func lastingKeys(ex *soc.Examination) []string {
	var missing []string
	if ex.Readiness {
		missing = append(missing, "Management ran this examination by itself, for readiness; a practitioner performs the tests again with their own key.")
	}
	for _, actor := range ex.Actors {
		if actor.ThrowAway {
			missing = append(missing, fmt.Sprintf("A throw-away key stood in for %s; make a lasting one with 'tickmark key new' and run again in a new file.", actor.Party))
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}
