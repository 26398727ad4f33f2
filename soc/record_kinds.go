package soc

import (
	"fmt"
	"slices"
)

// recordKind is what is known of one kind of record: how to read one, and
// which list of Records keeps it.
type recordKind struct {
	kind    RecordKind
	decode  func(read func(any) error) (Record, error)
	add     func(*Records, Signed[Record])
	inForce func(*Records) []Signed[Record]
}

// kindOf makes the recordKind of the record type that list keeps.
func kindOf[R Record](list func(*Records) *[]Signed[R]) recordKind {
	var zero R
	return recordKind{
		kind: zero.Kind(),
		decode: func(read func(any) error) (Record, error) {
			var record R
			err := read(&record)
			return record, err
		},
		add: func(records *Records, s Signed[Record]) {
			all := list(records)
			added := Signed[R]{Entry: s.Entry, Index: s.Index, At: s.At, By: s.By, Record: s.Record.(R)}
			*all = append(supersede(*all, added.Record), added)
		},
		inForce: func(records *Records) []Signed[Record] {
			var out []Signed[Record]
			for _, s := range InForce(*list(records)) {
				out = append(out, Signed[Record]{Entry: s.Entry, Index: s.Index, At: s.At, By: s.By, Record: s.Record})
			}
			return out
		},
	}
}

// supersede returns the list with those marked that the record takes the
// place of. The list is a new one when anything changes: an examination that
// was handed out keeps what it said.
func supersede[R Record](all []Signed[R], record R) []Signed[R] {
	changed := false
	for i := range all {
		if all[i].Superseded || !replaces(all[i].Record, record) {
			continue
		}
		if !changed {
			all, changed = slices.Clone(all), true
		}
		all[i].Superseded = true
	}
	return all
}

// replaces reports whether a later record takes the place of an earlier one of
// its kind: it is about the same subject. Items that a person tested are the
// exception: members of a team test one attribute between them, so a record
// of it is replaced only when a later one gives every item of it again.
func replaces(earlier, later Record) bool {
	if earlier.Subject() == "" || earlier.Subject() != later.Subject() {
		return false
	}
	was, ok := earlier.(ItemTest)
	if !ok {
		return true
	}
	again := map[string]bool{}
	for _, item := range later.(ItemTest).Items {
		again[item.Item] = true
	}
	return !slices.ContainsFunc(was.Items, func(item ItemResult) bool { return !again[item.Item] })
}

// recordKinds are the kinds in the order of the work.
var recordKinds = []recordKind{
	kindOf(func(r *Records) *[]Signed[Acceptance] { return &r.Acceptance }),
	kindOf(func(r *Records) *[]Signed[Independence] { return &r.Independence }),
	kindOf(func(r *Records) *[]Signed[EngagementLetter] { return &r.Letters }),
	kindOf(func(r *Records) *[]Signed[PriorReport] { return &r.PriorReport }),
	kindOf(func(r *Records) *[]Signed[Walkthrough] { return &r.Walkthroughs }),
	kindOf(func(r *Records) *[]Signed[ItemTest] { return &r.ItemTests }),
	kindOf(func(r *Records) *[]Signed[IPEAssessment] { return &r.IPE }),
	kindOf(func(r *Records) *[]Signed[Evaluation] { return &r.Evaluations }),
	kindOf(func(r *Records) *[]Signed[OthersWork] { return &r.OthersWork }),
	kindOf(func(r *Records) *[]Signed[ReviewNote] { return &r.Notes }),
	kindOf(func(r *Records) *[]Signed[Review] { return &r.Reviews }),
	kindOf(func(r *Records) *[]Signed[ControlConclusion] { return &r.Controls }),
	kindOf(func(r *Records) *[]Signed[CriterionConclusion] { return &r.Criteria }),
	kindOf(func(r *Records) *[]Signed[CommitmentConclusion] { return &r.Commitments }),
	kindOf(func(r *Records) *[]Signed[DescriptionApproval] { return &r.Approvals }),
	kindOf(func(r *Records) *[]Signed[DescriptionComparison] { return &r.Comparisons }),
	kindOf(func(r *Records) *[]Signed[AssertionSignature] { return &r.Assertions }),
	kindOf(func(r *Records) *[]Signed[SubsequentEvents] { return &r.SubsequentEvents }),
	kindOf(func(r *Records) *[]Signed[Representation] { return &r.Representations }),
	kindOf(func(r *Records) *[]Signed[OpinionPart] { return &r.Opinion }),
	kindOf(func(r *Records) *[]Signed[EmphasisMatter] { return &r.Emphasis }),
	kindOf(func(r *Records) *[]Signed[QualityReview] { return &r.QualityReview }),
	kindOf(func(r *Records) *[]Signed[Override] { return &r.Overrides }),
}

// RecordKinds lists the kinds of records in the order of the work.
func RecordKinds() []RecordKind {
	var kinds []RecordKind
	for _, k := range recordKinds {
		kinds = append(kinds, k.kind)
	}
	return kinds
}

func findKind(kind RecordKind) (recordKind, error) {
	i := slices.IndexFunc(recordKinds, func(k recordKind) bool { return k.kind == kind })
	if i < 0 {
		return recordKind{}, fmt.Errorf("%q is no kind of record", kind)
	}
	return recordKinds[i], nil
}

// DecodeRecord makes a record of a kind from what read puts into the pointer
// that it is given. Errors: a kind that is not one of RecordKinds; that of
// read. It does not ask for the record's Fault.
func DecodeRecord(kind RecordKind, read func(any) error) (Record, error) {
	k, err := findKind(kind)
	if err != nil {
		return nil, err
	}
	return k.decode(read)
}

// Add appends a record and marks those that it takes the place of. Records are
// added in the order of the log. The error is a kind that is not one of
// RecordKinds.
func (r *Records) Add(s Signed[Record]) error {
	k, err := findKind(s.Record.Kind())
	if err == nil {
		k.add(r, s)
	}
	return err
}

// Replaced returns the records in force that a later record would take the
// place of.
func (r *Records) Replaced(by Record) []Signed[Record] {
	k, err := findKind(by.Kind())
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(k.inForce(r), func(s Signed[Record]) bool { return !replaces(s.Record, by) })
}

// InForce returns every record that nothing has taken the place of, in the
// order of the log.
func (r *Records) InForce() []Signed[Record] {
	var out []Signed[Record]
	for _, k := range recordKinds {
		out = append(out, k.inForce(r)...)
	}
	slices.SortFunc(out, func(a, b Signed[Record]) int { return int(a.Index - b.Index) })
	return out
}
