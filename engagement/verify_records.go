package engagement

import (
	"context"
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/verify"
)

// CheckRecord is the check that a record follows the rules that it was written
// under: whoever wrote it may have used another program.
const CheckRecord verify.Check = "record"

// recordRules holds the records of a log against the rules of
// docs/design/records.md again, each against what was in the log before it.
type recordRules struct {
	file   *File
	ground *ground // nil when it must be made again
}

// before looks at an entry that the state does not hold yet. It returns what
// does not hold, as a check and a sentence; "" when nothing.
func (r *recordRules) before(ctx context.Context, s *state, entry ledger.Entry) (verify.Check, string) {
	if mayFollow(s.locked, entry.Kind) != nil {
		if s.locked == nil {
			return CheckWall, "no report was issued before it"
		}
		return CheckWall, fmt.Sprintf("it was written after entry %d had issued the report and locked the file", s.locked.Index)
	}
	if !isRecord(entry.Kind) {
		return "", ""
	}
	record, err := s.readRecord(entry)
	if err != nil {
		return verify.CheckEntry, err.Error()
	}
	if err := checkWho(entry.Actor, record); err != nil {
		return CheckWall, err.Error()
	}
	for _, digest := range documentsOf(record) {
		if !slices.ContainsFunc(entry.Subjects, func(s ledger.Subject) bool { return s.SHA256 == digest }) {
			return CheckRecord, fmt.Sprintf("it rests on the document %s, which is not one of its objects", digest)
		}
	}
	if r.ground == nil {
		if r.ground, err = r.file.ground(ctx, s); err != nil {
			return CheckRecord, fmt.Sprintf("the work that it rests on cannot be read: %v", err)
		}
	}
	if err := r.ground.check(entry.Actor, record, func(string) bool { return true }); err != nil {
		return CheckRecord, err.Error()
	}
	return "", ""
}

// after looks at an entry that the state has just taken.
func (r *recordRules) after(entry ledger.Entry) error {
	switch {
	case isRecord(entry.Kind) && r.ground != nil:
		return r.ground.settle()
	case !isRecord(entry.Kind) && entry.Kind != ledger.ActorAdmitted:
		r.ground = nil
	}
	return nil
}
