package engagement

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

// assemblyDays is how long after the release of a report its file may be
// assembled (G-DOC-01 of the domain reference: AT-C 105, to be checked
// against the standard).
const assemblyDays = 60

// LockedFile is a file whose assembly is complete.
type LockedFile struct {
	Entry    ledger.Entry
	Report   soc.FinalReport
	Deadline soc.Date // the last day to assemble the file
	On       soc.Date
	// Late is how many days after the deadline that was; 0 when in time.
	Late        int
	RetainUntil soc.Date
}

// Lock records that the file is assembled: nothing of the documentation of the
// report in force is outstanding. It is due within sixty days after the report
// was released, the day on which it was issued; after that it needs a reason,
// which is kept.
//
// Errors: a key that is not the engagement partner's; no report was issued;
// the file is locked already; records after the report that no report rests
// on; a late lock without a reason, and a reason for one that is not late;
// those of the log.
func (f *File) Lock(ctx context.Context, key *keys.Key, reason string) (*LockedFile, error) {
	if err := checkIssuer(key.Actor); err != nil {
		return nil, err
	}
	s, err := f.fold(ctx, -1)
	if err != nil {
		return nil, err
	}
	last := s.lastIssued()
	switch {
	case last == nil:
		return nil, errors.New("no report was issued: the file is locked after 'tickmark issue'")
	case s.locked.Kind == ledger.FileLocked:
		return nil, fmt.Errorf("the file was locked already, by entry %d on %s", s.locked.Index, s.locked.Time.Format("2006-01-02"))
	}
	if pending := s.recordsAfter(last); len(pending) > 0 {
		return nil, fmt.Errorf("%s was written after %s: issue the report that rests on it first, with 'tickmark reissue'", strings.Join(pending, ", "), last)
	}
	ex, err := f.ExaminationAt(ctx, last.body.LogSize)
	if err != nil {
		return nil, err
	}
	today, err := f.today(&ex.Engagement)
	if err != nil {
		return nil, err
	}
	body := lockedBody{Report: last.entry.ID, On: today}
	if body.Deadline, err = lockBy(last.entry, &ex.Engagement); err != nil {
		return nil, err
	}
	late := max(0, body.Deadline.DaysUntil(today))
	switch body.Late = strings.TrimSpace(reason); {
	case late > 0 && body.Late == "":
		return nil, fmt.Errorf("the file was to be locked by %s, %d days after the report was released: say why it is late", body.Deadline, assemblyDays)
	case late == 0 && body.Late != "":
		return nil, fmt.Errorf("the file is locked in time, by %s: no reason is needed", body.Deadline)
	}
	entries, err := f.writeAgainst(ctx, key, s.size, ledger.Draft{Kind: ledger.FileLocked, Predicate: body})
	if err != nil {
		return nil, err
	}
	return &LockedFile{Entry: entries[0], Report: last.body.Final, Deadline: body.Deadline, On: today, Late: late, RetainUntil: last.body.RetainUntil}, nil
}

// lockBy is the last day to assemble and lock a file whose report an entry
// issued. The report was released on the day of that entry, where the
// engagement is.
func lockBy(issued ledger.Entry, e *soc.Engagement) (soc.Date, error) {
	location, err := e.Location()
	if err != nil {
		return soc.Date{}, err
	}
	return soc.NewDate(issued.Time.In(location)).AddDays(assemblyDays), nil
}

// recordsAfter names the records that were written after a report.
func (s *state) recordsAfter(report *issuedReport) []string {
	var names []string
	for _, r := range s.records.InForce() {
		if r.Index > report.entry.Index {
			names = append(names, fmt.Sprintf("entry %d (%s)", r.Index, r.Record.Kind()))
		}
	}
	return names
}

// today is the day it is where the engagement is.
func (f *File) today(e *soc.Engagement) (soc.Date, error) {
	location, err := e.Location()
	if err != nil {
		return soc.Date{}, err
	}
	now := time.Now
	if f.clock != nil {
		now = f.clock
	}
	return soc.NewDate(now().In(location)), nil
}

// lockWatch remembers how far the log was looked through for the entry that
// locks the file, so that a write looks at new entries only.
type lockWatch struct {
	seen   int64
	locked *ledger.Entry
}

func (w *lockWatch) look(ctx context.Context, log *ledger.Log) error {
	for entry, err := range log.Entries(ctx, w.seen) {
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		switch entry.Kind {
		case ledger.ReportIssued, ledger.ReportReissued, ledger.FileLocked:
			w.locked = &entry
		}
		w.seen = entry.Index + 1
	}
	return nil
}
