package opinion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// engagementLetter holds the letters that the parties signed against each
// other, the engagement and the first work.
func engagementLetter(ex *soc.Examination) []string {
	var missing []string
	latest := map[soc.Party]*soc.Signed[soc.EngagementLetter]{}
	first := map[soc.Party]*soc.Signed[soc.EngagementLetter]{}
	for i := range ex.Records.Letters {
		s := &ex.Records.Letters[i]
		if first[s.By.Party] == nil {
			first[s.By.Party] = s
		} else if s.Record.Document != latest[s.By.Party].Record.Document && s.Record.ChangeReason == "" {
			missing = append(missing, fmt.Sprintf("A later engagement letter (entry %d) changes the terms without a reason; whoever signed it gives change_reason, which cannot be to avoid a modified opinion.", s.Index))
		}
		latest[s.By.Party] = s
	}
	for _, side := range []struct {
		party     soc.Party
		role, who string
	}{{soc.Management, soc.RoleSignatory, "management's signatory"}, {soc.Practitioner, soc.RolePartner, "the engagement partner"}} {
		signed := latest[side.party]
		if signed == nil || signed.By.Role != side.role {
			missing = append(missing, fmt.Sprintf("The engagement letter is not signed by %s; they sign it (engagement-letter-signed).", side.who))
			continue
		}
		missing = append(missing, letterTerms(ex, signed, side.who)...)
		if work, at := fieldwork(ex); work != "" && first[side.party].Index > at {
			missing = append(missing, fmt.Sprintf("%s signed the engagement letter (entry %d) after fieldwork began with %s (entry %d); that work is performed again.", capital(side.who), first[side.party].Index, work, at))
		}
	}
	if m, p := latest[soc.Management], latest[soc.Practitioner]; m != nil && p != nil && m.Record.Document != p.Record.Document {
		missing = append(missing, "The two parties signed different engagement letters; both sign the same one.")
	}
	return missing
}

// letterTerms compares the terms of a letter with the engagement.
func letterTerms(ex *soc.Examination, s *soc.Signed[soc.EngagementLetter], who string) []string {
	e, l := ex.Engagement, s.Record
	var differs []string
	if l.Report != e.Report || l.Type != e.Type && e.Report != soc.SOC3 {
		differs = append(differs, "the kind of report")
	}
	if !namesPeriod(l.Period, coverage(&e)) {
		differs = append(differs, "the period")
	}
	if !e.Rules().Objectives && !sameSet(l.Categories, e.Categories) {
		differs = append(differs, "the categories")
	}
	if len(differs) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("The engagement letter that %s signed (entry %d) does not agree with engagement.yaml in %s; both parties sign one that does.", who, s.Index, list(differs))}
}

// namesPeriod reports whether a text names the first and the last day, as
// 2026-04-01 or as April 1, 2026.
func namesPeriod(text string, p soc.Period) bool {
	names := func(d soc.Date) bool {
		return strings.Contains(text, d.String()) || strings.Contains(text, d.Long())
	}
	return !p.Empty() && names(p.From) && names(p.To)
}

func sameSet(a, b []soc.Category) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

// fieldwork returns the first work on the controls: a walkthrough, a result or
// items tested by a person.
func fieldwork(ex *soc.Examination) (work string, index int64) {
	consider := func(what string, at int64) {
		if work == "" || at < index {
			work, index = what, at
		}
	}
	for _, t := range ex.Tests {
		if t.Entry != "" {
			consider("the test "+t.Procedure, t.Index)
		}
	}
	for _, w := range ex.Records.Walkthroughs {
		consider("the walkthrough of "+w.Record.Control, w.Index)
	}
	for _, t := range ex.Records.ItemTests {
		consider("the items of "+t.Record.Procedure, t.Index)
	}
	return work, index
}
