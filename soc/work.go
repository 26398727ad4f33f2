package soc

import (
	"slices"
	"time"
)

// WorkEntry is an entry that is part of a piece of work.
type WorkEntry struct {
	Entry string    `json:"entry"`
	Index int64     `json:"index"`
	At    time.Time `json:"at"`
	By    string    `json:"by"` // key id
}

// WorkOn returns the entries in force that make up a piece of work, in the
// order of the log. Work is named as in Review.Of:
//
//	test CHG-01-T1       the result, what people found item by item, the evaluations of its deviations
//	walkthrough CHG-01   the walkthrough
//	control CHG-01       the conclusion on it
//	criterion CC8.1      the conclusion on it, or on a control objective
//	commitment SC-1      the conclusion on it
//	population changes   the sealed population and the assessment of it
//	description          its comparison with evidence
//	opinion              the parts of the opinion
//
// It is empty when there is no such work. A review is stale when the work has
// an entry that the review does not name.
func (ex *Examination) WorkOn(of string) []WorkEntry { return ex.AllWork()[of] }

// AllWork returns what WorkOn returns for every piece of work that there is,
// in one pass over the file.
func (ex *Examination) AllWork() map[string][]WorkEntry {
	work := map[string][]WorkEntry{}
	add := func(of, entry string, index int64, at time.Time, by string) {
		if of != "" && entry != "" {
			work[of] = append(work[of], WorkEntry{entry, index, at, by})
		}
	}
	for _, t := range ex.Tests {
		add("test "+t.Procedure, t.Entry, t.Index, t.PerformedAt, t.PerformedBy)
	}
	for _, p := range ex.Populations {
		add("population "+p.Name, p.Entry, p.Index, p.SealedAt, p.SealedBy)
	}
	for _, s := range ex.Records.InForce() {
		add(workOf(s.Record), s.Entry, s.Index, s.At, s.By.KeyID)
	}
	for _, entries := range work {
		slices.SortFunc(entries, func(a, b WorkEntry) int { return int(a.Index - b.Index) })
	}
	return work
}

// workOf names the work that a record is part of; "" when it is not reviewed.
func workOf(record Record) string {
	switch r := record.(type) {
	case ItemTest:
		return "test " + r.Procedure
	case Evaluation:
		return "test " + r.Procedure
	case IPEAssessment:
		return "population " + r.Population
	case Walkthrough:
		return "walkthrough " + r.Control
	case ControlConclusion:
		return "control " + r.Control
	case CriterionConclusion:
		return "criterion " + r.Criterion
	case CommitmentConclusion:
		return "commitment " + r.Commitment
	case DescriptionComparison:
		return "description"
	case OpinionPart:
		return "opinion"
	}
	return ""
}

// Stale reports whether the work has changed since the review: it has an entry
// in force that the review does not name.
func (ex *Examination) Stale(r Review) bool {
	return slices.ContainsFunc(ex.WorkOn(r.Of), func(w WorkEntry) bool { return !slices.Contains(r.Entries, w.Entry) })
}
