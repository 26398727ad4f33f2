package opinion

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

var populationGates = []rule{
	{id: "G-POP-01", requirement: "Each population names its source, query, time, extractor, count and digest", blocks: blocks,
		source: "AT-C 205 on information of the entity (paragraph 36, from a secondary source)", check: populationsSealed},
	{id: "G-POP-02", requirement: "Each population is shown complete and accurate, by a procedure that a practitioner concluded on", blocks: blocks,
		source: "AT-C 205 on information of the entity (paragraph 36, from a secondary source)", check: populationsComplete},
	{id: "G-POP-03", requirement: "Each population covers the whole period", blocks: blocks,
		source: "AT-C 320, throughout the period (paragraph to be checked)", check: populationsCoverPeriod, leaves: withoutOperation},
	{id: "G-POP-04", requirement: "Each population was sealed before the items of a test were taken from it, and the test names the sealed table", blocks: blocks,
		source: "By analogy with AU-C 530 on sampling", check: populationsFrozen},
	{id: "G-POP-05", requirement: "Evidence was obtained after what it proves, is in the file by its digest, and is of the period unless the test says why not", blocks: blocks,
		source: "AT-C 205 on evidence (paragraph to be checked)", check: evidenceInTime},
	{id: "G-POP-06", requirement: "A tool of the organization that captured evidence is assessed itself", blocks: blocks,
		source: "Published questions and answers on automated tools (secondary source)", check: toolsAssessed},
	{id: "G-POP-07", requirement: "Nothing of an earlier period counts for this period's operation", blocks: blocks,
		source: "AT-C 320 (paragraph to be checked)", check: noEarlierEvidence, leaves: withoutOperation},
}

func populationsSealed(ex *soc.Examination) []string {
	var missing []string
	for _, pop := range ex.Populations {
		if pop.Failure != "" {
			if !limitedBy(ex, pop.Name) {
				missing = append(missing, fmt.Sprintf("The population %s was not collected: %s Its owner makes it available, or the opinion is modified for a scope limitation.", pop.Name, sentence(pop.Failure)))
			}
			continue
		}
		x := pop.Certificate.Extraction
		var lacks []string
		for _, f := range []struct {
			stated bool
			name   string
		}{
			{x.Kind != "" && x.Locator != "", "its source"}, {x.Query != "" || x.Kind != "sql", "its query"},
			{!x.Started.IsZero() && !x.Finished.IsZero(), "the time of its extraction"}, {pop.SealedBy != "", "who extracted it"},
			{pop.RawDigest != "" && pop.TableDigest != "", "its digests"},
		} {
			if !f.stated {
				lacks = append(lacks, f.name)
			}
		}
		if len(lacks) > 0 {
			missing = append(missing, fmt.Sprintf("The population %s lacks %s; it is collected again with 'tickmark examine'.", pop.Name, list(lacks)))
		}
	}
	return missing
}

// populationsComplete wants both: an oracle that agrees or items followed to
// their source, and a practitioner's conclusion on completeness and accuracy,
// before the conclusion on any control that rests on the population.
func populationsComplete(ex *soc.Examination) []string {
	var missing, left []string
	for _, pop := range ex.Populations {
		if pop.Failure != "" {
			continue // G-POP-01 names it
		}
		assessed := soc.Latest(ex.Records.IPE, pop.Name)
		given := assessed != nil && !assessed.Record.Reliable // up as evidence
		if !pop.Certificate.ShownComplete() && !given && !reliedOn(ex, pop.Name) {
			missing = append(missing, fmt.Sprintf("The population %s is not shown complete: %s Its owner corrects what disagrees, or a practitioner follows items of it to their source (ipe-assessed, traced).", pop.Name, joinSentences(pop.Certificate.Reasons)))
		}
		missing = append(missing, unreconciled(&pop, assessed)...)
		switch {
		case assessed == nil:
			left = append(left, pop.Name)
		case assessed.Index < pop.Index:
			missing = append(missing, fmt.Sprintf("The population %s was collected again (entry %d) after its assessment (entry %d); a practitioner assesses it again.", pop.Name, pop.Index, assessed.Index))
		case given:
			if !limitedBy(ex, pop.Name) {
				missing = append(missing, fmt.Sprintf("The population %s is assessed as not reliable; its owner makes it available again, or the opinion is modified for a scope limitation.", pop.Name))
			}
		case slices.ContainsFunc(assessed.Record.Traced, func(t soc.TraceItem) bool { return !t.Agrees }):
			missing = append(missing, fmt.Sprintf("An item of the population %s does not agree with its source and the population is called reliable; a practitioner settles it.", pop.Name))
		default:
			if early := concludedBefore(ex, pop.Name, assessed.Index); len(early) > 0 {
				missing = append(missing, fmt.Sprintf("%s: concluded before the population %s, which it rests on, was assessed (entry %d); a practitioner concludes again.", list(early), pop.Name, assessed.Index))
			}
		}
	}
	if len(left) > 0 {
		missing = append(missing, fmt.Sprintf("Nobody assessed the completeness and accuracy of %s; a practitioner does it and records it (ipe-assessed).", anyOf(left, len(ex.Populations), "population")))
	}
	return missing
}

// unreconciled names the reconciliations of a population that do not agree. A
// practitioner who assessed the population as reliable after one was performed
// has looked into its rows, and says what became of them in the assessment.
func unreconciled(pop *soc.PopulationRecord, assessed *soc.Signed[soc.IPEAssessment]) []string {
	var missing []string
	for i := range pop.Reconciliations {
		r := &pop.Reconciliations[i]
		explained := r.Failure == "" && assessed != nil && assessed.Record.Reliable && assessed.Index > r.Index
		if r.Holds() || explained {
			continue
		}
		missing = append(missing, fmt.Sprintf("The population %s does not agree in the reconciliation %s (%s): %s Its owner corrects what disagrees, or a practitioner who looked into it assesses the population after that (ipe-assessed).",
			pop.Name, r.Name, strings.TrimSuffix(sentence(r.Statement), "."), r.Sentence(pop.Name)))
	}
	return missing
}

// concludedBefore names the controls whose conclusion came before an entry
// although a test of them read the population.
func concludedBefore(ex *soc.Examination, population string, index int64) []string {
	var early []string
	for _, control := range ex.Controls {
		concluded := conclusionOn(ex, control.ID)
		if concluded == nil || concluded.Index > index {
			continue
		}
		reads := slices.ContainsFunc(testsOf(ex, control.ID), func(t soc.TestRecord) bool {
			return slices.ContainsFunc(t.Inputs, func(in soc.Input) bool { return in.Population == population })
		})
		if reads {
			early = append(early, control.ID)
		}
	}
	return early
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
// late or stopped early looks like that. A practitioner who assessed the
// population and followed items to their source has looked into it.
func populationsCoverPeriod(ex *soc.Examination) []string {
	var missing []string
	for _, pop := range ex.Populations {
		if pop.Failure != "" || pop.Rows != soc.Events || pop.Certificate.InPeriod == 0 || reliedOn(ex, pop.Name) {
			continue
		}
		head, tail, inner := silences(pop.Certificate.Weeks)
		if head > inner+1 {
			missing = append(missing, fmt.Sprintf("The population %s has no row in the first %d weeks of the period; its owner confirms that nothing happened, and a practitioner follows items to their source (ipe-assessed, traced).", pop.Name, head))
		}
		if tail > inner+1 {
			missing = append(missing, fmt.Sprintf("The population %s has no row in the last %d weeks of the period; its owner confirms that nothing happened, and a practitioner follows items to their source (ipe-assessed, traced).", pop.Name, tail))
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

// populationsFrozen holds every result against the tables that it names. All
// items are tested, so there is no sample and no seed; what must hold is that
// the items were fixed before anybody saw a result.
func populationsFrozen(ex *soc.Examination) []string {
	var missing []string
	for _, test := range ex.Tests {
		if test.Entry == "" {
			continue
		}
		for _, in := range test.Inputs {
			pop := findPopulation(ex, in.Population)
			switch {
			case pop == nil || pop.Entry == "":
				missing = append(missing, fmt.Sprintf("%s read the population %s, which is not sealed; a practitioner performs it again.", test.Procedure, in.Population))
			case pop.Index >= test.Index || in.Digest != pop.TableDigest:
				missing = append(missing, fmt.Sprintf("%s did not read the population %s as it is sealed now (entry %d); a practitioner performs it again.", test.Procedure, in.Population, pop.Index))
			}
		}
	}
	return missing
}

var digestForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

func evidenceInTime(ex *soc.Examination) []string {
	var missing []string
	loc, err := ex.Engagement.Location()
	end := coverage(&ex.Engagement)
	for _, pop := range ex.Populations {
		x := pop.Certificate.Extraction
		if pop.Failure == "" && pop.Rows == soc.Events && err == nil && ex.Engagement.Rules().Period && !x.Started.IsZero() && x.Started.Before(end.End(loc)) {
			missing = append(missing, fmt.Sprintf("The population %s was extracted on %s, before the period ended; its owner extracts it again.", pop.Name, dayAt(ex, x.Started)))
		}
	}
	missing = append(missing, outsidePeriod(ex, "after the period", func(c soc.Certificate) int64 { return c.AfterPeriod })...)
	for _, s := range soc.InForce(ex.Records.ItemTests) {
		for _, item := range s.Record.Items {
			if item.Outcome == soc.Passed && len(item.Evidence) == 0 || slices.ContainsFunc(item.Evidence, func(d string) bool { return !digestForm.MatchString(d) }) {
				missing = append(missing, fmt.Sprintf("%s attribute %s: a result (entry %d) names no evidence by its digest; who tested it attaches the document.", s.Record.Procedure, s.Record.Attribute, s.Index))
				break
			}
		}
	}
	for _, s := range soc.InForce(ex.Records.Walkthroughs) {
		if on := s.Record.On; dayAt(ex, s.At).Before(on) {
			missing = append(missing, fmt.Sprintf("The walkthrough of %s is dated %s, after it was recorded; the practitioner corrects the date.", s.Record.Control, on))
		}
	}
	for _, s := range soc.InForce(ex.Records.Evaluations) {
		if r := s.Record; ex.Engagement.Rules().Operation && (r.To.Before(r.From) || !end.Contains(r.From) || !end.Contains(r.To)) {
			missing = append(missing, fmt.Sprintf("The deviations of %s %s are dated %s to %s, which is not within the period; the practitioner corrects the evaluation.", r.Procedure, r.Attribute, r.From, r.To))
		}
	}
	return missing
}

// outsidePeriod names the procedures that take every row of a population of
// events whatever its date, although rows lie outside of the period, and say
// no reason.
func outsidePeriod(ex *soc.Examination, where string, count func(soc.Certificate) int64) []string {
	var missing []string
	for _, p := range ex.Procedures {
		pop := findPopulation(ex, p.Population)
		if pop == nil || p.DateColumn != "none" || p.WhereStatement != "" || pop.Rows != soc.Events {
			continue
		}
		if n := count(pop.Certificate); n > 0 {
			missing = append(missing, fmt.Sprintf("%s takes every row of %s, of which %d lie %s; the practitioner limits it to the period, or says in where_statement why they count.", p.ID, p.Population, n, where))
		}
	}
	return missing
}

func noEarlierEvidence(ex *soc.Examination) []string {
	missing := outsidePeriod(ex, "before the period", func(c soc.Certificate) int64 { return c.BeforePeriod })
	for _, test := range ex.Tests {
		for _, d := range test.Details.Deviations {
			if day, err := soc.ParseDate(d.At[:min(len(d.At), len("2006-01-02"))]); err == nil && day.Before(ex.Engagement.Period.From) {
				missing = append(missing, fmt.Sprintf("%s lists an item of %s, before the period; the practitioner limits the test to the period.", test.Procedure, day))
				break
			}
		}
	}
	return missing
}

// toolsAssessed wants an assessment of the tool wherever a program of the
// organization's brought the rows.
func toolsAssessed(ex *soc.Examination) []string {
	var left []string
	for _, pop := range ex.Populations {
		x := pop.Certificate.Extraction
		if pop.Failure != "" || x.Provenance != "child_process" && x.Kind != "command" {
			continue
		}
		if assessed := soc.Latest(ex.Records.IPE, pop.Name); assessed == nil || assessed.Record.Tool == "" {
			left = append(left, pop.Name)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s came from a tool that is not assessed; a practitioner assesses its configuration, access and coverage (ipe-assessed, tool).", capital(list(left)))}
}
