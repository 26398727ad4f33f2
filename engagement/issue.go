package engagement

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

// IssueOptions are what the engagement partner states when a report is issued,
// and who writes it.
type IssueOptions struct {
	// Date is the date of the auditor's report. It does not lie ahead.
	Date soc.Date
	// City and State are where the firm practises; "" takes those of the
	// engagement.
	City, State string
	// Check looks through the texts of the report for what they lack.
	Check CheckTexts
	// Render renders the report.
	Render Render
}

// CheckTexts looks through the texts of a report for what they must contain
// and returns what they lack; the same examination gives the same faults. The
// error is that the report cannot be made at all.
type CheckTexts func(*soc.Examination) ([]soc.TextFault, error)

// Issued is a report that was issued.
type Issued struct {
	Entry ledger.Entry
	Final soc.FinalReport
	// RetainUntil is the first day on which the firm may part with the file;
	// not stated when the plan names no retention.
	RetainUntil soc.Date
	// LockBy is the last day to assemble the file and lock it.
	LockBy soc.Date
	// Overridden are the gates that the engagement partner overrode, with
	// the reasons.
	Overridden []soc.GateState
	Files      []Rendering
}

// OpenGates is the error of an issue that gates stand in the way of.
type OpenGates struct {
	Gates []soc.GateState // the open ones, in their order
}

// Error counts the gates and names them.
func (o *OpenGates) Error() string {
	var ids []string
	for _, g := range o.Gates {
		ids = append(ids, g.ID)
	}
	if len(ids) == 1 {
		return "the report cannot be issued: the gate " + ids[0] + " is open"
	}
	return fmt.Sprintf("the report cannot be issued: %d gates are open: %s", len(ids), strings.Join(ids, ", "))
}

// Issue issues the report and locks the file: it folds the log as it is, looks
// through the texts, evaluates the gates, renders the report and records it
// with its files, in one entry. Whoever is stopped in between has a draft.
//
// Errors: *OpenGates, when a gate is open and was not overridden; ErrLocked
// when a report was issued before; a key that is not the engagement partner's;
// an examination that rests on entries of throw-away keys; a date ahead;
// those of the log, such as ledger.ErrStale when someone else wrote meanwhile.
// With any error nothing is written.
func (f *File) Issue(ctx context.Context, key *keys.Key, opt IssueOptions) (*Issued, error) {
	return f.issue(ctx, key, ledger.ReportIssued, "", opt)
}

// Reissue issues a report in the place of the one that was issued, for a
// reason that the new one states, with the date and the entry of the old. The
// old one stays. Gates are evaluated again, at the new date.
//
// Errors are those of Issue, and that there is no reason, no report to
// replace, or a date before that of the replaced report.
func (f *File) Reissue(ctx context.Context, key *keys.Key, reason string, opt IssueOptions) (*Issued, error) {
	if strings.TrimSpace(reason) == "" {
		return nil, errors.New("a report is replaced for a reason, which the new one states: give it")
	}
	return f.issue(ctx, key, ledger.ReportReissued, strings.TrimSpace(reason), opt)
}

func (f *File) issue(ctx context.Context, key *keys.Key, kind ledger.Kind, reason string, opt IssueOptions) (*Issued, error) {
	if err := checkIssuer(key.Actor); err != nil {
		return nil, err
	}
	s, err := f.fold(ctx, -1)
	if err != nil {
		return nil, err
	}
	if err := mayFollow(s.locked, kind); err != nil {
		return nil, err
	}
	ex, err := f.ExaminationAt(ctx, s.rendered)
	if err != nil {
		return nil, err
	}
	final, err := f.final(ex, s.lastIssued(), reason, opt)
	if err != nil {
		return nil, err
	}
	if err := finish(ex, final, opt.Check); err != nil {
		return nil, err
	}
	if open := opinion.Open(ex.Gates); len(open) > 0 {
		return nil, &OpenGates{open}
	}
	if err := s.lasting(ex); err != nil {
		return nil, err
	}
	files, err := opt.Render(ex)
	if err != nil {
		return nil, fmt.Errorf("render the report: %w", err)
	}
	body := issuedBody{LogSize: s.rendered, Final: final}
	if years := ex.Plan.RetentionYears; years > 0 {
		body.RetainUntil = final.Date.AddMonths(12 * years)
	}
	issued, err := f.writeIssued(ctx, key, s, kind, body, files)
	if err != nil {
		return nil, err
	}
	if issued.LockBy, err = lockBy(issued.Entry, &ex.Engagement); err != nil {
		return nil, err
	}
	issued.Overridden = slices.DeleteFunc(slices.Clone(ex.Gates), func(g soc.GateState) bool { return g.Overridden == "" })
	return issued, nil
}

// writeIssued seals the files and writes the one entry that issues them,
// against the log that they were derived from.
func (f *File) writeIssued(ctx context.Context, key *keys.Key, s *state, kind ledger.Kind, body issuedBody, files []Rendering) (*Issued, error) {
	draft := ledger.Draft{Kind: kind}
	if last := s.lastIssued(); last != nil {
		draft.Supersedes = []string{last.entry.ID}
	} else if s.report != nil {
		draft.Supersedes = []string{s.report.entry.ID}
	}
	for _, file := range files {
		ref, err := f.put(ctx, file.Data)
		if err != nil {
			return nil, err
		}
		body.Files = append(body.Files, fileDigest{file.Name, ref.SHA256, ref.Size})
		draft.Subjects = append(draft.Subjects, subjectOf(file.Name, ref))
	}
	draft.Predicate = body
	entries, err := f.writeAgainst(ctx, key, s.size, draft)
	if err != nil {
		return nil, err
	}
	return &Issued{Entry: entries[0], Final: body.Final, RetainUntil: body.RetainUntil, Files: files}, nil
}

// IssuedReport returns the report in force with its files as they were
// issued, or nil when none was. Errors are those of the log and the objects.
func (f *File) IssuedReport(ctx context.Context) (*Issued, error) {
	s, err := f.fold(ctx, -1)
	if err != nil {
		return nil, err
	}
	last := s.lastIssued()
	if last == nil {
		return nil, nil
	}
	issued := &Issued{Entry: last.entry, Final: last.body.Final, RetainUntil: last.body.RetainUntil}
	for _, file := range last.body.Files {
		data, err := readObject(f.objects, file.SHA256)
		if err != nil {
			return nil, fmt.Errorf("read %s of %s: %w", file.Name, last, err)
		}
		issued.Files = append(issued.Files, Rendering{file.Name, data})
	}
	return issued, nil
}

// checkIssuer holds that a report is issued by the engagement partner.
func checkIssuer(by soc.Actor) error {
	if by.ThrowAway || !thePartner.allows(by) {
		return fmt.Errorf("a report is issued by %s with a lasting key; the key %s is of %s, with the role %q", thePartner, by.Name, by.Party, by.Role)
	}
	return nil
}

// final is what makes the rendering final.
func (f *File) final(ex *soc.Examination, replaced *issuedReport, reason string, opt IssueOptions) (soc.FinalReport, error) {
	firm := ex.Engagement.Practitioner
	final := soc.FinalReport{Date: opt.Date, Firm: firm.Name, City: firm.City, State: firm.State, Reason: reason}
	if opt.City != "" {
		final.City = opt.City
	}
	if opt.State != "" {
		final.State = opt.State
	}
	today, err := f.today(&ex.Engagement)
	switch {
	case err != nil:
		return final, err
	case final.Date.IsZero():
		return final, errors.New("give the date of the report")
	case today.Before(final.Date):
		return final, fmt.Errorf("the report cannot bear the date %s: today is %s", final.Date, today)
	case final.Firm == "":
		return final, errors.New("the engagement names no practitioner: a report is signed by a firm")
	case final.City == "" || final.State == "":
		return final, errors.New("say where the firm practises: the engagement names no city or state for the practitioner")
	}
	if replaced != nil {
		if final.Date.Before(replaced.body.Final.Date) {
			return final, fmt.Errorf("the report cannot bear the date %s: it replaces one of %s", final.Date, replaced.body.Final.Date)
		}
		final.Replaces, final.ReplacesDate = replaced.entry.ID, replaced.body.Final.Date
	}
	return final, nil
}

// finish makes an examination that of a final report, and evaluates the gates
// as they stand then.
func finish(ex *soc.Examination, final soc.FinalReport, check CheckTexts) error {
	ex.Final = &final
	if check != nil {
		faults, err := check(ex)
		if err != nil {
			return fmt.Errorf("look through the texts of the report: %w", err)
		}
		ex.TextsChecked, ex.TextFaults = true, faults
	}
	opinion.Propose(ex)
	return nil
}

// lasting holds that what is in force was written with lasting keys, and by
// the practitioner where the practitioner performs (G-KEY-01), whatever the
// gates see of it.
func (s *state) lasting(ex *soc.Examination) error {
	if ex.Readiness {
		return errors.New("this is a readiness examination, which management ran by itself: it can never be issued. The practitioner examines with 'tickmark examine --key'")
	}
	var inForce []ledger.Entry
	for _, p := range s.programs {
		inForce = append(inForce, p.entry)
	}
	for _, p := range ex.Populations {
		if sealed := s.populations[p.Name]; sealed != nil {
			inForce = append(inForce, sealed.entry)
		}
	}
	for _, p := range ex.Procedures {
		if fixed := s.fixed[p.ID]; fixed != nil {
			inForce = append(inForce, fixed.entry)
		}
		if test := s.tests[p.ID]; test != nil {
			inForce = append(inForce, test.entry)
		}
	}
	for _, entry := range inForce {
		if entry.Actor.ThrowAway {
			return fmt.Errorf("entry %d (%s) was written with a throw-away key: run 'tickmark examine' again with --key for each party", entry.Index, entry.Kind)
		}
	}
	return nil
}
